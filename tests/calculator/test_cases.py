"""The worked cases of the published rules, and the form of worked cases."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from xueshi import jsontext
from xueshi.cases import EXPECTATIONS, differences
from xueshi.model.published import Rules
from xueshi.rulesjson import parse_rules

BUNDLE: dict[str, dict[str, Any]] = jsontext.loads(Path(__file__).with_name("cases.json").read_bytes())
"""Rules and cases by city and year, as ``build.py schema`` writes them (no YAML in the browser)."""

RULES: dict[str, Rules] = {key: parse_rules(entry["rules"]) for key, entry in BUNDLE.items()}
CASES = [(key, case) for key, entry in BUNDLE.items() for case in entry["cases"]]


@pytest.mark.parametrize(("key", "case"), CASES, ids=[f"{key} {case['case']}" for key, case in CASES])
def test_the_verdict_is_the_one_worked_out_by_hand(key: str, case: dict[str, Any]) -> None:
    """Each case of ``data/cities/<city>/<year>.cases.yml`` gets the verdict it expects."""
    assert differences(RULES[key], case) == []


@pytest.mark.parametrize("key", RULES)
def test_whether_the_list_of_providers_is_open_is_held_by_a_case(key: str) -> None:
    """The words for a provider that is not listed depend on it."""
    rules = RULES[key]
    other = dataclasses.replace(rules, providers_open=not rules.providers_open)
    assert any(differences(other, case) for case in BUNDLE[key]["cases"])


@pytest.mark.parametrize("key", RULES)
def test_a_city_has_at_least_twenty_cases(key: str) -> None:
    """Fewer cannot show every status, reason and threshold."""
    assert len(BUNDLE[key]["cases"]) >= 20


LEDGER = "完成日期,科目,学时,施教机构,入账方式\n2025-05-10,公需,30,某某公司,自动\n2025-05-10,必修,1,,\n"
WRONG: dict[str, Any] = {
    "status": "met",
    "closed": True,
    "unit": "学分",
    "requirements": {"total": {"learned": 31}},
    "axis_requirements": {"way": {"learned": 1}},
    "plan": {"professional": 59},
    "rows": {"2": {"counted": 29}},
    "issues": {"2": []},
    "clauses": {"2": ["九"]},
    "says": {"2": ["没有这句话"]},
    "row_errors": {},
    "questions": ["parts:2"],
    "answer_errors": ["all_approved"],
    "notes": ["note_quick"],
    "next_steps": {"learn": None},
    "no_steps": ["learn"],
}


@pytest.mark.parametrize("name", EXPECTATIONS)
def test_a_wrong_expectation_is_reported(name: str) -> None:
    """No part of ``expect`` is passed over in silence."""
    case = _case(expect={name: WRONG[name]})
    assert len(differences(RULES["sanmenxia/2025"], case)) == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"expects": {}}, "不认识的字段“expects”"),
        ({"expect": {"state": "met"}}, "不认识的字段“state”"),
        ({"expect": {}}, "缺少 expect"),
        ({"today": "2025-02-30"}, "today 不是日期"),
        ({"quick": {"public": 30}}, "ledger 和 quick"),
        ({"ledger": "课程\n数字技术\n"}, "ledger 读不出来"),
        ({"ledger": 30}, "ledger 应是"),
        ({"answers": ["是"]}, "answers 应写成"),
        ({"expect": ["met"]}, "缺少 expect"),
        ({"expect": {"issues": {"2": "provider_not_listed"}}}, "issues 的写法不对"),
        ({"expect": {"plan": ["public"]}}, "plan 的写法不对"),
        ({"expect": {"questions": "parts:2"}}, "questions 应写成列表"),
        ({"expect": {"rows": {"9": {"counted": 1}}}}, "第 9 行没有参加判断"),
        ({"expect": {"requirements": {"public_compulsory": {"learned": 1}}}}, "没有科目 public_compulsory"),
        ({"expect": {"requirements": {"total": {"lerned": 30}}}}, "没有这一项"),
    ],
)
def test_a_case_that_is_no_case_says_why(change: dict[str, Any], words: str) -> None:
    """A slip in a case is told as such and never counts as agreement."""
    found = differences(RULES["sanmenxia/2025"], _case(**change))
    assert len(found) == 1
    assert words in found[0]


def _case(**change: Any) -> dict[str, Any]:
    return {"case": "虚构", "today": "2025-11-20", "ledger": LEDGER, "expect": {"status": "short"}} | change
