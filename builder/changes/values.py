"""Every value that differs between two pieces of plain data of one kind, with its place in Chinese.

The names of places come from the model: the beginning of the description that its field has.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from functools import cache
from typing import Any

from builder.schema.json_schema import descriptions
from builder.schema.kinds import FILES, alternatives, item_of

KEYS = ("id", "ref", "platform", "title", "name", "printed", "clause")
"""Fields by which an entry of a list is known again."""

DERIVED = ("schema_version", "generated_at", "page", "ref")
"""Keys of published data that follow from others."""

LONGEST_NAME = 14
LONGEST_VALUE = 80


@dataclass(frozen=True, slots=True)
class Difference:
    """One value: the way to it in words, what stood there and what stands there; None is nothing."""

    way: tuple[str, ...]
    before: object
    after: object
    path: tuple[str, ...] = ()
    """The way in names of fields."""

    @property
    def text(self) -> str:
        """``计划备案 › 年底前提醒 › 小标题：由“…”改为“…”``."""
        place = " › ".join(self.way)
        if self.before is None:
            return f"{place}：新增{_shown(self.after)}"
        if self.after is None:
            return f"{place}：删去{_shown(self.before)}"
        return f"{place}：由{_shown(self.before)}改为{_shown(self.after)}"


def differences(kind: Any, before: object, after: object) -> Iterator[Difference]:
    """Everything that differs between two values of a kind, in the order of the newer one."""
    yield from _differ(kind, before, after, (), ())


def _differ(
    kind: Any, before: object, after: object, way: tuple[str, ...], path: tuple[str, ...]
) -> Iterator[Difference]:
    if before == after or (_is_empty(before) and _is_empty(after)):
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        cls = _class(kind)
        hints = typing.get_type_hints(cls) if cls else {}
        for key in dict.fromkeys((*after, *before)):
            if key not in DERIVED and not (cls is None and key == "title"):
                step = (*way, label(cls.__name__ if cls else "", key))
                yield from _differ(hints.get(key), before.get(key), after.get(key), step, (*path, key))
    elif _is_list(before) and _is_list(after):
        yield from _lists(kind, typing.cast(Any, before), typing.cast(Any, after), way, path)
    else:
        yield Difference(way, before, after, path)


def _lists(
    kind: Any, before: Sequence[Any], after: Sequence[Any], way: tuple[str, ...], path: tuple[str, ...]
) -> Iterator[Difference]:
    item = next((found for part in alternatives(kind) if (found := item_of(part))), None) if kind else None
    if not all(isinstance(entry, Mapping) for entry in (*before, *after)):
        gone = [entry for entry in before if entry not in after]
        new = [entry for entry in after if entry not in before]
        yield from (Difference(way, entry, None, path) for entry in gone)
        yield from (Difference(way, None, entry, path) for entry in new)
        if not gone and not new:
            yield Difference(way, before, after, path)
        return
    key = _key(before, after)
    old, new_ = (
        {str(entry[key]) if key else str(index): entry for index, entry in enumerate(entries, 1)}
        for entries in (before, after)
    )
    only_old, only_new = (
        [name for name in one if name not in other] for one, other in ((old, new_), (new_, old))
    )
    if len(only_old) == len(only_new) == 1:  # the same entry under another name
        old = {only_new[0] if name == only_old[0] else name: entry for name, entry in old.items()}
    for name in dict.fromkeys((*new_, *old)):
        was, now = old.get(name), new_.get(name)
        entry = now if now is not None else was or {}
        step = (*way, _called(entry, name))
        if was is None or now is None:
            yield Difference(step, was, now, (*path, name))
        else:
            yield from _differ(item, was, now, step, (*path, name))


def _key(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> str | None:
    """The field that tells the entries of both lists apart."""
    for key in KEYS:
        if all(
            all(key in entry for entry in entries)
            and len({str(entry[key]) for entry in entries}) == len(entries)
            for entries in (before, after)
        ):
            return key
    return None


def _called(entry: Mapping[str, Any], name: str) -> str:
    return str(entry.get("name") or entry.get("title") or entry.get("printed") or name)


def label(cls: str, key: str) -> str:
    """The Chinese name of a field: the beginning of its description."""
    told = _told().get(cls, {}).get(key) or _told()["Source"].get(key, key)
    short = re.split(r"[，。；：（“]", told, maxsplit=1)[0]
    return short if 0 < len(short) <= LONGEST_NAME else key


@cache
def _told() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name in FILES:
        found |= descriptions(name)
    return found


def _class(kind: Any) -> type | None:
    if kind is None:
        return None
    return next((part for part in alternatives(kind) if isinstance(part, type) and is_dataclass(part)), None)


def _is_empty(value: object) -> bool:
    """Nothing there: a site that was built before a field existed lacks it, a newer one has it empty."""
    return value is None or value in ([], (), {})


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return ""
    if isinstance(value, bool):
        return "“是”" if value else "“否”"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"“{'、'.join(str(item) for item in value)}”"
    text = str(value)
    return f"“{text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + '…'}”"
