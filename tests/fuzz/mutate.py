"""Changes of sound input: bytes, texts, plain data, parts of ZIP files and their XML; from a seed."""

from __future__ import annotations

import io
import re
import warnings
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


ATTRIBUTE = re.compile(rb'(\s[\w:]+=")([^"]*)(")')
ELEMENT = re.compile(rb"<(\w[\w:]*)(?:\s[^<>]*)?(?:/>|>[^<]*</\1>)")
TEXT = re.compile(rb"(>)([^<]*)(<)")

WORDS_OF_SHEETS: tuple[bytes, ...] = (
    *(
        b"A1",
        b"a1",
        b"A0",
        b"1A",
        b"XFD1048576",
        b"XFE1",
        b"AAAA1",
        b"A99999999999",
        b"A1:B2",
        b"A1:XFD1048576",
    ),
    *(
        b"s",
        b"str",
        b"inlineStr",
        b"b",
        b"e",
        b"d",
        b"n",
        b"none",
        b"shared",
        b"array",
        b"hidden",
        b"veryHidden",
    ),
    *(b"0", b"1", b"-1", b"1.5", b"1e400", b"NaN", b"45672", b"2958466", b"1" * 400, b"true", b"14", b"177"),
    *(b"rId1", b"rId99", b"../../x.xml", b"/xl/workbook.xml", b"http://elsewhere.example/x", b"sheet1.xml"),
    *(
        b"#DIV/0!",
        b"2025-03-05",
        b"2025-03-05T00:00:00Z",
        b"_x000D_",
        b"_x005F_x000D_",
        b"General",
        b"yyyy/m/d",
    ),
)
"""Values of attributes and cells that mean something in one place of an Excel file and nothing in another."""

PIECES: tuple[bytes, ...] = (
    b"<c/>",
    b'<c r="A1" t="s"><v>0</v></c>',
    b'<c r="B2" t="inlineStr"><is><r><t>x</t></r><rPh><t>y</t></rPh></is></c>',
    b'<c r="C3"><f t="shared" si="0">A1+1</f></c>',
    b'<row r="0"/>',
    b'<row r="1048576" hidden="1"><c t="e"><v>#N/A</v></c></row>',
    b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    b'<cols><col min="1" max="16384" hidden="1"/></cols>',
    b'<dimension ref="A1:XFD1048576"/>',
    b'<sheet name="x" sheetId="9" r:id="rId9"/>',
    b'<workbookPr date1904="1"/>',
    b'<xf numFmtId="14"/>',
    b'<numFmt numFmtId="164" formatCode="[h]:mm;@;[Red]&quot;x"/>',
    b"<si/>",
    b"<!-- -->",
    b"<![CDATA[<v>1</v>]]>",
    b"&#0;",
    b"&b;",
    b'<mc:AlternateContent xmlns:mc="m"><mc:Choice><c/></mc:Choice></mc:AlternateContent>',
)
"""What is put between the elements of its sheets."""


def changed_workbook(rng: Random, seeds: Sequence[bytes]) -> bytes:
    """An Excel file that is still one: elements and values of its XML changed, and how it is packed."""
    with zipfile.ZipFile(io.BytesIO(rng.choice(seeds))) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    for _ in range(rng.choice((1, 1, 2, 3, 5, 10))):
        at = rng.randrange(len(parts))
        name, data = parts[at]
        match rng.randrange(16):
            case 0:
                parts[at] = (rng.choice((name.upper(), "/" + name, name.replace("/", "\\"), "x.xml")), data)
            case 1:
                parts.insert(at, (name, data if rng.random() < 0.5 else b""))
            case 2:
                encoding = rng.choice(("utf-16", "utf-16-le", "utf-8-sig", "gb18030"))
                parts[at] = (name, data.decode("utf-8", "replace").encode(encoding, "replace"))
            case _:
                parts[at] = (name, _changed_xml(rng, data)[: 10 * MOST])
    made = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(made, "w") as archive:
        for name, data in parts:
            packing = rng.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
            archive.writestr(zipfile.ZipInfo(name), data, packing)
    return made.getvalue()


def _changed_xml(rng: Random, data: bytes) -> bytes:
    """XML with one value or element changed, left out, doubled, moved or put in."""
    pattern = rng.choice((ATTRIBUTE, ELEMENT, TEXT))
    found = list(pattern.finditer(data))
    if not found:
        return data
    match = rng.choice(found)
    start, end = match.span()
    if pattern is ELEMENT:
        other = rng.choice(found)[0]
        put = rng.choice((b"", match[0] * 2, other, rng.choice(PIECES), match[0] + rng.choice(PIECES)))
    else:
        hostile = rng.choice(HOSTILE).encode("utf-8", "surrogatepass")
        word = rng.choice((rng.choice(WORDS_OF_SHEETS), rng.choice(found)[2], hostile))
        put = match[1] + word + match[3]
    return data[:start] + put + data[end:]
