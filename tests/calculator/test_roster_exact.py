"""Hours of many people by remembered bases: always what the solver finds for each of them by itself."""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.calculator.invented import (
    FIRST,
    SOURCE,
    all_columns,
    amended,
    ledger,
    node,
    row,
    rules,
)
from tests.calculator.shaped import BEFORE, DAYS, shaped_rules
from tests.calculator.test_roster_brief import DAYS as TODAYS
from tests.calculator.test_roster_brief import agrees, slow
from xueshi.judge import compile_rule, judge
from xueshi.ledger.names import ITEM
from xueshi.ledger.table import COLUMNS, Ledger, ledger_of_rows
from xueshi.model.published import Rules
from xueshi.model.rule import CarryOver, CarryOverPolicy, Requirement
from xueshi.model.shapes import (
    Answer,
    Axis,
    AxisColumn,
    AxisValue,
    Cap,
    OneOf,
    Ratio,
    RatioOf,
    RuleQuestion,
    SetMinimum,
    SubjectCap,
    Unit,
    Variant,
    Window,
)
from xueshi.model.values import NOT_STATED
from xueshi.roster.brief import judge_outcome
from xueshi.roster.outcome import outcome_of
from xueshi.roster.shapes import counting, formed
from xueshi.roster.shapes.formed import formed_rule
from xueshi.roster.shapes.summed import Summing

pytestmark = pytest.mark.usefixtures("learning_costs_nothing")

AMOUNTS = ("1", "2", "3", "4", "6", "1/3", "2/3", "1/7", "5/7", "0.5", "8/3")
"""Hours that make ends meet now and then, and thirds and sevenths that never do."""

PARTS = ("a1", "a2", "b")


def whole_rows(dice: random.Random, made: Rules, most: int, parts: Sequence[str] = PARTS) -> list[list[str]]:
    """Rows of which everything is written down: parts of subjects, or achievements, with all their values."""
    rule = made.rule
    names = [*parts, *(item.id for item in rule.conversions)]
    days = [*DAYS, *([BEFORE] if rule.carry_over.window else []), *(FIRST.replace(month=at) for at in (4, 5))]
    found = []
    for index in range(dice.randrange(most + 1)):
        name, amount = dice.choice(names), dice.choice(AMOUNTS)
        if name == "paper":
            amount = f"{dice.randrange(1, 3)}{ITEM}"
        stage = dice.choice([{}, {}, {}, {"reviewed": ""}, {"reviewed": "", "declared": ""}])
        cells = all_columns(row(name, amount, completed=str(dice.choice(days)), course=f"c{index}", **stage))
        for axis in rule.axes:
            cells[COLUMNS.index(axis.column.value)] = dice.choice(axis.values).id
        found.append(cells)
    return found


def crowd(
    dice: random.Random, made: Rules, count: int, most: int, parts: Sequence[str] = PARTS
) -> list[Ledger]:
    """People, and some of them again with one row more or less."""
    people = [whole_rows(dice, made, most, parts) for _ in range(count)]
    people += [rows[:-1] for rows in people[::2]] + [rows[1:] + rows[:1] for rows in people[1::2]]
    return [ledger_of_rows(rows) for rows in people]


def test_texts_that_do_not_matter_fill_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """A million people may each have a way of learning of their own, where no axis asks for one."""
    monkeypatch.setattr(formed, "MOST_REMEMBERED", 20)
    made = formed_rule(compile_rule(shares_and_caps()), TODAYS[1])
    assert made is not None
    for number in range(100):
        person = ledger_of_rows([row("must", "1", way=f"第{number}期面授")])
        assert made.outcome(person.lines) is not None
        assert len(made._forms) <= 22


@pytest.mark.parametrize("least", [9, 1 << 95])
def test_more_hours_than_find_room_in_whole_numbers_are_counted(least: int) -> None:
    """Under a tree of minima that asks a question; small parts make the numbers large."""
    made, level = rules(node("total", least)), RuleQuestion("level", "级别？", ("高", "低"), SOURCE)
    lower = Variant("lower", "低", (Answer("level", "低"),), SOURCE, (SetMinimum("total", Fraction(1)),))
    tiny = (Unit("份", Fraction(1, 5040 * 1001), SOURCE),)
    made = amended(made, questions=(level,), variants=(lower,), units=tiny)
    agrees(made, [ledger(*[row("total", "8784")] * count) for count in (1, 60)], TODAYS[1], {})


def test_hours_that_are_counted_anew_never_run_into_one_another() -> None:
    """Of 199 rows two are approved and little; the others are so many small parts as no lane holds."""
    half = replace(node("must", None), min_ratio=Ratio(Fraction(1, 2), RatioOf.EARNED, SOURCE))
    made = rules(node("total", 1, half, node("may", None), node("trade", None)))
    tiny = (Unit("份", Fraction(1, 5040 * 1001 * 17 * 19 * 23 * 3), SOURCE),)
    made = amended(made, units=tiny)
    learned = {"declared": "", "reviewed": ""}
    rows = [row("must", "0.01", course="a"), row("may", "0.005", course="b")]
    rows += [row("must", "8784", course=f"c{at}", **learned) for at in range(197)]
    agrees(made, [ledger(*rows)], TODAYS[1], {})


def test_bases_that_are_forgotten_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded: whatever is remembered of many people starts anew now and then."""
    for name in ("MOST_BASES", "OFTEN", "MOST_STATES"):
        monkeypatch.setattr(counting, name, 3)
    monkeypatch.setattr("xueshi.roster.shapes.programmes.MOST_PATHS", 1)
    compiled, dice = compile_rule(shares_and_caps()), random.Random(5)
    made = formed_rule(compiled, TODAYS[1])
    assert made is not None
    for person in crowd(dice, shares_and_caps(), 60, 6, ("must", "may", "trade")):
        found = made.outcome(person.lines)
        assert found is None or found == outcome_of(judge(compiled, person, TODAYS[1]))
        for standing in made._exact._standings.values():
            kept = standing.counting
            assert sum(scope.bases for scope in kept._scopes.values()) <= 3 + 3 + 6
            assert len(kept._states) <= 5


few = settings(slow, max_examples=20)
"""Each example is a whole crowd."""


@few
@given(
    st.booleans().flatmap(lambda asking: shaped_rules(asking=asking)),
    st.randoms(use_true_random=False),
    st.sampled_from(TODAYS),
)
def test_a_basis_that_was_best_for_one_person_decides_no_other_wrongly(
    made: Rules, dice: random.Random, today: datetime.date
) -> None:
    agrees(made, crowd(dice, made, 5, 6), today, {})


TIGHT = node("total", 20, node("must", "20/3"), node("may", None), node("trade", 10))
"""A tree whose minima are met by thirds alone."""


def test_minima_that_are_met_exactly_are_met_and_a_ten_thousandth_less_is_not() -> None:
    """Right-hand sides of 0, and next to 0, beside people far from it, under one compiled rule."""
    made = shares_and_caps()
    amounts = ("20/3", "10/3", "6.6666", "6.6667", "10", "9.9999", "3.3333", "5", "15", "0.0001", "1/7")
    dice, people = random.Random(11), []
    for _ in range(150):
        rows = [
            row(dice.choice(("must", "may", "trade")), dice.choice(amounts), course=f"c{at}")
            for at in range(dice.randrange(1, 5))
        ]
        people.append(ledger_of_rows(rows))
    agrees(made, people, TODAYS[1], {})


def test_people_of_the_same_sorts_of_hours_are_counted_without_asking_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else the laws here would hold of nothing but the general way."""

    def general(_self: object, _rows: object) -> None:
        raise AssertionError("the general way was gone")

    compiled = compile_rule(shares_and_caps())
    monkeypatch.setattr(Summing, "found", general)
    for amount in ("1", "2.5", "20/3", "40"):
        person = ledger_of_rows([row("must", amount, course="c"), row("trade", "7", course="d")])
        assert judge_outcome(compiled, person, TODAYS[1]).tallies


def test_a_programme_is_set_up_only_when_its_demands_turn_up_again_and_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Setting one up costs as much as some counts: of few people it would never come back."""
    monkeypatch.setattr(counting, "RARE", 4)
    made = formed_rule(compile_rule(shares_and_caps()), TODAYS[1])
    assert made is not None
    person = ledger_of_rows([row("must", "2.5", course="c"), row("trade", "7", course="d")])
    bases = []
    for _ in range(5):
        assert made.outcome(person.lines) is not None
        kept = [one.counting for one in made._exact._standings.values()]
        bases.append(sum(scope.bases for own in kept for scope in own._scopes.values()))
    assert bases[:3] == [0, 0, 0]
    assert bases[-1] > 0


def shares_and_caps() -> Rules:
    """``TIGHT`` with a share of what is earned, and a cap whose excess counts elsewhere."""
    made = rules(TIGHT)
    must, may, trade = TIGHT.children
    parts: tuple[Requirement, ...] = (
        replace(must, cap=SubjectCap(Fraction(8), SOURCE, "may")),
        replace(may, cap=SubjectCap(Fraction(5), SOURCE, None)),
        replace(trade, min_ratio=Ratio(Fraction(1, 3), RatioOf.EARNED, SOURCE)),
    )
    units = (Unit("份", Fraction(1, 210), SOURCE),)
    return amended(made, requirements=replace(TIGHT, children=parts), units=units)


def test_of_two_ways_that_cost_the_same_the_solvers_is_told() -> None:
    """Hours of which way are left out for a cap is often a choice: no basis that is as good makes it."""
    values = tuple(AxisValue(name, name, NOT_STATED, "total") for name in ("on", "off", "self"))
    ways = Axis("way", "方式", AxisColumn.WAY, values)
    topics = (AxisValue("x", "x"), AxisValue("y", "y"), AxisValue("z", "z"))
    one = OneOf("one", "任选", ("x", "y"), Fraction(5), SOURCE, "total")
    axes = (ways, Axis("topic", "专题", AxisColumn.TOPIC, topics, (one,)))
    tree = node("total", 20, node("a", 6, node("a1", 3), node("a2", None)), node("b", 5))
    caps = (Cap("most", "自学", Fraction(4), SOURCE, values=("self",)),)
    made = rules(tree)
    made = amended(made, axes=axes, caps=caps)
    agrees(made, crowd(random.Random(3), made, 60, 7), TODAYS[1], {})


def test_the_first_and_last_days_of_the_year_and_of_what_is_carried_over_are_told_apart() -> None:
    """Days between those that the notice names are alike; these themselves and the next to them are not."""
    base = rules(TIGHT, declare_by=datetime.date(FIRST.year, 11, 1))
    window = Window(BEFORE, FIRST - datetime.timedelta(days=40), SOURCE, Fraction(3))
    carry = CarryOver(CarryOverPolicy.ALLOWED, (SOURCE,), window)
    tree = shares_and_caps().rule.requirements
    made = amended(base, carry_over=carry, requirements=tree)
    named = [window.start, window.end, made.rule.period.start, made.rule.period.end]
    days = [str(day + datetime.timedelta(days=step)) for day in named for step in (-30, -1, 0, 1, 20)]
    people = [
        ledger(row(name, "6", completed=day, declared="", reviewed=""), row("trade", "9", course="d"))
        for day in [*days, *days[::-1]]
        for name in ("must", "may")
    ]
    for today in (*TODAYS, made.rule.period.end + datetime.timedelta(days=60)):
        agrees(made, people, today, {})
