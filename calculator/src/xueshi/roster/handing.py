"""What counts of each form: hours of a group handed down to its forms, as ``judge.counted`` does it."""

from __future__ import annotations

from xueshi.judge.tally import Kind
from xueshi.judge.whole import Placed
from xueshi.roster.programmes import Hours, Node, Shape
from xueshi.roster.regions import UnsureError

Parts = list[tuple[Kind, int]]


def changes(shape: Shape, hours: Hours, node: Node) -> tuple[dict[int, Parts], bool]:
    """What counts of the forms of which not all counts as it is written, and whether anything is left out."""
    programme, values = shape.programme, node.values
    lost = _lost(shape, hours, node) if hours.days else {}
    changed: dict[int, Parts] = {}
    cut, below = False, values.below
    groups = [programme.group_of[name] for name in values.numbers if name in programme.group_of]
    for index in dict.fromkeys(groups):
        numbers, group = shape.by_option(hours, node, index), shape.groups[index]
        forms = [form for form in hours.amounts if shape.place[form][0] == index]
        if not group.whole:
            for form in forms:
                parts, left = [], (hours.amounts[form] - lost.get(form, 0)) * below
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
    """Hours by form that caps on single days cut off, where nothing else is left out of these groups."""
    forced: dict[int, int] = {}
    lost: dict[int, int] = {}
    for day, over, parts in hours.days:
        group = shape.place[next(iter(parts))][0]
        forced[group] = forced.get(group, 0) + over
        forms = list(parts)
        start = day % len(forms)
        left = sum(parts.values()) - over
        for form in forms[start:] + forms[:start]:
            taken = min(left, parts[form])
            left -= taken
            lost[form] = lost.get(form, 0) + parts[form] - taken
    programme, values = shape.programme, node.values
    if any(values.of(programme.unused[group]) != over * values.below for group, over in forced.items()):
        raise UnsureError
    return lost
