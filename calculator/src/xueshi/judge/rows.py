"""One entry under one rule on one day: which stage it has reached, and why.

Sources: the notice's clauses on period, declaring, review and plan filing; ``texts`` words each reason.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property

from xueshi.judge.providers import ProviderIndex
from xueshi.judge.tally import ZERO
from xueshi.judge.verdict import Citation, Issue, IssueLevel, RowVerdict, Stage
from xueshi.judge.workdays import WorkDays
from xueshi.ledger.entries import Entry
from xueshi.model.published import Rules
from xueshi.model.rule import (
    AutoCreditPolicy,
    CarryOverPolicy,
    Deadline,
    Duty,
    Period,
    PlanFilingPolicy,
    Review,
)
from xueshi.model.shapes import Window
from xueshi.model.values import Silence, Source
from xueshi.texts import HOUSE, HOUSE_RULES, say


def cite(rules: Rules, source: Source | None) -> Citation | None:
    """A source with its document; silence about the document means the main notice."""
    if source is None:
        return None
    return Citation(source.document or rules.document, source.clause, source.evidence, source.derivation)


def stated(deadline: Deadline | Silence) -> datetime.date | None:
    """The last day a deadline names, or None where the notice names none."""
    if isinstance(deadline, Silence) or isinstance(deadline.date, Silence):
        return None
    return deadline.date


def review_clock(review: Review) -> str:
    """The stated review days one after the other with their sum; empty where none are stated."""
    stages = ((Duty.EMPLOYER, review.employer_days), (Duty.DEPARTMENT, review.department_days))
    given = [(duty, days) for duty, days in stages if not isinstance(days, Silence)]
    parts = [say("review_clock_stage", duty=duty.value, days=days) for duty, days in given]
    if len(parts) == 1:
        return parts[0]
    return say("review_clock", stages="＋".join(parts), sum=sum(days for _, days in given)) if parts else ""


Alike = dict[tuple[object, ...], tuple[Stage, tuple[Issue, ...]]]
"""Stage and issues of rows that differ only in what makes no difference to them."""


class RowJudge:
    """Judges entries one by one; remembers those seen, so that a repetition is excluded.

    ``alike`` holds what is known from other ledgers under the same rules on the same day; it grows.
    """

    _words = True

    def __init__(
        self,
        rules: Rules,
        today: datetime.date,
        providers: ProviderIndex,
        workdays: WorkDays,
        alike: Alike,
    ) -> None:
        self.rules, self.rule, self.today = rules, rules.rule, today
        self.providers, self.workdays = providers, workdays
        self.last_learn = stated(self.rule.deadlines.learn)
        self.in_time = stated(self.rule.deadlines.declare)
        self.last_declare = self.in_time
        if self.in_time and self.rule.make_up:
            self.last_declare = max(self.in_time, self.rule.make_up.end)
        self.last_review = stated(self.rule.deadlines.review)
        days = (self.rule.review.employer_days, self.rule.review.department_days)
        self.review_days = tuple(count for count in days if not isinstance(count, Silence))
        ends = [self.rule.period.end, *([self.last_learn] if self.last_learn else ()), *providers.closing]
        self.usual = self.rule.period.start, min(ends)
        """Days of the year on which it makes no difference when something was learned."""
        self._seen: dict[tuple[object, ...], int] = {}
        self._counted: dict[tuple[object, ...], int] = {}
        self._alike = alike

    def judge(self, entry: Entry) -> RowVerdict:
        """The stage and issues of one entry. Its hours count whole or not at all."""
        first = self._seen.setdefault(entry.content(), entry.row)
        if first != entry.row:
            issue = self._issue("duplicate_row", IssueLevel.EXCLUDED, None, first=first)
            return RowVerdict(entry.row, entry.subject, entry.hours, ZERO, Stage.EXCLUDED, (issue,))
        start, end = self.usual
        look = (
            None if start <= entry.completed <= end else entry.completed,
            entry.automatic,
            entry.declared,
            entry.reviewed,
            entry.plan_filed,
            entry.provider,
            entry.subject,
            entry.way,
        )
        found = self._alike.get(look)
        if found is None:
            found = self._alike[look] = self.alone(entry)
        stage, issues = found
        if stage is Stage.EXCLUDED:
            return RowVerdict(entry.row, entry.subject, entry.hours, ZERO, stage, issues)
        first = self._counted.setdefault(entry.learning(), entry.row) if entry.course else entry.row
        if first != entry.row:
            issues = (*issues, self._issue("nearly_duplicate", IssueLevel.WARNING, None, first=first))
        if entry.shown is not None and entry.shown != entry.hours:
            issues = (*issues, self._differs(entry))
        return RowVerdict(entry.row, entry.subject, entry.hours, entry.hours, stage, issues)

    def alone(self, entry: Entry) -> tuple[Stage, tuple[Issue, ...]]:
        """Stage and issues of an entry whatever the others are.

        They are those of all entries that differ only in course, hours and the day within the year.
        """
        issues = tuple(self._exclusions(entry))
        if any(issue.level is IssueLevel.EXCLUDED for issue in issues):
            return Stage.EXCLUDED, issues
        return self.stage(entry), (*issues, *self._remarks(entry))

    def stage(self, entry: Entry) -> Stage:
        """How far an entry that counts has come by ``today``."""
        if entry.automatic:
            known = self.rule.auto_credit.policy is AutoCreditPolicy.AUTOMATIC
            return Stage.APPROVED if known else Stage.LEARNED
        if entry.reviewed and entry.reviewed <= self.today:
            return Stage.APPROVED
        if entry.declared and entry.declared <= self.today:
            return Stage.DECLARED
        return Stage.LEARNED

    def review_due(self, declared: datetime.date) -> datetime.date | None:
        """Last day of the stated review days, one review after the other; None where none are stated."""
        if not self.review_days:
            return None
        return self.workdays.after(declared, sum(self.review_days)).date

    @cached_property
    def _clock(self) -> str:
        return review_clock(self.rule.review)

    def turns(self, days: Sequence[datetime.date]) -> Iterator[bool]:
        """Of days one after the other: whether a row declared then may count otherwise than a day before.

        Where it may not, codes and stage are those of the day before, and only sentences name another day.
        """
        lasts = {self.today, self.in_time, self.last_declare}
        count, due = sum(self.review_days), self.workdays.after
        overdue = bisect_left(days, self.today, key=lambda day: due(day, count).date) if count else None
        for at, day in enumerate(days):
            yield not at or at == overdue or day - datetime.timedelta(days=1) in lasts

    def _issue(
        self, code: str, level: IssueLevel, source: Source | None, text: str | None = None, **values: object
    ) -> Issue:
        if not self._words:
            return Issue(code, level, "", None)
        cited = cite(self.rules, source)
        if cited is None and code in HOUSE_RULES:
            cited = Citation(HOUSE, *HOUSE_RULES[code])
        return Issue(code, level, say(text or code, **values), cited)

    def _exclusions(self, entry: Entry) -> Iterator[Issue]:
        window = self._window(entry)
        if window is None:
            yield self._outside(entry)
            return
        if window is self.rule.period and self.last_learn and entry.completed > self.last_learn:
            yield self._learned_too_late(entry, self.last_learn)
        if not entry.automatic and entry.plan_filed is False:
            yield self._plan_not_filed()
        last = self.last_declare if window is self.rule.make_up else self.in_time
        if last and self._too_late(entry, last):
            deadline = self.rule.deadlines.declare
            source = deadline.source if isinstance(deadline, Deadline) else None
            late = entry.declared is not None and entry.declared <= self.today and not entry.automatic
            text = "not_declared_in_time" if late else "not_declared_at_all"
            yield self._issue(
                "not_declared_in_time",
                IssueLevel.EXCLUDED,
                source,
                text,
                last=last,
                declared=entry.declared,
            )
            yield from self._auto_credit_remarks(entry)

    def _window(self, entry: Entry) -> Period | Window | None:
        """The days within which an entry counts: the period, or a window for carrying over or making up."""
        carried = self.rule.carry_over.window
        for days in (self.rule.period, carried, self.rule.make_up):
            if days and days.start <= entry.completed <= days.end:
                return days
        return None

    def _outside(self, entry: Entry) -> Issue:
        period, carry = self.rule.period, self.rule.carry_over
        text = {
            CarryOverPolicy.FORBIDDEN: "outside_period_forbidden",
            CarryOverPolicy.NOT_STATED: "outside_period_not_stated",
            CarryOverPolicy.ALLOWED: "outside_period",
        }[carry.policy]
        forbidden = carry.policy is CarryOverPolicy.FORBIDDEN and carry.sources
        source = carry.sources[0] if forbidden else period.source
        values = {"completed": entry.completed, "start": period.start, "end": period.end}
        return self._issue("outside_period", IssueLevel.EXCLUDED, source, text, **values)

    def _learned_too_late(self, entry: Entry, last: datetime.date) -> Issue:
        deadline = self.rule.deadlines.learn
        source = deadline.source if isinstance(deadline, Deadline) else None
        level = IssueLevel.EXCLUDED
        return self._issue("learned_too_late", level, source, completed=entry.completed, last=last)

    def _plan_not_filed(self) -> Issue:
        filing = self.rule.plan_filing
        if filing.policy is PlanFilingPolicy.REFUSED:
            return self._issue("plan_not_filed", IssueLevel.EXCLUDED, filing.source)
        asked = filing.policy is PlanFilingPolicy.ASKED
        text = "plan_not_filed_asked" if asked else "plan_not_filed_silent"
        return self._issue("plan_not_filed", IssueLevel.WARNING, filing.source, text, scope=filing.scope)

    def _too_late(self, entry: Entry, last: datetime.date) -> bool:
        """Declared after the last day, or not declared and the last day is over.

        A review date without a declaration date shows that the declaration came no later than it.
        """
        if entry.automatic:
            known = self.rule.auto_credit.policy is AutoCreditPolicy.AUTOMATIC
            return not known and self.today > last
        if entry.declared and entry.declared <= self.today:
            return entry.declared > last
        if not entry.declared and entry.reviewed and entry.reviewed <= min(last, self.today):
            return False
        return self.today > last

    def _remarks(self, entry: Entry) -> Iterator[Issue]:
        yield from self._auto_credit_remarks(entry)
        yield from self._date_remarks(entry)
        yield from self._plan_remarks(entry)
        yield from self._review_remarks(entry)
        yield from self._provider_remarks(entry)

    def _differs(self, entry: Entry) -> Issue:
        unit, level = self.rule.unit, IssueLevel.WARNING
        return self._issue("platform_differs", level, None, shown=entry.shown, hours=entry.hours, unit=unit)

    def _auto_credit_remarks(self, entry: Entry) -> Iterator[Issue]:
        credit = self.rule.auto_credit
        if entry.automatic and credit.policy is AutoCreditPolicy.NOT_STATED:
            yield self._issue("auto_credit_not_stated", IssueLevel.WARNING, self.rule.declaration.source)
        elif entry.automatic and self._doubtful(entry):
            yield self._issue(
                "auto_credit_doubtful", IssueLevel.WARNING, credit.source, channel=credit.channel
            )

    def _doubtful(self, entry: Entry) -> bool:
        """Whether a row that is said to have entered by itself is written like one that was declared."""
        ways = self.rule.auto_credit.ways
        other_way = bool(ways and entry.way and not any(way in entry.way for way in ways))
        return other_way or entry.declared is not None or entry.reviewed is not None

    def _date_remarks(self, entry: Entry) -> Iterator[Issue]:
        if entry.automatic:
            return
        if entry.declared and entry.declared > self.today:
            yield self._issue("declared_in_future", IssueLevel.INFO, None, declared=entry.declared)
        if entry.reviewed and entry.reviewed > self.today:
            yield self._issue("reviewed_in_future", IssueLevel.INFO, None, reviewed=entry.reviewed)
        if entry.reviewed and entry.reviewed <= self.today and not entry.declared:
            yield self._issue("declared_date_missing", IssueLevel.INFO, None, reviewed=entry.reviewed)

    def _plan_remarks(self, entry: Entry) -> Iterator[Issue]:
        filing = self.rule.plan_filing
        unknown = not entry.automatic and entry.plan_filed is None
        if unknown and filing.policy is PlanFilingPolicy.REFUSED and self.stage(entry) is not Stage.APPROVED:
            yield self._issue("plan_filing_unknown", IssueLevel.WARNING, filing.source)

    def _review_remarks(self, entry: Entry) -> Iterator[Issue]:
        if entry.automatic:
            return
        stage = self.stage(entry)
        if stage is Stage.DECLARED and entry.declared:
            due = self.review_due(entry.declared)
            if due and self.today > due:
                source = self.rule.review.source
                yield self._issue(
                    "review_overdue",
                    IssueLevel.WARNING,
                    source,
                    due=due,
                    clock=self._clock,
                    declared=entry.declared,
                )
        late = entry.reviewed and self.last_review and entry.reviewed > self.last_review
        deadline = self.rule.deadlines.review
        if stage is Stage.APPROVED and late and isinstance(deadline, Deadline):
            yield self._issue(
                "reviewed_after_year_end",
                IssueLevel.WARNING,
                deadline.source,
                reviewed=entry.reviewed,
                last=self.last_review,
            )

    def _provider_remarks(self, entry: Entry) -> Iterator[Issue]:
        if not entry.provider:
            return
        listed = self.providers.find(entry.provider)
        if not listed:
            text = "provider_not_listed" if self.rules.providers_open else "provider_not_listed_closed"
            values = {"provider": entry.provider}
            source = next((item.source for item in self.rules.providers if item.source), None)
            yield self._issue("provider_not_listed", IssueLevel.WARNING, source, text, **values)
            return
        if not self.providers.offers(listed, entry.subject):
            names = "、".join(self.providers.subject_names(listed))
            yield self._issue("provider_other_subject", IssueLevel.WARNING, listed[0].source, names=names)
        closes = [provider.closes_on for provider in listed if provider.closes_on]
        if closes and max(closes) < min(self.rule.period.end, entry.completed):
            source = self._close_source()
            yield self._issue("platform_closed", IssueLevel.WARNING, source, closed=max(closes))

    def _close_source(self) -> Source | None:
        deadline = self.rule.deadlines.platform_close
        return deadline.source if isinstance(deadline, Deadline) else None


class Wordless(RowJudge):
    """The same stages, codes and levels without sentences and sources, which cost more than all the rest."""

    _words = False
