"""Crowds under rules of single shapes: the short way finds what the solver finds for each of them (虚构)."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from fractions import Fraction

import pytest

from tests.calculator.invented import (
    SOURCE,
    amended,
    ledger,
    node,
    on,
    row,
    rules,
    shaped,
    topic_axis,
)
from tests.calculator.shaped import BEFORE, DAYS
from tests.calculator.test_roster_brief import DAYS as TODAYS
from tests.calculator.test_roster_brief import agrees
from xueshi.ledger.table import ledger_of_rows
from xueshi.model.rule import CarryOver, CarryOverPolicy, Requirement
from xueshi.model.shapes import (
    Answer,
    Axis,
    AxisColumn,
    AxisValue,
    Cap,
    CapPer,
    Conversion,
    OneOf,
    Ratio,
    RatioOf,
    Recognition,
    RuleQuestion,
    SetMinimum,
    SubjectCap,
    Variant,
    Window,
)

pytestmark = pytest.mark.usefixtures("learning_costs_nothing")

SLIGHTLY_MORE = Fraction(1 << 90, (1 << 91) - 1)
"""Than a half."""


@pytest.mark.parametrize(
    "root",
    [
        node("total", 1 << 95, node("a", 4), node("b", None)),
        node(
            "total",
            9,
            node("a", 4),
            replace(node("b", None), min_ratio=Ratio(SLIGHTLY_MORE, RatioOf.EARNED, SOURCE)),
        ),
        node(
            "total", 9, node("a", 4), replace(node("b", None), cap=SubjectCap(Fraction(1 << 95), SOURCE, "a"))
        ),
    ],
)
def test_numbers_of_a_rule_that_find_no_room_in_a_lane_are_left_to_the_general_way(root: Requirement) -> None:
    """No notice asks for as much; a slip in the data may, and would run into what stands beside it."""
    made = shaped(root, caps=(Cap("year", "全年", Fraction(11), SOURCE),))
    people = [ledger(row("a", one), row("b", other)) for one, other in itertools.product("1569", repeat=2)]
    agrees(made, people, TODAYS[1], {})


def test_of_two_sorts_of_hours_that_share_a_full_day_neither_is_taken_to_be_safe() -> None:
    """Alone neither would overflow so far: which of them is cut is a choice, and it is the solver's."""
    capped = replace(node("a2", None), cap=SubjectCap(Fraction(1), SOURCE, None))
    made = rules(node("total", None, node("a", None, node("a1", None), capped), node("b", None)))
    daily = (Cap("day", "每天", Fraction(4), SOURCE, CapPer.DAY, ("a",)),)
    made = amended(made, caps=daily)
    learned = {"declared": "", "reviewed": ""}
    cells = [("a1", "4"), ("a2", "0.5"), ("a2", "6"), ("b", "3")]
    for some in itertools.permutations(cells):
        rows = [row(name, amount, course=f"c{at}", **learned) for at, (name, amount) in enumerate(some)]
        agrees(made, [ledger_of_rows(rows)], TODAYS[1], {})


def test_hours_beyond_a_day_are_taken_off_before_anything_is_decided() -> None:
    """Of one form on a day it is no choice; whether more of the form is left out for a cap still is."""
    parts = node("a1", None), node("a2", None)
    capped = replace(node("a", None, *parts), cap=SubjectCap(Fraction(6), SOURCE, None))
    made = rules(node("total", 9, capped, node("b", 2)))
    daily = (Cap("day", "每天", Fraction(4), SOURCE, CapPer.DAY, ("a",)),)
    made = amended(made, caps=daily)
    days, people = [str(day) for day in DAYS], []
    for amounts in itertools.product(("3", "4", "4.0001", "7"), repeat=3):
        names = ("a1", "a2", "b")
        cells = zip(names, amounts, days, strict=True)
        rows = [row(name, hours, completed=day, course=name) for name, hours, day in cells]
        people += [ledger_of_rows(rows), ledger_of_rows(rows[::-1])]
    agrees(made, people, TODAYS[1], {})


DAILY = Cap("day", "每天", Fraction(4), SOURCE, CapPer.DAY)
YEARLY = Cap("year", "全年", Fraction(11), SOURCE)


def capped(name: str, most: int, other: str | None, *parts: Requirement) -> Requirement:
    return replace(node(name, None, *parts), cap=SubjectCap(Fraction(most), SOURCE, other))


HALF = replace(node("a", None), min_ratio=Ratio(Fraction(1, 2), RatioOf.EARNED, SOURCE))
OVERFLOWING = [
    (node("total", 12, node("a", 6, node("a1", 3), node("a2", None)), node("b", 5)), (DAILY,)),
    (node("total", 12, HALF, node("b", None)), (DAILY, YEARLY)),
    (node("total", 12, capped("a", 5, "b"), node("b", 6)), (DAILY,)),
    (node("total", 12, capped("a", 5, None, node("a1", 2), node("a2", None)), node("b", 4)), (DAILY,)),
    (node("total", 10, capped("a", 4, None), capped("b", 4, "c"), node("c", 3)), (DAILY,)),
]


@pytest.mark.parametrize(("root", "caps"), OVERFLOWING)
def test_who_learned_more_on_days_than_they_count_is_judged_alike(
    root: Requirement, caps: tuple[Cap, ...]
) -> None:
    """Under minima, a share, excess and caps: what is cut off of a day, or left out by choice, decides."""
    dice = random.Random(1)
    names = [inner.id for inner in root.walk() if not inner.children]
    people = [
        [
            row(
                dice.choice(names), dice.choice("357"), completed=str(dice.choice(DAYS)), course=f"c{at}",
                **dice.choice(({}, {}, {"reviewed": ""})),
            )
            for at in range(dice.randrange(1, 6))
        ]
        for _ in range(40)
    ]  # fmt: skip
    agrees(shaped(root, caps=caps), list(map(ledger_of_rows, people)), TODAYS[1], {})


def test_an_achievement_that_helps_only_by_what_is_above_a_cap_is_placed_there() -> None:
    """In its first subject nothing is capped and nothing lacks; in the other the rest is of use."""
    talk = Conversion("talk", "会议", Recognition.BY_ORGANISER, ("c", "a"), SOURCE)
    made = shaped(
        node("total", None, capped("a", 4, "b"), node("b", 2), node("c", None)), conversions=(talk,)
    )
    people = [
        ledger(
            *[
                row(name, amount, course=name)
                for name, amount in zip(("talk", "a", "b"), amounts, strict=True)
            ]
        )
        for amounts in itertools.product(("3", "5", "6", "8"), ("1", "2", "4"), ("0.5", "1", "2"))
    ]
    agrees(made, people, TODAYS[1], {})


def test_of_two_choices_each_has_to_be_met() -> None:
    """Enough in one way of learning says nothing of the topics."""
    ways = Axis("way", "方式", AxisColumn.WAY, (AxisValue("on", "on"), AxisValue("off", "off")))
    one = OneOf("enough", "任选", ("on", "off"), Fraction(3), SOURCE)
    axes = (replace(ways, one_of=(one,)), topic_axis(one_of=5))
    made = shaped(node("total", 6, node("a", None), node("b", 2)), axes=axes)
    people = [
        ledger(
            on(row("a", amount, way=way), topic), on(row("b", other, way="on"), "y"),
            on(row("b", "1", way="off"), "x"),
        )
        for amount, other in itertools.product(("1", "3", "5"), ("2", "4", "5"))
        for way in ("on", "off")
        for topic in ("x", "y")
    ]  # fmt: skip
    agrees(made, people, TODAYS[1], {})


@pytest.mark.parametrize("answers", [{}, {"level": "低"}])
def test_under_a_tree_that_asks_a_question_what_is_carried_over_is_bounded(answers: dict[str, str]) -> None:
    """Adding up is enough only for whoever carries nothing over."""
    level = RuleQuestion("level", "级别？", ("高", "低"), SOURCE)
    lower = Variant("lower", "低", (Answer("level", "低"),), SOURCE, (SetMinimum("total", Fraction(6)),))
    made = shaped(node("total", 8, node("a", 3), node("b", None)), questions=(level,), variants=(lower,))
    window = Window(BEFORE, BEFORE, SOURCE, Fraction(3))
    made = amended(made, carry_over=CarryOver(CarryOverPolicy.ALLOWED, (SOURCE,), window))
    people = [
        ledger(row("a", one, completed=str(BEFORE)), row("b", other, completed=str(BEFORE)), row(name, "4"))
        for one, other in itertools.product("125", repeat=2)
        for name in ("a", "b")
    ]
    agrees(made, [*people, ledger(row("a", "4"), row("b", "4"))], TODAYS[1], answers)


HALF = replace(node("b", None), min_ratio=Ratio(Fraction(1, 2), RatioOf.EARNED, SOURCE))
"""A share: more than a tree of minima."""


def test_rows_that_may_be_one_are_beside_each_other_under_a_share_too() -> None:
    """Whether of the same day, with spaces, or with other days between; of another day they are two."""
    made = shaped(node("total", 12, node("a", 4), HALF))
    one, spaced = row("a", "6", course="数据"), row("a", "6", course=" 数据　")
    later = row("a", "6", course="数据", completed="2023-03-02")
    other = row("b", "6", course="别的", completed="2023-03-03")
    people = [ledger(*some) for some in itertools.permutations([one, spaced, later, other], 3)]
    agrees(made, [*people, ledger(one, one), ledger(one, other, one), ledger(one, later)], TODAYS[1], {})


def test_whoever_waits_is_told_the_day_of_what_was_declared_first_in_whatever_order() -> None:
    """Of what is overdue and of what is not; each has a step of its own."""
    made = shaped(node("total", 12, node("a", 4), HALF))
    days = ("2023-06-05", "2023-08-07", "2023-11-16", "2023-11-20")
    rows = [
        row(name, "6", course=day, declared=day, reviewed="") for day, name in zip(days, "abab", strict=True)
    ]
    people = [ledger(*some) for size in (2, 4) for some in itertools.permutations(rows, size)]
    agrees(made, people, TODAYS[1], {})


def test_how_many_rows_are_excluded_hangs_on_nobody_else() -> None:
    """Of people with as many rows, one has a row under no plan that was filed."""
    made = shaped(node("total", 12, node("a", 4), HALF))
    rows = [row("a", "6", course="一"), row("b", "6", course="二"), row("b", "6", course="三", plan="否")]
    people = [ledger(*some) for some in itertools.permutations(rows, 2)]
    agrees(made, [*people, *people[::-1]], TODAYS[1], {})
