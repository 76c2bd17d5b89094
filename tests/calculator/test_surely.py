"""Hours that were not told apart: they prove a year only where whatever they may have been of does."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calculator.invented import (
    SOURCE,
    TODAY,
    amended,
    judged,
    ledger,
    node,
    row,
    rules,
    shaped,
    topic_axis,
)
from xueshi.judge import judge, surely
from xueshi.judge.allocate import Allocator
from xueshi.judge.batch import Batch
from xueshi.judge.demands import Demands, demands_of
from xueshi.judge.effort import Effort
from xueshi.judge.groups import as_it_is
from xueshi.judge.surely import Way, ways
from xueshi.judge.tally import Kind, Portion, Tree
from xueshi.judge.verdict import Stage
from xueshi.ledger.names import ITEM
from xueshi.ledger.table import ledger_of_totals
from xueshi.model.published import Rules
from xueshi.model.rule import Requirement
from xueshi.model.shapes import Axis, AxisColumn, AxisValue, Conversion, OneOf, SubjectCap

small = st.integers(1, 4)


def with_topics(
    root: Requirement, one_of: int | None = None, least: int | None = None, **parts: Any
) -> Rules:
    """Rules with two topics: of one a minimum, or of either enough."""
    return amended(rules(root), axes=(topic_axis(least=least, one_of=one_of),), **parts)


@st.composite
def demands(draw: st.DrawFn) -> Demands:
    """A subject with two parts, each perhaps capped with its excess counting elsewhere, and topics."""

    def part(name: str, least: int | None) -> Requirement:
        cap = SubjectCap(Fraction(draw(small)), SOURCE, draw(st.sampled_from((None, "b", "b"))))
        return replace(node(name, least), cap=cap if draw(st.booleans()) else None)

    few = st.sampled_from((None, None, 1, 2))
    parts = part("a1", draw(st.sampled_from((None, 1)))), part("a2", None)
    root = node("total", draw(small), node("a", None, *parts), node("b", draw(few)))
    rule = with_topics(root, draw(st.sampled_from((None, 1, 2, 3))), draw(few)).rule
    return demands_of(rule, Tree(root), ())


@st.composite
def portions(draw: st.DrawFn) -> list[Portion]:
    """Rows and quick sums of which subject or topic is not known, and achievements for either subject."""
    found = []
    for index in range(draw(st.integers(1, 3))):
        amount, topic = Fraction(draw(st.integers(1, 6))), draw(st.sampled_from((None, None, "x", "y")))
        subject = draw(st.sampled_from(("a", "a", "total")))
        kind = Kind(subject, (topic,), (), plain=True)
        names = ("a1", "a2") if subject == "a" else ("a", "a1", "a2", "b")
        inside = tuple(Kind(name, (topic,)) for name in names)
        key = index if draw(st.booleans()) else f"sum{index}"
        made = Portion(key, kind, amount, Stage.APPROVED, inside)
        if draw(st.integers(0, 2)) == 0:
            kind = Kind("a2", (topic,), ("paper",))
            whole = (replace(kind, subject="b"),)
            made = Portion(index, kind, amount, Stage.APPROVED, whole=whole, maybe=whole)
        found.append(made)
    return found


def met(given: Demands, way: Sequence[Portion]) -> bool:
    return Allocator(given).can_be_met(Batch(list(way)), as_it_is, Effort())[0]


def mixture(data: st.DataObject, ends: Sequence[Portion]) -> list[Portion]:
    """Hours divided among what they may have been, in tenths."""
    shares = data.draw(st.lists(st.integers(0, 10), min_size=len(ends), max_size=len(ends)))
    whole = sum(shares)
    if not whole:
        return [ends[0]]
    return [
        replace(end, hours=end.hours * share / whole)
        for end, share in zip(ends, shares, strict=True)
        if share
    ]


@given(demands(), portions(), st.data())
def test_what_is_sure_is_so_however_hours_were_divided(
    given: Demands, open_ones: list[Portion], data: st.DataObject
) -> None:
    """Wrongly 已达标 would be the worst that can be said: no division of what is open may meet less."""
    found = ways(given, open_ones)
    if not found.few or not found.all_met(met):
        return
    for _ in range(4):
        way: list[Portion] = []
        for lists in found.truths:
            way += mixture(data, data.draw(st.sampled_from(lists)))
        assert met(given, way)


@given(demands(), portions())
def test_what_is_not_sure_is_met_by_no_one_choice_for_all(given: Demands, open_ones: list[Portion]) -> None:
    """Where nothing has to be chosen, failing is a proof: one of the ways does not meet the demands."""
    if any(given.choices) or given.excesses or any(item.whole for item in open_ones):
        return
    found = ways(given, open_ones)
    if found.few and not found.all_met(met):
        assert not all(met(given, way) for way in corners(found.truths))


def corners(truths: tuple[tuple[Way, ...], ...]) -> list[list[Portion]]:
    """All ways in which every portion was of one kind only."""
    found: list[list[Portion]] = [[]]
    for lists in truths:
        found = [[*way, end] for way in found for ends in lists for end in ends]
    return found


def quick(rule: Rules, totals: Mapping[str, str], **answers: str) -> str:
    named = {key.replace("__", ":"): value for key, value in answers.items()} | {"all_approved": "是"}
    return judge(rule, ledger_of_totals(totals), TODAY, named).status


TWO = node("total", 4, node("a", None), node("b", None))


@pytest.mark.parametrize(("one_of", "status"), [(3, "met"), (4, "needs_info")])
def test_a_gap_between_two_ways_of_being_enough_is_seen_wherever_it_lies(one_of: int, status: str) -> None:
    """Two hours were of x; of five open ones two more may be of x and three of y: neither topic has four."""
    assert quick(with_topics(TWO, one_of), {"a": "2", "b": "5"}, value__a__topic="x") == status


@pytest.mark.parametrize(("answers", "status"), [({}, "needs_info"), ({"value__b__topic": "x"}, "met")])
def test_enough_of_one_topic_is_sure_only_when_it_is_known(answers: dict[str, str], status: str) -> None:
    assert quick(with_topics(TWO, least=4), {"b": "5"}, **answers) == status


def test_a_topic_that_is_known_is_known_of_every_part() -> None:
    """Which part of the subject it was is open, and hangs on nothing; the topic was said."""
    capped = replace(node("a1", None), cap=SubjectCap(Fraction(4), SOURCE))
    root = node("total", 4, node("a", None, capped, node("a2", None)), node("b", None))
    assert quick(with_topics(root, 4, 4), {"a": "4"}, value__a__topic="x") == "met"


PAPER = Conversion("paper", "论文", Fraction(2), ("a", "b"), SOURCE)


@pytest.mark.parametrize(
    ("needs", "status"), [({"b": 2}, "met"), ({"a": 6}, "met"), ({"a": 6, "b": 2}, "short")]
)
def test_an_achievement_is_placed_where_it_is_needed_while_a_topic_is_open(
    needs: Mapping[str, int], status: str
) -> None:
    """Four hours of one topic, whichever it was, and a paper for either subject."""
    root = node("total", 6, *(node(name, needs.get(name)) for name in "ab"))
    rule = with_topics(root, 4, conversions=(PAPER,))
    verdict = judge(rule, ledger(row("a", "4"), row("paper", f"1{ITEM}")), TODAY)
    assert (verdict.status, verdict.questions) == (status, ())


@pytest.mark.parametrize(("amount", "status"), [("4", "needs_info"), ("5", "met")])
def test_excess_counts_elsewhere_only_where_there_is_some_in_any_case(amount: str, status: str) -> None:
    """Of the capped part two hours count, what is above may be of b; the rest of the sum is as written."""
    cap = replace(node("a1", None), cap=SubjectCap(Fraction(2), SOURCE, "b"))
    root = node("total", 4, node("a", None, cap, node("a2", None)), node("b", 1))
    sums = {"a": amount, "b": "1"} if status == "met" else {"a": amount}
    verdict = judge(with_topics(root), ledger_of_totals(sums), TODAY, {"all_approved": "是"})
    assert verdict.status == status


def sure(rule: Rules, *open_ones: Portion) -> bool:
    root = rule.rule.requirements
    found = ways(demands_of(rule.rule, Tree(root), ()), open_ones)
    assert all(met(found.demands, way) for way in corners(found.truths)), "else it were no question"
    return found.few and found.all_met(met)


def of_either(subject: str, hours: int, *parts: str) -> Portion:
    """Hours that were of these parts for sure, divided among them in any way."""
    kind = Kind(subject, plain=True)
    return Portion(2, kind, Fraction(hours), Stage.APPROVED, tuple(Kind(part) for part in parts))


@pytest.mark.parametrize(("least", "enough"), [(3, True), (5, False)])
def test_what_is_above_two_caps_is_least_where_hours_were_divided_between_them(
    least: int, enough: bool
) -> None:
    """Eight hours of one part are six above its cap; four of each part are two above each."""
    cap = SubjectCap(Fraction(2), SOURCE, "b")
    parts = (replace(node(name, None), cap=cap) for name in ("a1", "a2"))
    root = node("total", None, node("a", None, *parts), node("b", least))
    assert sure(rules(root), of_either("a", 8, "a1", "a2")) == enough


@pytest.mark.parametrize(("least", "enough"), [(3, True), (4, False)])
def test_an_achievement_is_in_one_subject_however_the_hours_beside_it_were_divided(
    least: int, enough: bool
) -> None:
    """A paper helps whichever subject has too little; of six hours divided in halves each may have."""
    root = node("total", None, node("a", least), node("b", least))
    paper = Portion(3, Kind("a"), Fraction(4), Stage.APPROVED, whole=(Kind("b"),))
    assert sure(rules(root), of_either("total", 6, "a", "b"), paper) == enough


def test_an_achievement_is_of_the_same_topic_in_whichever_subject_it_counts() -> None:
    rule = with_topics(node("total", 2, node("a", None), node("b", 2)), 2, conversions=(PAPER,))
    assert judged(rule, row("paper", f"1{ITEM}")).status == "met"


@pytest.mark.parametrize(
    ("one_of", "status"), [(1, "met"), ("4/3", "needs_info"), ("3/2", "needs_info"), (2, "needs_info")]
)
def test_of_three_topics_a_third_each_is_tried(one_of: int | str, status: str) -> None:
    """Of two of them one has half. That a third is always enough would take parting without end."""
    names = ("x", "y", "z")
    one = OneOf("one", "任选", names, Fraction(one_of), SOURCE)
    topic = Axis("topic", "专题", AxisColumn.TOPIC, tuple(AxisValue(name, name) for name in names), (one,))
    assert quick(shaped(node("total", 4), axes=(topic,)), {"total": "4"}) == status


@pytest.mark.parametrize(("topic", "enough"), [("x", True), ("y", False), (None, False)])
def test_a_topic_has_to_do_in_whichever_part_and_whichever_it_was_where_that_is_not_known(
    topic: str | None, enough: bool
) -> None:
    """Which part it was of hangs on nothing, and an hour of either topic is enough for the choice."""
    root = node("total", 4, node("a", None, node("a1", None), node("a2", None)), node("b", None))
    given = demands_of(with_topics(root, 1, 4).rule, Tree(root), ())
    parts = tuple(Kind(name, (topic,)) for name in ("a1", "a2"))
    hours = Portion(2, Kind("a", (topic,), plain=True), Fraction(4), Stage.APPROVED, parts)
    assert ways(given, [hours]).all_met(met) == enough


def test_a_choice_of_topics_in_what_is_waived_leaves_the_others_a_choice() -> None:
    """Two hours of x beside five open ones: neither topic has four in every case."""
    given = demands_of(with_topics(TWO, 4).rule, Tree(TWO), ())
    told = Portion("a", Kind("a", ("x",)), Fraction(2), Stage.APPROVED)
    topics = tuple(Kind("b", (name,)) for name in ("x", "y"))
    open_one = Portion("b", Kind("b", (None,)), Fraction(5), Stage.APPROVED, maybe=topics)
    for choices in (given.choices, (*given.choices, ())):
        found = ways(replace(given, choices=choices), (told, open_one))
        assert all(met(found.demands, way) for way in corners(found.truths))
        assert not found.all_met(met)


def test_too_many_ways_are_never_taken_for_sure() -> None:
    """Nobody waits for what a question settles: then 已达标 is not said unasked."""
    rule = with_topics(node("total", 4, node("a", None), node("b", None)), 1)
    totals, approved = ledger_of_totals({"total": "4"}), {"all_approved": "是"}
    assert judge(rule, totals, TODAY, approved).status == "met"
    for name, most in (("MOST_WAYS", 1), ("MOST_TRIALS", 3), ("MOST_PARTED", 1)):
        with patch.object(surely, name, most):
            assert judge(rule, totals, TODAY, approved).status == "needs_info"
    with patch.multiple(surely, MOST_WAYS=2, MOST_TRIALS=4):
        assert judge(rule, totals, TODAY, approved).status == "met"


def test_where_one_way_to_settle_the_rest_does_for_all_they_need_not_be_parted() -> None:
    """Whichever of three subjects hours were of, the third needs a paper that any of them may have."""
    root = node("total", 6, node("a", None), node("b", None), node("c", 2))
    paper = Portion(3, Kind("a"), Fraction(2), Stage.APPROVED, whole=(Kind("b"), Kind("c")))
    hours = of_either("total", 4, "a", "b")
    with patch.multiple(surely, MOST_PARTED=1, MOST_TRIALS=6):
        assert sure(rules(root), hours, paper)
    with patch.object(surely, "MOST_TRIALS", 5):
        assert not sure(rules(root), hours, paper)
