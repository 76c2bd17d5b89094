"""Tables of a whole staff as an office hands them in: CSV and Excel, a row for a course or for a person."""

from __future__ import annotations

import csv
import io
from functools import cache
from random import Random
from typing import Any

from tests.fuzz.ledgers import published, samples
from tests.fuzz.mutate import HOSTILE, changed_bytes, changed_workbook, changed_zip
from tests.fuzz.target import Target, ask, is_sentence, promise
from xueshi.ledger.table import COLUMNS
from xueshi.ledger.workbooks import write_workbook_ledger

DOOR = "xueshi.roster.page.door:"
DAY = "2025-11-20"
ROUNDS = 12
"""Times that the page answers what the door asks, before a table counts as one that is never understood."""

STEP = 7
"""Rows or people of one step."""


@cache
def cities() -> list[dict[str, str]]:
    """The cities that are on file, and one that is not."""
    known = {rules["city"]: rules["city_name"] for rules in published().values()}
    return [
        *({"id": city, "name": name} for city, name in known.items()),
        {"id": "kaifeng", "name": "开封市"},
    ]


@cache
def tables() -> tuple[bytes, ...]:
    """Tables as offices have them."""
    head = ("工号", "姓名", "单位", "城市", "年度", *COLUMNS[:10])
    rows = [
        (f"{person:04d}", f"某{person}", "一部", "三门峡市", "2025", *row)
        for person, row in enumerate(samples()[1][:6])
        for _ in range(2)
    ]
    rows += [("0009", word, word, word, "2025", *[word] * 10) for word in HOSTILE if word.isprintable()]
    wide = ("姓名", "身份证号", "公需学时", "专业学时", "年度", "城市")
    people = [
        ("某甲", "411200199001011234", "30", "60", "2025", "三门峡"),
        ("某乙", "=1+1", "十", "", "", ""),
    ]
    made = []
    for table in ((head, *rows), (wide, *people)):
        text = io.StringIO(newline="")
        csv.writer(text).writerows(table)
        data = text.getvalue()
        made += [
            data.encode("utf-8-sig", "replace"),
            data.encode("gb18030", "replace"),
            data.encode("utf-16", "replace"),
        ]
    return (*made, b"", "完成日期,科目,学时\n2025-03-05,公需,30\n".encode())


@cache
def workbooks() -> tuple[bytes, ...]:
    """The same as Excel files; a ledger of one person too."""
    import openpyxl

    made = [write_workbook_ledger(samples()[1])]
    for data in (tables()[0], tables()[3]):
        book = openpyxl.Workbook()
        sheet: Any = book.active
        for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))):
            sheet.append([cell if cell.isprintable() else "x" for cell in row])
        book.create_sheet("另一张").append(["姓名", "备注"])
        out = io.BytesIO()
        book.save(out)
        made.append(out.getvalue())
    return tuple(made)


def at_the_door(operation: str, **payload: Any) -> dict[str, Any]:
    """One operation of the page for employers."""
    return ask(DOOR + operation, payload)


def check(data: bytes) -> None:
    """A table is refused in words, or read to the end, judged, listed and written, whatever stands in it."""
    try:
        _check(data)
    finally:
        at_the_door("close")


def _check(data: bytes) -> None:
    at_the_door("open", name="名单.csv", bytes=data, key="sanmenxia/2025", cities=cities(), today=DAY)
    answer = at_the_door("look", count=STEP)
    while not answer["finished"]:
        answer = at_the_door("look", count=STEP)
    if answer["error"] is None:
        answer = at_the_door("settle", answers={})
    for _ in range(ROUNDS):
        if answer["error"] is not None:
            is_sentence(answer["error"])
            return
        for key in answer["keys"]:
            at_the_door("rules", key=key, rules=published().get(key))
        told = {item["id"]: item["options"][0]["id"] for item in answer["questions"]}
        if not answer["keys"] and not told:
            break
        answer = at_the_door("settle", answers=told)
    else:
        return  # what cannot be settled is asked for again: nothing is lost, nothing is judged
    read = at_the_door("read", count=STEP)
    while not read["finished"]:
        read = at_the_door("read", count=STEP)
    if read["error"] is not None:
        is_sentence(read["error"])
        return
    for key in read["keys"]:
        at_the_door("rules", key=key, rules=published().get(key))
    while not at_the_door("judge", today=DAY, count=STEP)["finished"]:
        pass
    result = at_the_door("result")
    promise(result["all"] == result["judged"], f"{result['all']} people, {result['judged']} judged")
    for error in result["errors"]["list"]:
        for reason in error["reasons"]:
            is_sentence(reason)
    listed = at_the_door("list", start=0, count=STEP)
    for person in listed["people"][:2]:
        shown = at_the_door("person", at=person["at"], turn=0, today=DAY)
        promise(shown["error"] is not None or shown["verdict"]["summary"], "no verdict")
    for what in ("results", "faults"):
        made = at_the_door("export", begin=True, mark=1, what=what, format="csv", count=100_000)
        promise(made["finished"], "not written")
        _harmless(made["bytes"])


def _harmless(data: bytes) -> None:
    """No cell of a written file is a formula to a spreadsheet."""
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        for cell in row:
            promise(not cell.startswith(("=", "+", "-", "@", "\t", "\r")), f"a formula: {cell!r}")


def _ledger_or_roster(rng: Random) -> bytes:
    return changed_bytes(rng, tables()) if rng.random() < 0.7 else changed_zip(rng, workbooks())


TARGETS = (
    Target("roster", "一个单位的名单（CSV、Excel）", _ledger_or_roster, check, bytes, share=20),
    Target(
        "sheets",
        "名单的 Excel：格子、样式、关系",
        lambda rng: changed_workbook(rng, workbooks()),
        check,
        share=20,
    ),
)
