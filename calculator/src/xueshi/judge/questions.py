"""The questions whose answers can still change the status, and what hangs on each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from xueshi.judge.batch import reached
from xueshi.judge.decide import ALL_APPROVED, ALL_DECLARED, OPTIONS, ORDER, UNKNOWN, Decided
from xueshi.judge.demands import Minimum, Most, Selector, Share
from xueshi.judge.overlaps import INCLUDES
from xueshi.judge.person import Person
from xueshi.judge.portions import PARTS, SEVERAL, VALUE
from xueshi.judge.solve import Solution
from xueshi.judge.tally import Kind, Portion, Tree
from xueshi.judge.verdict import AnswerError, Question, Stage, Status
from xueshi.ledger.table import NO, YES
from xueshi.texts import STATUS_NAMES, say

NOT_KNOWN = "不知道"

MOST_QUESTIONS = 30
"""Questions about single rows asked at once; the rest follow when these are answered."""


def open_questions(person: Person, decided: Sequence[Decided], answers: Mapping[str, Any]) -> list[Question]:
    """All questions that can still change the status: about the person, the procedure, single rows."""
    first = decided[0]
    questions = _about_person(person, decided)
    if any(item.stages_open for item in decided):
        questions.append(_about_stage(first, answers))
    tree = first.world.demands.tree
    overlaps = frozenset[str]().union(*(item.overlaps for item in decided))
    questions.extend(_about_sum(tree, name) for name in tree.nodes if name in overlaps)
    if not overlaps and any(item.parts_open for item in decided):
        rows = next(item for item in decided if item.parts_open)
        questions.extend(_about_rows(rows))
    return questions


def _about_person(person: Person, decided: Sequence[Decided]) -> list[Question]:
    """Questions of the rule for which some change of the answer alone changes what the person is told."""
    if len(decided) == 1:
        return []
    by_answers = {_key(item.world.answers): item for item in decided}
    questions = []
    for name in person.open:
        reach: dict[str, set[Status]] = {option: set() for option in person.asked[name]}
        matters = False
        for item in decided:
            reach[item.world.answers[name]] |= item.statuses
            others = (by_answers[_key({**item.world.answers, name: option})] for option in reach)
            matters = matters or any(other.outcome != item.outcome for other in others)
        if matters:
            hangs = "；".join(
                say("hangs_on_option", option=option, statuses=_names(statuses))
                for option, statuses in reach.items()
            )
            options = (*person.asked[name], NOT_KNOWN)
            questions.append(Question(name, "choice", person.item(name).text, None, options, None, hangs))
    return questions


def _key(answers: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(answers.items()))


def _names(statuses: Iterable[Status]) -> str:
    return "或".join(STATUS_NAMES[status] for status in ORDER if status in set(statuses))


def _about_stage(decided: Decided, answers: Mapping[str, Any]) -> Question:
    code = ALL_DECLARED if answers.get(ALL_APPROVED) == NO else ALL_APPROVED
    text = say(f"question_{code}", last=decided.row_judge.last_declare)
    return Question(code, "choice", text, None, OPTIONS, None, say(f"hangs_on_{code}"))


def _about_sum(tree: Tree, name: str) -> Question:
    """Whether quick hours of a subject are the sum of its parts."""
    parts = "、".join(child.name for child in tree.nodes[name].children)
    text = say("question_includes", name=tree.nodes[name].name, parts=parts)
    return Question(f"{INCLUDES}{name}", "choice", text, None, OPTIONS, None, say("hangs_on_includes"))


def assumed_sums(questions: Iterable[Question]) -> Iterator[tuple[str, str]]:
    """Questions about sums with the answer that is assumed while they are open."""
    return ((item.text, YES) for item in questions if item.id.startswith(INCLUDES))


def quick_answer_errors(answers: Mapping[str, Any]) -> tuple[AnswerError, ...]:
    """Answers about quick hours that are none of the options: told, and treated as not given."""
    message = say("answer_choice", allowed="、".join(OPTIONS))
    asked = (name for name in answers if name in (ALL_APPROVED, ALL_DECLARED) or name.startswith(INCLUDES))
    given = ((name, answers[name]) for name in asked)
    return tuple(
        AnswerError(name, str(value), message) for name, value in given if value not in ("", *OPTIONS)
    )


def _about_rows(decided: Decided) -> list[Question]:
    """What single rows do not say, as far as a demand that is not met or a full cap hangs on it."""
    demands = decided.world.demands
    lacking, full = list(_lacking(decided)), [cap for cap in demands.caps if _is_full(decided, cap)]
    every: list[Minimum | Share] = [*demands.minima, *demands.shares]
    every += [item for choice in demands.choices for item in choice]
    return _questions(decided, lacking, full) or _questions(decided, every, demands.caps)


def _questions(decided: Decided, lacking: Sequence[Minimum | Share], full: Sequence[Most]) -> list[Question]:
    questions: list[Question] = []
    for portion in reached(decided.portions, Stage.LEARNED):
        if portion.elsewhere:
            questions.extend(_about_parts(decided, portion, lacking, full))
        if portion.elsewhere or portion.maybe:
            questions.extend(_about_values(decided, portion, lacking, full))
        if len(questions) >= MOST_QUESTIONS:
            break
    return questions[:MOST_QUESTIONS]


def _reach(decided: Decided, kinds: Iterable[Kind]) -> list[Kind]:
    """Kinds, and those in which they count when they are above a cap."""
    found = list(kinds)
    for excess in decided.world.demands.excesses:
        found += [replace(kind, subject=excess.other) for kind in found if excess.selector.takes(kind)]
    return found


def _lacking(decided: Decided) -> Iterator[Minimum | Share]:
    """The demands that approved hours do not prove to be met."""
    demands, approved = decided.world.demands, decided.counts.proven(Stage.APPROVED)
    for item in demands.minima:
        if _hours(decided, approved, item.selector) < item.hours:
            yield item
    for choice in demands.choices:
        if not any(approved.hours(item.selector) >= item.hours for item in choice):
            yield from choice
    if not approved.met:
        yield from demands.shares


def _hours(decided: Decided, solution: Solution, selector: Selector) -> Fraction:
    """Hours that count of a minimum; of a mere tree they are those of the subject."""
    if decided.world.demands.simple:
        tree = decided.world.demands.tree
        return next(solution.subjects[name] for name in tree.nodes if tree.below(name) == selector.subjects)
    return solution.hours(selector)


def _is_full(decided: Decided, cap: Most) -> bool:
    """Whether a cap leaves something out while nobody knows what the hours are of."""
    solutions = [decided.counts.proven(stage) for stage in (Stage.APPROVED, Stage.LEARNED)]
    full = any(solution.hours(cap.selector) >= cap.hours for solution in solutions)
    return (full and not cap.per_day) or any(solution.rows.left_out for solution in solutions)


def _about_parts(
    decided: Decided, portion: Portion, lacking: Iterable[Minimum | Share], full: Iterable[Most]
) -> Iterator[Question]:
    demands, unit, kind = decided.world.demands, decided.world.rules.rule.unit, portion.kind
    inside = {other.subject for other in _reach(decided, portion.elsewhere) if other.subject != kind.subject}
    needs = [
        item
        for item in lacking
        if kind.subject not in item.selector.subjects and item.selector.subjects & inside
    ]
    caps = [cap for cap in full if kind.subject in cap.selector.above and cap.selector.takes(kind)]
    if not needs and not caps:
        return
    row = portion.key if isinstance(portion.key, int) else None
    openings, node = decided.maker.openings(kind.subject), demands.tree.nodes[kind.subject]
    values = {"row": row, "hours": portion.hours, "name": node.name, "unit": unit}
    parts = "、".join(dict.fromkeys(_asked(item, unit) for item in (*needs, *caps)))
    hangs, key = say("hangs_on_parts", parts=parts), f"{PARTS}{portion.key}"
    if len(openings) == 1:
        text = say("question_parts" if row else "question_parts_quick", part=openings[0].name, **values)
        yield Question(key, "hours", text, row, None, portion.hours, hangs)
        return
    if decided.maker.says_several(portion):
        part = next(iter(decided.maker.unanswered(portion)), None)
        if part:
            text = say("question_part" if row else "question_part_quick", part=part.name, **values)
            yield Question(f"{key}:{part.id}", "hours", text, row, None, portion.hours, hangs)
        return
    text = say("question_subject" if row else "question_subject_quick", **values)
    names = (item.name for item in decided.maker.settled(node.id))
    yield Question(key, "choice", text, row, (*names, SEVERAL, UNKNOWN), None, hangs)


def _asked(item: Minimum | Share | Most, unit: str) -> str:
    """What the rule asks, in a few words."""
    if isinstance(item, Share):
        return say("at_least_share", name=item.name, ratio=item.ratio)
    code = "at_least" if isinstance(item, Minimum) else "at_most"
    return say(code, name=item.name, hours=item.hours, unit=unit)


def _about_values(
    decided: Decided, portion: Portion, lacking: Iterable[Minimum | Share], full: Iterable[Most]
) -> Iterator[Question]:
    row = portion.key if isinstance(portion.key, int) else None
    kinds = _reach(decided, (portion.kind, *portion.elsewhere, *portion.maybe))
    rule, tree = decided.world.rules.rule, decided.world.demands.tree
    for index, axis in enumerate(rule.axes):
        if portion.kind.values[index] is not None:
            continue
        own = {value.id for value in axis.values}
        needed = any(
            item.selector.values and item.selector.values & own and any(map(item.selector.takes, kinds))
            for item in lacking
        )
        if needed or any(index in cap.selector.axes and cap.selector.takes(portion.kind) for cap in full):
            name, unit = tree.nodes[portion.kind.subject].name, rule.unit
            code = "question_value" if row else "question_value_quick"
            text = say(code, row=row, axis=axis.name, name=name, hours=portion.hours, unit=unit)
            options = (*(item.name for item in axis.values), NOT_KNOWN)
            hangs = say("hangs_on_value", axis=axis.name)
            yield Question(f"{VALUE}{portion.key}:{axis.id}", "choice", text, row, options, None, hangs)
