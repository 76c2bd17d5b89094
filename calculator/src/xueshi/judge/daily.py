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
from xueshi.judge.groups import Group
from xueshi.judge.tally import Portion

Day = datetime.date


class Days:
    """The days on which some cap cuts, with the hours of each group (by position) in whole small parts."""

    def __init__(self, caps: Sequence[Most], groups: Sequence[Group], portions: Sequence[Portion]) -> None:
        limited = {index: group.caps for index, group in enumerate(groups) if group.caps}
        hours: dict[Day, dict[int, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
        for index in limited:
            for position in groups[index].indexes:
                portion = portions[position]
                if portion.day is not None:
                    hours[portion.day][index] += portion.hours
        self.nests = _nests(caps, limited)
        tight = {day: parts for day, parts in sorted(hours.items()) if self._overflows(parts)}
        numbers = [number for parts in tight.values() for number in parts.values()]
        self.scale = math.lcm(
            *(number.denominator for number in [*numbers, *(most for most, _ in self.nests)])
        )
        self.hours: dict[Day, dict[int, int]] = {
            day: {index: int(number * self.scale) for index, number in parts.items()}
            for day, parts in tight.items()
        }
        self.most = [(int(most * self.scale), members) for most, members in self.nests]
        self.chains = {
            index: [place for place, (_, members) in enumerate(self.nests) if index in members]
            for index in limited
        }
        self._outer = [
            next(
                (place for place in range(inner + 1, len(self.nests)) if members <= self.nests[place][1]),
                None,
            )
            for inner, (_, members) in enumerate(self.nests)
        ]
        self.total: dict[int, int] = defaultdict(int)
        for parts in self.hours.values():
            for index, number in parts.items():
                self.total[index] += number

    def _overflows(self, parts: Mapping[int, Fraction]) -> bool:
        return any(
            sum((number for index, number in parts.items() if index in members), Fraction(0)) > most
            for most, members in self.nests
        )

    def ceiling(self, members: Iterable[int]) -> Fraction:
        """The most that some groups can count together on the days that overflow."""
        chosen = set(members)
        return Fraction(sum(self._let_through(parts, chosen) for parts in self.hours.values()), self.scale)

    def _let_through(self, parts: Mapping[int, int], chosen: set[int]) -> int:
        left = {index: number for index, number in parts.items() if index in chosen}
        for most, members in self.most:
            inside = [index for index in left if index in members]
            over = sum(left[index] for index in inside) - most
            for index in inside:
                if over <= 0:
                    break
                cut = min(over, left[index])
                left[index] -= cut
                over -= cut
        return sum(left.values())

    def broken(self, counted: Mapping[int, Fraction]) -> frozenset[int] | None:
        """Groups that cannot count that much together on the days that overflow; None when all can."""
        order = sorted(counted, key=lambda index: (-counted[index] * self.scale / self.total[index], index))
        for end in range(1, len(order) + 1):
            if sum(counted[index] for index in order[:end]) > self.ceiling(order[:end]):
                return frozenset(order[:end])
        return self.placed(counted)[1]

    def placed(
        self, counted: Mapping[int, Fraction]
    ) -> tuple[dict[tuple[int, Day], Fraction], frozenset[int] | None]:
        """Hours by group and day that add up to ``counted``, or groups for which there are no such hours."""
        if not counted:
            return {}, None
        factor = math.lcm(*(number.denominator for number in counted.values()))
        network = Network()
        for index, number in counted.items():
            network.join("source", index, int(number * self.scale * factor))
        for day, parts in self.hours.items():
            for index, most in parts.items():
                if index in counted:
                    network.join(index, (day, self.chains[index][0]), most * factor)
            for place, (whole, _) in enumerate(self.most):
                outer = self._outer[place]
                network.join((day, place), "sink" if outer is None else (day, outer), whole * factor)
        reached = network.fill("source", "sink") & set(counted)
        if reached:
            return {}, frozenset(reached)  # type: ignore[arg-type]
        scale = self.scale * factor
        return {
            (index, day): Fraction(network.flow(index, (day, self.chains[index][0])), scale)
            for day, parts in self.hours.items()
            for index in parts
            if index in counted
        }, None


def _nests(
    caps: Sequence[Most], limited: Mapping[int, tuple[int, ...]]
) -> list[tuple[Fraction, frozenset[int]]]:
    """The caps with the groups they hold, inner before outer."""
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
    """Whether two caps share groups though neither lies within the other."""
    common = first[1] & second[1]
    return bool(common) and common not in (first[1], second[1])
