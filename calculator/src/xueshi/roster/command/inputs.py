"""The files that a command was given, as tables; and what has to be answered before they are read."""

from __future__ import annotations

import argparse
import contextlib
import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

from xueshi import jsontext
from xueshi.roster.command.arguments import RosterUsageError
from xueshi.roster.command.library import Library
from xueshi.roster.people.answers import Answers
from xueshi.roster.people.owners import RefusedRowError
from xueshi.roster.people.rows import Place, RowReader
from xueshi.roster.sentences import say
from xueshi.roster.tables.headers import CITY, EVERY, UNUSED, YEAR
from xueshi.roster.tables.layout import ColumnQuestion, Form, Layout
from xueshi.roster.tables.source import Source, Table, Tables
from xueshi.roster.tables.table import UnreadableRosterError
from xueshi.roster.tables.words import Words
from xueshi.rulesfile import reason


def tables_of(
    stack: contextlib.ExitStack, options: argparse.Namespace, library: Library, given: Answers
) -> tuple[tuple[Table, ...], tuple[str, ...]]:
    """The tables of all files that were named, and what is to be said of them; ``stack`` closes the files.

    Raises ``RosterUsageError`` and ``UnreadableRosterError``.
    """
    form = Form(options.form) if options.form else None
    tables: list[Table] = []
    remarks: list[str] = []
    names = [Path(path).name for path in options.files]
    for path in options.files:
        stream = _opened(stack, path)
        name = path if names.count(Path(path).name) > 1 else Path(path).name
        try:
            opened = functools.partial(Source(stream, name).tables, given=given.columns, form=form)
            found = _found(opened, library)
            tables.extend(table.of_year(library.usual[1]) for table in found.tables)
        except UnreadableRosterError as error:
            raise UnreadableRosterError(say("in_file", path=path, message=str(error))) from error
        remarks.extend(say("in_file", path=path, message=remark) for remark in found.remarks)
    return tuple(tables), tuple(remarks)


def _found(opened: Callable[..., Tables], library: Library) -> Tables:
    """The tables of a file under the words of the usual place, and of all places that its rows name.

    Raises ``UnreadableRosterError``.
    """
    usual = tuple(library.at_header())
    try:
        found = opened(words=Words(usual))
    except UnreadableRosterError:
        every = tuple(library.every())
        if len(every) == len(usual):
            raise
        found = opened(words=Words(every))
        if not all(_names_places(table.layout) for table in found.tables):
            raise
    places = {place for table in found.tables for place in _places(table, library)}
    others = [one for place in sorted(places) if (one := library.load(place)) and one not in usual]
    return opened(words=Words((*usual, *others))) if others else found


def _names_places(layout: Layout) -> bool:
    """Whether the rows of a table may name cities or years of their own."""
    return CITY in layout.places or YEAR in layout.places


def _places(table: Table, library: Library) -> set[Place]:
    """Cities and years that the rows name, where columns are left whose words may be theirs."""
    layout, places = table.layout, set[Place]()
    if not _names_places(layout) or not (layout.unread or layout.questions):
        return places
    reader = RowReader(layout)
    for record in table.rows():
        with contextlib.suppress(RefusedRowError):
            city, year = reader.whose(record.cells)[1]
            usual = library.usual
            places.add((library.city(city) or city if city else usual[0], year or usual[1]))
    return places


def _opened(stack: contextlib.ExitStack, path: str) -> BinaryIO:
    try:
        return stack.enter_context(Path(path).open("rb"))
    except OSError as error:
        raise RosterUsageError(say("file_unreadable", path=path, reason=reason(error))) from error


def asked_in_words(asked: Sequence[ColumnQuestion]) -> str:
    """What has to be answered first, with what may be answered."""
    texts = []
    for number, question in enumerate(asked, 1):
        options = tuple(option for option in question.options if option != EVERY)
        shown = "、".join(options)
        code = "ask_options" if question.header else "ask_headers"
        code = "ask_every" if EVERY in question.options else code
        values = {"options": shown, "meaning": question.meaning, "unused": UNUSED}
        texts.append(f"{number}. " + say(code, text=question.text, **values))
    example = asked[0].header or asked[0].options[0]
    meaning = asked[0].options[0] if asked[0].header else asked[0].meaning
    form = jsontext.dumps({"columns": {example: meaning}})
    return say("ask_first", count=len(asked), questions=" ".join(texts), form=form, unused=UNUSED)
