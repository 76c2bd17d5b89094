"""Empty tables to fill in, under the rules of a city and year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xueshi.ledger import table as ledger
from xueshi.model.published import Rules
from xueshi.roster.results.export import Export
from xueshi.roster.sentences import say
from xueshi.roster.tables.headers import APPROVED, DEPARTMENT, NAME, STAFF_ID
from xueshi.workbook.xlsx import SheetForm

_WIDTHS = {STAFF_ID: 20.0, ledger.COMPLETED: 14.0, ledger.COURSE: 30.0, ledger.PROVIDER: 26.0}


def template(rules: Rules, kind: str, form: str) -> bytes:
    """An empty table to fill in: a row for each course (``rows``), or a row for each person (``hours``)."""
    header, choices, numbers = _template(rules, kind)
    days = frozenset((ledger.COMPLETED, ledger.DECLARED, ledger.REVIEWED)) & set(header)
    look = SheetForm(say("sheet_staff"), header, numbers, days, widths=_WIDTHS, choices=choices)
    return Export([(look, ())], form).step(2)


def _template(rules: Rules, kind: str) -> tuple[tuple[str, ...], Mapping[str, Sequence[str]], frozenset[str]]:
    nodes = list(rules.rule.requirements.walk())[1:]
    yes_no = (ledger.YES, ledger.NO)
    who = (STAFF_ID, NAME, DEPARTMENT)
    if kind == "hours":
        names = tuple(node.name for node in nodes)
        asked = [item.text for item in rules.rule.questions]
        questions = (*asked, *(item.text for item in rules.rule.conditions))
        return (*who, *names, APPROVED, *questions), {APPROVED: yes_no}, frozenset(names)
    asks_topics = any(axis.column.value == ledger.TOPIC for axis in rules.rule.axes)
    columns = (*ledger.USUAL_COLUMNS, ledger.TOPIC) if asks_topics else ledger.USUAL_COLUMNS
    choices: dict[str, Sequence[str]] = {
        ledger.SUBJECT: tuple(node.name for node in nodes),
        ledger.ENTRY_MODE: ledger.ENTRY_MODES,
        ledger.PLAN_FILED: ledger.PLAN_VALUES,
    }
    for axis in rules.rule.axes:
        if axis.column.value in columns:
            choices[axis.column.value] = tuple(value.name for value in axis.values)
    return (*who, *columns), choices, frozenset((ledger.HOURS,))
