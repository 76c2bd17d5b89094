"""Rules files and sites as they are read: from a folder, an address, or one file."""

from __future__ import annotations

import difflib
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xueshi import jsontext
from xueshi.model.published import Rules
from xueshi.rulesjson import UnusableRulesError, parse_rules

TIMEOUT_SECONDS = 30


class UnknownCityError(ValueError):
    """Raised for a city the site does not know; its message suggests the nearest."""


@dataclass(frozen=True, slots=True)
class City:
    """A city of a site's index and the years it has on file."""

    id: str
    name: str
    years: tuple[int, ...]


def load_rules(path: str) -> Rules:
    """Rules from a file. Raises ``UnusableRulesError``."""
    return parse_rules(_parse(_read(path), path))


class Site:
    """A built site, as a folder or under an address."""

    def __init__(self, place: str) -> None:
        self.place = place.rstrip("/\\")

    def cities(self) -> tuple[City, ...]:
        """The cities of the site's index. Raises ``UnusableRulesError`` when there is none."""
        index = self._json("api/v1/index.json")
        return tuple(City(city["id"], city["name"], tuple(city["years"])) for city in index["cities"])

    def city(self, name: str) -> City:
        """A city by id or name. Raises ``UnknownCityError`` with the nearest that exists."""
        cities = self.cities()
        for city in cities:
            if name in (city.id, city.name, city.name.removesuffix("市")):
                return city
        known = [word for city in cities for word in (city.id, city.name)]
        close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
        hint = f"您是不是想写“{close[0]}”？" if close else "可用：" + "、".join(city.id for city in cities)
        raise UnknownCityError(f"不认识的城市“{name}”。{hint}")

    def rules(self, city: str, year: int) -> Rules:
        """The rules of a city and year on file. Raises ``UnusableRulesError``."""
        return parse_rules(self._json(f"api/v1/rules/{city}/{year}.json"))

    def _json(self, path: str) -> Any:
        place = f"{self.place}/{path}"
        return _parse(_read(place), place)


def _read(place: str) -> bytes:
    try:
        if place.startswith(("http://", "https://")):
            with urllib.request.urlopen(place, timeout=TIMEOUT_SECONDS) as answer:
                return bytes(answer.read())
        return Path(place).read_bytes()
    except (OSError, urllib.error.URLError, ValueError) as error:
        raise UnusableRulesError(f"读不到 {place}（{_reason(error)}）。") from error


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "没有这个文件"
    return type(error).__name__


def _parse(data: bytes, place: str) -> Any:
    try:
        return jsontext.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnusableRulesError(f"{place} 不是 JSON 文件。") from error
