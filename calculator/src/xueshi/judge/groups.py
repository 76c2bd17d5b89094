"""Portions that no demand can tell apart, put together: the variables of an allocation are few.

Portions alike in everything but row, stage and day are one *form*. Two kinds of hours play the same *role*
when every demand, cap and share that is looked at takes both or neither; forms of the same roles are one
*group*.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from xueshi.judge.batch import Alike, Batch, View
from xueshi.judge.demands import Demands, Excess, Selector
from xueshi.judge.tally import Kind, Portion


class Roles:
    """What the demands of a rule see of a kind: one bit for each selector that takes it."""

    def __init__(self, demands: Demands) -> None:
        self.demands = demands
        self._bits = {selector: 1 << bit for bit, selector in enumerate(dict.fromkeys(_selectors(demands)))}
        self._roles: dict[Kind, int] = {}

    def of(self, kind: Kind) -> int:
        """The role of a kind when everything is looked at."""
        role = self._roles.get(kind)
        if role is None:
            role = sum(bit for selector, bit in self._bits.items() if selector.takes(kind))
            self._roles[kind] = role
        return role

    def bit(self, selector: Selector) -> int:
        """The bit of a selector."""
        return self._bits[selector]

    def mask(self, scope: Demands) -> int:
        """The bits of the demands that are looked at: some of all."""
        return sum({self._bits[selector] for selector in _selectors(scope)})

    def sides(self, scope: Demands) -> tuple[int, int]:
        """The bits in which it is better to be, and those in which it is better not to be; some are both."""
        better = [item.selector for item in (*scope.minima, *itertools.chain.from_iterable(scope.choices))]
        better += [item.selector for item in scope.shares]
        worse, both = [cap.selector for cap in scope.year_caps], [item.selector for item in scope.excesses]
        return sum({self._bits[item] for item in better + both}), sum(
            {self._bits[item] for item in worse + both}
        )


def _selectors(demands: Demands) -> Iterator[Selector]:
    yield from (item.selector for item in demands.minima)
    yield from (item.selector for choice in demands.choices for item in choice)
    yield from (share.selector for share in demands.shares)
    yield from (cap.selector for cap in demands.year_caps)
    yield from (excess.selector for excess in demands.excesses)


Way = tuple[int, str | None, Kind]
"""One way to count hours: the role when everything is looked at, the excess it comes by, the kind."""


@dataclass(slots=True)
class Form:
    """Portions alike in everything but row, stage and day, by position; ``days`` only under caps on days.

    ``ways`` are the ways to count them, for each kind they may be of. Hours are in whole small parts.
    """

    portion: Portion
    caps: tuple[int, ...]
    ways: list[list[Way]]
    indexes: list[int]
    hours: int
    days: dict[datetime.date, int]


class Forms:
    """Makes the forms of portions; what the demands say of each is worked out once."""

    def __init__(self, roles: Roles) -> None:
        self.roles, self.demands = roles, roles.demands
        self.position = {name: index for index, name in enumerate(self.demands.tree.nodes)}

    def of(self, batch: Batch, times: int, view: View) -> list[Form]:
        """The forms of portions as they are looked at, in an order that does not depend on the rows'.

        The small parts of a form are so many ``times`` smaller than those of the batch.
        """
        found = []
        for portion, look in self._alike(batch, view):
            caps, ways = tuple(self.day_caps(portion)), self.ways(portion)
            days = {day: amount * times for day, amount in look.days.items()} if caps else {}
            found.append(Form(portion, caps, ways, look.indexes, look.hours * times, days))
        return found

    def _alike(self, batch: Batch, view: View) -> list[tuple[Portion, Alike]]:
        """Portions that look alike, with one of them; kept with the batch, for demands do not matter."""
        if view not in batch.alike:
            found: dict[tuple[object, ...], tuple[Portion, Alike]] = {}
            for look in batch.looks:
                portion = view(batch.portions[look.indexes[0]])
                found.setdefault(self.order(portion), (portion, Alike()))[1].add(look)
            batch.alike[view] = [found[order] for order in sorted(found)]
        return batch.alike[view]

    def ways(self, portion: Portion) -> list[list[Way]]:
        """The ways to count a portion, for each kind it may be of."""
        kinds = (portion.kind, *portion.elsewhere, *portion.whole)
        return [
            [(self.roles.of(kind), None, kind), *_excess(self.roles, self.demands.excesses, kind)]
            for kind in kinds
        ]

    def order(self, portion: Portion) -> tuple[object, ...]:
        """Where a form stands among the others: by tree, values and origins, then by what it may be."""

        def of(kind: Kind) -> tuple[object, ...]:
            values = tuple(value or "" for value in kind.values)
            return (self.position[kind.subject], values, kind.origins, kind.plain)

        alternatives = tuple(of(kind) for kind in (*portion.elsewhere, *portion.whole))
        return (of(portion.kind), bool(portion.whole), portion.day is None, alternatives)

    def day_caps(self, portion: Portion) -> Iterator[int]:
        """The caps on single days that take a portion, whatever it may be of."""
        if portion.day is None:
            return
        kinds = (portion.kind, *portion.elsewhere, *portion.whole)
        for index, cap in enumerate(self.demands.day_caps):
            if all(cap.selector.takes(kind) for kind in kinds):
                yield index


def as_it_is(portion: Portion) -> Portion:
    """A portion whose every kind is lawful to choose."""
    return portion


def as_written(portion: Portion) -> Portion:
    """What is proven of a portion: open hours only as they are written."""
    return replace(portion, elsewhere=(), maybe=()) if portion.elsewhere or portion.maybe else portion


def at_best(portion: Portion) -> Portion:
    """What a portion may be: of whichever kind suits best."""
    return replace(portion, whole=portion.maybe, maybe=()) if portion.maybe else portion


def _excess(roles: Roles, excesses: Iterable[Excess], kind: Kind) -> Iterator[Way]:
    """Where hours of a kind count when they are above a cap of their subject."""
    for item in excesses:
        if item.selector.takes(kind):
            other = Kind(item.other, kind.values, kind.origins)
            yield roles.of(other), item.id, other


@dataclass(frozen=True, slots=True)
class Option:
    """One way to count hours of a group: a role, the bin it shares with others, the excess it came by."""

    role: int
    bin: int
    excess: str | None = None


@dataclass(slots=True)
class Group:
    """Forms (by position) of the same roles, with the kind that each has under each option.

    Rows of a ``whole`` group are counted in one bin each; others freely. ``caps`` are the caps on single days
    that its hours are subject to.
    """

    options: tuple[Option, ...]
    whole: bool
    caps: tuple[int, ...]
    forms: list[tuple[int, tuple[Kind, ...]]] = field(default_factory=list)
    hours: int = 0

    @property
    def bins(self) -> int:
        """How many bins there are."""
        return 1 + self.options[-1].bin


def grouped(roles: Roles, scope: Demands, forms: Sequence[Form], *, best_only: bool = False) -> list[Group]:
    """The groups of some forms under the demands that are looked at.

    ``best_only`` leaves out ways to count that are in no respect better than another.
    """
    sides = roles.sides(scope) if best_only else None
    mask, excesses = roles.mask(scope), {None, *(item.id for item in scope.excesses)}
    groups: dict[object, Group] = {}
    for index, form in enumerate(forms):
        look, kinds = _options(form.ways, mask, excesses, sides)
        whole = bool(form.portion.whole) and len(look) > 1
        group = groups.get((look, whole, form.caps))
        if group is None:
            options = tuple(Option(role, place, name) for place, way in enumerate(look) for role, name in way)
            group = groups[look, whole, form.caps] = Group(options, whole, form.caps)
        group.forms.append((index, kinds))
        group.hours += form.hours
    return list(groups.values())


Look = tuple[tuple[int, str | None], ...]


def _options(
    ways: Iterable[Iterable[Way]],
    mask: int,
    excesses: Collection[str | None],
    sides: tuple[int, int] | None,
) -> tuple[tuple[Look, ...], tuple[Kind, ...]]:
    """The ways to count a portion that can be told apart, with the kind that stands for each."""
    found: dict[Look, list[Kind]] = {}
    for own in ways:
        known = [(role & mask, name, kind) for role, name, kind in own if name in excesses]
        look = tuple([(role, name) for role, name, _ in known])
        if look not in found:
            found[look] = [kind for _, _, kind in known]
    if sides is not None and len(found) > 1:
        found = {look: kinds for look, kinds in found.items() if not _is_outdone(look, found, sides)}
    return tuple(found), tuple(itertools.chain.from_iterable(found.values()))


def _is_outdone(look: Look, others: Iterable[Look], sides: tuple[int, int]) -> bool:
    """Whether another way to count is at least as good for every demand and every cap.

    No two that differ outdo each other. Ways by which excess counts elsewhere are not compared.
    """
    better, worse = sides
    if len(look) > 1:
        return False
    role = look[0][0]
    return any(
        len(other) == 1
        and other[0][0] != role
        and not role & better & ~other[0][0]
        and not other[0][0] & worse & ~role
        for other in others
    )
