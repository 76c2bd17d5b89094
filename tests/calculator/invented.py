"""Invented rules and ledgers for the tests (虚构): no city, no notice, no number here is real."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from xueshi.judge import judge
from xueshi.judge.verdict import Verdict
from xueshi.ledger.table import COLUMNS, Ledger, ledger_of_rows
from xueshi.model.published import CalendarYear, Provider, Rules, WorkCalendar
from xueshi.model.rule import (
    AutoCredit,
    AutoCreditPolicy,
    CarryOver,
    CarryOverPolicy,
    Deadline,
    Deadlines,
    Declaration,
    Duty,
    NotModelled,
    Period,
    PlanFiling,
    PlanFilingPolicy,
    Requirement,
    Review,
    Rule,
)
from xueshi.model.shapes import Axis, AxisColumn, AxisValue, OneOf
from xueshi.model.values import NOT_STATED, Silence, Source

SOURCE = Source("一", "虚构的几个字")
YEAR = 2023
FIRST, LAST = datetime.date(YEAR, 1, 1), datetime.date(YEAR, 12, 31)
TODAY = datetime.date(YEAR, 11, 20)
"""A day on which most of the year is over and nothing is late."""


def hours(value: str | int | None) -> Fraction | Silence:
    """A minimum for an invented rule; None stands for one that is not stated."""
    return NOT_STATED if value is None else Fraction(value)


def node(
    name: str, minimum: str | int | None, *children: Requirement, aliases: Sequence[str] = ()
) -> Requirement:
    """A subject whose id and name are the same invented word."""
    source = None if minimum is None else SOURCE
    return Requirement(name, name, hours(minimum), source, tuple(aliases), tuple(children))


THREE_LEVELS = node("total", 90, node("public", 30, node("must", 24), node("may", None)), node("trade", 60))
"""The tree of most tests: a root, a subject with a compulsory part, and a second subject."""


def deadline(date: datetime.date | Silence, duty: Duty = Duty.PERSON) -> Deadline:
    """A deadline on a day."""
    return Deadline("某日前", SOURCE, duty, date)


def rules(
    root: Requirement = THREE_LEVELS,
    *,
    automatic: bool = True,
    carry_over: CarryOverPolicy = CarryOverPolicy.FORBIDDEN,
    plan_filing: PlanFilingPolicy = PlanFilingPolicy.REFUSED,
    review_days: int | None = 5,
    declare_by: datetime.date | None = LAST,
    not_modelled: Sequence[str] = (),
    providers: Sequence[Provider] = (),
    off: Sequence[datetime.date] = (),
    on: Sequence[datetime.date] = (),
    calendar_years: Sequence[int] = (YEAR, YEAR + 1),
) -> Rules:
    """Rules of an invented city for 2023; every part can be set apart from the rest."""
    days: int | Silence = NOT_STATED if review_days is None else review_days
    rule = Rule(
        unit="学时",
        period=Period(FIRST, LAST, SOURCE),
        requirements=root,
        deadlines=Deadlines(
            learn=deadline(LAST),
            declare=deadline(declare_by) if declare_by else NOT_STATED,
            review=deadline(LAST, Duty.EMPLOYER) if review_days else NOT_STATED,
            plan_filing=deadline(datetime.date(YEAR, 9, 15), Duty.EMPLOYER),
            platform_filing=NOT_STATED,
            platform_close=NOT_STATED,
            before_title=NOT_STATED,
        ),
        carry_over=CarryOver(carry_over, (SOURCE,) if carry_over is not CarryOverPolicy.NOT_STATED else ()),
        auto_credit=AutoCredit(
            AutoCreditPolicy.AUTOMATIC if automatic else AutoCreditPolicy.NOT_STATED,
            "虚构平台" if automatic else None,
            SOURCE if automatic else None,
        ),
        declaration=Declaration("虚构窗口", SOURCE),
        review=Review(days, days, SOURCE),
        plan_filing=PlanFiling(plan_filing, "虚构的计划", SOURCE),
        not_modelled=tuple(NotModelled(name, SOURCE) for name in not_modelled),
    )
    calendar = WorkCalendar(
        "虚构",
        tuple(
            CalendarYear(
                year,
                tuple(day for day in off if day.year == year),
                tuple(day for day in on if day.year == year),
            )
            for year in calendar_years
        ),
    )
    return Rules(
        schema_version=1,
        city="xugou",
        city_name="虚构市",
        year=YEAR,
        document="虚构〔2023〕1号",
        documents=(),
        rule=rule,
        providers=tuple(providers),
        providers_open=True,
        calendar=calendar,
    )


def amended(made: Rules, **parts: Any) -> Rules:
    """Rules of which some parts are others."""
    return replace(made, rule=replace(made.rule, **parts))


def shaped(root: Requirement, **parts: Any) -> Rules:
    """Rules of a tree, with parts beyond it."""
    return amended(rules(root), **parts)


def topic_axis(
    *names: str, least: int | None = None, one_of: int | str | None = None, within: str = "total"
) -> Axis:
    """Two topics: so many hours of the first, or so many of either."""
    first, second = names or ("x", "y")
    values = AxisValue("x", first, hours(least)), AxisValue("y", second)
    choice = (OneOf("one", "任选一个专题", ("x", "y"), Fraction(one_of), SOURCE, within),) if one_of else ()
    return Axis("topic", "专题", AxisColumn.TOPIC, values, choice)


def row(subject: str = "trade", amount: str = "8", **cells: str) -> list[str]:
    """Cells of a ledger row, approved unless told otherwise; ``cells`` are named by English keys."""
    names = (
        "completed",
        "subject",
        "hours",
        "course",
        "provider",
        "way",
        "mode",
        "declared",
        "reviewed",
        "plan",
    )
    given = {
        "completed": "2023-03-01",
        "subject": subject,
        "hours": amount,
        "mode": "申报",
        "declared": "2023-04-03",
        "reviewed": "2023-04-07",
        "plan": "是",
    }
    unknown = set(cells) - set(names)
    assert not unknown, unknown
    given.update(cells)
    return [given.get(name, "") for name in names]


def on(cells: list[str], topic: str) -> list[str]:
    """A row with its topic."""
    wide = all_columns(cells)
    wide[COLUMNS.index(AxisColumn.TOPIC)] = topic
    return wide


def all_columns(cells: list[str]) -> list[str]:
    """A row with the columns that only some rules read, too."""
    return cells + [""] * (len(COLUMNS) - len(cells))


def ledger(*rows: list[str]) -> Ledger:
    """A ledger of rows; courses get names of their own so that equal rows are no repetitions."""
    named = [list(cells) for cells in rows]
    for index, cells in enumerate(named):
        cells[3] = cells[3] or f"课程{index}"
    return ledger_of_rows(named)


def judged(rule: Rules, *rows: list[str], **answers: object) -> Verdict:
    """The verdict on rows; a question is named with ``__`` where its id has a colon."""
    named = {key.replace("__", ":"): value for key, value in answers.items()}
    return judge(rule, ledger(*rows), TODAY, named)


def csv_bytes(*rows: Sequence[str], encoding: str = "utf-8") -> bytes:
    """A CSV file of rows under the full header."""
    lines = [",".join(COLUMNS), *(",".join(cells) for cells in rows)]
    return ("\n".join(lines) + "\n").encode(encoding)
