"""What counts of each form: hours of a group handed down to its forms, as ``judge.counted`` does it."""

from __future__ import annotations

from collections.abc import Mapping

from xueshi.judge.tally import Kind
from xueshi.judge.whole import Placed
from xueshi.roster.programmes import Hours, Node, Shape
from xueshi.roster.regions import UnsureError

Parts = list[tuple[Kind, int]]


def changes(shape: Shape, hours: Hours, node: Node) -> tuple[dict[int, Parts], bool]:
    """What counts of the forms of which not all counts as it is written, and whether anything is left out."""
    programme, values = shape.programme, node.values
    lost = _lost(shape, hours, node) if shape.daily else {}
    if programme.group_of.keys().isdisjoint(values.numbers):
        return {}, False
    changed: dict[int, Parts] = {}
    cut, below = False, values.below
    groups = [programme.group_of[name] for name in values.numbers if name in programme.group_of]
    for index in dict.fromkeys(groups):
        numbers, group = shape.by_option(hours, node, index), shape.groups[index]
        forms = [form for form in hours.amounts if shape.place[form][0] == index]
        if not group.whole:
            for form in forms:
                parts, left = [], hours.amounts[form] * below - lost.get(form, 0)
                for at, kind in enumerate(shape.place[form][1]):
                    taken = min(left, numbers[at])
                    if taken:
                        numbers[at] -= taken
                        left -= taken
                        parts.append((kind, taken))
                changed[form] = parts
                cut = cut or sum([number for _, number in parts]) < hours.amounts[form] * below
            continue
        placed = shape.placed(hours, node, index)
        assert isinstance(placed, Placed)
        for (form, amount), bin_ in zip(shape.rows(hours, index), placed.bins, strict=True):
            left = amount * below
            for at, (option, kind) in enumerate(zip(group.options, shape.place[form][1], strict=True)):
                taken = min(left, numbers[at]) if option.bin == bin_ else 0
                if taken:
                    numbers[at] -= taken
                    left -= taken
                    changed.setdefault(form, []).append((kind, taken))
            changed.setdefault(form, [])
            cut = cut or bool(left)
    return changed, cut


def _lost(shape: Shape, hours: Hours, node: Node) -> dict[int, int]:
    """Hours by form that caps on single days cut off, over the node's denominator.

    Only where nothing else is left out of these groups, and where it is certain of which group how much is.
    """
    below, unused = node.values.below, shape.programme.unused
    lost = {form: over * below for form, over in hours.alone.items()}
    forced: dict[int, int] = {}
    for form, over in lost.items():
        group = shape.place[form][0]
        forced[group] = forced.get(group, 0) + over
    if not hours.days:
        _check(shape, node, forced)
        return lost
    shared: dict[int, int] = {}
    for at, (_, over, parts) in enumerate(hours.days):
        groups = shape.by_group(parts)
        if len(groups) == 1:
            for group in groups:
                forced[group] = forced.get(group, 0) + over * below
        for group in groups if len(groups) > 1 else ():
            if shared.setdefault(group, at) != at:
                raise UnsureError
    cut = {group: node.values.of(unused[group]) - forced.get(group, 0) for group in shared}
    for day, over, parts in hours.days:
        groups = shape.by_group(parts)
        left = {group: (number * below - cut[group]) for group, number in groups.items() if group in cut}
        if len(groups) == 1:
            left = {group: (number - over) * below for group, number in groups.items()}
        elif sum([cut[group] for group in groups]) != over * below:
            raise UnsureError
        if min(left.values()) < 0:
            raise UnsureError
        forms = list(parts)
        start = day % len(forms)
        for form in forms[start:] + forms[:start]:
            group, number = shape.place[form][0], parts[form] * below
            taken = min(left[group], number)
            left[group] -= taken
            lost[form] = lost.get(form, 0) + number - taken
    if min(cut.values(), default=0) < 0:
        raise UnsureError
    _check(shape, node, {group: forced.get(group, 0) + cut.get(group, 0) for group in {*forced, *cut}})
    return lost


def _check(shape: Shape, node: Node, forced: Mapping[int, int]) -> None:
    """Raise ``UnsureError`` where more is left out of groups than their days demand."""
    unused, values = shape.programme.unused, node.values
    for group in {*forced, *shape.only_daily}:
        if values.of(unused[group]) != forced.get(group, 0):
            raise UnsureError
