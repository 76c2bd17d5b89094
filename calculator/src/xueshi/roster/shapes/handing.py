"""What counts of each form: hours of a group handed down to its forms, as ``judge.counted`` does it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from xueshi.judge.tally import Kind
from xueshi.judge.whole import Placed
from xueshi.roster.shapes.hours import NOTHING, Hours
from xueshi.roster.shapes.nodes import Node
from xueshi.roster.shapes.programmes import Shape
from xueshi.roster.shapes.regions import UnsureError

Parts = list[tuple[Kind, int]]


class Changes(NamedTuple):
    """What does not count as it is written: ``less`` of a form that else does, or just these ``parts`` of it.

    ``cut`` says whether anything is left out.
    """

    less: Mapping[int, int]
    parts: Mapping[int, Parts]
    cut: bool


NONE = Changes({}, {}, cut=False)


def changes(shape: Shape, hours: Hours, node: Node) -> Changes:
    """What counts of the forms of which not all counts as it is written."""
    group_of = shape.programme.group_of
    lost = _lost(shape, hours, node) if shape.daily else NOTHING
    touched = {group_of[name]: None for name in node.numbers if name in group_of}
    if not touched:
        return NONE
    less: dict[int, int] = {}
    changed: dict[int, Parts] = {}
    cut = False
    for index in touched:
        group = shape.groups[index]
        if group.whole:
            cut = _of_rows(shape, hours, node, index, changed) or cut
        elif len(group.options) > 1:
            cut = _of_forms(shape, hours, node, index, lost, changed) or cut
        else:
            cut = True
            _cut_off(shape, hours, node, index, lost, less)
    return Changes(less, changed, cut)


def _cut_off(
    shape: Shape, hours: Hours, node: Node, index: int, lost: Mapping[int, int], less: dict[int, int]
) -> None:
    """Leave hours out of a group that counts as it is written: those lost, then of the last forms."""
    forms, below = shape.forms(hours, index), node.below
    left = node.of(shape.programme.unused[index]) - sum([lost.get(form, 0) for form in forms])
    for form in reversed(forms):
        own = lost.get(form, 0)
        taken = max(0, min(left, hours.amounts[form] * below - own))
        less[form] = own + taken
        left -= taken


def _of_forms(
    shape: Shape, hours: Hours, node: Node, index: int, lost: Mapping[int, int], changed: dict[int, Parts]
) -> bool:
    """Hand the hours of a group's options to its forms; whether any are left out."""
    numbers, below, cut = shape.by_option(hours, node, index), node.below, False
    for form in shape.forms(hours, index):
        parts = changed[form] = []
        left = hours.amounts[form] * below - lost.get(form, 0)
        for at, kind in enumerate(shape.place[form][1]):
            taken = min(left, numbers[at])
            if taken:
                numbers[at] -= taken
                left -= taken
                parts.append((kind, taken))
        cut = cut or sum([number for _, number in parts]) < hours.amounts[form] * below
    return cut


def _of_rows(shape: Shape, hours: Hours, node: Node, index: int, changed: dict[int, Parts]) -> bool:
    """The same for rows that are counted whole, each within its bin."""
    numbers, below, cut = shape.by_option(hours, node, index), node.below, False
    placed, options = shape.placed(hours, node, index), shape.groups[index].options
    assert isinstance(placed, Placed)
    for (form, amount), bin_ in zip(shape.rows(hours, index), placed.bins, strict=True):
        parts, left = changed.setdefault(form, []), amount * below
        for at, (option, kind) in enumerate(zip(options, shape.place[form][1], strict=True)):
            taken = min(left, numbers[at]) if option.bin == bin_ else 0
            if taken:
                numbers[at] -= taken
                left -= taken
                parts.append((kind, taken))
        cut = cut or bool(left)
    return cut


def _lost(shape: Shape, hours: Hours, node: Node) -> Mapping[int, int]:
    """Hours by form that caps on single days cut off, over the node's denominator.

    Only where nothing else is left out of these groups, and where it is certain of which group how much is.
    """
    if not (hours.alone or hours.days):
        _check(shape, node, NOTHING)
        return NOTHING
    below, unused = node.below, shape.programme.unused
    lost = {form: over * below for form, over in hours.alone.items()}
    forced: dict[int, int] = {}
    for form, over in lost.items():
        group = shape.group_of[form]
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
    cut = {group: node.of(unused[group]) - forced.get(group, 0) for group in shared}
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
            group, number = shape.group_of[form], parts[form] * below
            taken = min(left[group], number)
            left[group] -= taken
            lost[form] = lost.get(form, 0) + number - taken
    if min(cut.values(), default=0) < 0:
        raise UnsureError
    _check(shape, node, {group: forced.get(group, 0) + cut.get(group, 0) for group in {*forced, *cut}})
    return lost


def _check(shape: Shape, node: Node, forced: Mapping[int, int]) -> None:
    """Raise ``UnsureError`` where more is left out of groups than their days demand."""
    unused = shape.programme.unused
    for group, number in forced.items():
        if node.of(unused[group]) != number:
            raise UnsureError
    only = shape.only_daily
    for name in node.numbers:
        if name in only and only[name] not in forced:
            raise UnsureError
