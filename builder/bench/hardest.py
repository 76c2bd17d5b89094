"""Which lawful ledger takes longest under which rule: invented at random, each of every shape.

Rules vary the one of every shape: minima, shares, caps, conversions, choices. Ledgers have up to 2,000 rows,
with hours and empty cells of many kinds. The measure is a plain sum of 2,000 rows on the same machine.
"""

from __future__ import annotations

import datetime
import random
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from builder.bench.shapes import ANSWERS, every_shape, shaped_ledger
from xueshi.judge import judge
from xueshi.ledger.entries import Reader
from xueshi.ledger.names import ITEM
from xueshi.ledger.table import Ledger, ledger_of_rows
from xueshi.model.published import Rules
from xueshi.model.rule import Requirement, Rule
from xueshi.model.shapes import (
    Axis,
    Cap,
    CapPer,
    Conversion,
    OneOf,
    Ratio,
    RatioOf,
    Recognition,
    SubjectCap,
)
from xueshi.model.values import Source

TODAY = datetime.date(2026, 2, 1)
ROWS = 2000
LEAVES = {"compulsory": "公需必修", "elective": "公需选修", "core": "专业核心", "other": "专业其他"}
ABOVE = {"public": "公需", "professional": "专业", "total": "总学时"}
RATIOS = ("1/2", "1/3", "2/3", "1/7", "3/11")
DECLARED = ("申报", "2026-01-05", "2026-01-15")


class _Maker:
    """One rule and one ledger, all of them by one number."""

    def __init__(self, rules: Rules, number: int) -> None:
        self.base, self.dice = rules, random.Random(number)
        self.source: Source = rules.rule.period.source
        self.count = self.dice.choice((100, 300, 1000, ROWS))
        self.scale = self.dice.choice((0.05, 0.3, 1.0, 2.0, 4.0)) * self.count / ROWS

    def hours(self, most: int, least: int = 1) -> Fraction:
        """Hours of a rule, in proportion to the ledger."""
        return Fraction(self.dice.randrange(least, int(most * self.scale) + 2))

    def maybe(self, chance: float) -> bool:
        """Whether something comes about."""
        return self.dice.random() < chance

    def rule(self) -> Rule:
        """A rule of every shape, with other numbers."""
        rule, dice = self.base.rule, self.dice
        axes = tuple(self.axis(axis) for axis in rule.axes)
        caps = [self.cap(f"cap{place}", axes[place % 2]) for place in range(dice.randrange(5))]
        if self.maybe(0.7):
            caps.append(Cap("day", "每天", Fraction(dice.choice((2, 4, 8, 12))), self.source, CapPer.DAY))
        if self.maybe(0.3):
            inner, hours = (
                (dice.choice(("public", "professional", "core")),),
                Fraction(dice.choice((1, 2, 3))),
            )
            caps.append(Cap("inner", "每天某科", hours, self.source, CapPer.DAY, inner))
        return replace(
            rule,
            requirements=self.node(rule.requirements),
            axes=axes,
            caps=tuple(caps),
            conversions=tuple(self.conversion(f"work{place}") for place in range(dice.randrange(5))),
        )

    def node(self, node: Requirement) -> Requirement:
        """A subject with other numbers."""
        cap = None
        if node.id != "total" and self.maybe(0.5):
            cap = SubjectCap(self.hours(600), self.source, self.excess(node.id))
        ratio = None
        if self.maybe(0.35):
            share = Fraction(self.dice.choice(RATIOS))
            ratio = Ratio(share, self.dice.choice(list(RatioOf)), self.source)
        return replace(
            node,
            cap=cap,
            min_ratio=ratio,
            min_hours=self.hours(900, 0) if self.maybe(0.5) else node.min_hours,
            source=self.source,
            children=tuple(map(self.node, node.children)),
        )

    def excess(self, name: str) -> str | None:
        """Where hours above the cap of a subject count: never within it."""
        inside = {"public": ("elective", "compulsory"), "professional": ("core", "other"), "compulsory": ()}
        others = ("professional", "other", "core", "elective")
        free = [None, *(other for other in others if other != name and other not in inside.get(name, ()))]
        return self.dice.choice(free) if name != "compulsory" else None

    def axis(self, axis: Axis) -> Axis:
        """An axis with other minima and choices."""
        dice = self.dice
        values = tuple(
            replace(
                value,
                min_hours=self.hours(300, 0) if self.maybe(0.5) else value.min_hours,
                source=self.source,
                within=dice.choice(("total", "public", "professional", "core")),
            )
            for value in axis.values
        )
        names = [value.id for value in values]
        choices = tuple(
            OneOf(
                f"one_{axis.id}_{place}",
                "任选其一",
                tuple(dice.sample(names, dice.randrange(2, len(names) + 1))),
                self.hours(200),
                self.source,
                dice.choice(("total", "public", "professional")),
            )
            for place in range(dice.randrange(3))
        )
        return replace(axis, values=values, one_of=choices)

    def cap(self, name: str, axis: Axis) -> Cap:
        """A cap on some subjects and some values."""
        dice = self.dice
        values = tuple(dice.sample([value.id for value in axis.values], dice.randrange(3)))
        subjects = tuple(dice.sample(list(LEAVES), dice.randrange(3)))
        return Cap(name, "上限", self.hours(400), self.source, CapPer.YEAR, subjects, values)

    def conversion(self, name: str) -> Conversion:
        """An achievement that counts in one of some subjects."""
        dice, own = self.dice, [*LEAVES, "public", "professional"]
        each = dice.choice(
            (
                Recognition.BY_ORGANISER,
                Fraction(dice.randrange(1, 20)),
                Fraction(dice.randrange(1, 50), 7),
            )
        )
        subjects = tuple(dice.sample(own, dice.randrange(1, 5)))
        most = self.hours(400) if self.maybe(0.5) else None
        return Conversion(name, f"成果{name}", each, subjects, self.source, (), most)

    def ledger(self, rule: Rule) -> Ledger:
        """Rows under the rule."""
        dice = self.dice
        empty, converted = dice.choice((0, 0, 0.02, 0.3, 1)), dice.choice((0, 0.1, 0.5, 1))
        style, days = dice.randrange(4), dice.choice((5, 60, 365))
        subjects = [*LEAVES.values(), *(ABOVE.values() if empty and self.maybe(0.5) else ())]
        rows = []
        for number in range(self.count):
            year, day = (2024 if self.maybe(0.03) else 2025), dice.randrange(days)
            subject, hours = dice.choice(subjects), self.written(style)
            if rule.conversions and self.maybe(converted):
                item = dice.choice(rule.conversions)
                counted = not isinstance(item.hours, Recognition)
                subject, hours = item.name, f"{dice.randrange(1, 4)}{ITEM}" if counted else hours
            way = "" if self.maybe(empty) else dice.choice(("线上", "线下", "自学"))
            topic = "" if self.maybe(empty) else dice.choice(("法治", "心理", "数字", "其他"))
            stage = ("自动", "", "") if self.maybe(0.6) else DECLARED
            date = datetime.date(year, 1, 1) + datetime.timedelta(day)
            rows.append([str(date), subject, hours, f"课程{number}", "", way, *stage, "", "", topic])
        return ledger_of_rows(rows)

    def written(self, style: int) -> str:
        """Hours as somebody may write them."""
        dice = self.dice
        match style:
            case 0:
                return dice.choice(("1", "2", "0.5", "3"))
            case 1:
                return f"{dice.randrange(1, 8000) / 1000}"
            case 2:
                return f"{dice.randrange(1, 400)}分钟"
        return f"{dice.randrange(10**8, 10**9) / 10**8:.8f}"


@dataclass(frozen=True)
class Tried:
    """One rule and ledger with what its verdict took."""

    number: int
    rows: int
    ratio: float
    status: str
    hasty: bool


def tried(numbers: range) -> Iterator[Tried]:
    """The verdicts of so many rules and ledgers, each beside a plain sum of 2,000 rows."""
    base = every_shape()
    entries, _ = Reader(base.rule).read(shaped_ledger(ROWS).lines, TODAY)
    hours = [entry.hours for entry in entries]
    for number in numbers:
        maker = _Maker(base, number)
        rule = maker.rule()
        rules, ledger = replace(base, rule=rule), maker.ledger(rule)
        answers = ANSWERS if maker.maybe(0.6) else {}
        start = time.process_time()
        for _ in range(5):
            sum(hours, Fraction(0))
        added = (time.process_time() - start) / 5
        start = time.process_time()
        verdict = judge(rules, ledger, TODAY, answers)
        took = time.process_time() - start
        hasty = any(note.code == "note_hasty" for note in verdict.notes)
        yield Tried(number, maker.count, took / added, verdict.status_name, hasty)


def search_hardest(count: int) -> int:
    """Try so many rules and ledgers; print the slowest of them."""
    found = []
    for item in tried(range(count)):
        found.append(item)
        if len(found) % 100 == 0:
            print(f"{len(found)}/{count}", file=sys.stderr)
    slowest = sorted(found, key=lambda item: -item.ratio)
    ratios = [item.ratio for item in slowest]
    print(f"规则和台账 {count} 份，结论所用的时间，以 {ROWS} 行逐行相加为 1：")
    print(f"  中位数 {statistics.median(ratios):.0f}，百分之一超过 {ratios[count // 100]:.0f}")
    for item in slowest[:10]:
        told = "，办法没有试完" if item.hasty else ""
        print(f"  第 {item.number} 份，{item.rows} 行：{item.ratio:.0f}，{item.status}{told}")
    print(f"办法没有试完、已如实说明的有 {sum(item.hasty for item in found)} 份。")
    return 0
