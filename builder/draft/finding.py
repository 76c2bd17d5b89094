"""One fact found in a notice, or the reason why a likely one was not taken."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from builder.draft.text import Notice


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: clause, the printed words that show it, and the line of the notice."""

    clause: str
    evidence: str
    line: int
    start: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """A value with its place. ``value`` None: there is something, and the admin must decide what.

    ``field`` names the fact (``min.public``, ``deadline.learn`` …), ``proposal`` is the likely reading of
    what is damaged or doubtful, ``doubt`` says why nobody but a person may take it.
    """

    field: str
    value: Any
    place: Place
    proposal: str = ""
    doubt: str = ""
    derivation: str = ""
    more: dict[str, Any] = dataclasses.field(default_factory=dict)


def place(notice: Notice, start: int, end: int) -> Place:
    """The place of a stretch of the copy."""
    return Place(notice.clause_at(start), notice.evidence(start, end), notice.line_at(start), start)


def settle(found: list[Finding]) -> Finding | None:
    """The one value that all findings of a field agree on; a doubt that lists them when they do not.

    A damaged or doubtful reading that says something else is as good as a contradiction.
    """
    sound = [item for item in found if item.value is not None]
    if not sound:
        return found[0] if found else None
    first = sound[0]
    values = list(dict.fromkeys(str(item.value) for item in sound))
    if len(values) == 1:
        against = [item for item in found if item.value is None and item.proposal != values[0]]
        against = [item for item in against if item.proposal or "损坏" in item.doubt]
        if not against:
            return first
        values += [item.proposal or str(item.more.get("printed", "")) for item in against]
    lines = "、".join(str(item.place.line) for item in found)
    doubt = f"通知里有不同的说法：{'、'.join(values)}（第 {lines} 行）"
    words = {str(item.more["printed"]) for item in found if "printed" in item.more}
    more = {key: value for key, value in first.more.items() if key != "printed" or len(words) == 1}
    return Finding(first.field, None, first.place, doubt=doubt, more=more)
