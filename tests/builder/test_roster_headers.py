"""Columns are known by the names people use; files of every encoding are read (虚构)."""

import io
from collections.abc import Sequence

import pytest

from tests.builder.rosters import HEADER, TREE, asked, judged, table
from tests.calculator.invented import node, row, rules
from xueshi.judge.verdict import Status
from xueshi.roster.people.answers import Answers
from xueshi.roster.tables.headers import MEANINGS, NAMES, UNCLEAR
from xueshi.roster.tables.source import open_tables
from xueshi.roster.tables.table import UnreadableRosterError
from xueshi.roster.tables.words import Words


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


@pytest.mark.parametrize("header", ["其中：必修", "公需线上", "公需2", "公需（网络）", "公需选修课"])
def test_a_column_with_some_of_the_hours_of_a_subject_is_asked_about(header: str) -> None:
    """Left aside with a remark, it made people short of hours that stand in their table."""
    made = rules(node("total", 9, node("公需", 4, aliases=("必修",)), node("专业", 5)))
    found = asked(["姓名", header, "专业", "是否审核", "专业技术职务", "网络地址"], made)
    assert found == {f"column:{header}": ("学时：公需", "不用")}


def test_answers_about_columns_are_followed() -> None:
    """An answer gives a column its meaning; one that means nothing is refused with what may be said."""
    data = table(["姓名", "哪一天", "科目", "学分"], ["张三", "2023-03-01", "甲", "9"])
    columns = {"哪一天": "完成日期", "学分": "学时"}
    (result,), _ = judged(data, answers=Answers(columns))
    assert result.outcome.status is Status.SHORT or result.outcome.tallies[0].learned == 9
    with pytest.raises(UnreadableRosterError, match="认不得"):
        judged(data, answers=Answers({"哪一天": "随便"}))


def test_a_sum_is_asked_for_not_taken_as_hours() -> None:
    """Where parts and their sum stand side by side, counting both would prove hours nobody learned."""
    assert asked(["姓名", "甲", "乙", "合计"]) == {"column:合计": ("学时：total", "不用")}


def test_a_header_of_two_rows_is_one() -> None:
    """A subject above its parts; what is merged in a spreadsheet is empty in the CSV of it."""
    made = rules(node("total", 9, node("公需", 4, node("必修", 2), node("选修", None)), node("专业", 5)))
    data = table(["姓名", "公需", "", "专业"], ["", "必修", "选修", ""], ["张三", "2", "3", "4"])
    (result,), _ = judged(data, under=made)
    assert [int(tally.learned) for tally in result.outcome.tallies] == [9, 5, 2, 3, 4]


def test_a_table_that_knows_its_people_by_name_only_is_told_so() -> None:
    """Rows of two people of one name are added up as one's: whoever has namesakes has to know."""
    for header, told in ((HEADER, 0), (HEADER[1:], 1), (["姓名", "甲", "乙"], 0)):
        stream = io.BytesIO(table(header, ["1"] * len(header)))
        found = open_tables(stream, "1.csv", Words([rules(TREE)]), {})
        assert sum("同名的人，请补上工号" in remark for remark in found.remarks) == told


def test_a_header_that_is_printed_again_is_nobody() -> None:
    """Long tables repeat it on every page."""
    results, faults = judged(
        table(HEADER, ["1", "张三", *row("a", "9")], HEADER, ["2", "李四", *row("a", "9")])
    )
    assert [result.person.id for result in results] == ["1", "2"]
    assert [fault.number for fault in faults] == [3]


@pytest.mark.parametrize(
    ("header", "other"),
    [
        (["姓名", "甲", "乙", "已审核"], ["姓名", "乙", "甲", "已审核"]),
        (["姓名", "甲", "乙", "已审核"], ["工号", "乙", "甲", "已审核"]),
        (["姓名", *HEADER[2:5], "审核日期"], ["姓 名", *HEADER[2:5], "申报日期"]),
        (["部门", "姓名", "甲", "乙"], ["姓名", "部门", "甲", "乙"]),
    ],
)
def test_below_another_header_nothing_is_read_as_if_it_were_the_first(
    header: Sequence[str], other: Sequence[str]
) -> None:
    """Tables of departments put one below the other: hours of 乙 were taken for those of 甲, and a day of
    declaration for one of review, which made people 已达标."""
    with pytest.raises(UnreadableRosterError, match="csv第 4 行是另一个表头"):
        judged(table(["某单位"], header, ["张三"], other, ["李四", "5", "4", "是"]))
    judged(table(["某单位"], header, ["张三"], [f"{header[0]}（全名）", *header[1:]], ["李四"]))


def test_a_header_of_two_rows_may_be_printed_again() -> None:
    made = rules(node("total", 9, node("公需", 4, node("必修", 2), node("选修", None)), node("专业", 5)))
    rows = [["姓名", "公需", "", "专业"], ["", "必修", "选修", ""]]
    data = table(*rows, ["张三", "2", "3", "4"], *rows, ["李四", "2", "2", "5"])
    results, _ = judged(data, under=made)
    assert [result.person.name for result in results] == ["张三", "李四"]


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


@pytest.mark.parametrize("mark", ["\t", ";", "|", "，"])
def test_whatever_parts_the_cells_is_found(mark: str) -> None:
    """Commas inside cells, and a title above, do not hide it."""
    lines = ["虚构单位学时表", mark.join(["姓名", "课程", *HEADER[2:5]])]
    lines += [
        mark.join(["张三", "一,二", "2023-03-01", "甲", "4"]),
        mark.join(["李四", "", "2023-03-01", "甲", "4"]),
    ]
    results, faults = judged("\r\n".join(lines).encode())
    assert ([one.person.name for one in results], faults) == (["张三", "李四"], [])


def test_a_comma_parts_cells_whatever_stands_in_them() -> None:
    """A course may have any mark in its name."""
    results, _ = judged(
        table(HEADER[1:], *([f"某{at}", *row("a", "4", course="一;二;三|四\t五")] for at in range(3)))
    )
    assert len(results) == 3
