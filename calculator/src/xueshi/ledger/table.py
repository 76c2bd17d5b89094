"""The ledger as its owner wrote it: lines of text cells, nothing read into them yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

COMPLETED = "完成日期"
SUBJECT = "科目"
HOURS = "学时"
COURSE = "课程"
PROVIDER = "施教机构"
WAY = "学习方式"
ENTRY_MODE = "入账方式"
DECLARED = "申报日期"
REVIEWED = "审核日期"
PLAN_FILED = "计划备案"
SHOWN = "平台显示"
TOPIC = "主题"

COLUMNS = (
    COMPLETED,
    SUBJECT,
    HOURS,
    COURSE,
    PROVIDER,
    WAY,
    ENTRY_MODE,
    DECLARED,
    REVIEWED,
    PLAN_FILED,
    SHOWN,
    TOPIC,
)
"""Headers of a ledger, in the order in which it is written."""

USUAL_COLUMNS = COLUMNS[:10]
"""Headers that every ledger is written with; those behind them only where a row has something there."""

REQUIRED_COLUMNS = (COMPLETED, SUBJECT, HOURS)
"""Headers without which a table is no ledger."""

ENTRY_AUTOMATIC = "自动"
ENTRY_DECLARED = "申报"
ENTRY_MODES = (ENTRY_AUTOMATIC, ENTRY_DECLARED)
YES, NO = "是", "否"
PLAN_VALUES = (YES, NO)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a ledger: its number in the file (header = 1) and its cells in the order of ``COLUMNS``."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a person claims to have learned: lines, or in quick mode hours per subject (``totals``)."""

    lines: tuple[Line, ...] = ()
    totals: Mapping[str, str] | None = field(default=None)


def used_columns(rows: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """The headers a ledger is written with: the usual ones, and those behind them as far as they are used."""
    used = max((at + 1 for row in rows for at, cell in enumerate(row) if cell), default=0)
    return COLUMNS[: max(used, len(USUAL_COLUMNS))]


def ledger_of_rows(rows: list[list[str]]) -> Ledger:
    """A ledger from rows of cells without a header, numbered from 2 as in a file; empty rows are skipped."""
    width = len(COLUMNS)
    padded = (tuple([*map(str, row), *[""] * width][:width]) for row in rows)
    numbered = (Line(index, cells) for index, cells in enumerate(padded, start=2))
    return Ledger(tuple(line for line in numbered if any(cell.strip() for cell in line.cells)))


def ledger_of_totals(totals: Mapping[str, str]) -> Ledger:
    """A quick ledger: hours per subject id, as typed."""
    return Ledger((), MappingProxyType(dict(totals)))
