"""Caps on single days: how much of each group can count at most, together and alone, and which hours do.

For groups ``S`` the most is the sum over all days of what the caps let through of ``S`` that day. These
bounds describe exactly what can be counted (per day it is a polymatroid, and a sum of polymatroids is one):
the programme needs no variable for any day, a bound is added when a solution breaks it. Caps must lie within
each other or apart, which the checks demand; two that cross are taken together at the lower number.
"""

from __future__ import annotations

import datetime
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from xueshi.judge.demands import Most
from xueshi.judge.flow import Network
from xueshi.judge.groups import Form, Group
from xueshi.judge.tally import ZERO

Day = datetime.date
Nests = list[tuple[Fraction, frozenset[int]]]


class TightDays:
    """The days on which some cap cuts, with the hours of each form (by position) in whole small parts."""

    def __init__(self, caps: Sequence[Most], forms: Sequence[Form]) -> None:
        self.nests = _nests(caps, {index: form.caps for index, form in enumerate(forms) if form.caps})
        days: dict[Day, dict[int, Fraction]] = defaultdict(dict)
        for index, form in enumerate(forms):
            for day, hours in form.days.items():
                days[day][index] = hours
        tight = {day: parts for day, parts in sorted(days.items()) if self._overflows(parts)}
        numbers = [number for parts in tight.values() for number in parts.values()]
        numbers += [most for most, _ in self.nests]
        self.scale = math.lcm(*(number.denominator for number in numbers))
        self.hours = {
            day: {index: int(number * self.scale) for index, number in parts.items()}
            for day, parts in tight.items()
        }

    def _overflows(self, parts: Mapping[int, Fraction]) -> bool:
        return any(
            sum([number for index, number in parts.items() if index in members], ZERO) > most
            for most, members in self.nests
        )


class Days:
    """Tight days under one set of groups."""

    def __init__(self, tight: TightDays, groups: Sequence[Group]) -> None:
        self.tight, self.scale = tight, tight.scale
        group_of = {form: place for place, group in enumerate(groups) for form, _ in group.forms}
        self.hours: dict[Day, dict[int, int]] = {}
        self.total: dict[int, int] = defaultdict(int)
        for day, parts in tight.hours.items():
            found = self.hours[day] = defaultdict(int)
            for form, number in parts.items():
                found[group_of[form]] += number
                self.total[group_of[form]] += number
        self.nests = [
            (int(most * self.scale), frozenset(group_of[form] for form in members))
            for most, members in tight.nests
        ]
        self.group_of = group_of

    def ceiling(self, members: Iterable[int]) -> Fraction:
        """The most that some groups can count together on the days that overflow."""
        chosen = frozenset(members)
        nests = [(most, chosen & inside) for most, inside in self.nests if chosen & inside]
        total = 0
        for parts in self.hours.values():
            if len(nests) == 1:
                total += min(nests[0][0], sum([parts[index] for index in chosen if index in parts]))
            else:
                total += _let_through(nests, {index: parts[index] for index in chosen if index in parts})
        return Fraction(total, self.scale)

    def broken(self, counted: Mapping[int, Fraction]) -> frozenset[int] | None:
        """Groups that cannot count that much together on the days that overflow; None when all can."""
        order = sorted(counted, key=lambda index: (-counted[index] * self.scale / self.total[index], index))
        for end in range(1, len(order) + 1):
            if sum([counted[index] for index in order[:end]], ZERO) > self.ceiling(order[:end]):
                return frozenset(order[:end])
        return self.placed(counted)[1]

    def placed(
        self, counted: Mapping[int, Fraction]
    ) -> tuple[dict[tuple[int, Day], Fraction], frozenset[int] | None]:
        """Hours by form and day that add up to ``counted`` by group, or groups for which there are none."""
        if not counted:
            return {}, None
        factor = math.lcm(*(number.denominator for number in counted.values()))
        network = Network()
        for index, number in counted.items():
            network.join("source", index, int(number * self.scale * factor))
        chains = {
            index: [place for place, (_, members) in enumerate(self.nests) if index in members]
            for index in counted
        }
        for day, parts in self.hours.items():
            for index, most in parts.items():
                if index in counted:
                    network.join(index, (day, chains[index][0]), most * factor)
            for place, (whole, members) in enumerate(self.nests):
                outer = next(
                    (at for at in range(place + 1, len(self.nests)) if members <= self.nests[at][1]), None
                )
                network.join((day, place), "sink" if outer is None else (day, outer), whole * factor)
        reached = network.fill("source", "sink") & set(counted)
        if reached:
            return {}, frozenset(reached)  # type: ignore[arg-type]
        found: dict[tuple[int, Day], Fraction] = {}
        for day, parts in self.hours.items():
            left = {
                index: network.flow(index, (day, chains[index][0])) for index in parts if index in counted
            }
            for form in _turned(list(self.tight.hours[day]), day):
                group = self.group_of[form]
                taken = min(left.get(group, 0), self.tight.hours[day][form] * factor)
                if taken:
                    left[group] -= taken
                found[form, day] = Fraction(taken, self.scale * factor)
        return found, None


def _turned(forms: list[int], day: Day) -> list[int]:
    """Forms of a day from another one on each day, so that no kind is always the one that is cut."""
    start = day.toordinal() % len(forms)
    return forms[start:] + forms[:start]


def _let_through(nests: Iterable[tuple[int, frozenset[int]]], left: dict[int, int]) -> int:
    """What nested caps let through of a day's hours."""
    for most, members in nests:
        inside = [index for index in left if index in members]
        over = sum([left[index] for index in inside]) - most
        for index in inside:
            if over <= 0:
                break
            cut = min(over, left[index])
            left[index] -= cut
            over -= cut
    return sum(left.values())


def _nests(caps: Sequence[Most], limited: Mapping[int, tuple[int, ...]]) -> Nests:
    """The caps with the forms they hold, inner before outer."""
    nests = [
        (cap.hours, frozenset(index for index, own in limited.items() if place in own))
        for place, cap in enumerate(caps)
    ]
    nests = [(most, members) for most, members in nests if members]
    while crossing := next((pair for pair in combinations(nests, 2) if _cross(*pair)), None):
        first, second = crossing
        nests.remove(first)
        nests.remove(second)
        nests.append((min(first[0], second[0]), first[1] | second[1]))
    return sorted(nests, key=lambda nest: (len(nest[1]), nest[0], sorted(nest[1])))


def _cross(first: tuple[Fraction, frozenset[int]], second: tuple[Fraction, frozenset[int]]) -> bool:
    """Whether two caps share hours though neither lies within the other."""
    common = first[1] & second[1]
    return bool(common) and common not in (first[1], second[1])
