"""Rows of some people of a large CSV file once more, read where they lie.

Of each person is known at which row he begins and how many rows he has. Rows that lie together are found near
the place where rows before them say; found are all of them or none, so that a wrong guess costs time and
nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

SPREADS = (1 << 12, 1 << 15, 1 << 18)
"""Bytes before and behind the place where a person should begin that are read, one after the other."""

PATIENCE = 20
"""People who are looked for in vain before it is seen whether looking is worth it."""


class Wanted(NamedTuple):
    """Whose rows are wanted: his id, the number of his first row, how many rows there are."""

    person: str
    first: int
    rows: int


def found_lines(
    path: Path, rows: int, people: Iterable[Iterable[Wanted]]
) -> Iterator[tuple[list[tuple[int, str]], list[str]]]:
    """Lines of people and who is scattered, some people at a time, by the order of first rows.

    The lines of a person are one text, parted by line feeds, with the number of the first.

    Each line of the file is a record that begins with the id; ``rows`` are all behind the header, of which
    the first has the number 2. Raises ``OSError``.
    """
    with path.open("rb", buffering=0) as stream:
        finder = _Finder(stream, path.stat().st_size / max(1, rows))
        for some in people:
            together, scattered = list[tuple[int, str]](), list[str]()
            for wanted in some:
                if lines := finder.found(wanted):
                    together.append((wanted.first, lines))
                else:
                    scattered.append(wanted.person)
            yield together, scattered


class _Finder:
    def __init__(self, stream: BinaryIO, average: float) -> None:
        self.stream, self.average = stream, average
        self.end, self.line = len(stream.readline()) - 1, 2
        """Where the last line that is known ends, and the number of the next."""
        self.tried = self.missed = 0

    def found(self, wanted: Wanted) -> str:
        """The lines of a person; empty where they do not lie together."""
        if self.missed >= PATIENCE and 2 * self.missed > self.tried:
            return ""
        self.tried += 1
        lines = self._lines(wanted)
        if not lines:
            self.missed += 1
        return lines

    def _lines(self, wanted: Wanted) -> str:
        guess = self.end + int((wanted.first - self.line) * self.average)
        for spread in SPREADS:
            begin = max(self.end, guess - spread)
            lines, end = self._between(wanted, begin, guess + spread)
            if lines:
                self.end, self.line = end, wanted.first + wanted.rows
                return lines
            if begin == self.end and end:
                break
        return ""

    def _between(self, wanted: Wanted, begin: int, last: int) -> tuple[str, int]:
        """The lines of a person who begins between two places, and where they end.

        Without lines the place says that a line of his was there, and 0 that none was.
        """
        own, length = wanted.person.encode() + b",", int(2 * wanted.rows * self.average)
        self.stream.seek(begin)
        text = self.stream.read(last - begin + length)
        at = text.find(b"\n" + own)
        if at < 0:
            return "", 0
        text = text[at + 1 :]
        while text.count(b"\n") < wanted.rows and (more := self.stream.read(length)):
            text += more
        lines = text.split(b"\n", wanted.rows)[: wanted.rows]
        end = begin + at + sum(map(len, lines)) + len(lines)
        whole = [line.removesuffix(b"\r") for line in lines]
        if len(lines) < wanted.rows or not all(line.startswith(own) and b"\r" not in line for line in whole):
            return "", end
        return b"\n".join(whole).decode(), end
