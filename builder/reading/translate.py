"""What the YAML parser complains of, as a code of ours at the place that explains it best."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml


@dataclass(frozen=True, slots=True)
class Complaint:
    """A code, what was found, and where (line and column of the parsed text, from 0)."""

    code: str
    found: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class _Rule:
    """Which complaint is which code; ``at_context``: the place where the trouble began says more."""

    code: str
    problem: re.Pattern[str]
    context: re.Pattern[str] | None = None
    at_context: bool = False


def _rule(code: str, problem: str, context: str | None = None, *, at_context: bool = False) -> _Rule:
    return _Rule(code, re.compile(problem), re.compile(context) if context else None, at_context)


RULES = (
    _rule("E013", r"", r"alias|anchor|tag|directive"),
    _rule("E013", r"directive|incompatible YAML document|tag handle"),
    _rule("E020", r"unexpected end of stream|document separator", r"quoted scalar", at_context=True),
    _rule("E025", r"escape", r"double-quoted"),
    _rule("E021", r"could not find expected ':'", at_context=True),
    _rule("E022", r"mapping values are not allowed"),
    _rule("E018", r"mapping keys are not allowed"),
    _rule("E019", r"sequence entries are not allowed|expected <block end>|expected '<document start>'"),
    _rule("E023", r"expected ',' or|expected the node content, but found '[,\]}]'", at_context=True),
    _rule("E023", r"", r"flow (?:sequence|mapping)", at_context=True),
    _rule("E024", r"cannot start any token"),
)


def translate(error: yaml.YAMLError) -> Complaint:
    """The complaint behind an error of the parser."""
    problem = str(getattr(error, "problem", "") or "")
    context = str(getattr(error, "context", "") or "")
    for rule in RULES:
        if rule.problem.search(problem) and (rule.context is None or rule.context.search(context)):
            mark = _mark(error, at_context=rule.at_context)
            found = re.search(r"character '(\\?.+?)' that cannot", problem)
            return Complaint(rule.code, found[1] if found else "", mark[0], mark[1])
    return Complaint("E026", "", *_mark(error, at_context=False))


def _mark(error: yaml.YAMLError, *, at_context: bool) -> tuple[int, int]:
    first, second = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    mark = (second or first) if at_context else (first or second)
    return (mark.line, mark.column) if mark else (0, 0)
