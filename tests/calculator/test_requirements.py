"""What a verdict shows of each requirement, of rows that are cut or moved, and of what is still lacking."""

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.calculator.invented import SOURCE, YEAR, judged, node, row, rules, shaped
from xueshi.judge.verdict import Citation, RequirementVerdict, Verdict
from xueshi.ledger.names import ITEM
from xueshi.model.rule import Requirement
from xueshi.model.shapes import (
    Answer,
    Axis,
    AxisColumn,
    AxisValue,
    Cap,
    CapPer,
    Conversion,
    OneOf,
    Ratio,
    RatioOf,
    RuleQuestion,
    SubjectCap,
    Variant,
)
from xueshi.model.values import NOT_STATED, Source

OTHER = Source("二", "另外几个字")


def required(verdict: Verdict, name: str) -> RequirementVerdict:
    return next(item for item in verdict.requirements if item.id == name)


def with_share(least: int | None, ratio: str, of: RatioOf = RatioOf.EARNED) -> Requirement:
    """90 hours; of the trade a minimum, and a share."""
    trade = replace(node("trade", least), min_ratio=Ratio(Fraction(ratio), of, OTHER))
    return node("total", 90, node("public", None), trade)


@pytest.mark.parametrize("of", list(RatioOf))
@pytest.mark.parametrize(
    ("least", "ratio", "hours", "clause"),
    [(60, "1/3", 60, "一"), (60, "2/3", 60, "一"), (20, "2/3", 60, "二"), (None, "2/3", 60, "二")],
)
def test_of_a_minimum_and_a_share_the_greater_is_required(
    least: int | None, ratio: str, hours: int, clause: str, of: RatioOf
) -> None:
    """What decides is shown with its own clause; where both ask for as much, the plain number is."""
    rule = shaped(with_share(least, ratio, of))
    found = required(judged(rule, row("public", "30"), row("trade", "60")), "trade")
    assert found.required == hours
    assert isinstance(found.source, Citation)
    assert found.source.clause == clause


@pytest.mark.parametrize("of", list(RatioOf))
def test_whom_a_share_is_waived_nothing_is_required_of_and_silence_stays_silence(of: RatioOf) -> None:
    level = RuleQuestion("level", "级别？", ("高", "低"), SOURCE)
    waived = Variant("low", "低", (Answer("level", "低"),), SOURCE, (), ("trade",))
    rule = shaped(with_share(None, "2/3", of), questions=(level,), variants=(waived,))
    verdict = judged(rule, row("public", "90"), level="低")
    assert verdict.status == "met"
    assert required(verdict, "trade").required == 0
    assert required(verdict, "public").required is None


def test_what_is_taken_from_another_document_names_that_document() -> None:
    """Without one of its own, a clause is of the notice that the rules are made from."""
    later = replace(SOURCE, document="虚构〔2023〕2号")
    trade = replace(node("trade", 60), source=later)
    verdict = judged(rules(node("total", 90, node("public", 30), trade)))
    sources = [required(verdict, name).source for name in ("public", "trade")]
    assert [item.document for item in sources if isinstance(item, Citation)] == [
        "虚构〔2023〕1号",
        later.document,
    ]


@pytest.mark.parametrize("subject", ["total", "public", "must"])
def test_every_subject_stands_as_deep_as_in_the_notice(subject: str) -> None:
    verdict = judged(rules())
    assert required(verdict, subject).depth == ("total", "public", "must").index(subject)


def test_values_and_choices_stand_below_their_axis() -> None:
    """A value is required where the notice says how much; where it is silent, nothing is."""
    values = (AxisValue("on", "线上", Fraction(4)), AxisValue("off", "面授", NOT_STATED))
    one = OneOf("one", "任选", ("on", "off"), Fraction(3), SOURCE)
    rule = shaped(node("total", 8), axes=(Axis("way", "方式", AxisColumn.WAY, values, (one,)),))
    cells = (
        row("total", "5", way="线上"),
        row("total", "2", way="面授", reviewed=""),
        row("total", "1", way="面授"),
    )
    found = {item.id: item for item in judged(rule, *cells).axis_requirements}
    assert {item.parent for item in found.values()} == {"way"}
    assert {name: (item.depth, item.required) for name, item in found.items()} == {
        "on": (1, 4), "off": (1, None), "one": (1, 3)
    }  # fmt: skip
    assert [item.learned for item in found.values()] == [5, 3, 5]
    assert [item.approved for item in found.values()] == [5, 1, 5]


def test_of_whom_a_subject_is_waived_no_value_in_it_is_required() -> None:
    level = RuleQuestion("level", "级别？", ("高", "低"), SOURCE)
    waived = Variant("low", "低", (Answer("level", "低"),), SOURCE, (), ("a",))
    values = (AxisValue("on", "线上", Fraction(4), "a"), AxisValue("off", "面授", within="a"))
    one = OneOf("one", "任选", ("on", "off"), Fraction(3), SOURCE, "a")
    ways = Axis("way", "方式", AxisColumn.WAY, values, (one,))
    root = node("total", None, node("a", None), node("b", 2))
    rule = shaped(root, axes=(ways,), questions=(level,), variants=(waived,))
    for answer, needs in (("高", [4, None, 3]), ("低", [0, None, 0])):
        verdict = judged(rule, row("b", "2"), level=answer)
        assert [item.required for item in verdict.axis_requirements] == needs


def test_a_share_is_of_what_counts_in_the_end_and_not_of_all_that_was_learned() -> None:
    """Four approved hours are enough, two of them of the trade; eight more do not ask for more of it."""
    trade = replace(node("trade", None), min_ratio=Ratio(Fraction(1, 2), RatioOf.EARNED, SOURCE))
    rows = [row(name, "2") for name in ("public", "trade")]
    rows += [row(name, "4", reviewed="") for name in ("public", "trade")]
    verdict = judged(rules(node("total", 4, node("public", None), trade)), *rows)
    assert verdict.status == "met"
    assert required(verdict, "trade").required == 2


PAPER = Conversion("paper", "论文", Fraction(20), ("public", "trade"), SOURCE)


def test_an_achievement_that_is_excluded_counts_nowhere() -> None:
    rule = shaped(node("total", 90, node("public", 30), node("trade", 60)), conversions=(PAPER,))
    first, second = judged(
        rule, row("paper", f"1{ITEM}", completed=f"{YEAR - 1}-05-01"), row("paper", f"1{ITEM}")
    ).rows
    assert first.stage == "excluded"
    assert [first.counted, second.counted] == [0, 20]
    assert [issue.code for issue in first.issues] == ["outside_period"]
    assert [issue.code for issue in second.issues] == ["placed_in"]
    for subject, other in (("trade", "public"), ("public", "trade")):
        root = node("total", 20, node(subject, 20), node(other, None))
        (alone,) = judged(shaped(root, conversions=(PAPER,)), row("paper", f"1{ITEM}")).rows
        assert (alone.subject, [issue.code for issue in alone.issues]) == (subject, ["placed_in"])


def test_an_achievement_is_said_to_be_where_it_counts_and_what_is_too_much_elsewhere() -> None:
    """Half of the 20 hours is above the cap of their subject and counts in a third."""
    public = replace(node("public", 10), cap=SubjectCap(Fraction(10), SOURCE, "other"))
    rule = shaped(node("total", 40, public, node("trade", 20), node("other", 10)), conversions=(PAPER,))
    paper, course = judged(rule, row("paper", f"1{ITEM}"), row("trade", "20")).rows
    assert (paper.subject, course.issues) == ("public", ())
    assert paper.counted == 20
    assert [(issue.code, issue.message) for issue in paper.issues] == [
        ("placed_in", "本行整项计入“public”：在可以计入的科目里，这样对您最有利。"),
        ("excess_moved", "“public”最多计 10 学时，本行有 10 学时超出，改计入“other”。"),
    ]


def test_a_row_that_a_full_cap_leaves_out_counts_nothing_and_names_the_cap() -> None:
    most = (Cap("few", "自学最多计 5 学时", Fraction(5), SOURCE, subjects=("trade",)),)
    rule = shaped(node("total", 20, node("public", None), node("trade", None)), caps=most)
    rows = judged(rule, row("trade", "5"), row("trade", "4"), row("public", "1")).rows
    assert sum(item.counted for item in rows) == 6
    assert sorted(issue.message for item in rows for issue in item.issues) == [
        "按“自学最多计 5 学时”，本行有 4 学时超出，不计入。"
    ]


def test_of_two_caps_the_one_that_is_full_is_named() -> None:
    """On a day four hours count; eight in the year are not reached."""
    caps = (
        Cap("year", "全年最多计 8 学时", Fraction(8), SOURCE),
        Cap("day", "每天最多计 4 学时", Fraction(4), SOURCE, CapPer.DAY),
    )
    verdict = judged(shaped(node("total", 20), caps=caps), row("total", "6"))
    assert "note_hasty" not in [note.code for note in verdict.notes]
    (found,) = verdict.rows
    assert found.counted == 4
    assert [issue.message for issue in found.issues] == ["按“每天最多计 4 学时”，本行有 2 学时超出，不计入。"]


def test_rows_cut_by_as_much_name_each_its_own_cap() -> None:
    """Both caps are full, and each leaves out two hours."""
    caps = tuple(
        Cap(name, f"{name} 最多计 5 学时", Fraction(5), SOURCE, subjects=(name,))
        for name in ("public", "trade")
    )
    rule = shaped(node("total", 20, node("public", None), node("trade", None)), caps=caps)
    found = judged(rule, row("trade", "7"), row("public", "7")).rows
    assert [[issue.message for issue in item.issues] for item in found] == [
        ["按“trade 最多计 5 学时”，本行有 2 学时超出，不计入。"],
        ["按“public 最多计 5 学时”，本行有 2 学时超出，不计入。"],
    ]


def test_hours_that_a_share_cannot_use_name_its_clause() -> None:
    """Four public hours are too many beside two of the trade, of which half has to be."""
    trade = replace(node("trade", None), min_ratio=Ratio(Fraction(1, 2), RatioOf.EARNED, OTHER))
    rule = rules(node("total", 4, node("public", None), trade))
    found = judged(rule, row("trade", "2"), row("public", "6")).rows
    (issue,) = [issue for item in found for issue in item.issues]
    assert (issue.code, issue.message) == ("surplus_unused", "按比例要求，本行有 4 学时暂时用不上。")
    assert isinstance(issue.source, Citation)
    assert issue.source.clause == OTHER.clause


def test_a_plan_names_what_it_asks_of_every_axis() -> None:
    ways = Axis(
        "way", "方式", AxisColumn.WAY, (AxisValue("on", "线上"), AxisValue("off", "面授", Fraction(8)))
    )
    topics = Axis(
        "topic", "专题", AxisColumn.TOPIC, (AxisValue("law", "法治", Fraction(8)), AxisValue("x", "其他"))
    )
    (item,) = judged(shaped(node("total", 8), axes=(ways, topics))).plan
    assert (item.name, item.values) == ("total（面授、法治）", ("off", "law"))
    assert item.message == "total（面授、法治）再学 8 学时"
