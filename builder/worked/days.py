"""Worked cases made from a rule: both sides of every day that it names."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from builder.worked.person import DAY, Case, CaseMaker, date_of
from xueshi.ledger import table
from xueshi.model.published import WorkCalendar
from xueshi.model.rule import AutoCreditPolicy, CarryOverPolicy, PlanFilingPolicy
from xueshi.model.values import Silence
from xueshi.texts import say

LATER = datetime.timedelta(days=400)


class Days(CaseMaker):
    """The last day and the day after it, of each kind."""

    def cases(self) -> Iterator[Case]:
        yield from self._learned()
        yield from self._declared()
        yield from self._reviewed()
        yield from self._steps()
        yield from self._policies()

    def _within(self, day: datetime.date) -> bool:
        """Whether what was learned on a day counts."""
        if self.rule.period.start <= day <= self.rule.period.end:
            return self.learn is None or day <= self.learn
        return not self._outside(day)

    def _outside(self, day: datetime.date) -> bool:
        """Whether a day lies neither in the period nor in a window."""
        periods = (self.rule.period, self.rule.carry_over.window, self.rule.make_up)
        return not any(days and days.start <= day <= days.end for days in periods)

    def _learned(self) -> Iterator[Case]:
        """What was learned on the first and last days of period and windows, and beside them."""
        edges = [self.rule.period.start, self.rule.period.end, *([self.learn] if self.learn else ())]
        for window in (self.rule.carry_over.window, self.rule.make_up):
            edges += [window.start, window.end] if window else []
        for edge in edges:
            for day in (edge - DAY, edge, edge + DAY):
                stage = "approved" if self._within(day) else "excluded"
                expect: Case = {}
                if self._outside(day):
                    expect = {"issues": {"2": ["outside_period"]}}
                row = self.row(day, **{table.DECLARED: "", table.REVIEWED: ""}, **self._automatic())
                if self._automatic():
                    yield self.case(f"{day} 学完", day, expect | {"rows": {"2": {"stage": stage}}}, row)
                else:
                    stage = "learned" if stage == "approved" else stage
                    yield self.case(
                        f"{day} 学完，未申报", day, expect | {"rows": {"2": {"stage": stage}}}, row
                    )

    def _automatic(self) -> dict[str, str]:
        known = self.rule.auto_credit.policy is AutoCreditPolicy.AUTOMATIC
        return {table.ENTRY_MODE: table.ENTRY_AUTOMATIC} if known else {}

    def _declared(self) -> Iterator[Case]:
        """Declared, or not yet declared, on the last day and on the day after."""
        if self.declare is None:
            return
        done = self.rule.period.start
        for day, late in ((self.declare, False), (self.declare + DAY, True)):
            declared = self.row(done, **{table.DECLARED: day, table.REVIEWED: ""})
            stage = "excluded" if late else "declared"
            yield self.case(f"{day} 申报", day, {"rows": {"2": {"stage": stage}}}, declared)
            undeclared = self.row(done, **{table.DECLARED: "", table.REVIEWED: ""})
            stage = "excluded" if late else "learned"
            yield self.case(f"{day} 还没有申报", day, {"rows": {"2": {"stage": stage}}}, undeclared)

    def _reviewed(self) -> Iterator[Case]:
        """Reviewed on the last day and after; still waiting when the working days are over, and later."""
        last, done = date_of(self.rule.deadlines.review), self.rule.period.start
        for day in (last, last + DAY) if last else ():
            issues = ["reviewed_after_year_end"] if last and day > last else []
            row = self.row(done, **{table.DECLARED: done, table.REVIEWED: day})
            yield self.case(f"{day} 审核", day, {"issues": {"2": issues}}, row)
        days = (self.rule.review.employer_days, self.rule.review.department_days)
        stated = [count for count in days if not isinstance(count, Silence)]
        if not stated:
            return
        due = _workday(self.rules.calendar, done, sum(stated))
        for day in (due, due + DAY):
            row = self.row(done, **{table.REVIEWED: ""})
            issues = ["review_overdue"] if day > due else []
            yield self.case(f"{done} 申报，{day} 还没有审核", day, {"issues": {"2": issues}}, row)

    def _steps(self) -> Iterator[Case]:
        """With nothing learned yet: by when to learn and to declare, and what is no longer asked for."""
        start = self.rule.period.start
        if any("total" in variant.waives for variant in self.person.variants):
            return
        wanted: dict[str, str | None] = {"learn": self.learn.isoformat() if self.learn else None}
        if self.declare:
            last = max(self.declare, self.rule.make_up.end) if self.rule.make_up else self.declare
            wanted["declare"] = last.isoformat()
        yield self.case("年初什么也没有学", start, {"next_steps": wanted})
        filing = date_of(self.rule.deadlines.plan_filing)
        if filing and self.rule.plan_filing.policy is PlanFilingPolicy.REFUSED:
            yield self.case("备案截止日", filing, {"next_steps": {"file_plan": filing.isoformat()}})
            yield self.case("备案截止后一天", filing + DAY, {"no_steps": ["file_plan"]})

    def _policies(self) -> Iterator[Case]:
        """A row outside the year, one without a filed plan, one that entered by itself: what is said."""
        day = self.rule.period.start - LATER
        ending = {
            CarryOverPolicy.ALLOWED: "不计入。",
            CarryOverPolicy.FORBIDDEN: "不得结转",
            CarryOverPolicy.NOT_STATED: "能否结转，通知没有写明",
        }[self.rule.carry_over.policy]
        early = self.row(day, **self._automatic())
        yield self.case("早于本年度的一行", self.rule.period.start, {"says": {"2": [ending]}}, early)
        filing, done = self.rule.plan_filing, self.rule.period.start
        text = {
            PlanFilingPolicy.REFUSED: say("plan_not_filed"),
            PlanFilingPolicy.ASKED: say("plan_not_filed_asked", scope=filing.scope),
            PlanFilingPolicy.NOT_STATED: say("plan_not_filed_silent"),
        }[filing.policy]
        row = self.row(done, **{table.PLAN_FILED: table.NO})
        yield self.case("计划没有备案的一行", done, {"says": {"2": [text]}}, row)
        automatic = self.row(done, **dict.fromkeys((table.DECLARED, table.REVIEWED), ""))
        automatic[table.ENTRY_MODE] = table.ENTRY_AUTOMATIC
        stage = "approved" if self._automatic() else "learned"
        yield self.case("自动入账的一行", done, {"rows": {"2": {"stage": stage}}}, automatic)


def _workday(calendar: WorkCalendar, start: datetime.date, count: int) -> datetime.date:
    """The so-many-th working day after a day."""
    off = {day for year in calendar.years for day in year.days_off}
    extra = {day for year in calendar.years for day in year.workdays}
    day = start
    while count:
        day += DAY
        count -= day in extra or (day.weekday() < 5 and day not in off)
    return day
