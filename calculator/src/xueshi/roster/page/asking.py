"""What has to be brought or asked before the tables of a roster can be read, and what was answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xueshi.roster.page.desk import Desk
from xueshi.roster.page.pagewords import say
from xueshi.roster.people.rows import Place
from xueshi.roster.tables.headers import EVERY, HOURS_OF, UNUSED
from xueshi.roster.tables.layout import ColumnQuestion
from xueshi.roster.tables.samples import samples
from xueshi.roster.tables.table import UnreadableRosterError


def laid_out(desk: Desk) -> dict[str, Any]:
    """What has to be brought or asked before the table can be read."""
    try:
        desk.lay_out()
        keys = desk.peek()
        if keys:
            return {"error": None, "keys": [key_of(place) for place in keys], "questions": [], "known": []}
    except UnreadableRosterError as error:
        return {"error": str(error)}
    known = {
        name: meaning
        for table in desk.tables
        for meaning, at in (*table.layout.places.items(), *table.layout.subjects)
        if (name := table.layout.headers[at])
    }
    questions = [
        {
            "id": item.id,
            "text": item.text,
            "samples": _samples(desk, item),
            "options": [{"id": option, "name": _meaning(option)} for option in item.options],
        }
        for item in desk.questions
    ]
    unclear = {option for item in desk.questions if not item.header for option in item.options}
    named = [name for name in known if name not in unclear]
    return {"error": None, "keys": [], "questions": questions, "known": named}


def _samples(desk: Desk, asked: ColumnQuestion) -> list[dict[str, Any]]:
    """What stands in the column asked about, or in each of those of which one is meant."""
    headers = (asked.header,) if asked.header else asked.options
    found = ((header, samples(desk.tables, header)) for header in headers)
    return [
        {"of": "" if asked.header else say("sample_of", header=header), "texts": texts}
        for header, texts in found
        if texts
    ]


def _meaning(option: str) -> str:
    return say("unused") if option == UNUSED else option.removeprefix(HOURS_OF)


def take_answers(desk: Desk, answers: Mapping[str, str]) -> None:
    """Answers about columns, by the id of the question."""
    asked = {item.id: item for item in desk.questions}
    for name, value in answers.items():
        question = asked.get(name)
        if question is None:
            continue
        if question.header:
            desk.given[question.header] = value
        elif name.startswith("which:"):
            for header in question.options:
                if header != EVERY:
                    desk.given[header] = question.meaning if value in (header, EVERY) else UNUSED
        else:
            desk.given[value] = question.meaning


def key_of(place: Place) -> str:
    """A city and a year as the page writes them."""
    return f"{place[0]}/{place[1]}"
