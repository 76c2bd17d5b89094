"""Portions that no demand can tell apart, put together: the variables of an allocation are few.

Two kinds of hours play the same *role* when every demand, cap and share takes both or neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from xueshi.judge.demands import Demands, Excess, Most, Selector
from xueshi.judge.tally import ZERO, Kind, Portion


class Roles:
    """What the demands of a rule see of a kind: one bit for each selector that takes it."""

    def __init__(self, demands: Demands) -> None:
        self.demands = demands
        minima = (*demands.minima, *(item for choice in demands.choices for item in choice))
        selectors = [item.selector for item in minima] + [share.selector for share in demands.shares]
        selectors += [cap.selector for cap in demands.year_caps]
        selectors += [excess.selector for excess in demands.excesses]
        self.selectors = list(dict.fromkeys(selectors))
        self._roles: dict[Kind, int] = {}

    def of(self, kind: Kind) -> int:
        """The role of a kind."""
        role = self._roles.get(kind)
        if role is None:
            role = sum(1 << bit for bit, selector in enumerate(self.selectors) if selector.takes(kind))
            self._roles[kind] = role
        return role

    def bit(self, selector: Selector) -> int:
        """The bit of a selector."""
        return 1 << self.selectors.index(selector)

    @cached_property
    def cut(self) -> int:
        """The bits of caps: hours of other roles are never left uncounted, unless a share asks for it."""
        return sum({self.bit(cap.selector) for cap in self.demands.year_caps})


@dataclass(frozen=True, slots=True)
class Option:
    """One way to count hours of a group: a role, the bin it shares with others, the excess it came by."""

    role: int
    bin: int
    excess: int | None = None


@dataclass(slots=True)
class Form:
    """Portions alike in everything but row, day and stage, with their kind under each option of the group."""

    kinds: tuple[Kind, ...]
    order: tuple[object, ...]
    indexes: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Group:
    """Forms of the same roles. Rows of a ``whole`` group are counted in one bin each; others freely."""

    options: tuple[Option, ...]
    whole: bool
    caps: tuple[int, ...]
    """Positions of the caps on single days that its hours are subject to."""
    forms: list[Form] = field(default_factory=list)
    hours: Fraction = ZERO

    @property
    def indexes(self) -> list[int]:
        """Positions of its portions, form by form."""
        return [index for form in self.forms for index in form.indexes]

    @property
    def bins(self) -> int:
        """How many bins there are."""
        return 1 + max(option.bin for option in self.options)


def grouped(roles: Roles, portions: Sequence[Portion]) -> list[Group]:
    """The groups of some portions, in an order that does not depend on that of the portions."""
    demands = roles.demands
    position = {name: index for index, name in enumerate(demands.tree.nodes)}
    found: dict[tuple[int, int, int, bool], list[int]] = {}
    by_day = bool(demands.day_caps)
    for index, item in enumerate(portions):
        key = (id(item.kind), id(item.elsewhere), id(item.whole), by_day and item.day is not None)
        found.setdefault(key, []).append(index)
    groups: dict[object, Group] = {}
    forms = []
    for indexes in found.values():
        first = portions[indexes[0]]
        forms.append((_order(position, first), indexes, first))
    forms.sort(key=lambda item: item[0])
    for order, indexes, first in forms:
        options, kinds = _options(roles, first)
        whole = bool(first.whole) and max(option.bin for option in options) > 0
        caps = tuple(_day_caps(demands.day_caps, first)) if by_day and first.day else ()
        group = groups.setdefault((options, whole, caps), Group(options, whole, caps))
        if group.forms and group.forms[-1].order == order and group.forms[-1].kinds == kinds:
            group.forms[-1].indexes.extend(indexes)
        else:
            group.forms.append(Form(kinds, order, list(indexes)))
        group.hours += sum((portions[index].hours for index in indexes), ZERO)
    return list(groups.values())


def _order(position: dict[str, int], portion: Portion) -> tuple[object, ...]:
    """Where a form stands among the others: by tree, values and origins, then by what it may be."""

    def of(kind: Kind) -> tuple[object, ...]:
        return (position[kind.subject], tuple(value or "" for value in kind.values), kind.origins, kind.plain)

    alternatives = tuple(of(kind) for kind in (*portion.elsewhere, *portion.whole))
    return (of(portion.kind), bool(portion.whole), portion.day is None, alternatives)


def _options(roles: Roles, portion: Portion) -> tuple[tuple[Option, ...], tuple[Kind, ...]]:
    """The ways to count a portion, each role once, with the kind that stands for it."""
    options: list[Option] = []
    kinds: list[Kind] = []
    seen: list[tuple[tuple[int, int | None], ...]] = []
    for kind in (portion.kind, *portion.elsewhere, *portion.whole):
        ways = [(None, kind), *_excess(roles.demands.excesses, kind)]
        look = tuple((roles.of(way), index) for index, way in ways)
        if look not in seen:
            options += [Option(roles.of(way), len(seen), index) for index, way in ways]
            kinds += [way for _, way in ways]
            seen.append(look)
    return tuple(options), tuple(kinds)


def _excess(excesses: Iterable[Excess], kind: Kind) -> Iterator[tuple[int, Kind]]:
    """Where hours of a kind count when they are above a cap of their subject."""
    for index, item in enumerate(excesses):
        if item.selector.takes(kind):
            yield index, Kind(item.other, kind.values, kind.origins)


def _day_caps(caps: Sequence[Most], portion: Portion) -> Iterator[int]:
    """The caps on single days that take a portion, whatever it may be of."""
    kinds = (portion.kind, *portion.elsewhere, *portion.whole)
    for index, cap in enumerate(caps):
        if all(cap.selector.takes(kind) for kind in kinds):
            yield index
