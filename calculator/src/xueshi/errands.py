"""What the page asks for beside the verdict: files, receipts, reminders, forms, the training fund.

``xueshi.page`` imports this module when the first of them is asked for.
"""

from __future__ import annotations

import datetime
import importlib
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from xueshi import jsontext
from xueshi.funding import fund, read_amounts, told
from xueshi.judge.tally import Tree
from xueshi.ledger.files import (
    LedgerFile,
    SeveralPeopleError,
    UnreadableLedgerError,
    is_workbook,
    read_csv,
    read_paste,
    write_csv,
)
from xueshi.ledger.sample import sample_rows
from xueshi.ledger.table import USUAL_COLUMNS
from xueshi.opened import opened, plain, verdict_of
from xueshi.receipt import UnreadableReceiptError, make_receipt, read_receipt, reopen
from xueshi.reminders import reminders
from xueshi.texts import say

_WORKBOOKS: dict[str, Any] = {"needs": "workbooks"}
"""Answer of an operation that cannot be done until the modules for Excel files are there."""


def _module(name: str) -> Any:
    """A module for Excel files, which few visitors need; None in a page that has not fetched them yet."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        return None


def _funding(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The training fund at the notice's rates (in percent, as the city-year's data has them)."""
    amounts, errors = read_amounts(payload["amounts"])
    if errors:
        return plain({"errors": errors, "fund": None, "lines": []})
    percent, deduction = (Fraction(payload[name]) for name in ("percent", "deduction_percent"))
    made = fund(percent, deduction, amounts)
    return plain({"errors": [], "fund": made, "lines": told(made, percent, deduction, amounts)})


def _write_form(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A filled form as an Excel file; the form as published, ``texts`` by field, ``rows`` by column."""
    form = payload["form"]
    forms = _module("xueshi.workbook.forms")
    if forms is None:
        return _WORKBOOKS
    data = forms.write_form(form, payload["texts"], payload["rows"])
    return {"bytes": data, "name": f"{form['name']}.xlsx"}


def _reminders(payload: Mapping[str, Any]) -> dict[str, Any]:
    verdict = verdict_of(payload)
    return {
        "text": reminders(verdict),
        "name": say("ics_file", city=verdict.city_name, year=verdict.year),
    }


def _receipt(payload: Mapping[str, Any]) -> dict[str, Any]:
    rules, today = opened[payload["key"]], datetime.date.fromisoformat(payload["today"])
    rows, totals = payload.get("rows") or [], payload.get("totals")
    receipt = make_receipt(rules, rows, totals, today, payload.get("answers") or {})
    name = say("receipt_name", city=rules.city_name, year=rules.year)
    return {"text": jsontext.dumps(receipt, indent=1), "name": name}


def _open_receipt(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A receipt judged under its own rules and under the opened ones."""
    try:
        reopened = reopen(read_receipt(bytes(payload["bytes"])), opened[payload["key"]])
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
    workbooks = _module("xueshi.ledger.workbooks")
    if workbooks is None:
        return _WORKBOOKS
    try:
        found = workbooks.read_workbook_ledger(data, payload.get("sheet"))
    except UnreadableLedgerError as error:
        return {**_unreadable(error), "sheets": []}
    if isinstance(found, workbooks.SheetChoice):
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
    rules = opened.get(payload.get("key", ""))
    name = say("csv_name", city=rules.city_name, year=rules.year) if rules else say("csv_name_plain")
    return {"text": write_csv(payload["rows"]), "name": name}


def _write_xlsx(payload: Mapping[str, Any]) -> dict[str, Any]:
    rules = opened[payload["key"]]
    subjects = [node.name for node in Tree(rules.rule.requirements).nodes.values()][1:]
    workbooks = _module("xueshi.ledger.workbooks")
    if workbooks is None:
        return _WORKBOOKS
    data = workbooks.write_workbook_ledger(payload["rows"], subjects)
    return {"bytes": data, "name": say("xlsx_name", city=rules.city_name, year=rules.year)}


def _sample(payload: Mapping[str, Any]) -> dict[str, Any]:
    return {"rows": sample_rows(opened[payload["key"]])}


ERRANDS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
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
