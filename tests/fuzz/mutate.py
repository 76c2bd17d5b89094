"""Changes of sound input: bytes, texts, plain data and parts of ZIP files, each from a seeded generator."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from random import Random
from typing import Any

MOST = 20_000
"""Bytes to which an input grows: large ones are tried on purpose, not by chance."""

HOSTILE = (
    "<script>hit()</script>",
    "<img src=x onerror=hit()>",
    "</textarea><svg onload=hit()>",
    "[x](javascript:hit())",
    "![x](http://elsewhere.example/x.png)",
    "{{ 7219*7 }}",
    "{% include 'x' %}",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "'=1",
    "''=1",
    "\tx",
    "\rx",
    "\u202e\u0035\u0032",
    "\u2066x\u2069",
    "\u200b\u200d\ufeff",
    "\u0000",
    "\u001b[31m",
    "\ud800",
    "\udfff",
    "\U0010fffe1\U0010fffe",
    "1e999999",
    "1/0",
    "9" * 400,
    "٣٠",
    "３０．５",
    "30.",
    "-30",
    "0",
    "2025-02-30",
    "9999-12-31",
    "0001-01-01",
    "20251305",
    "2025年3月5日",
    "__proto__",
    "constructor",
    '"',
    '""',
    "'",
    ",",
    "\t",
    "\n",
    "\r\n",
    "，",
    "、",
    "~",
    "!!python/object/apply:os.system [x]",
    "&a [*a]",
    "<<: *a",
    "? - : |",
    "待填",
    "未规定",
    "不适用",
    "是",
    "否",
    "公需",
    "专业",
    "学时",
    "完成日期",
    "科目",
)
"""Words that mean something to one of the readers, or would mean something to a careless one."""

RAW = (
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\x00",
    b"\x80",
    b"\xff",
    b"\x84\x31\xa4\x37",
    b"PK\x03\x04",
    b"%PDF",
    b"_xD800_",
    b"&#55296;",
    b"&#1;",
    b"_x0000_",
    b"1E+400",
    b"1e9999999",
    b"\xd0\xcf\x11\xe0",
    *(word.encode("utf-8", "surrogatepass") for word in HOSTILE),
)


def changed_bytes(rng: Random, seeds: Sequence[bytes]) -> bytes:
    """A seed with some changes."""
    data = bytearray(rng.choice(seeds))
    for _ in range(rng.choice((1, 1, 2, 3, 5, 8, 20))):
        at = rng.randrange(len(data) + 1)
        end = min(len(data), at + rng.choice((1, 2, 4, 16, 200)))
        match rng.randrange(8):
            case 0:
                data[at:end] = b""
            case 1:
                data[at:at] = rng.choice(RAW)
            case 2:
                data[at:end] = rng.choice(RAW)
            case 3:
                data[at:at] = data[at:end] * rng.choice((1, 2, 30))
            case 4:
                data[at : at + 1] = bytes([rng.randrange(256)])
            case 5 if at < len(data):
                data[at] ^= 1 << rng.randrange(8)
            case 6:
                other = rng.choice(seeds)
                start = rng.randrange(len(other) + 1)
                data[at:end] = other[start : start + rng.choice((1, 8, 100, 1000))]
            case _:
                data[at:] = b"" if rng.random() < 0.3 else data[at:]
        del data[MOST:]
    return bytes(data)


def changed_text(rng: Random, seeds: Sequence[str]) -> str:
    """A seed with some changes; may hold halves of characters, as texts of a browser may."""
    text = rng.choice(seeds)
    for _ in range(rng.choice((1, 1, 2, 3, 5, 8))):
        at = rng.randrange(len(text) + 1)
        end = min(len(text), at + rng.choice((0, 0, 1, 2, 8, 100)))
        other = rng.choice(seeds)
        start = rng.randrange(len(other) + 1)
        piece = rng.choice((rng.choice(HOSTILE), chr(rng.randrange(0x11000)), other[start : start + 40], ""))
        text = (text[:at] + piece + text[end:])[:MOST]
    return text


VALUES: tuple[Any, ...] = (None, True, False, 0, -1, 1, 10**30, "", [], {}, [[]], "2025-12-31", "1/3")


def changed_data(rng: Random, data: Any, words: Sequence[Any] = (*HOSTILE, *VALUES)) -> Any:
    """Plain data with some values changed, left out, doubled, or put in the place of others."""
    data = deepcopy(data)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 6))):
        places = list(_places(data))
        if not places:
            return data
        holder, key = rng.choice(places)
        match rng.randrange(6):
            case 0:
                del holder[key]
            case 1:
                other, name = rng.choice(places)
                if name in other if isinstance(other, dict) else name < len(other):
                    holder[key] = deepcopy(other[name])
            case 2 if isinstance(holder, list):
                holder.insert(key, deepcopy(holder[key]))
            case 3 if isinstance(holder, dict):
                holder[rng.choice([str(word) for word in words])] = holder.pop(key)
            case _:
                holder[key] = deepcopy(rng.choice(words))
    return data


def _places(data: Any) -> Any:
    """Every value within some data, by what holds it."""
    waiting = [data]
    while waiting:
        holder = waiting.pop()
        keys = list(holder) if isinstance(holder, dict) else range(len(holder))
        for key in keys:
            yield holder, key
            if isinstance(holder[key], dict | list):
                waiting.append(holder[key])


def changed_zip(rng: Random, seeds: Sequence[bytes]) -> bytes:
    """A ZIP file with the contents of some of its parts changed, or its own bytes."""
    if rng.random() < 0.25:
        return changed_bytes(rng, seeds)
    with zipfile.ZipFile(io.BytesIO(rng.choice(seeds))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(rng.choice((1, 1, 2))):
        name = rng.choice(list(parts))
        match rng.randrange(12):
            case 0:
                parts.pop(name)
            case 1:
                parts[rng.choice(list(parts))] = parts[name]
            case 2:
                parts[name] = b"<a>" * rng.choice((10, 1_000, 30_000))
            case 3:
                parts[name] = b""
            case _:
                parts[name] = changed_bytes(rng, [parts[name]])
        if not parts:
            break
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return made.getvalue()
