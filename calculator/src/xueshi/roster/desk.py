"""One roster at work: read in steps, judged in steps, then asked about. Memory grows with rows, not verdicts.

Rows lie packed, apart by person. People are judged a part at a time, and of each only what a list shows is
kept; whoever is opened is judged again, by ``judge`` itself.
"""

from __future__ import annotations

import datetime
import io
import marshal
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from xueshi.judge.verdict import Status, Verdict
from xueshi.model.published import Rules
from xueshi.roster.columns import ColumnQuestion, Words
from xueshi.roster.duties import Duties, DutyLine
from xueshi.roster.intake import judge_rows, open_questions, readers_of
from xueshi.roster.judged import Answers, Office, Place, Result, city_names, mark_of
from xueshi.roster.listing import Entry, Shared, at_of, entry_of, for_all
from xueshi.roster.rows import NO_PLACE, RefusedRowError, RowReader
from xueshi.roster.safe import row_mark
from xueshi.roster.source import Table, open_tables
from xueshi.roster.spool import Row
from xueshi.roster.wording import Wording

PARTS = 256
"""Parts of a roster: whoever opens one person reads so many times fewer rows."""

NOBODY = PARTS
"""The part of rows that can be given to nobody."""

MOST_PLACES = 10_000
"""Spellings of city and year that are remembered."""

PEEKED = 2_000
"""Rows in which cities and years are looked for before the columns are settled."""

SAMPLED = 50
"""Rows of which a column's contents are shown."""


class Desk:
    """A roster from its file to what is asked of it.

    ``usual`` are the city and year of rows that say neither.
    """

    def __init__(
        self,
        name: str,
        data: bytes,
        usual: Place | None,
        cities: Sequence[tuple[str, str]],
        today: datetime.date,
    ) -> None:
        self.name, self.usual = name, usual or NO_PLACE
        self._stream: io.BytesIO | None = io.BytesIO(data)
        self._size = len(data)
        self.rules: dict[Place, Rules] = {}
        self._absent: set[Place] = set()
        self.office = Office(city_names(cities), self.rules.get, today, Answers())
        self.given: dict[str, str] = {}
        self.tables: tuple[Table, ...] = ()
        self.remarks: tuple[str, ...] = ()
        self._readers: tuple[RowReader, ...] = ()
        self._reading: Iterator[None] | None = None
        self._shelf: list[dict[int, bytes]] = [{} for _ in range(PARTS + 1)]
        self._part_of: dict[int, int] = {}
        self._marks: dict[int, str] = {}
        """Of rows that were corrected: the marks of those that stand in the file."""
        self._written: set[tuple[str, int]] = set()
        self.places: dict[Place, None] = {}
        self.entries: list[list[Entry] | None] = [None] * (PARTS + 1)
        self._faults: list[list[tuple[int, tuple[str, ...]]]] = [[] for _ in range(PARTS + 1)]
        """Rows of each part with errors: their numbers, what is wrong."""
        self._hung: dict[str, set[int]] = {}
        """Parts in which somebody's status hung on a question for all."""
        self._order: list[Entry] | None = None
        self._questions: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._shared = Shared()
        self._wordings: dict[Place, Wording] = {}

    # ---- columns

    def lay_out(self) -> None:
        """Find the tables and what their columns mean. Raises ``UnreadableRosterError``."""
        assert self._stream is not None
        found = open_tables(self._stream, self.name, Words(self.rules.values()), self.given)
        for table in found.tables:
            table.refuse_year(self.usual[1])
        self.tables, self.remarks = found.tables, found.remarks

    @property
    def questions(self) -> tuple[ColumnQuestion, ...]:
        """What has to be asked about columns, each once."""
        return open_questions(self.tables)

    def samples(self, header: str, most: int = 3) -> list[str]:
        """What stands below a header, different texts only."""
        found: dict[str, None] = {}
        for table in self.tables:
            if header in table.layout.headers:
                at = table.layout.headers.index(header)
                for _, record in zip(range(SAMPLED), table.rows(), strict=False):
                    if at < len(record.cells) and record.cells[at].strip():
                        found[record.cells[at].strip()[:40]] = None
        return list(found)[:most]

    def peek(self) -> list[Place]:
        """Cities and years of the first rows whose rules were not asked for yet."""
        for table in self.tables:
            reader = RowReader(table.layout)
            for _, record in zip(range(PEEKED), table.rows(), strict=False):
                self._whose(reader, record.without_merged(reader.once))
        return self.wanted()

    def wanted(self) -> list[Place]:
        """Cities and years that were seen and whose rules were not asked for yet."""
        seen = {self.usual: None, **self.places} if self.usual != NO_PLACE else self.places
        return [place for place in seen if place not in self.rules and place not in self._absent]

    def take_rules(self, place: Place, rules: Rules | None) -> None:
        """The rules of a city and year, None where nothing is on file."""
        if rules is None:
            self._absent.add(place)
        else:
            self.rules[place] = rules

    def _whose(self, reader: RowReader, cells: tuple[str, ...]) -> str | None:
        """The key of a row's person, None where it can be given to nobody; notes city and year."""
        try:
            key, written = reader.whose(cells)
        except RefusedRowError:
            return None
        if written not in self._written:
            if len(self._written) >= MOST_PLACES:
                self._written = set()
            self._written.add(written)
            city, year = self.office.city(written[0] or self.usual[0]), written[1] or self.usual[1]
            if city and year:
                self.places[city, year] = None
        return key

    # ---- reading

    def read(self, count: int) -> bool:
        """Read so many rows more; says whether that was the end. Raises ``UnreadableRosterError``."""
        if self._reading is None:
            self._reading = self._begin()
        for _ in zip(range(count), self._reading, strict=False):
            pass
        return self._stream is None

    def _begin(self) -> Iterator[None]:
        self._readers = readers_of([table.layout for table in self.tables])
        for at, (table, reader) in enumerate(zip(self.tables, self._readers, strict=True)):
            for record in table.rows():
                self._keep(at, record.line, record.without_merged(reader.once))
                yield
        self._stream = None

    @property
    def rows(self) -> int:
        """Rows that were read."""
        return len(self._part_of)

    @property
    def share(self) -> float:
        """How much of the file is read, from 0 to 1."""
        return 1.0 if self._stream is None else min(1.0, self._stream.tell() / max(1, self._size))

    def _keep(self, at: int, line: int, cells: tuple[str, ...]) -> int:
        """Put a row by; gives its part."""
        reader = self._readers[at]
        number = reader.base + line
        key = self._whose(reader, cells)
        part = NOBODY if key is None else zlib.crc32(key.encode()) % PARTS
        self._shelf[part][number] = marshal.dumps((at, line, cells))
        self._part_of[number] = part
        return part

    def row(self, number: int) -> tuple[int, int, tuple[str, ...]]:
        """A row's table, its line there, and its cells as they stand there."""
        table, line, cells = marshal.loads(self._shelf[self._part_of[number]][number])
        return table, line, cells

    def number_of(self, table: str, line: int) -> int | None:
        """The number of a row by the name of its table and its line there."""
        for reader, one in zip(self._readers, self.tables, strict=True):
            if one.name == table and reader.base + line in self._part_of:
                return reader.base + line
        return None

    def mark(self, number: int) -> str:
        """What tells whether a row of a file is this one, as it stood when the roster was opened."""
        return self._marks.get(number) or row_mark(self.row(number)[2])

    # ---- judging

    def judge(self, count: int) -> bool:
        """Judge about so many people more; says whether all are judged."""
        for part, found in enumerate(self.entries):
            if found is not None:
                continue
            if count <= 0:
                return False
            count -= self._judge_part(part)
        return True

    def _rows_of(self, part: int) -> Iterator[Row]:
        for packed in self._shelf[part].values():
            yield marshal.loads(packed)

    def _judge_part(self, part: int) -> int:
        results, faults = judge_rows(self._rows_of(part), self._readers, self.office, self.usual)
        self._faults[part] = [(fault.number, fault.reasons) for fault in faults]
        for result in results:
            for asked in result.outcome.questions:
                if for_all(asked.id):
                    self._hung.setdefault(asked.id, set()).add(part)
        self.entries[part] = [entry_of(part, one, self.wording(one), self._shared) for one in results]
        self._order = None
        return len(results)

    def wording(self, result: Result) -> Wording | None:
        """The words for a result, where it has a rule."""
        rules = result.rules
        if rules is None:
            return None
        place = rules.city, rules.year
        if place not in self._wordings:
            self._wordings[place] = Wording(rules)
        return self._wordings[place]

    @property
    def finished(self) -> bool:
        """Whether everybody is judged."""
        return None not in self.entries

    @property
    def judged_share(self) -> float:
        """How much is judged, from 0 to 1."""
        return sum(entries is not None for entries in self.entries) / len(self.entries)

    @property
    def counts(self) -> Counter[Status]:
        """How many of those who are judged have which status."""
        every = (entries for entries in self.entries if entries)
        return Counter(entry.status for entries in every for entry in entries)

    def set_today(self, today: datetime.date) -> None:
        """Judge for another day."""
        if today != self.office.today:
            self._renew(today, self.office.answers)
            self.entries = [None] * (PARTS + 1)

    def answer_all(self, question: str, value: str) -> None:
        """An answer that holds for everybody of whom the table says nothing else."""
        everyone = {**self.office.answers.everyone, question: value}
        self._renew(self.office.today, replace(self.office.answers, everyone=everyone))
        for part in self._hung.get(question, ()):
            self.entries[part] = None

    def answer(self, entry: Entry, answers: Mapping[str, Any]) -> None:
        """The answers about one person; he is judged again."""
        single = {**self.office.answers.single, mark_of(self.result(entry)[0].person): dict(answers)}
        self._renew(self.office.today, replace(self.office.answers, single=single))
        self._judge_part(entry.part)

    def _renew(self, today: datetime.date, answers: Answers) -> None:
        self.office.today, self.office.answers = today, answers

    # ---- what came out

    @property
    def judged(self) -> list[Entry]:
        """Everybody who is judged, in the order of the table."""
        if self._order is None:
            every = (entry for entries in self.entries if entries for entry in entries)
            self._order = sorted(every, key=lambda entry: entry.first)
        return self._order

    def entry(self, at: str) -> Entry | None:
        """The person whom the page calls so; None where rows were corrected and he is gone."""
        return next((entry for entry in self.judged if entry.at == at), None)

    def duties(self) -> tuple[DutyLine, ...]:
        """What the employer and its people have to do."""
        sums = Duties()
        for entry in self.judged:
            sums.add(entry.place, entry.year, entry.name or entry.id, entry.tasks)
        places = {(entry.place, entry.year) for entry in self.judged}
        rules = [one for one in self.rules.values() if (one.city_name, one.year) in places]
        return sums.lines(rules, self.office.today)

    def question(self, name: str) -> tuple[str, tuple[str, ...]]:
        """The sentence and the choices of a question for all; no choices where it is a number."""
        for entry in self.judged:
            if name in entry.asked:
                found = next((item for item in self.result(entry)[1].questions if item.id == name), None)
                if found is not None:
                    self._questions[name] = found.text, found.options or ()
                    break
        return self._questions.get(name, (name, ()))

    @property
    def faults(self) -> list[tuple[int, tuple[str, ...]]]:
        """Rows with errors in order: their numbers, what is wrong."""
        return sorted(fault for faults in self._faults for fault in faults)

    def result(self, entry: Entry) -> tuple[Result, Verdict]:
        """One person with the outcome and the whole verdict, judged again."""
        result = next(found for at, found in self.results(entry.part) if at == entry.at)
        return result, self.office.verdict(result.person)

    def results(self, part: int) -> Iterator[tuple[str, Result]]:
        """Everybody of a part with what the page calls him, judged again."""
        results, _ = judge_rows(self._rows_of(part), self._readers, self.office, self.usual)
        for result in results:
            yield at_of(result.person), result

    # ---- corrected rows

    def put_in_place(self, corrected: Mapping[int, tuple[str, ...]]) -> None:
        """Replace rows by their number; who is concerned is judged again with the next step."""
        for number, cells in corrected.items():
            self._marks[number] = self.mark(number)
            old = self._part_of[number]
            at, line, _ = marshal.loads(self._shelf[old].pop(number))
            for part in (old, self._keep(at, line, cells)):
                self.entries[part] = None
        self._order = None
