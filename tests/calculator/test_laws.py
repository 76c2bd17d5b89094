"""Laws that hold for every rule and every ledger (property tests on invented trees)."""

import datetime
import random
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tests.calculator.invented import ledger, node, row, rules
from xueshi.judge import judge
from xueshi.judge.verdict import Status
from xueshi.model.rule import Requirement

TODAY = datetime.date(2023, 11, 20)
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
