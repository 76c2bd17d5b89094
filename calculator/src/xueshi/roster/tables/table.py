"""Tables of any size to records with their line numbers, one after the other, never the whole at once."""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import BinaryIO

from xueshi.ledger.files import UnreadableLedgerError, alone, refuse_other_kinds
from xueshi.roster.sentences import say
from xueshi.workbook.marks import LONGEST_CELL
from xueshi.workbook.shown import Oddity

MOST_COLUMNS = 500
"""Columns of a table: one with more is no list of people."""

LONGEST_LINE = 1_000_000
"""Characters of a line of text."""

MOST_LINES = 50
"""Lines that one record may go over: a quotation mark that is never closed would swallow the whole file."""

_CHUNK = 1 << 18
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_BOM = "\ufeff"
_AHEAD = 10
_DELIMITERS = (",", "\t", ";", "|", "，")


class UnreadableRosterError(ValueError):
    """Raised when a file is no list of people; its message is one sentence for the user."""


_NOTHING: Mapping[int, int] = MappingProxyType({})
_NO_ODDITY: Mapping[int, Oddity] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a table: its line in the file (the first is 1) and its cells as text."""

    line: int
    cells: tuple[str, ...]
    merged: frozenset[int] = frozenset()
    """Columns in which the text of a cell above is shown, because they are merged."""
    hidden: bool = False
    """Whether a spreadsheet does not show this row."""
    beside: Mapping[int, int] = field(default_factory=lambda: _NOTHING)
    """Columns merged with a cell to their left that has a text: the column of that cell."""
    odd: Mapping[int, Oddity] = field(default_factory=lambda: _NO_ODDITY)
    """Columns of which the table's owner should be told something."""


def csv_records(stream: BinaryIO, encoding: str) -> Iterator[Record]:
    """The records of a CSV file. The stream must be able to start anew. Raises ``UnreadableRosterError``."""
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding, newline="")
    try:
        yield from _records(text)
    finally:
        text.detach()


def encoding_of(stream: BinaryIO) -> str:
    """The encoding of a text: ``Encoding`` at once. Raises ``UnreadableRosterError``."""
    found = Encoding()
    for _ in found.find(stream):
        pass
    return found.name


class Encoding:
    """The encoding of a text by its mark, else UTF-8 where all of it is, else GB18030."""

    def __init__(self) -> None:
        self.name = ""
        """Known once it is found."""

    def find(self, stream: BinaryIO) -> Iterator[int]:
        """Read the whole stream in pieces; gives how far each went. Raises ``UnreadableRosterError``."""
        stream.seek(0)
        head = stream.read(16)
        try:
            refuse_other_kinds(head)
        except UnreadableLedgerError as error:
            raise UnreadableRosterError(str(error)) from error
        if not head:
            raise UnreadableRosterError(say("file_empty"))
        marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
        for name in (marked,) if marked else ("utf-8", "gb18030"):
            try:
                yield from _decoded(stream, name)
            except UnicodeDecodeError:
                continue
            self.name = name
            return
        raise UnreadableRosterError(say("file_encoding"))


def _decoded(stream: BinaryIO, name: str) -> Iterator[int]:
    """Raises ``UnicodeDecodeError`` for a text of another encoding."""
    decoder = codecs.getincrementaldecoder(name)()
    place = 0
    while True:
        stream.seek(place)  # whoever waits between two pieces may have read elsewhere
        chunk = stream.read(_CHUNK)
        if "\0" in decoder.decode(chunk, final=not chunk):
            raise UnreadableRosterError(say("file_binary"))
        if not chunk:
            return
        place += len(chunk)
        yield place


class _Lines:
    """Lines of a text for ``csv.reader``, which hands no line back: those of the record at hand are kept."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self.text, self.number = text, 0
        self.held: list[str] = []
        self.again: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.again.pop() if self.again else self._read(self.number + 1)
        if not line and self.held:
            raise csv.Error("a quotation mark is not closed")
        if not line:
            raise StopIteration
        self.number += 1
        self.held.append(line)
        if len(self.held) > MOST_LINES:
            raise csv.Error("a quotation mark is not closed")
        return line

    def _read(self, number: int) -> str:
        line = self.text.readline(LONGEST_LINE)
        if len(line) == LONGEST_LINE:
            raise UnreadableRosterError(say("long_line", line=number))
        return line

    def delimiter(self) -> str:
        """What parts the cells: whatever parts all of the first lines best. They come again."""
        ahead = [self._read(number) for number in range(1, _AHEAD + 1)]
        joined = "".join(ahead).removeprefix(_BOM)
        if not ahead[-1] and not joined.strip():
            raise UnreadableRosterError(say("file_empty"))
        self.again = [line for line in reversed(ahead) if line]
        return delimiter_of(joined.splitlines(keepends=True))

    def done(self) -> int:
        """The line on which the record at hand began; it is forgotten."""
        first = self.number - len(self.held) + 1
        self.held = []
        return first

    def retreat(self) -> str:
        """Only the first line of the record at hand is taken; those after it come again."""
        first, *rest = self.held
        self.again.extend(reversed(rest))
        self.number -= len(rest)
        self.held = [first]
        return first


def delimiter_of(lines: list[str]) -> str:
    """What gives the line with fewest cells most of them, then all lines; titles of one cell do not count."""
    widths = {mark: _widths(lines, mark) for mark in _DELIMITERS}
    parted = [at for at in range(len(lines)) if any(found[at] > 1 for found in widths.values())]

    def score(mark: str) -> tuple[int, int]:
        counts = [widths[mark][at] for at in parted]
        return min(counts, default=0), sum(counts)

    return max(_DELIMITERS, key=score)


def _widths(lines: list[str], mark: str) -> list[int]:
    """Cells of each line; those that a quotation mark joins to the one before have as many as that."""
    found: list[int] = []
    reader = csv.reader(lines, delimiter=mark)
    with contextlib.suppress(csv.Error):
        for cells in reader:
            found += [len(cells)] * (reader.line_num - len(found))
    return found + [1] * (len(lines) - len(found))


def _records(text: io.TextIOWrapper) -> Iterator[Record]:
    lines = _Lines(text)
    delimiter = lines.delimiter()
    while True:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                yield _checked(lines.done(), cells)
            return
        except csv.Error as error:
            if not lines.held or len(lines.held[0]) > csv.field_size_limit():
                raise UnreadableRosterError(say("long_cell", line=lines.number, most=LONGEST_CELL)) from error
            # A quotation mark that is not closed, or in the midst of a text: its line is read by itself.
            cells = alone(lines.retreat(), delimiter)
            yield _checked(lines.done(), cells)


def _checked(line: int, cells: Iterable[str]) -> Record:
    kept = tuple(cells)
    if len(kept) > MOST_COLUMNS and any(cell.strip() for cell in kept[MOST_COLUMNS:]):
        raise UnreadableRosterError(say("many_columns", line=line, most=MOST_COLUMNS))
    if sum(map(len, kept)) > LONGEST_CELL and any(len(cell) > LONGEST_CELL for cell in kept):
        raise UnreadableRosterError(say("long_cell", line=line, most=LONGEST_CELL))
    return Record(line, kept)
