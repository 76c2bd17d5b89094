"""A catalog that notes what it is asked, so that a file is made anew only when an answer changed."""

from __future__ import annotations

import datetime
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from builder.catalog import Catalog
from builder.leaving import LeftOut
from xueshi.model.policy import CityYear
from xueshi.model.registers import BaseList, Document, Platform, Province, Region

Key = tuple[Hashable, ...]


@dataclass(slots=True)
class Question:
    """A look-up with its answer. Answers are never changed, so that one and the same is equal at once."""

    key: Key
    """The one object that stands for it wherever it is noted."""
    answer: object

    def ask(self, catalog: Catalog) -> object:
        """The answer that a catalog gives."""
        name, *args = self.key
        found = getattr(catalog, str(name))
        return found(*args) if callable(found) else found


class Asked(Catalog):
    """The catalog as one recipe sees it. Whatever is not listed here is made of what is."""

    def __init__(self, catalog: Catalog, known: dict[Key, Question]) -> None:
        object.__setattr__(self, "_catalog", catalog)
        object.__setattr__(self, "_known", known)
        object.__setattr__(self, "keys", {})

    keys: dict[Key, None]
    """What was asked, each once."""
    _catalog: Catalog
    _known: dict[Key, Question]

    def _ask(self, name: str, *args: Hashable) -> Any:
        key = (name, *args)
        question = self._known.get(key)
        if question is None:
            question = Question(key, None)
            question.answer = question.ask(self._catalog)
            self._known[key] = question
        self.keys[question.key] = None
        return question.answer

    @property
    def province(self) -> Province:
        found: Province = self._ask("province")
        return found

    @property
    def documents(self) -> tuple[Document, ...]:
        found: tuple[Document, ...] = self._ask("documents")
        return found

    @property
    def platforms(self) -> tuple[Platform, ...]:
        found: tuple[Platform, ...] = self._ask("platforms")
        return found

    @property
    def base_lists(self) -> tuple[BaseList, ...]:
        found: tuple[BaseList, ...] = self._ask("base_lists")
        return found

    @property
    def city_years(self) -> tuple[CityYear, ...]:
        found: tuple[CityYear, ...] = self._ask("city_years")
        return found

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        found: tuple[LeftOut, ...] = self._ask("left_out")
        return found

    @property
    def newest(self) -> tuple[CityYear, ...]:
        found: tuple[CityYear, ...] = self._ask("newest")
        return found

    @property
    def first_places(self) -> tuple[tuple[str, int], ...]:
        found: tuple[tuple[str, int], ...] = self._ask("first_places")
        return found

    @property
    def first_and_last(self) -> tuple[int, ...]:
        found: tuple[int, ...] = self._ask("first_and_last")
        return found

    @property
    def several(self) -> bool:
        found: bool = self._ask("several")
        return found

    @property
    def checked_on(self) -> datetime.date:
        found: datetime.date = self._ask("checked_on")
        return found

    @property
    def synthetic(self) -> bool:
        found: bool = self._ask("synthetic")
        return found

    def document(self, ref: str) -> Document | None:
        found: Document | None = self._ask("document", ref)
        return found

    def platform(self, platform_id: str) -> Platform | None:
        found: Platform | None = self._ask("platform", platform_id)
        return found

    def base_list(self, list_id: str) -> BaseList | None:
        found: BaseList | None = self._ask("base_list", list_id)
        return found

    def region(self, region_id: str) -> Region | None:
        found: Region | None = self._ask("region", region_id)
        return found

    def city_year(self, city: str, year: int) -> CityYear | None:
        found: CityYear | None = self._ask("city_year", city, year)
        return found

    def years_of(self, city: str) -> tuple[CityYear, ...]:
        found: tuple[CityYear, ...] = self._ask("years_of", city)
        return found

    def withheld(self, city: str) -> tuple[int, ...]:
        found: tuple[int, ...] = self._ask("withheld", city)
        return found

    def latest(self, count: int) -> tuple[CityYear, ...]:
        found: tuple[CityYear, ...] = self._ask("latest", count)
        return found

    def resting_on(self, document_id: str) -> tuple[Document, ...]:
        found: tuple[Document, ...] = self._ask("resting_on", document_id)
        return found

    def documents_of(self, region: str) -> tuple[Document, ...]:
        found: tuple[Document, ...] = self._ask("documents_of", region)
        return found

    @property
    def last_year(self) -> int:
        found: int = self._ask("last_year")
        return found

    def older_than(self, day: datetime.date, months: int) -> bool:
        found: bool = self._ask("older_than", day, months)
        return found
