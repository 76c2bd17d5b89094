"""Worked cases made from a rule: both sides of every number of a tree of minima, its units and windows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction

from builder.worked.person import Case, CaseMaker
from xueshi.ledger import table
from xueshi.ledger.names import ITEM
from xueshi.model.plain import plain_number
from xueshi.model.rule import Requirement
from xueshi.model.shapes import RatioOf, Recognition
from xueshi.model.values import Silence
from xueshi.texts import hours_text


class Numbers(CaseMaker):
    """What is required; just enough and half an hour less; what a unit and an item are worth."""

    def cases(self) -> Iterator[Case]:
        yield self._required()
        yield from self._minima()
        yield from self._units()
        yield from self._conversions()
        yield from self._windows()

    def _waived(self) -> set[str]:
        nodes = {node.id: node for node in self.rule.requirements.walk()}
        names = [name for variant in self.person.variants for name in variant.waives]
        return {inner.id for name in names if name in nodes for inner in nodes[name].walk()} | set(names)

    def _least(self) -> dict[str, Fraction]:
        """The minimum of each subject that is a plain number."""
        changed = {item.id: item.min_hours for variant in self.person.variants for item in variant.minima}
        found = {}
        for node in self.rule.requirements.walk():
            hours = changed.get(node.id, node.min_hours)
            if node.min_ratio is None and not isinstance(hours, Silence):
                found[node.id] = Fraction(0) if node.id in self._waived() else hours
        return found

    def _required(self) -> Case:
        start = self.rule.period.start
        wanted = {name: {"required": plain_number(hours)} for name, hours in self._least().items()}
        expect: Case = {"requirements": wanted, "unit": self.rule.unit}
        changed = {item.id: item.min_hours for variant in self.person.variants for item in variant.minima}
        values = {}
        for value in (value for axis in self.rule.axes for value in axis.values):
            hours = changed.get(value.id, value.min_hours)
            if not isinstance(hours, Silence) and not {value.id, value.within} & self._waived():
                values[value.id] = {"required": plain_number(hours)}
        for one in (one for axis in self.rule.axes for one in axis.one_of):
            if one.within not in self._waived():
                values[one.id] = {"required": plain_number(one.min_hours)}
        if values:
            expect["axis_requirements"] = values
        return self.case("要求照原文", start, expect)

    def _minima(self) -> Iterator[Case]:
        """In a mere tree: exactly enough is met, half an hour more too, half an hour less is not."""
        if self._shaped() or not (whole := self._enough(self.rule.requirements)):
            return
        rule, half = self.rule, Fraction(1, 2)
        today = min(day for day in (rule.period.end, self.learn, self.declare) if day)
        enough: Case = {"status": "met", "requirements": {name: {"shortfall": 0} for name in self._least()}}
        yield self.case("每一项刚好够", today, enough, *self._rows(whole))
        for leaf, hours in whole.items():
            more, less = whole | {leaf: hours + half}, whole | {leaf: hours - half}
            yield self.case(f"{leaf} 多半学时", today, enough, *self._rows(more))
            lacks: Case = {"status": "short", "requirements": {leaf: {"learned": plain_number(hours - half)}}}
            yield self.case(f"{leaf} 少半学时", today, lacks, *self._rows(less))

    def _shaped(self) -> bool:
        """Whether more than minima and windows decides."""
        rule = self.rule
        of_nodes = any(item.cap or item.min_ratio for item in rule.requirements.walk())
        return bool(of_nodes or rule.axes or rule.caps or rule.conversions)

    def _enough(self, node: Requirement) -> dict[str, Fraction]:
        """Hours by leaf that are exactly enough for a subject and all below it."""
        found: dict[str, Fraction] = {}
        for child in node.children:
            found |= self._enough(child)
        missing = self._least().get(node.id, Fraction(0)) - sum(found.values())
        if missing > 0:
            leaf = [item.id for item in node.walk() if not item.children][-1]
            found[leaf] = found.get(leaf, Fraction(0)) + missing
        return found

    def _rows(self, hours: Mapping[str, Fraction]) -> Iterator[dict[str, str]]:
        names = {node.id: node.name for node in self.rule.requirements.walk()}
        for leaf, number in hours.items():
            cells = {table.SUBJECT: names[leaf], table.HOURS: hours_text(number)}
            yield self.row(self.rule.period.start, **cells)

    def _units(self) -> Iterator[Case]:
        for unit in self.rule.units:
            row = self.row(self.rule.period.start, **{table.HOURS: f"1{unit.name}"})
            expect = {"rows": {"2": {"hours": plain_number(unit.hours)}}}
            yield self.case(f"1{unit.name}", self.rule.period.start, expect, row)

    def _conversions(self) -> Iterator[Case]:
        start = self.rule.period.start
        for item in self.rule.conversions:
            each = Fraction(1) if isinstance(item.hours, Recognition) else item.hours
            row = self.row(start, **{table.SUBJECT: item.name})
            expect: Case = {"rows": {"2": {"hours": plain_number(each)}}}
            yield self.case(f"一项{item.name}", start, expect, row)
            if item.max_hours is None or self._capped():
                continue
            number = math.ceil(item.max_hours / each) + 1
            unit = "" if isinstance(item.hours, Recognition) else ITEM
            row = self.row(start, **{table.SUBJECT: item.name, table.HOURS: f"{number}{unit}"})
            expect = {"rows": {"2": {"counted": plain_number(item.max_hours)}}}
            yield self.case(f"{item.name}超出上限", start, expect, row)

    def _windows(self) -> Iterator[Case]:
        """More than a window admits, learned on its last day before the period, or its first day after it."""
        carried, made_up = self.rule.carry_over.window, self.rule.make_up
        edges = [(carried, carried.end)] if carried else []
        edges += [(made_up, made_up.start)] if made_up else []
        for window, day in edges:
            if window.max_hours is None or self._shaped():
                continue
            row = self.row(day, **{table.HOURS: hours_text(window.max_hours + 1)})
            expect = {"rows": {"2": {"counted": plain_number(window.max_hours)}}}
            yield self.case(f"{day} 学的超出结转或补学的上限", day, expect, row)

    def _capped(self) -> bool:
        """Whether something else may cut hours, too."""
        nodes = list(self.rule.requirements.walk())
        earned = any(item.min_ratio and item.min_ratio.of is RatioOf.EARNED for item in nodes)
        return bool(self.rule.caps or earned or any(item.cap for item in nodes))
