"""Rows of many people as DuckDB is asked for them: all of them, and later those of some people once more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xueshi.ledger import table

PERSON = "person"
"""The name of the column that tells people apart, in relations and in results."""

OWNER = "owner"
"""The name of the column that has to be the same in all rows of a person: his name, unit, city and year."""

LINE = "line"
"""The name of the column with the number of a row; the first has the number 2."""

MEMORY = "384MB"
"""What the database may hold; the rest is on the disk."""

FOUND = "{found}"

_CHUNK = 1 << 17

PATTERN = frozenset("*?[")
"""Characters by which the database takes a path for many files; it takes cells from names of folders, too."""


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


def text(value: str) -> str:
    """A text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"


def given(columns: Iterable[str]) -> str:
    """A query for lists that are parameters, one for each column.

    Each gets its name before anything is done with it: otherwise all its values make up a name.
    """
    return "select " + ", ".join(f"unnest(${at}) as {name}" for at, name in enumerate(columns, 1))


@dataclass(frozen=True, slots=True)
class Relation:
    """Rows of people: ``every`` is a query for all of them, under the names used here.

    ``owned`` is whether rows say their owner. ``lines`` is a query for all with their numbers, not yet taken
    apart; ``whose`` tells the person of such a line; ``apart`` takes apart what stands in the place of
    ``FOUND``. ``file`` is set where each line of it is a record that begins with the id: lines are then
    also found by reading where they lie.
    """

    every: str
    owned: bool
    lines: str
    whose: str
    apart: str
    file: Path | None = None

    @property
    def numbered(self) -> str:
        """A query for all rows with their numbers."""
        return _numbered("*", f"({self.every})")

    def picked(self, people: str) -> str:
        """A query for the rows of the people of a query, with their numbers."""
        return self.taken_apart(f"(select * from ({self.lines}) where {self.whose} in ({people}))")

    def taken_apart(self, lines: str) -> str:
        """A query for the rows of lines that have their numbers."""
        return self.apart.replace(FOUND, lines)


def relation_of(
    source: str, columns: Mapping[str, str], owner: Sequence[str] = (), *, nulls: bool = True
) -> Relation:
    """The rows of a source (a table, ``read_csv(…)`` of text columns) under the names used here.

    ``columns`` names the source's column of ``PERSON`` and of each header of a ledger that it has; ``owner``
    the columns that say who, where and when it was: under one id they may not differ. ``nulls`` is whether a
    cell may be null.
    """
    cell = "coalesce({}, '')" if nulls else "{}"
    cells = {name: cell.format(quoted(name)) for name in (*columns.values(), *owner)}
    every = f"select {_known(cells, columns, owner)} from {source}"
    return Relation(every, bool(owner), _numbered("*", f"({every})"), PERSON, f"select * from {FOUND}")


def csv_relation(path: Path, columns: Mapping[str, str], owner: Sequence[str] = ()) -> Relation:
    """The rows of a CSV file with a header: UTF-8, cells parted by commas.

    In a file without a quotation mark each line is a record; rows that are wanted once more are then found by
    the beginning of their line. Raises ``OSError``; ``ValueError`` for a name that means many files.
    """
    if PATTERN & set(str(path)):
        raise ValueError(path)
    with path.open("rb") as stream:
        header = stream.readline().decode("utf-8-sig", errors="replace").rstrip("\r\n").split(",")
    if _has_quotes(path) or any(name not in header for name in (*columns.values(), *owner)):
        read = "delim=',', quote='\"', escape='\"', header=true, all_varchar=true"
        return relation_of(f"read_csv({text(str(path))}, {read}, hive_partitioning=false)", columns, owner)
    named = ", ".join(f"{text(name)}: 'varchar'" for name in header)
    # What stands nowhere in the file parts nothing, and no cell is null.
    whole = relation_of(_plain_csv(path, named, ",", '"'), columns, owner, nulls=False)
    if header[0] != columns[PERSON]:
        return whole
    cells = {name: f"cells[{at}]" for at, name in enumerate(header, start=1)}
    # Empty lines are no rows and have no numbers, neither here nor where cells are parted.
    every = _plain_csv(path, "'record': 'varchar'", '"', "")
    lines = _numbered("*", f"(select * from {every} where record is not null)")
    apart = f"""
        select {_known(cells, columns, owner)}, {LINE}
        from (select {LINE}, string_split(record, ',') as cells from {FOUND})"""
    return Relation(whole.every, bool(owner), lines, "left(record, strpos(record, ',') - 1)", apart, path)


def _has_quotes(path: Path) -> bool:
    chunk = bytearray(_CHUNK)
    with path.open("rb", buffering=0) as stream:
        while size := stream.readinto(chunk):
            if chunk.find(b'"', 0, size) >= 0:
                return True
    return False


def _plain_csv(path: Path, columns: str, delimiter: str, null: str) -> str:
    return (
        f"read_csv({text(str(path))}, columns={{{columns}}}, delim={text(delimiter)}, quote='', escape='', "
        f"nullstr={text(null)}, header=false, skip=1, auto_detect=false, hive_partitioning=false)"
    )


def _numbered(what: str, source: str) -> str:
    return f"select {what}, row_number() over () + 1 as {LINE} from {source}"


def _known(cells: Mapping[str, str], columns: Mapping[str, str], owner: Sequence[str]) -> str:
    """Cells under the names used here."""
    said = " || chr(31) || ".join(cells[name] for name in owner) or "''"
    known = [f"{cells[columns[PERSON]]} as {PERSON}", f"{said} as {OWNER}"]
    for name in table.COLUMNS:
        cell = cells[columns[name]] if name in columns else "''"
        known.append(f"{cell} as {quoted(name)}")
    return ", ".join(known)
