"""Rules files and sites as they are read: from a folder, an address, or one file."""

from __future__ import annotations

import errno
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import Any, BinaryIO

from xueshi import jsontext
from xueshi.model.hints import nearest_name
from xueshi.model.published import Rules
from xueshi.rulesjson import UnusableRulesError, parse_rules
from xueshi.validate import shapes, tree
from xueshi.validate.walk import Check

TIMEOUT_SECONDS = 30

MOST_BYTES = 64 * 1024 * 1024
"""A larger file is no ledger and no rule; devices that never end are cut off there."""

ADDRESS_MARKS = ":/?#[]@!$&'()*+,;=%~"
"""Characters that mean something in an address; others are written in percent."""


class TooLargeError(ValueError):
    """Raised for a file beyond ``MOST_BYTES``."""


REASONS: tuple[tuple[type[Exception], str], ...] = (
    (FileNotFoundError, "没有这个文件"),
    (IsADirectoryError, "是一个文件夹"),
    (NotADirectoryError, "上一级不是文件夹"),
    (PermissionError, "没有权限"),
    (TimeoutError, "等了太久没有回答"),
    (urllib.error.URLError, "连不上"),
    (HTTPException, "网站的回答读不懂"),
    (TooLargeError, "文件太大"),
    (ValueError, "写法不对"),
)
"""The first that fits is told."""

FOUNDATIONS: tuple[Check, ...] = (
    tree.root_is_total,
    tree.ids_differ,
    shapes.named_subjects_exist,
    shapes.named_values_exist,
    shapes.named_answers_exist,
    shapes.shapes_are_named_once,
    shapes.answers_can_all_be_tried,
)
"""Checks without which a rule cannot be judged; the others, of its evidence above all, are the builder's."""


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
    return _sound(parse_rules(_parse(_read(path), path)))


class Site:
    """A built site, as a folder or under an address."""

    def __init__(self, place: str) -> None:
        self.place = place.rstrip("/\\")

    def cities(self) -> tuple[City, ...]:
        """The cities of the site's index. Raises ``UnusableRulesError`` when there is none."""
        index = self.json("api/v1/index.json")
        try:
            return tuple(City(city["id"], city["name"], tuple(city["years"])) for city in index["cities"])
        except (KeyError, TypeError) as error:
            raise UnusableRulesError(f"{self.place} 的 api/v1/index.json 不是本程序能读的目录。") from error

    def city(self, name: str) -> City:
        """A city by id or name. Raises ``UnknownCityError`` with the nearest that exists."""
        cities = self.cities()
        for city in cities:
            if name in (city.id, city.name, city.name.removesuffix("市")):
                return city
        close = nearest_name(name, {word: city.id for city in cities for word in (city.id, city.name)})
        hint = f"您是不是想写“{close}”？" if close else "可用：" + "、".join(city.id for city in cities)
        raise UnknownCityError(f"不认识的城市“{name}”。{hint}")

    def rules(self, city: str, year: int) -> Rules:
        """The rules of a city and year on file. Raises ``UnusableRulesError``."""
        return _sound(parse_rules(self.json(f"api/v1/rules/{city}/{year}.json")))

    def json(self, path: str) -> Any:
        """Any JSON file of the site. Raises ``UnusableRulesError``."""
        place = f"{self.place}/{path}"
        return _parse(_read(place), place)


def _sound(rules: Rules) -> Rules:
    """The rules, when each name in them leads to one thing; else a verdict would be about another rule."""
    faults = [fault for check in FOUNDATIONS for fault in check(rules.rule, ("rule",))]
    if faults:
        place = ".".join(map(str, faults[0].path))
        raise UnusableRulesError(
            f"规则文件有 {len(faults)} 处前后矛盾，第一处：{place}，{faults[0].code}“{faults[0].found}”。"
        )
    return rules


def read_file(path: str) -> bytes:
    """The bytes of a file or a pipe. Raises ``OSError``, and ``ValueError`` for what is too large."""
    with Path(path).open("rb") as stream:
        return _all(stream)


def _all(stream: BinaryIO | HTTPResponse) -> bytes:
    content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise TooLargeError
    return bytes(content)


def _read(place: str) -> bytes:
    try:
        if re.match("https?://", place, re.IGNORECASE):
            address = urllib.parse.quote(place, safe=ADDRESS_MARKS)
            with urllib.request.urlopen(address, timeout=TIMEOUT_SECONDS) as answer:
                return _all(answer)
        return read_file(place)
    except (OSError, HTTPException, ValueError) as error:
        raise UnusableRulesError(f"读不到 {place}（{reason(error)}）。") from error


def reason(error: Exception) -> str:
    """Why something could not be read or written, in Chinese."""
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "磁盘满了"
    if isinstance(error, urllib.error.HTTPError):
        return f"网站回答 {error.code}"
    return next((words for kind, words in REASONS if isinstance(error, kind)), "系统不允许")


def _parse(data: bytes, place: str) -> Any:
    try:
        return jsontext.loads_foreign(data)
    except ValueError as error:
        raise UnusableRulesError(f"{place} 不是 JSON 文件。") from error
