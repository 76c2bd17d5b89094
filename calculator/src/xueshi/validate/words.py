"""Rules for what is told in words: it says the same as the values it sums up and the evidence it rests on."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import fields
from fractions import Fraction

from xueshi.model.plain import plain_number
from xueshi.model.policy import CityYear
from xueshi.model.rule import (
    AutoCredit,
    AutoCreditPolicy,
    CarryOver,
    CarryOverPolicy,
    Deadline,
    Deadlines,
    PlanFiling,
    PlanFilingPolicy,
)
from xueshi.model.structure import Fault, Path
from xueshi.model.values import Source
from xueshi.validate.numbers import ARABIC, PrintedDay, days_in, plain
from xueshi.validate.walk import Check, field_names

REFUSAL = re.compile(r"不得|不能|不可|不予|不准|不许|不允许|不再|不计|不认|不结转|禁止|无效|作废|清零")
"""Words with which a notice refuses something."""

BY_ITSELF = re.compile(r"自动|直接|无需|不需|不用|免")
"""Words with which a notice says that nothing has to be declared."""

MONTH_DAY = re.compile(r"\d{1,2}月\d{1,2}[日号]")

LEAST = r"(?:科目|课程|课)?(不少于|不低于|至少|最少|≥)?"
"""What may stand between a subject and its minimum."""


def summary_tells_the_rule(city_year: CityYear, path: Path) -> Iterator[Fault]:
    """Numbers in the summary are values of the year; one that follows a subject is the subject's minimum."""
    text = plain(city_year.summary)
    told = (city_year.year, city_year.rule, city_year.rates, city_year.forms, city_year.targets)
    parts = _parts(told, [])
    known, days = set(_values(parts)), set(_days(parts))
    days |= {(item.month, item.day) for item in _printed(city_year.rule.deadlines)}
    for printed in days_in(text):
        if (printed.month, printed.day) not in days:
            found = f"概括里的 {printed.month} 月 {printed.day} 日不是本年度的日期"
            yield Fault("E228", (*path, "summary"), found)
    for word in dict.fromkeys(ARABIC.findall(MONTH_DAY.sub("", text))):
        if _number(word) not in known:
            yield Fault("E228", (*path, "summary"), f"概括里的 {word} 不是本年度的数")
    tree = city_year.rule.requirements.walk()
    minima = {node: node.min_hours for node in tree if isinstance(node.min_hours, Fraction)}
    others = known - set(minima.values())
    changes = [change for variant in city_year.rule.variants for change in variant.minima]
    for node, hours in minima.items():
        least = {hours} | {change.min_hours for change in changes if change.id == node.id}
        names = "|".join(re.escape(plain(name)) for name in (node.name, *node.aliases))
        for match in re.finditer(rf"(?:{names}){LEAST}({ARABIC.pattern})(?![\d.年月])", text):
            number = _number(match[2])
            if number in known and number not in (least if match[1] else least | others):
                found = f"概括里说“{match[0]}”，规则里“{node.name}”至少 {plain_number(hours)}"
                yield Fault("E228", (*path, "summary"), found)


def carry_over_is_in_evidence(node: CarryOver, path: Path) -> Iterator[Fault]:
    """Evidence of forbidden carry-over refuses something; evidence of allowed carry-over does not."""
    for index, source in enumerate(node.sources):
        place = (*path, "sources", index)
        if node.policy is CarryOverPolicy.FORBIDDEN:
            yield from _refuses(source, place, node.policy, refuses=True)
        elif node.policy is CarryOverPolicy.ALLOWED:
            yield from _refuses(source, place, node.policy, refuses=False)


def plan_filing_is_in_evidence(node: PlanFiling, path: Path) -> Iterator[Fault]:
    """Evidence of a consequence refuses something; where filing is only asked for, it does not."""
    if node.source is not None and node.policy is not PlanFilingPolicy.NOT_STATED:
        refuses = node.policy is PlanFilingPolicy.REFUSED
        yield from _refuses(node.source, (*path, "source"), node.policy, refuses=refuses)


def auto_credit_is_in_evidence(node: AutoCredit, path: Path) -> Iterator[Fault]:
    """Evidence of automatic credit says that something goes by itself."""
    if node.policy is not AutoCreditPolicy.AUTOMATIC or node.source is None:
        return
    if node.source.derivation is None and not BY_ITSELF.search(plain(node.source.evidence)):
        found = f"policy 是“{node.policy}”，证据却没有说自动、直接或无需申报"
        yield Fault("E244", (*path, "source", "evidence"), found)


def _refuses(source: Source, path: Path, policy: str, *, refuses: bool) -> Iterator[Fault]:
    found = REFUSAL.search(plain(source.evidence))
    if source.derivation is not None or refuses == (found is not None):
        return
    says = f"证据却说“{found[0]}”" if found else "证据却没有“不得”“不予”一类的字"
    yield Fault("E244", (*path, "evidence"), f"policy 是“{policy}”，{says}")


def _number(word: str) -> Fraction:
    return Fraction(word.replace(",", ""))


def _printed(deadlines: Deadlines) -> Iterator[PrintedDay]:
    """Days as the notice prints them, also those no calendar has."""
    for item in fields(deadlines):
        deadline = getattr(deadlines, item.name)
        if isinstance(deadline, Deadline):
            yield from days_in(deadline.printed)


def _days(parts: list[object]) -> Iterator[tuple[int, int]]:
    """Month and day of every date among some values."""
    for part in parts:
        if isinstance(part, datetime.date):
            yield part.month, part.day


def _values(parts: list[object]) -> Iterator[Fraction]:
    """Every number among some values, with the parts of fractions and days."""
    for part in parts:
        if isinstance(part, datetime.date):
            yield from map(Fraction, (part.year, part.month, part.day))
        elif isinstance(part, int | Fraction) and not isinstance(part, bool):
            number = Fraction(part)
            yield from (number, Fraction(number.numerator), Fraction(number.denominator))


def _parts(value: object, found: list[object]) -> list[object]:
    """Every value inside an object of the model that is neither text nor holds others."""
    if isinstance(value, tuple):
        for item in value:
            _parts(item, found)
    elif names := field_names(value):
        for name in names:
            item = getattr(value, name)
            if not isinstance(item, str):
                _parts(item, found)
    else:
        found.append(value)
    return found


CHECKS: tuple[tuple[type, Check], ...] = (
    (CityYear, summary_tells_the_rule),
    (CarryOver, carry_over_is_in_evidence),
    (PlanFiling, plan_filing_is_in_evidence),
    (AutoCredit, auto_credit_is_in_evidence),
)
