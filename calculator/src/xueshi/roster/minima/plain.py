"""Outcomes under a rule that is nothing but a tree of minima and asks nothing: adding up whole numbers.

What a row comes to is what the reader and ``RowJudge`` say of the first row like it. Rows of which one may be
another written twice are judged beside each other. A ledger of which hours decide whose part is not known is
left to the general way: nothing is approximated.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

from xueshi.judge.compiled import CompiledRule
from xueshi.judge.portions import Portions
from xueshi.judge.rows import RowJudge, Wordless
from xueshi.judge.verdict import Counts, Issue, Stage
from xueshi.ledger import table
from xueshi.ledger.cells import as_seen
from xueshi.ledger.entries import Entry, RowError
from xueshi.ledger.table import Line
from xueshi.roster.minima.looks import Look, steps_of
from xueshi.roster.minima.plaineffects import Effect, Kind, effect_of
from xueshi.roster.minima.plainsums import MOST_REMEMBERED, PlainSums, Sums
from xueshi.roster.minima.treesums import Parts, TreeSums
from xueshi.roster.outcome import Outcome, Step

AMOUNT = table.COLUMNS.index(table.HOURS)


def plain_rule(compiled: CompiledRule, today: datetime.date) -> PlainRule | None:
    """The short way under a rule on a day; None where the rule is more than a tree of minima."""
    rule = compiled.rules.rule
    if rule.not_modelled or rule.questions or rule.conditions or rule.variants:
        return None
    solver = compiled.standing({}).solver
    adds_up = solver.demands.simple or (solver.origins is not None and not rule.conversions)
    return PlainRule(compiled, today) if adds_up else None


class PlainRule:
    """Outcomes under one rule on one day. It remembers kinds of rows, numbers and sums: a bounded number."""

    def __init__(self, compiled: CompiledRule, today: datetime.date) -> None:
        self.compiled, self.today = compiled, today
        standing = compiled.standing({})
        self.rules, self.tree = standing.rules, TreeSums(standing.solver.demands, standing.rules.rule)
        self.capped = standing.solver.origins or frozenset()
        """Origins of hours on which there is a cap: who has any is left to the general way."""
        self._maker = Portions(standing.rules.rule, standing.solver.demands, {})
        self._judge: RowJudge = Wordless(self.rules, today, compiled.providers, compiled.workdays, {})
        last, self.usual = self._judge.last_declare, self._judge.usual
        self.over = last is not None and today > last
        self._forget()

    def _forget(self) -> None:
        self._full = False
        self._days: dict[str, datetime.date | None] = {"": None}
        self._effects: dict[Kind, Effect] = {}
        self._kinds: dict[tuple[object, ...], Effect] = {}
        self._subjects: dict[str, int] = {}
        self._hours: dict[str, Parts] = {}
        self._shown = {""}
        self._sums = PlainSums(self.tree, over=self.over)
        self._steps: dict[Look, tuple[Step, ...]] = {}
        self._counts: dict[tuple[int, ...], Counts] = {}

    def outcome(self, lines: Sequence[Line]) -> Outcome | None:
        """The outcome of a ledger; None where it has to be found the general way."""
        if self._full:
            self._forget()
        sums: list[Parts] = [0] * (4 * len(self.tree.nodes))
        effects, hours, known = self._effects, self._hours, self._shown
        days, today, (first, last) = self._days, self.today, self.usual
        learned: set[tuple[Parts, datetime.date]] = set()
        good: list[Line] = []
        found: list[Effect] = []
        unusual: list[tuple[int, Effect]] = []
        errors: list[RowError] = []
        for line in lines:
            day, name, amount, _, _, _, mode, declaring, reviewing, plan, shown, _ = line.cells
            if (
                day not in days
                or declaring not in days
                or reviewing not in days
                or amount not in hours
                or shown not in known
            ):
                wrong = self._read(line)
                if wrong:
                    errors += wrong
                    continue
            completed, declared, reviewed = days[day], days[declaring], days[reviewing]
            if (
                completed is None
                or completed > today
                or (declared and declared < completed)
                or (reviewed and reviewed < (declared or completed))
            ):
                wrong = self._wrong(line)
                if not wrong:
                    return None
                errors += wrong
                continue
            if reviewed is None:
                review: object = 0
            else:
                review = (1 if reviewed <= today else 2) if declared else reviewed
            look = (name, mode, plan, declared, review, None if first <= completed <= last else completed)
            effect = effects.get(look) or self._alike(look)
            if effect is None:
                entries, wrong = self.compiled.reader.read((line,), today)
                if wrong:
                    errors += wrong
                    continue
                effect = self._effect(entries[0], look)
            if effect.place < 0:
                return None
            parts = hours[amount]
            sums[effect.place] += parts
            good.append(line)
            found.append(effect)
            learned.add((parts, completed))
            if not effect.usual:
                unusual.append((line.number, effect))
        if len(learned) != len(good) and (together := self._together(good, found)):
            unusual = self._beside(together, good, found, sums)
        return self.counted(sums, (len(lines), len(good)), unusual, tuple(errors))

    def _beside(
        self,
        together: Sequence[int],
        lines: Sequence[Line],
        effects: Sequence[Effect],
        sums: list[Parts],
    ) -> list[tuple[int, Effect]]:
        """Judge rows that may be one beside each other, and move their hours; all rows that are not usual."""
        judge = self.compiled.row_judge(self.rules, self.today)
        judged: dict[int, Effect] = {}
        for at in together:
            (entry,) = self.compiled.reader.read((lines[at],), self.today)[0]
            row, parts = judge.judge(entry), self._hours[lines[at].cells[AMOUNT]]
            judged[at] = self._effect_of(entry, row.stage, row.issues)
            sums[effects[at].place] -= parts
            sums[judged[at].place] += parts
        every = ((line.number, judged.get(at) or effects[at]) for at, line in enumerate(lines))
        return [(number, effect) for number, effect in every if not effect.usual or effect.repeated]

    def counted(
        self,
        sums: Sequence[Parts],
        rows: tuple[int, int],
        unusual: Sequence[tuple[int, Effect]],
        errors: tuple[RowError, ...],
    ) -> Outcome | None:
        """The outcome of hours added up; None where hours whose part is not known decide."""
        known = self._sums.of(sums)
        return None if known is None else self._outcome(known, rows, unusual, errors)

    def _wrong(self, line: Line) -> list[RowError]:
        """Why a row cannot be read; empty where it can."""
        return self.compiled.reader.read((line,), self.today)[1]

    def _read(self, line: Line) -> list[RowError]:
        """Learn the days and hours of a row, or why it cannot be read."""
        entries, errors = self.compiled.reader.read((line,), self.today)
        if errors:
            return errors
        (entry,) = entries
        parts = entry.hours * self.tree.scale
        day, _, amount, _, _, _, _, declaring, reviewing, _, shown, _ = line.cells
        self._days[day], self._hours[amount] = entry.completed, int(parts) if parts == int(parts) else parts
        self._days[declaring], self._days[reviewing] = entry.declared, entry.reviewed
        self._shown.add(shown)
        cells = (len(self._days), len(self._hours), len(self._shown))
        self._full = max(*cells, len(self._effects), len(self._steps)) > MOST_REMEMBERED
        return []

    def _alike(self, look: Kind) -> Effect | None:
        """What a row comes to that differs from a known one in its subject alone; None where none is.

        How far a row has come does not hang on its subject.
        """
        name, *rest = look
        at, other = self._subjects.get(name), self._kinds.get(tuple(rest))
        if at is None or other is None:
            return None
        place = other.place if other.place < 0 else other.stage.rank * len(self.tree.nodes) + at
        content = (self.tree.nodes[at], *other.content[1:])
        found = self._effects[look] = replace(other, place=place, content=content)
        return found

    def _effect(self, entry: Entry, look: Kind) -> Effect:
        """What a row that can be read comes to, when it is like none before."""
        found = self._effect_of(entry, *self._judge.alone(entry))
        name, *rest = look
        self._subjects[name] = self.tree.nodes.index(entry.subject)
        self._kinds[tuple(rest)] = self._effects[look] = found
        return found

    def _effect_of(self, entry: Entry, stage: Stage, issues: Sequence[Issue]) -> Effect:
        """What a row comes to; its place is -1 where adding up is not enough."""
        place = stage.rank * len(self.tree.nodes) + self.tree.nodes.index(entry.subject)
        if stage is not Stage.EXCLUDED and not self.capped.isdisjoint(self._maker.outside(entry)):
            place = -1
        return effect_of(entry, place, stage, issues)

    def _together(self, lines: Sequence[Line], effects: Sequence[Effect]) -> list[int]:
        """The places of rows of which one may be another written twice, however their cells are written."""
        alike: dict[tuple[object, ...], list[int]] = {}
        for at, (line, effect) in enumerate(zip(lines, effects, strict=True)):
            day, _, amount, course, provider, way, _, _, reviewing, _, _, _ = line.cells
            texts = as_seen(course), as_seen(provider)
            learned: tuple[object, ...] = (effect.content[0], self._days[day], self._hours[amount], *texts)
            if not texts[0]:
                learned = (*learned, effect.content, self._days[reviewing], as_seen(way))
            alike.setdefault(learned, []).append(at)
        return sorted(at for places in alike.values() if len(places) > 1 for at in places)

    def _outcome(
        self,
        known: Sums,
        rows: tuple[int, int],
        unusual: Sequence[tuple[int, Effect]],
        errors: tuple[RowError, ...],
    ) -> Outcome:
        """The outcome of hours whose sums are known; ``rows`` are how many there are and were read."""
        undeclared, waiting, overdue, unfiled, repeated = [], [], [], [], []
        excluded: list[tuple[int, str]] = []
        late: datetime.date | None = None
        timely: datetime.date | None = None
        left_out = 0
        for number, effect in unusual:
            if effect.stage is Stage.EXCLUDED:
                left_out += 1
                excluded += [(number, code) for code in effect.excluded]
                continue
            if effect.stage is Stage.LEARNED:
                undeclared.append(number)
            elif effect.waits:
                waiting.append(number)
                if effect.overdue:
                    overdue.append(number)
                    late = min(late, effect.waits) if late else effect.waits
                else:
                    timely = min(timely, effect.waits) if timely else effect.waits
            if effect.unfiled:
                unfiled.append(number)
            if effect.repeated:
                repeated.append(number)
        planned = bool(known.plan)
        look = Look(
            known.status, known.closed, planned, bool(undeclared), late, timely, bool(unfiled), bool(errors)
        )
        steps = self._steps.get(look)
        if steps is None:
            if len(self._steps) > MOST_REMEMBERED:
                self._steps.clear()
            steps = self._steps[look] = steps_of(self.compiled, self.today, look)
        counted = (*rows, left_out)
        counts = self._counts.get(counted)
        if counts is None:
            there, judged = rows
            counts = self._counts[counted] = Counts(there, judged, there - judged, left_out)
        return Outcome(
            known.status, known.closed, known.tallies, (), known.plan, steps,
            tuple(undeclared), tuple(waiting), tuple(overdue), tuple(unfiled), tuple(excluded), (), errors,
            counts, tuple(repeated),
        )  # fmt: skip
