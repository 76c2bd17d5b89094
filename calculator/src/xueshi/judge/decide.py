"""A ledger's pools, the statuses its open questions allow, and the one that holds in all of them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from xueshi.judge import worlds
from xueshi.judge.tally import ZERO, Pool, Tree
from xueshi.judge.verdict import AnswerError, Question, RowVerdict, Stage, Status
from xueshi.ledger.cells import plain, read_hours
from xueshi.ledger.entries import RowError
from xueshi.texts import say


@dataclass(frozen=True, slots=True)
class Outcome:
    """The status, the questions still open, and the pools whose tallies are shown."""

    status: Status
    questions: tuple[Question, ...]
    pools: tuple[Pool, ...]


class Pools:
    """Makes pools from rows or from quick totals, using the answers about parts."""

    def __init__(self, tree: Tree, unit: str, answers: Mapping[str, Any]) -> None:
        self.tree, self.unit, self.answers = tree, unit, answers
        self.errors: list[AnswerError] = []
        self.row_errors: list[RowError] = []
        self.used: set[str] = set()

    def of_rows(self, rows: Sequence[RowVerdict]) -> tuple[Pool, ...]:
        """One pool for each row that counts."""
        counted = (row for row in rows if row.stage is not Stage.EXCLUDED)
        return tuple(self._pool(row.row, row.subject, row.counted, row.stage) for row in counted)

    def of_totals(self, totals: Mapping[str, str]) -> tuple[Pool, ...]:
        """One pool for each subject with hours; unreadable hours become row errors without a row."""
        pools = []
        for node_id, cell in totals.items():
            if not plain(cell) or plain(cell) == "0":
                continue
            node, hours = self.tree.nodes.get(node_id), read_hours(cell, self.unit)
            if node is None or hours is None:
                known = "、".join(item.name for item in self.tree.nodes.values())
                column = node.name if node else node_id
                text = "row_hours" if node else "row_subject"
                self.row_errors.append(
                    RowError(None, column, cell, say(text, value=cell if node else node_id, names=known))
                )
                continue
            pools.append(self._pool(node_id, node_id, hours, Stage.LEARNED))
        return tuple(pools)

    def _pool(self, key: int | str, subject: str, hours: Fraction, stage: Stage) -> Pool:
        question = f"{worlds.PARTS}{key}"
        if question not in self.answers or not self.tree.openings(subject):
            return Pool(key, subject, hours, stage)
        self.used.add(question)
        parts, error = worlds.read_parts(self.tree, key, subject, hours, self.answers[question], self.unit)
        if error:
            self.errors.append(error)
        return Pool(key, subject, hours, stage, parts)


def decide_rows(tree: Tree, pools: tuple[Pool, ...], unit: str) -> Outcome:
    """Rows have their stages; only the parts of plain hours can be open."""
    proven = worlds.status_of(tree, pools, favourable=False)
    if worlds.status_of(tree, pools, favourable=True) is proven:
        return Outcome(proven, (), pools)
    return Outcome(Status.NEEDS_INFO, tuple(worlds.parts_questions(tree, pools, unit)), pools)


def decide_totals(
    tree: Tree,
    pools: tuple[Pool, ...],
    unit: str,
    answers: Mapping[str, Any],
    today: datetime.date,
    last: datetime.date | None,
) -> Outcome:
    """Quick totals: the stage is open as far as the answers leave it, the same for all hours."""
    given = {key: str(value) for key, value in answers.items()}
    stages = worlds.quick_stages(given, today, last)
    views = [worlds.at_stage(pools, stage) for stage in stages]
    proven = [worlds.status_of(tree, view, favourable=False) for view in views]
    possible = [worlds.status_of(tree, view, favourable=True) for view in views]
    shown = next((view for view in views if view and view[0].stage is not Stage.EXCLUDED), views[0])
    if len({*proven, *possible}) == 1:
        return Outcome(proven[0], (), tuple(views[0] if proven[0] is Status.SHORT else shown))
    questions: list[Question] = []
    if len(set(proven)) > 1 or len(set(possible)) > 1:
        questions.extend(worlds.stage_questions(given, last))
    if proven != possible:
        questions.extend(worlds.parts_questions(tree, worlds.at_stage(pools, Stage.LEARNED), unit))
    return Outcome(Status.NEEDS_INFO, tuple(questions), tuple(worlds.at_stage(pools, Stage.LEARNED)))


def tallies(tree: Tree, pools: Sequence[Pool], least: Stage) -> dict[str, Fraction]:
    """Proven hours of each node that have reached at least a stage."""
    sums = tree.totals(pool for pool in pools if pool.stage.rank >= least.rank)
    return {node_id: sums.get(node_id, ZERO) for node_id in tree.nodes}
