"""The page of shapes cannot lie: every YAML example is checked and judged as the page says."""

from __future__ import annotations

import copy
import csv
import datetime
import io
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from builder.api.rules import make_rules
from builder.catalog import make_catalog
from builder.checks import run_checks
from builder.folder import read_folder
from tests.builder.shapes import lay_out
from xueshi import jsontext
from xueshi.judge import judge
from xueshi.ledger.files import read_csv
from xueshi.rulesjson import parse_rules

PAGE = Path(__file__).resolve().parents[2] / "docs" / "shapes.md"
TODAY = datetime.date(2025, 11, 20)
FIRST_SHAPE, LAST_SHAPE = "1. 科目树", "13. 一年几份通知"

PIECE = re.compile(
    r"^## (?P<title>.+) \{ #(?P<id>\w+) \}$"
    r"|^```yaml\n(?P<yaml>[\s\S]*?)^```$"
    r"|^(?P<table>\|.*(?:\n\|.*)+)$"
    r"|^\*\*回答\*\*：(?P<answer>.+)$"
    r"|^\*\*结论：(?P<status>.+?)。\*\* (?P<summary>.+)$"
    r"|写错的例子，报 \[(?P<wrong>E\d+)\]"
    r"|\[(?P<code>E\d+)\]",
    re.MULTILINE,
)


CAPPED = {
    "id": "total",
    "name": "总学时",
    "min_hours": 90,
    "source": {"clause": "二", "evidence": "每年不少于90学时"},
    "cap": {"hours": 80, "source": {"clause": "二", "evidence": "最多计80学时"}},
}

EXAMS = [
    {
        "id": f"exam{number}",
        "text": f"第 {number} 科考试合格了吗？",
        "source": {"clause": "二", "evidence": "考试合格的方可登记"},
    }
    for number in range(1, 12)
]

SLIPS: dict[tuple[str, str], tuple[str, Any]] = {
    ("ratio", "E101"): ("requirements.children.1.min_ratio.of", None),
    ("ratio", "E226"): ("requirements.children.1.min_ratio.value", "3/2"),
    ("caps", "E226"): ("requirements", CAPPED),
    ("caps", "E219"): ("caps.1.subjects.0", "publik"),
    ("caps", "E223"): ("caps.0.values.0", "selv"),
    ("conditions", "E101"): ("conditions.0.source", None),
    ("conditions", "E230"): ("conditions", EXAMS),
    ("units", "E109"): ("units.0.hours", 0),
    ("variants", "E224"): ("variants.0.when.0.question", "grade"),
    ("periods", "E209"): ("period.end", "2024-08-31"),
    ("periods", "E211"): ("deadlines.learn.date", "2026-08-31"),
    ("carry", "E227"): ("carry_over.policy", "不允许"),
    ("exempt", "E219"): ("variants.0.waives.0", "all"),
    ("deadlines", "E213"): ("deadlines.plan_filing.date", "未规定"),
    ("deadlines", "E212"): ("deadlines.plan_filing.date", "2025-09-16"),
    ("deadlines", "E105"): ("deadlines.plan_filing.date", "2025-11-31"),
    ("conversions", "E219"): ("conversions.0.subjects.0", "trade"),
}
"""Slips that the page says are refused in words only: section and code, the place, what is written there."""


@dataclass
class Shape:
    """One section of the page: an example, what is claimed of it, and examples that are wrong."""

    name: str
    title: str
    example: dict[str, Any] = field(default_factory=dict)
    claims: list[tuple[str, str, str, str]] = field(default_factory=list)
    """Ledger (CSV), answer, status, summary."""
    wrong: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    """Codes that the section names."""


def read_page() -> tuple[dict[str, Any], list[Shape]]:
    """The example that the others build on, and the sections."""
    base: dict[str, Any] = {}
    shapes: list[Shape] = []
    table = answer = wrong = ""
    for match in PIECE.finditer(PAGE.read_text(encoding="utf-8")):
        found = {name: text for name, text in match.groupdict().items() if text is not None}
        if "title" in found:
            shapes.append(Shape(found["id"], found["title"]))
            table = answer = wrong = ""
        elif "wrong" in found:
            wrong = found["wrong"]
        elif "code" in found:
            shapes[-1].codes.append(found["code"])
        elif "yaml" in found:
            content = yaml.safe_load(found["yaml"])
            if shapes[-1].name == "base":
                base = content
            elif wrong:
                shapes[-1].wrong.append((wrong, content))
                wrong = ""
            else:
                shapes[-1].example = content
        elif "table" in found:
            table = as_csv(found["table"])
        elif "answer" in found:
            answer = found["answer"]
        else:
            shapes[-1].claims.append((table, answer, found["status"], found["summary"]))
    return base, [shape for shape in shapes if shape.name != "base"]


def as_csv(table: str) -> str:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    out = io.StringIO()
    csv.writer(out).writerows([rows[0], *rows[2:]])
    return out.getvalue()


def whole(city: str, part: dict[str, Any]) -> str:
    """The base with the part of an example in place."""
    rule = {**BASE["rule"], **part.get("rule", {})}
    return yaml.safe_dump({**BASE, **part, "city": city, "rule": rule}, allow_unicode=True, sort_keys=False)


BASE, SHAPES = read_page()
CLAIMS = [(shape.name, *claim) for shape in SHAPES for claim in shape.claims]
WRONG = [(shape.name, *wrong) for shape in SHAPES for wrong in shape.wrong]


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of all examples, each in a city of its own."""
    texts = {shape.name: whole(shape.name, shape.example) for shape in SHAPES}
    return lay_out(texts, tmp_path_factory.mktemp("shapes"))


@pytest.fixture(scope="module")
def rules(laid_out: Path) -> dict[str, Any]:
    """Rules of the examples as they would be published, by section."""
    catalog = make_catalog(read_folder(laid_out))
    return {
        item.city: parse_rules(jsontext.loads(jsontext.dumps(make_rules(catalog, item))))
        for item in catalog.city_years
    }


def test_the_page_has_all_thirteen_shapes_each_with_an_example_and_a_verdict() -> None:
    titles = [shape.title for shape in SHAPES if shape.title[0].isdigit()]
    assert [int(title.split(".")[0]) for title in titles] == list(range(1, 14))
    assert (titles[0], titles[-1]) == (FIRST_SHAPE, LAST_SHAPE)
    assert all(shape.example and shape.claims for shape in SHAPES)


def test_every_example_passes_the_checks(laid_out: Path) -> None:
    assert [str(problem) for problem in run_checks(laid_out) if problem.is_error] == []


@pytest.mark.parametrize(("name", "table", "answer", "status", "summary"), CLAIMS)
def test_the_verdict_is_the_one_on_the_page(
    rules: dict[str, Any], name: str, table: str, answer: str, status: str, summary: str
) -> None:
    rule = rules[name]
    asked = {item.text: item.id for item in (*rule.rule.questions, *rule.rule.conditions)}
    answers = {id_: answer.removeprefix(text) for text, id_ in asked.items() if answer.startswith(text)}
    assert bool(answer) == bool(answers)
    verdict = judge(rule, read_csv(table.encode()).ledger, TODAY, answers)
    assert verdict.row_errors == ()
    found = verdict.summary.replace(verdict.city_name, "虚构市")
    assert (verdict.status_name, found.rstrip("。")) == (status, summary.rstrip("。"))


def test_every_code_the_page_names_is_shown_by_a_slip() -> None:
    assert {(shape.name, code) for shape in SHAPES for code in shape.codes} == set(SLIPS)


@pytest.mark.parametrize(("name", "code"), SLIPS)
def test_a_slip_is_refused_with_the_code_on_the_page(tmp_path: Path, name: str, code: str) -> None:
    place, value = SLIPS[name, code]
    example = copy.deepcopy(next(shape.example for shape in SHAPES if shape.name == name))
    *way, last = (int(step) if step.isdigit() else step for step in place.split("."))
    holder: Any = example["rule"]
    for step in way:
        holder = holder[step]
    if value is None:
        del holder[last]
    else:
        holder[last] = value
    problems = run_checks(lay_out({name: whole(name, example)}, tmp_path))
    assert code in {problem.code for problem in problems}


@pytest.mark.parametrize(("name", "code", "part"), WRONG)
def test_a_wrong_example_is_refused_with_the_code_on_the_page(
    tmp_path: Path, name: str, code: str, part: dict[str, Any]
) -> None:
    problems = run_checks(lay_out({name: whole(name, part)}, tmp_path))
    assert {problem.code for problem in problems if problem.is_error} == {code}, name
