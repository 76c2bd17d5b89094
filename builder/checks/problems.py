"""How one problem reads: place, what was found, what is allowed, one suggestion, one link."""

from __future__ import annotations

import re
import unicodedata

from builder.checks.codes import CODES
from builder.reading.characters import INVISIBLE
from builder.reading.problem import Problem

LINK = "docs/errors/#"
LINK_COLUMN = 41
"""Where the link begins when a suggestion stands before it."""

LINE_WIDTH = 100
"""Longest stretch of a source line that is shown, in columns of a terminal."""

ALLOWED_MOST = 40
"""Longest list of allowed words that is shown."""

MARK_MOST = 40
"""Longest mark under a line, in columns."""

WORDS_MOST = 300
"""Longest finding that is printed, in characters; a longer suggestion is no help and left out."""


def width(text: str) -> int:
    """Columns that a text takes in a terminal: wide characters take two."""
    return sum(0 if unicodedata.combining(char) else _char_width(char) for char in text)


def _char_width(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def visible(text: str) -> str:
    """The text on one line; characters that nobody sees, or that command a terminal, become boxes."""
    return INVISIBLE.sub("□", re.sub(r"[\t\r\n]", " ", text))


def message(problem: Problem) -> str:
    """The one sentence that says what is wrong."""
    found = visible(problem.found)
    found = found if len(found) <= WORDS_MOST else found[: WORDS_MOST - 1] + "…"
    return CODES[problem.code].message.format(found=found, hint=problem.hint)


def headline(problem: Problem) -> str:
    """``file:line:column: CODE message``."""
    return f"{problem.file}:{problem.line}:{problem.column}: {problem.code} {message(problem)}"


def report(problem: Problem) -> str:
    """All lines of one problem."""
    lines = [headline(problem), *excerpt(problem)]
    if allowed := allowed_line(problem):
        lines.append(f"   {allowed}")
    link = f"说明：{LINK}{problem.code}"
    if question := suggestion(problem):
        line = f"   {question}"
        lines.append(line + " " * max(2, LINK_COLUMN - width(line)) + link)
    else:
        lines.append(f"   {link}")
    return "\n".join(lines)


def allowed_line(problem: Problem) -> str:
    """What may stand there, or what to do."""
    code = CODES[problem.code]
    if not problem.allowed:
        return f"改法：{code.advice}" if code.advice else ""
    shown = "、".join(problem.allowed[:ALLOWED_MOST])
    return f"{code.label}：{shown}{' …' if len(problem.allowed) > ALLOWED_MOST else ''}"


def suggestion(problem: Problem) -> str:
    """What was probably meant."""
    ask, hint = CODES[problem.code].ask, problem.hint
    return ask.format(hint=visible(hint)) if ask and hint is not None and len(hint) <= WORDS_MOST else ""


def excerpt(problem: Problem) -> list[str]:
    """The line of the file with a mark under the place; nothing when the file has no such line."""
    if not problem.excerpt.strip():
        return []
    text = visible(problem.excerpt)
    start = min(problem.column - 1, len(text))
    end = min(max(start + problem.width, start + 1), max(len(text), start + 1))
    first, last = _window(text, start, end)
    head, tail = ("…" if first else ""), ("…" if last < len(text) else "")
    number = f"{problem.line:>5} | "
    marked = text[start : min(end, last)]
    indent = width(head + text[first:start])
    return [
        f"{number}{head}{text[first:last]}{tail}".rstrip(),
        f"{' ' * 6}| {' ' * indent}{'^' * max(1, min(width(marked), MARK_MOST))}",
    ]


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    """The part of a long line that is shown: the marked stretch with what stands before it."""
    if width(text) <= LINE_WIDTH:
        return 0, len(text)
    first = start
    while first > 0 and width(text[first - 1 : start]) <= LINE_WIDTH // 3:
        first -= 1
    last = max(first + 1, min(start + 1, len(text)))
    while last < len(text) and width(text[first : last + 1]) <= LINE_WIDTH:
        last += 1
    return first, max(last, min(end, last))
