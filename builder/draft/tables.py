"""Tables of an annex as rows of cells: by tabs, or by blanks where the lines have no tabs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from builder.draft.text import MARKUP, Notice, narrow


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; ``line`` counts from 1."""

    line: int
    cells: tuple[str, ...]
    raw: str


@dataclass(frozen=True, slots=True)
class Annex:
    """The lines behind one heading of an annex, up to the next."""

    name: str
    """``附件 1``; 附件 where it has no number."""
    title: str
    line: int
    """The line of the title."""
    rows: tuple[Row, ...]


ANNEX = re.compile(r"附件(\d{1,2}|[一二三四五六七八九十])?:?(?P<title>.{0,40})")
TITLED = re.compile(r".{4,50}(?:名单|表|一览|情况|登记表|申报表|统计表)(?:\(.{1,12}\))?")


def annexes(notice: Notice) -> list[Annex]:
    """All annexes with their lines; a heading of Markdown or the title of a form begins a part of its own."""
    found: list[Annex] = []
    name = title = ""
    start = 0
    rows: list[Row] = []
    waiting = begun = False

    def close() -> None:
        if begun and (title or rows):
            found.append(Annex(name, title, start, tuple(rows)))

    first = _first_line(notice)
    for index, raw in enumerate(notice.lines, 1):
        if index < first:
            continue
        bare = MARKUP.sub("", raw)
        text = narrow(bare)
        if not text or re.fullmatch(r"[-=_*]{2,}|-\d{1,3}-", text):
            continue
        heading = ANNEX.fullmatch(text) if "\t" not in raw else None
        if heading and (not heading["title"] or heading[1]):
            close()
            begun, rows, waiting = True, [], True
            name = f"附件 {heading[1]}" if heading[1] else "附件"
            title, start = heading["title"], index
            waiting = not title
        elif waiting and not title and "\t" not in raw:
            title, start = text, index
        elif waiting and not rows and _continues_title(title, text):
            title += text
        elif (
            begun
            and "\t" not in raw
            and TITLED.fullmatch(text)
            and not re.match(r"\d", text[:1] if "年" not in text[:6] else "")
        ):
            close()
            rows, title, start, waiting = [], text, index, False
        else:
            waiting = False
            rows.append(Row(index, _cells(raw if "\t" in raw else bare), raw))
    close()
    return found


def _continues_title(title: str, text: str) -> bool:
    return (
        not re.search(r"(?:名单|表|情况|一览)$", title)
        and re.search(r"^(?:完成情况|名单|情况|.{0,12}表)$", text) is not None
    )


def _first_line(notice: Notice) -> int:
    if notice.outline.annexes >= len(notice.text):
        return len(notice.lines) + 1
    return notice.line_at(notice.outline.annexes)


def _cells(raw: str) -> tuple[str, ...]:
    if "\t" in raw:
        return tuple(narrow(cell) for cell in raw.split("\t"))
    if "|" in raw.strip()[:1]:
        return tuple(narrow(cell) for cell in raw.strip().strip("|").split("|"))
    return tuple(narrow(cell) for cell in re.split(r"\s{1,}", raw.strip()))
