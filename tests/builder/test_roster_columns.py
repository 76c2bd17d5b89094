"""A column that may mean something else than its name says is asked about, never guessed (虚构)."""

import dataclasses
import io
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.builder.rosters import judged, table
from tests.builder.test_roster_command import desk, run
from tests.calculator.invented import node, rules
from xueshi import jsontext
from xueshi.judge.verdict import Status
from xueshi.roster.intake.intake import open_questions
from xueshi.roster.people.answers import Answers
from xueshi.roster.tables.layout import Form
from xueshi.roster.tables.source import open_tables
from xueshi.roster.tables.table import UnreadableRosterError
from xueshi.roster.tables.words import Words

__all__ = ["desk"]

RULES = rules(node("total", 90, node("公需", 30), node("专业", 60)))
LEDGER = ["姓名", "完成日期", "科目", "学时", "课程", "入账方式", "申报日期", "审核日期"]
LEARNED = [
    ["张三", "2023-03-01", "公需", "30", "一", "申报", "2023-03-02", "2023-03-05"],
    ["张三", "2023-03-01", "专业", "60", "二", "申报", "2023-03-02", "2023-03-05"],
]


def asked(*records: Sequence[str]) -> set[str]:
    """The questions about a table."""
    tables = open_tables(io.BytesIO(table(*records)), "1.csv", Words([RULES]), {}).tables
    return {question.id for question in open_questions(tables)}


def statuses(*records: Sequence[str], answers: Answers | None = None) -> list[Status]:
    results, _ = judged(table(*records), under=RULES, answers=answers)
    return [result.outcome.status for result in results]


@pytest.mark.parametrize("remark", ["应学", "还差", "分钟", "计划", "30学时"])
def test_a_remark_that_may_change_the_meaning_is_asked_about(remark: str) -> None:
    """公需（应学） holds what is required, not what was learned."""
    found = asked(["姓名", f"公需（{remark}）", "专业", "审核通过"], ["张三", "30", "60", "是"])
    assert found == {f"column:公需（{remark}）"}


def test_a_planned_day_is_no_day() -> None:
    """Of a ledger too."""
    header = [*LEDGER[:-1], "审核日期（预计）"]
    assert asked(header, *LEARNED) == {"column:审核日期（预计）"}


def test_remarks_on_how_to_fill_in_are_left_out() -> None:
    """They stand in every template."""
    header = ["姓名（必填）", "公需（学时）", "专业（小时）", "审核通过（是/否）"]
    assert statuses(header, ["张三", "30", "60", "是"]) == [Status.MET]


def test_what_is_learned_and_what_is_required_side_by_side_is_asked_about() -> None:
    """Also where one of both has the bare name."""
    assert asked(["姓名", "公需", "公需已学", "专业"], ["张三", "30", "5", "60"]) == {"column:公需已学"}
    assert asked(["姓名", "应学公需", "专业"], ["张三", "30", "60"]) == {"column:应学公需"}
    assert not asked(["工号", "姓名", "专业技术职务"], ["1", "张三", "中级"])


def test_a_second_row_of_the_header_that_says_more_is_part_of_it() -> None:
    """应学 and 已学 below a subject: which one counts is for its owner to say."""
    upper, lower = ["姓名", "公需", "", "专业", "", "审核通过"], ["", "应学", "已学", "应学", "已学", ""]
    person = ["张三", "30", "2", "60", "3", "是"]
    names = {f"{name}（{word}学）" for name in ("公需", "专业") for word in "应已"}
    assert asked(upper, lower, person) == {f"column:{name}" for name in names}
    columns = {name: "不用" if "应" in name else f"学时：{name[:2]}" for name in names}
    assert statuses(upper, lower, person, answers=Answers(columns)) == [Status.SHORT]


def test_a_second_row_with_the_unit_adds_nothing() -> None:
    """学时 below every subject; a first row without a name, with numbers, is no header."""
    header, person = ["姓名", "公需", "专业", "审核通过"], ["张三", "30", "60", "是"]
    assert statuses(header, ["", "学时", "学时", ""], person) == [Status.MET]
    assert statuses(header, ["", "30", "60", ""], person) == [Status.MET]


def test_what_stands_above_several_subjects_is_asked_about_where_it_may_be_no_learned_hours() -> None:
    """A header of three rows, and one of two whose first has a name or none."""
    person = ["张三", "30", "60", "是"]
    names = {"column:公需（应学学时）", "column:专业（应学学时）"}
    assert asked(["姓名", "应学学时", "", "审核通过"], ["", "公需", "专业", ""], person) == names
    assert asked(["", "应学学时", "", ""], ["姓名", "公需", "专业", "审核通过"], person) == names
    assert not asked(["2023年应学学时"], ["姓名", "公需", "专业", "审核通过"], person)
    three = [["姓名", "继续教育", "", ""], ["", "公需", "", "专业"], ["", "应学", "已学", "已学"]]
    found = asked(*three, ["张三", "30", "2", "60"])
    assert found == {"column:公需（应学）", "column:公需（已学）", "column:专业（已学）"}


def test_credits_are_no_hours_unless_the_rule_counts_in_them() -> None:
    """Nobody says how many hours one is."""
    header = ["姓名", "公需学分", "专业学分", "审核通过"]
    assert asked(header, ["张三", "30", "60", "是"]) == {"column:公需学分", "column:专业学分"}


@pytest.mark.parametrize(
    ("column", "value"), [("审核通过", "否"), ("审核结果", "不通过"), ("审批意见", "不同意")]
)
def test_a_row_whose_review_ended_badly_is_not_approved_by_its_day(column: str, value: str) -> None:
    """It is given back; the same with 通过, or with nothing, counts."""
    header = [*LEDGER, column]
    assert statuses(header, *([*cells, value] for cells in LEARNED)) == [Status.SHORT]
    _, faults = judged(table(header, *([*cells, value] for cells in LEARNED)), under=RULES)
    assert [fault.number for fault in faults] == [2, 3]
    assert f"{column}写的是{value}" in faults[0].reasons[0]
    for good in ("通过", "是", ""):
        assert statuses(header, *([*cells, good] for cells in LEARNED)) == [Status.MET]


def test_a_row_that_is_still_under_review_is_no_fault() -> None:
    """It has no day of review; what is credited automatically has none either, and is refused."""
    header = [*LEDGER, "审核状态"]
    open_row = [*LEARNED[0][:-1], "", "待审核"]
    _, faults = judged(table(header, open_row), under=RULES)
    assert not faults
    automatic = [*LEARNED[0][:5], "自动", "", "", "退回"]
    _, faults = judged(table(header, automatic), under=RULES)
    assert len(faults) == 1


def test_a_column_about_review_that_is_not_known_is_asked_about() -> None:
    """审核人 is not what came of it."""
    assert asked([*LEDGER, "县级审批"], [*LEARNED[0], "退"]) == {"column:县级审批"}
    assert asked([*LEDGER, "审核通过", "审批进度"], [*LEARNED[0], "是", "退"]) == {"column:审批进度"}
    assert not asked([*LEDGER, "审核人"], [*LEARNED[0], "王"])


def test_totals_that_were_not_approved_are_not_approved_by_the_answer_for_everybody() -> None:
    """The row says so itself."""
    everyone = Answers({}, {"all_approved": "是"})
    header = ["姓名", "公需", "专业", "审核状态"]
    assert Status.MET not in statuses(header, ["张三", "30", "60", "未通过"], answers=everyone)


def test_a_form_that_would_lose_the_hours_is_refused() -> None:
    """Better than nobody has learned anything."""
    with pytest.raises(UnreadableRosterError, match="没有一列是科目的学时"):
        judged(table(LEDGER, *LEARNED), under=RULES, form=Form.TOTALS)
    with pytest.raises(UnreadableRosterError, match="这些学时会丢掉"):
        judged(table(LEDGER, *LEARNED), under=RULES, form=Form.STAFF)
    results, _ = judged(table(["姓名", "专业"], ["张三", "内科学"]), under=RULES, form=Form.STAFF)
    assert [result.person.totals for result in results] == [None]


@pytest.mark.parametrize(
    ("name", "title", "refused"),
    [
        ("表.csv", "2022年度学时统计表", True),
        ("表.csv", "２０ ２２ 年学时统计表", True),
        ("表.csv", "二〇二二年学时统计表", True),
        ("2022年.csv", "学时统计表", True),
        ("表.csv", "2023年度学时统计表（2024年1月10日）", False),
        ("名单2022-12-05.csv", "制表：2022年12月", False),
    ],
)
def test_totals_under_the_title_of_another_year_are_refused(
    desk: Path, capsys: pytest.CaptureFixture[str], name: str, title: str, refused: bool
) -> None:
    """They have no days by which it would be seen."""
    (desk / name).write_bytes(table([title], ["姓名", "甲", "乙", "审核通过"], ["张三", "4", "5", "是"]))
    assert run(desk, name) == (2 if refused else 0)
    assert ("写的是 2022 年" in capsys.readouterr().err) == refused


def test_subjects_of_another_place_that_the_rows_name_are_read(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The usual city's words are not all there are."""
    parts = node("c", 4, aliases=("丙类",)), node("d", 5, aliases=("丁类",))
    made = rules(node("total", 9, *parts))
    other = dataclasses.replace(made, city="kongbai", city_name="空白市")
    (desk / "other.json").write_text(jsontext.dumps(other), encoding="utf-8")
    data = table(["姓名", "城市", "丙类", "丁类", "审核通过"], ["张三", "空白市", "4", "5", "是"])
    (desk / "some.csv").write_bytes(data)
    options = ("--rules", str(desk / "other.json"), "--city", "xugou", "--year", "2023", "--jobs", "1")
    assert run(desk, "some.csv", options=options) == 0
    assert "已达标 1" in capsys.readouterr().out
