"""Cities and years that the rows of a roster name, and the rules that were brought for them."""

from __future__ import annotations

from collections.abc import Callable

from xueshi.model.published import Rules
from xueshi.roster.people.rows import Place

MOST_REMEMBERED = 10_000
"""Spellings of city and year that are remembered."""


class Places:
    """Cities and years as they are seen.

    ``usual`` are those of rows that name none, ``NO_PLACE`` where nobody said them; what is brought is put
    into ``rules``.
    """

    def __init__(self, usual: Place, rules: dict[Place, Rules], city: Callable[[str], str | None]) -> None:
        self._usual, self._rules, self._city = usual, rules, city
        self._seen: dict[Place, None] = {usual: None} if all(usual) else {}
        self._absent: set[Place] = set()
        self._written: set[Place] = set()

    def note(self, written: Place) -> None:
        """A row names a city, as it is written, and a year."""
        if written in self._written:
            return
        if len(self._written) >= MOST_REMEMBERED:
            self._written = set()
        self._written.add(written)
        city, year = self._city(written[0] or self._usual[0]), written[1] or self._usual[1]
        if city and year:
            self._seen[city, year] = None

    def wanted(self) -> list[Place]:
        """Cities and years whose rules were not asked for yet."""
        return [place for place in self._seen if place not in self._rules and place not in self._absent]

    def take(self, place: Place, rules: Rules | None) -> None:
        """The rules of a city and year, None where nothing is on file."""
        if rules is None:
            self._absent.add(place)
        else:
            self._rules[place] = rules
