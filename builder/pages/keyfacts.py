"""The four answers people ask for after the numbers, in a few words: for a city-year's first screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xueshi.model.policy import CityYear
from xueshi.model.rule import AutoCreditPolicy, CarryOverPolicy, PlanFilingPolicy, Review, Rule
from xueshi.model.values import Silence, Source

SILENT = "通知没有写明"

CARRY_OVER = {
    CarryOverPolicy.ALLOWED: "可以",
    CarryOverPolicy.FORBIDDEN: "不得结转",
    CarryOverPolicy.NOT_STATED: SILENT,
}
AUTO_CREDIT = {AutoCreditPolicy.AUTOMATIC: "有，不用申报", AutoCreditPolicy.NOT_STATED: SILENT}
PLAN_FILING = {
    PlanFilingPolicy.REFUSED: "申报的不予认可",
    PlanFilingPolicy.ASKED: "后果没有写明",
    PlanFilingPolicy.NOT_STATED: SILENT,
}


@dataclass(frozen=True, slots=True)
class KeyFact:
    """One question in two to four characters, and its answer."""

    name: str
    text: str
    sources: tuple[Source, ...] = ()
    silent: bool = False


def keyfacts(year: CityYear) -> list[KeyFact]:
    """Carry-over, automatic credit, review days, plans that were not filed."""
    return list(_keyfacts(year.rule))


def _keyfacts(rule: Rule) -> Iterator[KeyFact]:
    yield KeyFact(
        "能否结转",
        CARRY_OVER[rule.carry_over.policy],
        rule.carry_over.sources,
        rule.carry_over.policy is CarryOverPolicy.NOT_STATED,
    )
    auto = rule.auto_credit
    yield KeyFact(
        "自动计入",
        AUTO_CREDIT[auto.policy],
        (auto.source,) if auto.source else (),
        auto.policy is AutoCreditPolicy.NOT_STATED,
    )
    days = _review(rule.review)
    yield KeyFact("审核时限", days or "没有写天数", (rule.review.source,), days is None)
    filing = rule.plan_filing
    yield KeyFact(
        "未备案的",
        PLAN_FILING[filing.policy],
        (filing.source,) if filing.source else (),
        filing.policy is not PlanFilingPolicy.REFUSED,
    )


def _review(review: Review) -> str | None:
    employer, department = review.employer_days, review.department_days
    if isinstance(employer, Silence) and isinstance(department, Silence):
        return None
    if employer == department:
        return f"单位、主管部门各 {employer} 个工作日"
    parts = [
        f"{who} {days} 个工作日"
        for who, days in (("单位", employer), ("主管部门", department))
        if not isinstance(days, Silence)
    ]
    return "，".join(parts)
