"""The questions whose answers can still change the status, and what hangs on each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from xueshi.judge.decide import ALL_APPROVED, ALL_DECLARED, NO, OPTIONS, ORDER, UNKNOWN, Decided, reached
from xueshi.judge.person import Person
from xueshi.judge.portions import PARTS, VALUE
from xueshi.judge.solve import solve
from xueshi.judge.tally import Portion
from xueshi.judge.verdict import AnswerError, Question, Stage, Status
from xueshi.model.rule import Requirement
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
    if any(item.parts_open for item in decided):
        rows = next(item for item in decided if item.parts_open)
        questions.extend(_about_rows(rows))
    return questions


def _about_person(person: Person, decided: Sequence[Decided]) -> list[Question]:
    """Questions of the rule for which some change of the answer alone changes what is possible."""
    if len(decided) == 1:
        return []
    by_answers = {tuple(sorted(item.world.answers.items())): item.statuses for item in decided}
    questions = []
    for name in person.open:
        reach: dict[str, set[Status]] = {option: set() for option in person.asked[name]}
        matters = False
        for item in decided:
            answer = item.world.answers[name]
            reach[answer] |= item.statuses
            others = ({**item.world.answers, name: option} for option in person.asked[name])
            matters = matters or any(
                by_answers.get(tuple(sorted(other.items())), item.statuses) != item.statuses
                for other in others
            )
        if matters:
            hangs = "；".join(
                say("hangs_on_option", option=option, statuses=_names(statuses))
                for option, statuses in reach.items()
            )
            options = (*person.asked[name], NOT_KNOWN)
            questions.append(Question(name, "choice", person.item(name).text, None, options, None, hangs))
    return questions


def _names(statuses: Iterable[Status]) -> str:
    return "或".join(STATUS_NAMES[status] for status in ORDER if status in set(statuses))


def _about_stage(decided: Decided, answers: Mapping[str, Any]) -> Question:
    code = ALL_DECLARED if answers.get(ALL_APPROVED) == NO else ALL_APPROVED
    text = say(f"question_{code}", last=decided.row_judge.last_declare)
    return Question(code, "choice", text, None, OPTIONS, None, say(f"hangs_on_{code}"))


def stage_answer_errors(answers: Mapping[str, Any]) -> tuple[AnswerError, ...]:
    """Answers about the procedure that are none of its options: told, and treated as not given."""
    message = say("answer_choice", allowed="、".join(OPTIONS))
    given = ((name, answers[name]) for name in (ALL_APPROVED, ALL_DECLARED) if name in answers)
    return tuple(
        AnswerError(name, str(value), message) for name, value in given if value not in ("", *OPTIONS)
    )


def _about_rows(decided: Decided) -> list[Question]:
    demands = decided.world.demands
    proven = solve(demands, reached(decided.portions, Stage.APPROVED)).subjects
    required = demands.required()
    questions: list[Question] = []
    for portion in reached(decided.portions, Stage.LEARNED):
        openings = decided.maker.openings(portion.kind.subject)
        lacking = [node for node in openings if proven[node.id] < required[node.id]]
        if portion.elsewhere and lacking:
            questions.append(_about_parts(decided, portion, openings, lacking))
        questions.extend(_about_values(decided, portion))
    return questions[:MOST_QUESTIONS]


def _about_parts(
    decided: Decided, portion: Portion, openings: Sequence[Requirement], lacking: Sequence[Requirement]
) -> Question:
    tree, unit, required = (
        decided.world.demands.tree,
        decided.world.rules.rule.unit,
        decided.world.demands.required(),
    )
    row = portion.key if isinstance(portion.key, int) else None
    node = tree.nodes[portion.kind.subject]
    values = {"row": row, "hours": portion.hours, "name": node.name, "unit": unit}
    least = (say("at_least", name=item.name, hours=required[item.id], unit=unit) for item in lacking)
    hangs, key = say("hangs_on_parts", parts="、".join(least)), f"{PARTS}{portion.key}"
    if len(openings) == 1:
        text = say("question_parts" if row else "question_parts_quick", part=openings[0].name, **values)
        return Question(key, "hours", text, row, None, portion.hours, hangs)
    text = say("question_subject" if row else "question_subject_quick", **values)
    names = (item.name for item in decided.maker.settled(node.id))
    return Question(key, "choice", text, row, (*names, UNKNOWN), None, hangs)


def _about_values(decided: Decided, portion: Portion) -> Iterator[Question]:
    row = portion.key if isinstance(portion.key, int) else None
    for axis, value in zip(decided.world.rules.rule.axes, portion.kind.values, strict=True):
        if value is None and row is not None:
            text = say("question_value", row=row, axis=axis.name)
            options = (*(item.name for item in axis.values), NOT_KNOWN)
            hangs = say("hangs_on_value", axis=axis.name)
            yield Question(f"{VALUE}{row}:{axis.id}", "choice", text, row, options, None, hangs)
