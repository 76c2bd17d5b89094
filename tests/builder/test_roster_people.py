"""A roster's people: whose a row is, and what holds for whom (虚构)."""

import dataclasses

import pytest

from tests.builder.rosters import HEADER, TREE, judged, table
from tests.calculator.invented import SOURCE, row, rules
from xueshi.judge.verdict import Status
from xueshi.ledger.table import USUAL_COLUMNS
from xueshi.model.shapes import Answer, RuleQuestion, Variant
from xueshi.roster.people.answers import Answers
from xueshi.roster.tables.table import UnreadableRosterError


def test_ids_stay_text() -> None:
    """Leading noughts, 18 digits, full-width digits and a small x are the same person or another, exactly."""
    cells = row("a", "4")
    ids = ["0012", "12", "０0 12", "41040119900101123X", "41040119900101123x", "'0012"]
    header = ["身份证号", "姓名", *USUAL_COLUMNS]
    results, _ = judged(
        table(header, *([name, "某", *cells[:3], f"课{at}", *cells[4:]] for at, name in enumerate(ids)))
    )
    assert [(result.person.id, len(result.person.lines)) for result in results] == [
        ("0012", 3),
        ("12", 1),
        ("41040119900101123X", 2),
    ]


@pytest.mark.parametrize("written", ["4.10401E+17", "4.1040119900101E17", "410401199001011000"])
def test_an_id_that_has_lost_digits_is_nobodys(written: str) -> None:
    """Two people whose last digits became noughts would be one: such a row is given back."""
    results, faults = judged(table(["身份证号", *USUAL_COLUMNS], [written, *row("a", "4")]))
    assert (results, len(faults)) == ([], 1)
    assert "丢失" in faults[0].reasons[0]


def test_one_id_under_two_names_is_told() -> None:
    """It may be a slip of the pen, or somebody else's row: nothing is added up."""
    results, _ = judged(table(HEADER, ["1", "张三", *row("a", "4")], ["1", "张山", *row("b", "5")]))
    assert [[remark.code for remark in one.person.remarks] for one in results] == [["two_names"]] * 2
    assert Status.MET not in [one.outcome.status for one in results]


def test_one_name_in_two_units_is_two_people() -> None:
    """Without an id nobody is merged; both are told of."""
    header = ["姓名", "单位", *USUAL_COLUMNS]
    results, _ = judged(table(header, ["张三", "甲校", *row("a", "4")], ["张 三", "乙校", *row("b", "5")]))
    assert [len(result.person.lines) for result in results] == [1, 1]
    assert all([remark.code for remark in result.person.remarks] == ["same_name"] for result in results)


def test_a_row_without_id_is_not_given_to_the_one_who_has_it() -> None:
    """The same name is no proof."""
    results, _ = judged(table(HEADER, ["1", "张三", *row("a", "4")], ["", "张三", *row("b", "5")]))
    assert [(result.person.id, [remark.code for remark in result.person.remarks]) for result in results] == [
        ("1", []),
        ("", ["no_id"]),
    ]


def test_people_without_rows_have_learned_nothing_and_are_told_of() -> None:
    """A second list of staff, or a row with only the person."""
    results, _ = judged(
        table(HEADER, ["1", "张三", *row("a", "9")], ["2", "李四"]),
        table(["工号", "姓名"], ["1", "张三"], ["3", "王五"]),
    )
    found = [
        (one.person.id, one.outcome.status, [remark.code for remark in one.person.remarks]) for one in results
    ]
    assert found == [
        ("1", Status.MET, []),
        ("2", Status.SHORT, ["no_rows"]),
        ("3", Status.SHORT, ["no_rows"]),
    ]


def test_a_person_whose_hours_are_all_blank_is_told_of() -> None:
    """He may also be the name of a department that stands above its people."""
    results, _ = judged(
        table(["姓名", "甲", "乙"], ["二科", "", " "], ["张三", "0", ""], ["李四", "5", "十"])
    )
    assert [[remark.code for remark in one.person.remarks] for one in results] == [["no_rows"], [], []]


def test_a_year_or_city_that_is_not_on_file_gets_no_other_rule() -> None:
    """Each person is judged under his own city and year, or not at all."""
    header = ["姓名", "城市", "年度", *USUAL_COLUMNS]
    places = [
        ("虚构市", "2023"),
        ("虚构", "2023年度"),
        ("虚构市", "2024"),
        ("空白市", "2023"),
        ("某县", "2023"),
    ]
    results, faults = judged(
        table(
            header,
            *([f"某{at}", *place, *row("a", "9")] for at, place in enumerate(places)),
            ["甲", "虚构市", "去年"],
        )
    )
    on_file = [result.outcome.status is not Status.NOT_ON_FILE for result in results]
    assert on_file == [True, True, False, False, False]
    assert [fault.reasons[0].partition("：")[0] for fault in faults] == ["城市", "年度"]


def test_one_person_in_two_years_is_judged_twice() -> None:
    """Hours of one year are never those of another."""
    header = ["工号", "年度", *USUAL_COLUMNS]
    results, _ = judged(table(header, ["1", "2023", *row("a", "9")], ["1", "2022", *row("a", "9")]))
    assert [(result.person.year, result.outcome.status) for result in results] == [
        (2023, Status.MET),
        (2022, Status.NOT_ON_FILE),
    ]


@pytest.mark.parametrize(
    ("city", "year", "told"),
    [
        ("虚构市", "", "不知道是哪个年度的。请加上“年度”一列"),
        ("", "2023", "不知道是哪个城市、哪个年度的"),
        ("", "", "不知道是哪个城市、哪个年度的"),
    ],
)
@pytest.mark.parametrize("learned", [True, False])
def test_a_row_of_no_city_or_year_is_given_back(city: str, year: str, told: str, learned: bool) -> None:
    """Nobody drops out of a roster without a word, whether he has rows or only stands on a list of staff."""
    header = ["工号", "城市", "年度", *(USUAL_COLUMNS if learned else [])]
    cells = row("a", "9") if learned else []
    results, faults = judged(
        table(header, ["1", city, year, *cells], ["2", "虚构市", "2023", *cells]), usual=("", 0)
    )
    assert [one.person.id for one in results] == ["2"]
    assert [fault.reasons[0].startswith(told) for fault in faults] == [True]


@pytest.mark.parametrize(("year", "years"), [("", [2023]), ("2023", [2023]), ("2022", [2023, 2022])])
def test_a_list_of_staff_adds_the_years_that_it_names(year: str, years: list[int]) -> None:
    """Without a year it only says that there is such a person; another one is a year of his own."""
    learned = table(["工号", "年度", *USUAL_COLUMNS], ["1", "2023", *row("a", "9")])
    results, faults = judged(learned, table(["工号", "年度"], ["1", year]))
    assert [one.person.year for one in results] == years
    assert not faults


def test_a_row_a_person_is_quick_mode() -> None:
    """Without the answer that all is approved nobody has met anything."""
    data = table(
        ["姓名", "甲学时", "乙", "是否已审核"],
        ["张三", "4", "5", "是"],
        ["李四", "4", "5", ""],
        ["王五", "4", "5", "否"],
    )
    results, _ = judged(data)
    assert [result.outcome.status is Status.MET for result in results] == [True, False, False]


def test_an_answer_for_everybody_holds_where_a_person_has_none() -> None:
    """What stands in the row comes before, and what is said of one person before that."""
    data = table(
        ["工号", "甲", "乙", "已审核"], ["1", "4", "5", ""], ["2", "4", "5", "否"], ["3", "4", "5", ""]
    )
    answers = Answers({}, {"all_approved": "是"}, {"3": {"all_approved": "否"}})
    results, _ = judged(data, answers=answers)
    assert [result.outcome.status is Status.MET for result in results] == [True, False, False]


def test_sums_strangers_and_rows_of_nobody_are_set_apart() -> None:
    """Nothing of them is lost, nothing of them is counted."""
    data = table(
        HEADER, ["1", "张三", *row("a", "9")], ["合计", "", "", "", "9"], ["", "", *row("a", "9")],
        ["1", "张三", *row("a", "9"), "多出来"], ["1", "张三", *row("没有的科目", "9")],
    )  # fmt: skip
    results, faults = judged(data)
    assert [len(result.outcome.tallies) and int(result.outcome.tallies[0].learned) for result in results] == [
        9
    ]
    assert [fault.number for fault in faults] == [3, 4, 5, 6]
    assert [fault.cells[:2] for fault in faults] == [("合计", ""), ("", ""), ("1", "张三"), ("1", "张三")]


def test_unseen_characters_make_nobody_another_person() -> None:
    """Characters that turn the direction of reading or have no width are taken out of names and told."""
    results, _ = judged(
        table(HEADER, ["1\u200b", "张\u202e三", *row("a", "9")], ["1", "张三", *row("b", "1")])
    )
    (result,) = results
    assert (result.person.id, result.person.name) == ("1", "张三")
    assert [remark.code for remark in result.person.remarks] == ["invisible"]


def test_two_rows_for_one_person_in_quick_mode_are_not_added_up() -> None:
    """Equal ones are one; different ones are all given back."""
    results, faults = judged(table(["工号", "甲"], ["1", "4"], ["1", "4"], ["2", "4"], ["2", "5"]))
    assert [(one.person.id, int(one.outcome.tallies[1].learned)) for one in results] == [("1", 4)]
    assert [fault.number for fault in faults] == [4, 5]


ASKING = dataclasses.replace(
    rules(TREE),
    rule=dataclasses.replace(
        rules(TREE).rule,
        questions=(RuleQuestion("level", "您的职称级别？", ("高级", "初级"), SOURCE),),
        variants=(Variant("low", "初级", (Answer("level", "初级"),), SOURCE, waives=("total",)),),
    ),
)
"""A rule that asks of each person something that no hours say."""


def test_a_column_can_answer_what_a_rule_asks() -> None:
    """Under the words of the question; what is no answer is told; nobody's is guessed."""
    header = ["工号", "您的职称级别", *USUAL_COLUMNS]
    people = [["1", "初级", *row("a", "1")], ["2", "高级", *row("a", "1")], ["3", "低级", *row("a", "1")]]
    results, faults = judged(table(header, *people), under=ASKING)
    assert [result.outcome.status is Status.MET for result in results] == [True, False, False]
    assert [fault.number for fault in faults] == [4]
    assert "高级、初级" in faults[0].reasons[0]


def test_two_answers_of_one_person_are_none() -> None:
    """Which of them holds, nobody knows."""
    header = ["工号", "您的职称级别？", *USUAL_COLUMNS]
    (result,), _ = judged(
        table(header, ["1", "初级", *row("a", "1")], ["1", "高级", *row("b", "1")]), under=ASKING
    )
    assert [remark.code for remark in result.person.remarks] == ["two_answers"]
    assert result.outcome.status is not Status.MET


def test_an_answer_for_everybody_that_is_none_is_refused() -> None:
    """It would be silently nobody's."""
    with pytest.raises(UnreadableRosterError, match="高级、初级"):
        judged(table(HEADER, ["1", "张三"]), under=ASKING, answers=Answers({}, {"level": "低级"}))
