"""The rules at hand for a command: of files, or of a site, each loaded when it is needed."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from xueshi.model.published import Rules
from xueshi.roster.people.judged import city_names, city_of
from xueshi.roster.people.rows import Place
from xueshi.rulesfile import Site, load_rules


class Library:
    """The rules that the options name: of files, or of a site."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.site = Site(options.site) if options.site else None
        self.rules: dict[Place, Rules] = {}
        if self.site:
            listed = self.site.cities()
            self.cities = city_names((city.id, city.name) for city in listed)
            self.years = {(city.id, year) for city in listed for year in city.years}
        else:
            loaded = [load_rules(path) for path in options.rules]
            self.rules = {(one.city, one.year): one for one in loaded}
            self.cities = city_names((one.city, one.city_name) for one in loaded)
            self.years = set(self.rules)
        self.usual = self._usual(options)

    def _usual(self, options: argparse.Namespace) -> Place:
        """City and year of rows that say neither: as the options say, or of the only rules given."""
        city, year = "", options.year or 0
        if options.city is not None:
            found = self.city(options.city)
            if found is None and self.site:
                found = self.site.city(options.city).id
            city = found or options.city
        if not self.site:
            cities, years = {one for one, _ in self.rules}, {one for _, one in self.rules}
            city = city or (next(iter(cities)) if len(cities) == 1 else "")
            year = year or (next(iter(years)) if len(years) == 1 else 0)
        return city, year

    def city(self, written: str) -> str | None:
        """The id of a city as somebody wrote it; or None."""
        return city_of(self.cities, written)

    def load(self, place: Place) -> Rules | None:
        """The rules of a city and year on file."""
        if place in self.years and place not in self.rules and self.site:
            self.rules[place] = self.site.rules(*place)
        return self.rules.get(place)

    def at_header(self) -> Iterable[Rules]:
        """Rules whose words may stand in a header."""
        usual = self.load(self.usual)
        return self.every() if usual is None else (usual,)

    def every(self) -> Iterable[Rules]:
        """All rules at hand."""
        return tuple(rules for place in sorted(self.years) if (rules := self.load(place)))
