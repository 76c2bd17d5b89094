"""What a verdict costs: under a rule of every shape at once, and under the published rules.

The measure is a plain sum of the same hours, as exact fractions. Each round takes every case in turn, sum and
verdict right after each other; ratios are taken within a round, so whatever else the machine does falls on
both.
"""

from __future__ import annotations

import datetime
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from builder.api.rules import make_rules
from builder.bench.drawing import drawn
from builder.catalog import Catalog
from builder.reading import read_file
from xueshi.judge import compile_rule, judge
from xueshi.ledger.entries import Reader
from xueshi.ledger.table import Ledger, ledger_of_rows
from xueshi.model.published import Rules, WorkCalendar
from xueshi.model.rule import Rule
from xueshi.model.structure import structure

EVERY_SHAPE = Path(__file__).with_name("every-shape.yml")
AIM = 50
"""How many times the plain sum the verdict on 2,000 rows may cost, as promised."""

SEED = 20251122
LENGTHS = ("1", "2", "0.5", "1.5", "45分钟", "90分钟", "0.5天", "1.25")
ANSWERS = {"level": "高中级", "leave": "否", "exam": "是"}


@dataclass(frozen=True)
class Case:
    """A ledger under a rule: what is measured."""

    name: str
    rules: Rules
    ledger: Ledger
    today: datetime.date
    answers: dict[str, Any]
    ready: bool = False
    """Whether the rule was made ready beforehand, as for many people."""

    def verdict(self) -> Callable[[], object]:
        """What is timed."""
        rules = compile_rule(self.rules) if self.ready else self.rules
        return lambda: judge(rules, self.ledger, self.today, self.answers)

    def plain_sum(self) -> Callable[[], object]:
        """Adding up the hours of the rows one by one, read already."""
        entries, errors = Reader(self.rules.rule).read(self.ledger.lines, self.today)
        assert not errors, errors[0]
        hours = [entry.hours for entry in entries]

        def add() -> Fraction:
            total = Fraction(0)
            for number in hours:
                total += number
            return total

        return add


def every_shape() -> Rules:
    """The invented rule that holds every shape at once."""
    rule, faults = structure(Rule, read_file(EVERY_SHAPE, EVERY_SHAPE.name).data)
    assert rule, faults
    calendar = WorkCalendar("虚构", ())
    return Rules(1, "xugou", "虚构市", 2025, "虚构〔2025〕1号", (), rule, (), True, calendar)


def shaped_ledger(count: int, empty: float = 0) -> Ledger:
    """Rows of every kind that the rule knows; ``empty`` is the share of axis cells left empty.

    With empty cells some rows also name only a subject that has parts.
    """
    dice = random.Random(SEED)
    subjects = ["公需必修", "公需选修", "专业核心", "专业其他", *(["公需", "专业"] if empty else ())]
    rows = []
    for number in range(count):
        draw = dice.random()
        year = 2024 if draw < 0.03 else 2025
        day = datetime.date(year, 1, 1) + datetime.timedelta(days=dice.randrange(365))
        subject, hours = dice.choice(subjects), dice.choice(LENGTHS)
        if draw > 0.96:
            subject, hours = "论文", "1"
        elif draw > 0.92:
            subject, hours = "学术会议", dice.choice(("3", "4", "6"))
        way = dice.choice(("线上", "线下", "自学")) if dice.random() >= empty else ""
        topic = dice.choice(("法治", "心理", "数字", "其他")) if dice.random() >= empty else ""
        stage = dice.choice(
            (("自动", "", ""), ("申报", "2026-01-05", ""), ("申报", "2026-01-05", "2026-01-15"))
        )
        rows.append([str(day), subject, hours, f"课程{number}", "", way, *stage, "", "", topic])
    return ledger_of_rows(rows)


def plain_ledger(rules: Rules, count: int) -> Ledger:
    """Rows as people write them under a published rule."""
    dice, year = random.Random(SEED), rules.year
    subjects = [node.name for node in rules.rule.requirements.walk() if not node.children]
    rows = []
    for number in range(count):
        day = datetime.date(year, 1, 1) + datetime.timedelta(days=dice.randrange(300))
        reviewed = dice.choice((f"{year}-11-15", ""))
        provider = dice.choice([*(item.name for item in rules.providers[:3]), ""])
        cells = [str(day), dice.choice(subjects), dice.choice(("0.5", "1", "1.5", "3", "6")), f"课程{number}"]
        rows.append([*cells, provider, "在线", "申报", f"{year}-11-05", reviewed, "是"])
    return ledger_of_rows(rows)


def cases(catalog: Catalog) -> Iterator[Case]:
    """All that is measured."""
    rules, after = every_shape(), datetime.date(2026, 2, 1)
    for count, empty, answers, name in (
        (2000, 0.0, ANSWERS, "全部写法，2000 行"),
        (2000, 0.3, ANSWERS, "全部写法，2000 行，三成口径空着"),
        (2000, 0.3, {}, "全部写法，2000 行，三成空着，情况没答"),
        (100, 0.0, ANSWERS, "全部写法，100 行（不够）"),
        (100, 0.3, ANSWERS, "全部写法，100 行，三成空着"),
        (10, 0.0, ANSWERS, "全部写法，10 行"),
    ):
        yield Case(name, rules, shaped_ledger(count, empty), after, dict(answers))
    yield Case("全部写法，10 行，规则已备好", rules, shaped_ledger(10), after, dict(ANSWERS), ready=True)
    for city_year in catalog.city_years:
        rules = make_rules(catalog, city_year)
        today = datetime.date(rules.year, 12, 1)
        for count in (10, 100, 2000, 10000):
            name = f"{rules.city_name} {rules.year}，{count} 行"
            yield Case(name, rules, plain_ledger(rules, count), today, {})
        name = f"{rules.city_name} {rules.year}，10 行，规则已备好"
        yield Case(name, rules, plain_ledger(rules, 10), today, {}, ready=True)


@dataclass(frozen=True)
class Figures:
    """Seconds of one case, by round."""

    name: str
    sums: Sequence[float]
    verdicts: Sequence[float]

    @property
    def ratio(self) -> float:
        """Median of the ratios within each round."""
        return statistics.median(
            verdict / added for added, verdict in zip(self.sums, self.verdicts, strict=True)
        )


def bench_shapes(catalog: Catalog, rounds: int) -> int:
    """Measure all cases in interleaved rounds and print the table."""
    chosen = list(cases(catalog))
    timed = [(case.plain_sum(), case.verdict(), max(1, 500 // len(case.ledger.lines))) for case in chosen]
    found: list[tuple[list[float], list[float]]] = [([], []) for _ in chosen]
    for number in range(rounds):
        print(f"第 {number + 1}/{rounds} 轮", file=sys.stderr)
        for (add, verdict, times), (sums, verdicts) in zip(timed, found, strict=True):
            sums.append(_seconds(add, times * 5))
            verdicts.append(_seconds(verdict, times))
    figures = [Figures(case.name, *found[place]) for place, case in enumerate(chosen)]
    print(table(figures))
    print(f"要求：2000 行、全部写法同时出现，不超过相加的 {AIM} 倍。首行为 {figures[0].ratio:.0f} 倍。")
    return 0


def _seconds(work: Callable[[], object], times: int) -> float:
    """Seconds of this program that the work takes, the best of a few goes right after each other."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        for _ in range(times):
            work()
        best = min(best, (time.process_time() - start) / times)
    return best


def table(figures: Sequence[Figures]) -> str:
    """The figures drawn as a table."""
    heads = ("台账", "逐行相加（毫秒）", "结论（毫秒）", "最快", "倍数")
    lines = [
        (
            item.name,
            f"{statistics.median(item.sums) * 1e3:.3f}",
            f"{statistics.median(item.verdicts) * 1e3:.2f}",
            f"{min(item.verdicts) * 1e3:.2f}",
            f"{item.ratio:.0f}",
        )
        for item in figures
    ]
    return drawn(heads, lines)
