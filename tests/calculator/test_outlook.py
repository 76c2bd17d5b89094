"""What would change the result, and what each answer leads to."""

import datetime
from dataclasses import replace
from typing import Any

import pytest

from tests.calculator.invented import LAST, TODAY, amended, deadline, ledger, row, rules
from tests.calculator.test_shapes import CASES, RULES
from xueshi.judge import judge
from xueshi.judge.verdict import Explanation, Verdict
from xueshi.ledger.files import read_csv
from xueshi.ledger.table import ledger_of_totals
from xueshi.model.published import Rules
from xueshi.model.rule import CarryOverPolicy, Duty, PlanFiling, PlanFilingPolicy
from xueshi.model.values import NOT_STATED
from xueshi.reminders import reminders
from xueshi.texts import HOUSE, HOUSE_RULES

AFTERWARDS = datetime.date(2024, 3, 1)
MUST, MAY, TRADE = row("must", "24"), row("may", "6"), row("trade", "60")


def changes(verdict: Verdict) -> dict[str, str]:
    """The sentences of what would change the result, by their ids."""
    found = [node for node in verdict.explanation.children if node.id == "changes"]
    return {node.id.removeprefix("change:"): node.text for tree in found for node in tree.children}


def answers(verdict: Verdict) -> list[str]:
    """What the answers to the first question lead to."""
    return [node.text for node in verdict.explanation.children[0].children]


def test_a_short_year_says_what_is_to_be_learned_by_when() -> None:
    verdict = judge(rules(), ledger(row("must", "20"), MAY, TRADE), TODAY)
    assert changes(verdict) == {
        "learn": "再学 must 4 学时即可：2023年12月31日前学完，"
        "2023年12月31日前把没有申报的都申报（都含当天），审核通过后就达标。"
    }
    (tree,) = (node for node in verdict.explanation.children if node.id == "changes")
    assert tree.children[0].source


def test_learning_that_would_come_too_late_is_not_advised() -> None:
    """The last day to learn may be over while declaring is still possible."""
    rule = rules()
    early = replace(rule.rule.deadlines, learn=deadline(datetime.date(2023, 10, 31)))
    verdict = judge(amended(rule, deadlines=early), ledger(MUST), TODAY)
    assert list(changes(verdict)) == ["learn_over"]
    assert "2023年10月31日已过" in changes(verdict)["learn_over"]


def test_what_is_declared_needs_only_its_review() -> None:
    waiting = row("trade", "60", reviewed="")
    assert changes(judge(rules(), ledger(MUST, MAY, waiting), TODAY)) == {
        "approve": "第 4 行审核通过后就达标，不用再学。"
    }
    spare = row("trade", "9", declared="", reviewed="")
    verdict = judge(rules(), ledger(MUST, MAY, waiting, spare), TODAY)
    assert "没有申报的第 5 行不影响结论" in changes(verdict)["approve"]


def test_what_is_not_declared_names_the_safe_day_and_what_is_lost_after_the_last() -> None:
    undeclared = row("trade", "60", declared="", reviewed="")
    found = changes(judge(rules(), ledger(MUST, row("may", "6", reviewed=""), undeclared), TODAY))
    assert list(found) == ["declare", "declare_safe", "lost"]
    assert "申报第 4 行，它们和已申报的第 3 行" in found["declare"]
    assert found["declare_safe"].startswith("若在 2023年12月17日前申报")
    assert "用人单位 5 个工作日＋行业主管部门 5 个工作日＝10 个工作日" in found["declare_safe"]
    assert "学时就不够了" in found["lost"]
    late = changes(judge(rules(), ledger(MUST, MAY, undeclared), datetime.date(2023, 12, 20)))
    assert list(late) == ["declare", "lost"]


def test_a_pending_quick_year_is_met_by_a_yes() -> None:
    totals = ledger_of_totals({"must": "24", "may": "6", "trade": "60"})
    assert "“是”" in changes(judge(rules(), totals, TODAY, {"all_approved": "否"}))["approve"]


@pytest.mark.parametrize(
    ("cells", "rule", "today", "words"),
    [
        ({"declared": "", "reviewed": ""}, rules(), AFTERWARDS, "补上申报日期，学时就够了"),
        ({"declared": "2024-01-01", "reviewed": ""}, rules(), AFTERWARDS, "已不能补救"),
        ({"plan": "否"}, rules(), TODAY, "把“计划备案”改为“是”"),
        ({"completed": "2022-12-01"}, rules(), TODAY, "不能用它来补"),
        (
            {"completed": "2022-12-01"},
            rules(carry_over=CarryOverPolicy.NOT_STATED),
            TODAY,
            "请询问当地人社部门",
        ),
        ({"completed": "2022-12-01"}, rules(carry_over=CarryOverPolicy.ALLOWED), TODAY, "允许结转"),
    ],
)
def test_a_row_that_would_have_completed_the_year_is_named(
    cells: dict[str, str], rule: Rules, today: datetime.date, words: str
) -> None:
    verdict = judge(rule, ledger(MUST, MAY, row("trade", "60", **cells)), today)
    assert verdict.status == "short"
    assert words in changes(verdict)["rows:0"]
    assert "第 4 行" in changes(verdict)["rows:0"]


def test_a_repeated_row_that_would_have_completed_the_year_is_named() -> None:
    half = row("trade", "30", course="同一门")
    verdict = judge(rules(), ledger(MUST, MAY, half, half), TODAY)
    assert "第 5 行如果不是重复登记" in changes(verdict)["rows:0"]


def test_a_row_learned_too_late_that_would_have_completed_the_year_is_named() -> None:
    rule = rules()
    early = replace(rule.rule.deadlines, learn=deadline(datetime.date(2023, 2, 1)))
    verdict = judge(
        amended(rule, deadlines=early),
        ledger(
            row("must", "24", completed="2023-01-05"),
            row("may", "6", completed="2023-01-05"),
            row("trade", "60", completed="2023-03-01"),
        ),
        TODAY,
    )
    assert "若在 2023年2月1日前（含当天）学完" in changes(verdict)["rows:0"]


def test_rows_that_would_not_suffice_are_not_held_out_as_hope() -> None:
    outside = row("trade", "59.5", completed="2022-12-01")
    assert list(changes(judge(rules(), ledger(MUST, MAY, outside), TODAY))) == ["learn"]
    other = row("trade", "60", plan="否")
    both = judge(rules(), ledger(MUST, other, row("may", "6", completed="2022-12-01")), TODAY)
    assert list(changes(both)) == ["learn"], "neither alone completes the year"


def test_a_met_year_has_nothing_that_would_change_it() -> None:
    assert changes(judge(rules(), ledger(MUST, MAY, TRADE), TODAY)) == {}


def test_the_hours_at_which_an_answer_turns_the_status_are_said() -> None:
    verdict = judge(rules(), ledger(row("must", "4"), row("public", "26"), TRADE), TODAY)
    assert answers(verdict) == ["少于 20：未达标。", "20 或更多：已达标。"]
    unreviewed = row("must", "4", reviewed="")
    verdict = judge(rules(), ledger(unreviewed, row("public", "26"), TRADE), TODAY)
    assert answers(verdict) == ["少于 20：未达标。", "20 或更多：学时已够，手续未完。"]
    three = ledger(row("must", "4", reviewed=""), row("public", "26"), row("may", "6"), TRADE)
    assert answers(judge(rules(), three, TODAY)) == [
        "少于 20：未达标。",
        "20 到不足 24：学时已够，手续未完。",
        "24 或更多：已达标。",
    ]
    all_of_it = judge(rules(), ledger(row("public", "24"), MAY, TRADE), TODAY)
    assert answers(all_of_it) == ["少于 24：未达标。", "填 24：已达标。"]


def test_several_rows_that_hang_together_say_so() -> None:
    rows = ledger(row("public", "15"), row("public", "15", course="乙"), TRADE)
    assert answers(judge(rules(), rows, TODAY)) == [
        "填 0：未达标。",
        "填 15：还要看别的问题（未达标或已达标）。",
    ]


def test_each_option_of_a_choice_says_where_it_leads() -> None:
    totals = ledger_of_totals({"must": "24", "may": "6", "trade": "60"})
    assert answers(judge(rules(), totals, TODAY)) == [
        "答“是”：已达标。",
        "答“否”：学时已够，手续未完。",
    ]
    assert answers(judge(rules(), totals, AFTERWARDS)) == [
        "答“是”：已达标。",
        "答“否”：还要看别的问题（未达标或学时已够，手续未完）。",
    ]


@pytest.mark.parametrize(("key", "case"), CASES, ids=[f"{key} {case['case']}" for key, case in CASES])
def test_what_an_answer_is_said_to_lead_to_is_what_it_leads_to(key: str, case: dict[str, Any]) -> None:
    """On every worked case of every shape that asks: the sentence is held against judging with the answer."""
    today = datetime.date.fromisoformat(case["today"])
    given = {str(name): str(value) for name, value in (case.get("answers") or {}).items()}
    quick = {str(name): str(value) for name, value in (case.get("quick") or {}).items()}
    table = ledger_of_totals(quick) if quick else read_csv(case["ledger"].encode()).ledger
    verdict = judge(RULES[key], table, today, given)
    for question, node in zip(verdict.questions, verdict.explanation.children, strict=False):
        for line, option in zip(node.children, question.options or (), strict=False):
            then = judge(RULES[key], table, today, {**given, question.id: option})
            assert line.text.startswith(f"答“{option}”：")
            assert then.status_name in line.text or then.status == "needs_info"


def test_every_reason_names_a_clause_or_the_rule_of_this_site() -> None:
    """Where no notice says so, the reason says that it is this program's own."""
    same = row("trade", "8", course="同")
    near = row("trade", "8", course="同", plan="")
    dates = ({"declared": "2023-12-01", "reviewed": ""}, {"reviewed": "2023-12-01"}, {"declared": ""})
    rows = (same, same, near, *(row(**cells) for cells in dates))
    rule = rules(plan_filing=PlanFilingPolicy.NOT_STATED)
    silent = amended(rule, plan_filing=PlanFiling(PlanFilingPolicy.NOT_STATED))
    verdict = judge(silent, ledger(*rows, row(plan="否"), [*row(), "6"], row(provider="某家")), TODAY)
    found = [(issue.code, issue.source) for item in verdict.rows for issue in item.issues]
    assert all(source for _, source in found)
    own = {code for code, source in found if source and source.document == HOUSE}
    assert own == set(HOUSE_RULES) - {"platform_closed"}


def test_the_duty_of_a_step_is_what_the_data_says() -> None:
    rule = rules()
    days = replace(
        rule.rule.deadlines,
        learn=deadline(LAST, Duty.PROVIDER),
        declare=deadline(LAST, Duty.EMPLOYER),
        plan_filing=deadline(datetime.date(2023, 12, 1), Duty.BUREAU),
        platform_filing=deadline(datetime.date(2023, 12, 2), Duty.PROVIDER),
        platform_close=deadline(LAST, Duty.PROVIDER),
        review=deadline(LAST, Duty.DEPARTMENT),
        before_title=deadline(LAST, Duty.EMPLOYER),
    )
    verdict = judge(amended(rule, deadlines=days), ledger(row("must", "24", reviewed="")), TODAY)
    assert {step.code: step.duty for step in verdict.next_steps} == {
        "urge_review": "行业主管部门",
        "file_plan": "人社部门",
        "file_platform": "施教机构",
        "declare_safe": "用人单位",
        "learn": "施教机构",
        "platform_close": "施教机构",
        "declare": "用人单位",
        "before_title": "用人单位",
    }
    title = next(step for step in verdict.next_steps if step.code == "before_title")
    assert "＝10 个工作日，所以至少提前 10 个工作日申报" in title.message


def test_a_review_in_one_stage_is_not_told_as_two() -> None:
    rule = rules()
    single = replace(
        rule, rule=replace(rule.rule, review=replace(rule.rule.review, employer_days=NOT_STATED))
    )
    waiting = ledger(row("must", "24", reviewed="", declared="2023-11-17"))
    step = next(s for s in judge(single, waiting, TODAY).next_steps if s.code == "review")
    assert step.message.startswith("审核第 2 行：行业主管部门 5 个工作日，")


def test_the_calendar_holds_exactly_the_steps_that_have_a_day() -> None:
    verdict = judge(rules(), ledger(), datetime.date(2023, 9, 1))
    text = reminders(verdict).replace("\r\n ", "")
    dated = [step for step in verdict.next_steps if step.by]
    assert text.count("BEGIN:VEVENT") == len(dated) == 4
    for step in dated:
        assert f"DTSTART;VALUE=DATE:{step.by:%Y%m%d}" in text
        assert step.message.replace(",", "\\,") in text
        assert f"谁的事：{step.duty}。" in text


def test_no_step_of_the_explanation_has_an_id_twice() -> None:
    def walk(node: Explanation) -> list[str]:
        return [node.id, *(name for child in node.children for name in walk(child))]

    rows = ledger(row("public", "15"), row("public", "15", course="乙"), TRADE)
    names = walk(judge(rules(), rows, TODAY).explanation)
    assert len(names) == len(set(names))
