"""The file of a year after that of an earlier one: its structure is kept, every value is asked for again.

What stood there last time is written behind, as a comment: it helps to find the place in the new notice and
can never be published unseen.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from builder.reading import read_text
from builder.reading.places import Place
from xueshi.model.structure import TO_FILL, Path

KEPT = frozenset(("city", "year", "id", "topic", "platform", "subjects", "excess_to", "within", "column"))
"""Fields that say what a value is about, not what a notice says."""

LONGEST = 40
"""Longest value that is shown behind a line, in characters."""


class UncopiedError(ValueError):
    """Raised for a file that cannot be copied line by line; its message is one Chinese sentence."""


def copied(text: str, name: str, year: int, before: int) -> str:
    """The text of one year for another; ``name`` is the file, for the message. Raises ``UncopiedError``."""
    reading = read_text(text, name)
    if reading.problems or not isinstance(reading.data, dict):
        raise UncopiedError(f"{name} 有错误，不能照着它搭架子。请先运行 check 改好。")
    lines = list(reading.places.lines)
    found: dict[int, list[tuple[Place, str]]] = defaultdict(list)
    for path, value in _leaves(reading.data, ()):
        if not _is_kept(path):
            place = reading.places.values[path]
            found[place.line].append((place, str(value)))
    for number, values in found.items():
        lines[number - 1] = _asked(lines[number - 1], values, before)
    made = _without_head("\n".join(lines)).rstrip() + "\n"
    made = re.sub(rf"^year: {before}\b.*$", f"year: {year}", made, flags=re.MULTILINE)
    again = read_text(made, name)
    left = [path for path, value in _leaves(again.data, ()) if not _is_kept(path) and value != TO_FILL]
    if again.problems or left:
        where = left[0] if left else ()
        line = reading.places.find(where).line
        raise UncopiedError(f"{name} 第 {line} 行的值写成了几行，不能照着搭架子。请先把它并成一行。")
    return made


def _asked(line: str, values: list[tuple[Place, str]], before: int) -> str:
    """The line with each of its values asked for, and what stood there behind it."""
    comment = ""
    for place, _ in sorted(values, key=lambda item: -item[0].column):
        start, end = place.column - 1, place.column - 1 + place.width
        line = line[:start] + TO_FILL + line[end:]
    if match := re.search(r"\s+#.*$", line):
        line, comment = line[: match.start()], match[0].strip()[1:]
    told = "；".join(value if len(value) <= LONGEST else value[: LONGEST - 1] + "…" for _, value in values)
    return f"{line}  # {before} 年：{told}{'。' + comment if comment else ''}"


def _leaves(value: object, path: Path) -> Iterator[tuple[Path, object]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves(item, (*path, index))
    elif value is not None:
        yield path, value


def _is_kept(path: Path) -> bool:
    names = [step for step in path if isinstance(step, str)]
    return names[-1] in KEPT


def _without_head(text: str) -> str:
    """The text without the comment at its top, which speaks of the earlier notice."""
    lines = text.split("\n")
    first = next(at for at, line in enumerate(lines) if line.strip() and not line.startswith("#"))
    return "\n".join(lines[first:])
