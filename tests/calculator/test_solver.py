"""The solver against brute force: on trees, and on every other shape of rule at once."""

import datetime
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from unittest.mock import patch

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.calculator.invented import SOURCE, ledger, node, row, rules
from tests.calculator.oracle import minimise
from tests.calculator.test_laws import trees
from xueshi.judge import judge, programme, simplex
from xueshi.judge.allocate import Allocation, Allocator
from xueshi.judge.batch import Batch
from xueshi.judge.decide import Counts
from xueshi.judge.demands import Demands, Minimum, Most, Selector, Share, demands_of
from xueshi.judge.effort import Effort
from xueshi.judge.groups import as_it_is
from xueshi.judge.simple import could_be_met, fewest_further
from xueshi.judge.simplex import AtLeast, Table
from xueshi.judge.tally import Kind, Portion, Tree
from xueshi.judge.verdict import Stage
from xueshi.model.rule import Requirement

MOST_WAYS = 3000
"""Ways tried by brute force; larger cases are left to smaller ones."""


def plain_demands(root: Requirement) -> Demands:
    return demands_of(rules(root).rule, Tree(root), ())


def portion(key: int | str, subject: str, hours: int | Fraction, elsewhere: tuple[Kind, ...] = ()) -> Portion:
    return Portion(key, Kind(subject), Fraction(hours), Stage.APPROVED, elsewhere)


def allocate(demands: Demands, portions: Sequence[Portion], effort: Effort | None = None) -> Allocation:
    """The allocation of some portions as they are."""
    return Allocator(demands).allocate(Batch(portions), as_it_is, effort or Effort())


def drawn_portions(data: st.DataObject, tree: Tree, most: int = 3) -> list[Portion]:
    """A few portions anywhere in the tree; those of subjects with parts are open to their parts."""
    found = []
    for index in range(data.draw(st.integers(0, most))):
        subject = data.draw(st.sampled_from(list(tree.nodes)))
        below = tuple(Kind(name) for name in tree.nodes if name in tree.below(subject) - {subject})
        hours = data.draw(st.integers(1, 4))
        found.append(portion(index, subject, hours, elsewhere=below))
    return found


def compositions(total: int, places: int) -> Iterator[tuple[int, ...]]:
    """All ways to lay ``total`` things into ``places`` boxes."""
    for cut in itertools.combinations(range(total + places - 1), places - 1):
        edges = (-1, *cut, total + places - 1)
        yield tuple(right - left - 1 for left, right in itertools.pairwise(edges))


def is_met(demands: Demands, portions: Sequence[Portion]) -> bool:
    """Whether portions as written meet the minima, by adding up."""
    return all(
        sum((item.hours for item in portions if minimum.selector.takes(item.kind)), Fraction(0))
        >= minimum.hours
        for minimum in demands.minima
    )


@given(trees(), st.data())
def test_no_plan_with_fewer_hours_exists(root: Requirement, data: st.DataObject) -> None:
    """Against every way to add whole hours (the minima are whole, so fewer hours would be whole too)."""
    demands, tree = plain_demands(root), Tree(root)
    learned = [portion(name, name, data.draw(st.integers(0, 3))) for name in tree.nodes]
    further = fewest_further(demands, tree.totals(learned))
    total = int(sum(hours for _, hours in further))
    assert is_met(demands, [*learned, *(portion("new", kind.subject, hours) for kind, hours in further)])
    if total == 0:
        return
    for fewer in itertools.islice(compositions(total - 1, len(tree.nodes)), MOST_WAYS):
        added = [portion("new", name, hours) for name, hours in zip(tree.nodes, fewer, strict=True)]
        assert not is_met(demands, [*learned, *added])


@given(trees(), st.data())
def test_what_is_possible_agrees_with_trying_every_division(root: Requirement, data: st.DataObject) -> None:
    """``could_be_met`` against a brute force over all whole divisions of the open hours."""
    demands, tree = plain_demands(root), Tree(root)
    portions = drawn_portions(data, tree, most=2)
    ways = list(itertools.islice(itertools.product(*(divisions(item) for item in portions)), MOST_WAYS))
    assume(len(ways) < MOST_WAYS)
    reachable = any(is_met(demands, [part for parts in way for part in parts]) for way in ways)
    assert could_be_met(demands, portions) == reachable


def divisions(item: Portion) -> list[list[Portion]]:
    """All ways in which the hours of a portion may have been of other kinds, in whole hours."""
    kinds = (item.kind, *item.elsewhere)
    return [
        [replace(item, kind=kind, hours=Fraction(hours)) for kind, hours in zip(kinds, counts, strict=True)]
        for counts in compositions(int(item.hours), len(kinds))
    ]


@given(trees(), st.data())
def test_adding_up_and_the_programme_agree_on_trees(root: Requirement, data: st.DataObject) -> None:
    """The quick way for plain trees gives the same plan, and the same answer on what is possible."""
    demands, tree = plain_demands(root), Tree(root)
    portions = drawn_portions(data, tree)
    assert allocate(demands, portions).met == could_be_met(demands, portions)
    written = [replace(item, elsewhere=()) for item in portions]
    found = allocate(demands, written)
    assert found.further is not None
    quick = fewest_further(demands, tree.totals(written))
    assert tuple((item.kind, item.hours) for item in found.further) == quick


ONLINE, OFFLINE = "online", "offline"
SHAPED = node("total", 6, node("a", 2), node("b", None))


@st.composite
def shaped_demands(draw: st.DrawFn) -> Demands:
    """Minima on two axes, a share, caps: any of them, at once."""
    tree, everything = Tree(SHAPED), frozenset({"total", "a", "b"})
    small = st.integers(1, 5)
    minimum_items = [
        Minimum("total", "总", Selector(everything), Fraction(draw(small)), SOURCE),
        Minimum("a", "甲", Selector(frozenset({"a"})), Fraction(draw(small)), SOURCE),
        Minimum(ONLINE, "线上", Selector(everything, frozenset({ONLINE})), Fraction(draw(small)), SOURCE),
        Minimum(OFFLINE, "面授", Selector(everything, frozenset({OFFLINE})), Fraction(draw(small)), SOURCE),
    ]
    chosen = tuple(item for item in minimum_items if draw(st.booleans()))
    ratio = draw(st.sampled_from(["1/2", "1/3", "2/3"]))
    share = Share("b", "乙", Selector(frozenset({"b"})), Fraction(ratio), SOURCE)
    cap_items = [
        Most("cap_a", "甲", Selector(frozenset({"a"})), Fraction(draw(small)), SOURCE),
        Most("cap_on", "线上", Selector(everything, frozenset({ONLINE})), Fraction(draw(small)), SOURCE),
    ]
    caps = tuple(item for item in cap_items if draw(st.booleans()))
    choice = tuple(
        Minimum("one", "任选", Selector(everything, frozenset({value})), Fraction(2), SOURCE)
        for value in (ONLINE, OFFLINE)
    )
    return Demands(
        tree=tree,
        axes=((ONLINE, OFFLINE),),
        minima=chosen,
        shares=(share,) if draw(st.booleans()) else (),
        caps=caps,
        choices=(choice,) if draw(st.booleans()) else (),
        excesses=(),
        simple=False,
    )


@st.composite
def shaped_portions(draw: st.DrawFn) -> list[Portion]:
    """Up to four rows; some may be counted as a whole in either subject."""
    found = []
    for index in range(draw(st.integers(0, 4))):
        value = draw(st.sampled_from([None, ONLINE, OFFLINE]))
        subject, other = draw(st.sampled_from([("a", "b"), ("b", "a"), ("total", "a")]))
        whole = (Kind(other, (value,)),) if draw(st.booleans()) else ()
        hours = Fraction(draw(st.integers(1, 3)))
        found.append(Portion(index, Kind(subject, (value,)), hours, Stage.APPROVED, whole=whole))
    return found


def satisfied(demands: Demands, counted: Sequence[tuple[Kind, Fraction]]) -> bool:
    """Whether hours by kind meet every demand and keep every cap, by adding up."""

    def hours(selector: Selector) -> Fraction:
        return sum((amount for kind, amount in counted if selector.takes(kind)), Fraction(0))

    everything = sum((amount for _, amount in counted), Fraction(0))
    return (
        all(hours(item.selector) >= item.hours for item in demands.minima)
        and all(hours(item.selector) >= item.ratio * everything for item in demands.shares)
        and all(hours(item.selector) <= item.hours for item in demands.caps)
        and all(any(hours(item.selector) >= item.hours for item in choice) for choice in demands.choices)
    )


def parts_of(found: Allocation, portions: Sequence[Portion]) -> list[tuple[tuple[Kind, Fraction], ...]]:
    """What counts of each portion: in full as written, unless the allocation says otherwise."""
    unusual = {index: parts for index, parts, _ in found.unusual()}
    return [unusual.get(index, ((item.kind, item.hours),)) for index, item in enumerate(portions)]


@given(shaped_demands(), shaped_portions())
def test_met_agrees_with_trying_every_allocation(demands: Demands, portions: list[Portion]) -> None:
    """Every placement of every row, and every whole or half hour of it that is left unused."""
    choices = []
    for item in portions:
        amounts = [Fraction(step, 2) for step in range(int(item.hours) * 2 + 1)]
        choices.append([(kind, amount) for kind in (item.kind, *item.whole) for amount in amounts])
    ways = list(itertools.islice(itertools.product(*choices), 20 * MOST_WAYS))
    assume(len(ways) < 20 * MOST_WAYS)
    found = allocate(demands, portions)
    tried = any(satisfied(demands, way) for way in ways)
    assert found.met >= tried, "the programme finds what trying finds"
    if found.met:
        counted = [part for parts in parts_of(found, portions) for part in parts]
        assert satisfied(demands, counted), "what the programme counts is lawful"


@given(shaped_demands(), shaped_portions())
def test_an_allocation_is_lawful_and_its_plan_suffices(demands: Demands, portions: list[Portion]) -> None:
    found = allocate(demands, portions)
    for item, parts in zip(portions, parts_of(found, portions), strict=True):
        assert sum((hours for _, hours in parts), Fraction(0)) <= item.hours
        assert {kind for kind, _ in parts} <= {item.kind, *item.whole}
        assert len(parts) <= 1, "a row is never divided"
    if found.further is not None:
        new = [
            Portion(100 + index, item.kind, item.hours, Stage.APPROVED)
            for index, item in enumerate(found.further)
        ]
        assert allocate(demands, [*portions, *new]).met


@given(st.data(), st.sampled_from((simplex.MOST_IDLE, -1)))
def test_the_programme_finds_the_least_cost(data: st.DataObject, idle: int) -> None:
    """Against all whole points of a small box; also where every step is taken as if many had led nowhere."""
    count = data.draw(st.integers(1, 3))
    number = st.integers(-2, 2)
    costs = [(data.draw(st.integers(0, 2)), data.draw(st.integers(0, 3))) for _ in range(count)]
    demands = [
        AtLeast(
            {index: data.draw(number) for index in range(count)},
            data.draw(st.integers(-4, 4)),
        )
        for _ in range(data.draw(st.integers(1, 4)))
    ]

    def holds(point: Sequence[Fraction | int]) -> bool:
        return all(
            sum(weight * point[index] for index, weight in item.weights.items()) >= item.bound
            for item in demands
        )

    def cost(point: Sequence[Fraction | int]) -> tuple[Fraction | int, ...]:
        return tuple(sum(costs[index][part] * point[index] for index in range(count)) for part in range(2))

    best = min(
        (cost(point) for point in itertools.product(range(7), repeat=count) if holds(point)), default=None
    )
    with patch.object(simplex, "MOST_IDLE", idle):
        found = minimise(costs, demands)
    if found is None:
        assert best is None
        return
    assert all(value >= 0 for value in found)
    assert holds(found)
    assert best is None or cost(found) <= best


def test_the_least_may_lie_between_whole_numbers() -> None:
    assert minimise([(1,), (1,)], [AtLeast({0: 2}, 1), AtLeast({0: 1, 1: 3}, 1)]) == [
        Fraction(1, 2),
        Fraction(1, 6),
    ]


def test_a_table_that_takes_more_work_than_allowed_is_given_up() -> None:
    demands = [AtLeast({0: 2}, 1), AtLeast({0: 1, 1: 3}, 1)]
    for most, found in ((None, True), (1000, True), (0, False)):
        table = Table([(1,), (1,)])
        for demand in demands:
            table.require(demand)
        assert table.solve(most) is found


@given(shaped_demands(), shaped_portions())
def test_in_haste_nothing_is_met_that_is_not_and_what_may_be_missed_is_said(
    demands: Demands, portions: list[Portion]
) -> None:
    """Where there are too many ways to try, the answer errs to the strict side and knows it."""
    exact = allocate(demands, portions)
    with patch.object(programme, "MOST_BRANCHES", -1):
        hasty = allocate(demands, portions)
    assert exact.met >= hasty.met
    assert not exact.hasty
    assert hasty.hasty or (exact.met, lacking(exact)) == (hasty.met, lacking(hasty))


def lacking(found: Allocation) -> Fraction | None:
    """Further hours; None where none could help."""
    return None if found.further is None else sum((item.hours for item in found.further), Fraction(0))


@pytest.mark.parametrize(("hours", "told"), [("30", True), ("90", False)])
def test_a_verdict_made_in_haste_says_so_unless_it_is_met(
    monkeypatch: pytest.MonkeyPatch, hours: str, told: bool
) -> None:
    """What is met is met; what is short may be short by less."""
    monkeypatch.setattr(Counts, "hasty", True)
    one = rules(node("total", 90, node("trade", 60)))
    verdict = judge(one, ledger(row("trade", hours)), datetime.date(2023, 11, 20))
    assert ("note_hasty" in [note.code for note in verdict.notes]) is told
