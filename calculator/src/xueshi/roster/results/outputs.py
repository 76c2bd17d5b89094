"""Tables of results to files: CSV, Excel, Parquet. Nothing half written is left behind."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from xueshi.roster.safe import guarded
from xueshi.roster.tables.parquet import DuckWriter, ParquetWriter, parquet_writer
from xueshi.workbook.xlsx import SheetForm, XlsxWriter

KINDS = (".csv", ".xlsx", ".parquet")
"""Endings of the files that are written."""


class Output(Protocol):
    """A file that takes tables."""

    def sheet(self, form: SheetForm) -> None:
        """Begin a table."""

    def row(self, cells: Sequence[str]) -> None:
        """Write a row of it."""

    def close(self) -> None:
        """All is written."""


class CsvOutput:
    """A CSV file as Excel opens it: byte-order mark, CRLF, no formula, no id taken for a number."""

    def __init__(self, path: Path) -> None:
        self.stream = path.open("w", encoding="utf-8-sig", newline="")
        self.writer = csv.writer(self.stream, lineterminator="\r\n")

    def sheet(self, form: SheetForm) -> None:
        """The header."""
        self.writer.writerow(map(guarded, form.header))

    def row(self, cells: Sequence[str]) -> None:
        """One row."""
        self.writer.writerow(map(guarded, cells))

    def close(self) -> None:
        """Close the file."""
        self.stream.close()


class XlsxOutput:
    """An Excel file of several sheets."""

    def __init__(self, path: Path) -> None:
        self.stream = path.open("wb")
        self.writer = XlsxWriter(self.stream)

    def sheet(self, form: SheetForm) -> None:
        """Begin a sheet."""
        self.writer.sheet(form)

    def row(self, cells: Sequence[str]) -> None:
        """One row."""
        self.writer.row(cells)

    def close(self) -> None:
        """Write what holds the sheets together."""
        self.writer.close()
        self.stream.close()


class ParquetOutput:
    """A Parquet file of one table."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.writer: ParquetWriter | DuckWriter | None = None

    def sheet(self, form: SheetForm) -> None:
        """The columns."""
        self.writer = parquet_writer(str(self.path), form.header, form.numbers)

    def row(self, cells: Sequence[str]) -> None:
        """One row."""
        assert self.writer is not None
        self.writer.row(cells)

    def close(self) -> None:
        """Write what is left."""
        if self.writer is not None:
            self.writer.close()


def output(path: Path, kind: str) -> Output:
    """The writer for a kind of file (one of ``KINDS``)."""
    if kind == ".xlsx":
        return XlsxOutput(path)
    return ParquetOutput(path) if kind == ".parquet" else CsvOutput(path)
