"""A Word file (DOCX) as text: one line for each paragraph, the cells of a table separated by tabs."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MOST = 50_000_000
"""Bytes of the unpacked text beyond which a file is no notice."""


class UnreadableError(Exception):
    """A file that cannot be read as what it calls itself; the message is Chinese, for the admin."""


def docx_text(data: bytes) -> str:
    """The text of a DOCX file, deleted passages left out. Raises ``UnreadableError``."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            if file.getinfo("word/document.xml").file_size > MOST:
                raise UnreadableError("这个 Word 文件太大，不像一份通知")
            document = _parse(file.read("word/document.xml"))
            numbering = (
                _parse(file.read("word/numbering.xml")) if "word/numbering.xml" in file.namelist() else None
            )
    except (
        zipfile.BadZipFile,
        KeyError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        zlib.error,
        ElementTree.ParseError,
        OSError,
    ) as error:
        message = "读不出来：不是完好的 DOCX 文件。旧的 .doc 文件请在 Word 或 WPS 里另存为 .docx"
        raise UnreadableError(message) from error
    body = document.find(f"{W}body")
    if body is None:
        raise UnreadableError("读不出来：Word 文件里没有正文")
    counter = _Numbers(numbering)
    return "\n".join(_lines(body, counter)) + "\n"


def _parse(data: bytes) -> Element:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise UnreadableError("读不出来：Word 文件里有不该有的内容")
    return ElementTree.fromstring(data)


def _lines(parent: Element, counter: _Numbers) -> Iterator[str]:
    for item in parent:
        if item.tag == f"{W}p":
            yield counter.mark(item) + _text(item)
        elif item.tag == f"{W}tbl":
            for row in item.iter(f"{W}tr"):
                cells = ["".join(_text(part) for part in cell.iter(f"{W}p")) for cell in row.iter(f"{W}tc")]
                yield "\t".join(re.sub(r"[\t\n]+", " ", cell) for cell in cells)
        elif item.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins"):
            yield from _lines(item, counter)


def _text(paragraph: Element) -> str:
    parts = []
    for item in paragraph.iter():
        if item.tag == f"{W}t":
            parts.append(item.text or "")
        elif item.tag in (f"{W}tab", f"{W}br", f"{W}cr"):
            parts.append(" ")
        elif item.tag == f"{W}noBreakHyphen":
            parts.append("-")
    return "".join(parts)


CHINESE = "零一二三四五六七八九十"


class _Numbers:
    """The numbers that Word makes for headings and lists, which stand in no text of the file."""

    def __init__(self, numbering: Element | None) -> None:
        self._forms: dict[tuple[str, str], tuple[str, str]] = {}
        self._counts: dict[tuple[str, int], int] = {}
        if numbering is None:
            return
        abstract = {}
        for item in numbering.iter(f"{W}abstractNum"):
            levels = {level.get(f"{W}ilvl", "0"): _form(level) for level in item.iter(f"{W}lvl")}
            abstract[item.get(f"{W}abstractNumId", "")] = levels
        for item in numbering.iter(f"{W}num"):
            link = item.find(f"{W}abstractNumId")
            for level, form in abstract.get(link.get(f"{W}val", "") if link is not None else "", {}).items():
                self._forms[(item.get(f"{W}numId", ""), level)] = form

    def mark(self, paragraph: Element) -> str:
        """The number in front of a paragraph; empty for one without."""
        own = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
        level = paragraph.find(f"{W}pPr/{W}numPr/{W}ilvl")
        if own is None:
            return ""
        number, depth = own.get(f"{W}val", ""), (level.get(f"{W}val", "0") if level is not None else "0")
        form, text = self._forms.get((number, depth), ("", ""))
        if not text or form in ("bullet", "none", ""):
            return ""
        for deeper in [key for key in self._counts if key[0] == number and key[1] > int(depth)]:
            del self._counts[deeper]
        count = self._counts[(number, int(depth))] = self._counts.get((number, int(depth)), 0) + 1
        shown = _chinese(count) if "hinese" in form or "japanese" in form else str(count)
        return re.sub(r"%\d", shown, text)


def _form(level: Element) -> tuple[str, str]:
    kind, text = level.find(f"{W}numFmt"), level.find(f"{W}lvlText")
    return (
        kind.get(f"{W}val", "") if kind is not None else "",
        text.get(f"{W}val", "") if text is not None else "",
    )


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else CHINESE[tens] + "十"
    return head + (CHINESE[ones] if ones or not tens else "")
