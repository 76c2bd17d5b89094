"""Whose a row is, and where and when: what its first cells say. Ids are text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from xueshi.ledger.cells import plain
from xueshi.roster.people.ids import checks, id_text, is_card, is_lost, near_id
from xueshi.roster.people.nobody import nobody
from xueshi.roster.safe import unguarded
from xueshi.roster.sentences import say
from xueshi.roster.tables.headers import (
    CARD,
    CITY,
    DEPARTMENT,
    NAME,
    STAFF_ID,
    UNIT,
    YEAR,
    bare_header,
    visible,
)
from xueshi.roster.tables.layout import Layout
from xueshi.workbook.marks import LOST

OWNER = (STAFF_ID, CARD, NAME, UNIT, DEPARTMENT, CITY, YEAR)
"""Columns that say whose a row is, and where and when."""

NOTHING = frozenset(("无", "没有", "暂无", "空", "不详", "待定", "同上", "々", "N/A"))
"""What people write where they have no name or number to write."""

_LETTER = re.compile(r"\w")
SUSPECT = "[计均数时注说表核责报办人名位白章页]"
"""Characters of which a text has one that stands for nobody: a sum, a note, who signed."""

_SUSPECT = re.compile(SUSPECT)
_SEVERAL = re.compile(r"\w\s*[、,;/&+，；]\s*\w|等\s*[0-9]*\s*[人名]$")
_YEAR = re.compile(r"([12][0-9]{3})(?:\.0+)?(?:年度?|度)?")

MOST_REMEMBERED = 20_000
"""Owners that a reader remembers before it starts anew: most rows have the owner of another."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be told of a person that is no matter of the rule."""

    code: str
    message: str


class RefusedRowError(ValueError):
    """Raised for a row that cannot be given to anybody; has the column and what was found there."""

    def __init__(self, column: str, value: str, message: str) -> None:
        super().__init__(message)
        self.column, self.value = column, value


class Owner(NamedTuple):
    """Whose a row is, and where and when."""

    key: str
    """What tells this person from others, as far as it decides where his rows are kept."""
    id: str
    name: str
    unit: str
    department: str
    city: str
    year_found: int | RefusedRowError
    """The year, 0 for none; what is wrong where the cell names none."""
    remarks: tuple[Remark, ...]
    card: str
    """Identity number, where there is one besides the id."""

    @property
    def year(self) -> int:
        """The year, 0 for none. Raises ``RefusedRowError`` where the cell names none."""
        if isinstance(self.year_found, RefusedRowError):
            raise self.year_found
        return self.year_found


class Owners:
    """Finds the owners of the rows of one table.

    ``mixed`` says that other tables tell people apart by something else.
    """

    def __init__(self, layout: Layout, *, mixed: bool) -> None:
        self.mixed = mixed
        at, behind = layout.places.get, len(layout.headers)
        self._cells = taking([at(name, behind) for name in OWNER])
        self._has_id = at(STAFF_ID) is not None or at(CARD) is not None
        self._headers = frozenset(bare_header(name) for name in layout.headers if name)
        self._known: dict[tuple[str, ...], Owner] = {}

    def of(self, padded: Sequence[str]) -> Owner:
        """The owner of a row with an empty cell behind its last: columns that a table lacks are read there.

        Raises ``RefusedRowError``.
        """
        cells = self._cells(padded)
        found = self._known.get(cells)
        if found is None:
            found = self._read(cells)
            if len(self._known) >= MOST_REMEMBERED:
                self._known = {}
            self._known[cells] = found
        return found

    def _read(self, cells: tuple[str, ...]) -> Owner:
        """Raises ``RefusedRowError``."""
        staff_id, card, name, unit, department, city, year = cells
        key, person, name = self._identity(staff_id, card, name)
        remarks = []
        if any(visible(text) != text and not text.endswith(LOST) for text in cells[:3]):
            remarks.append(Remark("invisible", say("remark_invisible")))
        if self.mixed:
            remarks.append(Remark("other_ids", say("remark_other_ids")))
        if self._has_id and not person:
            remarks.append(Remark("no_id", say("remark_no_id")))
        if is_card(person) and not checks(person):
            remarks.append(Remark("card_check", say("remark_card", value=person)))
        unit, department, city = map(tidy, (unit, department, city))
        second = id_text(card) if staff_id.strip() else ""
        second = "" if is_lost(card, second) else second
        return Owner(key, person, name, unit, department, city, _year(year), tuple(remarks), second)

    def _identity(self, staff_id: str, card: str, written: str) -> tuple[str, str, str]:
        """Key, id and name of a row. Raises ``RefusedRowError``."""
        name = tidy(written)
        for column, text in ((NAME, name), (STAFF_ID, tidy(staff_id)), (CARD, tidy(card))):
            if _SUSPECT.search(text) and (code := nobody(text)):
                raise RefusedRowError(column, text, say(code, value=text))
        if bare_header(written) in self._headers:
            raise RefusedRowError(NAME, name, say("row_is_header", value=name))
        unnamed = "" if _says_nothing(name) else name
        for column, text in ((STAFF_ID, staff_id), (CARD, card)):
            if not text.strip() or _says_nothing(tidy(text)):
                continue
            found = id_text(text)
            if found in self._headers:
                raise RefusedRowError(column, found, say("row_is_header", value=found))
            if is_lost(text, found):
                raise RefusedRowError(column, text.rstrip(LOST), say("row_id_lost", value=text.rstrip(LOST)))
            if found:
                return f"#{near_id(found)}", found, unnamed
        if not name:
            code = "row_nobody" if self._has_id else "row_no_name"
            raise RefusedRowError(NAME, "", say(code))
        if not unnamed:
            raise RefusedRowError(NAME, name, say("row_nameless", value=name))
        if _SEVERAL.search(name):
            raise RefusedRowError(NAME, name, say("row_several", value=name))
        return f"@{''.join(name.split())}", "", name


def taking(places: Sequence[int]) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """Takes several cells of a row at once."""
    return itemgetter(*places)


def _year(cell: str) -> int | RefusedRowError:
    """The year of a cell, 0 for none; what is wrong where it names none."""
    text = plain(visible(cell))
    if not text:
        return 0
    match = _YEAR.fullmatch(text)
    return int(match[1]) if match else RefusedRowError(YEAR, cell, say("row_year", value=cell))


def _says_nothing(text: str) -> bool:
    """Whether what stands for a name or an id only says that there is none, or is what a spreadsheet lost."""
    return bool(text) and (not _LETTER.search(text) or text.upper() in NOTHING or text.startswith("#"))


def tidy(cell: str) -> str:
    """A cell as it is seen, without marks that only spreadsheets need."""
    return " ".join(plain(visible(unguarded(cell))).split()) if cell else ""
