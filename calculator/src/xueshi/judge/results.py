"""A decided world as the verdict shows it: requirements with tallies, rows with what counts, the plan."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from fractions import Fraction

from xueshi.judge.decide import Decided, Tallies
from xueshi.judge.demands import Demands, Most, Selector, Share
from xueshi.judge.further import SEPARATOR
from xueshi.judge.rows import cite
from xueshi.judge.solve import Solution
from xueshi.judge.tally import ZERO, Kind, Portion
from xueshi.judge.verdict import (
    Citation,
    Issue,
    IssueLevel,
    PlanItem,
    RequirementVerdict,
    RowVerdict,
    Stage,
)
from xueshi.model.shapes import Conversion
from xueshi.model.values import Silence
from xueshi.texts import say


def subject_requirements(decided: Decided, tallies: Tallies) -> tuple[RequirementVerdict, ...]:
    """Every subject of the tree with its minimum for this person and its three tallies."""
    demands, tree, rules = decided.world.demands, decided.world.demands.tree, decided.world.rules
    minima = {item.id: (item.hours, item.source) for item in demands.minima}
    for share in demands.shares:
        least = _share_hours(share, tallies)
        if share.id not in minima or least > minima[share.id][0]:
            minima[share.id] = least, share.source
    found = []
    for node in tree.nodes.values():
        silent = isinstance(node.min_hours, Silence) and not node.min_ratio
        required, source = minima.get(node.id, (None if silent else ZERO, node.source))
        hours = (tally.subjects[node.id] for tally in (tallies.learned, tallies.declared, tallies.approved))
        found.append(
            _requirement(
                node.id,
                node.name,
                tree.parent[node.id],
                tree.depth(node.id),
                required,
                hours,
                cite(rules, source),
            )
        )
    return tuple(found)


def _share_hours(share: Share, tallies: Tallies) -> Fraction:
    """The hours that a share of what is earned comes to, for the tally that decides.

    Surplus may be left unused: the share is taken of what counts in the end with the fewest further hours.
    """
    learned, approved = tallies.learned, tallies.approved
    if not learned.met:
        return share.ratio * learned.in_the_end
    return min(share.ratio * approved.in_the_end, learned.subjects[share.id])


def axis_requirements(decided: Decided, tallies: Tallies) -> tuple[RequirementVerdict, ...]:
    """Every value of a second axis, and every choice of one among several, with its three tallies."""
    demands, rules, tree = decided.world.demands, decided.world.rules, decided.world.demands.tree
    minima = {item.id: item for item in demands.minima}
    chosen = {item.id: item for choice in demands.choices for item in choice}

    def hours(within: str, values: Iterable[str]) -> Iterator[Fraction]:
        most = None
        for tally in (tallies.learned, tallies.declared, tallies.approved):
            sums = (tally.hours(Selector(tree.below(within), frozenset((value,)))) for value in values)
            number = max(sums, default=ZERO)
            most = number if most is None else min(most, number)
            yield most

    found = []
    for axis in rules.rule.axes:
        for value in axis.values:
            item = minima.get(value.id)
            silent = isinstance(value.min_hours, Silence)
            required = item.hours if item else None if silent else ZERO
            source = cite(rules, item.source if item else value.source)
            counts = hours(value.within, (value.id,))
            found.append(_requirement(value.id, value.name, axis.id, 1, required, counts, source))
        for choice in axis.one_of:
            required = choice.min_hours if choice.id in chosen else ZERO
            counts = hours(choice.within, choice.values)
            source = cite(rules, choice.source)
            found.append(_requirement(choice.id, choice.name, axis.id, 1, required, counts, source))
    return tuple(found)


def _requirement(
    name_id: str,
    name: str,
    parent: str | None,
    depth: int,
    required: Fraction | None,
    hours: Iterable[Fraction],
    source: Citation | None,
) -> RequirementVerdict:
    """A requirement with its shortfall; ``hours`` are learned, declared and approved."""
    learned, declared, approved = hours
    shortfall = max(ZERO, (required or ZERO) - learned)
    return RequirementVerdict(
        name_id, name, parent, depth, required, learned, declared, approved, shortfall, source
    )


def counted_rows(decided: Decided, learned: Solution) -> tuple[RowVerdict, ...]:
    """The rows with the hours that count of each; what is cut off or counted elsewhere is said."""
    placed = {entry.row: entry.conversion for entry in decided.entries if entry.conversion}
    left_out, elsewhere = learned.rows.left_out, learned.rows.elsewhere
    if not left_out and not elsewhere and not placed:
        return decided.rows
    rows, cuts = [], _Cuts(decided, learned)
    told: dict[tuple[str, str], Issue] = {}
    for row in decided.rows:
        cut = left_out.get(row.row, ZERO)
        moved = elsewhere.get(row.row, ())
        if row.stage is Stage.EXCLUDED or not (cut or moved or row.row in placed):
            rows.append(row)
            continue
        issues, subject = list(row.issues), row.subject
        conversion = decided.maker.conversions.get(placed.get(row.row) or "")
        excess = moved
        if conversion and len(conversion.subjects) > 1:
            inside = next((kind.subject for kind, _ in moved if kind.subject in conversion.subjects), None)
            subject = inside or subject
            excess = tuple([part for part in moved if part[0].subject != subject])
            if (conversion.id, subject) not in told:
                told[conversion.id, subject] = _placed_in(decided, conversion, subject)
            issues.append(told[conversion.id, subject])
        issues.extend(_moved(decided, excess))
        if cut:
            issues.append(cuts.issue(row, cut))
        rows.append(RowVerdict(row.row, subject, row.hours, row.hours - cut, row.stage, tuple(issues)))
    return tuple(rows)


def _placed_in(decided: Decided, conversion: Conversion, subject: str) -> Issue:
    """In which of its subjects an achievement counts."""
    name = decided.world.demands.tree.nodes[subject].name
    source = cite(decided.world.rules, conversion.source)
    return Issue("placed_in", IssueLevel.INFO, say("placed_in", name=name), source)


def _moved(decided: Decided, excess: Iterable[tuple[Kind, Fraction]]) -> Iterator[Issue]:
    """Hours that count elsewhere because they are above a cap."""
    unit, tree = decided.world.rules.rule.unit, decided.world.demands.tree
    sums: dict[str, Fraction] = {}
    for kind, hours in excess:
        sums[kind.subject] = sums.get(kind.subject, ZERO) + hours
    for subject, hours in sums.items():
        item = next(item for item in decided.world.demands.excesses if item.other == subject)
        message = say(
            "excess_moved",
            moved=hours,
            unit=unit,
            name=item.name,
            most=item.above,
            other=tree.nodes[subject].name,
        )
        yield Issue("excess_moved", IssueLevel.INFO, message, cite(decided.world.rules, item.source))


class _Cuts:
    """Why hours of rows do not count: a cap on hours of their kind that is full, or a share."""

    def __init__(self, decided: Decided, learned: Solution) -> None:
        self.decided, self.learned, self.rules = decided, learned, decided.world.rules
        self.own: dict[int | str, list[Portion]] = {}
        self._on_day: dict[datetime.date, list[Portion]] = {}
        for portion in decided.portions:
            self.own.setdefault(portion.key, []).append(portion)
            if portion.day:
                self._on_day.setdefault(portion.day, []).append(portion)
        self._full: dict[tuple[int, frozenset[datetime.date]], bool] = {}
        self._caps: dict[Kind, list[tuple[int, Most]]] = {}
        self._said: dict[tuple[str, int, int], Issue] = {}

    def issue(self, row: RowVerdict, cut: Fraction) -> Issue:
        """What is said of a row of which so many hours do not count."""
        cap = next((cap for place, cap in self._taking(row.row) if self._is_full(place, cap, row.row)), None)
        key = (cap.id if cap else "", *cut.as_integer_ratio())
        if key not in self._said:
            self._said[key] = self._made(cap, cut)
        return self._said[key]

    def _made(self, cap: Most | None, cut: Fraction) -> Issue:
        unit = self.rules.rule.unit
        if cap:
            message = say(cap.text, name=cap.name, most=cap.hours, cut=cut, unit=unit)
            return Issue("over_cap", IssueLevel.WARNING, message, cite(self.rules, cap.source))
        shares = self.decided.world.demands.shares
        source = cite(self.rules, shares[0].source) if shares else None
        return Issue("surplus_unused", IssueLevel.INFO, say("surplus_unused", cut=cut, unit=unit), source)

    def _taking(self, row: int) -> list[tuple[int, Most]]:
        """The caps, with their places, that take any portion of a row."""
        kinds = [portion.kind for portion in self.own[row]]
        for kind in kinds:
            if kind not in self._caps:
                caps = enumerate(self.decided.world.demands.caps)
                self._caps[kind] = [(place, cap) for place, cap in caps if cap.selector.takes(kind)]
        if len(kinds) == 1:
            return self._caps[kinds[0]]
        return sorted({place: cap for kind in kinds for place, cap in self._caps[kind]}.items())

    def _is_full(self, place: int, cap: Most, row: int) -> bool:
        """Whether a cap lets no more through: in the whole year, or on a day of a row's own."""
        days = {portion.day for portion in self.own[row] if portion.day} if cap.per_day else set()
        key = (place, frozenset(days))
        if key not in self._full:
            if cap.per_day:
                self._full[key] = bool(days) and self._on_days(cap, days) >= cap.hours
            else:
                self._full[key] = self.learned.hours(cap.selector) >= cap.hours
        return self._full[key]

    def _on_days(self, cap: Most, days: Iterable[datetime.date]) -> Fraction:
        """Hours that count of what a cap takes on some days."""
        rows = [item for day in days for item in self._on_day.get(day, ()) if cap.selector.takes(item.kind)]
        cut = [self.learned.rows.left_out.get(key, ZERO) for key in {item.key for item in rows}]
        return sum([portion.hours for portion in rows], ZERO) - sum(cut, ZERO)


def make_plan(decided: Decided, learned: Solution) -> tuple[PlanItem, ...]:
    """The fewest further hours; empty when nothing is missing or nothing could help."""
    unit, demands = decided.world.rules.rule.unit, decided.world.demands
    items = []
    for kind, hours in learned.further or ():
        name = _kind_name(decided, demands, kind)
        message = say("plan_item", hours=hours, unit=unit, name=name)
        values = tuple(value for value in kind.values if value is not None)
        items.append(PlanItem(kind.subject, name, hours, message, values))
    return tuple(items)


def _kind_name(decided: Decided, demands: Demands, kind: Kind) -> str:
    names = {value.id: value.name for axis in decided.world.rules.rule.axes for value in axis.values}
    any_of = say("plan_or")
    values = "、".join(
        any_of.join(names[name] for name in value.split(SEPARATOR))
        for value in kind.values
        if value is not None
    )
    subject = demands.tree.nodes[kind.subject].name
    return say("plan_name", name=subject, values=values) if values else subject
