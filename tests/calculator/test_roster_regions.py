"""Bases that are remembered with the people for whom they are the best, and numbers in lanes of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from xueshi.judge.simplex import Table
from xueshi.roster.shapes.lanes import BIAS, LANE, WIDTH, Plain, packed, signs
from xueshi.roster.shapes.regions import ONE, Demand, Known, Region, UnsureError, region_of


@st.composite
def programmes(draw: st.DrawFn) -> tuple[list[tuple[int, ...]], list[Demand], list[list[int]]]:
    """Costs, demands whose bounds hang on two numbers or none, and numbers of some people; 0 among them."""
    count = draw(st.integers(1, 4))
    small = st.integers(-2, 2)
    costs: list[tuple[int, ...]] = [
        (draw(st.integers(0, 2)), 1 + draw(st.integers(0, 1))) for _ in range(count)
    ]
    demands = []
    for _ in range(draw(st.integers(1, 4))):
        weights = {name: weight for name in range(count) if (weight := draw(small))}
        bound = {ONE: draw(small), -3: draw(small), -4: draw(small)} if draw(st.integers(0, 3)) else {}
        demands.append(Demand(weights, bound))
    nothing = draw(st.sets(st.integers(0, count - 1), max_size=2))
    demands += [Demand(dict.fromkeys(nothing, -1), {})] if nothing else []
    people = draw(st.lists(st.lists(st.integers(0, 6), min_size=2, max_size=2), min_size=2, max_size=6))
    return costs, demands, people


@settings(max_examples=settings().max_examples * 3)
@given(programmes())
@example(
    (
        [(0, 1)] * 4,
        [Demand({2: 1, 3: 1}, {ONE: 1}), Demand({2: -1}, {-4: 1}), Demand({3: -1}, {-4: 1})],
        [[0, 0]],
    )
)
@example(([(0, 1)] * 4, [Demand({3: 1}, {-4: 1}), Demand({}, {-3: 2})], [[0, 1], [1, 1]]))
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


def test_only_a_demand_that_nothing_can_meet_but_nothing_bars_its_variables() -> None:
    """Whatever a person has: neither a weight that helps, nor a bound that leaves room."""
    assert Demand({0: -1, 1: -2}, {ONE: 0}).bars
    assert not any(one.bars for one in (Demand({0: -1, 1: 1}, {}), Demand({0: -1}, {-3: -1})))
    assert Demand({0: 1, 1: 2}, {ONE: 3}).without({0, 2}).weights == {1: 2}


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
