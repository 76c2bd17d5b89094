"""The working copy against a published site: what a reviewer has to look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from builder.api.plain import plain
from builder.api.rules import make_rules
from builder.catalog import Catalog
from builder.changes.values import Difference, differences
from builder.changes.years import Told, source_of
from xueshi import jsontext
from xueshi.changes import LISTS, changes
from xueshi.model.policy import CityYear
from xueshi.model.registers import BaseList, Document, Platform
from xueshi.rulesfile import Site
from xueshi.rulesjson import UnusableRulesError

REGISTERS: Mapping[str, tuple[str, type, str]] = {
    "documents": ("documents", Document, "文件"),
    "platforms": ("platforms", Platform, "平台"),
    "bases": ("lists", BaseList, "基地名单"),
}
"""Each register: the key of its list, the class of its entries, its name."""

TOLD_IN_WORDS = (
    "requirements",
    "period",
    "unit",
    "deadlines",
    "carry_over",
    "auto_credit",
    "plan_filing",
    "review",
)
"""Parts of a rule whose values are told in words; their sources and notes are told one by one."""

VALUES = frozenset(
    [
        "min_hours",
        "value",
        "of",
        "hours",
        "date",
        "start",
        "end",
        "policy",
        "unit",
        "employer_days",
        "department_days",
    ]
)
"""Names of the fields whose values ``xueshi.changes`` puts in words."""


@dataclass(frozen=True, slots=True)
class CityYearChanges:
    """What differs in one city-year. ``rule`` are the differences that decide, in words."""

    city: str
    name: str
    year: int
    state: str
    """``新增``, ``撤下`` or ``改动``."""
    rule: tuple[Told, ...] = ()
    values: tuple[Difference, ...] = ()
    unchecked: bool = False
    """Values changed, and the day of the comparison with the notice did not."""
    main: str = ""
    """The document a source stands in that names none."""


@dataclass(frozen=True, slots=True)
class SiteChanges:
    """All differences between a published site and the data of the working copy."""

    place: str
    published_on: str
    """Date of the published data."""
    city_years: tuple[CityYearChanges, ...]
    registers: Mapping[str, tuple[Difference, ...]]
    """By name of the register."""
    same: tuple[str, ...]
    """City-years without any difference."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not self.city_years and not any(self.registers.values())


def site_changes(catalog: Catalog, place: str) -> SiteChanges:
    """Compare the catalog with the site in a folder or under an address.

    Raises ``UnusableRulesError`` with one Chinese sentence when there is no site that can be read.
    """
    site = Site(place)
    index = site.json("api/v1/index.json")
    published = {(city.id, year): city.name for city in site.cities() for year in city.years}
    current = {(item.city, item.year): item for item in catalog.city_years}
    found, same = [], []
    for key in dict.fromkeys((*current, *published)):
        city, number = key
        name = catalog.city_name(city) if catalog.region(city) else published.get(key, city)
        item = current.get(key)
        if item is None or key not in published:
            found.append(CityYearChanges(city, name, number, "撤下" if item is None else "新增"))
        else:
            changed = _city_year(catalog, site, item, name)
            if changed is None:
                same.append(f"{name} {number} 年度")
            else:
                found.append(changed)
    registers = {
        title: tuple(_register(catalog, site, key, inner, kind))
        for key, (inner, kind, title) in REGISTERS.items()
    }
    day = str(index.get("generated_at", "不详"))
    return SiteChanges(place, day, tuple(found), registers, tuple(same))


def _city_year(catalog: Catalog, site: Site, item: CityYear, name: str) -> CityYearChanges | None:
    before = site.json(f"api/v1/cities/{item.city}/{item.year}.json")
    main = catalog.main_document(item)
    values = list(differences(CityYear, _without_head(before), _read_back(plain(catalog, item, main))))
    if not values:
        return None
    rule = tuple(_rule(catalog, site, item))
    kept = tuple(value for value in values if not _is_told(value.path)) if rule else tuple(values)
    moved = any(value.path[:1] in (("checked_on",), ("edited_on",)) for value in values)
    return CityYearChanges(item.city, name, item.year, "改动", rule, kept, not moved, main.ref)


def _rule(catalog: Catalog, site: Site, item: CityYear) -> Iterator[Told]:
    """The differences of the rule in words; none where the published rule cannot be read any more."""
    try:
        published = site.rules(item.city, item.year)
    except UnusableRulesError:
        return
    for change in changes(published.rule, make_rules(catalog, item).rule):
        if change.field.partition(".")[0] not in LISTS:
            yield Told(change.words, source_of(item.rule, change.field), change.field)


def _is_told(path: tuple[str, ...]) -> bool:
    """Whether a value is one of those that ``xueshi.changes`` puts in words."""
    if path[:1] != ("rule",) or path[1] not in TOLD_IN_WORDS:
        return False
    if any(step in ("source", "sources", "window") for step in path):
        return False
    whole = path[-2] in ("children", "deadlines")
    return whole or path[-1] in VALUES


def _register(catalog: Catalog, site: Site, key: str, inner: str, kind: type) -> Iterator[Difference]:
    before = site.json(f"api/v1/{key}.json").get(inner, [])
    entries: Mapping[str, Any] = {
        "documents": catalog.documents,
        "platforms": catalog.platforms,
        "bases": catalog.base_lists,
    }
    after = _read_back([plain(catalog, item) for item in entries[key]])
    yield from differences(tuple[kind, ...], before, after)  # type: ignore[valid-type]


def _without_head(data: Any) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in ("schema_version", "generated_at")}


def _read_back(value: Any) -> Any:
    """The value as somebody reads it who has only the JSON."""
    return jsontext.loads(jsontext.dumps(value))
