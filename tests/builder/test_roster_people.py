"""A roster's people: whose a row is, what its columns mean, and that each is judged as by himself (虚构)."""

import csv
import dataclasses
import datetime
import io
import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.calculator.invented import SOURCE, node, row, rules
from tests.calculator.shaped import shaped_rows, shaped_rules
from tests.calculator.test_laws import rows_of, trees
from xueshi.judge import judge
from xueshi.judge.verdict import Status
from xueshi.ledger.table import COLUMNS, USUAL_COLUMNS, Ledger, Line
from xueshi.model.published import Rules
from xueshi.model.rule import Requirement
from xueshi.model.shapes import Answer, RuleQuestion, Variant
from xueshi.roster.headers import MEANINGS, NAMES, UNCLEAR
from xueshi.roster.intake import Fault, Intake, judge_rows, open_questions, readers_of
from xueshi.roster.judged import Answers, Office, Result, city_names
from xueshi.roster.layout import Form
from xueshi.roster.outcome import Outcome, outcome_of
from xueshi.roster.source import open_tables
from xueshi.roster.spool import Spool
from xueshi.roster.table import UnreadableRosterError
from xueshi.roster.words import Words

TODAY = datetime.date(2023, 11, 20)
TREE = node("total", 9, node("a", 4, aliases=("甲", "甲类")), node("b", None, aliases=("乙",)))
HEADER = ["工号", "姓名", *USUAL_COLUMNS]
few = settings(max_examples=40, deadline=None)


def table(*records: Sequence[str], encoding: str = "utf-8") -> bytes:
    """A CSV file."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(records)
    return out.getvalue().encode(encoding)


def judged(
    *files: bytes,
    under: Rules | None = None,
    answers: Answers | None = None,
    usual: tuple[str, int] = ("xugou", 2023),
    form: Form | None = None,
) -> tuple[list[Result], list[Fault]]:
    """The results of some files under one rule."""
    made, given_answers = under or rules(TREE), answers or Answers()
    words = Words([made])
    tables = [
        found
        for number, data in enumerate(files, 1)
        for found in open_tables(io.BytesIO(data), f"{number}.csv", words, given_answers.columns, form).tables
    ]
    assert not open_questions(tables)
    office = Office(
        city_names([("xugou", "虚构市"), ("kongbai", "空白市")]),
        {("xugou", 2023): made}.get,
        TODAY,
        given_answers,
    )
    spool = Spool(1)
    intake = Intake(tables, spool, office.city)
    list(intake.read())
    return judge_rows(spool.rows(0), readers_of(intake.layouts), office, usual)


def asked(header: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The questions about a header, with what may be answered."""
    tables = open_tables(io.BytesIO(table(header, ["x"] * len(header))), "1.csv", Words([rules(TREE)]), {})
    return {question.id: question.options for question in open_questions(tables.tables)}


def shape(outcome: Outcome) -> tuple[object, ...]:
    """What does not depend on the lines of a file."""
    return outcome.status, outcome.closed, outcome.tallies, outcome.axis_tallies, outcome.plan, outcome.steps


@st.composite
def staffs(draw: st.DrawFn) -> tuple[Requirement, list[list[str]]]:
    """A tree and rows of up to four people, mixed."""
    root = draw(trees())
    people = [
        [f"{number:04}", f"某{number}", *cells]
        for number in range(draw(st.integers(1, 4)))
        for cells in draw(rows_of(root, 5))
    ]
    return root, draw(st.permutations(people))


@few
@given(staffs())
def test_a_person_in_a_roster_is_judged_as_by_himself(staff: tuple[Requirement, list[list[str]]]) -> None:
    """Nothing in a roster decides: the lines of one person, judged alone, give the same."""
    root, rows = staff
    made = rules(root)
    results, _ = judged(table(HEADER, *rows), under=made) if rows else ([], [])
    width = len(COLUMNS)
    for result in results:
        own = tuple(
            Line(number, tuple([*cells[2:], *[""] * width][:width]))
            for number, cells in enumerate(rows, 2)
            if cells[0] == result.person.id
        )
        assert result.outcome == outcome_of(judge(made, Ledger(own), TODAY))


@few
@given(st.data())
def test_the_same_holds_for_rules_of_every_shape(data: st.DataObject) -> None:
    """Second axes, caps and conversions are no matter of the roster."""
    made = data.draw(shaped_rules())
    rows = data.draw(shaped_rows(made))
    if not rows:
        return
    (result,), _ = judged(
        table(["姓名", *COLUMNS], *(["某人", *[*cells, "", ""][:12]] for cells in rows)), under=made
    )
    own = tuple(Line(at, tuple([*cells, "", ""][:12])) for at, cells in enumerate(rows, 2))
    assert result.outcome == outcome_of(judge(made, Ledger(own), TODAY))


@few
@given(staffs(), st.randoms(use_true_random=False))
def test_the_order_of_people_and_the_number_of_files_do_not_matter(
    staff: tuple[Requirement, list[list[str]]], shuffler: random.Random
) -> None:
    """Rows of a person keep their order among themselves; where the others stand is all the same."""
    root, rows = staff
    if not rows:
        return
    made = rules(root)
    ids = list(dict.fromkeys(cells[0] for cells in rows))
    shuffler.shuffle(ids)
    sorted_rows = [cells for name in ids for cells in rows if cells[0] == name]
    half = sum(cells[0] in ids[: len(ids) // 2] for cells in rows)
    together, _ = judged(table(HEADER, *rows), under=made)
    apart, _ = judged(table(HEADER, *sorted_rows), under=made)
    files = [table(HEADER, *part) for part in (sorted_rows[:half], sorted_rows[half:])]
    split = [result for file in files for result in judged(file, under=made)[0]]
    both, _ = judged(*files, under=made)
    found = [{one.person.id: shape(one.outcome) for one in some} for some in (together, apart, split, both)]
    assert found[0] == found[1] == found[2] == found[3]


def test_columns_are_known_under_the_names_people_use() -> None:
    """Titles above the header, other words, other orders: the same people come out."""
    rows = [["001", "张三", "甲类", "2023-03-01", "4", "2023-04-03", "2023-04-07"]]
    header = ["人员编号", "*学员姓名：", "课程类别", "完成 时间", "获得学时（学时）", "申报时间", "审核时间"]
    (result,), faults = judged(table(["某单位培训台账"], ["制表：某某", "2023年"], header, *rows))
    assert (result.person.id, result.person.name, faults) == ("001", "张三", [])
    assert [int(tally.approved) for tally in result.outcome.tallies] == [4, 4, 0]


def test_no_name_of_a_column_means_two_things() -> None:
    """A name stands under one meaning, or among the unclear ones."""
    every = [name for names in NAMES.values() for name in names.split()]
    assert len(every) == len(set(every))
    assert not set(MEANINGS) & set(UNCLEAR)


def test_what_is_unclear_is_asked_and_never_guessed() -> None:
    """The owner of the table knows; the program does not."""
    assert asked(["编号", "完成日期", "科目", "学时"]) == {"column:编号": ("工号", "不用")}
    found = asked(["姓名", "时间", "科目", "学时"])
    assert found["column:时间"] == ("完成日期", "申报日期", "审核日期", "不用")
    assert asked(["姓名", "完成日期", "科目", "学分"]) == {"column:学分": ("学时", "不用")}
    assert asked(["姓名", "结业日期", "完成日期", "科目", "学时"]) == {
        "which:完成日期": ("结业日期", "完成日期")
    }
    assert asked(["姓名", "哪一天", "科目", "学时"]) == {"missing:完成日期": ("哪一天",)}


def test_answers_about_columns_are_followed() -> None:
    """An answer gives a column its meaning; one that means nothing is refused with what may be said."""
    data = table(["姓名", "哪一天", "科目", "学分"], ["张三", "2023-03-01", "甲", "9"])
    columns = {"哪一天": "完成日期", "学分": "学时"}
    (result,), _ = judged(data, answers=Answers(columns))
    assert result.outcome.status is Status.SHORT or result.outcome.tallies[0].learned == 9
    with pytest.raises(UnreadableRosterError, match="认不得"):
        judged(data, answers=Answers({"哪一天": "随便"}))


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
    assert ["年度" in fault.reasons[0] for fault in faults] == [True]


def test_one_person_in_two_years_is_judged_twice() -> None:
    """Hours of one year are never those of another."""
    header = ["工号", "年度", *USUAL_COLUMNS]
    results, _ = judged(table(header, ["1", "2023", *row("a", "9")], ["1", "2022", *row("a", "9")]))
    assert [(result.person.year, result.outcome.status) for result in results] == [
        (2023, Status.MET),
        (2022, Status.NOT_ON_FILE),
    ]


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


def test_a_sum_is_asked_for_not_taken_as_hours() -> None:
    """Where parts and their sum stand side by side, counting both would prove hours nobody learned."""
    assert asked(["姓名", "甲", "乙", "合计"]) == {"column:合计": ("学时：total", "不用")}


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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_of_a_spreadsheet_is_read(encoding: str) -> None:
    """Chinese Excel writes GB18030, others UTF-8 with or without a mark, some UTF-16."""
    (result,), _ = judged(table(HEADER, ["1", "张三", *row("a", "9")], encoding=encoding))
    assert result.person.name == "张三"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "空的"),
        (b"%PDF-1.7", "PDF"),
        (b"\xff\xfe\x00\xd8", "编码"),
        ("姓名,完成日期,科目,学时\n\0".encode(), "文本表格"),
        (table(["姓名", *[f"列{at}" for at in range(1000)]]), "列"),
        (table(["甲", "乙"], ["1", "2"]), "表头"),
        (table(HEADER, ["1", "张" * 40_000]), "一格"),
        (b"x" * 3_000_000, "太长"),
        (b"PK\x03\x04broken", "损坏"),
    ],
)
def test_what_is_no_roster_is_refused_in_one_sentence(data: bytes, told: str) -> None:
    """Never a traceback, whatever somebody opens."""
    with pytest.raises(UnreadableRosterError, match=told) as error:
        judged(data)
    assert "\n" not in str(error.value)


def test_a_quotation_mark_that_nobody_closed_swallows_one_row_only() -> None:
    """The rows behind it are other people's."""
    lines = [",".join(HEADER), '1,"张三,' + ",".join(row("a", "9")), "2,李四," + ",".join(row("a", "9"))]
    results, faults = judged("\n".join(lines).encode())
    assert "2" in [result.person.id for result in results]
    assert len(results) + len(faults) >= 2


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


def test_a_header_of_two_rows_is_one() -> None:
    """A subject above its parts; what is merged in a spreadsheet is empty in the CSV of it."""
    made = rules(node("total", 9, node("公需", 4, node("必修", 2), node("选修", None)), node("专业", 5)))
    data = table(["姓名", "公需", "", "专业"], ["", "必修", "选修", ""], ["张三", "2", "3", "4"])
    (result,), _ = judged(data, under=made)
    assert [int(tally.learned) for tally in result.outcome.tallies] == [9, 5, 2, 3, 4]


def test_a_header_that_is_printed_again_is_nobody() -> None:
    """Long tables repeat it on every page."""
    results, faults = judged(
        table(HEADER, ["1", "张三", *row("a", "9")], HEADER, ["2", "李四", *row("a", "9")])
    )
    assert [result.person.id for result in results] == ["1", "2"]
    assert [fault.number for fault in faults] == [3]


def test_the_first_row_of_people_is_no_second_header() -> None:
    """A row without a name stays a row, to be given back."""
    _, faults = judged(
        table(
            ["姓名", "科目", "学时", "完成日期"],
            ["", "甲", "4", "2023-03-01"],
            ["张三", "甲", "4", "2023-03-01"],
        )
    )
    assert [fault.number for fault in faults] == [2]
