"""Whether the worked cases of a rule hold every number, date and choice of words in its place.

Each is changed by one step, alone: a number by a half and by one (a share also by a hundredth), a date by a
day, a policy to each other one. At least one case has to fail for each change; what no case notices could be
misprinted without anybody seeing.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator, Sequence
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any

from builder.catalog import Catalog
from builder.folder import Folder
from builder.worked.files import BUNDLE, ROOT, bundle
from builder.worked.made import made_cases
from builder.worked.person import Case
from xueshi import jsontext
from xueshi.cases import differences
from xueshi.judge import compile_rule
from xueshi.model.published import Rules
from xueshi.model.rule import AutoCreditPolicy, CarryOverPolicy, Duty, PlanFilingPolicy, Rule
from xueshi.model.shapes import CapPer, RatioOf
from xueshi.model.values import Source
from xueshi.rulesjson import parse_rules
from xueshi.texts import hours_text

SHAPES = BUNDLE.with_name("shapes.json")
"""Invented rules of every shape with their cases, for the tests."""

CHOICES = (AutoCreditPolicy, CarryOverPolicy, PlanFilingPolicy, RatioOf, CapPer)
NOT_IN_A_VERDICT = ("deadlines.platform_filing",)
"""Published on the page only: it binds departments and bases, not the person whose ledger is judged."""


@dataclasses.dataclass(frozen=True)
class Change:
    """One value of a rule changed by one step: where it stands, what it was, what it became."""

    place: str
    before: str
    after: str
    rule: Rule

    def __str__(self) -> str:
        return f"{self.place}：{self.before} 改为 {self.after}"


def changes(rule: Rule) -> Iterator[Change]:
    """Every one-step change of a rule; none of one that is refused, for nothing in it decides."""
    if rule.not_modelled:
        return
    for place, before, after, changed in _changes(rule, ""):
        if not _is_the_same(place, changed):
            yield Change(place, _shown(before), _shown(after), changed)


def survivors(rules: Rules, cases: Sequence[Case]) -> Iterator[Change]:
    """The changes that no case notices."""
    order = list(cases)
    for change in changes(rules.rule):
        changed = compile_rule(dataclasses.replace(rules, rule=change.rule))
        killer = next((case for case in order if differences(changed, case)), None)
        if killer is None:
            yield change
        else:
            order.remove(killer)
            order.insert(0, killer)


@dataclasses.dataclass(frozen=True)
class Report:
    """How many changes of one rule were tried, and those that no case notices."""

    name: str
    cases: int
    tried: int
    unnoticed: tuple[Change, ...]

    @property
    def lines(self) -> Iterator[str]:
        """The result in words, then each change that was not noticed."""
        told = f"{len(self.unnoticed)} 处没有算例发现" if self.unnoticed else "每一处都有算例发现"
        yield f"{self.name}：改动 {self.tried} 处，算例 {self.cases} 个，{told}。"
        yield from (f"  {change}" for change in self.unnoticed)


def report(name: str, rules: Rules, cases: Sequence[Case]) -> Report:
    """The changes of one rule held against its cases and those that can be made from it."""
    cases = [*cases, *made_cases(rules)]
    tried = sum(1 for _ in changes(rules.rule))
    return Report(name, len(cases), tried, tuple(survivors(rules, cases)))


def run_mutations(folder: Folder, catalog: Catalog, root: Path) -> int:
    """Print the report of every published rule and every invented one; 1 when some change goes unnoticed."""
    unnoticed = 0
    for text in (bundle(folder, catalog), _shapes(root)):
        for name, entry in jsontext.loads(text).items():
            found = report(name, parse_rules(entry["rules"]), entry["cases"])
            print(*found.lines, sep="\n")
            unnoticed += len(found.unnoticed)
    if unnoticed:
        print(f"共有 {unnoticed} 处改动没有算例发现：请在对应的 .cases.yml 里补上算例。")
        return 1
    print("每个数、每个日期、每种政策改动一步，都有算例发现。")
    return 0


def _shapes(root: Path) -> str:
    """The bundle of invented rules of every shape, empty where the checkout has no tests."""
    path = root / SHAPES.relative_to(ROOT)
    return path.read_text(encoding="utf-8") if path.is_file() else "{}"


def _is_the_same(place: str, changed: Rule) -> bool:
    """Whether a change means nothing: a window that reaches into the period, which comes first there."""
    carried, period = changed.carry_over.window, changed.period
    if place == "carry_over.window.end":
        return carried is not None and carried.end >= period.start
    return place == "make_up.start" and changed.make_up is not None and changed.make_up.start <= period.end


def _changes(value: Any, place: str) -> Iterator[tuple[str, Any, Any, Any]]:
    """Place, old and new value, and the whole with the one changed."""
    if isinstance(value, Source) or place in NOT_IN_A_VERDICT:
        return
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            name = getattr(item, "id", index)
            for inner, before, after, changed in _changes(item, f"{place}[{name}]"):
                yield inner, before, after, (*value[:index], changed, *value[index + 1 :])
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            inside = f"{place}.{field.name}" if place else field.name
            for inner, before, after, changed in _changes(getattr(value, field.name), inside):
                yield inner, before, after, dataclasses.replace(value, **{field.name: changed})
    else:
        for step in _steps(value, place):
            yield place, value, step, step


def _steps(value: Any, place: str) -> Iterator[Any]:
    if isinstance(value, CHOICES) or (isinstance(value, Duty) and place == "deadlines.before_title.duty"):
        yield from (other for other in type(value) if other is not value)
    elif isinstance(value, StrEnum | bool):
        return
    elif isinstance(value, datetime.date):
        yield from (value - datetime.timedelta(days=1), value + datetime.timedelta(days=1))
    elif isinstance(value, int):
        yield from (value - 1, value + 1)
    elif isinstance(value, Fraction):
        steps = (Fraction(1, 2), Fraction(1), *((Fraction(1, 100),) if value.denominator > 2 else ()))
        found = sorted(value + sign * step for step in steps for sign in (1, -1))
        yield from (other for other in found if other >= 0)


def _shown(value: object) -> str:
    return hours_text(value) if isinstance(value, Fraction) else str(value)
