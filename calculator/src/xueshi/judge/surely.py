"""Whether every demand is met whichever of few ways open hours may have been.

Hours that can only be of one kind as a whole are tried one kind at a time. Hours that may have been divided
are not so easy: where one way to divide them meets the rule by one topic and another way by a second topic,
a division between both may meet it by none. Between ways that meet the rule with everything else settled
alike (which topic, where each achievement, which excess) all others do: sums change evenly. Where no one way
to settle it does for all, the ways are parted in two, half-way between two of them, and each part is tried.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from xueshi.judge.demands import Demands, Excess, Minimum
from xueshi.judge.tally import ZERO, Kind, Portion

MOST_WAYS = 64
"""Ways in which open hours may have been that are tried one by one."""

MOST_TRIALS = 256
"""Ways with everything else settled that are tried one by one."""

MOST_PARTED = 96
"""The same where ways are parted: nobody shall wait for what a question settles as well."""

Mixed = tuple[Portion, ...]
"""Hours of one portion as they may have been divided among kinds."""

Way = tuple[Portion, ...]
Met = Callable[[Demands, Sequence[Portion]], bool]
"""Whether some lawful count of portions meets demands."""


@dataclass(frozen=True)
class Ways:
    """Portions under some demands as they may have been.

    Each portion has one list for every way it may have been as a whole; what it may have been divided among
    is in one list.
    """

    demands: Demands
    truths: tuple[tuple[tuple[Portion, ...], ...], ...]

    @property
    def first(self) -> Way:
        """One of the ways."""
        return tuple(lists[0][0] for lists in self.truths)

    @property
    def few(self) -> bool:
        """Whether there are few enough to be tried."""
        return math.prod(sum(map(len, lists)) for lists in self.truths) <= MOST_WAYS

    def all_met(self, met: Met) -> bool:
        """Whether all ways meet the demands, those between them included; False where it is not sure."""
        together = [tuple(itertools.product(*way)) for way in itertools.product(*self.truths)]
        if self._even or all(len(ends) == 1 for ends in together):
            return all(met(self.demands, way) for ends in together for way in ends)
        return all(self._all_between(ends, met) for ends in together)

    @property
    def _even(self) -> bool:
        demands = self.demands
        whole = any(item.whole for lists in self.truths for alike in lists for item in alike)
        return not (any(demands.choices) or demands.excesses or whole)

    def _all_between(self, ends: Sequence[Way], met: Met) -> bool:
        """Whether some way to settle everything else meets the demands, whatever lies between the ends."""
        places = [(item.kind, *item.whole) for item in ends[0]]
        chosen = tuple(itertools.product(*(range(len(kinds)) for kinds in places)))
        trials = len(chosen) * len(self._settled) * len(ends)
        if trials > MOST_TRIALS:
            return False
        settled = tuple(itertools.product(self._settled, chosen))
        whole = [tuple((item,) for item in way) for way in ends]
        if trials > MOST_PARTED // 2:
            return any(all(met(one[0], tuple(_placed(way, one[1]))) for way in whole) for one in settled)
        corners = tuple(tuple(dict.fromkeys(one)) for one in zip(*whole, strict=True))
        return _Between(settled, met).all_met(corners)

    @cached_property
    def _settled(self) -> tuple[Demands, ...]:
        """The demands with one topic chosen of each choice, and each excess either counted or not."""
        topics = itertools.product(*filter(None, self.demands.choices))
        excesses = itertools.product(*((None, item) for item in self.demands.excesses))
        return tuple(_settled(self.demands, *one) for one in itertools.product(topics, excesses))


class _Between:
    """Tries ways to settle everything else on ways to divide hours, each once, as long as they are few."""

    def __init__(self, settled: Sequence[tuple[Demands, Sequence[int]]], met: Met) -> None:
        self._settled, self._met = settled, met
        self._known: dict[tuple[Mixed, ...], frozenset[int]] = {}
        self._left = MOST_PARTED

    def all_met(self, corners: tuple[tuple[Mixed, ...], ...]) -> bool:
        """Whether whatever lies between the corners of each portion meets the demands; False if not sure."""
        common: list[dict[Mixed, frozenset[int]]] = [{} for _ in corners]
        for way in itertools.product(*corners):
            found = self._good(way)
            if not found:
                return False
            for own, corner in zip(common, way, strict=True):
                own[corner] = own.get(corner, found) & found
        if frozenset.intersection(*(one for own in common for one in own.values())):
            return True
        at, (first, second) = max(
            ((at, pair) for at, own in enumerate(common) for pair in itertools.combinations(own, 2)),
            key=lambda place: self._apart(common[place[0]], *place[1]),
        )
        middle = _between(first, second)
        return all(
            self.all_met((*corners[:at], _without(corners[at], end, middle), *corners[at + 1 :]))
            for end in (first, second)
        )

    def _apart(
        self, common: Mapping[Mixed, frozenset[int]], first: Mixed, second: Mixed
    ) -> tuple[bool, Fraction]:
        """How much two corners differ: whether each has what does for it, but nothing for both; in hours."""
        one, other = common[first], common[second]
        return bool(one and other) and one.isdisjoint(other), _distance(first, second)

    def _good(self, way: tuple[Mixed, ...]) -> frozenset[int]:
        """The ways to settle everything else that meet the demands; none when there were too many trials."""
        found = self._known.get(way)
        if found is None:
            self._left -= len(self._settled)
            if self._left < 0:
                return frozenset()
            found = self._known[way] = frozenset(
                number
                for number, (demands, chosen) in enumerate(self._settled)
                if self._met(demands, tuple(_placed(way, chosen)))
            )
        return found


def _between(first: Mixed, second: Mixed) -> Mixed:
    """Half of one and half of the other."""
    found: dict[Kind, Portion] = {}
    for item in (*first, *second):
        more = found[item.kind].hours if item.kind in found else ZERO
        found[item.kind] = replace(item, hours=more + item.hours / 2)
    return tuple(found.values())


def _without(corners: Iterable[Mixed], end: Mixed, middle: Mixed) -> tuple[Mixed, ...]:
    """Corners of which one gives way to another."""
    return tuple(middle if one == end else one for one in corners)


def _distance(first: Mixed, second: Mixed) -> Fraction:
    """Hours that are of other kinds in one than in the other."""
    sums: dict[Kind, Fraction] = {}
    for sign, mixed in ((1, first), (-1, second)):
        for item in mixed:
            sums[item.kind] = sums.get(item.kind, ZERO) + sign * item.hours
    return sum(map(abs, sums.values()), ZERO)


def ways(demands: Demands, portions: Iterable[Portion]) -> Ways:
    """The portions as they may have been, every value and sub-subject known."""
    return Ways(demands, tuple(tuple(_truths(demands, portion)) for portion in portions))


def _truths(demands: Demands, portion: Portion) -> Iterator[tuple[Portion, ...]]:
    """A row is of one value on each axis. Quick hours are of many rows: they may be divided among values."""
    if not portion.elsewhere and not portion.maybe:
        yield (portion,)
        return
    kind, tree = portion.kind, demands.tree
    inside = {other.subject for other in portion.elsewhere} if kind.plain else {kind.subject}
    subjects = [name for name in tree.nodes if name in inside]
    values = itertools.product(
        *(axis if value is None else (value,) for value, axis in zip(kind.values, demands.axes, strict=True))
    )
    found = [tuple(_known(portion, name, way) for name in subjects) for way in values]
    if isinstance(portion.key, int):
        yield from found
    else:
        yield tuple(itertools.chain.from_iterable(found))


def _known(portion: Portion, subject: str, values: tuple[str, ...]) -> Portion:
    known = replace(portion.kind, subject=subject, values=values, plain=False)
    whole = tuple(replace(other, values=values) for other in portion.whole)
    return replace(portion, kind=known, whole=whole, elsewhere=(), maybe=())


def _placed(way: Iterable[Mixed], chosen: Iterable[int]) -> Iterator[Portion]:
    """Achievements in one of their subjects each."""
    for mixed, place in zip(way, chosen, strict=True):
        for item in mixed:
            yield replace(item, kind=(item.kind, *item.whole)[place], whole=()) if item.whole else item


def _settled(demands: Demands, topics: Iterable[Minimum], excesses: Iterable[Excess | None]) -> Demands:
    """Excess counts only where its own subject has all that its cap admits: that becomes a minimum."""
    counted = tuple(item for item in excesses if item)
    full = (Minimum(item.id, item.name, item.selector, item.above, item.source) for item in counted)
    minima = (*demands.minima, *topics, *full)
    return replace(demands, minima=minima, choices=(), excesses=counted)
