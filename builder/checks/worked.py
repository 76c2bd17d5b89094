"""Rules for worked cases: each can be read, lies beside its year, and gets the verdict it expects."""

from __future__ import annotations

from collections.abc import Iterator

from builder.api.rules import make_rules
from builder.catalog import Catalog
from builder.checks.context import problem, written
from builder.folder import DataFile, Folder, meant_by
from builder.making.memory import Memory
from builder.reading import Problem
from builder.worked.files import CaseFile, case_files
from xueshi.cases import placed_differences, placed_faults, unread_rows
from xueshi.model.structure import TO_FILL, Path

MOST = 5
"""More cases of one file than this are counted, not shown."""


def cases_can_be_read(folder: Folder) -> Iterator[Problem]:
    """A file of worked cases is a list of cases, each with its day, ledger and expectation."""
    for found in case_files(folder):
        yield from found.file.once(_no_list)
        yield from found.file.once(_unreadable)


def _no_list(file: DataFile) -> tuple[Problem, ...]:
    """What is wrong with the file as a whole."""
    if file.reading.data is None or isinstance(file.reading.data, list):
        return ()
    return (problem(file, (), "E104", "算例文件", allowed=("列表（每个算例前面加“- ”）",)),)


def _has_cases(file: DataFile) -> bool:
    """Whether there is anything in the file."""
    return file.reading.data != []


def _unreadable(file: DataFile) -> tuple[Problem, ...]:
    """What keeps the cases of one file from being worked out."""
    problems = []
    data = file.reading.data
    for index, case in enumerate(data if isinstance(data, list) else []):
        blanks = list(_to_fill(case))
        problems += [problem(file, (index, *path), "E113", TO_FILL) for path in blanks]
        for path, fault in placed_faults(case) if not blanks else ():
            problems.append(problem(file, (index, *path), "E402", fault, on_key=True))
    return tuple(problems)


def _to_fill(data: object) -> Iterator[Path]:
    """Where a case still has the mark of a template."""
    if data == TO_FILL:
        yield ()
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in parts:
        yield from ((key, *path) for path in _to_fill(value))


def cases_lie_beside_their_year(folder: Folder) -> Iterator[Problem]:
    """Worked cases belong to a city-year on file; where only its name is wrong, that is told instead."""
    years = {(file.place.parts[1], file.place.stem) for file in folder.under("cities")}
    strays = [place for found in folder.strays for place in (found, meant_by(found)) if place is not None]
    years |= {(place.parts[1], place.stem) for place in strays if len(place.parts) == 3}
    years |= {(file.place.parts[1], str(written(file, "year"))) for file in folder.under("cities")}
    for found in case_files(folder):
        if (found.city, found.year) not in years:
            yield problem(found.file, (), "E403", f"{found.city}/{found.year}.yml")


def city_years_have_cases(folder: Folder) -> Iterator[Problem]:
    """Every city-year has worked cases beside it; otherwise the admin is reminded."""
    worked = {(found.city, found.year) for found in case_files(folder) if found.file.once(_has_cases)}
    years = {(file.place.parts[1], file.place.stem): file for file in folder.under("cities")}
    misplaced = {city for city, year in worked - set(years)}
    for (city, year), file in years.items():
        if (city, year) not in worked and city not in misplaced:
            yield problem(file, ("year",), "W401", f"{year}.cases.yml")


def cases_get_their_verdict(
    folder: Folder, catalog: Catalog, memory: Memory | None = None
) -> Iterator[Problem]:
    """The program's verdict on each case is the one that was worked out by hand: one problem for a case.

    One slip in a rule changes many cases; the first few of a file show it.
    """
    memory = memory or Memory()
    memory.begin(catalog)
    for found in case_files(folder):
        if catalog.city_year(found.city, int(found.year)) is not None:
            yield from memory.recall(catalog, found.file.place.as_posix(), _differing, found)


def _differing(catalog: Catalog, found: CaseFile) -> tuple[Problem, ...]:
    """The cases of one file that get another verdict."""
    city_year = catalog.city_year(found.city, int(found.year))
    assert city_year is not None
    rules = make_rules(catalog, city_year)
    wrong = []
    for index, case in enumerate(found.cases):
        if differing := placed_differences(rules, case):
            wrong.append((index, case, [*unread_rows(rules, case), *differing]))
    problems = []
    for index, case, differing in wrong[:MOST]:
        (path, text), *others = differing
        more = f"；还有 {len(others)} 处不同" if others else ""
        rest = len(wrong) - MOST
        if index == wrong[:MOST][-1][0] and rest > 0:
            more += f"。另外还有 {rest} 个算例也不同"
        words = f"“{case['case']}”：{text}{more}"
        problems.append(problem(found.file, (index, *path), "E401", words, on_key=True))
    return tuple(problems)


RULES = (cases_can_be_read, cases_lie_beside_their_year, city_years_have_cases)
"""Rules that need no verdict."""
