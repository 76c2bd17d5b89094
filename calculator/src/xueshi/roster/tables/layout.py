"""What is known of a table's columns: where each meaning stands, and what has to be asked first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Form(StrEnum):
    """What a row of a table is."""

    ROWS = "rows"
    """One thing that somebody learned."""
    TOTALS = "totals"
    """One person, with hours per subject."""
    STAFF = "staff"
    """One person, and nothing about hours: who has no rows elsewhere has learned nothing."""


@dataclass(frozen=True, slots=True)
class ColumnQuestion:
    """Something about the columns that only the table's owner knows.

    ``options`` are meanings of the column ``header``, or where that is empty the headers of which one is
    ``meaning``. Answers are given as meanings by header.
    """

    id: str
    header: str
    meaning: str
    text: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A table's columns: where each meaning stands. Columns count from 0."""

    form: Form
    header_line: int
    headers: tuple[str, ...]
    places: Mapping[str, int]
    """By field."""
    subjects: tuple[tuple[str, int], ...] = ()
    """Names of subjects as written, where a row is a person."""
    answers: tuple[tuple[str, int], ...] = ()
    """Questions of the rule by id."""
    together: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """By field: all columns that have it, where their owner says that each has to say it."""
    blank_year: str = ""
    """Why a row without a year cannot be given the usual one; empty where it can."""
    unread: tuple[str, ...] = ()
    """Headers that mean nothing here."""
    questions: tuple[ColumnQuestion, ...] = field(default=())
    """What has to be asked first; without answers nothing is read."""

    @property
    def used(self) -> frozenset[int]:
        """All columns that are read."""
        several = (place for places in self.together.values() for place in places)
        told = (place for _, place in (*self.subjects, *self.answers))
        return frozenset((*self.places.values(), *told, *several))
