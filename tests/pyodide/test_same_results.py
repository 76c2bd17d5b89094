"""The same ledgers give the same verdicts, byte for byte, in CPython and in the Python of the page."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builder.bench.shapes import every_shape
from builder.node import node_program
from tests.pyodide.probe import Call, run_in_node
from tests.pyodide.record import CORE, ROOT
from xueshi import jsontext
from xueshi.ledger.table import COLUMNS
from xueshi.page import handle

LEDGERS = 2000
SEED = 20250728
CASES = ROOT / "tests" / "calculator" / "cases.json"
SHAPES = CASES.with_name("shapes.json")

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


@dataclass(frozen=True)
class Words:
    """What a ledger may say under one rule, taken from its JSON."""

    key: str
    year: int
    subjects: list[str]
    units: list[str]
    columns: dict[str, list[str]]
    answers: dict[str, list[str]]


def words_of(published_rules: dict[str, Any]) -> Words:
    rule = published_rules["rule"]
    subjects = [*walk(rule["requirements"]), *(item["name"] for item in rule["conversions"])]
    columns: dict[str, list[str]] = {}
    for axis in rule["axes"]:
        columns[axis["column"]] = ["", *(value["name"] for value in axis["values"])]
    answers = {item["id"]: item["options"] for item in rule["questions"]}
    answers |= {item["id"]: ["是", "否"] for item in rule["conditions"]}
    units = ["", *(unit["name"] for unit in rule["units"])]
    key = f"{published_rules['city']}/{published_rules['year']}"
    return Words(key, published_rules["year"], subjects, units, columns, answers)


def walk(node: dict[str, Any]) -> list[str]:
    return [node["name"], *(name for child in node["children"] for name in walk(child))]


def shaped_row(dice: random.Random, words: Words) -> list[str]:
    """A row of any subject or achievement, in any unit, within the year or beside it."""
    learned, declared, reviewed = sorted(dice.choices(DAYS[:5], k=3))
    year = words.year - (dice.random() < 0.15)
    stage = dice.randrange(3)
    cells = dict.fromkeys(COLUMNS, "") | {
        "完成日期": f"{year}{learned}",
        "科目": dice.choice(words.subjects),
        "学时": dice.choice(("1", "2.5", "8", "16", "30", "1/3", "0.1")) + dice.choice(words.units),
        "课程": f"课程{dice.randrange(9)}",
        "入账方式": dice.choice(("自动", "申报")),
        "申报日期": f"{words.year}{declared}" if stage else "",
        "审核日期": f"{words.year}{reviewed}" if stage == 2 else "",
    }
    return list((cells | {name: dice.choice(values) for name, values in words.columns.items()}).values())


def shaped_payloads(all_words: list[Words]) -> Iterator[dict[str, Any]]:
    """Random ledgers under rules of every shape, some questions answered and some not."""
    dice = random.Random(SEED)
    for number in range(LEDGERS):
        words = all_words[number % len(all_words)]
        answers = {
            name: dice.choice(options) for name, options in words.answers.items() if dice.random() < 0.7
        }
        if dice.random() < 0.3:
            answers["parts:2"] = dice.choice((*words.subjects, "几个科目都有", "1"))
        rows = [shaped_row(dice, words) for _ in range(dice.randrange(8))]
        today = f"{words.year + dice.randrange(2)}{dice.choice(('-06-30', '-12-31'))}"
        yield {"key": words.key, "today": today, "answers": answers, "rows": rows}


def same_bytes(published: Path, opening: list[Call], judging: list[Call]) -> list[str]:
    """The results of both Pythons, which must be equal."""
    for call in opening:
        handle(call.operation, call.payload)
    here = [jsontext.dumps(handle(call.operation, call.payload)) for call in judging]
    there = run_in_node(node_program(ROOT), CORE, published, [*opening, *judging]).answers[len(opening) :]
    assert [answer.error for answer in there if answer.error] == []
    assert [answer.result for answer in there] == here
    return here


def test_two_thousand_random_ledgers_give_the_same_bytes(published: Path) -> None:
    bundle = jsontext.loads(CASES.read_text(encoding="utf-8"))
    opening = [Call("open_rules", {"rules": place["rules"]}) for place in bundle.values()]
    here = same_bytes(published, opening, [Call("judge", payload) for payload in payloads()])
    statuses = {json.loads(text)["status"] for text in here}
    assert statuses == {"met", "pending", "short", "needs_info"}, "the ledgers reach every status"


def test_two_thousand_random_ledgers_under_every_shape_give_the_same_bytes(published: Path) -> None:
    """Under each invented rule of its own shape, and under one that holds every shape at once."""
    bundle = jsontext.loads(SHAPES.read_text(encoding="utf-8"))
    published_rules = [place["rules"] for place in bundle.values()]
    published_rules.append(jsontext.loads(jsontext.dumps(every_shape())))
    opening = [Call("open_rules", {"rules": item}) for item in published_rules]
    judging = [Call("judge", item) for item in shaped_payloads([words_of(item) for item in published_rules])]
    statuses = {json.loads(text)["status"] for text in same_bytes(published, opening, judging)}
    assert statuses == {"met", "pending", "short", "needs_info", "not_modelled"}, "they reach every status"
