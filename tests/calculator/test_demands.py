"""What a rule asks for is asked of just the hours that it names, however little it is."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from tests.calculator.invented import SOURCE, amended, judged, node, on, row, rules, shaped, topic_axis
from xueshi.model.shapes import (
    Answer,
    Axis,
    AxisColumn,
    AxisValue,
    Cap,
    RuleQuestion,
    SetMinimum,
    SubjectCap,
    Variant,
)

TWO = node("total", 6, node("a", None), node("b", None))
WAYS = Axis("way", "方式", AxisColumn.WAY, (AxisValue("on", "线上"), AxisValue("off", "面授")))


@pytest.mark.parametrize("least", ["1/2", 1])
def test_a_minimum_of_an_hour_or_less_is_one(least: str | int) -> None:
    assert (
        judged(rules(node("total", None, node("a", least), node("b", None))), row("b", "9")).status == "short"
    )
    values = (AxisValue("on", "线上", Fraction(least)), AxisValue("off", "面授"))
    rule = shaped(node("total", None), axes=(replace(WAYS, values=values),))
    assert judged(rule, row("total", "9", way="面授")).status == "short"


MORE = (Answer("level", "高"),)
ASKED = {
    "questions": (RuleQuestion("level", "级别？", ("高", "低"), SOURCE),),
    "variants": (Variant("more", "高级", MORE, SOURCE, (SetMinimum("x", Fraction(6)),)),),
}
WITHIN = replace(topic_axis(), values=(AxisValue("x", "x", within="a"), AxisValue("y", "y")))


@pytest.mark.parametrize(
    "parts",
    [
        {"caps": (Cap("most", "最多 4 学时", Fraction(4), SOURCE, subjects=("a",)),)},
        {"axes": (topic_axis(one_of=6, within="a"),)},
        {"axes": (replace(WITHIN, values=(AxisValue("x", "x", Fraction(6), "a"), AxisValue("y", "y"))),)},
        {"axes": (WITHIN,), **ASKED},
    ],
)
def test_in_which_subject_hours_were_is_asked_wherever_something_hangs_on_it(parts: dict[str, Any]) -> None:
    """A cap that names the subject, a topic that counts in it, or one that would for some people."""
    verdict = judged(shaped(TWO, **parts), on(row("total", "6"), "x"), level="高")
    assert (verdict.status, [item.id for item in verdict.questions]) == ("needs_info", ["parts:2"])


def test_a_cap_takes_no_hours_that_are_known_not_to_be_of_what_it_names() -> None:
    capped = replace(node("a1", None), cap=SubjectCap(Fraction(2), SOURCE))
    root = node("total", 6, node("a", None, capped, node("a2", None)), node("b", None, node("b1", None)))
    assert judged(rules(root), row("a", "6")).status == "needs_info"
    assert judged(rules(root), row("a", "6"), parts__2={"a1": 0}).status == "met"
    assert judged(rules(root), row("b", "6")).status == "met"
    most = (Cap("most", "线上最多 2 学时", Fraction(2), SOURCE, values=("on",)),)
    rule = amended(rules(TWO), axes=(WAYS, topic_axis()), caps=most)
    assert judged(rule, row("total", "6", way="面授")).status == "met"
    assert judged(rule, row("total", "6")).status == "needs_info"
