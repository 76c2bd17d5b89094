"""The table of targets: counties with target, done and ratio; damaged cells are shown as printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from builder.draft.finding import Place
from builder.draft.tables import Annex, Row, annexes
from builder.draft.text import Notice, narrow

SOUND = re.compile(r"0|[1-9]\d{0,6}")
RATIO = re.compile(r"\d{1,3}\.\d\d%")
PRAISE = re.compile(r"(?:对|将)(?P<names>[^。]{2,160}?)(?:特别)?(?:提出|予以|给予)(?:通报)?表扬")


@dataclass(frozen=True, slots=True)
class Cell:
    """One number: its value, or what is printed with the likely reading."""

    value: str
    printed: str
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class TargetRowFound:
    """One county or district."""

    name: str
    target: Cell
    done: Cell
    ratio: Cell
    line: int


@dataclass(frozen=True, slots=True)
class TargetsFound:
    """The whole table."""

    title: str
    year: int | None
    unit: str
    annex: str
    place: Place
    rows: list[TargetRowFound]
    praised: set[str]
    praise: Place | None


def targets(notice: Notice) -> TargetsFound | None:
    """The table of targets, if an annex holds one."""
    for annex in annexes(notice):
        head = next((index for index, row in enumerate(annex.rows) if _is_header(row)), None)
        if head is None:
            continue
        rows = [found for row in annex.rows[head + 1 :] if (found := _row(row)) is not None]
        if not rows:
            continue
        year = re.match(r"(20\d\d)年", annex.title)
        unit = next(
            (
                match[1]
                for row in annex.rows
                if (match := re.search(r"单位:([一-鿿]{1,4})", "".join(row.cells)))
            ),
            "",
        )
        header = annex.rows[head]
        words = re.sub(r"\s", "", header.raw)
        where = Place(annex.name.split(" ")[0], words[-30:] if len(words) > 30 else words, header.line)
        praised, praise = _praised(notice, [row.name for row in rows])
        return TargetsFound(
            annex.title, int(year[1]) if year else None, unit, annex.name, where, rows, praised, praise
        )
    return None


def _is_header(row: Row) -> bool:
    text = "".join(row.cells)
    return bool(
        re.search(r"目标|任务|应完成", text)
        and re.search(r"完成(?:情况|人数|数)|实际", text)
        and re.search(r"比率|比例|完成率", text)
    )


def _row(row: Row) -> TargetRowFound | None:
    """Name and three numbers. The cells are told apart by blanks, also inside a name or a damaged number."""
    raw = re.sub(r"\t", " ", row.raw).strip()
    match = re.match(r"((?:\d{1,2}\s+)?[一-鿿][一-鿿\s(（）)、]*[一-鿿)）])\s+(\S.*)", raw)
    if match is None:
        return None
    name = re.sub(r"^\d+", "", narrow(match[1]))
    if name in ("合计", "总计", "小计", "全市"):
        return None
    tokens = match[2].replace("％", "%").split()
    if not re.search(r"\d", match[2]):
        return None
    return TargetRowFound(name, *_split(tokens), row.line)


def _split(tokens: list[str]) -> tuple[Cell, Cell, Cell]:
    """Target, done and ratio. Where a damaged number has blanks, only the arithmetic tells them apart."""
    ways = []
    for one in range(1, len(tokens) - 1):
        for two in range(one + 1, len(tokens)):
            first, second, third = tokens[:one], tokens[one:two], tokens[two:]
            ways.append((_cell(first), _cell(second), _cell(third, ratio=True)))
    agreeing = [cells for cells in ways if _agree(*(cell.value or cell.proposal for cell in cells))]
    if len(agreeing) == 1:
        target, done, ratio = agreeing[0]
        return target, done, ratio
    if len(ways) == 1 and any(not (cell.value or cell.proposal) for cell in ways[0]):
        target, done, ratio = ways[0]
        return target, done, ratio
    printed = " ".join(tokens)
    target, done, ratio = (Cell("", part) for part in (tokens if len(tokens) == 3 else [printed] * 3))
    return target, done, ratio


def _cell(tokens: list[str], *, ratio: bool = False) -> Cell:
    printed = " ".join(tokens)
    if len(tokens) == 1 and (RATIO if ratio else SOUND).fullmatch(narrow(printed)):
        return Cell(narrow(printed), printed)
    return Cell("", printed, (_percent if ratio else _digits)(printed))


def _digits(word: str) -> str:
    text = re.sub(r"\(\)|[Oo〇]", "0", word)
    return re.sub(r"\D", "", text)


def _percent(word: str) -> str:
    digits = re.sub(r"\D", "", word)
    return f"{int(digits[:-2])}.{digits[-2:]}%" if len(digits) in (4, 5) else ""


def _agree(target: str, done: str, ratio: str) -> bool:
    """Whether the ratio is done by target, cut off or rounded."""
    if not (target and done and ratio) or not int(target):
        return False
    exact = Decimal(done) * 100 / Decimal(target)
    cut = [exact.quantize(Decimal("0.01"), rounding=way) for way in (ROUND_DOWN, ROUND_HALF_UP)]
    return Decimal(ratio.rstrip("%")) in cut


def _praised(notice: Notice, names: list[str]) -> tuple[set[str], Place | None]:
    """Who is named in the sentence that praises."""
    for sentence in notice.sentences:
        match = PRAISE.search(sentence.text)
        if match is None or sentence.start >= notice.outline.annexes:
            continue
        found = {name for name in names if name in match["names"]}
        if found:
            start, end = sentence.start + match.start(), sentence.start + match.end()
            return found, Place(
                notice.clause_at(start), notice.evidence(end - 6, end), notice.line_at(end - 1), start
            )
    return set(), None


def is_target_annex(annex: Annex) -> bool:
    """Whether an annex is such a table, so that nothing else reads it."""
    return any(_is_header(row) for row in annex.rows)
