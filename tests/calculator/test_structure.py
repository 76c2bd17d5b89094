"""Plain data becomes objects of the model, or every fault at once with path, wanted words and a hint."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueshi import jsontext
from xueshi.model.hints import one_slip
from xueshi.model.plain import plain_number, unstructure
from xueshi.model.policy import TargetRow
from xueshi.model.registers import Base, Platform
from xueshi.model.rule import Deadline, Duty, Period, Requirement
from xueshi.model.structure import Fault, structure, structure_parts
from xueshi.model.values import NOT_STATED, Source
from xueshi.rulesjson import UnusableRulesError, parse_rules
from xueshi.texts import UNSEEN

SOURCE: Mapping[str, Any] = {"clause": "一", "evidence": "虚构的几个字"}
DEADLINE: Mapping[str, Any] = {"printed": "年底前", "source": SOURCE, "duty": "本人", "date": "2025-12-31"}
TREE: Mapping[str, Any] = {
    "id": "total",
    "name": "总学时",
    "min_hours": 90,
    "source": SOURCE,
    "children": [{"id": "public", "name": "公需", "min_hours": Decimal("29.5"), "source": SOURCE}],
}


def faults(cls: type, data: object) -> list[Fault]:
    """The faults of data that must not be accepted."""
    value, found = structure(cls, data)
    assert value is None
    return found


def only(cls: type, data: object) -> Fault:
    """The one fault of data."""
    (found,) = faults(cls, data)
    return found


def test_sound_data_becomes_exact_objects() -> None:
    """Hours are fractions, dates are dates, lists are tuples, what is left out has its default."""
    tree, found = structure(Requirement, TREE)
    assert found == []
    assert tree is not None
    assert (tree.min_hours, tree.children[0].min_hours) == (Fraction(90), Fraction(59, 2))
    assert tree.children[0].aliases == ()
    deadline, found = structure(Deadline, DEADLINE)
    assert deadline == Deadline(
        "年底前", Source("一", "虚构的几个字"), Duty.PERSON, datetime.date(2025, 12, 31), None
    )


@given(st.fractions(min_value=0, max_value=10_000))
def test_hours_survive_json_exactly(hours: Fraction) -> None:
    """Through JSON and back, no hour is rounded, not even a third."""
    node = Requirement("total", "总学时", hours, Source("一", "虚构"))
    text = jsontext.dumps(node)
    assert structure(Requirement, jsontext.loads(text)) == (node, [])


def test_objects_become_plain_data() -> None:
    """Words for silence, ISO days, numbers as they are."""
    node = Requirement("total", "总学时", NOT_STATED)
    assert unstructure(node)["min_hours"] == "未规定"
    assert plain_number(Fraction(179, 2)) == Decimal("89.5")
    assert plain_number(Fraction(1, 3)) == "1/3"


def test_all_faults_are_found_at_once() -> None:
    """Five different faults, five reports, each with its path."""
    data = {
        "id": "TOTAL",
        "name": None,
        "min_hours": "90学时",
        "aliases": "公需课",
        "children": [{"id": "a", "min_hour": 3, "name": "甲"}, 7],
    }
    found = {(fault.code, fault.path) for fault in faults(Requirement, data)}
    assert found == {
        ("E108", ("id",)),
        ("E110", ("name",)),
        ("E111", ("min_hours",)),
        ("E104", ("aliases",)),
        ("E103", ("children", 0, "min_hour")),
        ("E104", ("children", 1)),
    }


@pytest.mark.parametrize(
    ("value", "code", "hint"),
    [
        ("90学时", "E111", "90"),
        ("９０", "E111", "90"),
        ("1,000", "E111", "1000"),
        ("1,000,000", "E111", "1000000"),
        ("30,5", "E111", "30.5"),
        ("1,2,3", "E104", None),
        ("约89.5", "E111", "89.5"),
        (".5", "E111", "0.5"),
        ("30", "E111", "30"),
        ("9" * 20, "E104", None),
        ("九十", "E111", "90"),
        ("几十", "E104", None),
        ("-90学时", "E104", None),
        ("3到5", "E104", None),
        (True, "E104", None),
        ([90], "E104", None),
        (-1, "E109", None),
        ("未规订", "E104", "未规定"),
        (89.5, "E104", None),
    ],
)
def test_a_wrong_number_is_answered_with_the_likely_one(value: object, code: str, hint: str | None) -> None:
    """The unit, the width or the comma is what goes wrong; nothing is guessed out of two numbers."""
    fault = only(Requirement, {**TREE, "min_hours": value})
    assert (fault.code, fault.hint, fault.path) == (code, hint, ("min_hours",))
    assert "未规定" in fault.allowed[0]


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("2025-02-31", None),
        ("2025-13-01", None),
        ("2025/9/5", "2025-09-05"),
        ("2025年9月5日", "2025-09-05"),
        ("２０２５-09-05", "2025-09-05"),
        ("2025年2月31日", None),
        ("9月5日", None),
        (20250905, "2025-09-05"),
        (20251305, None),
        ("2025-09-05 00:00:00", "2025-09-05"),
        ("2025-09-05前", "2025-09-05"),
        ("2025年9月5日之前", "2025-09-05"),
        ("2O25-09-O5", "2025-09-05"),
        (45905, "2025-09-05"),
        ("0000-01-01", None),
    ],
)
def test_a_wrong_date_is_answered_with_the_likely_one(value: object, hint: str | None) -> None:
    """Impossible days are refused; other ways of writing a possible one are recognised."""
    fault = only(Deadline, {**DEADLINE, "date": value})
    assert (fault.code, fault.hint) == ("E105", hint)


def test_words_come_with_their_alternatives() -> None:
    """An unknown word is told with all that may stand there, and the nearest."""
    fault = only(Deadline, {**DEADLINE, "duty": "用人单拉"})
    assert (fault.code, fault.hint) == ("E106", "用人单位")
    assert fault.allowed == tuple(duty.value for duty in Duty)
    level = only(Platform, {"id": "a", "name": "甲", "level": "县级", "role": "学习"})
    assert level.allowed == ("国家", "省级", "市级", "未规定", "不适用")


@pytest.mark.parametrize(
    ("phone", "hint"),
    [
        ("0300-1234567", "'03001234567'"),
        ("０３００１２３４５６７", "'03001234567'"),
        ("0300 123 4567", "'03001234567'"),
        ("电话03001234567", None),
    ],
)
def test_a_form_slightly_missed_is_answered_with_the_right_one(phone: str, hint: str | None) -> None:
    """Blanks, dashes and full width are what goes wrong; digits are not guessed out of words."""
    assert only(Base, {"name": "虚构学院", "phone": phone}).hint == hint


def test_numbers_where_text_belongs_must_be_quoted() -> None:
    """A telephone number that looks like a number loses its first zero somewhere."""
    fault = only(
        Platform, {"id": "a", "name": "甲", "level": "市级", "role": "学习", "hotlines": [4008370611]}
    )
    assert (fault.code, fault.path, fault.hint) == ("E112", ("hotlines", 0), "'4008370611'")


def test_a_misspelt_key_is_one_fault_not_two() -> None:
    """Whoever wrote min_hour is not told besides that min_hours is missing."""
    data = {key: value for key, value in TREE.items() if key != "min_hours"}
    fault = only(Requirement, {**data, "min_hour": 90})
    assert (fault.code, fault.hint, fault.on_key) == ("E103", "min_hours", True)
    assert [item.code for item in faults(Requirement, data)] == ["E101"]


def test_a_field_on_a_wrong_level_is_one_fault_that_says_where_it_belongs() -> None:
    """Too far in or too far out; not where two places lack it, for nobody knows which was meant."""
    inside = {key: value for key, value in DEADLINE.items() if key != "duty"}
    found = only(Deadline, {**inside, "source": {**SOURCE, "duty": "本人"}})
    assert (found.code, found.path, found.allowed) == (
        "E114",
        ("source", "duty"),
        ("最外面一层，左边不空格",),
    )
    found = only(Deadline, {**DEADLINE, "source": {"evidence": "虚构"}, "clause": "一"})
    assert (found.code, found.path, found.allowed) == ("E114", ("clause",), ("source 里面",))
    part: Mapping[str, Any] = {"id": "public"}
    found = only(
        Requirement,
        {**TREE, "children": [{**part, "name": "公需", "source": {**SOURCE, "min_hours": 3}}]},
    )
    assert (found.code, found.allowed) == ("E114", ("第 1 项里面",))
    two = faults(
        Requirement,
        {**TREE, "children": [{**part, "min_hours": 1, "source": {**SOURCE, "name": "a"}}] * 2},
    )
    assert {item.code for item in two} == {"E101", "E103"}


def test_the_only_unknown_field_is_the_only_one_that_is_missing() -> None:
    """核对人 looks like no name of ours."""
    data = {key: value for key, value in DEADLINE.items() if key != "printed"}
    assert only(Deadline, {**data, "照印": "年底前"}).hint == "printed"
    del data["duty"]
    assert {fault.code for fault in faults(Deadline, {**data, "照印": "年底前"})} == {"E101", "E103"}


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("pubilc", "public", True),
        ("publc", "public", True),
        ("publicc", "public", True),
        ("puclic", "public", True),
        ("public", "public", False),
        ("publics1", "public", False),
        ("upblci", "public", False),
        ("", "a", True),
    ],
)
def test_one_slip_is_a_letter_or_two_that_changed_places(one: str, other: str, slip: bool) -> None:
    assert one_slip(one, other) is one_slip(other, one) is slip


@pytest.mark.parametrize(
    ("value", "hint"),
    [("没有规定", "未规定"), ("未写明", "未规定"), ("通知没写", None), ("无", None), ("没有要求", "未规定")],
)
def test_other_words_for_silence_are_answered_with_ours(value: str, hint: str | None) -> None:
    """What 无 means nobody knows: 未规定, or 不适用."""
    assert only(Requirement, {**TREE, "min_hours": value}).hint == hint


def test_digits_of_other_scripts_are_no_digits() -> None:
    """A code in full-width digits would not be found by anyone who types it."""
    row = {"name": "东乡县", "target": 1, "done": 1, "ratio": "１00.00%"}
    assert only(TargetRow, row).code == "E108"


def test_sound_parts_of_broken_data_are_saved() -> None:
    """The largest sound pieces come with their paths, so that they can be checked as well."""
    period = {"start": "2025-01-01", "end": "2025-02-31", "source": SOURCE}
    result = structure_parts(Period, period)
    assert result.value is None
    assert result.parts == [(("source",), Source("一", "虚构的几个字"))]
    tree = structure_parts(Requirement, {**TREE, "min_hours": "很多"})
    assert [path for path, _ in tree.parts] == [("source",), ("children", 0)]
    whole = structure_parts(Requirement, TREE)
    assert whole.parts == [((), whole.value)]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=8,
    )
)
def test_no_data_crashes_the_reader(data: object) -> None:
    """Whatever JSON holds: an object or faults."""
    value, found = structure(Requirement, data)
    assert (value is None) == bool(found)


@pytest.mark.parametrize("hostile", ["\x1b[2J\x1b]0;x\x07", "\u202e" + "长" * 5_000])
@pytest.mark.parametrize("place", ["schema_version", "city\u202e", "year"])
def test_rules_of_somebody_are_refused_without_what_a_terminal_would_obey(hostile: str, place: str) -> None:
    """A file of rules may come from any address; what it says is quoted, cut, and drawn only."""
    with pytest.raises(UnusableRulesError) as caught:
        parse_rules({"schema_version": 1, place: hostile})
    assert not UNSEEN.search(str(caught.value))
    assert len(str(caught.value)) < 600
