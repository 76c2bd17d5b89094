"""A large CSV file in columns, on DuckDB: people who are plainly written never become rows here.

Who is on his own under one id or name, whose cells stand in the tables of ``lookups`` and whose rule is a
tree of minima is added up there. Everybody else, and whoever may be one with him, comes out as rows and goes
the general way; nobody is judged twice, nobody left out. Nothing here decides whose a row is or what it
counts: where SQL cannot say it as surely as ``rows`` and ``people`` do, it says nothing.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from xueshi.ledger import table as ledger
from xueshi.model.published import Rules
from xueshi.roster.databases.coding import STAGES
from xueshi.roster.databases.plainpeople import AT_ONCE, Aside, answering, owner_cells
from xueshi.roster.databases.relations import LINE, MEMORY, PATTERN, quoted, text
from xueshi.roster.databases.vector import Connection, Vectorised
from xueshi.roster.intake.intake import is_correction
from xueshi.roster.people.owners import NOTHING, OWNER, SUSPECT, RefusedRowError
from xueshi.roster.people.reviews import Reviews
from xueshi.roster.people.rows import Place, RowReader
from xueshi.roster.tables.headers import CARD, CITY, MEANINGS, NAME, STAFF_ID, YEAR, bare_header
from xueshi.roster.tables.layout import Form
from xueshi.roster.tables.source import Table
from xueshi.roster.tables.table import Record, UnreadableRosterError, delimiter_of, encoding_of
from xueshi.workbook.marks import LONGEST_CELL

LEAST_BYTES = 4 << 20
"""Files smaller than this are judged sooner than a database is started."""

SLICE_BYTES = 96 << 20
"""Bytes of a file whose people are added up at once."""

MOST_READS = 2
"""Places for each of which the file is read; with more it is first put into the database."""

DATABASE = "people.duckdb"

WIDE = "wide"

BUFFER = 16 << 20
"""Bytes of a file that are read at once."""

MOST_PLACES = 200
"""Spellings of city and year; a file with more is read row by row."""

_CHUNK, _AHEAD = 1 << 20, 10
_ID = "^[0-9A-Z]{1,40}$"
_SCIENTIFIC = "^[0-9]+E[0-9]{1,3}$"
_NAME = "^[\\x{4e00}-\\x{9fff}]*$"
_REFUSED = ('"', "\0", "\u2060", "\u2061")
"""Quotation marks, and marks that stand behind cells of other files: files with them are not plain."""


def fits(table: Table) -> bool:
    """Whether a table has one row for each thing learned, and nothing that changes what a row means."""
    layout = table.layout
    told_more = layout.answers or layout.together or layout.blank_year or Reviews(layout)
    if layout.form is not Form.ROWS or told_more or is_correction(layout):
        return False
    return NAME in layout.places or STAFF_ID in layout.places or CARD in layout.places


def plain_lines(stream: BinaryIO) -> int | None:
    """How many lines a CSV file has if each is a record, its cells parted by commas; else None."""
    try:
        encoding = encoding_of(stream)
    except UnreadableRosterError:
        return None
    if not encoding.startswith("utf-8"):
        return None
    stream.seek(0)
    head = b"".join(stream.readline() for _ in range(_AHEAD))
    if delimiter_of(head.decode("utf-8-sig").splitlines(keepends=True)) != ",":
        return None
    stream.seek(0)
    ends = returns = pairs = 0
    before, refused = b"\n", [*(mark.encode() for mark in _REFUSED), b"\n\n", b"\n\r"]
    while chunk := stream.read(_CHUNK):
        joined = before + chunk
        if any(mark in joined for mark in refused):
            return None
        ends += chunk.count(b"\n")
        returns += chunk.count(b"\r")
        pairs += chunk.count(b"\r\n") + (before.endswith(b"\r") and chunk.startswith(b"\n"))
        before = joined[-3:]
    if returns != pairs or returns not in (0, ends):
        return None
    return ends + (not before.endswith(b"\n"))


Way = Callable[[str, int], tuple[Place, Vectorised | None]]
"""Place and way in columns of a city as written and a year."""


def set_aside(table: Table, path: Path, work: Path, jobs: int, way: Way) -> Setter | None:
    """Set the plainly written people of a file aside; None where all go the general way."""
    if (
        path.suffix.lower() not in ("", ".csv", ".txt")
        or path.stat().st_size < LEAST_BYTES
        or not fits(table)
        or PATTERN & set(str(path))
    ):
        return None
    if importlib.util.find_spec("duckdb") is None:
        return None
    with path.open("rb") as stream:
        lines = plain_lines(stream)
    if lines is None:
        return None
    setter = None
    # What the database cannot open, read or hold is no fault of the file: it is read row by row.
    with contextlib.suppress(OSError):
        setter = Setter(table, path, work, jobs)
        with answering(setter.failure):
            if setter.people(lines, way):
                return setter
    if setter:
        setter.close()
    (work / DATABASE).unlink(missing_ok=True)
    return None


class Setter:
    """Sets people of one table aside; the connection is open until the rows of the others are read.

    Raises ``OSError`` when the database cannot be opened.
    """

    def __init__(self, table: Table, path: Path, work: Path, jobs: int) -> None:
        self.table, self.layout, self.reader = table, table.layout, RowReader(table.layout)
        self.owner = [name for name in OWNER if name in self.layout.places]
        self.names = [f"o{at}" for at in range(len(self.owner))]
        self.file, self.database = path, work / DATABASE
        settings = {"threads": jobs, "memory_limit": MEMORY, "temp_directory": str(work / "spill")}
        duckdb = importlib.import_module("duckdb")
        self.failure: type[Exception] = duckdb.Error
        with answering(self.failure):
            self.connection: Connection = duckdb.connect(str(self.database), config=settings)
        self.places: tuple[Place, ...] = ()
        self.named: list[Place] = []
        """Cities as written and years that people set aside name, one for each place; rows of others tell
        of theirs themselves."""
        self._lines = (
            f"(select *, row_number() over () + {self.layout.header_line} as {LINE} from {self._source()})"
        )
        # How many rows a file has it cannot know: what is looked up in is always the smaller side.
        self.connection.execute("set disabled_optimizers = 'join_order,build_side_probe_side'")

    def close(self) -> None:
        """Let other processes read."""
        self.connection.close()  # type: ignore[attr-defined]

    @property
    def aside(self) -> Aside:
        """The people set aside."""
        return Aside(str(self.database), self.places)

    @property
    def rest(self) -> Table:
        """The table with the rows of everybody else."""
        return replace(self.table, records=self.records)

    def people(self, lines: int, way_of: Way) -> bool:
        """Add everybody up, each under the rule of his place.

        Whether every line was seen, and none has more in it than there are headers: how many cells such a
        line has only the reader of rows can tell.
        """
        places, ways, cells = list[Place](), dict[Place, Vectorised | None](), dict[Place, list[str]]()
        named = list[Place]()
        written = self._written_places()
        if len(written) > MOST_PLACES:
            return False
        for city, year in written:
            said = self._said_place(city, year)
            place, way = way_of(*said) if said else (("", 0), None)
            if place not in ways:
                ways[place] = way
                places.append(place)
                named.append(said or place)
            cells.setdefault(place, []).append(self._is_place(city, year))
        self.places = tuple(places)
        seen, slices = 0, 1 + self.file.stat().st_size // SLICE_BYTES
        if len(places) > MOST_READS:
            self.connection.execute(f"create table every as select * from {self._lines}")
            self._lines = "every"
        for number, place in enumerate(places):
            way = ways[place]
            if way is not None:
                way.lay_down(self.connection)
            self._add_up(number, way, " or ".join(cells[place]), slices)
            counted = f"select sum(n_rows), bool_or({WIDE}) from people_{number}"
            count, wide = self.connection.execute(counted).fetchone()
            if wide:
                return False
            seen += count or 0
        self._take_out(len(places))
        for number, said in enumerate(named):
            plain = f"select count(*) from people_{number} where not is_general"
            if self.connection.execute(plain).fetchone() != (0,):
                self.named.append(said)
        return seen == lines - self.layout.header_line

    def _said_place(self, city: str, year: str) -> Place | None:
        """City and year that rows with these cells say; None where they say none that can be read."""
        said = {STAFF_ID: "A", CARD: "A", NAME: "某", CITY: city, YEAR: year}
        owner = [said.get(name, "") for name in self.owner]
        try:
            return self.reader.whose(owner_cells(self.layout, self.owner, owner))[1]
        except RefusedRowError:
            return None

    def _written_places(self) -> list[tuple[str, str]]:
        """Cities and years as they are written."""
        named = [self._cell_of(name) if name in self.owner else "''" for name in (CITY, YEAR)]
        if named == ["''", "''"]:
            return [("", "")]
        found: list[tuple[str, str]] = self.connection.execute(
            f"select distinct {named[0]}, {named[1]} from {self._lines}"
        ).fetchall()
        return found

    def _is_place(self, city: str, year: str) -> str:
        same = [
            f"{self._cell_of(name)} = {text(cell)}"
            for name, cell in ((CITY, city), (YEAR, year))
            if name in self.owner
        ]
        return f"({' and '.join(same) or 'true'})"

    def _source(self) -> str:
        columns = ", ".join(f"'c{at}': 'varchar'" for at in range(len(self.layout.headers) + 1))
        return (
            f"read_csv({text(str(self.file))}, columns={{{columns}}}, delim=',', quote='', escape='', "
            f"header=false, auto_detect=false, skip={self.layout.header_line}, null_padding=true, "
            f"nullstr='\"', hive_partitioning=false, buffer_size={BUFFER}, "
            f"max_line_size={LONGEST_CELL})"
        )

    def _cell_of(self, name: str) -> str:
        at = self.layout.places.get(name)
        return "''" if at is None else f"coalesce(c{at}, '')"

    def _beyond(self) -> str:
        """Whether a row has a cell behind its last column, a blank one included: none is null."""
        return f"c{len(self.layout.headers)} is not null"

    def _add_up(self, number: int, way: Vectorised | None, where: str, slices: int) -> None:
        """Add up the people of a place, some at a time: what is kept of each row is on the disk."""
        pairs = zip(self.owner, self.names, strict=True)
        owners = ", ".join(f"{self._cell_of(name)} as {short}" for name, short in pairs)
        own = ", ".join(self.names)
        if way is None:
            wide = f"bool_or({self._beyond()}) as {WIDE}"
            counted = f"select {owners}, count(*) as n_rows, {wide}, true as is_general from {self._lines}"
            self.connection.execute(f"""
                create table people_{number} as
                select *, {self.key()} as key from ({counted} where {where} group by all)""")
            return
        cells = ", ".join(f"{self._cell_of(name)} as {quoted(name)}" for name in ledger.COLUMNS)
        beyond = f"{self._beyond()} as {WIDE}"
        doubt = f"{self._doubt(way.compiled.rules)} as doubt"
        rows = f"select {owners}, {LINE}, {beyond}, {doubt}, {cells} from {self._lines} where {where}"
        coding = way.coding
        self.connection.execute(f"""
            create table rows_{number} as
            select {own}, {LINE}, content, look, hours, subject, stage, tally, late, timely,
                {WIDE}, odd or doubt as odd
            from ({coding.coded(rows, (*self.names, LINE, WIDE, "doubt"))})""")
        sums = ", ".join(
            f"{coding.own(at, stage)} as own_{at}_{stage}"
            for at in range(len(way.tree.nodes))
            for stage in STAGES
        )
        for part in range(slices):
            chosen = f"""select *, {coding.near.stepped} as {coding.near.step} from rows_{number}
                where hash({own}) % {slices} = {part}"""
            added_up = f"""select {own}, min({LINE}) as first, bool_or({WIDE}) as {WIDE}, {coding.added_up()}
                from ({chosen}) group by {own}"""
            people = f"""
                select {own}, first, n_rows, {WIDE}, {sums},
                    odd or {coding.unclear()} as is_general, {self.key()} as key
                from ({coding.summed(added_up)})"""
            begin = f"insert into people_{number}" if part else f"create table people_{number} as"
            self.connection.execute(f"{begin} {people}")

    def _doubt(self, rules: Rules) -> str:
        """Whether a row that is said to have entered by itself may be written like one that was declared."""
        mode, way = self._cell_of(ledger.ENTRY_MODE), self._cell_of(ledger.WAY)
        usual = [f"contains({way}, {text(name)})" for name in rules.rule.auto_credit.ways]
        other = f"{way} <> '' and not ({' or '.join(usual)})" if usual else "false"
        days = f"{self._cell_of(ledger.DECLARED)} <> '' or {self._cell_of(ledger.REVIEWED)} <> ''"
        return f"({mode} = {text(ledger.ENTRY_AUTOMATIC)} and ({days} or {other}))"

    def key(self) -> str:
        """The key of a plainly written owner as ``rows`` has it, null where it takes more to tell."""
        short = dict(zip(self.owner, self.names, strict=True))
        staff, card, name = (short.get(column, "''") for column in (STAFF_ID, CARD, NAME))
        headers = (bare_header(header) for header in self.layout.headers if header)
        known = ", ".join(map(text, sorted({*headers, *MEANINGS, *NOTHING})))
        is_name = f"regexp_matches({name}, '{_NAME}') and not regexp_matches({name}, '{SUSPECT}')"

        def is_id(cell: str) -> str:
            return (
                f"(regexp_matches({cell}, '{_ID}') and not regexp_matches({cell}, '{_SCIENTIFIC}') and "
                f"not (length({cell}) = 18 and ends_with({cell}, '000')) and {cell} not in ({known}))"
            )

        def bare(cell: str) -> str:
            return f"'#' || coalesce(nullif(ltrim({cell}, '0'), ''), '0')"

        return f"""case when not ({is_name} and {name} not in ({known})) then null
            when {card} <> '' and not {is_id(card)} then null
            when {staff} <> '' then case when {is_id(staff)} then {bare(staff)} end
            when {card} <> '' then {bare(card)}
            when {name} <> '' then '@' || {name} end"""

    def _take_out(self, count: int) -> None:
        """Whoever shares a key with another, or with rows whose key is not plain, goes the general way."""
        own = ", ".join(self.names)
        every = " union all ".join(f"select {own}, key from people_{number}" for number in range(count))
        run = self.connection.execute
        several = f"select key from ({every}) where key is not null group by key having count(*) > 1"
        run(f"create temp table shared as {several}")
        run(f"create temp table unplain as select distinct {own} from ({every}) where key is null")
        rows = run(f"select {own} from unplain")
        while batch := rows.fetchmany(AT_ONCE):
            keys = [key for owner in batch if (key := self._key_of(owner))]
            rest = self.connection.cursor()  # type: ignore[attr-defined]
            rest.execute("create table if not exists told (key varchar)")
            rest.execute("insert into told select unnest($1)", [keys])
        run("create table if not exists told (key varchar)")
        for number in range(count):
            run(f"""
                update people_{number} set is_general = true
                where key is null or key in (select key from shared) or key in (select key from told)""")

    def _key_of(self, owner: Sequence[str]) -> str:
        """The key of an owner; empty where his rows are nobody's."""
        try:
            return self.reader.key(owner_cells(self.layout, self.owner, owner))
        except RefusedRowError:
            return ""

    def records(self) -> Iterator[Record]:
        """The rows of everybody who goes the general way, in their order. Raises ``OSError``."""
        with answering(self.failure):
            yield from self._records()

    def _records(self) -> Iterator[Record]:
        own = ", ".join(self.names)
        every = " union all ".join(
            f"select {own} from people_{number} where is_general" for number in range(len(self.places))
        )
        width = len(self.layout.headers)
        owners = " and ".join(
            f"{self._cell_of(name)} = owners.{short}"
            for name, short in zip(self.owner, self.names, strict=True)
        )
        cells = ", ".join(f"coalesce(c{at}, '')" for at in range(width))
        self.connection.execute(f"create temp table others as {every}")
        found = self.connection.execute(f"""
            select {LINE}, {cells} from {self._lines} as every semi join others as owners on {owners}
            order by {LINE}""")
        while batch := found.fetchmany(AT_ONCE):
            for line, *row in batch:
                yield Record(line, tuple(row))
