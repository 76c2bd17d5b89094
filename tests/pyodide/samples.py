"""Calls that make the calculator do all that it does in a page."""

import json
from collections.abc import Mapping
from typing import Any

from tests.calculator.invented import csv_bytes, row, rules
from tests.pyodide.probe import Call
from xueshi import jsontext
from xueshi.ledger.workbooks import write_workbook_ledger
from xueshi.page import handle

TODAY = "2023-11-20"
ODD_ROWS = [
    row(),
    row(amount="23.5", course="<script>alert(1)</script>", mode="自动", declared="", reviewed=""),
    row("没有的科目", "六十", completed="2023年2月31日", mode="乱填", reviewed="去年", plan="？"),
    [""] * 10,
]


def every_operation() -> list[Call]:
    """Every operation on good, odd and broken input. The last call fails on purpose: failing imports, too."""
    published: Mapping[str, Any] = json.loads(jsontext.dumps(rules()))
    about = {
        "key": handle("open_rules", {"rules": jsontext.loads(json.dumps(published))})["key"],
        "today": TODAY,
    }
    filled = {**about, "rows": ODD_ROWS}
    receipt = handle("receipt", filled)["text"].encode()
    text = csv_bytes(*ODD_ROWS).decode()
    return [
        Call("open_rules", {"rules": published}),
        Call("judge", {**about, "totals": {}}),
        Call("judge", {**about, "totals": {"trade": "90"}, "answers": {"all_approved": "是"}}),
        Call("judge", {**about, "totals": {"trade": "一百"}, "answers": {"all_approved": "不清楚"}}),
        Call("judge", filled),
        Call("trial", {**filled, "city": "bieshi", "city_name": "别市", "year": 2024}),
        Call("reminders", filled),
        Call("receipt", filled),
        Call("funding", {"percent": "1.5", "deduction_percent": "8", "amounts": {"wages": "1000"}}),
        Call("funding", {"percent": "1.5", "deduction_percent": "8", "amounts": {"wages": "很多"}}),
        Call("write_form", {"form": {"name": "表"}, "texts": {}, "rows": []}),
        Call("open_receipt", about, receipt),
        Call("open_receipt", about, b"[" * 100_000),
        Call("sample", about),
        Call("write_csv", filled),
        Call("write_xlsx", filled),
        Call("read_paste", {"text": text.replace(",", "\t")}),
        Call("read_file", {}, text.encode("utf-8-sig")),
        Call("read_file", {}, text.encode("gb18030")),
        Call("read_file", {}, b"\x00\xff\xfe\x81"),
        Call("read_file", {"sheet": None}, write_workbook_ledger(ODD_ROWS)),
        Call("no such operation"),
    ]
