"""Single changes in the text of a YAML file: everything beside the changed place stays as it was typed.

Each change is made in the text, then the text is read again: when it does not hold exactly the data that was
meant, the change is refused and nothing happens. Comments are lost only inside of what is taken out.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from builder.editor.emit import block, inline, is_inline, meaning
from builder.editor.nodes import NoPlaceError, Spot, column, find, line_end, line_start
from builder.reading import Reading, read_text
from xueshi.model.structure import Path

OF_WORDS = frozenset({"E015", "E016", "E017", "E029", "E030"})
"""Problems of single words; a text with any other problem of form is mended as a text, not as a form."""


class RefusedEditError(ValueError):
    """The place is written in a way that single changes cannot be made in."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change. ``kind``: set, insert, remove or move (an item, to the number ``value``)."""

    kind: str
    path: Path
    value: Any = None
    order: Sequence[str] = ()
    """The order of the fields of the object a new key goes into."""


def can_edit(reading: Reading) -> bool:
    """Whether the form of the text is sound enough for single changes."""
    return reading.data is not None and all(
        problem.code in OF_WORDS or not problem.is_error for problem in reading.problems
    )


def change(text: str, edit: Edit) -> str:
    """The text after a change. Raises ``RefusedEditError``."""
    before = read_text(text, "")
    if not can_edit(before):
        raise RefusedEditError
    wanted = expected(before.data, edit)
    for quote in (False, True):
        try:
            changed = _WAYS[edit.kind](text, edit, quote)
        except (NoPlaceError, yaml.YAMLError, ValueError):
            continue
        after = read_text(changed, "")
        if can_edit(after) and after.data == wanted:
            return changed
    raise RefusedEditError


def expected(data: object, edit: Edit) -> object:
    """The data after a change. Raises ``RefusedEditError`` for a path that leads nowhere."""
    made: Any = copy.deepcopy(data)
    if not edit.path:
        raise RefusedEditError
    *way, last = edit.path
    inner = made
    try:
        for step in way:
            inner = inner[step]
        if edit.kind == "set":
            inner[last] = meaning(edit.value)
        elif edit.kind == "remove":
            del inner[last]
        elif edit.kind == "move":
            inner.insert(edit.value, inner.pop(last))
        elif isinstance(last, int):
            inner.insert(last, meaning(edit.value))
        else:
            raise RefusedEditError
    except (LookupError, TypeError, AttributeError) as error:
        raise RefusedEditError from error
    return made


def _set(text: str, edit: Edit, quote: bool) -> str:
    parent = find(text, edit.path[:-1])
    try:
        spot = parent.child(edit.path[-1])
    except NoPlaceError:
        return _add_key(text, parent, edit, quote)
    return _replace(text, spot, edit.value, quote)


def _replace(text: str, spot: Spot, value: Any, quote: bool) -> str:
    start, end = spot.start, spot.end
    is_block = isinstance(spot.node, yaml.CollectionNode) and not spot.node.flow_style
    if spot.in_flow or (is_inline(value) and not is_block):
        return _splice(text, start, end, inline(value, flow=spot.in_flow, quote=quote))
    if is_inline(value):
        words = inline(value, quote=quote)
        if spot.key is None:
            return text[:start] + words + text[end:]
        remark = text[spot.colon : line_end(text, spot.colon)].rstrip()
        return f"{text[: spot.colon]} {words}{remark}{text[end:]}"
    lines = block(value, quote=quote)
    if spot.key is None:
        hanging = "\n" + " " * column(text, start)
        return text[:start] + hanging.join(lines) + text[end:]
    stop = line_end(text, end)
    remark = text[end:stop].rstrip() if text[end:stop].lstrip().startswith("#") else ""
    inner = "\n" + " " * (column(text, spot.head) + 2)
    return (
        text[: spot.colon]
        + remark
        + "".join(inner + line for line in lines)
        + text[stop if remark else end :]
    )


def _splice(text: str, start: int, end: int, words: str) -> str:
    """Put words in a place of one line, with one blank behind a colon or dash."""
    if start == end and words:
        words = (" " if text[start - 1 : start] in (":", "-") else "") + words
    if not words:
        start = len(text[:start].rstrip(" "))
    return text[:start] + words + text[end:]


def _add_key(text: str, parent: Spot, edit: Edit, quote: bool) -> str:
    """A new field, behind those that stand before it in the model."""
    key, value = edit.path[-1], edit.value
    if not isinstance(parent.node, yaml.MappingNode) or not isinstance(key, str):
        raise NoPlaceError(str(key))
    there = parent.children()
    if not there:
        return _replace(text, parent, {key: value}, quote)
    ahead = list(edit.order)[: list(edit.order).index(key)] if key in edit.order else None
    before = [spot for spot in there if ahead is None or _name(spot) in ahead]
    after = before[-1] if before else None
    if parent.node.flow_style or parent.in_flow:
        words = f"{key}: {inline(value, flow=True, quote=quote)}"
        at = after.end if after else there[0].head
        return text[:at] + (f", {words}" if after else f"{words}, ") + text[at:]
    margin = column(text, there[0].head)
    lines = block({key: value}, quote=quote)
    if after is not None:
        return _after_line(text, after.end, margin, lines)
    first = there[0].head
    return text[:first] + "".join(line + "\n" + " " * margin for line in lines) + text[first:]


def _name(spot: Spot) -> str:
    return str(spot.key.value) if spot.key is not None else ""


def _after_line(text: str, at: int, margin: int, lines: list[str]) -> str:
    """Whole lines behind the line of a place."""
    stop = line_end(text, at)
    return text[:stop] + "".join("\n" + " " * margin + line for line in lines) + (text[stop:] or "\n")


def _insert(text: str, edit: Edit, quote: bool) -> str:
    holder, number = find(text, edit.path[:-1]), edit.path[-1]
    assert isinstance(number, int)
    items = holder.children() if isinstance(holder.node, yaml.SequenceNode) else []
    if not items:
        return _replace(text, holder, [edit.value], quote)
    if holder.node.flow_style or holder.in_flow:
        words = inline(edit.value, flow=True, quote=quote)
        if number:
            return _splice(text, items[number - 1].end, items[number - 1].end, f", {words}")
        return text[: items[0].start] + f"{words}, " + text[items[0].start :]
    margin = column(text, holder.start)
    lines = block([edit.value], quote=quote)
    if number:
        return _after_line(text, items[number - 1].end, margin, lines)
    at = holder.start
    return text[:at] + "".join(line + "\n" + " " * margin for line in lines) + text[at:]


def _remove(text: str, edit: Edit, quote: bool) -> str:
    del quote
    holder = find(text, edit.path[:-1])
    spot, items = holder.child(edit.path[-1]), holder.children()
    if len(items) == 1:
        return _replace(text, holder, [] if spot.key is None else {}, quote=False)
    if holder.node.flow_style or holder.in_flow:
        if spot.index:
            return text[: items[spot.index - 1].end] + text[spot.end :]
        return text[: spot.head] + text[items[1].head :]
    first = spot.head if spot.key is not None else _dash(text, holder, spot)
    start, stop = line_start(text, first), line_end(text, spot.end)
    if not text[start:first].strip():
        return text[:start] + text[stop + 1 :]
    if spot.index == 0 and not text[spot.end : items[1].head].strip():
        return text[:first] + text[items[1].head :]  # behind the dash of a list: the next one comes up
    return text[:first].rstrip(" ") + text[spot.end :]


def _dash(text: str, holder: Spot, spot: Spot) -> int:
    """Where the dash of a list's item stands."""
    if spot.index == 0:
        return holder.start
    return text.rindex("-", holder.child(spot.index - 1).end, spot.start)


def _move(text: str, edit: Edit, quote: bool) -> str:
    """An item changes places with its neighbours one by one; what stands between the items stays."""
    del quote
    at, goal = edit.path[-1], int(edit.value)
    assert isinstance(at, int)
    for near in _steps(at, goal):
        holder = find(text, edit.path[:-1])
        one, two = holder.child(min(at, near)), holder.child(max(at, near))
        text = (
            text[: one.start]
            + text[two.start : two.end]
            + text[one.end : two.start]
            + text[one.start : one.end]
            + text[two.end :]
        )
        at = near
    return text


def _steps(at: int, goal: int) -> Iterator[int]:
    step = 1 if goal > at else -1
    yield from range(at + step, goal + step, step)


_WAYS = {"set": _set, "insert": _insert, "remove": _remove, "move": _move}
