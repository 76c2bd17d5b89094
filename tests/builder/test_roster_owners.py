"""Whose hours are whose: what may be two people's is never added up to one person's (虚构)."""

from collections.abc import Sequence

import pytest

from tests.builder.rosters import judged, table
from tests.calculator.invented import row
from xueshi.judge.verdict import Status
from xueshi.ledger.table import USUAL_COLUMNS
from xueshi.roster.people.answers import Answers
from xueshi.roster.people.judged import Result
from xueshi.roster.people.rows import TABLE_STEP

A, B = row("a", "4"), row("b", "5")
"""Together enough; alone not."""
ALL_YES = Answers({}, {"all_approved": "是"})


def codes(results: Sequence[Result]) -> list[list[str]]:
    """The remarks on each person."""
    return [[remark.code for remark in one.person.remarks] for one in results]


def none_met(results: Sequence[Result], people: int) -> bool:
    """Whether so many people came out and nobody of them has met anything."""
    return len(results) == people and all(one.outcome.status is not Status.MET for one in results)


def test_of_differing_rows_of_totals_none_is_taken() -> None:
    """Neither the hours of the one nor the answer of the other."""
    header = ["姓名", "部门", "甲", "乙", "已审核"]
    both = [["张三", "内科", "4", "5", ""], ["张三", "内科", "1", "2", "是"]]
    for order in (both, both[::-1]):
        results, faults = judged(table(header, *order), table(["姓名", "部门"], ["张三", "内科"]))
        assert (results, len(faults)) == ([], 3)
        assert "不知道以哪一行为准" in faults[0].reasons[0]


def test_totals_beside_rows_of_a_person_answer_nothing_for_him() -> None:
    """A row that is not counted is not listened to."""
    results, faults = judged(
        table(["工号", *USUAL_COLUMNS], ["1", *A], ["1", *row("b", "5", declared="", reviewed="")]),
        table(["工号", "甲", "乙", "已审核"], ["1", "4", "5", "是"]),
    )
    assert none_met(results, 1)
    assert not results[0].person.answers
    assert len(faults) == 1


@pytest.mark.parametrize("others", [["李四", "甲校"], ["张三", "乙校"], ["", "乙校"]])
def test_one_staff_number_of_two_names_or_units_is_two_people(others: Sequence[str]) -> None:
    """Numbers are given anew in every unit."""
    mine = [others[0] and "张三", "甲校"]
    results, faults = judged(
        table(["工号", "姓名", "单位", *USUAL_COLUMNS], ["1", *mine, *A], ["1", *others, *B])
    )
    assert none_met(results, 2)
    assert all(codes(results))
    assert not faults


def test_one_identity_number_in_two_units_is_one_person() -> None:
    """It is his wherever he works."""
    header = ["身份证号", "姓名", "单位", *USUAL_COLUMNS]
    card = "41040119900101123X"
    results, _ = judged(table(header, [card, "张三", "甲校", *A], [card, "张三", "乙校", *B]))
    assert [one.outcome.status for one in results] == [Status.MET]
    assert "two_units" in codes(results)[0]


def test_one_staff_number_with_two_identity_numbers_is_two_people() -> None:
    """And with the same one it is one person, in two units too."""
    header = ["工号", "身份证号", "姓名", "单位", *USUAL_COLUMNS]
    cards = "41040119900101123X", "410401199001011248"
    results, faults = judged(
        table(
            header,
            ["1", cards[0], "张伟", "", *A],
            ["1", cards[1], "张伟", "", *B],
            ["1", "", "张伟", "", *B],
        )
    )
    assert none_met(results, 2)
    assert all("two_cards" in found for found in codes(results))
    assert [fault.number for fault in faults] == [4]
    results, _ = judged(table(header, ["1", cards[0], "张伟", "甲", *A], ["1", cards[0], "张伟", "乙", *B]))
    assert [one.outcome.status for one in results] == [Status.MET]


def test_an_identity_number_that_has_lost_digits_makes_nobody_one() -> None:
    """Everybody's looks like that."""
    header = ["工号", "身份证号", "单位", *USUAL_COLUMNS]
    results, _ = judged(table(header, ["1", "4.10401E+17", "甲", *A], ["1", "4.10401E+17", "乙", *B]))
    assert none_met(results, 2)


def test_what_is_wrong_with_totals_is_told_at_their_own_row() -> None:
    """Not at the row of a list of staff that stands before it."""
    (result,), _ = judged(table(["工号", "姓名"], ["1", "张三"]), table(["工号", "甲"], ["1", "4"]))
    assert (result.person.first, result.person.summed) == (2, TABLE_STEP + 2)


def test_a_row_that_does_not_say_whose_of_two_it_is_is_given_back() -> None:
    """Without a name under a number of two names; without a unit under a number of two units."""
    names = table(["工号", "姓名", *USUAL_COLUMNS], ["1", "张三", *A], ["1", "李四", *A], ["1", "", *B])
    header = ["工号", "单位", *USUAL_COLUMNS]
    units = table(header, ["1", "甲校", *A], ["1", "乙校", *A], ["1", "", *B])
    for data, told in ((names, "没有写姓名"), (units, "没有写单位")):
        results, faults = judged(data)
        assert none_met(results, 2)
        assert [fault.number for fault in faults] == [4]
        assert told in faults[0].reasons[0]


def test_one_name_in_two_departments_or_tables_is_two_people() -> None:
    """Without a number only a unit named in both says that it is one."""
    departments = table(["姓名", "部门", *USUAL_COLUMNS], ["张伟", "内科", *A], ["张伟", "外科", *B])
    results, _ = judged(departments)
    assert none_met(results, 2)
    assert codes(results) == [["same_name"]] * 2
    header = ["姓名", *USUAL_COLUMNS]
    results, _ = judged(table(header, ["张伟", *A]), table(header, ["张伟", *B]))
    assert none_met(results, 2)
    assert codes(results) == [["same_name_tables"]] * 2
    header = ["姓名", "单位", *USUAL_COLUMNS]
    results, _ = judged(table(header, ["张伟", "甲校", *A]), table(header, ["张伟", "甲校", *B]))
    assert [one.outcome.status for one in results] == [Status.MET]


def test_a_list_of_staff_belongs_to_the_only_one_of_the_name() -> None:
    """It has no hours that could be another's."""
    results, _ = judged(
        table(["姓名", *USUAL_COLUMNS], ["张伟", *A], ["张伟", *B]), table(["姓名", "部门"], ["张伟", "内科"])
    )
    assert [(one.person.department, one.outcome.status) for one in results] == [("内科", Status.MET)]
    assert codes(results) == [[]]


@pytest.mark.parametrize("written", ["部分通过", "待审核", "？"])
def test_what_holds_for_everybody_is_not_for_him_who_says_something_else(written: str) -> None:
    """An answer that nobody can read is an answer of his own."""
    data = table(["姓名", "甲", "乙", "已审核"], ["张三", "4", "5", written], ["李四", "4", "5", ""])
    results, faults = judged(data, answers=ALL_YES)
    assert [one.outcome.status is Status.MET for one in results] == [False, True]
    assert [fault.number for fault in faults] == [2]


@pytest.mark.parametrize(
    "written",
    [
        "合 计",
        "小计：",
        "本页合计",
        "总计(2人)",
        "合计人数",
        "内科小计",
        "注：以上为虚构",
        "制表人：某某",
        "审核人：某",
    ],
)
def test_sums_and_notes_are_nobody(written: str) -> None:
    """However they are written, and under the name as under the number."""
    results, faults = judged(table(["姓名", "甲"], ["张三", "4"], [written, "4"]))
    assert [one.person.name for one in results] == ["张三"]
    assert [fault.number for fault in faults] == [3]
    results, faults = judged(table(["工号", "姓名", "甲"], ["1", "张三", "4"], [written, "", "4"]))
    assert ([one.person.id for one in results], len(faults)) == (["1"], 1)


@pytest.mark.parametrize("written", ["计春华", "注册某", "平某", "总某", "核某", "时某某"])
def test_names_with_such_characters_are_people(written: str) -> None:
    """Only what stands where a sum or a note does is none."""
    results, faults = judged(table(["姓名", "甲"], [written, "4"]))
    assert ([one.person.name for one in results], faults) == ([written], [])


def test_a_city_written_otherwise_is_the_same_city() -> None:
    """Nobody becomes two people by it, and no differing totals pass each other."""
    header = ["工号", "城市", *USUAL_COLUMNS]
    results, _ = judged(
        table(header, ["1", "虚构", *A], ["1", "虚构市", *row("b", "3")], ["1", "", *row("b", "2")])
    )
    assert [one.outcome.status for one in results] == [Status.MET]
    header = ["工号", "城市", "甲", "乙", "已审核"]
    results, faults = judged(table(header, ["1", "虚构市", "4", "5", "是"], ["1", "", "1", "1", "否"]))
    assert (results, len(faults)) == ([], 2)


def test_a_list_of_staff_without_a_city_belongs_to_the_city_of_the_rows() -> None:
    """One outcome, under the rule of the place that the rows name."""
    results, _ = judged(
        table(["工号", "姓名"], ["1", "张三"]),
        table(["工号", "城市", *USUAL_COLUMNS], ["1", "虚构市", *A], ["1", "虚构市", *B]),
        usual=("kongbai", 2023),
    )
    assert [(one.person.name, one.outcome.status) for one in results] == [("张三", Status.MET)]


@pytest.mark.parametrize(("one", "other"), [("00123", "123"), ("123.0", "123"), ("123.00", "0123")])
def test_numbers_that_differ_by_noughts_are_told_of(one: str, other: str) -> None:
    """A spreadsheet takes them away, a program puts them behind; nobody but the owner knows."""
    results, _ = judged(table(["工号", *USUAL_COLUMNS], [one, *A], [other, *B]))
    assert none_met(results, 2)
    assert codes(results) == [["near_id"]] * 2


@pytest.mark.parametrize("header", [["姓名"], ["身份证号"]])
def test_tables_that_tell_people_apart_otherwise_are_told_of_to_both(header: Sequence[str]) -> None:
    """Whether the one in the list of staff is the one in the export, nobody has written."""
    who = "张三" if header == ["姓名"] else "41040119900101123X"
    results, _ = judged(
        table(["工号", "姓名", "身份证号"], ["1", "张三", "41040119900101123X"]),
        table([*header, *USUAL_COLUMNS], [who, *A], [who, *B]),
    )
    assert [
        ("other_ids" in found, one.outcome.status) for found, one in zip(codes(results), results, strict=True)
    ] == [
        (True, Status.SHORT),
        (True, Status.MET),
    ]


@pytest.mark.parametrize(
    "written",
    [
        "-",
        "/",
        "无",
        "同上",
        "〃",
        "#REF!",
        "#N/A",
        "第1页",
        "2人",
        "共3人",
        "（2人）",
        "以上合计",
        "以下空白",
        "制表：张三",
        "（盖章）",
    ],
)
def test_counts_and_signatures_are_nobody(written: str) -> None:
    """They stand where a name would, beside the sum of everybody's hours."""
    results, faults = judged(table(["姓名", "甲", "乙", "已审核"], [written, "8", "10", "是"]))
    assert (results, len(faults)) == ([], 1)


def test_who_moved_from_one_city_to_another_is_told_of_in_both() -> None:
    """What was learned in the one is not what the other asks for."""
    header = ["工号", "城市", *USUAL_COLUMNS]
    results, _ = judged(table(header, ["1", "虚构市", *A], ["1", "空白市", *B]))
    assert codes(results) == [["two_places"]] * 2
    assert none_met(results, 2)


@pytest.mark.parametrize("written", ["虚构市甲区", "某某省虚构市", "某某省虚构市乙县"])
def test_a_city_with_its_province_or_a_district_is_that_city(written: str) -> None:
    """Another city behind it is no district."""
    header = ["工号", "城市", *USUAL_COLUMNS]
    results, _ = judged(table(header, ["1", written, *A], ["2", "虚构市空白市", *A]))
    assert [one.outcome.status for one in results] == [Status.SHORT, Status.NOT_ON_FILE]


@pytest.mark.parametrize("written", ["张三、李四", "张三/李四", "张三，李四", "张三 等3人"])
def test_several_names_in_one_cell_are_no_person(written: str) -> None:
    """Their hours would be one's; with a number of his own a person may be called anything."""
    results, faults = judged(table(["姓名", "甲", "乙", "已审核"], [written, "4", "5", "是"]))
    assert (results, len(faults)) == ([], 1)
    results, _ = judged(
        table(["工号", "姓名", "甲"], ["1", "张三/Zhang San", "4"], ["2", "买买提·艾力", "4"])
    )
    assert len(results) == 2


def test_a_number_that_says_there_is_none_is_no_number() -> None:
    """Two people are not one because neither has a number."""
    header = ["工号", "姓名", "甲", "乙", "已审核"]
    people = ["无", "张三", "4", "0", "是"], ["/", "李四", "0", "5", "是"], ["无", "李四", "0", "5", "是"]
    results, _ = judged(table(header, *people))
    assert [(one.person.id, one.person.name) for one in results] == [("", "张三"), ("", "李四")]
    assert none_met(results, 2)
