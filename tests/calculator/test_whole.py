"""Rows that count whole in one of several subjects: their sums, and which row goes where."""

import itertools
from collections.abc import Mapping, Sequence
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueshi.judge import whole
from xueshi.judge.whole import Placed, Way, place, sums

ROWS = st.lists(st.sampled_from((2, 3, 4, 6, 9, 12, 30)), max_size=6)
FAIRLY_MANY = st.sampled_from((whole.MOST_BITS, 0))


def every_sum(hours: Sequence[int]) -> set[int]:
    return {sum(some) for size in range(len(hours) + 1) for some in itertools.combinations(hours, size)}


@given(ROWS, st.integers(-5, 200), st.integers(1, 4))
def test_the_nearest_sums_are_those_of_trying_all(hours: list[int], least: int, below: int) -> None:
    found = sums(hours)
    assert found is not None
    assert found.whole == sum(hours)
    under, over = found.nearest(least, below)
    every = every_sum(hours)
    assert under == max((one for one in every if one * below < least), default=None)
    assert over == min((one for one in every if one * below >= least), default=None)


@given(ROWS)
def test_the_rows_of_a_sum_make_that_sum(hours: list[int]) -> None:
    found = sums(hours)
    assert found is not None
    for total in every_sum(hours):
        assert sum(hours[row] for row in found.rows(total)) == total


def test_sums_that_are_too_many_are_not_listed() -> None:
    """Their table would take more memory than a page has."""
    with patch.object(whole, "MOST_BITS", 9):
        assert sums((6, 12)) is not None
    with patch.object(whole, "MOST_BITS", 23):
        assert sums((6, 12, 18)) is None
    assert sums(()) is not None


def placings(hours: Sequence[int], bins: int, settled: Mapping[int, int]) -> list[tuple[int, ...]]:
    """All ways to put rows into bins."""
    choices = [(settled[row],) if row in settled else tuple(range(bins)) for row in range(len(hours))]
    return list(itertools.product(*choices))


def in_bins(hours: Sequence[int], bins: Sequence[int], count: int) -> list[int]:
    """What lies in each bin."""
    return [
        sum(amount for amount, own in zip(hours, bins, strict=True) if own == one) for one in range(count)
    ]


def holds(way: Way, hours: Sequence[int], bins: Sequence[int], count: int) -> bool:
    """Whether a placing is one of those that a way stands for."""
    lying = in_bins(hours, bins, count)
    settled = all(bins[row] == own for row, own in way.settles.items())
    return settled and all(sum(lying[one] for one in together) <= most for together, most in way.limits)


@given(st.data(), st.integers(2, 3), st.integers(1, 3), FAIRLY_MANY, st.booleans())
def test_rows_are_placed_or_every_placing_is_one_of_the_ways_on(
    data: st.DataObject, count: int, below: int, bits: int, hurry: bool
) -> None:
    """What was counted without placing rows has to fit, or is ruled out by every way on."""
    hours = data.draw(st.lists(st.sampled_from((2, 3, 4, 6)), min_size=1, max_size=4))
    settled = data.draw(st.dictionaries(st.integers(0, len(hours) - 1), st.integers(0, count - 1)))
    lying = in_bins(hours, data.draw(st.sampled_from(placings(hours, count, settled))), count)
    moved = data.draw(st.integers(-lying[0] * below, lying[1] * below))
    counted = [lying[0] * below + moved, lying[1] * below - moved, *(one * below for one in lying[2:])]
    with patch.object(whole, "MOST_BITS", bits):
        found = place(hours, counted, below, settled, hurry=hurry)
    every = placings(hours, count, settled)

    def fits(bins: Sequence[int]) -> bool:
        placed = in_bins(hours, bins, count)
        return all(has * below >= need for has, need in zip(placed, counted, strict=True))

    if isinstance(found, Placed):
        assert found.bins in every
        assert fits(found.bins)
        return
    assert count > 2 or not bits or not any(map(fits, every)), "of two bins all placings are known"
    assert found
    for way in found:
        held = [in_bins(hours, bins, count) for bins in every if holds(way, hours, bins, count)]
        for bins, most in way.limits:
            assert max(sum(lying[one] for one in bins) for lying in held) == most
    if hurry:
        (way,) = found
        full = {**settled, **way.settles}
        assert sorted(full) == list(range(len(hours)))
        assert holds(way, hours, [full[row] for row in range(len(hours))], count)
        own = [hours[row] for row, bin_ in way.settles.items() if bin_ == 1]
        had = sum(hours[row] for row, bin_ in settled.items() if bin_ == 1)
        assert not own or (had + sum(own) - min(own)) * below < counted[1], "one row less were enough"
        assert (had + sum(own)) * below >= counted[1] or count > 2 or 0 not in way.settles.values()
        return
    assert all(any(holds(way, hours, bins, count) for way in found) for bins in every)
    for way in found:
        tighter = any(sum(counted[one] for one in bins) > most * below for bins, most in way.limits)
        assert tighter or set(way.settles) - set(settled)


def test_each_bin_takes_of_the_rows_that_the_bins_before_it_left() -> None:
    assert place((2, 3, 4), (4, 2, 3), 1, {}, hurry=False) == Placed((1, 2, 0))


@pytest.mark.parametrize(("rows", "bins"), [((6, 6), 2), ((), 2), ((5,), 3)])
def test_more_rows_or_bins_cost_more_work(rows: tuple[int, ...], bins: int) -> None:
    assert whole.cost(rows, bins) < whole.cost((*rows, 5), bins)
    assert whole.cost((*rows, 5), bins) < whole.cost((*rows, 5), bins + 1)
