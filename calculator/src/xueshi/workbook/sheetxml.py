"""The XML inside an Excel file, read in pieces: nothing is kept but what a row or a text is made of."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from xueshi.texts import say
from xueshi.workbook.marks import LONGEST_CELL, UNCOMPUTED, UnreadableWorkbookError, unwritten
from xueshi.workbook.shown import Oddity, Shown

if TYPE_CHECKING:
    import zipfile

_CHUNK = 1 << 16
_LARGEST_TAG = 4 << 20
"""Bytes of XML that are kept in wait for the end of what has begun."""

_LARGEST_TEXT = 4 * LONGEST_CELL
"""Characters after which no more of a text is taken."""

_MOST_CELLS = 20_000
"""Cells of one row; a sheet has 16,384 columns."""


class Taker(Protocol):
    """What is told of the elements of a part."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def data(self, text: str) -> None:
        """Text stands in the element at hand."""

    def end(self, name: str) -> None:
        """An element ends."""


def drive(archive: zipfile.ZipFile, part: str, taker: Taker) -> Iterator[int]:
    """Read a part piece by piece; whoever iterates can use after each piece what the taker has found.

    Gives the bytes of each piece.
    Raises ``ValueError`` for what is no XML or declares a document type, which no spreadsheet does.
    """
    from pyexpat import ExpatError, ParserCreate

    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = taker.start
    parser.CharacterDataHandler = taker.data
    parser.EndElementHandler = taker.end
    try:
        with archive.open(part) as stream:
            read = 0
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
                read += len(chunk)
                if read - parser.CurrentByteIndex > _LARGEST_TAG:
                    raise ValueError("a tag that does not end")
                yield len(chunk)
        parser.Parse(b"", True)
        yield 0
    except ExpatError as error:
        raise ValueError(str(error)) from error


def _refuse(*_: Any) -> None:
    raise ValueError("a document type is never read")


def elements(archive: zipfile.ZipFile, part: str, names: set[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Name and attributes of the elements of a part that have one of the names, as they begin."""
    begun = _Begun(names)
    for _ in drive(archive, part, begun):
        yield from begun.found
        begun.found = []


def local(name: str) -> str:
    """A name without the prefix of its namespace."""
    return name.rpartition(":")[2]


class _Begun:
    def __init__(self, names: set[str]) -> None:
        self.names = names
        self.found: list[tuple[str, Mapping[str, str]]] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if local(name) in self.names:
            self.found.append((local(name), attributes))

    def data(self, text: str) -> None:
        pass

    def end(self, name: str) -> None:
        pass


class _Reader(ABC):
    """Collects the characters of one text after the other; how a text is read aloud is no part of it."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._size = 0
        self._text = self._aloud = False

    def data(self, text: str) -> None:
        """Characters."""
        if self._text:
            self._parts.append(text)
            self._size += len(text)
            if self._size > _LARGEST_TEXT:
                raise UnreadableWorkbookError(self._too_long())

    @abstractmethod
    def _too_long(self) -> str:
        """What is said of a text that does not end."""


class SharedTexts(_Reader):
    """The texts that the sheets share."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def start(self, name: str, _: Mapping[str, str]) -> None:
        """A text, a run of it, or how it is read aloud, which is no part of it."""
        name = local(name)
        if name == "t":
            self._text = not self._aloud
        elif name == "si":
            self._parts, self._size = [], 0
        elif name == "rPh":
            self._aloud = True

    def end(self, name: str) -> None:
        """One text is whole."""
        name = local(name)
        if name == "t":
            self._text = False
        elif name == "si":
            self.found.append(unwritten("".join(self._parts)))
        elif name == "rPh":
            self._aloud = False

    def _too_long(self) -> str:
        return say("long_text", most=LONGEST_CELL)


class RowsOfSheet(_Reader):
    """Of each row that is whole: its number, its cells by column from 0, whether it is hidden, oddities."""

    def __init__(self, shown: Callable[[str, str, str], str | Shown]) -> None:
        super().__init__()
        self.found: list[tuple[int, dict[int, str], bool, Mapping[int, Oddity]]] = []
        self.shown = shown
        self.number, self.column = 0, -1
        self._cells: dict[int, str] = {}
        self._odd: dict[int, Oddity] = {}
        self._kind = self._style = ""
        self._formula = self._valued = self._hidden = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A row, a cell, or its value."""
        if ":" in name:
            name = local(name)
        if name == "c":
            place = attributes.get("r")
            self.column = column_number(place) if place else self.column + 1
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "0")
            self._parts, self._size = [], 0
            self._formula = self._valued = False
        elif name in ("v", "t"):
            self._text, self._valued = not self._aloud, True
        elif name == "f":
            self._formula = True
        elif name == "row":
            number = int(attributes.get("r") or self.number + 1)
            if number <= self.number:
                raise ValueError("rows that are out of order")
            self.number, self.column = number, -1
            self._cells, self._odd = {}, {}
            self._hidden = attributes.get("hidden") in ("1", "true")
        elif name == "rPh":
            self._aloud = True

    def end(self, name: str) -> None:
        """A value, a cell or a row is whole."""
        if ":" in name:
            name = local(name)
        if name in ("v", "t"):
            self._text = False
        elif name == "c":
            if self._parts:
                self._take()
            elif self._formula and not (self._valued and self._kind == "str"):
                # The result of a formula may be an empty text; any other without a value was never computed.
                self._cells[self.column] = UNCOMPUTED
        elif name == "row":
            self.found.append((self.number, self._cells, self._hidden, self._odd))
        elif name == "rPh":
            self._aloud = False

    def _take(self) -> None:
        value = "".join(self._parts)
        if self._kind == "inlineStr":
            value = unwritten(value)
        text = self.shown(self._kind, self._style, value)
        if not isinstance(text, str):
            if text.oddity:
                self._odd[self.column] = text.oddity
            text = text.text
        if len(text) > LONGEST_CELL:
            raise UnreadableWorkbookError(self._too_long())
        if len(self._cells) > _MOST_CELLS:
            raise ValueError("more cells than a row can have")
        if text:
            if self.column in self._cells:
                raise ValueError("two cells in one place")
            self._cells[self.column] = text

    def _too_long(self) -> str:
        return say("long_cell", line=self.number, most=LONGEST_CELL)


_LETTERS: dict[str, int] = {}


def column_number(place: str) -> int:
    """The column, from 0, of a cell like ``B7`` or of letters alone."""
    letters = place.rstrip("0123456789")
    found = _LETTERS.get(letters)
    if found is None:
        if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
            raise ValueError(place)
        found = 0
        for letter in letters.upper():
            found = found * 26 + ord(letter) - 64
        found = _LETTERS[letters] = found - 1
    return found
