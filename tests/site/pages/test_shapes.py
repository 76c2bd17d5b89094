"""Pages of rules of every shape: nothing that a rule holds is left unshown, and each part has its source."""

from __future__ import annotations

import datetime
from dataclasses import fields, replace
from fractions import Fraction
from itertools import count

import pytest

from builder.catalog import Catalog
from builder.pages.book import Book
from builder.pages.cities import city_year
from builder.pages.further import further
from builder.pages.scale import bars, months
from xueshi.model.policy import CityYear
from xueshi.model.rule import CarryOver, CarryOverPolicy, NotModelled, Period, Requirement, Rule
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
    Ratio,
    RatioOf,
    Recognition,
    RuleQuestion,
    SetMinimum,
    SubjectCap,
    Unit,
    Variant,
    Window,
)
from xueshi.model.values import NOT_STATED, Source
from xueshi.validate.walk import walk

NUMBERS = count(1)


def source() -> Source:
    """Invented words, different each time."""
    return Source("一", f"虚构的第 {next(NUMBERS)} 处")


def day(month: int, of_month: int = 1) -> datetime.date:
    """A day after the year."""
    return datetime.date(2026, month, of_month)


def every_shape(rule: Rule) -> Rule:
    """The rule with one of each shape that the model knows, all invented."""
    root = rule.requirements
    public = replace(root.children[0], cap=SubjectCap(Fraction(40), source(), excess_to="professional"))
    ratio = Ratio(Fraction(2, 3), RatioOf.REQUIRED, source())
    professional = replace(root.children[1], min_hours=NOT_STATED, min_ratio=ratio, source=None)
    topics = (AxisValue("law", "法治"), AxisValue("mind", "心理"))
    return replace(
        rule,
        requirements=replace(root, children=(public, professional)),
        axes=(
            Axis(
                "way", "学习方式", AxisColumn.WAY, (AxisValue("face", "面授", Fraction(16), source=source()),)
            ),
            Axis(
                "topic",
                "专题",
                AxisColumn.TOPIC,
                topics,
                (OneOf("one", "两个专题任选其一", ("law", "mind"), Fraction(8), source(), "public"),),
            ),
        ),
        caps=(Cap("daily", "每天的上限", Fraction(8), source(), CapPer.DAY, ("public",), ("face",)),),
        units=(Unit("分钟", Fraction(1, 45), source()),),
        conversions=(
            Conversion("paper", "论文", Fraction(20), ("professional",), source(), (), Fraction(40)),
            Conversion("talk", "会议", Recognition.BY_ORGANISER, ("public", "professional"), source()),
        ),
        questions=(RuleQuestion("level", "您的职称级别？", ("初级", "高级"), source()),),
        variants=(
            Variant(
                "junior",
                "初级职称",
                (Answer("level", "初级"),),
                source(),
                (SetMinimum("total", Fraction(56)),),
                ("public",),
                day(6, 30),
                day(7, 31),
            ),
        ),
        conditions=(Condition("exam", "考试合格了吗？", source()),),
        carry_over=CarryOver(
            CarryOverPolicy.ALLOWED, (source(),), Window(day(1), day(2), source(), Fraction(10))
        ),
        make_up=Window(day(1), day(3, 31), source()),
        not_modelled=(NotModelled("近五年年均不少于 90 学时", source()),),
    )


@pytest.fixture
def shaped(catalog: Catalog) -> CityYear:
    """A year whose rule has every shape."""
    year = catalog.city_year("sanmenxia", 2025)
    assert year is not None
    return replace(year, rule=every_shape(year.rule))


def uncited(book: Book, year: CityYear) -> list[Source]:
    """Sources of a city-year that its page does not list."""
    cited = {(item.source.clause, item.source.evidence) for item in city_year(book, year).cites or ()}
    sources = [value for _, value in walk(year) if isinstance(value, Source)]
    return [item for item in sources if (item.clause, item.evidence) not in cited]


def test_the_invented_rule_has_every_shape(shaped: CityYear) -> None:
    """A field that the model gains later must be added here, and shown."""
    assert [item.name for item in fields(Rule) if not getattr(shaped.rule, item.name)] == []
    optional = {"min_ratio", "cap"}
    nodes = list(shaped.rule.requirements.walk())
    assert optional <= {item.name for item in fields(Requirement)}
    assert all(any(getattr(node, name) for node in nodes) for name in optional)


def test_every_part_of_a_rule_is_shown(shaped: CityYear, catalog: Catalog) -> None:
    """Whatever the shape, each source has its line in the list, and each further part its words."""
    book = Book(catalog)
    assert uncited(book, shaped) == []
    body = city_year(book, shaped).body
    for item in further(shaped.rule):
        assert item.title in body
        assert item.text in body
    assert "近五年年均不少于 90 学时" in body
    assert "按比例规定" in body


def test_further_parts_are_told_in_words(shaped: CityYear) -> None:
    """Each shape in a sentence that names subjects, never ids."""
    told = {item.title: item.text for item in further(shaped.rule)}
    assert told == {
        "公需的上限": "最多计 40 学时，超出部分可以改计到专业。",
        "专业的比例": "不少于要求的总数的 2/3。",
        "学习方式：面授": "至少 16 学时，与科目的要求同时满足。",
        "两个专题任选其一": "法治、心理，至少有一项达到 8 学时（在公需之内）。",
        "每天的上限": "每天最多计 8 学时（限公需，面授）。",
        "按分钟记的": "1 分钟折合 1/45 学时。",
        "论文": "每项折 20 学时，本年度最多 40 学时，计入专业。",
        "会议": "学时由主办方认定，计入公需或专业。",
        "您的职称级别？": "回答不同，要求可能不同：初级、高级。",
        "初级职称": (
            "适用于“您的职称级别？”答“初级”的人：总学时至少 56 学时，免去公需的下限，"
            "学完的最后一天是 2026年6月30日，申报的最后一天是 2026年7月31日。"
        ),
        "考试合格了吗？": "这一条不是学时，但必须满足。",
        "上一周期可以结转过来的": "2026年1月1日至 2026年2月1日学的可以计入本年度，最多计 10 学时。",
        "年度结束后可以补学": "2026年1月1日至 2026年3月31日补学的可以计入本年度。",
    }


def test_every_source_of_the_published_years_is_cited(catalog: Catalog) -> None:
    """The same holds for the real notices."""
    for year in catalog.city_years:
        assert uncited(Book(catalog), year) == []


def test_a_ratio_takes_the_room_that_is_left(shaped: CityYear) -> None:
    """On the scale a subject by ratio is drawn like one without a minimum of its own."""
    drawn = {bar.node.id: (bar.start, bar.room) for bar in bars(shaped.rule.requirements)}
    assert drawn["professional"] == (Fraction(30), Fraction(60))


def test_a_long_period_is_marked_by_years(shaped: CityYear) -> None:
    """Thirty-six months have no room for their names."""
    period = Period(datetime.date(2024, 9, 1), datetime.date(2027, 8, 31), source())
    assert [name for name, _ in months(period)] == ["2024年", "2025年", "2026年", "2027年"]
    assert [name for name, _ in months(shaped.rule.period)][::11] == ["1月", "12月"]
