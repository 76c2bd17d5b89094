"""A ledger's hours as portions: what kind they are, and what they may have been where it was not written."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from xueshi.judge.demands import CARRIED, MADE_UP, Demands
from xueshi.judge.tally import ZERO, Kind, Portion
from xueshi.judge.verdict import AnswerError, RowVerdict, Stage
from xueshi.ledger.cells import MOST_HOURS, plain, read_hours
from xueshi.ledger.entries import Entry, RowError
from xueshi.ledger.names import offered_names
from xueshi.model.plain import plain_number
from xueshi.model.rule import CarryOverPolicy, Requirement, Rule
from xueshi.texts import say

PARTS, VALUE = "parts:", "value:"
UNKNOWN = ("", "不清楚", "不知道")
"""Answers that leave a question open."""
SEVERAL = "几个科目都有"
"""The answer to which subject hours were of that leads to a question for each."""


class Portions:
    """Makes portions from rows or quick totals under one set of demands, using the answers given."""

    def __init__(self, rule: Rule, demands: Demands, answers: Mapping[str, Any]) -> None:
        self.rule, self.demands, self.tree, self.answers = rule, demands, demands.tree, answers
        self.conversions = {item.id: item for item in rule.conversions}
        self.answer_errors: list[AnswerError] = []
        self.row_errors: list[RowError] = []
        self.used: set[str] = set()
        self._named = {name.split(":")[1] for name in answers if name.startswith((PARTS, VALUE))}
        self._made: dict[object, Portion] = {}
        self._by_day = bool(demands.day_caps)

    def openings(self, subject: str) -> tuple[Requirement, ...]:
        """Sub-subjects with a demand or cap of their own that plain hours of a subject may have been of."""
        walk = self.tree.nodes[subject].walk()
        return tuple(node for node in walk if node.id != subject and node.id in self.demands.distinct)

    def settled(self, subject: str) -> tuple[Requirement, ...]:
        """Sub-subjects that say enough of hours: what lies below them has no minimum."""
        walk = self.tree.nodes[subject].walk()
        return tuple(node for node in walk if node.id != subject and not self.openings(node.id))

    def of_rows(self, entries: Sequence[Entry], rows: Sequence[RowVerdict]) -> tuple[Portion, ...]:
        """The portions of the rows that count."""
        found: list[Portion] = []
        for entry, row in zip(entries, rows, strict=True):
            if row.stage is Stage.EXCLUDED:
                continue
            if self._named and str(entry.row) in self._named:
                found.extend(self._of_row(entry, row.stage))
                continue
            outside = self.outside(entry)
            form = (entry.subject, entry.values, entry.conversion, outside)
            made = self._made.get(form)
            if made is None:
                (made,) = self._of_row(entry, row.stage)
                self._made[form] = made
            day = entry.completed if self._by_day and not entry.conversion else None
            found.append(
                Portion(
                    entry.row, made.kind, entry.hours, row.stage, made.elsewhere, made.whole, made.maybe, day
                )
            )
        return tuple(found)

    def of_totals(self, totals: Mapping[str, str], today: datetime.date) -> tuple[Portion, ...]:
        """Portions of quick hours, which may be of several kinds; unreadable ones become errors.

        So do hours on a day before the period, unless some may be carried into it.
        """
        start = self.rule.period.start
        early = today < start and self.rule.carry_over.policy is not CarryOverPolicy.ALLOWED
        portions: list[Portion] = []
        for node_id, cell in totals.items():
            if not plain(cell) or plain(cell) == "0":
                continue
            node, hours = self.tree.nodes.get(node_id), read_hours(cell, self.rule.unit)
            if node is None or hours is None:
                known = "、".join(offered_names(self.tree.root))
                text, value = ("row_hours", cell) if node else ("row_subject", node_id)
                column = node.name if node else node_id
                self.row_errors.append(RowError(None, column, cell, say(text, value=value, names=known)))
                continue
            if hours > MOST_HOURS:
                text = say("row_hours_much", value=cell.strip(), most=MOST_HOURS)
                self.row_errors.append(RowError(None, node.name, cell, text))
                continue
            if early:
                text = say("row_too_early", start=start, today=today)
                self.row_errors.append(RowError(None, node.name, cell, text))
                continue
            values = self._values(node_id, (None,) * len(self.demands.axes))
            portion = Portion(node_id, Kind(node_id, values), hours, Stage.LEARNED)
            parts = self._divided(portion)
            portions.extend(replace(part, elsewhere=part.elsewhere or part.maybe, maybe=()) for part in parts)
        return tuple(portions)

    def _of_row(self, entry: Entry, stage: Stage) -> Iterator[Portion]:
        outside, day = self.outside(entry), entry.completed if self._by_day else None
        values = self._values(entry.row, entry.values)
        if entry.conversion is None:
            kind = Kind(entry.subject, values, outside)
            yield from self._divided(Portion(entry.row, kind, entry.hours, stage, day=day))
            return
        kind = Kind(entry.subject, values, (entry.conversion, *outside))
        subjects = self.conversions[entry.conversion].subjects
        whole = tuple(replace(kind, subject=name) for name in subjects[1:])
        yield self._open_values(Portion(entry.row, kind, entry.hours, stage, whole=whole))

    def outside(self, entry: Entry) -> tuple[str, ...]:
        """The window outside the period in which a row was learned, if any."""
        period = self.rule.period
        if entry.completed < period.start:
            return (CARRIED,)
        return (MADE_UP,) if entry.completed > period.end else ()

    def _values(self, key: int | str, written: tuple[str | None, ...]) -> tuple[str | None, ...]:
        """The values of a row on all axes: as written, or as answered."""
        if str(key) not in self._named:
            return written
        return tuple(value or self._answered(key, axis) for axis, value in enumerate(written))

    def _answered(self, key: int | str, axis: int) -> str | None:
        question = f"{VALUE}{key}:{self.rule.axes[axis].id}"
        if question not in self.answers:
            return None
        self.used.add(question)
        answer = str(self.answers[question]).strip()
        if answer in UNKNOWN:
            return None
        names = {name: value.id for value in self.rule.axes[axis].values for name in (value.id, value.name)}
        if answer not in names:
            allowed = "、".join(value.name for value in self.rule.axes[axis].values)
            self.answer_errors.append(AnswerError(question, answer, say("answer_choice", allowed=allowed)))
        return names.get(answer)

    def _divided(self, portion: Portion) -> Iterator[Portion]:
        """A portion, or its parts where the answer says which hours were of which sub-subject."""
        question, openings = f"{PARTS}{portion.key}", self.openings(portion.kind.subject)
        if not openings:
            yield self._open_values(portion)
            return
        parts = None
        if question in self.answers:
            self.used.add(question)
            if self.says_several(portion):
                yield from self._several(portion)
                return
            parts = self._parts(question, portion, self.answers[question], openings)
        if parts is None:
            yield self._open(portion, frozenset())
            return
        rest = portion.hours - sum(parts.values(), ZERO)
        yield from self._known(portion, {**parts, portion.kind.subject: rest})

    def _known(self, portion: Portion, parts: Mapping[str, Fraction]) -> Iterator[Portion]:
        """A portion divided among subjects."""
        for name, hours in parts.items():
            if hours:
                kind = replace(portion.kind, subject=name)
                yield self._open_values(replace(portion, kind=kind, hours=hours))

    def _open(self, portion: Portion, known: frozenset[str]) -> Portion:
        """A portion that may have been of any sub-subject but those of which it is known how much."""
        below = self.tree.below(portion.kind.subject) - known
        kind = portion.kind
        kinds = [Kind(name, kind.values, kind.origins) for name in self.tree.nodes if name in below]
        spread = tuple(inner for base in kinds for inner in (base, *self._values_of(base)))
        return replace(portion, kind=replace(portion.kind, plain=True), elsewhere=spread)

    def says_several(self, portion: Portion) -> bool:
        """Whether the person said that hours were of several subjects."""
        answer = str(self.answers.get(f"{PARTS}{portion.key}", "")).strip()
        return answer == SEVERAL and len(self.openings(portion.kind.subject)) > 1

    def unanswered(self, portion: Portion) -> tuple[Requirement, ...]:
        """The sub-subjects of which the person has not said how many of the hours were."""
        question = f"{PARTS}{portion.key}:"
        nodes = self.settled(portion.kind.subject)
        return tuple(
            node for node in nodes if str(self.answers.get(f"{question}{node.id}", "")).strip() in UNKNOWN
        )

    def _several(self, portion: Portion) -> Iterator[Portion]:
        """Hours of several subjects: those that are known, and the rest, open as to the other subjects."""
        open_nodes, rest = self.unanswered(portion), portion.hours
        parts: dict[str, Fraction] = {}
        for node in self.settled(portion.kind.subject):
            question = f"{PARTS}{portion.key}:{node.id}"
            self.used.add(question)
            if node in open_nodes:
                continue
            cell = str(self.answers[question])
            hours = read_hours(cell, self.rule.unit)
            if hours is None or hours > rest:
                self.answer_errors.append(AnswerError(question, cell, say("answer_parts", max=rest)))
                open_nodes = (*open_nodes, node)
                continue
            parts[node.id] = hours
            rest -= hours
        if rest and open_nodes:
            yield from self._known(portion, parts)
            yield self._open(replace(portion, hours=rest), frozenset(parts))
        else:
            yield from self._known(portion, {**parts, portion.kind.subject: rest})

    def _open_values(self, portion: Portion) -> Portion:
        """A portion with the kinds it may be of because a value on an axis is not written down."""
        lawful = (portion.kind, *portion.whole)
        maybe = tuple(kind for base in lawful for kind in self._values_of(base))
        return replace(portion, maybe=(*portion.whole, *maybe) if maybe else ())

    def _values_of(self, kind: Kind) -> Iterator[Kind]:
        choices = (
            (value,) if value is not None else (None, *axis)
            for value, axis in zip(kind.values, self.demands.axes, strict=True)
        )
        for values in itertools.product(*choices):
            if values != kind.values:
                yield Kind(kind.subject, values, kind.origins, kind.plain)

    def _parts(
        self, question: str, portion: Portion, value: object, openings: tuple[Requirement, ...]
    ) -> dict[str, Fraction] | None:
        """Hours by sub-subject: from a number (of the one sub-subject), a name (all hours), or a mapping.

        None when the answer leaves the question open or cannot be used.
        """
        if value == {} or str(value).strip() in UNKNOWN:
            return None
        names = {node.id: node.name for node in self.settled(portion.kind.subject)}
        named = next((node_id for node_id, name in names.items() if value in (node_id, name)), None)
        if isinstance(value, Mapping):
            given = value
        elif named is None and len(openings) > 1:
            self._refuse(question, value, portion)
            return None
        else:
            given = {named: plain_number(portion.hours)} if named else {openings[0].id: value}
        parts: dict[str, Fraction] = {}
        for node_id, cell in given.items():
            if str(cell).strip() in UNKNOWN:
                return None
            amount = read_hours(str(cell), self.rule.unit)
            if node_id == named:
                amount = portion.hours
            if node_id not in names or amount is None:
                self._refuse(question, cell, portion)
                return None
            parts[node_id] = amount
        if sum(parts.values(), ZERO) > portion.hours:
            self._refuse(question, value, portion)
            return None
        return parts

    def _refuse(self, question: str, value: object, portion: Portion) -> None:
        if len(self.openings(portion.kind.subject)) > 1:
            allowed = "、".join(node.name for node in self.settled(portion.kind.subject))
            message = say("answer_choice", allowed=allowed)
        else:
            message = say("answer_parts", max=portion.hours)
        self.answer_errors.append(AnswerError(question, str(value), message))
