"""What counts of each form, and of each row: a group's hours handed down to those they came from."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence

from xueshi.judge.daily import TightDays
from xueshi.judge.groups import Form, Group
from xueshi.judge.tally import Kind, Portion

Parts = tuple[tuple[Kind, int], ...]


class Counted:
    """Hours that count by kind, by form and by row, and the further hours; all whole numbers over ``below``.

    ``usable`` are hours by form and day on the days on which a cap cuts. Earlier forms and rows count first.
    """

    def __init__(
        self,
        forms: Sequence[Form],
        tight: TightDays,
        usable: Mapping[tuple[int, datetime.date], int],
        further: list[tuple[Kind, int]],
        below: int,
    ) -> None:
        self.forms, self.tight, self.usable, self.further, self.below = forms, tight, usable, further, below
        self.wanting = bool(further)
        """Whether something further is needed, or some hours do not count."""
        self.kinds: dict[Kind, int] = {}
        self._forms: dict[int, list[tuple[Kind, int]]] = {}
        self._rows: dict[int, tuple[Kind, list[tuple[Kind, int]]]] = {}

    def add_written(self, index: int, form: Form) -> None:
        """Count a form in full as what it is written as."""
        kind = form.portion.kind
        self._forms[index] = [(kind, form.hours)]
        self.kinds[kind] = self.kinds.get(kind, 0) + form.hours

    def add_forms(self, group: Group, numbers: list[int]) -> None:
        """Hand the hours of a group's options to its forms."""
        for index, kinds in group.forms:
            left = self._of_form(index)
            parts = []
            for place, kind in enumerate(kinds):
                taken = min(left, numbers[place])
                if taken:
                    numbers[place] -= taken
                    left -= taken
                    parts.append((kind, taken))
                    self.kinds[kind] = self.kinds.get(kind, 0) + taken
            self._forms[index] = parts
            self.wanting = (
                self.wanting or sum([number for _, number in parts]) < self.forms[index].hours * self.below
            )

    def add_rows(
        self, group: Group, numbers: list[int], bins: Mapping[int, int], amounts: Sequence[int]
    ) -> None:
        """Hand the hours of a group's options to its rows, each within its bin."""
        for index, kinds in group.forms:
            form = self.forms[index]
            for row in form.indexes:
                left, parts = amounts[row] * self.below, []
                for place, (option, kind) in enumerate(zip(group.options, kinds, strict=True)):
                    taken = min(left, numbers[place]) if option.bin == bins[row] else 0
                    if taken:
                        numbers[place] -= taken
                        left -= taken
                        parts.append((kind, taken))
                        self.kinds[kind] = self.kinds.get(kind, 0) + taken
                self._rows[row] = form.portion.kind, parts
                self.wanting = self.wanting or bool(left)

    def _of_form(self, index: int) -> int:
        """Hours of a form that caps on single days let through."""
        form, tight = self.forms[index], self.tight.hours
        cut = [
            hours * self.below - self.usable.get((index, day), 0)
            for day, hours in form.days.items()
            if day in tight
        ]
        return form.hours * self.below - sum(cut)

    def unusual(self, portions: Sequence[Portion], amounts: Sequence[int]) -> Iterator[tuple[int, Parts]]:
        """The portions that do not count in full as what they are written as, with what counts of them."""
        for row, (kind, row_parts) in self._rows.items():
            if row_parts != [(kind, amounts[row] * self.below)]:
                yield row, tuple(row_parts)
        for index, parts in self._forms.items():
            form = self.forms[index]
            if parts != [(form.portion.kind, form.hours * self.below)]:
                yield from self._by_row(index, form, parts, portions, amounts)

    def _by_row(
        self,
        index: int,
        form: Form,
        given: Sequence[tuple[Kind, int]],
        portions: Sequence[Portion],
        amounts: Sequence[int],
    ) -> Iterator[tuple[int, Parts]]:
        """The rows of a form that are cut on their day, or come after what counts of the form is used up."""
        tight, own = self.tight.hours, form.portion.kind
        usable = {day: self.usable.get((index, day), 0) for day in form.days if day in tight}
        left = list(reversed(given))
        for row in form.indexes:
            hours = whole = amounts[row] * self.below
            day = portions[row].day
            if day in usable:
                hours = min(hours, usable[day])
                usable[day] -= hours
            parts = []
            while hours and left:
                kind, number = left[-1]
                taken = min(hours, number)
                hours -= taken
                parts.append((kind, taken))
                if taken == number:
                    left.pop()
                else:
                    left[-1] = (kind, number - taken)
            if parts != [(own, whole)]:
                yield row, tuple(parts)


def as_if_all_counted(forms: Sequence[Form], tight: TightDays) -> Counted:
    """Every form in full as what it is written as."""
    counted = Counted(forms, tight, {}, [], 1)
    for index, form in enumerate(forms):
        counted.add_written(index, form)
    return counted
