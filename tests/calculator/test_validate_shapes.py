"""Shapes beyond a tree of minima name only what exists and ask only what is possible (all invented, 虚构)."""

from __future__ import annotations

import datetime
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from tests.calculator.invented import FIRST, LAST, rules
from xueshi.model.rule import CarryOverPolicy, Rule
from xueshi.model.shapes import (
    Answer,
    Axis,
    AxisColumn,
    AxisValue,
    Cap,
    CapPer,
    Condition,
    Conversion,
    OneOf,
    Recognition,
    RuleQuestion,
    SetMinimum,
    SubjectCap,
    Unit,
    Variant,
    Window,
)
from xueshi.model.values import Source
from xueshi.validate import shapes, validate

SOURCE = Source("一", "虚构", derivation="虚构")
BASE = rules().rule
FACE = AxisValue("face", "面授")
ONLINE = AxisValue("online", "网络")
WAYS = Axis("ways", "学习方式", AxisColumn.WAY, (FACE, ONLINE))
LEVEL = RuleQuestion("level", "职称级别？", ("初级", "高级"), SOURCE)
EXAM = Condition("exam", "考试合格了吗？", SOURCE)
JUNIOR = Variant("junior", "初级", (Answer("level", "初级"),), SOURCE, (SetMinimum("total", Fraction(100)),))
CAP = Cap("most", "最多 200", Fraction(200), SOURCE)
PAPER = Conversion("paper", "论文", Recognition.BY_ORGANISER, ("trade",), SOURCE)
DAY = datetime.timedelta(days=1)


def codes(**parts: Any) -> list[str]:
    """The codes a rule with these parts gives beyond those of the invented rule."""
    return [fault.code for fault in _shape_faults(replace(BASE, **parts))]


def _shape_faults(rule: Rule) -> list[Any]:
    return [fault for kind, check in shapes.CHECKS if kind is Rule for fault in check(rule, ())]


def test_a_rule_that_uses_every_shape_is_sound() -> None:
    """Nothing is demanded that the shapes do not need."""
    assert (
        codes(
            axes=(replace(WAYS, one_of=(OneOf("one", "任选", ("face", "online"), Fraction(10), SOURCE),)),),
            caps=(replace(CAP, subjects=("public",), values=("online",)),),
            units=(Unit("天", Fraction(8), SOURCE),),
            conversions=(PAPER,),
            questions=(LEVEL,),
            conditions=(EXAM,),
            variants=(
                JUNIOR,
                Variant("excused", "免修", (Answer("exam", "是"),), SOURCE, waives=("public",)),
            ),
            make_up=Window(LAST + DAY, LAST + 30 * DAY, SOURCE),
        )
        == []
    )


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"caps": (replace(CAP, subjects=("pubic",)),)}, "E219"),
        ({"conversions": (replace(PAPER, subjects=("none",)),)}, "E219"),
        ({"axes": (replace(WAYS, values=(replace(FACE, within="none"),)),)}, "E219"),
        ({"questions": (LEVEL,), "variants": (replace(JUNIOR, waives=("none",)),)}, "E219"),
        ({"caps": (replace(CAP, values=("face",)),)}, "E223"),
        ({"axes": (replace(WAYS, one_of=(OneOf("one", "任选", ("video",), Fraction(1), SOURCE),)),)}, "E223"),
        (
            {
                "questions": (LEVEL,),
                "variants": (replace(JUNIOR, minima=(SetMinimum("none", Fraction(1)),)),),
            },
            "E223",
        ),
        ({"variants": (JUNIOR,)}, "E224"),
        ({"questions": (LEVEL,), "variants": (replace(JUNIOR, when=(Answer("level", "中级"),)),)}, "E225"),
        ({"conditions": (EXAM,), "variants": (replace(JUNIOR, when=(Answer("exam", "合格"),)),)}, "E225"),
        ({"caps": (CAP, CAP)}, "E220"),
        ({"axes": (replace(WAYS, values=(FACE, FACE)),)}, "E220"),
        ({"questions": (LEVEL,), "conditions": (replace(EXAM, id="level"),)}, "E220"),
        ({"units": (Unit("天", Fraction(8), SOURCE), Unit("天", Fraction(6), SOURCE))}, "E220"),
        ({"make_up": Window(LAST, LAST + DAY, SOURCE)}, "E211"),
        ({"carry_over": replace(BASE.carry_over, window=Window(FIRST, LAST, SOURCE))}, "E211"),
    ],
)
def test_what_is_named_must_exist_and_differ(parts: dict[str, Any], code: str) -> None:
    """Subjects, values, questions and answers by their ids; windows outside the year."""
    assert codes(**parts) == [code]


def test_a_variant_must_leave_a_tree_that_fits() -> None:
    """56 in all with 60 for one part cannot be; waiving the part makes it fit again."""
    small = replace(JUNIOR, minima=(SetMinimum("total", Fraction(56)),))
    assert codes(questions=(LEVEL,), variants=(small,)) == ["E204"]
    assert codes(questions=(LEVEL,), variants=(replace(small, waives=("trade",)),)) == []


def test_nothing_may_be_empty() -> None:
    """An axis without values or a question without answers decides nothing."""
    empty = [
        replace(WAYS, values=()),
        OneOf("one", "任选", (), Fraction(1), replace(SOURCE, derivation="虚构 → 1")),
        replace(LEVEL, options=()),
        replace(JUNIOR, when=(), minima=()),
        replace(PAPER, subjects=()),
    ]
    assert [[fault.code for fault in validate(item)] for item in empty] == [["E222"]] * 5


def test_a_cap_leaves_room_for_the_minimum() -> None:
    """At most 20 and at least 30 cannot both be."""
    tree = BASE.requirements.children[0]
    assert "E226" not in [
        fault.code for fault in validate(replace(tree, cap=SubjectCap(Fraction(30), SOURCE)))
    ]
    assert "E226" in [fault.code for fault in validate(replace(tree, cap=SubjectCap(Fraction(20), SOURCE)))]


def test_a_cap_on_several_leaves_room_for_each_minimum() -> None:
    """The cap stands apart from the subject; what it makes impossible is found all the same."""
    trade = BASE.requirements.children[-1]
    need = trade.min_hours
    assert isinstance(need, Fraction)
    small = Cap("small", "最多", need - 1, SOURCE, subjects=(trade.id,))
    assert codes(caps=(small,)) == ["E226"]
    assert codes(caps=(replace(small, hours=need),)) == []
    assert codes(caps=(replace(small, per=CapPer.DAY),)) == []
    assert codes(caps=(replace(small, values=("face",)),), axes=(WAYS,)) == []
    asked = replace(FACE, min_hours=Fraction(16), source=replace(SOURCE, derivation="虚构 → 16"))
    face = Cap("face_cap", "面授最多", Fraction(15), SOURCE, values=("face",))
    assert codes(caps=(face,), axes=(replace(WAYS, values=(asked, ONLINE)),)) == ["E226"]
    assert (
        codes(caps=(replace(face, hours=Fraction(16)),), axes=(replace(WAYS, values=(asked, ONLINE)),)) == []
    )


def test_conditions_and_values_share_no_id_with_a_subject() -> None:
    """Both may stand where a subject stands; one id would then mean two things."""
    assert codes(conditions=(replace(EXAM, id="total"),)) == ["E220"]
    assert codes(axes=(replace(WAYS, values=(replace(FACE, id="total"), ONLINE)),)) == ["E220"]


def test_a_value_with_a_minimum_has_a_source() -> None:
    """As every minimum has."""
    assert [fault.code for fault in validate(replace(FACE, min_hours=Fraction(16)))] == ["E206"]


def test_what_is_forbidden_has_no_window() -> None:
    """Carry-over that is forbidden cannot say which days carry over."""
    source = replace(SOURCE, derivation=f"虚构 → {FIRST - 365 * DAY} 至 {FIRST - DAY}；{FIRST} 至 {LAST}")
    window = Window(FIRST - 365 * DAY, FIRST - DAY, source)
    forbidden = replace(BASE.carry_over, policy=CarryOverPolicy.FORBIDDEN, window=window, sources=(source,))
    assert [fault.code for fault in validate(forbidden)] == ["E227"]
    assert list(validate(replace(forbidden, policy=CarryOverPolicy.ALLOWED))) == []
    backwards = Window(LAST, FIRST, source)
    assert [fault.code for fault in validate(backwards)] == ["E209"]
