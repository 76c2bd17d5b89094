"""All checks over one data folder, every problem at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from builder.catalog import Catalog, folder_problems, make_catalog
from builder.checks import days, evidence, names, worked
from builder.checks.context import Context
from builder.folder import Folder, read_folder
from builder.leaving import LeftOut, leave_out
from builder.making.memory import Memory
from builder.making.shop import Shop
from builder.reading import Problem

FOLLOWS = {
    "E211": ("E209",),
    "E214": ("E234", "E209"),
    "E219": ("E245", "E202"),
    "E243": ("E209",),
    "E228": ("E202", "E203", "E204", "E205", "E243", "E301", "E302"),
    "W401": ("E234", "E235"),
}
"""Codes that are left out of a file in which one of the others is told: they come of the same slip."""


def check_and_load(
    data: Path, sources: Path | None = None, leaving: Sequence[str] = (), shop: Shop | None = None
) -> tuple[Catalog | None, list[Problem]]:
    """Check a data folder and load it in one reading. The catalog is None when there is an error.

    ``leaving`` names cities or city-years that are neither checked nor loaded. Raises
    ``NothingToLeaveOutError`` where there are none of that name. With the ``shop`` of an earlier check, only
    what changed is read and worked out again.
    """
    shop = shop or Shop()
    with _without_collecting():
        folder, left_out = leave_out(read_folder(data, shop.shelf), leaving)
        return check_folder(folder, sources, left_out, memory=shop.memory)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Data becomes many objects that all stay: to look for garbage among them again and again is waste."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def check_folder(
    folder: Folder,
    sources: Path | None = None,
    left_out: tuple[LeftOut, ...] = (),
    *,
    work: bool = True,
    memory: Memory | None = None,
) -> tuple[Catalog | None, list[Problem]]:
    """Check what was read, wherever it came from: a disk, or a file open in the page beside published ones.

    ``work``: whether the worked cases are worked out too, which takes longest; ``memory`` knows those of an
    earlier check, and what they were worked out from.
    """
    problems = sorted(_first_causes(set(_problems(folder, sources))), key=lambda problem: problem.order)
    if any(problem.is_error for problem in problems):
        return None, problems
    catalog = make_catalog(folder, left_out)
    wrong = list(worked.cases_get_their_verdict(folder, catalog, memory)) if work else []
    return None if wrong else catalog, sorted([*problems, *wrong], key=lambda problem: problem.order)


def run_checks(data: Path, sources: Path | None = None) -> list[Problem]:
    """Every error and reminder of a data folder, by place.

    With ``sources``, the folder of source texts, the data is also held against the words of its documents.
    """
    return check_and_load(data, sources)[1]


def _first_causes(problems: set[Problem]) -> Iterator[Problem]:
    """Leave out what only follows from another problem.

    What is told of a place that was not understood, reminders where there is an error, and ``FOLLOWS``.
    """
    unread = {_place(problem) for problem in problems if problem.code[:2] in ("E0", "E1")}
    wrong = {_place(problem) for problem in problems if problem.is_error}
    codes = {(problem.file, problem.code) for problem in problems}
    for problem in problems:
        if problem.code[:2] not in ("E0", "E1"):
            follows = _place(problem) in (unread if problem.is_error else wrong)
            if follows or any((problem.file, code) in codes for code in FOLLOWS.get(problem.code, ())):
                continue
        yield problem


def _place(problem: Problem) -> tuple[str, int, int]:
    return (problem.file, problem.line, problem.column)


def _problems(folder: Folder, sources: Path | None) -> Iterator[Problem]:
    yield from folder_problems(folder)
    for file in folder.files:
        yield from file.doubts
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
