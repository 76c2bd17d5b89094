"""Results, duties and rows to be corrected as tables of text: what each column holds."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from xueshi.judge.verdict import Status
from xueshi.ledger.entries import RowError
from xueshi.model.published import Rules
from xueshi.roster.outcome import Outcome, Step, Tally
from xueshi.roster.people.judged import Result
from xueshi.roster.people.rows import TABLE_STEP
from xueshi.roster.results.duties import DutyLine
from xueshi.roster.results.letters import letter
from xueshi.roster.results.wording import MOST_ROWS_NAMED, Wording, excluded_reason, is_own, told
from xueshi.roster.safe import row_mark, unguarded
from xueshi.roster.sentences import say
from xueshi.roster.tables.headers import BEYOND, REASON, SOURCE_FILE, SOURCE_LINE, SOURCE_MARK
from xueshi.texts import STATUS_NAMES, hours_text
from xueshi.workbook.xlsx import SheetForm

WHO = ("工号", "姓名", "单位", "部门", "城市", "年度")
FOUND = ("结论", "还要学", "本人要办的事", "本人最近一天", "单位要办的事", "单位最近一天", "要回答的问题")
ROWS = ("没有申报的行", "等待审核的行", "审核超期的行", "备案待核实的行", "不计入的行", "读不懂的行", "提醒")
LETTER = "提醒文字"
DAYS = frozenset(("本人最近一天", "单位最近一天", "最后一天"))
LONG = frozenset(
    (
        "还要学",
        "本人要办的事",
        "单位要办的事",
        "要回答的问题",
        "不计入的行",
        "提醒",
        LETTER,
        "事项",
        "涉及的人",
    )
)
DUTIES = ("城市", "年度", "谁办", "最后一天", "事项", "人数", "条数", "涉及的人", "依据")
WIDTHS = {
    **dict.fromkeys(("工号", "单位", "不计入的行"), 24.0),
    **dict.fromkeys(("还要学", "单位要办的事", "提醒", "依据"), 30.0),
    **dict.fromkeys(("本人要办的事", "要回答的问题", "涉及的人"), 40.0),
    **dict.fromkeys((LETTER, REASON, "事项"), 70.0),
}

ADDED = (BEYOND, SOURCE_FILE, SOURCE_LINE, SOURCE_MARK)
"""Columns behind the own ones of rows that are to be corrected."""

_FAR_ROW = re.compile(r"第 ([0-9]{10,12}) 行")
_PARTS = ("required", "learned", "declared", "approved", "shortfall")


@dataclass(frozen=True, slots=True)
class Column:
    """Hours of one requirement: its id, on which list it stands, and which of its numbers."""

    id: str
    axis: bool
    part: str
    title: str


class ResultTable:
    """Results of people under some rules, as rows of text.

    ``names`` are those of the tables, where there are several: rows are then named with theirs.
    """

    def __init__(
        self,
        rules: Iterable[Rules],
        today: datetime.date,
        names: Sequence[str] = (),
        *,
        letters: bool = False,
    ) -> None:
        self.today, self.names, self.letters = today, tuple(names), letters
        every = tuple(rules)
        self.columns = tuple(_columns(every))
        by_item: dict[tuple[str, bool], list[str]] = {}
        for column in self.columns:
            by_item.setdefault((column.id, column.axis), []).append(column.part)
        self._items = tuple(by_item.items())
        """The columns again, those of one requirement together, as they stand."""
        self._wordings: dict[int, Wording] = {}
        self.header = (*WHO, *FOUND, *(column.title for column in self.columns), *ROWS)
        if letters:
            self.header = (*self.header, LETTER)

    @property
    def form(self) -> SheetForm:
        """How the table looks in an Excel file."""
        numbers = frozenset(column.title for column in self.columns)
        return SheetForm(say("sheet_results"), self.header, numbers, DAYS, LONG, WIDTHS)

    def wording(self, rules: Rules) -> Wording:
        """The words of a rule, made once."""
        found = self._wordings.get(id(rules))
        if found is None:
            found = self._wordings[id(rules)] = Wording(rules)
        return found

    def row(self, result: Result) -> tuple[str, ...]:
        """The cells of one person."""
        person, outcome = result.person, result.outcome
        wording = self.wording(result.rules) if result.rules else None
        cells = [person.id, person.name, person.unit, person.department, result.city, str(person.year)]
        cells.append(status_name(outcome))
        # While a question is open, what is missing hangs on its answer.
        open_yet = outcome.status is Status.NEEDS_INFO
        cells.append(wording.plan(outcome) if wording and not open_yet else "")
        steps = told(outcome.steps)
        own, others = ([step for step in steps if is_own(step) is his] for his in (True, False))
        cells.extend(_todo(own, outcome, wording))
        cells.extend(_todo(others, outcome, wording))
        cells.append(in_words("；".join(asked.text for asked in outcome.questions), self.names))
        cells.extend(self._hours(outcome))
        cells.extend(
            map(self.places, (outcome.undeclared, outcome.waiting, outcome.overdue, outcome.unfiled))
        )
        cells.append(self._excluded(outcome))
        cells.append(self.places(tuple(dict.fromkeys(error.row or 0 for error in result.errors))))
        remarks = [remark.message.rstrip("。") for remark in person.remarks]
        if outcome.repeated:
            remarks.append(say("remark_repeated", rows=self.places(outcome.repeated)))
        if result.doubtful:
            numbers = tuple(line.number for line in result.doubtful)
            remarks.append(say("remark_doubtful", rows=self.places(numbers)))
        cells.append("；".join(remarks))
        if self.letters:
            cells.append(in_words(letter(result, wording, self.today), self.names))
        return tuple(cells)

    def _hours(self, outcome: Outcome) -> Iterable[str]:
        known = {(item.id, axis): item for axis, items in _lists(outcome) for item in items}
        for key, parts in self._items:
            item = known.get(key)
            if item is None:
                yield from ("",) * len(parts)
            else:
                for part in parts:
                    yield _hours_text(getattr(item, part))

    def places(self, numbers: Sequence[int]) -> str:
        """Rows by their line, with the name of their table where there are several."""
        shown = "、".join(map(self.place, numbers[:MOST_ROWS_NAMED]))
        return shown if len(numbers) <= MOST_ROWS_NAMED else say("and_more", names=shown, count=len(numbers))

    def place(self, number: int) -> str:
        """One row."""
        table, line = divmod(number, TABLE_STEP)
        return say("row_place", table=self.names[table], line=line) if len(self.names) > 1 else str(line)

    def _excluded(self, outcome: Outcome) -> str:
        reasons: dict[str, list[int]] = {}
        for row, code in outcome.excluded:
            reasons.setdefault(code, []).append(row)
        return "；".join(
            say("excluded_rows", reason=excluded_reason(code), rows=self.places(rows))
            for code, rows in reasons.items()
        )


def in_words(text: str, names: Sequence[str]) -> str:
    """A sentence with the rows of further tables named by table and line, not by their number."""

    def place(match: re.Match[str]) -> str:
        table, line = divmod(int(match[1]), TABLE_STEP)
        return say("row_place", table=names[table], line=line)

    return _FAR_ROW.sub(place, text) if "行" in text else text


@lru_cache(maxsize=10_000)
def _hours_text(hours: Fraction | None) -> str:
    return "" if hours is None else hours_text(hours)


def status_name(outcome: Outcome) -> str:
    """The status as it is shown."""
    name = STATUS_NAMES[outcome.status]
    return say("closed_status", status=name) if outcome.closed else name


def _lists(outcome: Outcome) -> tuple[tuple[bool, tuple[Tally, ...]], ...]:
    return (False, outcome.tallies), (True, outcome.axis_tallies)


def _todo(steps: Sequence[Step], outcome: Outcome, wording: Wording | None) -> tuple[str, str]:
    """Steps in words, each with its day, and the first day."""
    if wording is None or not steps:
        return "", ""
    words = (wording.todo_by(step, outcome) for step in steps)
    first = min((step.by for step in steps if step.by), default=None)
    return "；".join(words), first.isoformat() if first else ""


def _columns(rules: Sequence[Rules]) -> Iterable[Column]:
    """Columns of hours for every requirement of some rules, each once, in the order of the first."""
    seen: dict[tuple[str, bool], str] = {}
    for one in rules:
        for node in one.rule.requirements.walk():
            seen.setdefault((node.id, False), node.name)
        for axis in one.rule.axes:
            seen.update({(item.id, True): item.name for item in axis.values if (item.id, True) not in seen})
            seen.update({(item.id, True): item.name for item in axis.one_of if (item.id, True) not in seen})
    taken: set[str] = set()
    for (key, on_axis), name in seen.items():
        shown = name if name not in taken else f"{name}（{key}）"
        taken.add(shown)
        for part in _PARTS:
            yield Column(key, on_axis, part, say(f"column_{part}", name=shown))


def duty_form() -> SheetForm:
    """How the sheet of duties looks."""
    numbers = frozenset(("人数", "条数"))
    return SheetForm(say("sheet_duties"), DUTIES, numbers, DAYS, LONG, WIDTHS)


def duty_row(line: DutyLine) -> tuple[str, ...]:
    """The cells of a duty."""
    named = "、".join(line.named)
    if line.people > len(line.named):
        named = say("and_more", names=named, count=line.people)
    return (
        line.city,
        str(line.year),
        line.duty,
        line.by.isoformat() if line.by else "",
        line.message,
        str(line.people) if line.people else "",
        str(line.rows) if line.rows else "",
        named,
        line.source,
    )


def error_header(headers: Sequence[str]) -> tuple[str, ...]:
    """The columns of rows that are to be corrected: what is wrong, their own, where each row stood."""
    return (REASON, *(headers[at] for at in own_columns(headers)), *ADDED)


def own_columns(headers: Sequence[str]) -> tuple[int, ...]:
    """Places of the columns that a table had before rows of it were set apart."""
    return tuple(at for at, name in enumerate(headers) if name not in (REASON, *ADDED))


def error_row(
    cells: Sequence[str], headers: Sequence[str], reasons: Sequence[str], file: str, line: int, mark: str = ""
) -> tuple[str, ...]:
    """A row as it was written, with what is wrong before it and where it stood behind it.

    ``mark`` is that of the row as it stands in its file, where ``cells`` are others. A row that says itself
    where it comes from keeps what it says.
    """
    if {SOURCE_FILE, SOURCE_LINE} <= set(headers):
        own = {name: unguarded(cells[at]) for at, name in enumerate(headers) if at < len(cells)}
        kept = [own.get(headers[at], "") for at in own_columns(headers)]
        return ("；".join(dict.fromkeys(reasons)), *kept, *(own.get(name, "") for name in ADDED))
    kept = [cells[at] if at < len(cells) else "" for at in own_columns(headers)]
    beyond = ",".join(cell for cell in cells[len(headers) :] if cell.strip())
    if not beyond and any(
        say("row_too_wide", cells=len(cells), columns=len(headers)) in text for text in reasons
    ):
        beyond = say(
            "row_beyond_blank"
        )  # else it would be the row it is feared to be once it is loaded again
    return ("；".join(dict.fromkeys(reasons)), *kept, beyond, file, str(line), mark or row_mark(cells))


def error_form(headers: Sequence[str]) -> SheetForm:
    """How the sheet of rows to be corrected looks: all is text, as it was written."""
    return SheetForm(say("sheet_errors"), error_header(headers), wrapped=frozenset((REASON,)), widths=WIDTHS)


def reason_of(error: RowError) -> str:
    """What is wrong with a cell, with its column."""
    return f"{error.column}：{error.message}" if error.column else error.message
