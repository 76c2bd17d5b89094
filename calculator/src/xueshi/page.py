"""The browser's door into the program: ``handle(op, payload)``, plain data in and out.

The page carries messages and draws; every reading, sum and sentence is made here.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from xueshi import jsontext
from xueshi.funding import fund, read_amounts, told
from xueshi.judge import judge, not_on_file
from xueshi.judge.decide import ALL_APPROVED, OPTIONS
from xueshi.judge.tally import Tree
from xueshi.judge.verdict import Verdict
from xueshi.ledger.files import (
    LedgerFile,
    SeveralPeopleError,
    UnreadableLedgerError,
    read_csv,
    read_paste,
    write_csv,
)
from xueshi.ledger.sample import sample_rows
from xueshi.ledger.table import (
    COLUMNS,
    ENTRY_MODES,
    PLAN_VALUES,
    SHOWN,
    TOPIC,
    USUAL_COLUMNS,
    ledger_of_rows,
    ledger_of_totals,
)
from xueshi.ledger.workbooks import SheetChoice, read_workbook_ledger, write_workbook_ledger
from xueshi.model.published import Rules
from xueshi.model.structure import unstructure
from xueshi.model.values import Silence
from xueshi.receipt import UnreadableReceiptError, make_receipt, read_receipt, reopen
from xueshi.reminders import reminders
from xueshi.rulesjson import parse_rules
from xueshi.texts import say
from xueshi.workbook.forms import write_form
from xueshi.workbook.library import NoWorkbookLibraryError
from xueshi.workbook.reading import is_workbook

_WORKBOOKS: dict[str, Any] = {"needs": "workbooks"}
"""Answer of an operation that cannot be done until the library for Excel files is there."""

_open: dict[str, Rules] = {}
"""Rules the page has opened, by ``city/year``; they never change once parsed."""


def handle(op: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Carry out one operation of the page. Raises ``KeyError`` for an unknown operation (a bug)."""
    return _OPERATIONS[op](payload)


def _open_rules(payload: Mapping[str, Any]) -> dict[str, Any]:
    rules = parse_rules(payload["rules"])
    _open[f"{rules.city}/{rules.year}"] = rules
    return sheet(rules)


def sheet(rules: Rules) -> dict[str, Any]:
    """What the page draws of some rules before it computes; the build writes the same beforehand."""
    tree, period = Tree(rules.rule.requirements), rules.rule.period
    subjects = [
        {
            "id": node.id,
            "name": node.name,
            "aliases": list(node.aliases),
            "depth": tree.depth(node.id),
            "parent": tree.parent[node.id],
            "required": None if isinstance(node.min_hours, Silence) else node.min_hours,
            "leaf": not node.children,
        }
        for node in tree.nodes.values()
    ]
    document = next((item for item in rules.documents if item.ref == rules.document), None)
    return _plain(
        {
            "key": f"{rules.city}/{rules.year}",
            "city": rules.city,
            "city_name": rules.city_name,
            "year": rules.year,
            "unit": rules.rule.unit,
            "document": document,
            "documents": list(rules.documents),
            "columns": [name for name in COLUMNS if name != TOPIC or _asks_topics(rules)],
            "optional_columns": [SHOWN],
            "subjects": subjects,
            "axes": [{"id": axis.id, "name": axis.name} for axis in rules.rule.axes],
            "entry_modes": list(ENTRY_MODES),
            "plan_values": list(PLAN_VALUES),
            "period": {"start": period.start, "end": period.end},
            "quick": _quick_fields(tree),
            "quick_question": {
                "id": ALL_APPROVED,
                "text": say("question_all_approved"),
                "options": list(OPTIONS),
            },
            "providers": list(dict.fromkeys(provider.name for provider in rules.providers)),
        }
    )


def _asks_topics(rules: Rules) -> bool:
    """Whether a rule reads the topic of a row; elsewhere nobody is asked for it."""
    return any(axis.column.value == TOPIC for axis in rules.rule.axes)


def _quick_fields(tree: Tree) -> list[dict[str, Any]]:
    """A field per leaf; below them one for hours of their parent that cannot be told apart."""
    fields: list[dict[str, Any]] = []
    for node in tree.nodes.values():
        if node.id == tree.root.id or node.children:
            continue
        required = None if isinstance(node.min_hours, Silence) else node.min_hours
        fields.append({"id": node.id, "name": node.name, "hint": None, "required": required})
        parent = tree.nodes[tree.parent[node.id] or tree.root.id]
        if parent is not tree.root and parent.children[-1] is node:
            names = "、".join(child.name for child in parent.children)
            hint = say("quick_plain_hint", names=names)
            name = say("quick_plain", name=parent.name)
            fields.append({"id": parent.id, "name": name, "hint": hint, "required": None})
    return fields


def _judge(payload: Mapping[str, Any]) -> dict[str, Any]:
    return _verdict(payload).plain()


def _verdict(payload: Mapping[str, Any]) -> Verdict:
    rules, totals = _open[payload["key"]], payload.get("totals")
    ledger = ledger_of_rows(payload.get("rows") or []) if totals is None else ledger_of_totals(totals)
    today = datetime.date.fromisoformat(payload["today"])
    return judge(rules, ledger, today, payload.get("answers") or {})


def _trial(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A year that is not on file, tried under the opened rules of another."""
    today = datetime.date.fromisoformat(payload["today"])
    trial = _verdict(payload)
    return not_on_file(payload["city"], payload["city_name"], int(payload["year"]), today, trial).plain()


def _funding(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The training fund at the notice's rates (in percent, as the city-year's data has them)."""
    amounts, errors = read_amounts(payload["amounts"])
    if errors:
        return _plain({"errors": errors, "fund": None, "lines": []})
    percent, deduction = (Fraction(payload[name]) for name in ("percent", "deduction_percent"))
    made = fund(percent, deduction, amounts)
    return _plain({"errors": [], "fund": made, "lines": told(made, percent, deduction, amounts)})


def _write_form(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A filled form as an Excel file; the form as published, ``texts`` by field, ``rows`` by column."""
    form = payload["form"]
    try:
        data = write_form(form, payload["texts"], payload["rows"])
    except NoWorkbookLibraryError:
        return _WORKBOOKS
    return {"bytes": data, "name": f"{form['name']}.xlsx"}


def _reminders(payload: Mapping[str, Any]) -> dict[str, Any]:
    verdict = _verdict(payload)
    return {
        "text": reminders(verdict),
        "name": say("ics_file", city=verdict.city_name, year=verdict.year),
    }


def _receipt(payload: Mapping[str, Any]) -> dict[str, Any]:
    rules, today = _open[payload["key"]], datetime.date.fromisoformat(payload["today"])
    rows, totals = payload.get("rows") or [], payload.get("totals")
    receipt = make_receipt(rules, rows, totals, today, payload.get("answers") or {})
    name = say("receipt_name", city=rules.city_name, year=rules.year)
    return {"text": jsontext.dumps(receipt, indent=1), "name": name}


def _open_receipt(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A receipt judged under its own rules and under the opened ones."""
    try:
        reopened = reopen(read_receipt(bytes(payload["bytes"])), _open[payload["key"]])
    except UnreadableReceiptError as error:
        return {"error": str(error)}
    receipt = reopened.receipt
    return {
        "error": None,
        "today": receipt["today"],
        "rows": receipt["rows"],
        "totals": receipt["totals"],
        "answers": receipt["answers"],
        "engine_version": receipt["engine_version"],
        "rules_hash": receipt["rules_hash"],
        "same_engine": reopened.same_engine,
        "same_verdict": reopened.same_verdict,
        "changes": list(reopened.changes),
        "then": reopened.then.plain(),
        "now": reopened.now.plain(),
    }


def _read_file(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A CSV file, or with ``sheet`` or a choice of ``sheets`` an Excel file."""
    data = bytes(payload["bytes"])
    if not is_workbook(data):
        return {**_read(lambda: read_csv(data)), "sheets": []}
    try:
        found = read_workbook_ledger(data, payload.get("sheet"))
    except NoWorkbookLibraryError:
        return _WORKBOOKS
    except UnreadableLedgerError as error:
        return {**_unreadable(error), "sheets": []}
    if isinstance(found, SheetChoice):
        return {"rows": [], "encoding": None, "problems": [], "error": None, "sheets": list(found.names)}
    return {**_read(lambda: found), "sheets": []}


def _read_paste(payload: Mapping[str, Any]) -> dict[str, Any]:
    return _read(lambda: read_paste(payload["text"]))


def _read(read: Callable[[], LedgerFile]) -> dict[str, Any]:
    try:
        file = read()
    except UnreadableLedgerError as error:
        return _unreadable(error)
    problems = [{"code": "file_extra_columns", "message": remark} for remark in file.remarks]
    rows = [_usual(line.cells) for line in file.ledger.lines]
    return {"rows": rows, "encoding": file.encoding, "problems": problems, "error": None}


def _unreadable(error: UnreadableLedgerError) -> dict[str, Any]:
    """Why nothing was read; ``people`` says that the table is for the roster."""
    people = isinstance(error, SeveralPeopleError)
    return {"rows": [], "encoding": None, "problems": [], "error": str(error), "people": people}


def _usual(cells: Sequence[str]) -> list[str]:
    """Cells of the usual columns, and those behind them as far as something stands there."""
    used = max((at + 1 for at, cell in enumerate(cells) if cell), default=0)
    return list(cells[: max(used, len(USUAL_COLUMNS))])


def _write_csv(payload: Mapping[str, Any]) -> dict[str, Any]:
    rules = _open.get(payload.get("key", ""))
    name = say("csv_name", city=rules.city_name, year=rules.year) if rules else say("csv_name_plain")
    return {"text": write_csv(payload["rows"]), "name": name}


def _write_xlsx(payload: Mapping[str, Any]) -> dict[str, Any]:
    rules = _open[payload["key"]]
    subjects = [node.name for node in Tree(rules.rule.requirements).nodes.values()][1:]
    try:
        data = write_workbook_ledger(payload["rows"], subjects)
    except NoWorkbookLibraryError:
        return _WORKBOOKS
    return {"bytes": data, "name": say("xlsx_name", city=rules.city_name, year=rules.year)}


def _sample(payload: Mapping[str, Any]) -> dict[str, Any]:
    return {"rows": sample_rows(_open[payload["key"]])}


def _plain(value: dict[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = unstructure(value)
    return plain


_OPERATIONS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "open_rules": _open_rules,
    "judge": _judge,
    "trial": _trial,
    "reminders": _reminders,
    "funding": _funding,
    "write_form": _write_form,
    "receipt": _receipt,
    "open_receipt": _open_receipt,
    "read_file": _read_file,
    "read_paste": _read_paste,
    "write_csv": _write_csv,
    "write_xlsx": _write_xlsx,
    "sample": _sample,
}
