"""Tables by which a database counts rows: what ``RowJudge`` says of each row by itself (虚构)."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest

from tests.calculator.invented import FIRST, LAST, SOURCE, YEAR, deadline, row, rules
from xueshi.judge import compile_rule
from xueshi.judge.rows import Wordless
from xueshi.judge.verdict import Stage
from xueshi.ledger.entries import Entry
from xueshi.ledger.table import ledger_of_rows
from xueshi.model.published import Rules
from xueshi.model.rule import AutoCreditPolicy, PlanFilingPolicy
from xueshi.model.shapes import Window
from xueshi.roster.databases.lookups import DAYS_AFTER, TALLIED, TALLY_BITS, lookups_of
from xueshi.roster.outcome import PLAN_UNKNOWN, REVIEW_OVERDUE

DAY = datetime.timedelta(days=1)
HALFWAY = datetime.date(YEAR, 6, 30)
FREE = (datetime.date(YEAR, 6, 22), datetime.date(YEAR, 6, 23), datetime.date(YEAR, 6, 26))


def varied() -> Iterator[tuple[Rules, datetime.date]]:
    """Rules and days: what says how a row counts, in turn."""
    policies, entering = itertools.cycle(PlanFilingPolicy), itertools.cycle(AutoCreditPolicy)
    days = itertools.cycle((FIRST, HALFWAY, HALFWAY + DAY, LAST, LAST + 20 * DAY))
    for own, other, last, again in itertools.product((None, 5), (None, 9), (None, HALFWAY, LAST), range(2)):
        made = rules(review_days=own, declare_by=last, off=FREE)
        rule = made.rule
        changed = replace(
            rule,
            review=replace(rule.review, department_days=other or rule.review.department_days),
            deadlines=replace(rule.deadlines, review=deadline(LAST)),
            plan_filing=replace(rule.plan_filing, policy=next(policies)),
            make_up=Window(LAST + DAY, LAST + 30 * DAY, SOURCE) if again else None,
            auto_credit=replace(rule.auto_credit, policy=next(entering)),
        )
        yield replace(made, rule=changed), next(days)


def test_every_day_counts_as_row_judge_says_although_it_is_asked_of_few() -> None:
    """It is asked where something turns. Here it is asked of every day, in words."""
    stages = set[Stage]()
    for made, today in varied():
        compiled = compile_rule(made)
        looks = lookups_of(compiled, today)
        assert looks
        judge = compiled.row_judge(compiled.standing({}).rules, today)
        table = looks.tables()["effects"]
        names = ("stage", "tally", "late", "timely")
        found = dict(zip(table["look"], zip(*(table[name] for name in names), strict=True), strict=True))
        after = min(looks.today, looks.last + DAYS_AFTER)
        days = [
            None,
            *(FIRST + at * DAY for at in range(after + 1)),
            *([today + DAY] if after == looks.today else ()),
        ]
        said = itertools.product(days, (None, today, today + DAY), (False, True), (None, True, False))
        for declared, reviewed, automatic, filed in said:
            if reviewed and not declared:
                continue
            entry = Entry(
                2, "trade", None, (), Fraction(8), FIRST, "课", "", "", automatic,
                declared, reviewed, filed, None,
            )  # fmt: skip
            stage, issues = judge.alone(entry)
            stages.add(stage)
            codes, waits = {issue.code for issue in issues}, stage is Stage.DECLARED
            overdue = REVIEW_OVERDUE in codes
            told = {
                "excluded": stage is Stage.EXCLUDED,
                "undeclared": stage is Stage.LEARNED,
                "waiting": waits,
                "overdue": overdue,
                "unfiled": PLAN_UNKNOWN in codes,
            }
            tally = sum(1 << TALLIED.index(name) * TALLY_BITS for name, so in told.items() if so)
            at = (declared - FIRST).days if declared else -1
            review = (None, today, today + DAY).index(reviewed)
            look = (
                ((min(at, looks.today + 1) + 1) * 3 + review) * 9
                + automatic * 3
                + (None, True, False).index(filed)
            )
            late, timely = (at if waits and overdue is so else None for so in (True, False))
            assert found[look] == (stage.rank, tally, late, timely), (made.rule, today, entry)
    assert stages == set(Stage)


@pytest.mark.parametrize("today", [HALFWAY, LAST + 20 * DAY])
def test_without_words_rows_count_the_same(today: datetime.date) -> None:
    made = rules(declare_by=HALFWAY)
    compiled = compile_rule(made)
    plain = compiled.row_judge(made, today)
    wordless = Wordless(made, today, compiled.providers, compiled.workdays, {})
    days = ("", "2023-02-01", "2023-06-30", "2023-07-01", "2024-02-01")
    cells = ("declared", "reviewed", "mode", "plan")
    said = itertools.product(days, days, ("自动", "申报"), ("", "是", "否"))
    rows = [
        row("trade", course=f"{number}", completed="2023-02-01", **dict(zip(cells, values, strict=True)))
        for number, values in enumerate(said)
    ]
    entries, _ = compiled.reader.read(ledger_of_rows([*rows, rows[0]]).lines, today)
    worded = set[str]()
    for entry in entries:
        found, expected = wordless.judge(entry), plain.judge(entry)
        assert [(item.code, item.level) for item in found.issues] == [
            (item.code, item.level) for item in expected.issues
        ]
        assert replace(found, issues=()) == replace(expected, issues=())
        worded.update(item.code for item in expected.issues)
        assert not any(item.message or item.source for item in found.issues)
    assert len(worded) > 3
