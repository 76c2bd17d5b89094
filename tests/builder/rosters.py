"""Invented tables of people, judged."""

import csv
import datetime
import io
from collections.abc import Mapping, Sequence

from tests.calculator.invented import node, rules
from xueshi.ledger.table import USUAL_COLUMNS
from xueshi.model.published import Rules
from xueshi.roster.intake.intake import Fault, Intake, judge_rows, open_questions, readers_of
from xueshi.roster.intake.spool import Spool
from xueshi.roster.outcome import Outcome
from xueshi.roster.people.answers import Answers
from xueshi.roster.people.judged import Office, Result, city_names
from xueshi.roster.tables.layout import Form
from xueshi.roster.tables.source import Table, open_tables
from xueshi.roster.tables.words import Words

TODAY = datetime.date(2023, 11, 20)
TREE = node("total", 9, node("a", 4, aliases=("甲", "甲类")), node("b", None, aliases=("乙",)))
HEADER = ["工号", "姓名", *USUAL_COLUMNS]


def table(*records: Sequence[str], encoding: str = "utf-8") -> bytes:
    """A CSV file."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(records)
    return out.getvalue().encode(encoding)


def tables_of(
    *files: bytes,
    words: Words | None = None,
    columns: Mapping[str, str] | None = None,
    form: Form | None = None,
) -> list[Table]:
    """The tables of files that are called ``1.csv``, ``2.csv`` …; nothing about their columns is open."""
    known = words or Words([rules(TREE)])
    tables = [
        found
        for number, data in enumerate(files, 1)
        for found in open_tables(io.BytesIO(data), f"{number}.csv", known, columns or {}, form).tables
    ]
    assert not open_questions(tables)
    return tables


def judged(
    *files: bytes,
    under: Rules | None = None,
    answers: Answers | None = None,
    usual: tuple[str, int] = ("xugou", 2023),
    form: Form | None = None,
) -> tuple[list[Result], list[Fault]]:
    """The results of some files under one rule."""
    made, given_answers = under or rules(TREE), answers or Answers()
    tables = tables_of(*files, words=Words([made]), columns=given_answers.columns, form=form)
    office = office_of(made, given_answers)
    spool = Spool(1)
    intake = Intake(tables, spool, office.city)
    list(intake.read())
    return judge_rows(spool.rows(0), readers_of(intake.layouts), office, usual)


def office_of(under: Rules, answers: Answers, *cities: tuple[str, str]) -> Office:
    """Judges people of 虚构市 in 2023, and knows the name of another city."""
    names = city_names(cities or [("xugou", "虚构市"), ("kongbai", "空白市")])
    return Office(names, {("xugou", 2023): under}.get, TODAY, answers)


def asked(header: Sequence[str], under: Rules | None = None) -> dict[str, tuple[str, ...]]:
    """The questions about a header, with what may be answered."""
    words = Words([under or rules(TREE)])
    tables = open_tables(io.BytesIO(table(header, ["x"] * len(header))), "1.csv", words, {})
    return {question.id: question.options for question in open_questions(tables.tables)}


def shape(outcome: Outcome) -> tuple[object, ...]:
    """What does not depend on the lines of a file."""
    return outcome.status, outcome.closed, outcome.tallies, outcome.axis_tallies, outcome.plan, outcome.steps
