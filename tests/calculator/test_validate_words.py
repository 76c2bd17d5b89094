"""Words that sum up a rule or rest on evidence say what the values say; all notices are invented (虚构)."""

from __future__ import annotations

import datetime
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from tests.calculator.invented import THREE_LEVELS, YEAR, node, rules
from xueshi.model.policy import CityYear
from xueshi.model.registers import Province, Region
from xueshi.model.rule import (
    AutoCredit,
    AutoCreditPolicy,
    CarryOver,
    CarryOverPolicy,
    PlanFiling,
    PlanFilingPolicy,
)
from xueshi.model.shapes import SetMinimum, Variant
from xueshi.model.values import Source
from xueshi.validate import validate
from xueshi.validate.lists import regions_agree
from xueshi.validate.tree import names_differ
from xueshi.validate.words import summary_tells_the_rule

TREE = node("总学时", 90, node("公需", 30, aliases=["公需课"]), node("专业", 60))
BEGINNERS = Variant("new", "初级", (), Source("一", "虚构"), (SetMinimum("公需", Fraction(20)),))


def summed_up(summary: str, *variants: Variant) -> list[str]:
    """What is wrong with a summary of the invented rule."""
    rule = replace(rules(TREE).rule, variants=variants)
    day = datetime.date(YEAR, 6, 1)
    year = CityYear("xugou", YEAR, ("虚〔2023〕1号",), day, "测试", summary, rule, (), (), True)
    return [fault.found for fault in summary_tells_the_rule(year, ())]


def codes(value: Any) -> list[str]:
    """The codes of all faults of an object."""
    return [fault.code for fault in validate(value)]


@pytest.mark.parametrize(
    "summary",
    [
        "全年至少 90 学时：公需至少 30，专业不少于60；2023 年 12 月 31 日前申报，审核各 5 个工作日。",
        "公需课 30、专业课 60。",
        "公需 2023 年的重点另行通知，专业 12 月 31 日前学完。",
    ],
)
def test_a_summary_of_the_rules_own_numbers_is_sound(summary: str) -> None:
    """Minima, days and working days may all be told."""
    assert summed_up(summary) == []


@pytest.mark.parametrize(
    ("summary", "found"),
    [
        ("全年至少 80 学时。", "概括里的 80 不是本年度的数"),
        ("全年至少 90 学时，11 月 30 日前申报。", "概括里的 11 月 30 日不是本年度的日期"),
        ("公需至少 60，专业至少 60。", "概括里说“公需至少60”，规则里“公需”至少 30"),
        ("公需课 60。", "概括里说“公需课60”，规则里“公需”至少 30"),
        ("专业不少于 12 学时。", "概括里说“专业不少于12”，规则里“专业”至少 60"),
    ],
)
def test_a_summary_that_says_otherwise_is_told(summary: str, found: str) -> None:
    """It is the sentence most people read, and the only one without a source of its own."""
    assert found in summed_up(summary)


def test_a_summary_may_tell_what_holds_for_some() -> None:
    """A variant's minimum is one of the rule's numbers."""
    assert summed_up("公需至少 20。") != []
    assert summed_up("公需至少 30（初级公需至少 20）。", BEGINNERS) == []


def evidence(words: str, derivation: str | None = None) -> Source:
    """A source with these printed words."""
    return Source("一", words, derivation=derivation)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (CarryOver(CarryOverPolicy.FORBIDDEN, (evidence("学时不得结转"),)), []),
        (CarryOver(CarryOverPolicy.FORBIDDEN, (evidence("可结转至下一年度"),)), ["E244"]),
        (CarryOver(CarryOverPolicy.ALLOWED, (evidence("可结转至下一年度"),)), []),
        (CarryOver(CarryOverPolicy.ALLOWED, (evidence("学时不得结转"),)), ["E244"]),
        (CarryOver(CarryOverPolicy.FORBIDDEN, (evidence("当年有效", "当年有效 → 不结转"),)), []),
        (PlanFiling(PlanFilingPolicy.REFUSED, "计划", evidence("未备案的不予认可")), []),
        (PlanFiling(PlanFilingPolicy.REFUSED, "计划", evidence("须报备案")), ["E244"]),
        (PlanFiling(PlanFilingPolicy.ASKED, "计划", evidence("须报备案")), []),
        (PlanFiling(PlanFilingPolicy.ASKED, "计划", evidence("未备案的不予认可")), ["E244"]),
        (AutoCredit(AutoCreditPolicy.AUTOMATIC, "平台", evidence("自动计入")), []),
        (AutoCredit(AutoCreditPolicy.AUTOMATIC, "平台", evidence("须申报个人学时")), ["E244"]),
    ],
)
def test_a_policy_is_what_its_evidence_says(value: object, found: list[str]) -> None:
    """One word chosen wrong from a list of three turns a notice into its opposite."""
    assert codes(value) == found


def test_an_id_is_no_other_subjects_alias() -> None:
    """The ledger also reads ids: such a row would count for the wrong subject."""
    root = replace(THREE_LEVELS, children=(node("public", 30), node("trade", 60, aliases=["public"])))
    faults = list(names_differ(rules(root).rule, ()))
    assert [(fault.code, fault.found) for fault in faults] == [("E203", "“public”已经指“public”")]
    own = replace(THREE_LEVELS, children=(node("public", 30, aliases=["甲"]), node("trade", 60)))
    assert list(names_differ(rules(own).rule, ())) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "980100"}, "code"),
        ({"initials": "mhe"}, None),
        ({"initials": "hm"}, "initials"),
        ({"initials": "mz"}, "initials"),
        ({"short": "暗山"}, "short"),
    ],
)
def test_a_region_agrees_with_itself_and_its_province(change: dict[str, Any], field: str | None) -> None:
    """A city that is not found by its initials looks like one that is not there."""
    region = replace(Region("minghe", "990100", "明河市", "明河", "mh"), **change)
    province = Province("xugou", "990000", "虚构省", "为测试而编", (region,))
    assert [fault.path[-1] for fault in regions_agree(province, ())] == ([] if field is None else [field])
