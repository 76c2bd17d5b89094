"""What is said beside the status: steps, notes, reasons, sources."""

import datetime
from collections.abc import Iterator

import pytest

from tests.calculator.invented import TODAY, ledger, row, rules
from xueshi.judge import judge
from xueshi.judge.verdict import Explanation, Verdict
from xueshi.model.rule import CarryOverPolicy
from xueshi.texts import STATUS_NAMES, TEXTS

SHORT = (row("must", "24"), row("trade", "60"))


def steps(verdict: Verdict) -> list[tuple[str, str | None]]:
    return [(step.code, step.by.isoformat() if step.by else None) for step in verdict.next_steps]


def walk(node: Explanation) -> Iterator[Explanation]:
    yield node
    for child in node.children:
        yield from walk(child)


def test_nothing_learned_is_a_plan_of_the_fewest_hours() -> None:
    plan = judge(rules(), ledger(), TODAY).plan
    assert [(item.requirement, str(item.hours)) for item in plan] == [
        ("must", "24"),
        ("public", "6"),
        ("trade", "60"),
    ]


def test_what_decides_comes_first() -> None:
    tree = judge(rules(), ledger(*SHORT), TODAY).explanation
    total = tree.children[0]
    assert (tree.met, total.id, total.met) == (False, "requirement:total", False)
    assert [child.id for child in total.children] == ["requirement:public", "requirement:trade"]
    swapped = judge(rules(), ledger(row("must", "24"), row("may", "6"), row("trade", "1")), TODAY).explanation
    assert [child.id for child in swapped.children[0].children] == ["requirement:trade", "requirement:public"]


def test_every_requirement_row_and_step_of_a_notice_names_its_clause() -> None:
    verdict = judge(rules(), ledger(*SHORT, row(completed="2022-01-01"), row(plan="", reviewed="")), TODAY)
    assert all(item.source for item in verdict.requirements if item.required is not None)
    assert all(issue.source for item in verdict.rows for issue in item.issues)
    cited = next(item.source for item in verdict.requirements)
    assert cited is not None
    assert (cited.document, cited.clause) == ("虚构〔2023〕1号", "一")


def test_steps_fall_due_in_order_and_say_whose_duty_they_are() -> None:
    verdict = judge(rules(), ledger(*SHORT), datetime.date(2023, 9, 1))
    assert steps(verdict) == [
        ("file_plan", "2023-09-15"),
        ("declare_safe", "2023-12-17"),
        ("learn", "2023-12-31"),
        ("declare", "2023-12-31"),
    ]
    assert [step.duty for step in verdict.next_steps] == ["用人单位", "本人", "本人", "本人"]


def test_waiting_for_a_review_is_the_employers_step_until_it_is_overdue() -> None:
    rows = (row("must", "24"), row("may", "6"), row("trade", "60", reviewed=""))
    assert ("review", "2023-04-17") in steps(judge(rules(), ledger(*rows), datetime.date(2023, 4, 17)))
    late = judge(rules(), ledger(*rows), datetime.date(2023, 4, 18))
    assert ("urge_review", "2023-04-17") in steps(late)
    unlimited = judge(rules(review_days=None), ledger(*rows), TODAY)
    assert ("review", None) in steps(unlimited)


def test_a_closed_year_says_what_the_notice_says_of_carry_over() -> None:
    after = datetime.date(2024, 1, 1)
    for policy, words in ((CarryOverPolicy.FORBIDDEN, "不得结转"), (CarryOverPolicy.NOT_STATED, "没有写明")):
        verdict = judge(rules(carry_over=policy), ledger(), after)
        assert steps(verdict) == [("closed", None)]
        assert words in verdict.next_steps[0].message


def test_rows_that_could_not_be_read_are_noted_and_to_be_mended() -> None:
    verdict = judge(rules(), ledger(row(amount="六十")), TODAY)
    assert "note_row_errors" in {note.code for note in verdict.notes}
    assert "fix_rows" in {step.code for step in verdict.next_steps}


def test_a_met_year_has_no_steps() -> None:
    verdict = judge(rules(), ledger(row("must", "24"), row("may", "6"), row("trade", "60")), TODAY)
    assert verdict.next_steps == ()


@pytest.mark.parametrize("status", STATUS_NAMES)
def test_every_status_has_a_summary(status: str) -> None:
    assert TEXTS[f"summary_{status}"]


def test_the_explanation_has_no_two_steps_of_one_id() -> None:
    rows = (*SHORT, row(completed="2022-01-01"), row("public", "3", plan="", reviewed=""))
    ids = [node.id for node in walk(judge(rules(), ledger(*rows), TODAY).explanation)]
    assert len(ids) == len(set(ids))
