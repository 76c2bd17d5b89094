"""``xueshi roster``: many people's tables in, results out. It only reads, judges and writes."""

from __future__ import annotations

import argparse
import contextlib
import datetime
import errno
import heapq
import multiprocessing
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xueshi import jsontext
from xueshi.judge import compile_rule
from xueshi.model.published import Rules
from xueshi.roster.command.arguments import RosterUsageError
from xueshi.roster.command.batch import Orders, judge_parts, merged_faults, merged_results
from xueshi.roster.command.collecting import rarely_collecting
from xueshi.roster.command.destinations import duties_beside, errors_beside, keep_tables, look_at
from xueshi.roster.command.inputs import asked_in_words, tables_of
from xueshi.roster.command.library import Library
from xueshi.roster.databases.aside import Setter, set_aside
from xueshi.roster.databases.vector import Vectorised, vectorised
from xueshi.roster.intake.intake import Intake, open_questions
from xueshi.roster.intake.spool import Spool
from xueshi.roster.people.answers import Answers, answers_of, refuse_unknown
from xueshi.roster.people.rows import TABLE_STEP, Place
from xueshi.roster.results.duties import Duties
from xueshi.roster.results.export import CSV, XLSX
from xueshi.roster.results.outputs import Output, output
from xueshi.roster.results.templates import template
from xueshi.roster.results.writing import (
    ResultTable,
    duty_form,
    duty_row,
    error_form,
    error_header,
    error_row,
)
from xueshi.roster.sentences import say
from xueshi.roster.tables.layout import Form
from xueshi.roster.tables.source import Table
from xueshi.rulesfile import reason
from xueshi.texts import STATUS_NAMES

PART_BYTES = 8 << 20
"""Bytes of input that are judged at once."""

MOST_PARTS = 4_096


def run(options: argparse.Namespace, today: datetime.date, answers: Mapping[str, Any]) -> str:
    """Carry out the command; gives what is printed at the end.

    Raises ``RosterUsageError`` and ``UnreadableRosterError``.
    """
    try:
        with rarely_collecting():
            return _run(options, today, answers_of(answers))
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        told = say("disk_full") if full else say("not_written", reason=reason(error))
        raise RosterUsageError(told) from error


def _run(options: argparse.Namespace, today: datetime.date, given: Answers) -> str:
    out = look_at(options.out, options.errors, options.files)
    if options.jobs is not None and options.jobs < 1:
        raise RosterUsageError(say("jobs_few"))
    jobs = options.jobs or multiprocessing.cpu_count()
    library = Library(options)
    if options.template:
        return _write_template(options, out, library)
    if not options.files:
        raise RosterUsageError(say("files_missing"))
    with contextlib.ExitStack() as stack:
        tables, remarks = tables_of(stack, options, library, given)
        asked = open_questions(tables)
        if asked:
            raise RosterUsageError(asked_in_words(asked))
        work = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix=".xueshi-", dir=out.absolute().parent))
        )
        job = _Job(options, today, given, library, tables, work)
        return job.run(jobs, remarks)


def _write_template(options: argparse.Namespace, out: Path, library: Library) -> str:
    """An empty table to fill in."""
    rules = library.load(library.usual)
    kind = out.suffix.lower().removeprefix(".")
    if rules is None:
        raise RosterUsageError(say("template_rules"))
    if kind not in (XLSX, CSV):
        raise RosterUsageError(say("template_kind"))
    out.write_bytes(template(rules, "rows" if options.template == Form.ROWS else "hours", kind))
    return say("written", paths=str(out))


@dataclass(frozen=True, slots=True)
class _Job:
    """One run of the command, with a folder of its own for what is not finished."""

    options: argparse.Namespace
    today: datetime.date
    answers: Answers
    library: Library
    tables: tuple[Table, ...]
    work: Path

    def run(self, jobs: int, remarks: Sequence[str]) -> str:
        """Read, judge, write; gives what is printed."""
        size = sum(Path(path).stat().st_size * _growth(path) for path in self.options.files)
        parts = max(1, min(size // PART_BYTES + (jobs * 4 if size > PART_BYTES // 4 else 1), MOST_PARTS))
        spool = Spool(parts, self.work)
        setter = self._setter(jobs)
        tables = self.tables if setter is None else (setter.rest,)
        intake = Intake(tables, spool, self.library.city)
        for count in intake.read():
            _told(say("progress_read", count=count))
        spool.flush()
        if setter:
            setter.close()
            for place in setter.named:
                intake.note_place(*place)
        places = {
            (city or self.library.usual[0], year or self.library.usual[1]) for city, year in intake.places
        }
        rules = [one for place in sorted(places) if (one := self.library.load(place))]
        refuse_unknown(self.answers, rules)
        orders = self._orders(rules, parts, setter)
        statuses, faults = judge_parts(
            orders, jobs, lambda done, every: _told(say("progress_judged", percent=100 * done // every))
        )
        faults += len(intake.unused)
        written = self._write(orders, rules, faults, intake)
        _told("")
        told = [*remarks, *intake.remarks, *self._summary(statuses, faults, intake)]
        return "\n".join([*told, say("written", paths="、".join(written))])

    def _orders(self, rules: Sequence[Rules], parts: int, setter: Setter | None) -> Orders:
        """What each process has to know."""
        return Orders(
            folder=self.work,
            rules=tuple(jsontext.dumps(one) for one in rules),
            cities=dict(self.library.cities),
            today=self.today,
            columns=dict(self.answers.columns),
            everyone=dict(self.answers.everyone),
            people={name: dict(own) for name, own in self.answers.people.items()},
            layouts=tuple(table.layout for table in self.tables),
            names=tuple(table.name for table in self.tables),
            usual=self.library.usual,
            parts=parts,
            letters=self.options.letters,
            aside=setter.aside if setter else None,
        )

    def _setter(self, jobs: int) -> Setter | None:
        """Who sets plainly written people of a large CSV file aside; None where all go the general way."""
        if len(self.tables) != 1 or self.answers.everyone or self.answers.people:
            return None
        return set_aside(self.tables[0], Path(self.options.files[0]), self.work, jobs, self._way)

    def _way(self, city: str, year: int) -> tuple[Place, Vectorised | None]:
        """The place of rows that say so, and the way in columns under its rule."""
        usual = self.library.usual
        place = self.library.city(city) or city if city else usual[0], year or usual[1]
        rules = self.library.load(place)
        return place, vectorised(compile_rule(rules), self.today) if rules else None

    def _summary(self, statuses: Mapping[str, int], faults: int, intake: Intake) -> Iterator[str]:
        """What came out, in sentences."""
        people = sum(statuses.values())
        counts = "，".join(
            f"{name} {statuses[status]}" for status, name in STATUS_NAMES.items() if statuses.get(status)
        )
        told = say("summary_faults", count=faults) if faults else ""
        yield say("summary" if people else "summary_nobody", people=people, counts=counts, faults=told)
        if intake.corrected:
            yield say("corrected", count=intake.corrected)
        if intake.unused:
            yield say("unused", count=len(intake.unused))
        out = Path(self.options.out)
        beside = errors_beside(out)
        if not (faults or self.options.errors or out.suffix.lower() == ".xlsx") and beside.exists():
            yield say("errors_before", path=beside)

    def _write(self, orders: Orders, rules: Sequence[Rules], faults: int, intake: Intake) -> list[str]:
        """Write everything under other names, then give all files their own: a stop leaves no half file."""
        out = Path(self.options.out)
        kind = out.suffix.lower()
        table = ResultTable(rules, self.today, orders.names, letters=orders.letters)
        duties = Duties()
        made: dict[Path, Path] = {}

        def begin(path: Path) -> Output:
            made[path] = self.work / f"out-{len(made)}"
            return output(made[path], path.suffix.lower())

        file = begin(out)
        file.sheet(table.form)
        for cells in merged_results(orders, duties):
            file.row(cells)
        beside = file if kind == ".xlsx" else begin(duties_beside(out))
        beside.sheet(duty_form())
        for line in duties.lines(rules, self.today):
            beside.row(duty_row(line))
        if beside is not file:
            beside.close()
        own = self.options.errors
        if own or (faults and kind != ".xlsx"):
            self._write_faults(orders, intake, Path(own) if own else errors_beside(out), begin)
        elif faults:
            self._write_faults(orders, intake, out, lambda _: file)
        file.close()
        keep_tables(made, self.options.files)
        for path, temporary in made.items():
            temporary.replace(path)
        return [str(path) for path in made]

    def _write_faults(
        self, orders: Orders, intake: Intake, path: Path, begin: Callable[[Path], Output]
    ) -> None:
        """Rows with faults; those of tables with other columns in a file or sheet of their own."""
        file: Output | None = None
        headers: tuple[str, ...] = ()
        opened: list[Output] = []
        for fault in heapq.merge(merged_faults(orders), intake.unused, key=lambda one: one.number):
            number, line = divmod(fault.number, TABLE_STEP)
            layout = orders.layouts[number]
            if file is None or error_header(layout.headers) != headers:
                headers = error_header(layout.headers)
                several = f"-{len(opened) + 1}" if opened else ""
                file = begin(path.with_name(path.stem + several + path.suffix))
                file.sheet(error_form(layout.headers))
                opened.append(file)
            name, mark = orders.names[number], intake.marks.get(fault.number, "")
            file.row(error_row(fault.cells, layout.headers, fault.reasons, name, line, mark))
        if file is None:
            file = begin(path)
            file.sheet(error_form(orders.layouts[0].headers))
            opened.append(file)
        if path != Path(self.options.out):
            for each in opened:
                each.close()


def _growth(path: str) -> int:
    """How much larger than its file a table is: some kinds are packed."""
    return {".xlsx": 12, ".parquet": 6}.get(Path(path).suffix.lower(), 1)


def _told(text: str) -> None:
    """Show how far the work is, where somebody sits before a terminal."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
