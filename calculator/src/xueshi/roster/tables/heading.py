"""The row that names a table's columns: below titles, of several rows, never taken for one of people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from xueshi.ledger import table as ledger
from xueshi.roster.sentences import say
from xueshi.roster.tables.headers import HOURS_OF, PERSON_FIELDS, UNUSED, may_be_unlearned
from xueshi.roster.tables.table import Record, UnreadableRosterError
from xueshi.roster.tables.words import Words, is_hours, is_person, meaning_of

HEADER_ROWS = 3
"""Rows of one header at most: a group, its subjects, and what of them."""

HEADER_WITHIN = 50
"""Rows among which the header is looked for; titles and notes often stand above it."""

_NUMBER = re.compile(r"\s*[0-9][0-9.,/:%-]*\s*(?:学时|课时|小时)?\s*")


def find_header(records: Iterable[Record], words: Words, given: Mapping[str, str]) -> Record:
    """The row that names the columns, among the first rows. Raises ``UnreadableRosterError``.

    A header of several rows (``公需`` above ``必修`` and ``选修``) is one, with the line of the last.
    """
    first = [record for _, record in zip(range(HEADER_WITHIN + 1), records, strict=False)]
    best, most = None, 1
    for at, record in enumerate(first[:HEADER_WITHIN]):
        meanings = [meaning_of(cell, words, given) for cell in record.cells if cell.strip()]
        likely = (item[0] if isinstance(item, tuple) and len(item) == 2 else item for item in meanings)
        known = {item for item in likely if isinstance(item, str) and item != UNUSED}
        people = known & set(PERSON_FIELDS)
        score = len(known) + 2 * bool(people)
        if score > most and (people or len(known) > 2):
            best, most = at, score
    if best is None:
        raise UnreadableRosterError(say("no_header", within=HEADER_WITHIN))
    header = _grouped(first[best - 1], first[best], words, given) if best else first[best]
    for below in first[best + 1 : best + HEADER_ROWS]:
        joined = _joined(header, below, words, given)
        if joined is header:
            break
        header = joined
    return header


def _joined(upper: Record, lower: Record, words: Words, given: Mapping[str, str]) -> Record:
    """Two rows of a header as one, where the second names columns and nothing else.

    What says more of a subject above it (``应学``) is put in brackets behind that one's name.
    """
    width = max(len(upper.cells), len(lower.cells))
    above, below = ((*row.cells, *[""] * width)[:width] for row in (upper, lower))
    own = [at for at in range(width) if below[at].strip() and at not in lower.merged]
    means = {at: meaning_of(below[at], words, given) for at in own}
    if not own or any(item in PERSON_FIELDS for item in means.values()):
        return upper
    tops = [meaning_of(cell, words, given) if cell.strip() else None for cell in above]
    joined, under = list(above), []
    for at in own:
        lower_means, joined[at] = means[at], below[at]
        top = next((place for place in range(at, -1, -1) if above[place].strip()), at)
        names_itself = isinstance(lower_means, str) and (lower_means.startswith(HOURS_OF) or top != at)
        if is_hours(tops[top]):
            under.append(at)
            if not names_itself or lower_means == ledger.HOURS:
                joined[at] = f"{above[top].strip()}（{below[at].strip()}）"
    if not all(means.values()):
        people = [at for at in range(width) if is_person(tops[at])]
        if any(at in own for at in people) or not under or any(_NUMBER.fullmatch(below[at]) for at in under):
            return upper
    return _grouped(upper, Record(lower.line, tuple(joined)), words, given)


def _grouped(above: Record, header: Record, words: Words, given: Mapping[str, str]) -> Record:
    """A header whose subjects say also what stands above several of them, where that may be no learned hours.

    It stands in brackets behind the subject's name, so that it is asked about.
    """
    cells = list(header.cells)
    means = [meaning_of(cell, words, given) if cell.strip() else None for cell in cells]
    group = ""
    for at, meaning in enumerate(means):
        text = above.cells[at].strip() if at < len(above.cells) else ""
        group = "" if is_person(meaning) or text == header.cells[at].strip() else text or group
        told = bool(group) and may_be_unlearned(group) and not is_hours(meaning_of(group, words, given))
        if told and isinstance(meaning, str) and is_hours(meaning):
            cells[at] = f"{cells[at].strip()}（{group}）"
    return Record(header.line, tuple(cells), header.merged) if cells != list(header.cells) else header
