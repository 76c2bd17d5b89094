"""A ledger's hours as portions: what kind they are, and what they may have been where it was not written."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from xueshi.judge.demands import CARRIED, MADE_UP, Demands
from xueshi.judge.tally import ZERO, Kind, Portion
from xueshi.judge.verdict import AnswerError, RowVerdict, Stage
from xueshi.ledger.cells import plain, read_hours
from xueshi.ledger.entries import Entry, RowError
from xueshi.model.rule import Requirement, Rule
from xueshi.model.structure import plain_number
from xueshi.texts import say

PARTS, VALUE = "parts:", "value:"
UNKNOWN = ("", "不清楚", "不知道")
"""Answers that leave a question open."""


class Portions:
    """Makes portions from rows or quick totals under one set of demands, using the answers given."""

    def __init__(self, rule: Rule, demands: Demands, answers: Mapping[str, Any]) -> None:
        self.rule, self.demands, self.tree, self.answers = rule, demands, demands.tree, answers
        self.conversions = {item.id: item for item in rule.conversions}
        self.required = demands.required()
        self.answer_errors: list[AnswerError] = []
        self.row_errors: list[RowError] = []
        self.used: set[str] = set()

    def openings(self, subject: str) -> tuple[Requirement, ...]:
        """Sub-subjects with a minimum that plain hours of this subject may have been of."""
        walk = self.tree.nodes[subject].walk()
        return tuple(node for node in walk if node.id != subject and node.id in self.required)

    def settled(self, subject: str) -> tuple[Requirement, ...]:
        """Sub-subjects that say enough of hours: what lies below them has no minimum."""
        walk = self.tree.nodes[subject].walk()
        return tuple(node for node in walk if node.id != subject and not self.openings(node.id))

    def of_rows(self, entries: Sequence[Entry], rows: Sequence[RowVerdict]) -> tuple[Portion, ...]:
        """The portions of the rows that count."""
        return tuple(
            portion
            for entry, row in zip(entries, rows, strict=True)
            if row.stage is not Stage.EXCLUDED
            for portion in self._of_row(entry, row)
        )

    def of_totals(self, totals: Mapping[str, str]) -> tuple[Portion, ...]:
        """Portions of quick hours; unreadable hours become row errors without a row."""
        portions: list[Portion] = []
        for node_id, cell in totals.items():
            if not plain(cell) or plain(cell) == "0":
                continue
            node, hours = self.tree.nodes.get(node_id), read_hours(cell, self.rule.unit)
            if node is None or hours is None:
                known = "、".join(item.name for item in self.tree.nodes.values())
                text, value = ("row_hours", cell) if node else ("row_subject", node_id)
                column = node.name if node else node_id
                self.row_errors.append(RowError(None, column, cell, say(text, value=value, names=known)))
                continue
            kind = Kind(node_id, tuple(None for _ in self.demands.axes))
            portions.extend(self._divided(Portion(node_id, kind, hours, Stage.LEARNED)))
        return tuple(portions)

    def _of_row(self, entry: Entry, row: RowVerdict) -> Iterator[Portion]:
        values = tuple(self._value(entry, axis) for axis in range(len(self.demands.axes)))
        kind = Kind(
            entry.subject, values, self._origin(entry), entry.completed if self.demands.by_day else None
        )
        portion = Portion(entry.row, kind, entry.hours, row.stage)
        if entry.conversion:
            subjects = self.conversions[entry.conversion].subjects
            whole = tuple(replace(kind, subject=name) for name in subjects[1:])
            yield self._open_values(replace(portion, whole=whole))
        else:
            yield from self._divided(portion)

    def _origin(self, entry: Entry) -> str | None:
        if entry.conversion:
            return entry.conversion
        if entry.completed < self.rule.period.start:
            return CARRIED
        return MADE_UP if entry.completed > self.rule.period.end else None

    def _value(self, entry: Entry, axis: int) -> str | None:
        """The value of a row on an axis: as written, or as answered."""
        written = entry.values[axis]
        question = f"{VALUE}{entry.row}:{self.rule.axes[axis].id}"
        if written is not None or question not in self.answers:
            return written
        self.used.add(question)
        answer = str(self.answers[question]).strip()
        if answer in UNKNOWN:
            return None
        names = {name: value.id for value in self.rule.axes[axis].values for name in (value.id, value.name)}
        if answer not in names:
            message = say(
                "answer_choice", allowed="、".join(value.name for value in self.rule.axes[axis].values)
            )
            self.answer_errors.append(AnswerError(question, answer, message))
        return names.get(answer)

    def _divided(self, portion: Portion) -> Iterator[Portion]:
        """A portion, or its parts where the answer says which hours were of which sub-subject."""
        question, openings = f"{PARTS}{portion.key}", self.openings(portion.kind.subject)
        if not openings:
            yield self._open_values(portion)
            return
        parts = None
        if question in self.answers:
            self.used.add(question)
            parts = self._parts(question, portion, self.answers[question], openings)
        if parts is None:
            below = self.tree.below(portion.kind.subject) - {portion.kind.subject}
            subjects = [name for name in self.tree.nodes if name in below]
            kinds = (replace(portion.kind, subject=name) for name in subjects)
            opened = self._open_values(portion)
            spread = (inner for kind in kinds for inner in (kind, *self._values_of(kind)))
            yield replace(opened, elsewhere=(*spread, *opened.maybe), maybe=())
            return
        rest = portion.hours - sum(parts.values(), ZERO)
        for name, hours in (*parts.items(), (portion.kind.subject, rest)):
            if hours:
                kind = replace(portion.kind, subject=name)
                yield self._open_values(replace(portion, kind=kind, hours=hours))

    def _open_values(self, portion: Portion) -> Portion:
        """A portion with the kinds it may be of because a value on an axis is not written down."""
        lawful = (portion.kind, *portion.whole)
        maybe = (kind for base in lawful for kind in self._values_of(base))
        return replace(portion, maybe=(*portion.whole, *maybe))

    def _values_of(self, kind: Kind) -> Iterator[Kind]:
        choices = (
            (value,) if value is not None else (None, *axis)
            for value, axis in zip(kind.values, self.demands.axes, strict=True)
        )
        for values in itertools.product(*choices):
            if values != kind.values:
                yield replace(kind, values=values)

    def _parts(
        self, question: str, portion: Portion, value: object, openings: tuple[Requirement, ...]
    ) -> dict[str, Fraction] | None:
        """Hours by sub-subject: from a number (of the one sub-subject), a name (all hours), or a mapping.

        None when the answer leaves the question open or cannot be used.
        """
        if value == {} or str(value).strip() in UNKNOWN:
            return None
        names = {node.id: node.name for node in self.settled(portion.kind.subject)}
        named = next((node_id for node_id, name in names.items() if value in (node_id, name)), None)
        if isinstance(value, Mapping):
            given = value
        elif named is None and len(openings) > 1:
            self._refuse(question, value, portion)
            return None
        else:
            given = {named: plain_number(portion.hours)} if named else {openings[0].id: value}
        parts: dict[str, Fraction] = {}
        for node_id, cell in given.items():
            if str(cell).strip() in UNKNOWN:
                return None
            amount = ZERO if str(cell).strip() == "0" else read_hours(str(cell), self.rule.unit)
            if node_id == named:
                amount = portion.hours
            if node_id not in names or amount is None or isinstance(cell, bool):
                self._refuse(question, cell, portion)
                return None
            parts[node_id] = amount
        if sum(parts.values(), ZERO) > portion.hours:
            self._refuse(question, value, portion)
            return None
        return parts

    def _refuse(self, question: str, value: object, portion: Portion) -> None:
        if len(self.openings(portion.kind.subject)) > 1:
            allowed = "、".join(node.name for node in self.settled(portion.kind.subject))
            message = say("answer_choice", allowed=allowed)
        else:
            message = say("answer_parts", max=portion.hours)
        self.answer_errors.append(AnswerError(question, str(value), message))
