"""Strategies for rules of every shape at once and ledgers under them (虚构)."""

from __future__ import annotations

import datetime
from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st

from tests.calculator.invented import FIRST, SOURCE, YEAR, all_columns, node, row, rules, topic_axis
from xueshi.ledger.names import ITEM
from xueshi.ledger.table import COLUMNS
from xueshi.model.published import Rules
from xueshi.model.rule import CarryOver, CarryOverPolicy, Requirement
from xueshi.model.shapes import (
    Answer,
    Axis,
    AxisColumn,
    AxisValue,
    Cap,
    CapPer,
    Condition,
    Conversion,
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
from xueshi.model.values import NOT_STATED

SUBJECTS = ("total", "a", "a1", "a2", "b")
DAYS = tuple(datetime.date(YEAR, 3, day) for day in (1, 2, 3))
BEFORE = datetime.date(YEAR - 1, 6, 1)

PART = Unit("份", Fraction(1, 5040), SOURCE)
"""A unit so small that every plan can be written down with it."""

small = st.integers(1, 6)
sometimes = st.booleans()


def hours(number: int) -> Fraction:
    return Fraction(number)


@st.composite
def trees(draw: st.DrawFn) -> Requirement:
    """Two subjects, one with two parts; minima, caps, excess and ratios here and there."""

    def shaped(made: Requirement, other: str | None) -> Requirement:
        cap = None
        if draw(st.integers(0, 3)) == 0:
            moved = other if other and draw(sometimes) else None
            cap = SubjectCap(hours(draw(small)), SOURCE, moved)
        ratio = None
        if draw(st.integers(0, 3)) == 0:
            part = Fraction(draw(st.sampled_from(["1/2", "1/3", "2/3"])))
            ratio = Ratio(part, draw(st.sampled_from(list(RatioOf))), SOURCE)
        return replace(made, cap=cap, min_ratio=ratio)

    least = st.one_of(st.none(), st.none(), st.integers(1, 3))
    parts = [shaped(node("a1", draw(least)), None), shaped(node("a2", draw(least)), None)]
    children = [shaped(node("a", draw(least), *parts), "b"), shaped(node("b", draw(least)), "a")]
    return node("total", draw(st.one_of(st.none(), st.integers(1, 9))), *children)


@st.composite
def axes(draw: st.DrawFn) -> tuple[Axis, ...]:
    """Ways with minima, topics of which one must be enough: none, one or both."""
    found = []
    if draw(sometimes):
        values = tuple(
            AxisValue(
                name,
                name,
                hours(draw(small)) if draw(sometimes) else NOT_STATED,
                draw(st.sampled_from(("total", "a", "b"))),
            )
            for name in ("on", "off")
        )
        found.append(Axis("way", "方式", AxisColumn.WAY, values))
    if draw(st.integers(0, 2)) == 0:
        within = draw(st.sampled_from(("total", "a")))
        found.append(topic_axis(one_of=draw(small), within=within))
    return tuple(found)


@st.composite
def caps(draw: st.DrawFn, values: tuple[str, ...]) -> tuple[Cap, ...]:
    """Caps in the year and on a day; those on a day lie within each other or apart."""
    found = []
    if draw(sometimes) and values:
        value = draw(st.sampled_from(values))
        found.append(Cap("value", "值", hours(draw(small)), SOURCE, values=(value,)))
    if draw(st.integers(0, 2)) == 0:
        found.append(Cap("day", "天", hours(draw(small)), SOURCE, CapPer.DAY))
    if draw(st.integers(0, 3)) == 0:
        subjects = (draw(st.sampled_from(("a", "b"))),)
        found.append(Cap("inner", "天内", hours(draw(small)), SOURCE, CapPer.DAY, subjects))
    return tuple(found)


@st.composite
def conversions(draw: st.DrawFn) -> tuple[Conversion, ...]:
    """An achievement of fixed hours and one by recognition; some for either subject."""
    found = []
    if draw(sometimes):
        subjects: tuple[str, ...] = draw(st.sampled_from((("b",), ("b", "a"), ("a1", "b"))))
        most = hours(draw(small)) if draw(sometimes) else None
        found.append(Conversion("paper", "论文", hours(draw(st.integers(1, 4))), subjects, SOURCE, (), most))
    if draw(sometimes):
        found.append(Conversion("talk", "会议", Recognition.BY_ORGANISER, ("a", "b"), SOURCE))
    return tuple(found)


@st.composite
def shaped_rules(draw: st.DrawFn, *, asking: bool = False) -> Rules:
    """Rules with any of the shapes at once; ``asking`` ones also ask about the person."""
    base = rules(draw(trees()))
    made = draw(axes())
    values = tuple(value.id for axis in made for value in axis.values)
    window = Window(BEFORE, FIRST - datetime.timedelta(days=1), SOURCE, hours(draw(small)))
    carry = CarryOver(CarryOverPolicy.ALLOWED, (SOURCE,), window if draw(sometimes) else None)
    rule = replace(
        base.rule,
        axes=made,
        caps=draw(caps(values)),
        conversions=draw(conversions()),
        carry_over=carry,
        units=(PART,),
    )
    if asking:
        level = RuleQuestion("level", "级别？", ("高", "低"), SOURCE)
        lower = Variant("lower", "低", (Answer("level", "低"),), SOURCE, (SetMinimum("b", hours(1)),))
        rule = replace(
            rule,
            questions=(level,),
            variants=(lower,),
            conditions=(Condition("exam", "考试？", SOURCE),) if draw(sometimes) else (),
        )
    return replace(base, rule=rule)


@st.composite
def shaped_rows(draw: st.DrawFn, given: Rules, most: int = 4, *, approved: bool = True) -> list[list[str]]:
    """Rows in any subject or achievement, with or without values, some carried over, some on one day."""
    rule = given.rule
    names = (*SUBJECTS, *(item.id for item in rule.conversions))
    columns = {axis.column.value: [value.id for value in axis.values] for axis in rule.axes}
    found = []
    for index in range(draw(st.integers(0, most))):
        days = (*DAYS, BEFORE) if rule.carry_over.window else DAYS
        stage = (
            {}
            if approved
            else draw(st.sampled_from(({}, {"reviewed": ""}, {"reviewed": "", "declared": ""})))
        )
        amount = str(draw(st.sampled_from((2, 3, 4, 6))))
        name = draw(st.sampled_from(names))
        cells = row(
            name,
            f"{amount}{ITEM}" if name == "paper" else amount,
            completed=str(draw(st.sampled_from(days))),
            course=f"c{index}",
            **stage,
        )
        cells = all_columns(cells)
        for column, options in columns.items():
            cells[COLUMNS.index(column)] = draw(st.sampled_from(("", *options)))
        found.append(cells)
    return found
