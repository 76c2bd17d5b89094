"""Laws that hold for every rule and every ledger (property tests on invented trees)."""

import datetime
import itertools
import random
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.calculator.invented import (
    FIRST,
    SOURCE,
    TODAY,
    all_columns,
    amended,
    ledger,
    node,
    row,
    rules,
    topic_axis,
)
from tests.calculator.shaped import PART, shaped_rows, shaped_rules, small
from xueshi.judge import judge
from xueshi.judge.further import SEPARATOR
from xueshi.judge.verdict import PlanItem, Status
from xueshi.ledger.table import COLUMNS, DECLARED, HOURS, REVIEWED, ledger_of_totals
from xueshi.model.published import Rules
from xueshi.model.rule import Requirement
from xueshi.model.shapes import CapPer, SubjectCap
from xueshi.model.values import NOT_STATED

ORDER = [Status.SHORT, Status.PENDING, Status.MET]

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
def rows_of(draw: st.DrawFn, root: Requirement, most: int) -> list[list[str]]:
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
    return root, draw(rows_of(root, 8))


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


@given(trees(), st.data())
def test_saying_of_what_hours_were_is_as_good_as_writing_it(root: Requirement, data: st.DataObject) -> None:
    """Parts of a row that are named in answers count as rows of their own would."""
    leaves = [item.id for item in root.walk() if not item.children]
    parts = {name: data.draw(st.integers(0, 7)) for name in leaves}
    if not any(parts.values()):
        return
    made, whole = rules(root), row("total", str(sum(parts.values())))
    answers = {"parts:2": "几个科目都有"} | {f"parts:2:{name}": str(hours) for name, hours in parts.items()}
    if sum(item.min_hours not in (NOT_STATED, 0) for item in root.walk() if item is not root) == 1:
        return
    rows = [row(name, str(hours), course=name) for name, hours in parts.items() if hours]
    asked, written = judge(made, ledger(whole), TODAY, answers), judge(made, ledger(*rows), TODAY)
    assert asked.status == written.status
    least = {item.id for item in written.requirements if item.required}
    by_asking, by_writing = (
        {item.id: item.approved for item in verdict.requirements if item.id in least}
        for verdict in (asked, written)
    )
    assert by_asking == by_writing


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


slow = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@st.composite
def shaped_cases(draw: st.DrawFn, *, approved: bool = False) -> tuple[Rules, list[list[str]]]:
    """Rules of every shape, some of which ask about the person, with up to five rows."""
    made = draw(shaped_rules(asking=draw(st.booleans())))
    return made, draw(shaped_rows(made, 5, approved=approved))


@slow
@given(shaped_cases(), st.randoms(use_true_random=False))
def test_under_every_shape_the_order_of_rows_does_not_matter(
    case: tuple[Rules, list[list[str]]], shuffler: random.Random
) -> None:
    made, rows = case
    mixed = list(rows)
    shuffler.shuffle(mixed)
    first, second = (judge(made, ledger(*order), TODAY) for order in (rows, mixed))
    assert first.status == second.status
    assert first.requirements == second.requirements
    assert first.axis_requirements == second.axis_requirements
    assert first.plan == second.plan
    assert len(first.questions) == len(second.questions)


@slow
@given(shaped_cases(), st.data())
def test_under_every_shape_more_approved_hours_never_worsen_a_status(
    case: tuple[Rules, list[list[str]]], data: st.DataObject
) -> None:
    """What is met stays met whatever is added; what is not short never becomes short."""
    made, rows = case
    (extra,) = data.draw(shaped_rows(made, 1).filter(bool))
    extra[3] = "又一门"
    before, after = judge(made, ledger(*rows), TODAY), judge(made, ledger(*rows, extra), TODAY)
    if before.status is Status.MET:
        assert after.status is Status.MET
    elif before.status is not Status.SHORT:
        assert after.status is not Status.SHORT


@slow
@given(shaped_cases(), st.integers(1, 7))
def test_under_every_shape_splitting_a_row_changes_nothing(
    case: tuple[Rules, list[list[str]]], share: int
) -> None:
    """Where no row is counted whole: achievements, and rows that leave open what they were of, stay out."""
    made, rows = case
    columns = [COLUMNS.index(axis.column.value) for axis in made.rule.axes]
    known = [cells for cells in rows if cells[1] in ("a1", "a2", "b") and all(cells[at] for at in columns)]
    split = []
    for cells in known:
        whole = Fraction(cells[2])
        for index, amount in enumerate((whole * share / 8, whole * (8 - share) / 8)):
            split.append([*cells[:2], f"{float(amount)}", f"{cells[3]}之{index}", *cells[4:]])
    first, second = (judge(made, ledger(*order), TODAY) for order in (known, split))
    assert first.status == second.status
    assert first.requirements == second.requirements
    assert first.axis_requirements == second.axis_requirements
    assert first.plan == second.plan


@slow
@given(shaped_cases(approved=True), st.data())
def test_under_every_shape_the_plan_is_sufficient(
    case: tuple[Rules, list[list[str]]], data: st.DataObject
) -> None:
    """In whichever sub-subject and in whichever way that the plan leaves open it is learned."""
    made, rows = case
    answers = {"level": "高", "exam": "是"} if made.rule.questions else {}
    before = judge(made, ledger(*rows), TODAY, answers)
    days = (str(FIRST + datetime.timedelta(days=100 + number)) for number in itertools.count())
    learned = [cells for item in before.plan for cells in planned(made, item, days, data)]
    after = judge(made, ledger(*rows, *learned), TODAY, answers)
    if before.status is Status.SHORT and not before.plan:
        return
    assert after.status is Status.MET or not before.plan
    assert after.plan == ()


def planned(made: Rules, item: PlanItem, days: Iterator[str], data: st.DataObject) -> Iterator[list[str]]:
    """Rows that carry out an item of a plan: a leaf, values that it allows, no more a day than caps admit."""
    nodes = {node.id: node for node in made.rule.requirements.walk()}
    leaves = [node.id for node in nodes[item.requirement].walk() if not node.children]
    allowed = {value for names in item.values for value in names.split(SEPARATOR)}
    cells = all_columns(row(data.draw(st.sampled_from(leaves))))
    for axis in made.rule.axes:
        own = [value.id for value in axis.values]
        named = [value for value in own if value in allowed]
        cells[COLUMNS.index(axis.column.value)] = data.draw(st.sampled_from(named or own))
    a_day = min((cap.hours for cap in made.rule.caps if cap.per is CapPer.DAY), default=item.hours)
    cells[COLUMNS.index(DECLARED)] = cells[COLUMNS.index(REVIEWED)] = "2023-11-01"
    left = item.hours
    while left:
        hours = min(left, a_day)
        left -= hours
        cells[0] = next(days)
        cells[COLUMNS.index(HOURS)] = f"{hours / PART.hours}{PART.name}"
        yield list(cells)


@slow
@given(shaped_cases(), st.data())
def test_questions_come_to_an_end(case: tuple[Rules, list[list[str]]], data: st.DataObject) -> None:
    """Answering what is asked, whatever the answer, leads to a status."""
    made, rows = case
    answers: dict[str, str] = {}
    for _ in range(20):
        verdict = judge(made, ledger(*rows), TODAY, answers)
        assert not verdict.answer_errors
        if verdict.status is not Status.NEEDS_INFO:
            return
        fresh = [question for question in verdict.questions if question.id not in answers]
        assert fresh, "what was answered is not asked again"
        for question in fresh:
            known = [option for option in question.options or () if option not in ("不知道", "不清楚")]
            answers[question.id] = data.draw(st.sampled_from(known)) if known else "1"
    raise AssertionError("asked without end")


@slow
@given(shaped_cases())
def test_no_float_is_anywhere_in_a_verdict(case: tuple[Rules, list[list[str]]]) -> None:
    made, rows = case
    verdict = judge(made, ledger(*rows), TODAY)
    assert not [value for value in inside(verdict) if isinstance(value, float)]
    assert not [value for value in inside(verdict.plain()) if isinstance(value, float)]


def inside(value: object) -> Iterator[object]:
    """A value and everything in it."""
    yield value
    if is_dataclass(value):
        for item in fields(value):
            yield from inside(getattr(value, item.name))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from inside(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from inside(item)


@st.composite
def rules_with_topics(draw: st.DrawFn) -> Rules:
    """Rules that ask for enough of one topic, with a cap here and there that may fill another subject."""
    cap = SubjectCap(Fraction(draw(small)), SOURCE, draw(st.sampled_from((None, "b"))))
    parts = replace(node("a1", draw(minima)), cap=draw(st.sampled_from((None, None, cap)))), node("a2", None)
    made = rules(node("total", 2, node("a", None, *parts), node("b", draw(minima))))
    axis = topic_axis(one_of=draw(small), within=draw(st.sampled_from(("total", "a"))))
    return amended(made, axes=(axis,))


@slow
@given(rules_with_topics(), st.data())
def test_quick_hours_are_met_only_where_every_ledger_with_these_sums_is(
    made: Rules, data: st.DataObject
) -> None:
    """Hours of a subject may have been divided among topics and parts in any way."""
    rows, totals = [], dict[str, int]()
    for index in range(data.draw(st.integers(1, 4))):
        leaf, amount = data.draw(st.sampled_from(("a1", "a2", "b"))), data.draw(st.integers(1, 6))
        typed = data.draw(st.sampled_from((leaf, leaf, leaf[0])))
        totals[typed] = totals.get(typed, 0) + amount
        cells = row(leaf, str(amount), course=f"c{index}")
        rows.append([*cells, "", data.draw(st.sampled_from("xy"))])
    quick = ledger_of_totals({name: str(number) for name, number in totals.items()})
    told = judge(made, quick, TODAY, {"all_approved": "是"}).status
    status = judge(made, ledger(*rows), TODAY).status
    assert told is not Status.MET or status is Status.MET
    assert told is not Status.SHORT or status is Status.SHORT
