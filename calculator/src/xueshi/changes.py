"""What differs between two rules, in words a reader can check: “公需必修：至少 24 → 至少 30”.

Used where a receipt is opened under a rule that has changed since, and wherever two years are compared.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields

from xueshi.model.rule import Deadline, Deadlines, Requirement, Rule
from xueshi.model.structure import unstructure
from xueshi.model.values import Silence
from xueshi.texts import TEXTS, day, hours_text, say


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: its place in the rule, its name, and both values in words."""

    field: str
    name: str
    before: str
    after: str

    @property
    def message(self) -> str:
        """The change as one sentence."""
        return say("change", name=self.name, before=self.before, after=self.after)


def changes(before: Rule, after: Rule) -> tuple[Change, ...]:
    """Everything that differs between two rules, subjects first. Sources and notes are not compared."""
    return tuple(
        change
        for part in (_subjects, _period, _deadlines, _policies, _rest)
        for change in part(before, after)
        if change.before != change.after
    )


def _subjects(before: Rule, after: Rule) -> Iterator[Change]:
    old, new = ({node.id: node for node in rule.requirements.walk()} for rule in (before, after))
    for name in dict.fromkeys((*old, *new)):
        label = (new.get(name) or old[name]).name
        yield Change(f"requirements.{name}", label, _minimum(old.get(name)), _minimum(new.get(name)))


def _minimum(node: Requirement | None) -> str:
    if node is None:
        return say("change_absent")
    parts = []
    if isinstance(node.min_hours, Silence):
        parts.append(say("change_no_minimum"))
    else:
        parts.append(say("change_minimum", hours=node.min_hours))
    if node.min_ratio:
        parts.append(say("change_ratio", ratio=hours_text(node.min_ratio.value), of=node.min_ratio.of.value))
    if node.cap:
        parts.append(say("change_cap", hours=node.cap.hours))
    return "，".join(parts)


def _period(before: Rule, after: Rule) -> Iterator[Change]:
    yield Change("unit", say("change_unit"), before.unit, after.unit)
    old, new = (say("change_days", start=rule.period.start, end=rule.period.end) for rule in (before, after))
    yield Change("period", say("change_period"), old, new)


def _deadlines(before: Rule, after: Rule) -> Iterator[Change]:
    for item in fields(Deadlines):
        old, new = (getattr(rule.deadlines, item.name) for rule in (before, after))
        name = TEXTS[f"deadline_{item.name}"]
        yield Change(f"deadlines.{item.name}", name, _deadline(old), _deadline(new))


def _deadline(value: Deadline | Silence) -> str:
    if isinstance(value, Silence):
        return value.value
    return day(value.date) if isinstance(value.date, datetime.date) else value.printed


_POLICIES: Mapping[str, Callable[[Rule], str]] = {
    "carry_over": lambda rule: rule.carry_over.policy.value,
    "auto_credit": lambda rule: rule.auto_credit.policy.value,
    "plan_filing": lambda rule: rule.plan_filing.policy.value,
    "employer_days": lambda rule: _days(rule.review.employer_days),
    "department_days": lambda rule: _days(rule.review.department_days),
}


def _days(value: int | Silence) -> str:
    return value.value if isinstance(value, Silence) else say("change_workdays", count=value)


def _policies(before: Rule, after: Rule) -> Iterator[Change]:
    for name, read in _POLICIES.items():
        yield Change(name, TEXTS[f"policy_{name}"], read(before), read(after))


_LISTS = ("axes", "caps", "units", "conversions", "questions", "variants", "conditions", "not_modelled")


def _rest(before: Rule, after: Rule) -> Iterator[Change]:
    """Lists of the rarer shapes: entry by entry, changed as a whole."""
    for field in _LISTS:
        old, new = (
            {getattr(item, "id", None) or item.name: item for item in getattr(rule, field)}
            for rule in (before, after)
        )
        for key in dict.fromkeys((*old, *new)):
            was, now = old.get(key), new.get(key)
            item = now or was
            name = getattr(item, "name", None) or getattr(item, "text", key)
            if unstructure(was) != unstructure(now):
                words = (say("change_absent"), say("change_present"), say("change_other"))
                both = was is not None and now is not None
                yield Change(
                    f"{field}.{key}", name, words[was is not None], words[2 if both else now is not None]
                )
