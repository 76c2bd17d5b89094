"""Hours of many people by remembered bases: always what the solver finds for each of them by itself."""

from __future__ import annotations

import datetime
import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
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
    on,
    row,
    rules,
    shaped,
    topic_axis,
)
from tests.calculator.shaped import BEFORE, DAYS, shaped_rules
from tests.calculator.test_roster_brief import DAYS as TODAYS
from tests.calculator.test_roster_brief import agrees, slow
from xueshi.judge import compile_rule, judge
from xueshi.judge.simplex import Table
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
    CapPer,
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
from xueshi.model.values import NOT_STATED
from xueshi.roster.brief import judge_outcome
from xueshi.roster.outcome import outcome_of
from xueshi.roster.shapes import counting, formed
from xueshi.roster.shapes.formed import formed_rule
from xueshi.roster.shapes.lanes import BIAS, LANE, WIDTH, Plain, packed, signs
from xueshi.roster.shapes.regions import ONE, Demand, Known, Region, UnsureError, region_of
from xueshi.roster.shapes.summed import Summing

AMOUNTS = ("1", "2", "3", "4", "6", "1/3", "2/3", "1/7", "5/7", "0.5", "8/3")
"""Hours that make ends meet now and then, and thirds and sevenths that never do."""

PARTS = ("a1", "a2", "b")

SLIGHTLY_MORE = Fraction(1 << 90, (1 << 91) - 1)
"""Than a half."""


@pytest.fixture(scope="module", autouse=True)
def learning_costs_nothing() -> Iterator[None]:
    """Else so few people would nearly all be left to the general way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "FIRST_CREDIT", 1e9)
        patch.setattr(counting, "RARE", 1)
        yield


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


@st.composite
def programmes(draw: st.DrawFn) -> tuple[list[tuple[int, ...]], list[Demand], list[list[int]]]:
    """Costs, demands whose bounds hang on two numbers, and the numbers of some people; 0 among them."""
    count = draw(st.integers(1, 4))
    small = st.integers(-2, 2)
    costs: list[tuple[int, ...]] = [
        (draw(st.integers(0, 2)), 1 + draw(st.integers(0, 1))) for _ in range(count)
    ]
    demands = []
    for _ in range(draw(st.integers(1, 4))):
        weights = {name: weight for name in range(count) if (weight := draw(small))}
        bound = {ONE: draw(small), -3: draw(small), -4: draw(small)}
        demands.append(Demand(weights, bound))
    people = draw(st.lists(st.lists(st.integers(0, 6), min_size=2, max_size=2), min_size=2, max_size=6))
    return costs, demands, people


@given(programmes())
def test_a_basis_says_of_whoever_it_fits_what_solving_says(
    made: tuple[list[tuple[int, ...]], list[Demand], list[list[int]]],
) -> None:
    costs, demands, people = made
    regions = [region_of(costs, {}, demands, (-3, -4), named(person)) for person in people]
    for own, person in zip(regions, people, strict=True):
        numbers = {at: number for at, number in enumerate(person) if number}
        assert fits(own, numbers), "a basis fits the person it was found for"
        for region in regions:
            if not (fits(region, numbers) and region.decides(numbers)):
                continue
            known = Known()
            known.learn(region)
            told = known.of(numbers)
            assert told is not None
            table = Table(costs)
            for demand in demands:
                table.require(demand.of(named(person)))
            assert table.solve() == region.possible
            if region.possible:
                found = table.values()
                assert {name: Fraction(number, region.below) for name, number in told[1].items()} == {
                    name: Fraction(number, found.below) for name, number in found.numbers.items()
                }


def fits(region: Region, numbers: Mapping[int, int]) -> bool:
    """Whether a person is among the people for whom a basis is the best."""
    total = region.base + sum(number * region.columns[at] for at, number in numbers.items())
    return total & region.signs == region.signs


def named(person: Sequence[int]) -> Mapping[int, int]:
    return {ONE: 1, -3: person[0], -4: person[1]}


def test_where_two_solutions_cost_the_same_a_basis_is_not_sure() -> None:
    """Either of two variables may be 1: which it is hangs on the way there."""
    either = [Demand({0: 1, 1: 1}, {ONE: 1})]
    assert not region_of([(1,), (1,)], {}, either, (-3,), {ONE: 1, -3: 0}).sure
    assert region_of([(1,), (2,)], {}, either, (-3,), {ONE: 1, -3: 0}).sure


def test_a_tie_with_hours_that_nobody_has_is_none() -> None:
    """The second variable counts hours of a group: who has none of them has no choice."""
    demands = [Demand({0: 1, 1: 1}, {ONE: 1}), Demand({1: -1}, {-3: -1}, -3)]
    region = region_of([(1,), (1,)], {1: -3}, demands, (-3,), {ONE: 1, -3: 0})
    assert region.sure
    known = Known()
    known.learn(region)
    assert known.of({}) == (region, {0: 1})
    with pytest.raises(UnsureError):
        known.of({0: 0})  # there are hours of it


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=9), st.integers(0, 10**6))
def test_lanes_never_borrow_of_each_other(numbers: list[int], times: int) -> None:
    biased = packed(numbers) * times + signs(len(numbers))
    held = [(biased >> (WIDTH * at) & LANE) - BIAS for at in range(len(numbers))]
    assert held == [number * times for number in numbers]
    negative = [not biased >> (WIDTH * at) & BIAS for at in range(len(numbers))]
    assert negative == [number * times < 0 for number in numbers]


@given(st.lists(st.lists(st.integers(0, 10**9), min_size=3, max_size=3), min_size=1, max_size=9))
def test_sums_of_numbers_in_lanes_are_the_sums_of_the_numbers(rows: list[list[int]]) -> None:
    plain = Plain(3)
    total = sum(plain.packed(numbers) for numbers in rows)
    assert plain.numbers(total) == tuple(map(sum, zip(*rows, strict=True)))


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
