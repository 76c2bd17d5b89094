"""When work is limited: nothing is claimed that is not proven, and what may be missed is said."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.calculator.invented import SOURCE, TODAY, amended, judged, ledger, node, row, rules
from tests.calculator.shaped import shaped_rows, shaped_rules
from tests.calculator.test_solver import allocate, lacking, shaped_demands, shaped_portions
from xueshi.judge import effort, judge
from xueshi.judge.decide import tallies
from xueshi.judge.demands import Demands, demands_of
from xueshi.judge.effort import Effort, shared
from xueshi.judge.solve import Solution
from xueshi.judge.tally import Kind, Portion, Tree
from xueshi.judge.verdict import Explanation, Stage, Status, Verdict
from xueshi.model.shapes import Cap, CapPer

slow = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@contextmanager
def little(work: int) -> Iterator[None]:
    """So much work for one verdict, and for each count in it."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(effort, "MOST_WORK", work))
        stack.enter_context(patch.object(effort, "LEAST_WORK", work))
        yield


def told(verdict: Verdict) -> set[str]:
    """Codes of the notes."""
    return {note.code for note in verdict.notes}


def missing(verdict: Verdict) -> Fraction:
    """Hours of the plan."""
    return sum((item.hours for item in verdict.plan), Fraction(0))


def steps(item: Explanation) -> Iterator[Explanation]:
    """A step of the explanation and all below it."""
    yield item
    for child in item.children:
        yield from steps(child)


@slow
@given(st.data(), st.sampled_from((0, 20, 200)))
def test_a_verdict_without_the_work_it_needs_is_never_better_and_says_so(
    data: st.DataObject, work: int
) -> None:
    """已达标 is exact; where the status differs from the exact one, the verdict says what it did not try."""
    given_rules = data.draw(shaped_rules(asking=True))
    rows = data.draw(shaped_rows(given_rules, 6, approved=False))
    exact = judge(given_rules, ledger(*rows), TODAY)
    with little(work):
        found = judge(given_rules, ledger(*rows), TODAY)
    assert found.status is not Status.MET or exact.status is Status.MET
    hasty = "note_hasty" in told(found)
    assert hasty or found.status is exact.status
    assert hasty or found.plan == exact.plan
    led = {step.id: step.text for step in steps(exact.explanation) if step.id.startswith("answer:")}
    for step in steps(found.explanation):
        assert not step.id.startswith("answer:") or led.get(step.id, step.text) == step.text
    assert "note_hasty" not in told(exact)


def test_who_has_met_all_by_what_is_approved_is_told_of_nothing_more_to_learn() -> None:
    """Rows that are not approved make more to count; work that ended before left a plan beside 已达标."""
    met: Any = Solution({"b": Fraction(8)}, {}, (), cast(Any, ()))
    stopped = replace(met, subjects={"b": Fraction(5)}, further=((Kind("b", ()), Fraction(3)),), hasty=True)
    found = {Stage.LEARNED: stopped, Stage.DECLARED: met, Stage.APPROVED: met}
    decided: Any = SimpleNamespace(counts=SimpleNamespace(proven=found.__getitem__))
    assert tallies(decided).learned == replace(met, hasty=True)
    assert tallies(decided).approved.subjects == met.subjects, (
        "what is told of approved hours agrees with 已达标"
    )
    found[Stage.APPROVED] = stopped
    assert tallies(decided).learned.further == stopped.further


@given(shaped_demands(), shaped_portions(), st.sampled_from((0, 10, 100)))
def test_a_count_without_the_work_it_needs_lacks_no_less(
    demands: Demands, portions: list[Portion], work: int
) -> None:
    exact, found = allocate(demands, portions), allocate(demands, portions, Effort(work))
    assert exact.met >= found.met
    assert found.hasty or lacking(found) == lacking(exact)
    assert (lacking(found) is None) == (lacking(exact) is None), "what could be met is not called hopeless"
    assert lacking(exact) is None or (lacking(found) or 0) >= (lacking(exact) or 0)


def test_a_count_in_haste_knows_it() -> None:
    """Three rows of three hours for two subjects that want four each: one hour is lacking either way."""
    root = node("total", None, node("a", 4), node("b", 4))
    demands = replace(demands_of(rules(root).rule, Tree(root), ()), simple=False)
    rows = [
        Portion(number, Kind("a"), Fraction(3), Stage.APPROVED, whole=(Kind("b"),)) for number in range(3)
    ]
    exact = allocate(demands, rows)
    assert not exact.hasty
    assert lacking(exact) == 1
    assert allocate(demands, rows, Effort(0)).hasty


def test_a_count_takes_a_part_of_the_work_and_leaves_the_rest() -> None:
    whole = Effort(900_000)
    with shared(whole) as part:
        assert part.left == 900_000 // effort.PARTS
        part.spend(300_000)
        assert part.over
        assert not whole.over
        part.missed = True
    assert (whole.left, whole.missed) == (600_000, True)


def test_a_count_always_has_a_little_work() -> None:
    whole = Effort(0)
    assert whole.over
    with shared(whole) as part:
        assert part.left == effort.LEAST_WORK
    assert (whole.left, whole.missed) == (0, False)


def test_without_a_limit_given_there_is_the_limit_of_one_verdict() -> None:
    assert Effort().left == effort.MOST_WORK
    with shared(None) as part:
        assert part.left == effort.MOST_WORK // effort.PARTS


@slow
@given(st.data(), st.sampled_from((0, 50)))
def test_no_day_counts_more_than_its_cap_however_little_is_tried(data: st.DataObject, work: int) -> None:
    """What is left over is placed day after day: what counts of each row keeps to the cap of its day."""
    base = rules(node("total", 20, node("a", 8), node("b", 6), node("c", None)))
    most = Fraction(data.draw(st.integers(1, 5)))
    inner = Fraction(data.draw(st.integers(1, 5)))
    day = Cap("day", "每天", most, SOURCE, CapPer.DAY)
    caps = (day, Cap("inner", "某科每天", inner, SOURCE, CapPer.DAY, ("a",)))
    capped = amended(base, caps=caps)
    dates = st.sampled_from([datetime.date(2023, 3, number) for number in (1, 2, 3)])
    cells = st.tuples(st.sampled_from("abc"), st.integers(1, 4), dates)
    drawn = data.draw(st.lists(cells, min_size=3, max_size=9))
    rows = [
        row(subject, str(hours), completed=str(date), course=f"c{number}")
        for number, (subject, hours, date) in enumerate(drawn)
    ]
    exact = judge(capped, ledger(*rows), TODAY)
    with little(work):
        found = judge(capped, ledger(*rows), TODAY)
    assert missing(found) >= missing(exact)
    assert missing(found) == missing(exact) or "note_hasty" in told(found)
    for date in {date for _, _, date in drawn}:
        pairs = list(zip(found.rows, drawn, strict=True))
        counted, written = (
            {
                name: sum(
                    (hours(one, cells) for one, cells in pairs if cells[::2] == (name, date)), Fraction(0)
                )
                for name in "abc"
            }
            for hours in (lambda one, _: one.counted, lambda _, cells: Fraction(cells[1]))
        )
        assert counted["a"] <= inner
        assert sum(counted.values()) == min(most, min(inner, written["a"]) + written["b"] + written["c"])


def test_where_adding_up_is_enough_nothing_may_have_been_missed() -> None:
    verdict = judged(rules(), row("public", "30"), row("trade", "60"))
    assert verdict.status == "needs_info"
    assert "note_hasty" not in told(verdict)


def test_what_finds_no_time_to_be_weighed_is_placed_beside_what_counts_already() -> None:
    """Three courses of one day that counts four hours, at most three of them of one subject."""
    base = rules(node("total", 20, node("a", 8), node("b", 6), node("c", None)))
    day = Cap("day", "每天", Fraction(4), SOURCE, CapPer.DAY)
    caps = (day, Cap("inner", "某科每天", Fraction(3), SOURCE, CapPer.DAY, ("a",)))
    capped = amended(base, caps=caps)
    drawn = (("a", "4", 3), ("c", "3", 3), ("b", "4", 3), ("c", "1", 1))
    rows = [row(one, hours, completed=f"2023-03-0{at}", course=f"{one}{at}") for one, hours, at in drawn]
    exact = judge(capped, ledger(*rows), TODAY)
    assert [found.counted for found in exact.rows] == [0, 0, 4, 1]
    with little(0):
        found = judge(capped, ledger(*rows), TODAY)
    assert [one.counted for one in found.rows] == [1, 0, 3, 1]
    assert missing(found) == missing(exact) == 15
    assert "note_hasty" in told(found)
