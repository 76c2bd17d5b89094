"""Rules for the shapes beyond a tree of minima: what they name exists, and what they ask is possible."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from xueshi.model.hints import closest
from xueshi.model.plain import plain_number
from xueshi.model.rule import CarryOver, CarryOverPolicy, Requirement, Rule
from xueshi.model.shapes import (
    Axis,
    AxisValue,
    Cap,
    CapPer,
    Conversion,
    OneOf,
    Ratio,
    RuleQuestion,
    Variant,
    Window,
)
from xueshi.model.structure import Fault, Path
from xueshi.model.values import NOT_STATED, Silence
from xueshi.validate.lists import filled, once, unknown_subjects
from xueshi.validate.tree import parts_within_whole
from xueshi.validate.walk import Check

YES_NO = ("是", "否")
"""Answers to a condition, which is asked like a question."""

MOST_WORLDS = 1024
"""Combinations of answers a rule may ask for: every one that is still open is judged."""


def named_subjects_exist(rule: Rule, path: Path) -> Iterator[Fault]:
    """Caps, axes, conversions and variants name only subjects of the tree."""
    yield from unknown_subjects(rule.requirements, _named_subjects(rule, path))


def named_values_exist(rule: Rule, path: Path) -> Iterator[Fault]:
    """Caps and choices name only values of an axis; a variant changes only subjects and values that exist."""
    every = tuple(value.id for axis in rule.axes for value in axis.values)
    subjects = tuple(node.id for node in rule.requirements.walk())
    named = [((*path, "caps", at, "values"), cap.values, every) for at, cap in enumerate(rule.caps)]
    for at, axis in enumerate(rule.axes):
        own = tuple(value.id for value in axis.values)
        named += [
            ((*path, "axes", at, "one_of", no, "values"), one.values, own)
            for no, one in enumerate(axis.one_of)
        ]
    for place, values, known in named:
        for index, value in enumerate(values):
            if value not in known:
                yield Fault("E223", (*place, index), value, known, closest(value, known))
    for at, variant in enumerate(rule.variants):
        for index, change in enumerate(variant.minima):
            if change.id not in (*subjects, *every):
                place = (*path, "variants", at, "minima", index, "id")
                yield Fault(
                    "E223", place, change.id, (*subjects, *every), closest(change.id, (*subjects, *every))
                )


def named_answers_exist(rule: Rule, path: Path) -> Iterator[Fault]:
    """A variant hangs on a question or condition of this rule and on one of its answers."""
    answers = {question.id: question.options for question in rule.questions}
    answers |= {condition.id: YES_NO for condition in rule.conditions}
    known = tuple(answers)
    for at, variant in enumerate(rule.variants):
        for index, answer in enumerate(variant.when):
            place = (*path, "variants", at, "when", index)
            if answer.question not in answers:
                hint = closest(answer.question, known)
                yield Fault("E224", (*place, "question"), answer.question, known, hint)
            elif answer.answer not in (options := answers[answer.question]):
                yield Fault(
                    "E225", (*place, "answer"), answer.answer, options, closest(answer.answer, options)
                )


def shapes_are_named_once(rule: Rule, path: Path) -> Iterator[Fault]:
    """Ids of one kind differ: axes, values, caps, conversions, variants, questions; so do names of units.

    Values and conditions, which may stand where a subject stands, share no id with one either.
    """
    for name in ("axes", "caps", "conversions", "variants"):
        yield from once([item.id for item in getattr(rule, name)], (*path, name), "id")
    yield from once([unit.name for unit in rule.units], (*path, "units"), "name")
    yield from once([question.id for question in rule.questions], (*path, "questions"), "id")
    subjects = {node.id for node in rule.requirements.walk()}
    asked = subjects | {question.id for question in rule.questions}
    for index, condition in enumerate(rule.conditions):
        if condition.id in asked:
            yield Fault("E220", (*path, "conditions", index, "id"), condition.id)
        asked.add(condition.id)
    seen = set(subjects)
    for at, axis in enumerate(rule.axes):
        for index, value in enumerate(axis.values):
            if value.id in seen:
                yield Fault("E220", (*path, "axes", at, "values", index, "id"), value.id)
            seen.add(value.id)


def answers_can_all_be_tried(rule: Rule, path: Path) -> Iterator[Fault]:
    """The questions and conditions together leave no more combinations of answers than can be judged."""
    ways = math.prod(len(question.options) for question in rule.questions) * 2 ** len(rule.conditions)
    if ways > MOST_WORLDS:
        name = "conditions" if rule.conditions else "questions"
        yield Fault("E230", (*path, name), f"{ways} 种组合，最多 {MOST_WORLDS} 种", on_key=True)


def shapes_are_not_empty(
    node: Axis | OneOf | RuleQuestion | Variant | Conversion, path: Path
) -> Iterator[Fault]:
    """Axes and choices have values, questions answers, variants a condition, conversions subjects."""
    names = {
        Axis: "values",
        OneOf: "values",
        RuleQuestion: "options",
        Variant: "when",
        Conversion: "subjects",
    }
    name = names[type(node)]
    yield from filled(getattr(node, name), (*path, name))


def ratio_is_a_part(ratio: Ratio, path: Path) -> Iterator[Fault]:
    """A ratio minimum asks for at most the whole."""
    if ratio.value > 1:
        yield Fault("E226", (*path, "value"), f"比例 {plain_number(ratio.value)} 大于 1")


def cap_leaves_the_minimum(node: Requirement, path: Path) -> Iterator[Fault]:
    """The most that counts of a subject is not less than what it needs."""
    if node.cap is not None and not isinstance(node.min_hours, Silence) and node.cap.hours < node.min_hours:
        most, need = plain_number(node.cap.hours), plain_number(node.min_hours)
        yield Fault("E226", (*path, "cap", "hours"), f"“{node.name}”最多计 {most}，却至少要 {need}")


def caps_leave_the_minima(rule: Rule, path: Path) -> Iterator[Fault]:
    """A cap on all that can serve a subject, or a value of an axis, is not less than what that needs."""
    for at, cap in enumerate(rule.caps):
        if cap.per is not CapPer.YEAR:
            continue
        for name, need in _capped_minima(rule, cap):
            if cap.hours < need:
                found = f"“{name}”最多计 {plain_number(cap.hours)}，却至少要 {plain_number(need)}"
                yield Fault("E226", (*path, "caps", at, "hours"), found)


def _capped_minima(rule: Rule, cap: Cap) -> Iterator[tuple[str, Fraction]]:
    """Name and minimum of what only rows under a cap can serve."""
    below = {
        node.id for top in rule.requirements.walk() if top.id in cap.subjects for node in top.walk()
    } or {node.id for node in rule.requirements.walk() if not cap.subjects}
    given = {node.cap.excess_to for node in rule.requirements.walk() if node.cap}
    for node in rule.requirements.walk():
        alone = node.id in below and not cap.values and not given & {part.id for part in node.walk()}
        if alone and not isinstance(node.min_hours, Silence):
            yield node.name, node.min_hours
    for axis in rule.axes:
        for value in axis.values:
            inside = not cap.subjects or value.within in below
            if (
                inside
                and value.id in (cap.values or (value.id,))
                and not isinstance(value.min_hours, Silence)
            ):
                yield value.name, value.min_hours


def value_minimum_has_source(value: AxisValue, path: Path) -> Iterator[Fault]:
    """A stated minimum of a value of an axis says where it stands."""
    if not isinstance(value.min_hours, Silence) and value.source is None:
        yield Fault("E206", (*path, "min_hours"), value.name)


def variants_fit_the_tree(rule: Rule, path: Path) -> Iterator[Fault]:
    """With the minima of a variant, the parts still fit into their wholes."""
    standing = {(fault.path, fault.found) for fault in _tree_faults(rule.requirements)}
    for at, variant in enumerate(rule.variants):
        minima = {change.id: change.min_hours for change in variant.minima}
        for fault in _tree_faults(_with_minima(rule.requirements, minima, frozenset(variant.waives))):
            if (fault.path, fault.found) not in standing:
                yield Fault(fault.code, (*path, "variants", at), f"“{variant.name}”：{fault.found}")


def window_has_days(window: Window, path: Path) -> Iterator[Fault]:
    """A window does not end before it starts."""
    if window.end < window.start:
        yield Fault("E209", (*path, "end"), f"{window.end} 早于第一天 {window.start}")


def windows_lie_outside_the_period(rule: Rule, path: Path) -> Iterator[Fault]:
    """Hours carried over were learned before the period, hours made up after it."""
    carried, period = rule.carry_over.window, rule.period
    if carried is not None and carried.end >= period.start:
        found = f"结转的学习时间到 {carried.end}，没有早于本年度的第一天 {period.start}"
        yield Fault("E211", (*path, "carry_over", "window", "end"), found)
    if rule.make_up is not None and rule.make_up.start <= period.end:
        found = f"补学从 {rule.make_up.start} 开始，没有晚于本年度的最后一天 {period.end}"
        yield Fault("E211", (*path, "make_up", "start"), found)


def window_goes_with_carry_over(node: CarryOver, path: Path) -> Iterator[Fault]:
    """Only carry-over that is allowed has a window."""
    if node.window is not None and node.policy is CarryOverPolicy.FORBIDDEN:
        yield Fault("E227", (*path, "window"), "", on_key=True)


def _named_subjects(rule: Rule, path: Path) -> Iterator[tuple[Path, str]]:
    for where, node in _requirements(rule.requirements, (*path, "requirements")):
        if node.cap is not None and node.cap.excess_to is not None:
            yield (*where, "cap", "excess_to"), node.cap.excess_to
    for at, axis in enumerate(rule.axes):
        for index, value in enumerate(axis.values):
            yield (*path, "axes", at, "values", index, "within"), value.within
        for index, choice in enumerate(axis.one_of):
            yield (*path, "axes", at, "one_of", index, "within"), choice.within
    lists = {
        "caps": [cap.subjects for cap in rule.caps],
        "conversions": [conversion.subjects for conversion in rule.conversions],
    }
    for name, items in lists.items():
        for at, subjects in enumerate(items):
            yield from (
                ((*path, name, at, "subjects", index), subject) for index, subject in enumerate(subjects)
            )
    for at, variant in enumerate(rule.variants):
        yield from (((*path, "variants", at, "waives", no), name) for no, name in enumerate(variant.waives))


def _requirements(node: Requirement, path: Path) -> Iterator[tuple[Path, Requirement]]:
    yield path, node
    for index, child in enumerate(node.children):
        yield from _requirements(child, (*path, "children", index))


def _tree_faults(tree: Requirement) -> Iterator[Fault]:
    for where, node in _requirements(tree, ()):
        yield from parts_within_whole(node, where)


def _with_minima(node: Requirement, minima: Mapping[str, Fraction], waived: frozenset[str]) -> Requirement:
    """The tree as a variant changes it; what is waived is waived with its parts."""
    free = node.id in waived
    below = frozenset(child.id for child in node.children) if free else frozenset()
    children = tuple(_with_minima(child, minima, waived | below) for child in node.children)
    hours = NOT_STATED if free else minima.get(node.id, node.min_hours)
    return replace(node, min_hours=hours, children=children)


CHECKS: tuple[tuple[type, Check], ...] = (
    (Rule, named_subjects_exist),
    (Rule, named_values_exist),
    (Rule, named_answers_exist),
    (Rule, shapes_are_named_once),
    (Rule, answers_can_all_be_tried),
    (Axis, shapes_are_not_empty),
    (OneOf, shapes_are_not_empty),
    (RuleQuestion, shapes_are_not_empty),
    (Variant, shapes_are_not_empty),
    (Conversion, shapes_are_not_empty),
    (Ratio, ratio_is_a_part),
    (Requirement, cap_leaves_the_minimum),
    (Rule, caps_leave_the_minima),
    (AxisValue, value_minimum_has_source),
    (Rule, variants_fit_the_tree),
    (Window, window_has_days),
    (Rule, windows_lie_outside_the_period),
    (CarryOver, window_goes_with_carry_over),
)
