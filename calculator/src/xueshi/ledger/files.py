"""CSV files and pasted cells to ledgers and back.

Chinese Excel writes CSV as GB18030; Excel opens UTF-8 only with a byte-order mark. Both are read, the
second is written.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from xueshi.ledger.cells import plain
from xueshi.ledger.table import COLUMNS, HOURS, REQUIRED_COLUMNS, USUAL_COLUMNS, Ledger, Line, used_columns
from xueshi.texts import say

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a spreadsheet take a cell for a formula."""

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""A cell that looks like a formula, or like one that was made harmless: an apostrophe more keeps it apart."""

_NO_TEXT = re.compile("[\0\ud800-\udfff]")
"""What no file of text can hold."""

PERSON_COLUMNS = (
    *("姓名", "员工姓名", "职工姓名", "学员姓名", "人员姓名", "人员编号", "工号"),
    *("身份证", "身份证号", "身份证号码", "证件号", "证件号码"),
)
"""Columns that say whose a row is; a staff list has them, a ledger is one person's."""

OTHER_MARKS = "，；、;|"
"""What parts the columns of a table that is not parted by commas or tabs."""

LARGEST_FILE = 20_000_000
"""Bytes of a file: a ledger of 50,000 rows has about 6 million."""

_COLUMNS = frozenset(COLUMNS)

END = "\0"
"""Stands behind the last line; no text may hold it."""

BEYOND = "；"
"""Between hours and what a line has beyond its header.

Somewhere in such a line a comma stands in a text, and whatever follows it is one cell off: its hours may be
part of a title. Put together with what is left over they are no number, so that nobody counts them, and
nothing is lost.
"""

MOST_NAMED = 10
"""Lines that a remark names."""

_AMOUNT = re.compile(r"[0-9]{1,4}(?:\.[0-9]*)?[^0-9.]{0,6}")
"""What may be hours, in whatever unit; a day is not."""

_ENCODINGS = (("utf-8-sig", b"\xef\xbb\xbf"), ("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff"))


_KINDS = (
    ("file_pdf", (b"%PDF",)),
    ("file_image", (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")),
    ("file_old_office", (b"\xd0\xcf\x11\xe0",)),
    ("file_zip", (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf")),
    ("file_document", (b"{\\rtf", b"<!DOCTYPE", b"<!doctype", b"<html", b"<HTML", b"<?xml")),
)
"""First bytes of files that are no table, by the sentence that says what they are."""


def is_workbook(data: bytes) -> bool:
    """Whether a file is for ``xueshi.workbook``, be it only to be refused."""
    return data.startswith(b"PK\x03\x04")


class UnreadableLedgerError(ValueError):
    """Raised when bytes or text are no ledger at all; its message is one sentence for the user."""


class SeveralPeopleError(UnreadableLedgerError):
    """Raised for a table with rows of several people: it is for the roster."""


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """A ledger read from outside, with its encoding and what was passed over (sentences)."""

    ledger: Ledger
    encoding: str
    remarks: tuple[str, ...] = ()


def read_csv(data: bytes) -> LedgerFile:
    """Read a CSV file. Raises ``UnreadableLedgerError`` for an unknown encoding or a missing header."""
    if len(data) > LARGEST_FILE:
        raise UnreadableLedgerError(say("file_too_many_bytes", most=LARGEST_FILE // 1_000_000))
    refuse_other_kinds(data)
    text, encoding = decode(data)
    if not text.strip("\ufeff \t\r\n"):
        raise UnreadableLedgerError(say("file_empty"))
    first = text.partition("\n")[0]
    return _read(text, "\t" if "\t" in first and "," not in first else ",", encoding)


def refuse_other_kinds(data: bytes) -> None:
    """Refuse what its first bytes show to be no text. Raises ``UnreadableLedgerError``."""
    for code, marks in _KINDS:
        if data.startswith(marks) or (code == "file_image" and data[8:12] == b"WEBP"):
            raise UnreadableLedgerError(say(code))


def read_paste(text: str) -> LedgerFile:
    """Read cells copied from a spreadsheet (tabs) or lines of CSV; a header is welcome but not needed."""
    lines = text.lstrip("\ufeff")
    delimiter = "\t" if "\t" in lines else ","
    first = _first(lines, delimiter)
    if not set(map(_header, first)) & set(REQUIRED_COLUMNS):
        lines = delimiter.join(COLUMNS) + "\n" + lines
    return _read(lines, delimiter, "text")


def write_csv(rows: Iterable[Sequence[str]]) -> str:
    """A ledger as CSV text for Excel: byte-order mark, CRLF, cells that look like formulas made harmless."""
    out = io.StringIO(newline="")
    kept = [list(row) for row in rows]
    columns = used_columns(kept)
    width = len(columns)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in kept:
        cells = (*row, *[""] * width)[:width]
        writer.writerow(["'" + cell if _FORMULA.match(cell) else cell for cell in cells])
    return "\ufeff" + _NO_TEXT.sub("\ufffd", out.getvalue())


def decode(data: bytes) -> tuple[str, str]:
    """Text and encoding of a file: by its mark, else UTF-8, else GB18030."""
    for name, mark in _ENCODINGS:
        if data.startswith(mark):
            return _decoded(data, name), name
    for name in ("utf-8", "gb18030"):
        try:
            return data.decode(name), name
        except UnicodeDecodeError:
            continue
    raise UnreadableLedgerError(say("file_encoding"))


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise UnreadableLedgerError(say("file_encoding")) from error


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Records with the line on which each begins.

    A quotation mark that is never closed would swallow the rest of the table, or all up to the next one: its
    line is read by itself.
    """
    lines = list(io.StringIO(text, newline=""))
    start = 0
    while start < len(lines):
        rest = itertools.chain((lines[at] for at in range(start, len(lines))), (END,))
        first, reader = start, csv.reader(rest, delimiter=delimiter, strict=True)
        try:
            for record in reader:
                if record == [END]:
                    return
                if record and record[-1].endswith(END):
                    raise csv.Error("a quotation mark is not closed")
                yield start + 1, record
                start = first + reader.line_num
        except csv.Error as error:
            if len(lines[start]) > csv.field_size_limit():
                raise UnreadableLedgerError(say("file_csv", line=start + 1)) from error
            yield start + 1, alone(lines[start], delimiter)
            start += 1


def alone(line: str, delimiter: str) -> list[str]:
    """The cells of a line by itself; as it stands where a quotation mark is not closed."""
    cells = next(csv.reader([line, END], delimiter=delimiter))
    return line.rstrip("\r\n").split(delimiter) if cells and cells[-1].endswith(END) else cells


def _first(text: str, delimiter: str) -> list[str]:
    for _, record in _records(text, delimiter):
        return record
    return []


def header_faults(names: Sequence[str]) -> tuple[str, ...]:
    """What is to be said of a header's columns. Raises ``UnreadableLedgerError`` where it is no ledger's."""
    missing = [name for name in REQUIRED_COLUMNS if name not in names]
    other = next((mark for mark in OTHER_MARKS if len(names) == 1 and mark in names[0]), None)
    if missing and other:
        raise UnreadableLedgerError(say("file_header_comma", found=other))
    if missing:
        raise UnreadableLedgerError(
            say("file_header", missing="、".join(missing), columns=",".join(USUAL_COLUMNS))
        )
    twice = sorted({name for name in names if name in COLUMNS and names.count(name) > 1})
    if twice:
        raise UnreadableLedgerError(say("file_header_twice", found="、".join(twice)))
    unknown = [name for name in names if name and name not in COLUMNS]
    return (say("file_extra_columns", found="、".join(unknown)),) if unknown else ()


def claims(cells: Sequence[str]) -> bool:
    """Whether a row says of something learned what it must say; a line with the total does not."""
    return all(cells[COLUMNS.index(name)].strip() for name in REQUIRED_COLUMNS)


def refuse_several_people(column: str, found: Iterable[str]) -> None:
    """Hours of several people are never added up as one person's. Raises ``SeveralPeopleError``."""
    people = {"".join(cell.split()) for cell in found} - {""}
    if "".join(column.split()) in PERSON_COLUMNS and len(people) > 1:
        raise SeveralPeopleError(say("file_several_people", count=len(people), column=column))


def refuse_other_header(lines: Iterable[Line]) -> None:
    """Below another header of other columns a day of declaration would be read as one of review.

    Raises ``UnreadableLedgerError``. The same header once more is a row that cannot be read, and harms none.
    """
    for line in lines:
        if "".join(line.cells[0].split()) in _COLUMNS:
            named = [(name, "".join(cell.split())) for name, cell in zip(COLUMNS, line.cells, strict=True)]
            found = [(name, cell) for name, cell in named if cell in _COLUMNS]
            if len(found) > 1 and any(name != cell for name, cell in found):
                raise UnreadableLedgerError(say("file_header_other", row=line.number))


def _header(cell: str) -> str:
    return cell.strip().strip("\ufeff").strip()


def _read(text: str, delimiter: str, encoding: str) -> LedgerFile:
    if "\0" in text:
        raise UnreadableLedgerError(say("file_binary"))
    names = [_header(cell) for cell in _first(text, delimiter)]
    remarks = header_faults(names)
    places = [names.index(name) if name in names else None for name in COLUMNS]
    lines, wide = [], []
    hours = places[COLUMNS.index(HOURS)] or 0
    whose = [(at, name, set[str]()) for at, name in enumerate(names)]
    for number, record in _records(text, delimiter):
        if number > 1 and any(cell.strip() for cell in record):
            cells = [record[at] if at is not None and at < len(record) else "" for at in places]
            cells = [_unguarded(cell) for cell in cells]
            beyond = [cell for cell in record[len(names) :] if cell.strip()]
            if beyond or is_moved(record, len(names), hours):
                cells[COLUMNS.index(HOURS)] = BEYOND.join([cells[COLUMNS.index(HOURS)], *(beyond or [""])])
                wide.append(number)
            lines.append(Line(number, tuple(cells)))
            for at, _, people in whose if claims(lines[-1].cells) else ():
                people.update(record[at : at + 1])
    refuse_other_header(lines)
    for _, name, people in whose:
        refuse_several_people(name, people)
    if wide:
        rows = "、".join(map(str, wide[:MOST_NAMED])) + ("……" if len(wide) > MOST_NAMED else "")
        remarks = (*remarks, say("file_wide", count=len(wide), rows=rows, columns=len(names)))
    return LedgerFile(Ledger(tuple(lines)), encoding, remarks)


def is_moved(record: Sequence[str], width: int, hours: int) -> bool:
    """Whether the hours of a line with blanks beyond its header may stand further on: a number does.

    ``width`` is that of the header, ``hours`` the place of the hours in it.
    """
    return any(_AMOUNT.fullmatch(plain(cell)) for cell in record[hours + 1 :][: max(len(record) - width, 0)])


def _unguarded(cell: str) -> str:
    """Take back the apostrophe that ``write_csv`` puts before a cell that looks like a formula."""
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell
