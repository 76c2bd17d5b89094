"""Problems for programs: as JSON, and as the annotations that GitHub shows beside the lines of a change."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from builder.checks.codes import CODES
from builder.checks.problems import LINK, allowed_line, message, suggestion
from builder.reading.problem import Problem

FORMAT_VERSION = 1
"""Raised when a key of the JSON changes its meaning."""

LEVELS = {"错误": "error", "提醒": "warning"}


def as_json(problems: Iterable[Problem]) -> str:
    """One JSON object: ``errors``, ``reminders``, ``problems`` by place; lines and columns count from 1."""
    told = [_plain(problem) for problem in ordered(problems)]
    levels = [problem["severity"] for problem in told]
    head = {
        "format_version": FORMAT_VERSION,
        "errors": levels.count("error"),
        "reminders": levels.count("warning"),
    }
    return json.dumps({**head, "problems": told}, ensure_ascii=False, indent=1) + "\n"


def as_github(problems: Iterable[Problem]) -> str:
    """One workflow command a line: ``::error file=…,line=…,col=…::E103 …``."""
    return "".join(_command(problem) for problem in ordered(problems))


def ordered(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, by place."""
    return sorted(set(problems), key=lambda problem: problem.order)


def _plain(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": LEVELS[problem.severity],
        "title": CODES[problem.code].title,
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "end_column": problem.column + problem.width,
        "path": list(problem.path),
        "message": message(problem),
        "found": problem.found,
        "allowed": list(problem.allowed),
        "advice": allowed_line(problem),
        "hint": problem.hint,
        "help": f"{LINK}{problem.code}",
    }


def _command(problem: Problem) -> str:
    place = {
        "file": problem.file,
        "line": problem.line,
        "col": problem.column,
        "endColumn": problem.column + problem.width,
        "title": f"{problem.code} {CODES[problem.code].title}",
    }
    named = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in place.items())
    lines = [message(problem), allowed_line(problem), suggestion(problem), f"说明：{LINK}{problem.code}"]
    text = _escaped("\n".join(line for line in lines if line), "")
    return f"::{LEVELS[problem.severity]} {named}::{text}\n"


def _escaped(text: str, more: str) -> str:
    """What would end a command or a value of it, in percent."""
    for char in "%\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return text


FORMATS: Final[Mapping[str, Callable[[Iterable[Problem]], str]]] = MappingProxyType(
    {"json": as_json, "github": as_github}
)
"""Forms for programs, by the name that ``--format`` takes; they go to the standard output."""
