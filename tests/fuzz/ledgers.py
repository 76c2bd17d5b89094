"""Ledgers from outside: CSV bytes, pasted text, Excel files, quick totals and answers, receipts, rules."""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import re
import zipfile
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import openpyxl

from tests.fuzz.mutate import (
    HOSTILE,
    changed_bytes,
    changed_data,
    changed_text,
    changed_workbook,
    changed_zip,
)
from tests.fuzz.target import Target, ask, is_sentence, promise
from xueshi import jsontext
from xueshi.ledger.files import read_csv, write_csv
from xueshi.ledger.table import COLUMNS
from xueshi.ledger.workbooks import write_workbook_ledger
from xueshi.receipt import make_receipt
from xueshi.rulesjson import UnusableRulesError, parse_rules

CALCULATOR = Path(__file__).resolve().parents[1] / "calculator"
DAY = "2025-11-20"


@cache
def published() -> dict[str, Any]:
    """Rules as published: the real ones, and invented ones of every shape, by ``city/year``."""
    found: dict[str, Any] = {}
    for name in ("cases.json", "shapes.json"):
        cases = jsontext.loads((CALCULATOR / name).read_bytes())
        found |= {key: item["rules"] for key, item in cases.items()}
    return found


@cache
def keys() -> tuple[str, ...]:
    """The rules by ``city/year``, opened."""
    return tuple(ask("open_rules", {"rules": rules})["key"] for rules in published().values())


@cache
def samples() -> tuple[list[list[str]], ...]:
    """Rows that each rule can judge, and rows that mean something to a spreadsheet."""
    rows = [ask("sample", {"key": key})["rows"] for key in keys()]
    odd = [
        [word, *([word] * (len(COLUMNS) - 1))] for word in HOSTILE if "\0" not in word and word.isprintable()
    ]
    return (*rows, odd)


def judged(rows: list[list[str]]) -> None:
    """Whatever the rows say, there is a verdict, and it reaches the page."""
    key = keys()[sum(map(len, rows)) % len(keys())]
    verdict = ask("judge", {"key": key, "rows": rows, "totals": None, "today": DAY})
    promise(verdict["status_name"] and verdict["summary"], "no verdict")
    for error in verdict["row_errors"]:
        is_sentence(error["message"], error["value"])


# CSV files and pasted text


@cache
def tables() -> tuple[bytes, ...]:
    """Files as people have them."""
    texts = [write_csv(rows) for rows in samples()]
    made = [text.encode("utf-8", "replace") for text in texts]
    made += [
        text.removeprefix("\ufeff").encode(name, "replace")
        for text in texts
        for name in ("gb18030", "utf-16")
    ]
    made += ["\t".join(COLUMNS).encode() + b"\n2025-03-05\t" + "公需\t30".encode()]
    made += ['完成日期,科目,学时\n2025-3-5,公需,"3\n0"\n"2025\n'.encode(), b""]
    return tuple(made)


def _read(answer: dict[str, Any]) -> None:
    """A message or rows; rows are written and read back as they were, and judged."""
    if answer["error"] is not None:
        is_sentence(answer["error"])
        return
    for problem in answer["problems"]:
        is_sentence(problem["message"])
    rows: list[list[str]] = answer["rows"]
    promise(all(isinstance(cell, str) for row in rows for cell in row), "a cell that is no text")
    _kept(rows)
    judged(rows)


def _kept(rows: list[list[str]]) -> None:
    """What is written as CSV reads back as it was, cell by cell; no cell of it is a formula.

    A row has no more cells than a ledger has columns.
    """
    told = [row[: len(COLUMNS)] for row in rows if any(cell.strip() for cell in row[: len(COLUMNS)])]
    text = ask("write_csv", {"rows": told})["text"]
    again = read_csv(text.encode())
    cells = [list(line.cells[: len(row)]) for line, row in zip(again.ledger.lines, told, strict=True)]
    promise(cells == [[_whole(cell) for cell in row] for row in told], f"written {told!r}, read {cells!r}")


def _whole(cell: str) -> str:
    """A cell as any file can hold it: half a character is none."""
    return re.sub("[\0\ud800-\udfff]", "\ufffd", cell)


def check_csv(data: bytes) -> None:
    """A file is read or refused in words."""
    _read(ask("read_file", {"name": "台账.csv", "bytes": data}))


def check_paste(text: str) -> None:
    """Pasted text is read or refused in words."""
    _read(ask("read_paste", {"text": text}))


@cache
def pasted() -> tuple[str, ...]:
    """Texts as they are pasted."""
    tabs = ["\n".join("\t".join(row) for row in rows) for rows in samples()]
    return (*tabs, *(data.decode("utf-8", "replace") for data in tables()[:4]))


# Excel files


@cache
def workbooks() -> tuple[bytes, ...]:
    """Files as programs write them: ours, one with formulas, dates and merged cells, and broken ones."""
    made = [write_workbook_ledger(rows) for rows in samples()[:2]]
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["某单位"])
    sheet.append(["完成日期", "科目", "学时", "课程"])
    sheet.append([datetime.datetime.fromisoformat("2025-03-05"), "公需", "=10+20", "甲"])
    sheet.append([45800, "专业", 12.3456789, None])
    sheet["A4"].number_format = "m/d"
    sheet["C4"].number_format = "0.0"
    sheet.merge_cells("D3:D4")
    book.create_sheet("另一张").append(["完成日期", "科目", "学时"])
    out = io.BytesIO()
    book.save(out)
    return (*made, out.getvalue())


def check_xlsx(data: bytes) -> None:
    """A file is read or refused in words, or one of its sheets is asked for."""
    answer = ask("read_file", {"name": "台账.xlsx", "bytes": data})
    if answer.get("sheets"):
        answer = ask("read_file", {"name": "台账.xlsx", "bytes": data, "sheet": answer["sheets"][0]})
    if answer["error"] is not None:
        is_sentence(answer["error"])
        return
    for problem in answer["problems"]:
        is_sentence(problem["message"])
    judged(answer["rows"])


# Quick totals and answers; the payloads of every operation


def make_quick(rng: Random) -> dict[str, Any]:
    """What a person types in quick mode, and answers to questions that were asked or not."""
    key = rng.choice(keys())
    subjects = [item["id"] for item in ask("open_rules", {"rules": published()[key]})["quick"]]
    names = ("all_approved", "parts:2", "overlap", "x", "__proto__", *subjects)
    cells = ("30", "60", "0", "12.5", "1/3", "", *HOSTILE)
    return {
        "key": key,
        "rows": [],
        "totals": {rng.choice((*subjects, "x")): rng.choice(cells) for _ in range(rng.randrange(5))},
        "today": rng.choice((DAY, "2021-06-01", "2031-01-01", "0001-01-01", "9999-12-31")),
        "answers": {
            rng.choice(names): rng.choice(("是", "否", "不清楚", *cells)) for _ in range(rng.randrange(4))
        },
    }


def check_quick(payload: dict[str, Any]) -> None:
    """A verdict, whatever was typed; then answers to what it asks lead to another."""
    verdict = ask("judge", payload)
    for error in verdict["row_errors"]:
        is_sentence(error["message"], error["value"])
    asked = {item["id"]: (item["options"] or ["1"])[0] for item in verdict["questions"]}
    ask("judge", {**payload, "answers": {**payload["answers"], **asked}})


def make_payload(rng: Random) -> tuple[str, dict[str, Any]]:
    """An operation of the page with texts of every kind where texts are."""
    rows = changed_data(rng, rng.choice(samples()[:-1])[:3], HOSTILE)
    rows = [[str(cell) for cell in row] for row in rows if isinstance(row, list)]
    today = rng.choice((DAY, "2021-06-01", "2031-01-01", "0001-01-01", "9999-12-31"))
    usual: dict[str, Any] = {
        "key": rng.choice(keys()),
        "rows": rows,
        "totals": None,
        "today": today,
        "answers": {},
    }
    asked = rng.choice(HOSTILE)
    answers = {f"{name}:{line}": rng.choice(HOSTILE) for name in ("parts", "set") for line in (2, 3)}
    form = {"name": asked, "fields": [asked, "甲：乙", "丙"], "columns": ["丙"], "signed": [asked]}
    return rng.choice(
        (
            ("judge", {**usual, "answers": answers}),
            ("receipt", usual),
            ("reminders", usual),
            ("trial", {**usual, "city": "x", "city_name": asked, "year": "2025"}),
            ("write_csv", usual),
            ("write_xlsx", usual),
            ("read_paste", {"text": changed_text(rng, pasted())}),
            ("read_file", {"name": asked, "bytes": changed_bytes(rng, tables())}),
            (
                "funding",
                {
                    "percent": "1.5",
                    "deduction_percent": "8",
                    "amounts": {
                        name: rng.choice((*HOSTILE, "1"))
                        for name in ("wages", "spent", "taxed_wages", "carried")
                    },
                },
            ),
            ("write_form", {"form": form, "texts": {asked: asked}, "rows": [[asked]]}),
        )
    )


def check_payload(given: tuple[str, dict[str, Any]]) -> None:
    """Each operation answers; files it writes can be opened and hold no formula."""
    operation, payload = given
    answer = ask(operation, payload)
    if operation in ("write_xlsx", "write_form"):
        with zipfile.ZipFile(io.BytesIO(answer["bytes"])) as archive:
            promise(b"<f>" not in archive.read("xl/worksheets/sheet1.xml"), "a formula")
    if operation == "write_csv":
        _kept(payload["rows"])


# Receipts and rules


@cache
def receipts() -> tuple[dict[str, Any], ...]:
    """Receipts as they are saved."""
    found = []
    for key, rows in zip(keys()[:4], samples(), strict=False):
        rules = parse_rules(published()[key])
        day = datetime.date.fromisoformat(DAY)
        found.append(jsontext.loads(jsontext.dumps(make_receipt(rules, rows[:4], None, day, {}))))
    return tuple(found)


def make_receipt_file(rng: Random) -> bytes:
    """A receipt with changes; with a seal that fits, because anybody can make one."""
    receipt = rng.choice(receipts())
    if rng.random() < 0.15:
        return changed_bytes(rng, [jsontext.dumps(receipt).encode()])
    part = rng.choice(("rules", "rules", "rows", "answers", "verdict", "totals", None))
    if part is None:
        receipt = changed_data(rng, receipt)
    elif receipt[part] is None:
        receipt = {**receipt, part: rng.choice((1, "x", {}, {"total": "1"}, {"x": 1}, [[]]))}
    else:
        receipt = {**receipt, part: changed_data(rng, receipt[part])}
    return sealed(receipt)


def sealed(receipt: dict[str, Any]) -> bytes:
    """The file of a receipt with its seal renewed, as a forger would."""
    rest = {key: value for key, value in receipt.items() if key != "seal"}
    text = jsontext.dumps(rest)
    seal = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    whole = json.dumps(json.loads(text), ensure_ascii=True) if "\ud800" in text or "\udfff" in text else text
    return f'{whole[:-1]}{", " if rest else ""}"seal": "{seal}"}}'.encode()


def check_receipt(data: bytes) -> None:
    """A receipt is opened or refused in one sentence."""
    for key in keys()[:2]:
        answer = ask("open_receipt", {"key": key, "bytes": data})
        if answer["error"] is not None:
            is_sentence(answer["error"])


def make_rules(rng: Random) -> Any:
    """Published rules with changes."""
    rules = rng.choice(list(published().values()))
    return (
        {**rules, "rule": changed_data(rng, rules["rule"])}
        if rng.random() < 0.7
        else changed_data(rng, rules)
    )


def check_rules(data: Any) -> None:
    """Rules are read or refused in one sentence."""
    try:
        parse_rules(data)
    except UnusableRulesError as error:
        is_sentence(str(error))


def _changed_workbook(rng: Random) -> bytes:
    return (changed_zip if rng.random() < 0.5 else changed_workbook)(rng, workbooks())


TARGETS = (
    Target("csv", "台账文件（CSV 字节）", lambda rng: changed_bytes(rng, tables()), check_csv, bytes),
    Target(
        "paste",
        "粘贴的文字",
        lambda rng: changed_text(rng, pasted()),
        check_paste,
        lambda data: data.decode("utf-8", "replace"),
    ),
    Target("xlsx", "Excel 文件", _changed_workbook, check_xlsx, bytes, share=10),
    Target("quick", "快速自查的学时和回答", make_quick, check_quick, share=4),
    Target("page", "网页每项操作的内容", make_payload, check_payload, share=4),
    Target("receipt", "回执", make_receipt_file, check_receipt, bytes, share=4),
    Target("rules", "规则 JSON", make_rules, check_rules, share=4),
)
