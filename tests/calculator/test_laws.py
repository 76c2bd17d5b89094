"""Laws that hold for every rule and every ledger (property tests on invented trees)."""

import datetime
import itertools
import random
from dataclasses import replace
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.calculator.invented import ledger, node, row, rules
from xueshi.judge import judge
from xueshi.judge.plan import make_plan
from xueshi.judge.tally import Pool, Tree, minimum
from xueshi.judge.verdict import Stage, Status
from xueshi.model.rule import Requirement

TODAY = datetime.date(2023, 11, 20)
MOST_WAYS = 3000
"""Divisions tried by brute force; larger cases are left to smaller ones."""

ORDER = [Status.SHORT, Status.PENDING, Status.MET]

amounts = st.fractions(min_value=0, max_value=40, max_denominator=4)
minima = st.one_of(st.none(), st.integers(min_value=0, max_value=6))


@st.composite
def trees(draw: st.DrawFn) -> Requirement:
    """A root with up to three subjects, some with up to two parts."""
    subjects = []
    for index in range(draw(st.integers(1, 3))):
        parts = [node(f"s{index}p{part}", draw(minima)) for part in range(draw(st.integers(0, 2)))]
        subjects.append(node(f"s{index}", draw(minima), *parts))
    return node("total", draw(minima), *subjects)


@st.composite
def rows_of(draw: st.DrawFn, root: Requirement, most: int = 8) -> list[list[str]]:
    """Rows in any subject, at any stage."""
    names = [item.id for item in root.walk()]
    stages = [{}, {"reviewed": ""}, {"declared": "", "reviewed": ""}, {"plan": "否"}]
    made = []
    for index in range(draw(st.integers(0, most))):
        cells = draw(st.sampled_from(stages))
        hours = str(draw(st.sampled_from(["0.5", "1", "2", "3.25", "6"])))
        made.append(row(draw(st.sampled_from(names)), hours, course=f"c{index}", **cells))
    return made


@st.composite
def cases(draw: st.DrawFn) -> tuple[Requirement, list[list[str]]]:
    root = draw(trees())
    return root, draw(rows_of(root))


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    case: tuple[Requirement, list[list[str]]], shuffler: random.Random
) -> None:
    root, rows = case
    mixed = list(rows)
    shuffler.shuffle(mixed)
    first, second = (judge(rules(root), ledger(*order), TODAY) for order in (rows, mixed))
    assert first.status == second.status
    assert first.requirements == second.requirements
    assert first.plan == second.plan


@given(cases(), st.sampled_from(["0.5", "2", "9"]), st.data())
def test_more_approved_hours_never_worsen_a_status(
    case: tuple[Requirement, list[list[str]]], extra: str, data: st.DataObject
) -> None:
    root, rows = case
    subject = data.draw(st.sampled_from([item.id for item in root.walk()]))
    before = judge(rules(root), ledger(*rows), TODAY)
    after = judge(rules(root), ledger(*rows, row(subject, extra, course="又一门")), TODAY)
    if Status.NEEDS_INFO in (before.status, after.status):
        assert before.status in (Status.NEEDS_INFO, Status.SHORT, Status.PENDING)
    else:
        assert ORDER.index(after.status) >= ORDER.index(before.status)


@given(cases(), st.integers(1, 7))
def test_splitting_a_row_changes_nothing(case: tuple[Requirement, list[list[str]]], share: int) -> None:
    root, rows = case
    split = []
    for cells in rows:
        whole = Fraction(cells[2])
        part = whole * share / 8
        for index, amount in enumerate((part, whole - part)):
            split.append([*cells[:2], f"{float(amount)}", f"{cells[3]}之{index}", *cells[4:]])
    first, second = (judge(rules(root), ledger(*order), TODAY) for order in (rows, split))
    assert first.status == second.status
    assert first.requirements == second.requirements


@given(cases())
def test_the_plan_is_sufficient(case: tuple[Requirement, list[list[str]]]) -> None:
    """Learned as planned and approved, with nothing else missing, the year is met."""
    root, rows = case
    approved = [cells for cells in rows if cells[8] and cells[9] == "是"]
    verdict = judge(rules(root), ledger(*approved), TODAY)
    learned = [
        row(item.requirement, f"{float(item.hours)}", course=f"计划{item.requirement}")
        for item in verdict.plan
    ]
    after = judge(rules(root), ledger(*approved, *learned), TODAY)
    assert after.plan == ()
    assert after.status == Status.MET
    assert (verdict.plan == ()) == all(item.shortfall == 0 for item in verdict.requirements)


def met_with(tree: Tree, learned: dict[str, int], extra: tuple[int, ...]) -> bool:
    pools = [
        Pool(index, name, Fraction(hours), Stage.APPROVED)
        for index, (name, hours) in enumerate(
            [*learned.items(), *zip(tree.nodes, extra, strict=True)],
        )
    ]
    return tree.met(pools)


@given(trees(), st.data())
def test_no_plan_with_fewer_hours_exists(root: Requirement, data: st.DataObject) -> None:
    """Against every way to add whole hours (the minima are whole, so fewer hours would be whole too)."""
    tree = Tree(root)
    learned = {name: data.draw(st.integers(0, 3)) for name in tree.nodes}
    pools = [Pool(name, name, Fraction(hours), Stage.APPROVED) for name, hours in learned.items()]
    plan = make_plan(tree, tree.totals(pools), "学时")
    total = int(sum(item.hours for item in plan))
    if total == 0:
        assert tree.met(pools)
        return
    for fewer in compositions(total - 1, len(tree.nodes)):
        assert not met_with(tree, learned, fewer)


def compositions(total: int, places: int) -> list[tuple[int, ...]]:
    """All ways to lay ``total`` things into ``places`` boxes, at most a few thousand of them."""
    bars = itertools.combinations(range(total + places - 1), places - 1)
    ways = []
    for cut in itertools.islice(bars, 4000):
        edges = (-1, *cut, total + places - 1)
        ways.append(tuple(right - left - 1 for left, right in itertools.pairwise(edges)))
    return ways


@given(trees(), st.data())
def test_what_is_possible_agrees_with_trying_every_division(root: Requirement, data: st.DataObject) -> None:
    """``could_be_met`` against a brute force over all whole divisions of the open hours."""
    tree = Tree(root)
    names, pools = list(tree.nodes), []
    for index in range(data.draw(st.integers(0, 2))):
        name, size = data.draw(st.sampled_from(names)), data.draw(st.integers(1, 4))
        pools.append(Pool(index, name, Fraction(size), Stage.APPROVED))
    ways = list(itertools.islice(itertools.product(*(divisions(tree, pool) for pool in pools)), MOST_WAYS))
    assume(len(ways) < MOST_WAYS)
    reachable = any(
        tree.met([replace(pool, parts=parts) for pool, parts in zip(pools, way, strict=True)]) for way in ways
    )
    assert tree.could_be_met(pools) == reachable


def divisions(tree: Tree, pool: Pool) -> list[dict[str, Fraction]]:
    """All ways in which the hours of a pool may have been of sub-subjects, in whole hours."""
    below = [item.id for item in tree.nodes[pool.subject].walk() if item.id != pool.subject]
    return [
        {name: Fraction(count) for name, count in zip(below, counts, strict=True) if count}
        for counts in itertools.product(range(int(pool.hours) + 1), repeat=len(below))
        if sum(counts) <= pool.hours
    ]


@given(trees(), st.data())
def test_proof_is_exact_at_every_threshold(root: Requirement, data: st.DataObject) -> None:
    """One hour-fraction below a minimum is short, the minimum itself is enough."""
    tree = Tree(root)
    leaves = [item for item in root.walk() if not item.children and minimum(item) > 0]
    if not leaves:
        return
    target = data.draw(st.sampled_from(leaves))
    ample = [
        Pool(item.id, item.id, Fraction(50), Stage.APPROVED) for item in root.walk() if item is not target
    ]
    ample = [pool for pool in ample if target.id not in {item.id for item in tree.nodes[pool.subject].walk()}]
    exact = Pool("exact", target.id, minimum(target), Stage.APPROVED)
    less = Pool("less", target.id, minimum(target) - Fraction(1, 10**9), Stage.APPROVED)
    assert not tree.met([*ample, less])
    assert tree.totals([*ample, exact])[target.id] == minimum(target)
