"""One roster at work: read in steps, judged in steps, then asked about. Memory grows with rows, not verdicts.

Rows lie packed, apart by person. People are judged a part at a time, and of each only what a list shows is
kept; whoever is opened is judged again, by ``judge`` itself.
"""

from __future__ import annotations

import datetime
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from xueshi.judge.verdict import Status, Verdict
from xueshi.model.published import Rules
from xueshi.roster.intake.intake import is_correction, judge_rows, open_questions, readers_of
from xueshi.roster.intake.notices import Notices
from xueshi.roster.page.listing import Entry, Shared, at_of, entry_of, for_all
from xueshi.roster.page.pagewords import say
from xueshi.roster.page.places import Places
from xueshi.roster.page.register import Register, Wanted
from xueshi.roster.page.shelf import PARTS, Shelf
from xueshi.roster.people.answers import Answers, mark_of
from xueshi.roster.people.judged import Office, Result, city_names
from xueshi.roster.people.owners import RefusedRowError
from xueshi.roster.people.rows import NO_PLACE, Place, RowReader
from xueshi.roster.results.duties import DutyLine
from xueshi.roster.results.wording import Wording
from xueshi.roster.results.writing import ADDED
from xueshi.roster.tables.headers import REASON
from xueshi.roster.tables.layout import ColumnQuestion
from xueshi.roster.tables.source import Source, Table
from xueshi.roster.tables.table import UnreadableRosterError
from xueshi.roster.tables.words import Words

PEEKED = 2_000
"""Rows in which cities and years are looked for before the columns are settled."""


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
        self._source = Source(self._stream, name)
        self._preparing: Iterator[float] | None = None
        self.prepared = 0.0
        """How much of what has to be known before the first row is known, from 0 to 1."""
        self._size = len(data)
        self.rules: dict[Place, Rules] = {}
        self.office = Office(city_names(cities), self.rules.get, today, Answers())
        self.places = Places(self.usual, self.rules, self.office.city)
        self.given: dict[str, str] = {}
        self.tables: tuple[Table, ...] = ()
        self.remarks: tuple[str, ...] = ()
        self._readers: tuple[RowReader, ...] = ()
        self._reading: Iterator[None] | None = None
        self.shelf = Shelf()
        self._entries: list[list[Entry] | None] = [None] * (PARTS + 1)
        self.counts: Counter[Status] = Counter()
        """How many of those who are judged have which status."""
        self._done = 0
        """Parts that are judged."""
        self._faults: list[list[tuple[int, tuple[str, ...]]]] = [[] for _ in range(PARTS + 1)]
        """Rows of each part with errors: their numbers, what is wrong."""
        self._hung: dict[str, set[int]] = {}
        """Parts in which somebody's status hung on a question for all."""
        self._register: Register | None = None
        self._questions: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._shared = Shared()
        self._wordings: dict[Place, Wording] = {}

    # ---- columns

    def prepare(self, count: int) -> bool:
        """Look through the file, so many pieces more; says whether that was the end.

        Raises ``UnreadableRosterError``.
        """
        if self._preparing is None:
            self._preparing = self._source.prepare()
        for _ in range(count):
            share = next(self._preparing, None)
            if share is None:
                self.prepared = 1.0
                return True
            self.prepared = share
        return False

    def lay_out(self) -> None:
        """Find the tables and what their columns mean. Raises ``UnreadableRosterError``."""
        found = self._source.tables(Words(self.rules.values()), self.given)
        if any(REASON in table.layout.places or is_correction(table.layout) for table in found.tables):
            raise UnreadableRosterError(say("is_correction", own="”“".join((REASON, *ADDED))))
        self.tables = tuple(table.of_year(self.usual[1]) for table in found.tables)
        self.remarks = found.remarks

    @property
    def questions(self) -> tuple[ColumnQuestion, ...]:
        """What has to be asked about columns, each once."""
        return open_questions(self.tables)

    def peek(self) -> list[Place]:
        """Cities and years of the first rows whose rules were not asked for yet."""
        for table in self.tables:
            reader = RowReader(table.layout)
            for _, record in zip(range(PEEKED), table.rows(), strict=False):
                self._whose(reader, reader.cells_of(record))
        return self.places.wanted()

    def _whose(self, reader: RowReader, cells: tuple[str, ...]) -> str | None:
        """The key of a row's person, None where it can be given to nobody; notes city and year."""
        try:
            key, written = reader.whose(cells)
        except RefusedRowError:
            return None
        self.places.note(written)
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
            notices = Notices(table, reader)
            for record in table.rows():
                self._keep(at, record.line, reader.cells_of(record))
                notices.see(record)
                yield
            self.remarks = (*self.remarks, *notices.told())
        self._stream = None

    @property
    def rows(self) -> int:
        """Rows that were read."""
        return len(self.shelf)

    @property
    def share(self) -> float:
        """How much of the file is read, from 0 to 1."""
        return 1.0 if self._stream is None else min(1.0, self._stream.tell() / max(1, self._size))

    def _keep(self, at: int, line: int, cells: tuple[str, ...]) -> int:
        """Put a row by; gives its part."""
        reader = self._readers[at]
        return self.shelf.put(reader.base + line, self._whose(reader, cells), (at, line, cells))

    def number_of(self, table: str, line: int) -> int | None:
        """The number of a row by the name of its table and its line there."""
        return self.shelf.number_of(table, line, self.tables, self._readers)

    # ---- judging

    def judge(self, count: int) -> bool:
        """Judge about so many people more; says whether all are judged."""
        for part, found in enumerate(self._entries):
            if found is not None:
                continue
            if count <= 0:
                return False
            count -= self._judge_part(part)
        return True

    def _forget(self, part: int) -> None:
        """A part has to be judged again."""
        found = self._entries[part]
        if found is not None:
            self.counts.subtract(entry.status for entry in found)
            self._entries[part], self._register = None, None
            self._done -= 1

    def _judge_part(self, part: int) -> int:
        self._forget(part)
        rows = self.shelf.rows_of(part)
        results, faults = judge_rows(rows, self._readers, self.office, self.usual)
        self._faults[part] = [(fault.number, fault.reasons) for fault in faults]
        for result in results:
            for asked in result.outcome.questions:
                if for_all(asked.id):
                    self._hung.setdefault(asked.id, set()).add(part)
        found = [entry_of(part, one, self.wording(one), self._shared) for one in results]
        self.counts.update(entry.status for entry in found)
        self._entries[part], self._register = found, None
        self._done += 1
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
        return self._done == len(self._entries)

    @property
    def judged_share(self) -> float:
        """How much is judged, from 0 to 1."""
        return self._done / len(self._entries)

    def set_today(self, today: datetime.date) -> None:
        """Judge for another day."""
        if today != self.office.today:
            self.office.today = today
            for part in range(len(self._entries)):
                self._forget(part)

    def answer_all(self, question: str, value: str) -> None:
        """An answer that holds for everybody of whom the table says nothing else."""
        answers = self.office.answers
        self.office.answers = replace(answers, everyone={**answers.everyone, question: value})
        for part in self._hung.get(question, ()):
            self._forget(part)

    def answer(self, entry: Entry, answers: Mapping[str, Any]) -> None:
        """The answers about one person; he is judged again."""
        single = {**self.office.answers.single, mark_of(self.result(entry)[0].person): dict(answers)}
        self.office.answers = replace(self.office.answers, single=single)
        self._judge_part(entry.part)

    # ---- what came out

    @property
    def register(self) -> Register:
        """Everybody who is judged."""
        if self._register is None:
            self._register = Register(entry for found in self._entries if found for entry in found)
        return self._register

    def duties(self) -> tuple[DutyLine, ...]:
        """What the employer and its people have to do."""
        return self.register.duties(self.rules.values(), self.office.today)

    def question(self, name: str) -> tuple[str, tuple[str, ...]]:
        """The sentence and the choices of a question for all; no choices where it is a number."""
        for entry in self.register.select(Wanted(question=name))[:1]:
            found = next((item for item in self.result(entry)[1].questions if item.id == name), None)
            if found is not None:
                self._questions[name] = found.text, found.options or ()
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
        rows = self.shelf.rows_of(part)
        results, _ = judge_rows(rows, self._readers, self.office, self.usual)
        for result in results:
            yield at_of(result.person), result

    # ---- corrected rows

    def put_in_place(self, corrected: Mapping[int, tuple[str, ...]]) -> None:
        """Replace rows by their number; who is concerned is judged again with the next step."""
        for number, cells in corrected.items():
            old, (at, line, _) = self.shelf.take(number)
            for part in (old, self._keep(at, line, cells)):
                self._forget(part)
