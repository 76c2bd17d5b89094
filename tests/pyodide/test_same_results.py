"""The same ledgers give the same verdicts, byte for byte, in CPython and in the Python of the page."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from builder.node import node_program
from tests.pyodide.probe import Call, run_in_node
from tests.pyodide.record import CORE, ROOT
from xueshi import jsontext
from xueshi.page import handle

LEDGERS = 2000
SEED = 20250728
CASES = ROOT / "tests" / "calculator" / "cases.json"

HOURS = ("0.5", "6", "8", "23.5", "24", "29.5", "30", "５９.５", "60", "1,000", "六十", "-1", "0", "0.1")
SUBJECTS = ("公需", "公需必修", "必修", "公需选修", "专业", "专业课", "total", "无此科目")
DAYS = ("-01-01", "-03-01", "-09-15", "-12-17", "-12-31", "-02-30", "")
PROVIDERS = ("", "中原工学院华豫专技网", "三门峡职业技术学院", "某公司")


def a_row(dice: random.Random, year: int) -> list[str]:
    """A row, more often good than bad."""
    completed, declared, reviewed = sorted(dice.choices(DAYS[:5], k=3))
    named = [f"{year}{completed}", f"{year}{declared}", f"{year}{reviewed}"]
    if dice.random() < 0.3:
        named[dice.randrange(3)] = dice.choice(
            ("", f"{year - 1}-12-31", f"{year + 1}-01-08", f"{year}-02-30")
        )
    filed, mode = dice.choice(("是", "否", "")), dice.choice(("申报", "自动", "", "申报"))
    course = f"课程{dice.randrange(4)}"
    return [
        named[0], dice.choice(SUBJECTS), dice.choice(HOURS), course, dice.choice(PROVIDERS), "在线", mode,
        named[1], named[2], filed,
    ]  # fmt: skip


def payloads() -> Iterator[dict[str, Any]]:
    """Random ledgers and quick hours of both cities, with and without answers, around the year's end."""
    dice = random.Random(SEED)
    for _ in range(LEDGERS):
        city, year = dice.choice((("pingdingshan", 2021), ("sanmenxia", 2025)))
        today = f"{year + dice.randrange(2)}{dice.choice(('-01-05', '-06-30', '-11-20', '-12-31'))}"
        answers = {} if dice.random() < 0.5 else {"parts:2": dice.choice(HOURS), "all_approved": "否"}
        payload: dict[str, Any] = {"key": f"{city}/{year}", "today": today, "answers": answers}
        if dice.random() < 0.2:
            payload["totals"] = {"public": dice.choice(HOURS), "professional": dice.choice(HOURS)}
        else:
            payload["rows"] = [a_row(dice, year) for _ in range(dice.randrange(9))]
        yield payload


def test_two_thousand_random_ledgers_give_the_same_bytes(published: Path) -> None:
    bundle = jsontext.loads(CASES.read_text(encoding="utf-8"))
    opening = [Call("open_rules", {"rules": place["rules"]}) for place in bundle.values()]
    judging = [Call("judge", payload) for payload in payloads()]
    for call in opening:
        handle(call.operation, call.payload)
    here = [jsontext.dumps(handle(call.operation, call.payload)) for call in judging]
    there = run_in_node(node_program(ROOT), CORE, published, [*opening, *judging]).answers[len(opening) :]
    assert [answer.error for answer in there if answer.error] == []
    assert [answer.result for answer in there] == here
    statuses = {json.loads(text)["status"] for text in here}
    assert statuses == {"met", "pending", "short", "needs_info"}, "the ledgers reach every status"
