"""What is still open about a ledger, and the statuses its answers can lead to.

Two things can be open: which part of plain hours was of a sub-subject (``parts:<row>``), and, in quick mode,
how far the hours have come (``all_approved``, ``all_declared``). Statuses never get worse when hours or
stages are added, so it is enough to look at the least and the most favourable answer of each.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from xueshi.judge.tally import ZERO, Pool, Tree, minimum
from xueshi.judge.verdict import AnswerError, Question, Stage, Status
from xueshi.ledger.cells import read_hours
from xueshi.model.rule import Requirement
from xueshi.model.structure import plain_number
from xueshi.texts import say

ALL_APPROVED = "all_approved"
ALL_DECLARED = "all_declared"
PARTS = "parts:"
YES, NO, UNKNOWN = "是", "否", "不清楚"
OPTIONS = (YES, NO, UNKNOWN)


def status_of(tree: Tree, pools: Sequence[Pool], *, favourable: bool) -> Status:
    """The status of pools whose stage is known, open hours taken as proven or as most favourable."""
    enough = tree.could_be_met if favourable else tree.met
    if enough(pool for pool in pools if pool.stage is Stage.APPROVED):
        return Status.MET
    if enough(pool for pool in pools if pool.stage is not Stage.EXCLUDED):
        return Status.PENDING
    return Status.SHORT


def quick_stages(answers: Mapping[str, str], today: datetime.date, last: datetime.date | None) -> list[Stage]:
    """The stages that hours without dates may have reached, least favourable first."""
    undeclared = Stage.EXCLUDED if last and today > last else Stage.LEARNED
    approved, declared = answers.get(ALL_APPROVED), answers.get(ALL_DECLARED)
    if approved == YES:
        return [Stage.APPROVED]
    below = {YES: [Stage.DECLARED], NO: [undeclared]}.get(declared or "", [undeclared, Stage.DECLARED])
    return below if approved == NO else [*below, Stage.APPROVED]


def read_parts(
    tree: Tree, key: int | str, subject: str, hours: Fraction, value: object, unit: str
) -> tuple[dict[str, Fraction] | None, AnswerError | None]:
    """The answer to ``parts:<key>``: hours of the one sub-subject, the name of the sub-subject that all hours
    were of, or a mapping from sub-subject ids to hours."""
    question, openings = f"{PARTS}{key}", tree.openings(subject)
    names = {node.id: node.name for node in tree.nodes[subject].walk() if node.id != subject}
    named = next((node_id for node_id, name in names.items() if name == value), None)
    if isinstance(value, Mapping):
        given = value
    else:
        given = {named: plain_number(hours)} if named else {openings[0].id: value}
    parts: dict[str, Fraction] = {}
    for node_id, cell in given.items():
        if str(cell).strip() in ("", UNKNOWN, "不知道"):
            return None, None
        amount = ZERO if str(cell).strip() == "0" else read_hours(str(cell), unit)
        if node_id not in names or amount is None or isinstance(cell, bool):
            return None, AnswerError(question, str(cell), say("answer_parts", max=hours))
        parts[node_id] = amount
    if sum(parts.values(), ZERO) > hours:
        return None, AnswerError(question, str(value), say("answer_parts", max=hours))
    return parts, None


def parts_questions(tree: Tree, pools: Iterable[Pool], unit: str) -> list[Question]:
    """A question for each pool whose open hours could still fill a minimum that is not proven."""
    counted = [pool for pool in pools if pool.stage is not Stage.EXCLUDED]
    approved = tree.totals(pool for pool in counted if pool.stage is Stage.APPROVED)
    questions = []
    for pool in counted:
        openings = tree.openings(pool.subject)
        lacking = [node for node in openings if approved[node.id] < minimum(node)]
        if pool.parts is not None or not lacking:
            continue
        row = pool.key if isinstance(pool.key, int) else None
        values = {"row": row, "hours": pool.hours, "name": tree.nodes[pool.subject].name, "unit": unit}
        hangs = say("hangs_on_parts", parts=_asked(lacking, unit))
        key = f"{PARTS}{pool.key}"
        if len(openings) == 1:
            asked = say("question_parts" if row else "question_parts_quick", part=openings[0].name, **values)
            questions.append(Question(key, "hours", asked, row, None, pool.hours, hangs))
        else:
            asked = say("question_subject" if row else "question_subject_quick", **values)
            names = (node.name for node in tree.nodes[pool.subject].walk() if node.id != pool.subject)
            questions.append(Question(key, "choice", asked, row, (*names, UNKNOWN), None, hangs))
    return questions


def _asked(nodes: Iterable[Requirement], unit: str) -> str:
    return "、".join(say("at_least", name=node.name, hours=minimum(node), unit=unit) for node in nodes)


def stage_questions(answers: Mapping[str, str], last: datetime.date | None) -> list[Question]:
    """The question on how far hours without dates have come."""
    code = ALL_DECLARED if answers.get(ALL_APPROVED) == NO else ALL_APPROVED
    text = say(f"question_{code}", last=last)
    return [Question(code, "choice", text, None, OPTIONS, None, say(f"hangs_on_{code}"))]


def at_stage(pools: Iterable[Pool], stage: Stage) -> list[Pool]:
    """The same pools, all at one stage."""
    return [dataclasses.replace(pool, stage=stage) for pool in pools]
