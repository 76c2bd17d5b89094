"""Parquet files to records and back, where pyarrow or DuckDB is installed."""

from __future__ import annotations

import csv
import datetime
import importlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from xueshi.roster.sentences import say
from xueshi.roster.tables.table import Record, UnreadableRosterError
from xueshi.workbook.shown import shown

_MARK = b"PAR1"
_BATCH = 10_000
_CHINA = datetime.timezone(datetime.timedelta(hours=8))
"""Instants are kept without a place (Spark writes all days so); which day they are is asked in China."""

_AS_READ = {
    "TIMESTAMP WITH TIME ZONE": f"make_timestamp(epoch_us({{}}) + {8 * 3600 * 10**6})",
    "FLOAT": "{}::varchar",
}
"""How DuckDB is asked for what Python would get otherwise: an instant as China's day, 59.9 as 59.9."""

_PATTERN = re.compile(r"[*?\[]")
"""Characters by which DuckDB takes a path for many files, unless they stand in brackets."""


class NoParquetLibraryError(RuntimeError):
    """Raised when a Parquet file is read or written and no library for it is there; says so."""


def is_parquet(head: bytes) -> bool:
    """Whether a file begins as a Parquet file does."""
    return head.startswith(_MARK)


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        return None


def parquet_records(stream: BinaryIO) -> Iterator[Record]:
    """The header as line 1 and the rows behind it. Raises ``UnreadableRosterError``.

    Raises ``NoParquetLibraryError``.
    """
    arrow = _library("pyarrow.parquet")
    if arrow is not None:
        stream.seek(0)
        yield from _numbered(_of_arrow(arrow, stream))
        return
    duck = _library("duckdb")
    if duck is None:
        raise NoParquetLibraryError(say("no_pyarrow"))
    yield from _numbered(_of_duck(duck, stream.name))


def _numbered(rows: Iterable[Sequence[object]]) -> Iterator[Record]:
    for line, row in enumerate(rows, 1):
        yield Record(line, tuple([shown(_in_china(value), "yyyy-mm-dd").text for value in row]))


def _in_china(value: object) -> object:
    """A value; an instant by the clocks of China."""
    if isinstance(value, datetime.datetime) and value.tzinfo:
        return value.astimezone(_CHINA).replace(tzinfo=None)
    return value


def _of_arrow(arrow: Any, stream: BinaryIO) -> Iterator[Sequence[object]]:
    try:
        file = arrow.ParquetFile(stream)
        yield file.schema_arrow.names
        for batch in file.iter_batches(_BATCH):
            yield from zip(*(_values(column) for column in batch.columns), strict=True)
    except (OSError, ValueError) as error:  # what pyarrow raises derives from these
        raise UnreadableRosterError(say("parquet")) from error


def _values(column: Any) -> list[Any]:
    """What stands in a column of pyarrow; numbers of single precision with the digits that they have."""
    values: list[Any] = column.to_pylist()
    if str(column.type) != "float":
        return values
    return [None if value is None else float(format(value, ".7g")) for value in values]


def _of_duck(duck: Any, path: str) -> Iterator[Sequence[object]]:
    try:
        with duck.connect() as connection:
            source = f"read_parquet({_this_file(path)})"
            columns = connection.execute(f"describe select * from {source}").fetchall()
            yield [name for name, *_ in columns]
            asked = (_AS_READ.get(kind, "{}").format(_quoted(name, DOUBLE)) for name, kind, *_ in columns)
            found = connection.execute(f"select {', '.join(asked)} from {source}")
            while rows := found.fetchmany(_BATCH):
                yield from rows
    except duck.Error as error:
        raise UnreadableRosterError(say("parquet")) from error


class ParquetWriter:
    """Writes a table of text and numbers in batches. Raises ``NoParquetLibraryError``."""

    def __init__(self, path: str, header: Sequence[str], numbers: frozenset[str]) -> None:
        self.arrow, self.parquet = _library("pyarrow"), _library("pyarrow.parquet")
        if self.parquet is None:
            raise NoParquetLibraryError(say("no_pyarrow"))
        kinds = [self.arrow.float64() if name in numbers else self.arrow.string() for name in header]
        self.schema = self.arrow.schema(list(zip(header, kinds, strict=True)))
        self.writer = self.parquet.ParquetWriter(path, self.schema)
        self.numbers = [name in numbers for name in header]
        self.rows: list[Sequence[str]] = []

    def row(self, cells: Sequence[str]) -> None:
        """Write one row."""
        self.rows.append(cells)
        if len(self.rows) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        columns = []
        for at, (cells, kind) in enumerate(zip(zip(*self.rows, strict=True), self.schema.types, strict=True)):
            values = [_number(cell) for cell in cells] if self.numbers[at] else list(cells)
            columns.append(self.arrow.array(values, kind))
        if columns:
            self.writer.write_table(self.arrow.Table.from_arrays(columns, schema=self.schema))
        self.rows = []

    def close(self) -> None:
        """Write what is left."""
        self._flush()
        self.writer.close()


class DuckWriter:
    """The same through DuckDB, by way of a CSV file beside."""

    def __init__(self, path: str, header: Sequence[str], numbers: frozenset[str]) -> None:
        self.duck = _library("duckdb")
        if self.duck is None:
            raise NoParquetLibraryError(say("no_pyarrow"))
        self.path, self.beside = path, Path(f"{path}.csv")
        self.header, self.numbers = tuple(header), [name in numbers for name in header]
        self.stream = self.beside.open("w", encoding="utf-8", newline="")
        self.writer = csv.writer(self.stream, lineterminator="\n", quoting=csv.QUOTE_ALL)

    def row(self, cells: Sequence[str]) -> None:
        """Write one row."""
        pairs = zip(cells, self.numbers, strict=True)
        self.writer.writerow([_number(cell) if number and cell else cell for cell, number in pairs])

    def close(self) -> None:
        """Make the Parquet file."""
        self.stream.close()
        names = [f"c{at}" for at in range(len(self.header))]
        kinds = ", ".join(f"{_quoted(name)}: 'VARCHAR'" for name in names)
        columns = ", ".join(
            f"{f'try_cast({name} as double)' if number else name} as {_quoted(title, mark=DOUBLE)}"
            for name, title, number in zip(names, self.header, self.numbers, strict=True)
        )
        beside = _this_file(str(self.beside))
        read = f"read_csv({beside}, header=false, delim=',', columns={{{kinds}}})"
        with self.duck.connect() as connection:
            connection.execute("set preserve_insertion_order=true")
            connection.execute(
                f"copy (select {columns} from {read}) to {_quoted(self.path)} (format parquet)"
            )
        self.beside.unlink()


DOUBLE = '"'


def _quoted(text: str, mark: str = "'") -> str:
    """A text, or with a double ``mark`` a name, as SQL writes it."""
    return mark + text.replace(mark, mark * 2) + mark


def _this_file(path: str) -> str:
    """What DuckDB is told to read one file and nothing else: no pattern, no cells from names of folders."""
    escaped = _PATTERN.sub(r"[\g<0>]", path)
    return f"{_quoted(escaped)}, hive_partitioning=false"


def parquet_writer(path: str, header: Sequence[str], numbers: frozenset[str]) -> ParquetWriter | DuckWriter:
    """A writer with what is installed. Raises ``NoParquetLibraryError``."""
    kind = DuckWriter if _library("pyarrow.parquet") is None else ParquetWriter
    return kind(path, header, numbers)


def _number(cell: str) -> float | None:
    """Hours as a number; a fraction like 1/3 as the nearest that can be kept."""
    whole, _, part = cell.partition("/")
    return (float(whole) / float(part) if part else float(whole)) if cell else None
