"""All problems of a run on a stream, by place, with the sum at the end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from builder.checks.problems import report
from builder.reading.problem import Problem

MOST = 300
"""More problems than this are counted, not shown."""


def print_problems(problems: Iterable[Problem], stream: TextIO) -> None:
    """Print every problem, sorted by place, and the closing line."""
    found = sorted(set(problems), key=lambda problem: problem.order)
    for problem in found[:MOST]:
        stream.write(report(problem) + "\n")
    if len(found) > MOST:
        stream.write(f"还有 {len(found) - MOST} 处没有列出，改好上面的再检查一次。\n")
    stream.write(closing(found) + "\n")


def closing(problems: Iterable[Problem]) -> str:
    """``共 3 处错误、1 处提醒。数据未发布。``"""
    errors = reminders = 0
    for problem in problems:
        if problem.is_error:
            errors += 1
        else:
            reminders += 1
    if not errors and not reminders:
        return "检查通过，没有错误，也没有提醒。"
    counts = [f"{errors} 处错误"] if errors else []
    counts += [f"{reminders} 处提醒"] if reminders else []
    end = "数据未发布。" if errors else "没有错误，数据可以发布。"
    return f"共 {'、'.join(counts)}。{end}"
