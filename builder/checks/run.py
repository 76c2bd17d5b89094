"""All checks over one data folder, every problem at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from builder.catalog import Catalog, folder_problems, make_catalog
from builder.checks import days, evidence, names, worked
from builder.checks.context import Context
from builder.folder import Folder, read_folder
from builder.reading import Problem
from xueshi.validate import validate


def check_and_load(data: Path, sources: Path | None = None) -> tuple[Catalog | None, list[Problem]]:
    """Check a data folder and load it in one reading. The catalog is None when there is an error."""
    folder = read_folder(data)
    problems = sorted(_first_causes(set(_problems(folder, sources))), key=lambda problem: problem.order)
    if any(problem.is_error for problem in problems):
        return None, problems
    catalog = make_catalog(folder)
    wrong = list(worked.cases_get_their_verdict(folder, catalog))
    return None if wrong else catalog, sorted([*problems, *wrong], key=lambda problem: problem.order)


def run_checks(data: Path, sources: Path | None = None) -> list[Problem]:
    """Every error and reminder of a data folder, by place.

    With ``sources``, the folder of source texts, the data is also held against the words of its documents.
    """
    return check_and_load(data, sources)[1]


def _first_causes(problems: set[Problem]) -> Iterator[Problem]:
    """Leave out what is told of a place that was not understood, and reminders where there is an error."""
    unread = {_place(problem) for problem in problems if problem.code[:2] in ("E0", "E1")}
    wrong = {_place(problem) for problem in problems if problem.is_error}
    for problem in problems:
        if problem.code[:2] in ("E0", "E1") or _place(problem) not in (unread if problem.is_error else wrong):
            yield problem


def _place(problem: Problem) -> tuple[str, int, int]:
    return (problem.file, problem.line, problem.column)


def _problems(folder: Folder, sources: Path | None) -> Iterator[Problem]:
    yield from folder_problems(folder)
    for file in folder.files:
        for path, part in file.parts:
            for fault in validate(part, path):
                yield file.problem(fault)
    context = Context(folder, sources)
    for rule in (*names.RULES, *days.RULES):
        yield from rule(context)
    for look in worked.RULES:
        yield from look(folder)
    if sources is not None:
        texts, missing = evidence.load_texts(context)
        yield from missing
        for check in evidence.RULES:
            yield from check(context, texts)
