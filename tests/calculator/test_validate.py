"""What the data must keep to beyond its types; all cities and numbers are invented (虚构)."""

from __future__ import annotations

import datetime
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueshi.model.policy import TargetRow, Targets
from xueshi.model.registers import Address, Level, Platform
from xueshi.model.rule import Deadline, Deadlines, Duty, Period, Requirement
from xueshi.model.shapes import Ratio, RatioOf
from xueshi.model.structure import Fault
from xueshi.model.values import NOT_STATED, Silence, Source
from xueshi.validate import validate
from xueshi.validate.dates import matches
from xueshi.validate.looks import host, look_alike
from xueshi.validate.numbers import PrintedDay, chinese_number, days_in, numbers_in
from xueshi.validate.table import Cut, how_cut, ratios

SOURCE = Source("一", "虚构", derivation="虚构")


def codes(value: object) -> list[str]:
    """The codes of all faults of an object."""
    return [fault.code for fault in validate(value)]


def told(*values: object) -> Source:
    """A source whose printed words show nothing, with values derived from it."""
    return replace(SOURCE, derivation=f"虚构 → {'，'.join(map(str, values))}")


def node(name: str, hours: int | str | None, *children: Requirement) -> Requirement:
    """A subject with a source that only derives its number."""
    least: Fraction | Silence = NOT_STATED if hours is None else Fraction(hours)
    return Requirement(name, name, least, told(hours), (), children)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("三", 3),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二十四", 24),
        ("一百零五", 105),
        ("两千", 2000),
        ("九千八百七十六", 9876),
        ("三万六千", 36000),
        ("二〇二五", 2025),
        ("", None),
        ("公需", None),
        ("万", None),
    ],
)
def test_chinese_numerals_have_their_value(words: str, value: int | None) -> None:
    """As notices print them, up to tens of thousands."""
    assert chinese_number(words) == value


@given(st.integers(min_value=0, max_value=99_999_999))
def test_every_number_is_read_back_from_its_numerals(number: int) -> None:
    """The reader of numerals is the inverse of their writing."""
    assert chinese_number(_in_words(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("不少于 24 学时", "24"),
        ("不少于２４学时", "24"),
        ("不少于二十四学时", "24"),
        ("按1.5%提取", "1.5"),
        ("目标 8,000 人", "8000"),
        ("不少于三分之二", "2/3"),
        ("一式三份", "3"),
        ("不超过5个工作日", "5"),
        ("1 0 学 时", "10"),
    ],
)
def test_numbers_are_found_however_they_are_printed(text: str, number: str) -> None:
    """Arabic, full-width, Chinese, with commas and scanned blanks."""
    assert Fraction(number) in numbers_in(text)


def test_a_number_is_not_found_inside_another() -> None:
    """24 does not stand in 240 nor in 1.24."""
    assert Fraction(24) not in numbers_in("240 学时，1.24")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("应在 2025 年 12 月 31 日前", PrintedDay(2025, 12, 31)),
        ("9 月 15 日前", PrintedDay(None, 9, 15)),
        ("九月十五日前", PrintedDay(None, 9, 15)),
        ("2025-09-15", PrintedDay(2025, 9, 15)),
        ("2025.9.15", PrintedDay(2025, 9, 15)),
        ("11月31日", PrintedDay(None, 11, 31)),
    ],
)
def test_days_are_found_however_they_are_printed(text: str, day: PrintedDay) -> None:
    """Also days that no calendar has: they are what was printed."""
    assert day in days_in(text)


def test_a_printed_year_must_agree() -> None:
    """The same month and day of another year is another day."""
    day = datetime.date(2025, 9, 15)
    assert matches(day, days_in("9月15日"))
    assert matches(day, days_in("2025年9月15日"))
    assert not matches(day, days_in("2024年9月15日"))


def test_parts_must_fit_into_the_whole() -> None:
    """24 + 6 of 30 and 30 + 60 of 90 fit; 34 of 30 is told at the part, too large a sum at the whole."""
    assert codes(node("total", 90, node("a", 30, node("b", 24), node("c", None)), node("d", 60))) == []
    faults = list(validate(node("total", 90, node("a", 30, node("b", 34)), node("d", 60))))
    assert [(fault.code, fault.path) for fault in faults] == [
        ("E204", ("children", 0, "children", 0, "min_hours"))
    ]
    faults = list(validate(node("total", 90, node("a", 31), node("d", 60))))
    assert [(fault.code, fault.path) for fault in faults] == [("E205", ("min_hours",))]


def test_parts_of_a_silent_whole_count_for_the_next() -> None:
    """A subject without a minimum of its own needs what its parts need."""
    assert codes(node("total", 90, node("a", None, node("b", 50), node("c", 50)))) == ["E204"]
    assert codes(node("total", None, node("a", 100))) == []


@given(st.lists(st.integers(min_value=0, max_value=60), max_size=5), st.integers(min_value=0, max_value=120))
def test_a_whole_is_faulted_exactly_when_its_parts_exceed_it(parts: list[int], whole: int) -> None:
    """Neither too strict nor too mild."""
    tree = node("total", whole, *(node(f"s{index}", part) for index, part in enumerate(parts)))
    assert bool(codes(tree)) == (sum(parts) > whole)


def test_a_minimum_needs_a_source_and_its_number_in_the_evidence() -> None:
    """No source: one fault. A source whose words show another number: another fault."""
    bare = Requirement("total", "总学时", Fraction(90))
    assert codes(bare) == ["E206"]
    assert codes(replace(bare, source=Source("二", "不少于60学时"))) == ["E301"]
    assert codes(replace(bare, source=Source("二", "不少于90学时"))) == []
    assert codes(replace(bare, source=Source("二", "同上年", derivation="上年 90"))) == []


def test_a_ratio_may_be_printed_in_percent() -> None:
    """三分之二, 2/3 printed as such, or 50% for one half."""
    assert codes(Ratio(Fraction(2, 3), RatioOf.REQUIRED, Source("一", "占三分之二"))) == []
    assert codes(Ratio(Fraction(1, 2), RatioOf.REQUIRED, Source("一", "占50%"))) == []
    assert codes(Ratio(Fraction(1, 2), RatioOf.REQUIRED, Source("一", "占60%"))) == ["E301"]
    assert codes(Ratio(Fraction(3, 2), RatioOf.REQUIRED, told(1.5))) == ["E226"]


def day(text: str) -> Deadline:
    """A deadline without a printed day."""
    return Deadline("某日前", told(text), Duty.PERSON, datetime.date.fromisoformat(text))


def deadlines(learn: str, declare: str, review: str) -> Deadlines:
    """Three deadlines, the others not stated."""
    return Deadlines(day(learn), day(declare), day(review), NOT_STATED, NOT_STATED, NOT_STATED, NOT_STATED)


def test_deadlines_follow_each_other() -> None:
    """The same day will do; a later step must not end earlier."""
    assert codes(deadlines("2025-12-31", "2025-12-31", "2025-12-31")) == []
    assert codes(deadlines("2025-10-31", "2025-11-30", "2026-01-31")) == []
    faults = list(validate(deadlines("2025-12-31", "2025-11-30", "2025-11-29")))
    assert [fault.path for fault in faults if fault.code == "E210"] == [
        ("declare", "date"),
        ("review", "date"),
    ]


def test_printed_days_are_held_against_their_reading() -> None:
    """A day that differs from its print, and a printed day that was dropped in silence."""
    printed = Source("一", "9月15日前申报")
    sound = Deadline("9月15日前", printed, Duty.EMPLOYER, datetime.date(2025, 9, 15))
    assert codes(sound) == []
    assert codes(replace(sound, date=datetime.date(2025, 9, 16))) == ["E212", "E302"]
    assert codes(replace(sound, date=NOT_STATED)) == ["E213"]
    assert codes(replace(sound, date=NOT_STATED, note="填表报送")) == ["E213"]
    assert codes(replace(sound, date=NOT_STATED, source=replace(printed, derivation="年份不明"))) == []
    no_such_day = replace(sound, printed="11月31日前", date=NOT_STATED)
    assert codes(no_such_day) == ["E213"]
    assert codes(replace(no_such_day, note="11 月没有 31 日")) == []


def test_what_is_derived_follows_from_the_derivation() -> None:
    """A derivation is no leave to write any value; where it names a year, the year counts too."""
    subject = node("a", 24)
    assert codes(subject) == []
    assert codes(replace(subject, min_hours=Fraction(34))) == ["E243"]
    third = replace(subject, min_hours=Fraction(1, 3))
    assert codes(replace(third, source=replace(SOURCE, derivation="每 20 分钟 → 20 ÷ 60"))) == []
    assert codes(replace(third, source=replace(SOURCE, derivation="20 分钟"))) == ["E243"]
    deadline = day("2025-12-31")
    for derivation, found in (
        ("当年 → 2025 年 12 月 31 日", []),
        ("当年 → 12 月 31 日", []),
        ("当年 → 2024 年 12 月 31 日", ["E243"]),
        ("2024 年通知里的年底 → 12 月 31 日", []),
        ("2024 年 1 月 1 日至 12 月 31 日", ["E243"]),
        ("当年年底", ["E243"]),
        ("年底 → 2025 年全年", []),
        ("年底 → 2024 年全年", ["E243"]),
    ):
        assert codes(replace(deadline, source=replace(SOURCE, derivation=derivation))) == found


def test_a_period_has_days() -> None:
    """It may be one day long, not less."""
    first = datetime.date(2025, 1, 1)
    assert codes(Period(first, first, told(first))) == []
    last = datetime.date(2024, 12, 31)
    assert codes(Period(first, last, told(first, last))) == ["E209"]


def row(name: str, target: int, done: int, ratio: str, *, praised: bool = False) -> TargetRow:
    """One invented county."""
    return TargetRow(name, target, done, ratio, praised)


def table(*rows: TargetRow, note: str | None = None, praise: bool = False) -> Targets:
    """An invented table."""
    return Targets("虚构表", 2024, "人", rows, SOURCE, SOURCE if praise else None, note)


def test_a_ratio_is_cut_or_rounded_to_two_decimals() -> None:
    """3895 of 4500 is 86.555…: both 86.55 and 86.56 agree, nothing else does."""
    assert ratios(row("甲县", 4500, 3895, "86.55%")) == ("86.55%", "86.56%")
    for printed in ("86.55%", "86.56%"):
        assert "E215" not in codes(row("甲县", 4500, 3895, printed))
    assert codes(row("甲县", 4500, 3895, "86.57%")) == ["E215"]
    assert codes(row("甲县", 0, 5, "0.00%")) == ["E215"]


def test_how_a_table_was_cut_is_told() -> None:
    """Rows that fit both ways say nothing; a mixture is a mixture; without a note the admin is reminded."""
    cut, rounded = row("甲县", 4500, 3895, "86.55%"), row("乙县", 4500, 3895, "86.56%")
    plain = row("丙县", 100, 50, "50.00%")
    assert how_cut(table(plain)) is Cut.EITHER
    assert how_cut(table(plain, cut)) is Cut.TRUNCATED
    assert how_cut(table(plain, rounded)) is Cut.ROUNDED
    assert how_cut(table(cut, rounded)) is Cut.MIXED
    assert codes(table(cut)) == ["W203"]
    assert codes(table(cut, note="比率是截断")) == []
    assert codes(table(rounded)) == []


def test_praise_has_a_source_and_follows_the_ratio() -> None:
    """Praised without source, source without praise, praised behind somebody better."""
    best, worse = row("甲县", 100, 90, "90.00%"), row("乙县", 100, 50, "50.00%", praised=True)
    assert codes(table(best, worse)) == ["E216", "W204"]
    assert codes(table(best, praise=True)) == ["E216"]
    assert codes(table(replace(best, praised=True), replace(worse, praised=False), praise=True)) == []


def address(printed: str, url: str, remark: str | None = None) -> Address:
    """An address of an invented document."""
    return Address(printed, url, Source("一", "虚构", "虚构号", "虚构"), remark)


def test_addresses_are_held_against_their_print() -> None:
    """Scanned colons and capitals are no difference, another host is, unless a remark says why."""
    assert host("http∶ //A.Example.cOm/") == "a.example.com"
    assert codes(address("http∶ //a.example.cOm/", "http://a.example.com/")) == []
    assert codes(address("http://a.example.com/", "http://b.example.com/")) == ["E218"]
    assert codes(address("http://a.example.com/", "http://b.example.com/", "印错了")) == []
    assert codes(address("www.example.cn", "https://www.example.cn。")) == ["E217"]


def test_hosts_that_look_alike_are_pointed_out() -> None:
    """Digit 1 and letter l, digit 0 and letter o; a remark settles it."""
    assert look_alike("hnzjg1.gov.cn", "hnzjgl.gov.cn")
    assert not look_alike("a.gov.cn", "b.gov.cn")
    pair = (
        address("www.xyz1.example.cn", "https://www.xyz1.example.cn/"),
        address("www.xyzl.example.cn", "https://www.xyzl.example.cn/"),
    )
    platform = Platform("x", "某平台", Level.CITY, "学习", pair)
    assert codes(platform) == ["W207"]
    settled = tuple(replace(item, remark="以字母 l 为准") for item in pair)
    assert codes(replace(platform, addresses=settled)) == []


@pytest.mark.parametrize(
    ("number", "sound"),
    [
        ("4001234567", True),
        ("400-123-4567", True),
        ("13012345678", True),
        ("03982850937", True),
        ("0398-2850937", True),
        ("2850937", True),
        ("12333", True),
        ("400123456", False),
        ("12812345678", False),
        ("热线", False),
    ],
)
def test_telephone_numbers_look_like_some(number: str, *, sound: bool) -> None:
    """Service numbers, mobile numbers, landlines and short numbers; anything else is a reminder."""
    platform = Platform("x", "某平台", Level.CITY, "学习", (), (number,))
    assert codes(platform) == ([] if sound else ["W206"])


def test_faults_carry_the_path_they_were_asked_under() -> None:
    """A part of a file is checked where it stands."""
    faults = list(validate(Requirement("total", "总学时", Fraction(90)), ("rule", "requirements")))
    assert faults == [Fault("E206", ("rule", "requirements", "min_hours"), "总学时")]


def _in_words(number: int) -> str:
    """Chinese numerals of a number below 一亿."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        zero = "零" if low and low < 1000 else ""
        return f"{_in_words(high)}万{zero}{_in_words(low) if low else ''}"
    digits, text = "零一二三四五六七八九", ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        figure = number // unit % 10
        if figure:
            text += digits[figure] + name
        elif text and not text.endswith("零") and number % unit:
            text += "零"
    return text or "零"
