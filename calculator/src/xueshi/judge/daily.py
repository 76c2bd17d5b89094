"""Caps on single days: how much of each group can count at most, together and alone, and which hours do.

For groups ``S`` the most is the sum over all days of what the caps let through of ``S`` that day. These
bounds describe exactly what can be counted (per day it is a polymatroid, and a sum of polymatroids is one):
the programme needs no variable for any day, a bound is added when a solution breaks it. Caps must lie within
each other or apart, which the checks demand; two that cross are taken together at the lower number.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from xueshi.judge.demands import Most
from xueshi.judge.flow import Network
from xueshi.judge.groups import Form, Group

Day = datetime.date
Nests = list[tuple[int, frozenset[int]]]
"""Caps with the forms or groups they hold, inner before outer. Hours are whole small parts here."""

Flow = tuple[dict[Day, dict[int, int]], frozenset[int] | None]
"""Hours of each group by day, or groups for which there are none."""

SOURCE, SINK = -1, -2


class TightDays:
    """The days on which some cap cuts, with the hours of each form (by position)."""

    def __init__(self, caps: Sequence[Most], forms: Sequence[Form], scale: int) -> None:
        limited = {index: form.caps for index, form in enumerate(forms) if form.caps}
        self.nests = _nests([int(cap.hours * scale) for cap in caps], limited)
        days: dict[Day, dict[int, int]] = {}
        for index in limited:
            for day, hours in forms[index].days.items():
                days.setdefault(day, {})[index] = hours
        self.hours = {day: parts for day, parts in sorted(days.items()) if self._overflows(parts)}

    def _overflows(self, parts: Mapping[int, int]) -> bool:
        whole = sum(parts.values())
        return any(
            whole > most and sum([number for index, number in parts.items() if index in members]) > most
            for most, members in self.nests
        )


class Days:
    """Tight days under one set of groups."""

    def __init__(self, tight: TightDays, groups: Sequence[Group]) -> None:
        self.tight = tight
        self.group_of = {form: place for place, group in enumerate(groups) for form, _ in group.forms}
        self.hours: dict[Day, dict[int, int]] = {}
        self.total: dict[int, int] = defaultdict(int)
        self._days_of: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for day_number, (day, parts) in enumerate(tight.hours.items()):
            found: dict[int, int] = {}
            for form, number in parts.items():
                group = self.group_of[form]
                found[group] = found.get(group, 0) + number
                self.total[group] += number
            self.hours[day] = found
            for group, number in found.items():
                self._days_of[group].append((day_number, number))
        nests = [(most, frozenset(self.group_of[form] for form in members)) for most, members in tight.nests]
        self.most = [most for most, _ in nests]
        outer = [
            next((at for at in range(place + 1, len(nests)) if members <= nests[at][1]), None)
            for place, (_, members) in enumerate(nests)
        ]
        self.chains = {group: _chain(outer, nests, group) for group in self.total}
        self._outer = outer
        self._last: tuple[object, Flow] = (None, ({}, None))

    def broken(self, counted: Mapping[int, int], below: int) -> frozenset[int] | None:
        """Groups that cannot count that much together on the days that overflow; None when all can.

        Of those that are looked at first, the ones that want most too much. Numbers are over ``below``.
        """
        order = sorted(counted, key=lambda index: (-(counted[index] << 32) // self.total[index], index))
        wanted, room = 0, self._ceilings(order)
        worst, most = 0, 0
        for end, index in enumerate(order, start=1):
            wanted += counted[index]
            over = wanted - next(room) * below
            if over > most:
                worst, most = end, over
        return frozenset(order[:worst]) if worst else self._flow(counted, below)[1]

    def ceiling(self, members: Iterable[int]) -> int:
        """The most that some groups can count together on the days that overflow."""
        return list(self._ceilings(sorted(members)))[-1]

    def _ceilings(self, order: Iterable[int]) -> Iterator[int]:
        """The most that the first group can count, the first two, and so on."""
        total, most = 0, self.most
        inside = [[0] * len(most) for _ in self.hours]
        for index in order:
            chain = self.chains[index]
            for number, more in self._days_of[index]:
                filled = inside[number]
                for place in chain:
                    has = filled[place]
                    filled[place] = has + more
                    if has + more > most[place]:
                        more = most[place] - has if has < most[place] else 0
                total += more
            yield total

    def placed(self, counted: Mapping[int, int], below: int) -> dict[tuple[int, Day], int]:
        """Hours by form and day that add up to ``counted`` by group, over ``below``; there must be some."""
        flows, broken = self._flow(counted, below)
        assert broken is None
        found: dict[tuple[int, Day], int] = {}
        for day, parts in self.tight.hours.items():
            left = dict(flows[day])
            for form in _turned(list(parts), day):
                group = self.group_of[form]
                taken = min(left.get(group, 0), parts[form] * below)
                if taken:
                    left[group] -= taken
                found[form, day] = taken
        return found

    def fitting(self, counted: Mapping[int, int], below: int) -> dict[int, int]:
        """Hours of each group that can count together, over ``below``.

        Day after day, first of what is wanted, then of all the rest, so that no room is left.
        """
        fits = dict.fromkeys(self.total, 0)
        rooms = [[most * below for most in self.most] for _ in self.hours]
        left = [{index: hours * below for index, hours in parts.items()} for parts in self.hours.values()]
        everything = {index: hours * below for index, hours in self.total.items()}
        for wanted in (dict(counted), everything):
            for room, parts in zip(rooms, left, strict=True):
                for index, hours in parts.items():
                    chain = self.chains[index]
                    taken = min(hours, wanted.get(index, 0), *[room[place] for place in chain])
                    fits[index] += taken
                    wanted[index] = wanted.get(index, 0) - taken
                    parts[index] = hours - taken
                    for place in chain:
                        room[place] -= taken
        return fits

    def _flow(self, counted: Mapping[int, int], below: int) -> Flow:
        """Hours of each group by day, or groups for which there are none."""
        asked = dict(counted), below
        if self._last[0] != asked:
            self._last = asked, self._filled(counted, below)
        return self._last[1]

    def _filled(self, counted: Mapping[int, int], below: int) -> Flow:
        """Day after day is filled; where something is left over, flow finds whether it could have fitted."""
        network, wanted = Network(), dict(counted)
        width, first = len(self.most), 1 + max(self.chains, default=0)
        for parts in self.hours.values():
            room = [most * below for most in self.most]
            for index, hours in parts.items():
                if index not in wanted:
                    continue
                chain = self.chains[index]
                flows = min(wanted[index], hours * below, *[room[place] for place in chain])
                wanted[index] -= flows
                for place in chain:
                    room[place] -= flows
                network.join(index, first + chain[0], hours * below, flows)
            for place, (most, outer) in enumerate(zip(self.most, self._outer, strict=True)):
                end = SINK if outer is None else first + outer
                network.join(first + place, end, most * below, most * below - room[place])
            first += width
        if any(wanted.values()):
            for index, number in counted.items():
                network.join(SOURCE, index, number, number - wanted[index])
            reached = network.fill(SOURCE, SINK)
            unfilled = frozenset(index for index in counted if index in reached)
            if unfilled:
                return {}, unfilled
        found, first = {}, 1 + max(self.chains, default=0)
        for day, parts in self.hours.items():
            found[day] = {
                index: network.flow(index, first + self.chains[index][0])
                for index in parts
                if index in counted
            }
            first += width
        return found, None


def _chain(outer: Sequence[int | None], nests: Nests, group: int) -> list[int]:
    """The caps that hold a group, from the innermost outwards."""
    place = next((at for at, (_, members) in enumerate(nests) if group in members), None)
    found = []
    while place is not None:
        found.append(place)
        place = outer[place]
    return found


def _turned(forms: list[int], day: Day) -> list[int]:
    """Forms of a day from another one on each day, so that no kind is always the one that is cut."""
    start = day.toordinal() % len(forms)
    return forms[start:] + forms[:start]


def _nests(most: Sequence[int], limited: Mapping[int, tuple[int, ...]]) -> Nests:
    """The caps with the forms they hold, inner before outer."""
    nests = [
        (hours, frozenset(index for index, own in limited.items() if place in own))
        for place, hours in enumerate(most)
    ]
    nests = [(hours, members) for hours, members in nests if members]
    while crossing := next((pair for pair in combinations(nests, 2) if _cross(*pair)), None):
        first, second = crossing
        nests.remove(first)
        nests.remove(second)
        nests.append((min(first[0], second[0]), first[1] | second[1]))
    return sorted(nests, key=lambda nest: (len(nest[1]), nest[0], sorted(nest[1])))


def _cross(first: tuple[int, frozenset[int]], second: tuple[int, frozenset[int]]) -> bool:
    """Whether two caps share hours though neither lies within the other."""
    common = first[1] & second[1]
    return bool(common) and common not in (first[1], second[1])
