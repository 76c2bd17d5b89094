"""Lines to entries: what each cell becomes, what is said of it, and that nothing is remembered wrongly."""

import datetime
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calculator.invented import SOURCE, TODAY, node, row, rules
from xueshi.ledger.cells import MOST_HOURS, as_seen, plain, read_date, read_hours
from xueshi.ledger.entries import Entry, Reader, RowError
from xueshi.ledger.names import Names
from xueshi.ledger.table import COLUMNS, ledger_of_rows
from xueshi.model.rule import Rule
from xueshi.model.shapes import Axis, AxisColumn, AxisValue, Conversion, Recognition, Unit


def rule() -> Rule:
    """A rule with everything that a cell may name."""
    ways = Axis(
        "way", "方式", AxisColumn.WAY, (AxisValue("on", "线上", aliases=("网上",)), AxisValue("off", "面授"))
    )
    topics = Axis("topic", "专题", AxisColumn.TOPIC, (AxisValue("law", "法治"),))
    paper = Conversion("paper", "论文", Fraction(6), ("trade", "public"), SOURCE, ("文章",))
    talk = Conversion("talk", "会议", Recognition.BY_ORGANISER, ("public",), SOURCE)
    units = (Unit("天", Fraction(8), SOURCE), Unit("半天", Fraction(4), SOURCE))
    root = node("total", 90, node("public", 30, aliases=("公需课",)), node("trade", 60))
    made = rules(root).rule
    return replace(made, axes=(ways, topics), conversions=(paper, talk), units=units)


RULE = rule()


def cells(*, shown: str = "", topic: str = "", **given: str) -> list[str]:
    return [*row(**given), shown, topic]


def read(*rows: list[str]) -> tuple[list[Entry], list[RowError]]:
    return Reader(RULE).read(ledger_of_rows(list(rows)).lines, TODAY)


def test_every_cell_becomes_what_it_says() -> None:
    made = cells(
        subject="公需课", amount="1.5天", completed="2023/3/1", course=" 课\u200b程  一 ",
        provider=" 学院 ", way="网上", mode="", declared="2023年4月3日",
        reviewed="2023.4.7", plan="否", shown="12", topic="法治",
    )  # fmt: skip
    day = datetime.date
    assert read(made) == (
        [
            Entry(
                2, "public", None, ("on", "law"), Fraction(12), day(2023, 3, 1), "课程 一", "学院", "网上",
                False, day(2023, 4, 3), day(2023, 4, 7), False, Fraction(12),
            )
        ],
        [],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("subject", "amount", "found"),
    [
        ("paper", "1", ("trade", "paper", 6)),
        ("文章", "3项", ("trade", "paper", 18)),
        ("论文", "2.5 项", ("trade", "paper", 15)),
        ("会议", "7", ("public", "talk", 7)),
        ("会议", "2天", ("public", "talk", 16)),
        ("trade", "1半天", ("trade", None, 4)),
        ("trade", "2 天", ("trade", None, 16)),
        ("total", "8学时", ("total", None, 8)),
    ],
)
def test_achievements_and_units_come_to_hours(
    subject: str, amount: str, found: tuple[str, str | None, int]
) -> None:
    ((entry,), errors) = read(cells(subject=subject, amount=amount))
    assert errors == []
    assert (entry.subject, entry.conversion, entry.hours) == (*found[:2], Fraction(found[2]))


@pytest.mark.parametrize(
    ("given", "column", "message"),
    [
        ({"completed": ""}, "完成日期", "没有写完成日期。写法如 2025-09-05。"),
        ({"completed": "3月1日"}, "完成日期",
         "“3月1日”不是日历上有的日期。写法如 2025-09-05、2025/9/5 或 2025年9月5日。"),
        ({"completed": "2023-11-21", "declared": "", "reviewed": ""}, "完成日期",
         "完成日期“2023-11-21”在判断的当天（2023年11月20日）之后，还没有学完的不能计入。"),
        ({"subject": " 必修 "}, "科目",
         "这份规则里没有科目“必修”。可以写：public、trade、论文、会议。"),
        ({"subject": "　"}, "科目", "没有写科目。可以写：public、trade、论文、会议。"),
        ({"amount": " "}, "学时", "没有写学时。请写阿拉伯数字，如 8 或 4.5。"),
        ({"amount": "三十"}, "学时", "“三十”不是学时数。请写阿拉伯数字，如 8 或 4.5。"),
        ({"amount": "0.0"}, "学时", "学时“0.0”应大于 0。"),
        ({"amount": "8784.5"}, "学时",
         "学时“8784.5”比一年的小时数（8784）还多，一定写错了，没有计入。请核对。"),
        ({"amount": "1099天"}, "学时",
         "学时“1099天”比一年的小时数（8784）还多，一定写错了，没有计入。请核对。"),
        ({"subject": "论文", "amount": "三"}, "学时", "“三”不是项数。请写阿拉伯数字，如 1。"),
        ({"subject": "论文", "amount": "3学时"}, "学时", "“3学时”不是项数。请写阿拉伯数字，如 1。"),
        ({"subject": "论文", "amount": "3"}, "学时",
         "“3”是项数还是学时？这种成果每项折 6 学时，这里写有几项：只有一项写 1，几项写成“3项”。"),
        ({"way": "函授"}, "学习方式", "不认识“函授”。可以写：线上、面授，或者留空。"),
        ({"topic": "网络"}, "主题", "不认识“网络”。可以写：法治，或者留空。"),
        ({"mode": "自动计入"}, "入账方式", "不认识“自动计入”。可以写：自动、申报，或者留空。"),
        ({"plan": "有"}, "计划备案", "不认识“有”。可以写：是、否，或者留空。"),
        ({"shown": "八"}, "平台显示", "“八”不是学时数。请写阿拉伯数字，如 8 或 4.5。"),
        ({"declared": "2023-02-28"}, "申报日期",
         "申报日期“2023-02-28”早于完成日期（2023年3月1日），请核对这两个日期。"),
        ({"reviewed": "2023-04-02"}, "审核日期",
         "审核日期“2023-04-02”早于申报日期（2023年4月3日），请核对这两个日期。"),
        ({"declared": "", "reviewed": "2023-02-28"}, "审核日期",
         "审核日期“2023-02-28”早于完成日期（2023年3月1日），请核对这两个日期。"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_cell_is_said_with_its_value_and_what_may_stand_there(
    given: dict[str, str], column: str, message: str
) -> None:
    """One error, of this cell; the good row beside it is read all the same."""
    bad = cells(**given)
    entries, errors = read(cells(course="好"), bad)
    assert [entry.row for entry in entries] == [2]
    assert errors == [RowError(3, column, bad[COLUMNS.index(column)], message)]


def test_the_same_day_thrice_is_in_order() -> None:
    (entries, errors) = read(cells(completed="2023-11-20", declared="2023-11-20", reviewed="2023-11-20"))
    assert (len(entries), errors) == (1, [])


def test_as_many_hours_as_a_year_has_are_read_and_none_of_the_platform_too() -> None:
    ((entry,), _) = read(cells(amount=str(MOST_HOURS), shown="0"))
    assert (entry.hours, entry.shown) == (Fraction(8784), Fraction(0))
    ((entry,), _) = read(cells(subject="论文", amount="8784项"))
    assert entry.hours == 6 * 8784


CELLS = {
    "完成日期": ("2023-03-01", "2023-3-1", "2023-11-20", "2023-11-21", "", "昨天"),
    "科目": ("public", "公需课", "trade", "论文", "会议", "", "其他"),
    "学时": ("8", "1", "1项", "3项", "3", "0", "8学时", "1天", "9000", "", "八"),
    "课程": ("甲", " 甲", "乙", ""),
    "施教机构": ("学院 ", "学院", ""),
    "学习方式": ("线上", "on", "面授", "", "函授"),
    "入账方式": ("自动", "申报", "", "手工"),
    "申报日期": ("2023-03-01", "2023-04-03", "", "2023-02-01", "明天"),
    "审核日期": ("2023-03-01", "2023-04-07", "", "2023-02-01"),
    "计划备案": ("是", "否", "", "有"),
    "平台显示": ("", "", "8", "0", "八"),
    "主题": ("", "法治", "law", "网络"),
}
"""Cells of each column: several ways to write one thing, nothing, and what cannot be read."""

SOUND = {
    "完成日期": ("2023-03-01", "2023-3-1"),
    "科目": ("public", "公需课", "论文", "会议"),
    "学时": ("1", "1项", "3项", "8", "1天"),
    "学习方式": ("线上", "面授", ""),
    "入账方式": ("申报", "自动"),
    "申报日期": ("2023-04-03", ""),
    "审核日期": ("2023-04-07", ""),
    "计划备案": ("是", ""),
    "平台显示": ("",),
    "主题": ("", "法治"),
}
"""Cells of which most rows can be read: what is remembered of one is used for another."""


def rows_of(pools: dict[str, tuple[str, ...]]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.tuples(*(st.sampled_from(pools[name]) for name in COLUMNS))


lines = st.lists(st.one_of(*[rows_of(CELLS | SOUND)] * 3, rows_of(CELLS)), min_size=2, max_size=12)


@given(lines)
def test_what_a_reader_remembers_changes_nothing(rows: list[tuple[str, ...]]) -> None:
    """Cells that came before are looked up: never under another subject, unit or day."""
    made = [line for line in ledger_of_rows([list(cells) for cells in rows]).lines if any(line.cells)]
    together = Reader(RULE)
    for _ in range(2):
        entries, errors = together.read(made, TODAY)
        alone = [Reader(RULE).read([line], TODAY) for line in made]
        assert entries == [entry for found, _ in alone for entry in found]
        assert errors == [error for _, found in alone for error in found]


def test_a_reader_that_remembers_too_much_starts_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xueshi.ledger.entries.MOST_REMEMBERED", 6)
    reader = Reader(RULE)
    for amount in range(1, 30):
        (made,) = ledger_of_rows([cells(amount=str(amount))]).lines
        ((entry,), _) = reader.read([made], TODAY)
        assert entry.hours == amount


@given(st.integers(0, 10**7), st.integers(0, 3), st.sampled_from(("", "学时", " 学时", "天", "半天")))
def test_decimals_are_read_exactly_in_every_unit(number: int, places: int, unit: str) -> None:
    digits = f"{number:0{places + 1}d}"
    cell = (f"{digits[:-places]}.{digits[-places:]}" if places else digits) + unit
    worth = {"天": 8, "半天": 4}.get(unit, 1)
    units = {item.name: item.hours for item in RULE.units}
    assert read_hours(cell, RULE.unit, units) == Fraction(number, 10**places) * worth


@given(st.dates(datetime.date(1000, 1, 1)), st.sampled_from(("-", "/", ".", "年", "")), st.booleans())
def test_a_day_is_read_as_written(day: datetime.date, mark: str, filled: bool) -> None:
    month, number = (f"{part:02d}" if filled or not mark else str(part) for part in (day.month, day.day))
    cell = f"{day.year}年{month}月{number}日" if mark == "年" else mark.join((str(day.year), month, number))
    assert read_date(cell) == day


@given(st.text(st.sampled_from("甲A Ａ\t\u3000\u00a0\u2003\u200b\u00ad\ufeff１Ⅱ"), max_size=8))
def test_what_looks_alike_is_alike_and_stays_so(text: str) -> None:
    seen = as_seen(text)
    assert as_seen(seen) == seen == seen.strip()
    assert "  " not in seen and not set(seen) & set("\t\u3000\u00a0\u2003\u200b\u00ad\ufeffＡ１Ⅱ")
    assert seen.replace(" ", "") == "".join(
        {"Ａ": "A", "１": "1", "Ⅱ": "II"}.get(letter, letter) for letter in text if letter in "甲AＡ１Ⅱ"
    )


def test_names_of_another_rule_are_no_names() -> None:
    names = Names(RULE)
    assert (names.subject(" ＰＵＢＬＩＣ ".lower()), names.subject("must"), names.conversion("public")) == (
        "public", None, None,
    )  # fmt: skip
    assert (names.value(0, "法治"), names.value(1, "法治"), names.value(0, "网上")) == (None, "law", "on")
    assert plain("　８．５ ") == "8.5"


def test_two_entries_with_equal_content_differ_in_nothing_that_people_see() -> None:
    """Each column tells rows apart; the line does not."""
    base: dict[str, Any] = {"way": "线上", "provider": "学院", "course": "课", "topic": "法治"}
    others = [
        {"subject": "public"}, {"subject": "论文", "amount": "1"}, {"amount": "8.5"},
        {"completed": "2023-03-02"}, {"course": "课二"}, {"provider": "别的"}, {"way": "面授"},
        {"mode": "自动"}, {"declared": "2023-04-04"}, {"reviewed": "2023-04-08"},
        {"plan": "否"}, {"plan": ""}, {"shown": "8"}, {"topic": ""},
    ]  # fmt: skip
    entries, errors = read(cells(**base), *(cells(**base | other) for other in others), cells(**base))
    assert errors == []
    contents = [entry.content() for entry in entries]
    assert len(set(contents)) == len(others) + 1 and contents[0] == contents[-1]
    known = [entry.learning() == entries[0].learning() for entry in entries]
    procedure = {"way", "mode", "declared", "reviewed", "plan", "shown", "topic"}
    assert known == [True, *(not set(other) - procedure for other in others), True]
