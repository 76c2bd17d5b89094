"""Rows of some people of a file are found where they lie: all of a person's, or none (虚构)."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from xueshi.roster.databases.finding import PATIENCE, Wanted, found_lines

Row = tuple[str, str]


def file_of(path: Path, rows: list[Row], end: str = "\n") -> None:
    """A file of ids and cells."""
    text = end.join(["id,text", *(",".join(row) for row in rows)])
    path.write_text(text, encoding="utf-8", newline="")


def wanted_of(rows: list[Row], people: set[str]) -> list[Wanted]:
    """Where people begin, and how many rows they have."""
    numbers: dict[str, list[int]] = {}
    for number, (person, _) in enumerate(rows, 2):
        numbers.setdefault(person, []).append(number)
    found = [Wanted(person, own[0], len(own)) for person, own in numbers.items() if person in people]
    return sorted(found, key=lambda one: one.first)


def found(path: Path, rows: list[Row], people: set[str]) -> tuple[list[tuple[int, str]], list[str]]:
    """Lines and scattered people, asked for two at a time."""
    wanted = wanted_of(rows, people)
    some = [wanted[at : at + 2] for at in range(0, len(wanted), 2)]
    lines, scattered = list[tuple[int, str]](), list[str]()
    for more, others in found_lines(path, len(rows), some):
        lines += [(at, line) for first, block in more for at, line in enumerate(block.split("\n"), first)]
        scattered += others
    return lines, scattered


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_rows_that_lie_together_are_found_however_long_lines_are(tmp_path: Path, end: str) -> None:
    dice = random.Random(8)
    rows = [
        (f"G{at}", "课" * dice.choice((0, 1, 40, 900 if at < 300 else 3)))
        for at in dice.sample(range(500), 500)
        for _ in range(dice.choice((1, 1, 2, 12)))
    ]
    path = tmp_path / "people.csv"
    file_of(path, rows, end)
    people = {f"G{at}" for at in range(0, 500, 7)} | {rows[0][0], rows[-1][0]}
    expected = [(number, ",".join(row)) for number, row in enumerate(rows, 2) if row[0] in people]
    assert found(path, rows, people) == (expected, [])


def test_whose_rows_do_not_lie_together_is_said_to_be_scattered(tmp_path: Path) -> None:
    """An id in a cell, or one that begins as another does, is no row of that person."""
    rows = [
        ("G1", "一"),
        ("G11", "G1"),
        ("G", "G2"),
        ("G1", "二"),
        ("G2", "三\r四"),
        ("", "五"),
        ("G3", ""),
        ("", "六"),
    ]
    path = tmp_path / "people.csv"
    file_of(path, rows)
    lines, scattered = found(path, rows, {"G1", "G", "G2", "G3", ""})
    assert lines == [(4, "G,G2"), (8, "G3,")]
    assert scattered == ["G1", "G2", ""]


def test_nobody_is_looked_for_any_more_where_most_are_scattered(tmp_path: Path) -> None:
    """All of them are told, so that the file is read for them."""
    people = [f"G{at}" for at in range(3 * PATIENCE)]
    rows = [(person, "课") for person in people] * 2 + [("Z", "课")]
    path = tmp_path / "people.csv"
    file_of(path, rows)
    assert found(path, rows, {*people, "Z"}) == ([], [*people, "Z"])
