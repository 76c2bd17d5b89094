"""Hours of one person in one number: what they add to all that is demanded, and to the sums that are told.

In lanes lie, one after the other: by how much each demand is met; by how much hours that may be of a subject
are more than its cap, where excess counts elsewhere; and, without sign, the sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from xueshi.judge.allocate import Allocator
from xueshi.judge.demands import Selector
from xueshi.judge.tally import ZERO, Kind, Portion
from xueshi.roster.shapes.lanes import BIAS, MOST_FACTOR, WIDTH, Plain, packed, signs

MOST_KINDS = 20_000
"""Kinds that are known by where they lie in memory."""

MOST_RATIO = 1 << 20
"""Largest denominator of a share."""


class Packing:
    """Packs hours under one set of demands; ``unit`` small parts are one hour.

    Sums are told of each subject with all below it, in the order of the tree, then of the ``others``.
    """

    def __init__(self, allocator: Allocator, unit: int, others: Sequence[Selector]) -> None:
        demands = self._demands = allocator.demands
        self._roles, self._forms = allocator.roles, allocator.forms
        limits = [-item.hours * unit for item in demands.minima] + [ZERO] * len(demands.shares)
        limits += [cap.hours * unit for cap in demands.year_caps]
        limits += [-item.hours * unit for choice in demands.choices for item in choice]
        self.lanes = len(limits)
        """How many lanes there are for demands: minima, shares, caps, items of choices."""
        limits += [-item.above * unit - 1 for item in demands.excesses]
        self.signs, self.bias = signs(self.lanes), signs(len(limits))
        """The top bits of what is demanded, set where it is met; what keeps all lanes from being negative."""
        self._beyond = self.bias - self.signs
        self.above = WIDTH * len(limits)
        """By how many bits the sums that are told are shifted."""
        self.base = self.bias + packed(map(int, limits))
        """What is packed of nobody's hours."""
        self._told = [*[Selector(demands.tree.below(name)) for name in demands.tree.nodes], *others]
        self._plain = Plain(len(self._told))
        ratios = max([item.ratio.denominator for item in demands.shares], default=1)
        largest = max(map(abs, limits), default=ZERO)
        self.fits = largest <= MOST_FACTOR and ratios <= MOST_RATIO
        """Whether all numbers find room."""
        self.columns: list[int] = []
        """What an hour of each form adds; forms are numbered as they come."""
        self._of_kind: dict[Kind, int] = {}
        self._by_id: dict[int, tuple[Kind, int]] = {}

    def learn(self, portion: Portion) -> None:
        """A further form."""
        kinds = [own[0][2] for own in self._forms.ways(portion)]
        reach = packed([any(map(item.selector.takes, kinds)) for item in self._demands.excesses])
        self.columns.append(self.kind(portion.kind) + (reach << WIDTH * self.lanes))

    def of(self, hours: Iterable[tuple[int, int]]) -> int:
        """What hours by form add to ``base``."""
        columns = self.columns
        return sum([number * columns[form] for form, number in hours])

    def kind(self, kind: Kind) -> int:
        """What an hour of a kind adds to what is demanded, and to the sums that are told."""
        same = self._by_id.get(id(kind))
        if same is not None:
            return same[1]
        found = self._of_kind.get(kind)
        if found is None:
            demands, role, bit = self._demands, self._roles.of(kind), self._roles.bit
            cells = [int(bool(role & bit(item.selector))) for item in demands.minima]
            cells += [
                item.ratio.denominator * bool(role & bit(item.selector)) - item.ratio.numerator
                for item in demands.shares
            ]
            cells += [-bool(role & bit(cap.selector)) for cap in demands.year_caps]
            cells += [int(bool(role & bit(item.selector))) for choice in demands.choices for item in choice]
            told = self._plain.packed([one.takes(kind) for one in self._told])
            found = self._of_kind[kind] = packed(cells) + (told << self.above)
        if len(self._by_id) > MOST_KINDS:
            self._by_id.clear()
        self._by_id[id(kind)] = kind, found
        return found

    def numbers(self, sums: int) -> tuple[int, ...]:
        """The sums that are told."""
        return self._plain.numbers(sums)

    def excesses(self, total: int) -> Iterator[int]:
        """The excesses that may come about at all, by position: so many hours could be of the subject."""
        if total & self._beyond:
            reached = total >> WIDTH * self.lanes
            for at in range(len(self._demands.excesses)):
                if reached >> WIDTH * at & BIAS:
                    yield at
