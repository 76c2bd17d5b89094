"""A roster on a desk: files larger than memory, several processes, results in the order of the files."""

from __future__ import annotations

import datetime
import heapq
import marshal
import multiprocessing
import signal
import sys
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xueshi import jsontext
from xueshi.model.published import Rules
from xueshi.roster.command.collecting import rarely_collecting
from xueshi.roster.databases.plainpeople import Aside, PlainPeople
from xueshi.roster.intake.intake import Fault, judge_rows, readers_of
from xueshi.roster.intake.spool import Spool, batch_of
from xueshi.roster.people.answers import Answers, refuse_keys
from xueshi.roster.people.judged import Office
from xueshi.roster.people.rows import Place
from xueshi.roster.results.duties import Duties, Task, tasks_of
from xueshi.roster.results.writing import ResultTable
from xueshi.roster.sentences import say
from xueshi.roster.tables.layout import Layout
from xueshi.roster.tables.table import UnreadableRosterError
from xueshi.rulesjson import parse_rules

_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Orders:
    """What every process has to know: plain values, so that it can be passed on."""

    folder: Path
    rules: tuple[str, ...]
    """As JSON."""
    cities: Mapping[str, str]
    today: datetime.date
    columns: Mapping[str, str]
    everyone: Mapping[str, Any]
    people: Mapping[str, Mapping[str, Any]]
    layouts: tuple[Layout, ...]
    names: tuple[str, ...]
    usual: Place
    parts: int
    letters: bool
    aside: Aside | None = None
    """People who need no rows."""


class Worker:
    """Judges parts of the rows and puts the results on the disk."""

    def __init__(self, orders: Orders) -> None:
        self.orders = orders
        rules = [parse_rules(jsontext.loads(text)) for text in orders.rules]
        by_place: dict[Place, Rules] = {(one.city, one.year): one for one in rules}
        answers = Answers(orders.columns, orders.everyone, orders.people)
        self.office = Office(orders.cities, by_place.get, orders.today, answers)
        self.readers = readers_of(orders.layouts)
        self.table = ResultTable(rules, orders.today, orders.names, letters=orders.letters)
        self.spool = Spool(orders.parts, orders.folder)
        self.plain: PlainPeople | None = None
        if orders.aside:
            self.plain = PlainPeople(orders.aside, orders.layouts[0], self.office, orders.usual, orders.parts)

    def judge(self, part: int) -> tuple[dict[str, int], int, dict[str, int]]:
        """Judge one part.

        Gives how many people there are by status, how many rows have faults, and whom the answers' keys fit.
        """
        self.office.keys.clear()
        results, faults = judge_rows(self.spool.rows(part), self.readers, self.office, self.orders.usual)
        self.spool.drop(part)
        if self.plain:
            results = sorted([*results, *self.plain.results(part)], key=lambda result: result.person.first)
        _pack(
            results_file(self.orders.folder, part),
            (
                (
                    result.person.first,
                    self.table.row(result),
                    (result.city, result.person.year, result.person.name or result.person.id),
                    tuple((task.code, task.duty, _ordinal(task.by), task.rows) for task in tasks_of(result)),
                )
                for result in results
            ),
            batch_of(self.orders.parts),
        )
        _pack(
            faults_file(self.orders.folder, part),
            ((fault.number, fault.cells, fault.reasons) for fault in faults),
            batch_of(self.orders.parts),
        )
        return (
            dict(Counter(str(result.outcome.status) for result in results)),
            len(faults),
            dict(self.office.keys),
        )


def _ordinal(day: datetime.date | None) -> int:
    return day.toordinal() if day else 0


_worker: Worker | None = None
"""Of a process that was started to judge."""


def _start(orders: Orders) -> None:
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker = Worker(orders)


def _judge(part: int) -> tuple[dict[str, int], int, dict[str, int]]:
    assert _worker is not None
    with rarely_collecting():
        return _worker.judge(part)


def judge_parts(orders: Orders, jobs: int, told: Callable[[int, int], None]) -> tuple[Mapping[str, int], int]:
    """Judge all parts with so many processes. ``told`` hears how many parts are done, and of how many.

    Gives how many people there are by status, and how many rows have faults. Raises ``UnreadableRosterError``
    for answers about nobody or about several.
    """
    statuses: Counter[str] = Counter()
    keys: Counter[str] = Counter()
    faults = 0
    # Closed here, whoever stops: the processes are at rest before anybody clears their folder.
    with closing(_judged(orders, jobs)) as judged:
        for done, (found, wrong, fitting) in enumerate(judged, 1):
            statuses.update(found)
            keys.update(fitting)
            faults += wrong
            told(done, orders.parts)
    refuse_keys(Answers(orders.columns, orders.everyone, orders.people), keys)
    return statuses, faults


def _judged(orders: Orders, jobs: int) -> Generator[tuple[dict[str, int], int, dict[str, int]]]:
    if jobs < 2:
        worker = Worker(orders)
        yield from map(worker.judge, range(orders.parts))
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(jobs, orders.parts), context, _start, (orders,)) as pool:
        try:
            with _interrupts_held():
                judged = pool.map(_judge, range(orders.parts))
            yield from judged
        except BrokenProcessPool as error:
            raise UnreadableRosterError(say("process_gone")) from error
        except BaseException:
            # Whoever stops waits for the parts at hand only.
            pool.shutdown(wait=False, cancel_futures=True)
            raise


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C waits until the end of this; a process started meanwhile never hears it.

    The one that was asked to stop stops the others, and no other says a word. On Windows, where no signal can
    be held back, it is lost.
    """
    if sys.platform == "win32":
        listening = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, listening)
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def results_file(folder: Path, part: int) -> Path:
    """Where the results of a part lie."""
    return folder / f"results-{part}"


def faults_file(folder: Path, part: int) -> Path:
    """Where the rows of a part lie that have faults."""
    return folder / f"faults-{part}"


def _pack(path: Path, items: Iterable[tuple[Any, ...]], most: int) -> None:
    with path.open("wb") as stream:
        batch: list[tuple[Any, ...]] = []

        def write() -> None:
            packed = marshal.dumps(batch)
            stream.write(len(packed).to_bytes(_LENGTH))
            stream.write(packed)
            batch.clear()

        for item in items:
            batch.append(item)
            if len(batch) >= most:
                write()
        if batch:
            write()


def _unpack(path: Path) -> Iterator[tuple[Any, ...]]:
    """The items of a file; it is open only while a batch is read, because there may be thousands of files."""
    place = 0
    while True:
        with path.open("rb") as stream:
            stream.seek(place)
            head = stream.read(_LENGTH)
            if not head:
                return
            packed = stream.read(int.from_bytes(head))
            place = stream.tell()
        yield from marshal.loads(packed)


def merged_results(orders: Orders, duties: Duties) -> Iterator[tuple[str, ...]]:
    """The cells of all people in the order of their first rows; their tasks are added to the duties."""
    every = [_unpack(results_file(orders.folder, part)) for part in range(orders.parts)]
    for _, cells, (city, year, name), tasks in heapq.merge(*every, key=_first):
        duties.add(
            city,
            year,
            name,
            (
                Task(code, duty, datetime.date.fromordinal(by) if by else None, rows)
                for code, duty, by, rows in tasks
            ),
        )
        yield cells


def merged_faults(orders: Orders) -> Iterator[Fault]:
    """All rows with faults in the order of the files."""
    every = [_unpack(faults_file(orders.folder, part)) for part in range(orders.parts)]
    for number, cells, reasons in heapq.merge(*every, key=_first):
        yield Fault(number, cells, reasons)


def _first(item: Sequence[Any]) -> int:
    number: int = item[0]
    return number
