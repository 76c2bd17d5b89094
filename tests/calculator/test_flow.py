"""What caps on single days let through, against every set of channels and of groups tried by hand."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueshi.judge.daily import Days, TightDays
from xueshi.judge.demands import Most, Selector
from xueshi.judge.flow import Network
from xueshi.judge.groups import Form, Group, Option
from xueshi.judge.tally import Kind, Portion
from xueshi.judge.verdict import Stage
from xueshi.model.values import Source

SOURCE, SINK, NODES = -1, -2, range(4)
FIRST = datetime.date(2025, 3, 1)
CITED = Source("一", "虚构")

Channels = Mapping[tuple[int, int], int]

INSIDE = ((0, 1), (1, 2), (2, 0), (1, 3), (3, 0), (2, 3))
ENDS = tuple((SOURCE, node) for node in NODES) + tuple((node, SINK) for node in NODES)

channels = st.dictionaries(st.sampled_from((*INSIDE, *ENDS)), st.integers(0, 9), min_size=4)


def subsets(items: Collection[int]) -> Iterator[frozenset[int]]:
    """Every set of some items, the empty one too."""
    for count in range(len(items) + 1):
        yield from map(frozenset, itertools.combinations(items, count))


def narrowest(edges: Channels) -> int:
    """The least that leads out of any set of nodes with the source and without the sink."""
    return min(
        sum(most for (start, end), most in edges.items() if start in side and end not in side)
        for side in ({SOURCE, *chosen} for chosen in subsets(NODES))
    )


@given(channels, st.data())
def test_so_much_flows_as_the_narrowest_cut_lets_through(edges: Channels, data: st.DataObject) -> None:
    """Also from a flow that is there already, which it may have to turn back."""
    network = Network()
    started: dict[int, int] = {}
    for (start, end), most in edges.items():
        flows = 0
        if start == SOURCE and end in NODES and (end, SINK) in edges:
            flows = data.draw(st.integers(0, min(most, edges[end, SINK])))
            started[end] = flows
        if end == SINK and start in NODES:
            continue
        network.join(start, end, most, flows)
    for node in NODES:
        if (node, SINK) in edges:
            network.join(node, SINK, edges[node, SINK], started.get(node, 0))
    network.join(SOURCE, 99, 0)
    network.join(98, SINK, 0)
    reached = network.fill(SOURCE, SINK)
    flow = {edge: network.flow(*edge) for edge in edges}
    assert all(0 <= flow[edge] <= most for edge, most in edges.items())
    for node in NODES:
        into = sum(number for (_, end), number in flow.items() if end == node)
        assert into == sum(number for (start, _), number in flow.items() if start == node)
    arrived = sum(number for (start, _), number in flow.items() if start == SOURCE)
    assert arrived == narrowest(edges)
    assert SOURCE in reached
    assert SINK not in reached
    assert arrived == sum(
        most for (start, end), most in edges.items() if start in reached and end not in reached
    )


def test_water_finds_its_way_round_what_flows_already() -> None:
    """The direct ways are taken first; one of them has to be turned back for all to get through."""
    network = Network()
    for start, end in ((SOURCE, 0), (SOURCE, 1), (0, 2), (0, 3), (1, 2), (2, SINK), (3, SINK)):
        network.join(start, end, 1, 1 if (start, end) in ((SOURCE, 0), (0, 2), (2, SINK)) else 0)
    assert network.fill(SOURCE, SINK) == {SOURCE}
    assert [network.flow(0, 2), network.flow(0, 3), network.flow(1, 2)] == [0, 1, 1]


COUNT = 3
"""Forms, each a group of its own."""

ONE, TWO, BOTH = frozenset({0}), frozenset({1}), frozenset({0, 1})
NESTS = ((), (ONE,), (BOTH,), (ONE, BOTH), (ONE, TWO))


@st.composite
def limited_days(draw: st.DrawFn) -> tuple[list[tuple[int, frozenset[int]]], dict[int, dict[int, int]]]:
    """Caps, the last of them on everything, with the forms they hold; hours by day and form."""
    nests = [*draw(st.sampled_from(NESTS)), frozenset(range(COUNT))]
    caps = [(draw(st.integers(1, 6)), members) for members in nests]
    hours = st.dictionaries(st.integers(0, COUNT - 1), st.integers(1, 5), min_size=1)
    return caps, dict(enumerate(draw(st.lists(hours, min_size=1, max_size=3))))


def through(
    caps: list[tuple[int, frozenset[int]]], days: dict[int, dict[int, int]], members: frozenset[int]
) -> int:
    """The most that some forms can count together: on each day the tightest way to cover them with caps."""
    total = 0
    for parts in days.values():
        wanted = {form: number for form, number in parts.items() if form in members}
        ways = []
        for chosen in subsets(range(len(caps))):
            covered = frozenset().union(*(caps[place][1] for place in chosen))
            alone = sum(number for form, number in wanted.items() if form not in covered)
            ways.append(sum(caps[place][0] for place in chosen) + alone)
        total += min(ways)
    return total


def made(
    caps: list[tuple[int, frozenset[int]]], days: dict[int, dict[int, int]]
) -> tuple[TightDays, list[Form], list[Group]]:
    """Forms, one group for each, and the days on which they overflow."""
    forms, groups = [], []
    for form in range(COUNT):
        kind = Kind(f"subject{form}")
        portion = Portion(form, kind, Fraction(1), Stage.LEARNED)
        own = tuple(place for place, (_, members) in enumerate(caps) if form in members)
        hours = {FIRST + datetime.timedelta(day): parts[form] for day, parts in days.items() if form in parts}
        forms.append(Form(portion, own, [[(0, None, kind)]], [], sum(hours.values()), hours))
        groups.append(Group((Option(0, 0),), False, own, [(form, (kind,))], sum(hours.values())))
    most = [
        Most(f"cap{place}", "上限", Selector(frozenset()), Fraction(number), CITED, True)
        for place, (number, _) in enumerate(caps)
    ]
    return TightDays(most, forms, 1), forms, groups


@given(limited_days(), st.data())
def test_what_is_wanted_of_tight_days_fits_unless_some_groups_together_want_too_much(
    case: tuple[list[tuple[int, frozenset[int]]], dict[int, dict[int, int]]], data: st.DataObject
) -> None:
    """The answer names such groups; where there are none, every hour is placed under every cap."""
    caps, days = case
    tight, forms, groups = made(caps, days)
    overflows = {
        day: parts
        for day, parts in days.items()
        if any(sum(parts.get(form, 0) for form in members) > most for most, members in caps)
    }
    assert {(day - FIRST).days for day in tight.hours} == set(overflows)
    kept = Days(tight, groups)
    below = data.draw(st.integers(1, 3))
    drawn = {form: data.draw(st.integers(0, total * below)) for form, total in sorted(kept.total.items())}
    counted = {form: number for form, number in drawn.items() if number}
    for members in subsets(range(COUNT)):
        if members & set(kept.total):
            assert kept.ceiling(members & set(kept.total)) == through(caps, overflows, members)
    too_much = [
        members
        for members in subsets(sorted(counted))
        if sum(counted[form] for form in members) > through(caps, overflows, members) * below
    ]
    broken = kept.broken(counted, below)
    assert (broken is None) == (not too_much)
    assert broken is None or broken in too_much
    fits = kept.fitting(counted, below)
    assert sum(fits.values()) == through(caps, overflows, frozenset(range(COUNT))) * below
    assert kept.broken({form: number for form, number in fits.items() if number}, below) is None
    if len(counted) == 1:
        ((form, number),) = counted.items()
        assert fits[form] >= min(number, through(caps, overflows, frozenset({form})) * below)
    if broken is None:
        placed = kept.placed(counted, below)
        for form, wanted in counted.items():
            assert sum(number for (own, _), number in placed.items() if own == form) == wanted
        for day in tight.hours:
            for most, members in caps:
                assert sum(placed.get((form, day), 0) for form in members) <= most * below
            assert all(placed.get((form, day), 0) <= forms[form].days.get(day, 0) * below for form in counted)


@pytest.mark.parametrize(
    ("days", "wanted", "fits"),
    [
        ({0: {0: 2, 1: 2}, 1: {0: 3}}, {1: 2}, {0: 2, 1: 2}),
        ({0: {0: 2, 1: 2}, 1: {0: 2, 1: 2}}, {1: 1}, {0: 3, 1: 1}),
        ({0: {0: 2, 1: 2}, 1: {0: 2, 1: 2}}, {}, {0: 4, 1: 0}),
        ({0: {0: 2, 1: 2}, 1: {0: 2, 1: 2}}, {1: 4}, {0: 0, 1: 4}),
    ],
)
def test_what_is_wanted_finds_room_first(
    days: dict[int, dict[int, int]], wanted: dict[int, int], fits: dict[int, int]
) -> None:
    """Two hours count on each day; the room that is left goes to the others."""
    tight, _, groups = made([(2, frozenset(range(COUNT)))], days)
    assert Days(tight, groups).fitting(wanted, 1) == fits


@pytest.mark.parametrize(
    ("caps", "nests"),
    [
        ([(3, {0, 1}), (2, {1, 2})], [(2, {0, 1, 2})]),
        ([(2, {0, 1}), (3, {1, 2})], [(2, {0, 1, 2})]),
        ([(3, {0}), (2, {1})], [(2, {1}), (3, {0})]),
        ([(3, {0, 1}), (2, {1})], [(2, {1}), (3, {0, 1})]),
    ],
)
def test_caps_that_cross_are_taken_together_at_the_lower_number(
    caps: list[tuple[int, set[int]]], nests: list[tuple[int, set[int]]]
) -> None:
    """Never more than either lets through; those that lie apart or within each other stay as they are."""
    tight, _, _ = made([(most, frozenset(members)) for most, members in caps], {0: {0: 5, 1: 5, 2: 5}})
    assert tight.nests == [(most, frozenset(members)) for most, members in nests]
