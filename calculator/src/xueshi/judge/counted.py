"""What counts of each form, and of each row: a group's hours handed down to those they came from."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from fractions import Fraction

from xueshi.judge.daily import TightDays
from xueshi.judge.groups import Form, Group
from xueshi.judge.tally import ZERO, Kind, Portion

Parts = tuple[tuple[Kind, Fraction], ...]


class Counted:
    """Hours that count by kind, by form and by row, and the further hours.

    ``usable`` are hours by form and day on the days on which a cap cuts. Earlier forms and rows count first.
    """

    def __init__(
        self,
        forms: Sequence[Form],
        portions: Sequence[Portion],
        tight: TightDays,
        usable: Mapping[tuple[int, datetime.date], Fraction],
        further: list[tuple[Kind, Fraction]],
    ) -> None:
        self.forms, self.portions, self.tight, self.usable = forms, portions, tight, usable
        self.further = further
        self.wanting = bool(further)
        """Whether something further is needed, or some hours do not count."""
        self.kinds: dict[Kind, Fraction] = {}
        self._forms: dict[int, list[tuple[Kind, Fraction]]] = {}
        self._rows: dict[int, Parts] = {}

    def add_forms(self, group: Group, numbers: list[Fraction]) -> None:
        """Hand the hours of a group's options to its forms."""
        for index, kinds in group.forms:
            left, parts = self._of_form(index), []
            for place, kind in enumerate(kinds):
                taken = min(left, numbers[place])
                if taken:
                    numbers[place] -= taken
                    left -= taken
                    parts.append((kind, taken))
                    self.kinds[kind] = self.kinds.get(kind, ZERO) + taken
            self._forms[index] = parts
            self.wanting = self.wanting or bool(left)

    def add_rows(self, group: Group, numbers: list[Fraction], bins: Mapping[int, int]) -> None:
        """Hand the hours of a group's options to its rows, each within its bin."""
        for index, kinds in group.forms:
            for row in self.forms[index].indexes:
                left, parts = self.portions[row].hours, []
                for place, (option, kind) in enumerate(zip(group.options, kinds, strict=True)):
                    taken = min(left, numbers[place]) if option.bin == bins[row] else ZERO
                    if taken:
                        numbers[place] -= taken
                        left -= taken
                        parts.append((kind, taken))
                        self.kinds[kind] = self.kinds.get(kind, ZERO) + taken
                self._rows[row] = tuple(parts)
                self.wanting = self.wanting or bool(left)

    def _of_form(self, index: int) -> Fraction:
        """Hours of a form that caps on single days let through."""
        form = self.forms[index]
        cut = [
            form.days[day] - self.usable.get((index, day), ZERO)
            for day, parts in self.tight.hours.items()
            if index in parts
        ]
        return form.hours - sum(cut, ZERO)

    def by_portion(self) -> dict[int, Parts]:
        """Hours that count of each portion, by kind."""
        found = dict(self._rows)
        for index, form_parts in self._forms.items():
            form = self.forms[index]
            if len(form_parts) == 1 and form_parts[0][1] == form.hours:
                kind = form_parts[0][0]
                for row in form.indexes:
                    found[row] = ((kind, self.portions[row].hours),)
                continue
            usable = {
                day: self.usable.get((index, day), ZERO) for day in form.days if day in self.tight.hours
            }
            left = list(form_parts)
            for row in form.indexes:
                portion = self.portions[row]
                hours = portion.hours
                if portion.day in usable:
                    hours = min(hours, usable[portion.day])
                    usable[portion.day] -= hours
                parts = []
                while hours and left:
                    kind, number = left[0]
                    taken = min(hours, number)
                    hours -= taken
                    parts.append((kind, taken))
                    if taken == number:
                        left.pop(0)
                    else:
                        left[0] = (kind, number - taken)
                found[row] = tuple(parts)
        return found
