"""Worked cases beside every number of the shapes: just below it, exactly there, just above.

Minima on a second axis, one of several, shares, caps of every kind, achievements. A case in which some other
cap could cut hours, too, is not made.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from builder.worked.numbers import Numbers
from builder.worked.person import DAY, Case
from xueshi.ledger import table
from xueshi.ledger.names import ITEM
from xueshi.model.plain import plain_number
from xueshi.model.rule import Requirement
from xueshi.model.shapes import Axis, Cap, CapPer, Conversion, Ratio, RatioOf, Recognition
from xueshi.model.values import Silence
from xueshi.texts import hours_text

HALF, CENT = Fraction(1, 2), Fraction(1, 100)


@dataclass(frozen=True)
class _Hours:
    """Hours in a leaf, with values written in columns, on one day or spread over many."""

    leaf: str
    hours: Fraction
    cells: Mapping[str, str]
    one_day: bool = False


class Thresholds(Numbers):
    """The cases of one person."""

    def cases(self) -> Iterator[Case]:
        self.nodes = {node.id: node for node in self.rule.requirements.walk()}
        last = (self.rule.period.end, self.learn, self.declare)
        self.today = min(day for day in last if day)
        earned = [node for node in self.nodes.values() if node.min_ratio and _of_earned(node.min_ratio)]
        if earned:
            yield from self._earned(earned)
            return
        yield from self._values()
        yield from self._subject_caps()
        yield from self._caps()
        yield from self._achievements()
        yield from self._shares()

    def _values(self) -> Iterator[Case]:
        """Minima on a second axis, and of one among several."""
        changed = {item.id: item.min_hours for variant in self.person.variants for item in variant.minima}
        for axis in self.rule.axes:
            for value in axis.values:
                least = changed.get(value.id, value.min_hours)
                if not isinstance(least, Silence) and not {value.id, value.within} & self._waived():
                    yield from self._minimum(axis, value.id, value.id, value.within, least)
            for one in axis.one_of:
                for name in one.values if one.within not in self._waived() else ():
                    yield from self._minimum(axis, one.id, name, one.within, one.min_hours)

    def _minimum(self, axis: Axis, name: str, value: str, within: str, least: Fraction) -> Iterator[Case]:
        for hours in _around(least):
            rows = [_Hours(self._leaf(within), hours, self._written(axis, value))]
            missing = max(Fraction(0), least - hours)
            wanted = {name: {"learned": plain_number(hours), "shortfall": plain_number(missing)}}
            yield from self._made(f"{value} 学了 {hours_text(hours)}", rows, {"axis_requirements": wanted})

    def _subject_caps(self) -> Iterator[Case]:
        """What a subject counts at most; the excess counts elsewhere or not at all."""
        for node in self.nodes.values():
            for hours in _around(node.cap.hours) if node.cap else ():
                assert node.cap
                counted = min(hours, node.cap.hours)
                whole = hours if node.cap.excess_to else counted
                wanted = {node.id: {"learned": plain_number(counted)}}
                wanted[self.rule.requirements.id] = {"learned": plain_number(whole)}
                rows = [_Hours(self._leaf(node.id), hours, {})]
                name = f"{node.name}学了 {hours_text(hours)}"
                yield from self._made(name, rows, {"requirements": wanted}, node.cap)

    def _caps(self) -> Iterator[Case]:
        """Caps on subjects and values, in the year and on one day."""
        for cap in self.rule.caps:
            leaf = self._leaf(cap.subjects[0] if cap.subjects else self.rule.requirements.id)
            axis = next((axis for axis in self.rule.axes if _has(axis, cap.values)), None)
            cells = self._written(axis, cap.values[0]) if axis else {}
            for hours in _around(cap.hours):
                rows = [_Hours(leaf, hours, cells, one_day=cap.per is CapPer.DAY)]
                counted = plain_number(min(hours, cap.hours))
                wanted = {"requirements": {leaf: {"learned": counted}}}
                yield from self._made(f"{cap.name}，学了 {hours_text(hours)}", rows, wanted, cap)

    def _achievements(self) -> Iterator[Case]:
        """So many achievements as just keep to their cap, and one more."""
        for item in self.rule.conversions:
            if item.max_hours is None or self._others_cut([], item):
                continue
            for number, each in _counts(item):
                hours = number * each
                written = hours_text(number) + ("" if isinstance(item.hours, Recognition) else ITEM)
                cells = {table.SUBJECT: item.name, table.HOURS: written}
                row = self.row(self.rule.period.start, **cells)
                counted = plain_number(min(hours, item.max_hours))
                expect: Case = {"rows": {"2": {"hours": plain_number(hours), "counted": counted}}}
                yield self.case(f"{item.name} {hours_text(number)}", self.today, expect, row)

    def _shares(self) -> Iterator[Case]:
        """A share of what is required is a minimum like others, exact to the last fraction."""
        whole = self._least().get(self.rule.requirements.id, Fraction(0))
        for node in self.nodes.values():
            if node.min_ratio is None or node.id in self._waived():
                continue
            own = Fraction(0) if isinstance(node.min_hours, Silence) else node.min_hours
            least = max(own, node.min_ratio.value * whole)
            for hours in (_below(least), _above(least)):
                missing = max(Fraction(0), least - hours)
                wanted = {"required": plain_number(least), "shortfall": plain_number(missing)}
                rows = [_Hours(self._leaf(node.id), hours, {})]
                name = f"{node.name}学了 {hours_text(hours)}"
                yield from self._made(name, rows, {"requirements": {node.id: wanted}})
            yield from self._much_else(node, _above(least), whole, counted=_above(least) + whole)

    def _much_else(
        self, node: Requirement, inside: Fraction, outside: Fraction, counted: Fraction
    ) -> Iterator[Case]:
        """Much more elsewhere beside a share: counted in full, or only as far as the share holds."""
        root, elsewhere = self.rule.requirements, self._outside(node)
        if elsewhere:
            rows = [_Hours(self._leaf(node.id), inside, {}), _Hours(elsewhere[0], outside, {})]
            wanted = {root.id: {"learned": plain_number(counted)}}
            yield from self._made(f"{node.name}之外学了很多", rows, {"requirements": wanted})

    def _outside(self, node: Requirement) -> list[str]:
        """Subjects without parts that lie outside one."""
        inside = {item.id for item in node.walk()}
        return [leaf.id for leaf in self.nodes.values() if not leaf.children and leaf.id not in inside]

    def _earned(self, nodes: Sequence[Requirement]) -> Iterator[Case]:
        """A share of what was earned, the whole just as required: as little as will do, and a hundredth less.

        Only where the share is all there is beside minima that these hours meet.
        """
        rule, node = self.rule, nodes[0]
        whole = self._least().get(rule.requirements.id, Fraction(0))
        outside = self._outside(node)
        capped = rule.caps or rule.conversions or any(item.cap for item in self.nodes.values())
        if len(nodes) > 1 or capped or rule.axes or not outside or node.min_ratio is None:
            return
        least = node.min_ratio.value * whole
        for inside in (_below(least), _above(least)):
            parts = {self._leaf(node.id): inside, outside[0]: whole - inside}
            sums = {
                name: sum((parts.get(leaf.id, Fraction(0)) for leaf in item.walk()), Fraction(0))
                for name, item in self.nodes.items()
            }
            if any(sums[name] < hours for name, hours in self._least().items()):
                continue
            met = inside >= least
            plan = {} if met else {node.id: plain_number(least - inside)}
            rows = [_Hours(leaf, hours, {}) for leaf, hours in parts.items() if hours]
            expect: Case = {"status": "met" if met else "short", "plan": plan}
            name = f"{node.name}学了 {hours_text(inside)}，一共 {hours_text(whole)}"
            yield from self._made(name, rows, expect)
        enough = _above(least)
        yield from self._much_else(node, enough, whole, counted=enough / node.min_ratio.value)

    def _made(self, name: str, rows: Sequence[_Hours], expect: Case, tried: object = None) -> Iterator[Case]:
        """A case, unless a cap other than the one that is tried could cut hours."""
        if self._others_cut(rows, tried) or not all(item.hours > 0 for item in rows):
            return
        written = [cells for item in rows for cells in self._rows_of(item)]
        if len(written) <= (self.today - self.rule.period.start).days:
            yield self.case(name, self.today, expect, *written)

    def _rows_of(self, item: _Hours) -> Iterator[dict[str, str]]:
        """The rows of some hours: each day as many as every cap on days admits."""
        daily = [cap.hours for cap in self.rule.caps if cap.per is CapPer.DAY]
        most, day, left = min(daily, default=item.hours), self.rule.period.start, item.hours
        if item.one_day:
            most = item.hours
        while left > 0:
            hours = min(left, most)
            cells = {table.SUBJECT: self.nodes[item.leaf].name, table.HOURS: hours_text(hours), **item.cells}
            yield self.row(day, **cells)
            left, day = left - hours, day + DAY

    def _others_cut(self, rows: Sequence[_Hours], tried: object) -> bool:
        """Whether some cap besides the one that is tried could cut hours of the rows; cautiously."""
        hours = sum((item.hours for item in rows), Fraction(0))
        one_day = any(item.one_day for item in rows)
        leaves = {item.leaf for item in rows}
        inside = [node for node in self.nodes.values() if leaves & {leaf.id for leaf in node.walk()}]
        if any(node.cap and node.cap is not tried and node.cap.hours < hours for node in inside):
            return True
        if isinstance(tried, Conversion):
            return self._capped()
        return any(
            cap is not tried
            and cap.hours < hours
            and (one_day or cap.per is CapPer.YEAR)
            and self._takes(cap, rows)
            for cap in self.rule.caps
        )

    def _takes(self, cap: Cap, rows: Sequence[_Hours]) -> bool:
        """Whether a cap could take some of the rows: not where each has another value of the cap's axis."""
        axis = next((axis for axis in self.rule.axes if _has(axis, cap.values)), None)
        if axis is None:
            return True
        named = {value.name for value in axis.values if value.id in cap.values}
        first = axis.values[0].name
        return any(item.cells.get(axis.column.value, first) in named for item in rows)

    def _leaf(self, name: str) -> str:
        """The first subject without parts in a subject."""
        return next(node.id for node in self.nodes[name].walk() if not node.children)

    def _written(self, axis: Axis, value: str) -> dict[str, str]:
        """The cell that says a value."""
        return {axis.column.value: next(item.name for item in axis.values if item.id == value)}


def _of_earned(ratio: Ratio) -> bool:
    return ratio.of is RatioOf.EARNED


def _has(axis: Axis, values: Sequence[str]) -> bool:
    return any(item.id in values for item in axis.values)


def _around(hours: Fraction) -> Iterator[Fraction]:
    """Half an hour less, exactly so many, half an hour more."""
    yield from (number for number in (hours - HALF, hours, hours + HALF) if number > 0)


def _above(hours: Fraction) -> Fraction:
    """The least number of hundredths that is enough."""
    return math.ceil(hours / CENT) * CENT


def _below(hours: Fraction) -> Fraction:
    """A hundredth less than would be enough."""
    return _above(hours) - CENT


def _counts(item: Conversion) -> Iterator[tuple[Fraction, Fraction]]:
    """How many achievements, or recognised hours, lie around the cap, and what one counts."""
    assert item.max_hours is not None
    if isinstance(item.hours, Recognition):
        yield from ((hours, Fraction(1)) for hours in _around(item.max_hours))
        return
    most = item.max_hours // item.hours
    yield from ((Fraction(number), item.hours) for number in (most, most + 1) if number > 0)
