"""Rules for worked cases: each can be read, lies beside its year, and gets the verdict it expects."""

from __future__ import annotations

from collections.abc import Iterator

from builder.api import make_rules
from builder.cases import CaseFile, case_files
from builder.catalog import Catalog
from builder.checks.context import problem, written
from builder.folder import Folder, meant_by
from builder.reading import Problem
from xueshi.cases import differences, faults


def cases_can_be_read(folder: Folder) -> Iterator[Problem]:
    """A file of worked cases is a list of cases, each with its day, ledger and expectation."""
    for found in case_files(folder):
        data = found.file.reading.data
        if data is not None and not isinstance(data, list):
            yield problem(found.file, (), "E104", "算例文件", allowed=("列表（每个算例前面加“- ”）",))
        for index, case in enumerate(found.cases):
            for fault in faults(case):
                yield problem(found.file, (index,), "E402", fault)


def cases_lie_beside_their_year(folder: Folder) -> Iterator[Problem]:
    """Worked cases belong to a city-year on file; where only its name is wrong, that is told instead."""
    years = {(file.place.parts[1], file.place.stem) for file in folder.under("cities")}
    strays = [place for found in folder.strays for place in (found, meant_by(found)) if place is not None]
    years |= {(place.parts[1], place.stem) for place in strays if len(place.parts) == 3}
    years |= {(file.place.parts[1], str(written(file, "year"))) for file in folder.under("cities")}
    for found in case_files(folder):
        if (found.city, found.year) not in years:
            yield problem(found.file, (), "E403", f"{found.city}/{found.year}.yml")


def cases_get_their_verdict(folder: Folder, catalog: Catalog) -> Iterator[Problem]:
    """The program's verdict on each case is the one that was worked out by hand."""
    for found in case_files(folder):
        for index, text in _differences(found, catalog):
            yield problem(found.file, (index,), "E401", text)


def _differences(found: CaseFile, catalog: Catalog) -> Iterator[tuple[int, str]]:
    city_year = catalog.city_year(found.city, int(found.year))
    if city_year is None:
        return
    rules = make_rules(catalog, city_year)
    for index, case in enumerate(found.cases):
        for text in differences(rules, case):
            yield index, f"“{case['case']}”：{text}"


RULES = (cases_can_be_read, cases_lie_beside_their_year)
"""Rules that need no verdict."""
