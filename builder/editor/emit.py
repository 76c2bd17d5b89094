"""Plain data to YAML text as the files of ``data/`` are written: blocks, and short lists in one line."""

from __future__ import annotations

import re
from typing import Any

from builder.reading.scalars import resolve

INDICATORS = "-?:,[]{}#&*!|>'\"%@`“”‘’「」『』"
"""A text that begins with one of these is quoted."""

FLOW_ONLY = re.compile(r"[,\[\]{}]")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
MAPPING = re.compile(r"[:：](?:\s|$)|\s#")
INLINE_MOST = 90
"""Longest list that is written in one line, in characters."""


class Plain(str):
    """A word that stands without quotes: a number, a date, one of the allowed words. Empty: no value."""

    __slots__ = ()


def decode(value: Any) -> Any:
    """What the page sends: text, ``{"$plain": word}``, objects and lists of these."""
    if isinstance(value, dict):
        if set(value) == {"$plain"}:
            return Plain(value["$plain"].strip())
        return {key: decode(item) for key, item in value.items()}
    return [decode(item) for item in value] if isinstance(value, list) else str(value)


def meaning(value: Any) -> Any:
    """The data that a reader makes of a value that was written."""
    if isinstance(value, Plain):
        return resolve(value).value
    if isinstance(value, dict):
        return {key: meaning(item) for key, item in value.items()}
    return [meaning(item) for item in value] if isinstance(value, list) else value


def is_inline(value: Any) -> bool:
    """Whether a value is written behind its key: scalars, what is empty, short lists of words."""
    if isinstance(value, dict):
        return not value
    if isinstance(value, list):
        return all(isinstance(item, str) for item in value) and len(inline(value)) <= INLINE_MOST
    return True


def inline(value: Any, *, flow: bool = False, quote: bool = False) -> str:
    """A value in one line; ``flow`` inside brackets, ``quote`` with quotes in any case."""
    if isinstance(value, dict):
        pairs = ", ".join(f"{key}: {inline(item, flow=True, quote=quote)}" for key, item in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, list):
        return f"[{', '.join(inline(item, flow=True, quote=quote) for item in value)}]"
    if isinstance(value, Plain) and not quote and _is_plain(value, flow=flow):
        return value or ("''" if flow else "")
    if not isinstance(value, Plain) and not quote and _stays_text(value) and _is_plain(value, flow=flow):
        return str(value)
    return _quoted(value)


def block(value: Any, *, quote: bool = False) -> list[str]:
    """A value as lines; the first begins where the value begins."""
    lines: list[str] = []
    if isinstance(value, dict) and value:
        for key, item in value.items():
            if is_inline(item):
                lines.append(f"{key}: {inline(item, quote=quote)}".rstrip())
            else:
                lines += [f"{key}:", *(f"  {line}" for line in block(item, quote=quote))]
    elif isinstance(value, list) and value:
        for item in value:
            first, *others = block(item, quote=quote)
            lines += [f"- {first}".rstrip(), *(f"  {line}" for line in others)]
    else:
        lines.append(inline(value, quote=quote))
    return lines


def _stays_text(text: str) -> bool:
    """Whether the text is read as the same text when it stands without quotes."""
    resolved = resolve(text)
    return resolved.value == text and resolved.code is None


def _is_plain(text: str, *, flow: bool) -> bool:
    if text == "":
        return True
    return (
        text == text.strip()
        and text[0] not in INDICATORS
        and not CONTROL.search(text)
        and not MAPPING.search(text)
        and not (flow and FLOW_ONLY.search(text))
    )


def _quoted(text: str) -> str:
    if not CONTROL.search(text):
        return "'" + text.replace("'", "''") + "'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return '"' + CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", escaped) + '"'
