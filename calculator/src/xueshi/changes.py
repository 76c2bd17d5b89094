"""What differs between two rules, in words a reader can check: “公需必修：至少 24 → 至少 30”.

Used where a receipt is opened under a rule that has changed since, and wherever two years are compared.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields

from xueshi.model.plain import unstructure
from xueshi.model.rule import Deadline, Deadlines, Requirement, Rule
from xueshi.model.values import Silence
from xueshi.texts import TEXTS, day, hours_text, say


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: its place in the rule, its name, both values in words, and all of it told.

    ``words`` is a plain phrase without a full stop: “取消公需必修的下限（原来至少 24 学时）”.
    """

    field: str
    name: str
    before: str
    after: str
    words: str

    @property
    def message(self) -> str:
        """The change as one short sentence, before and after side by side."""
        return say("change", name=self.name, before=self.before, after=self.after)


def changes(before: Rule, after: Rule, *, years: int = 0) -> tuple[Change, ...]:
    """Everything that differs between two rules, subjects first. Sources and notes are not compared.

    ``years`` is how many years the second is for later than the first: a day that only moved along with
    them has not changed.
    """
    return tuple(
        change
        for part in (_subjects, _period, _deadlines, _policies, _rest)
        for change in part(before, after, years)
        if change.before != change.after
    )


def told(
    name: str, before: str | None, after: str | None, *, gone: str = "diff_unsaid", new: str = "diff_added"
) -> str:
    """A difference in words; None is what was not stated.

    ``gone`` and ``new`` are the texts for what is stated no more, and for what was not before.
    """
    first, second = _spaced(before or ""), _spaced(after or "")
    if before is None:
        return say(new, name=name, after=after)
    if after is None:
        return say(gone, name=name, before=first)
    return say("diff_changed", name=name, before=first + " " * first.endswith("%"), after=second)


def _spaced(text: str) -> str:
    """An amount stands apart from the Chinese before it; a date does not."""
    return f" {text}" if re.match(r"[\d.]+[ %]", text) else text


def _subjects(before: Rule, after: Rule, _years: int) -> Iterator[Change]:
    old, new = ({node.id: node for node in rule.requirements.walk()} for rule in (before, after))
    for key in dict.fromkeys((*old, *new)):
        was, now = old.get(key), new.get(key)
        if was is not None and now is not None and _alike(was, now):
            continue
        name = (now or old[key]).name
        first = _demands(was, before.unit) if was else None
        second = _demands(now, after.unit) if now else None
        if was is None or now is None:
            none = say("change_no_minimum")
            words = told(
                say("diff_subject", name=name),
                first or none if was else None,
                second or none if now else None,
                gone="diff_removed",
            )
        else:
            label = name if first and second else say("diff_minimum", name=name)
            words = told(label, first, second, gone="diff_removed")
        yield Change(f"requirements.{key}", name, _minimum(was), _minimum(now), words)


def _alike(was: Requirement, now: Requirement) -> bool:
    """Whether two subjects ask the same, so that nothing has to be put in words."""
    return was.min_hours == now.min_hours and was.min_ratio == now.min_ratio and was.cap == now.cap


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


def _demands(node: Requirement, unit: str) -> str | None:
    """What a subject demands, with the unit; None where it demands nothing of its own."""
    parts = []
    if not isinstance(node.min_hours, Silence):
        parts.append(say("diff_hours", hours=node.min_hours, unit=unit))
    if node.min_ratio:
        parts.append(say("change_ratio", ratio=hours_text(node.min_ratio.value), of=node.min_ratio.of.value))
    if node.cap:
        parts.append(say("diff_cap", hours=node.cap.hours, unit=unit))
    return "，".join(parts) or None


def _period(before: Rule, after: Rule, years: int) -> Iterator[Change]:
    if before.unit != after.unit:
        unit = say("change_unit")
        yield Change("unit", unit, before.unit, after.unit, told(unit, before.unit, after.unit))
    ends = ((before.period.start, after.period.start), (before.period.end, after.period.end))
    if not all(_same_day(first, second, years) for first, second in ends):
        name = say("change_period")
        old, new = (
            say("change_days", start=rule.period.start, end=rule.period.end) for rule in (before, after)
        )
        yield Change("period", name, old, new, told(name, old, new))


def _deadlines(before: Rule, after: Rule, years: int) -> Iterator[Change]:
    for item in fields(Deadlines):
        old, new = (getattr(rule.deadlines, item.name) for rule in (before, after))
        if old is new:  # nothing stated in either
            continue
        first, second = _date(old), _date(new)
        if first is not None and second is not None and _same_day(first, second, years):
            continue
        name = TEXTS[f"deadline_{item.name}"]
        said = "diff_said" if item.name == "before_title" else "diff_added"
        words = told(name, _last_day(old, before), _last_day(new, after), new=said)
        yield Change(f"deadlines.{item.name}", name, _deadline(old), _deadline(new), words)


def _date(value: Deadline | Silence) -> datetime.date | None:
    day = value.date if isinstance(value, Deadline) else None
    return day if isinstance(day, datetime.date) else None


def _same_day(first: datetime.date, second: datetime.date, years: int) -> bool:
    """Whether a day only moved along with the years; the last day of February stays the last."""
    if second.year - first.year != years:
        return False
    lasts = all((day + datetime.timedelta(days=1)).day == 1 for day in (first, second))
    return first.month == second.month and (first.day == second.day or lasts)


def _deadline(value: Deadline | Silence) -> str:
    if isinstance(value, Silence):
        return value.value
    return day(value.date) if isinstance(value.date, datetime.date) else value.printed


def _last_day(value: Deadline | Silence, rule: Rule) -> str | None:
    """A deadline in words; the year is said only where it is not the rule's own."""
    if isinstance(value, Silence):
        return None
    if not isinstance(value.date, datetime.date):
        return say("diff_named", name=value.printed)
    if value.date.year == rule.period.start.year:
        return say("diff_day", month=value.date.month, day=value.date.day)
    return day(value.date)


_POLICIES: Mapping[str, Callable[[Rule], str]] = {
    "carry_over": lambda rule: rule.carry_over.policy.value,
    "auto_credit": lambda rule: rule.auto_credit.policy.value,
    "plan_filing": lambda rule: rule.plan_filing.policy.value,
    "employer_days": lambda rule: _days(rule.review.employer_days),
    "department_days": lambda rule: _days(rule.review.department_days),
}


def _days(value: int | Silence) -> str:
    return value.value if isinstance(value, Silence) else say("change_workdays", count=value)


def _policies(before: Rule, after: Rule, _years: int) -> Iterator[Change]:
    for key, read in _POLICIES.items():
        name, old, new = TEXTS[f"policy_{key}"], read(before), read(after)
        if old == new:
            continue
        words = told(name, _policy(old), _policy(new), new="diff_said")
        yield Change(key, name, old, new, words)


def _policy(value: str) -> str | None:
    if value in set(Silence):
        return None
    words = TEXTS.get(f"policy_words_{value}")
    return say("diff_named", name=words) if words else value


LISTS = ("axes", "caps", "units", "conversions", "questions", "variants", "conditions", "not_modelled")
"""The rarer shapes of a rule."""


def _rest(before: Rule, after: Rule, _years: int) -> Iterator[Change]:
    """Lists of the rarer shapes: entry by entry, changed as a whole."""
    for field in LISTS:
        if not getattr(before, field) and not getattr(after, field):
            continue
        old, new = (
            {getattr(item, "id", None) or item.name: item for item in getattr(rule, field)}
            for rule in (before, after)
        )
        for key in dict.fromkeys((*old, *new)):
            was, now = old.get(key), new.get(key)
            item = now or was
            name = getattr(item, "name", None) or getattr(item, "text", key)
            if unstructure(was) != unstructure(now):
                states = (say("change_absent"), say("change_present"), say("change_other"))
                both = was is not None and now is not None
                second = states[2 if both else now is not None]
                shown = say("diff_named", name=name)
                words = (
                    say("diff_content", name=name)
                    if both
                    else told(TEXTS[f"list_{field}"], shown if was else None, shown if now else None)
                )
                yield Change(f"{field}.{key}", name, states[was is not None], second, words)
