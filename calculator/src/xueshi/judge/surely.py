"""Whether every demand is met whichever of few ways open hours may have been.

Hours that can only be of one kind as a whole are tried one kind at a time. Hours that may have been divided
are not so easy: where one way to divide them meets the rule by one topic and another way by a second topic,
a division between both may meet it by none. Between ways that meet the rule with everything else settled
alike (which topic, where each achievement, which excess) all others do: sums change evenly.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from xueshi.judge.demands import Demands, Excess, Minimum
from xueshi.judge.tally import Portion

MOST_WAYS = 64
"""Ways in which open hours may have been that are tried one by one."""

MOST_TRIALS = 256
"""Ways with everything else settled that are tried one by one."""

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
        """Whether one way to settle everything else meets the demands at all ends."""
        places = [(item.kind, *item.whole) for item in ends[0]]
        settled = math.prod(map(len, places)) * len(self._settled)
        if settled * len(ends) > MOST_TRIALS:
            return False
        return any(
            all(met(demands, tuple(_placed(way, chosen))) for way in ends)
            for demands in self._settled
            for chosen in itertools.product(*(range(len(kinds)) for kinds in places))
        )

    @cached_property
    def _settled(self) -> tuple[Demands, ...]:
        """The demands with one topic chosen of each choice, and each excess either counted or not."""
        topics = itertools.product(*filter(None, self.demands.choices))
        excesses = itertools.product(*((None, item) for item in self.demands.excesses))
        return tuple(_settled(self.demands, *one) for one in itertools.product(topics, excesses))


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


def _placed(way: Way, chosen: Iterable[int]) -> Iterator[Portion]:
    """Achievements in one of their subjects each."""
    for item, place in zip(way, chosen, strict=True):
        yield replace(item, kind=(item.kind, *item.whole)[place], whole=()) if item.whole else item


def _settled(demands: Demands, topics: Iterable[Minimum], excesses: Iterable[Excess | None]) -> Demands:
    """Excess counts only where its own subject has all that its cap admits: that becomes a minimum."""
    counted = tuple(item for item in excesses if item)
    full = (Minimum(item.id, item.name, item.selector, item.above, item.source) for item in counted)
    minima = (*demands.minima, *topics, *full)
    return replace(demands, minima=minima, choices=(), excesses=counted)
