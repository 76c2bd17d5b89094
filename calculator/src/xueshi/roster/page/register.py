"""Everybody who is judged: looked for, and put in order, within the time of a key stroke."""

from __future__ import annotations

import datetime
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from xueshi.judge.verdict import Status
from xueshi.ledger.cells import plain
from xueshi.model.published import Rules
from xueshi.roster.page.listing import Entry
from xueshi.roster.results.duties import MOST_PEOPLE_NAMED, Duties, DutyLine

GRAVE = (
    Status.SHORT,
    Status.NEEDS_INFO,
    Status.PENDING,
    Status.NOT_ON_FILE,
    Status.NOT_MODELLED,
    Status.MET,
)
"""What wants looking at most comes first."""

_FAR = datetime.date.max
_first, _id, _name = attrgetter("first"), attrgetter("id"), attrgetter("name")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom somebody looks for; what is empty does not matter."""

    status: str = ""
    subject: str = ""
    unit: str = ""
    text: str = ""
    duty: str = ""
    """The code of something to be done."""
    question: str = ""
    """A question for all on which the status hangs."""
    overdue: bool = False
    faulty: bool = False
    sort: str = "file"


class Register:
    """People in the order of their table. What was put in order or looked for last is remembered."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = sorted(entries, key=_first)
        self._orders: dict[str, list[Entry]] = {}
        self._last: tuple[Wanted, list[Entry]] | None = None
        self._texts, self._starts = "", array("L")

    def duties(self, known_rules: Iterable[Rules], today: datetime.date) -> tuple[DutyLine, ...]:
        """What the employer and its people have to do."""
        sums = Duties()
        # Many people have the same tasks: the first are added by name, the others by their number.
        alike: dict[tuple[str, int, int], list[Entry]] = {}
        for entry in self.entries:
            if entry.tasks:
                known = alike.setdefault((entry.place, entry.year, id(entry.tasks)), [])
                known.append(entry)
                if len(known) <= MOST_PEOPLE_NAMED:
                    sums.add(entry.place, entry.year, entry.name or entry.id, entry.tasks)
        for known in alike.values():
            sums.add_more(known[0].place, known[0].year, len(known) - MOST_PEOPLE_NAMED, known[0].tasks)
        places = {(entry.place, entry.year) for entry in self.entries}
        rules = [one for one in known_rules if (one.city_name, one.year) in places]
        return sums.lines(rules, today)

    def select(self, wanted: Wanted) -> Sequence[Entry]:
        """The people looked for, in the order asked for."""
        if self._last is None or self._last[0] != wanted:
            self._last = wanted, self._select(wanted)
        return self._last[1]

    def _select(self, wanted: Wanted) -> list[Entry]:
        found = self._ordered(wanted.sort)
        if wanted.status:
            status = Status(wanted.status)
            found = [entry for entry in found if entry.status is status]
        if wanted.subject:
            found = [entry for entry in found if wanted.subject in entry.subjects]
        if wanted.unit:
            found = [entry for entry in found if entry.unit == wanted.unit]
        if wanted.overdue:
            found = [entry for entry in found if entry.overdue]
        if wanted.faulty:
            found = [entry for entry in found if entry.errors]
        if wanted.duty:
            found = [entry for entry in found if any(task.code == wanted.duty for task in entry.tasks)]
        if wanted.question:
            found = [entry for entry in found if wanted.question in entry.asked]
        needle = "".join(plain(wanted.text).split()).upper()
        if needle:
            named = self._named(needle)
            found = [entry for entry in found if entry in named]
        return found

    def _named(self, needle: str) -> set[Entry]:
        """Whoever has this in the id or the name."""
        if not self._starts:
            parts = [f"{entry.id}\t{''.join(entry.name.split())}\n".upper() for entry in self.entries]
            place = 0
            for part in parts:
                self._starts.append(place)
                place += len(part)
            self._texts = "".join(parts)
        found: set[Entry] = set()
        place = self._texts.find(needle)
        while place >= 0:
            at = bisect_right(self._starts, place)
            found.add(self.entries[at - 1])
            place = self._texts.find(needle, self._starts[at]) if at < len(self._starts) else -1
        return found

    def _ordered(self, sort: str) -> list[Entry]:
        order = _ORDERS.get(sort)
        if order is None:
            return self.entries
        if sort not in self._orders:
            self._orders[sort] = order(self.entries)
        return self._orders[sort]

    def entry(self, at: str) -> Entry | None:
        """The person whom the page calls so; None where rows were corrected and he is gone."""
        first = int(at.partition("/")[0])
        for place in range(bisect_left(self.entries, first, key=_first), len(self.entries)):
            if self.entries[place].first != first:
                break
            if self.entries[place].at == at:
                return self.entries[place]
        return None


def _grave(entries: Sequence[Entry]) -> list[Entry]:
    lacking = sorted(entries, key=attrgetter("lacking"), reverse=True)
    return [entry for status in GRAVE for entry in lacking if entry.status is status]


_ORDERS: Mapping[str, Callable[[Sequence[Entry]], list[Entry]]] = {
    "grave": _grave,
    "day": lambda entries: sorted(entries, key=lambda entry: entry.by or _FAR),
    # Texts alone are compared much faster than pairs of them; equal ones stay in their order.
    "name": lambda entries: sorted(sorted(entries, key=_id), key=_name),
    "id": lambda entries: sorted(sorted(entries, key=_name), key=_id),
}
