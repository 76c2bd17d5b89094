"""Portions that no demand can tell apart, put together: the variables of an allocation are few.

Portions alike in everything but row, stage and day are one *form*. Two kinds of hours play the same *role*
when every demand, cap and share that is looked at takes both or neither; forms of the same roles are one
*group*.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from xueshi.judge.demands import Demands, Excess, Most, Selector
from xueshi.judge.tally import ZERO, Kind, Portion


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


def _selectors(demands: Demands) -> Iterator[Selector]:
    yield from (item.selector for item in demands.minima)
    yield from (item.selector for choice in demands.choices for item in choice)
    yield from (share.selector for share in demands.shares)
    yield from (cap.selector for cap in demands.year_caps)
    yield from (excess.selector for excess in demands.excesses)


@dataclass(slots=True)
class Form:
    """Portions alike in everything but row, stage and day, by position; ``days`` only under caps on days."""

    portion: Portion
    caps: tuple[int, ...]
    order: tuple[object, ...]
    indexes: list[int] = field(default_factory=list)
    hours: Fraction = ZERO
    days: dict[datetime.date, Fraction] = field(default_factory=dict)


def forms_of(demands: Demands, portions: Sequence[Portion]) -> list[Form]:
    """The forms of some portions, in an order that does not depend on that of the portions."""
    position = {name: index for index, name in enumerate(demands.tree.nodes)}
    made: dict[tuple[int, int, int, bool], Form] = {}
    alike: dict[tuple[object, ...], Form] = {}
    for index, item in enumerate(portions):
        look = (id(item.kind), id(item.elsewhere), id(item.whole), item.day is None)
        form = made.get(look)
        if form is None:
            order = _order(position, item)
            form = alike.get(order)
            if form is None:
                form = alike[order] = Form(item, tuple(_day_caps(demands.day_caps, item)), order)
            made[look] = form
        form.indexes.append(index)
    for form in alike.values():
        form.hours = sum([portions[index].hours for index in form.indexes], ZERO)
        if form.caps:
            for index in form.indexes:
                portion = portions[index]
                if portion.day is not None:
                    form.days[portion.day] = form.days.get(portion.day, ZERO) + portion.hours
    return sorted(alike.values(), key=lambda form: form.order)


def _order(position: Mapping[str, int], portion: Portion) -> tuple[object, ...]:
    """Where a form stands among the others: by tree, values and origins, then by what it may be."""

    def of(kind: Kind) -> tuple[object, ...]:
        return (position[kind.subject], tuple(value or "" for value in kind.values), kind.origins, kind.plain)

    alternatives = tuple(of(kind) for kind in (*portion.elsewhere, *portion.whole))
    return (of(portion.kind), bool(portion.whole), portion.day is None, alternatives)


def _day_caps(caps: Sequence[Most], portion: Portion) -> Iterator[int]:
    """The caps on single days that take a portion, whatever it may be of."""
    if portion.day is None:
        return
    kinds = (portion.kind, *portion.elsewhere, *portion.whole)
    for index, cap in enumerate(caps):
        if all(cap.selector.takes(kind) for kind in kinds):
            yield index


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
    hours: Fraction = ZERO

    @property
    def bins(self) -> int:
        """How many bins there are."""
        return 1 + max(option.bin for option in self.options)


def grouped(roles: Roles, scope: Demands, forms: Sequence[Form]) -> list[Group]:
    """The groups of some forms under the demands that are looked at."""
    mask = roles.mask(scope)
    groups: dict[object, Group] = {}
    for index, form in enumerate(forms):
        options, kinds = _options(roles, mask, scope.excesses, form.portion)
        whole = bool(form.portion.whole) and options[-1].bin > 0
        group = groups.setdefault((options, whole, form.caps), Group(options, whole, form.caps))
        group.forms.append((index, kinds))
        group.hours += form.hours
    return list(groups.values())


def _options(
    roles: Roles, mask: int, excesses: Iterable[Excess], portion: Portion
) -> tuple[tuple[Option, ...], tuple[Kind, ...]]:
    """The ways to count a portion, each role once, with the kind that stands for it."""
    options: list[Option] = []
    kinds: list[Kind] = []
    seen: list[tuple[tuple[int, str | None], ...]] = []
    for kind in (portion.kind, *portion.elsewhere, *portion.whole):
        ways = [(roles.of(way) & mask, name, way) for name, way in ((None, kind), *_excess(excesses, kind))]
        look = tuple((role, name) for role, name, _ in ways)
        if look not in seen:
            options += [Option(role, len(seen), name) for role, name in look]
            kinds += [way for _, _, way in ways]
            seen.append(look)
    return tuple(options), tuple(kinds)


def _excess(excesses: Iterable[Excess], kind: Kind) -> Iterator[tuple[str, Kind]]:
    """Where hours of a kind count when they are above a cap of their subject."""
    for item in excesses:
        if item.selector.takes(kind):
            yield item.id, Kind(item.other, kind.values, kind.origins)
