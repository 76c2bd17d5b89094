"""What a city asks differently from one year to another, told from the data of both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from builder.catalog import Catalog
from xueshi.changes import changes, told
from xueshi.model.plain import plain_number
from xueshi.model.policy import CityYear
from xueshi.model.rule import Deadline, Requirement, Rule
from xueshi.model.values import Silence, Source


@dataclass(frozen=True, slots=True)
class Told:
    """One difference as a phrase, with the source of what holds now; None where nothing is stated now."""

    words: str
    source: Source | None = None
    field: str = ""
    """The place in the rule; empty for what stands beside it."""


@dataclass(frozen=True, slots=True)
class YearChanges:
    """What differs between two years of one city."""

    before: CityYear
    after: CityYear
    told: tuple[Told, ...]

    @property
    def words(self) -> str:
        """All of it in one line, for feeds and previews: “取消…；新增…”."""
        return "；".join(item.words for item in self.told)


def since_last_year(catalog: Catalog, year: CityYear) -> YearChanges | None:
    """A city-year against the latest earlier year on file for the city; None where there is none."""
    earlier = [item for item in catalog.years_of(year.city) if item.year < year.year]
    if not earlier:
        return None
    before = max(earlier, key=lambda item: item.year)
    return YearChanges(before, year, year_changes(catalog, before, year))


def year_changes(catalog: Catalog, before: CityYear, after: CityYear) -> tuple[Told, ...]:
    """Everything that differs, the rule first; days that only moved along with the years do not."""
    return (*_of_rule(before, after), *_channel(before, after), *_beside(catalog, before, after))


_known: dict[tuple[int, int], tuple[CityYear, CityYear, tuple[Told, ...]]] = {}
"""What differs between two rules, by the ids of the years, which are kept so that the ids stay theirs."""

_MOST_KNOWN = 10_000


def _of_rule(before: CityYear, after: CityYear) -> tuple[Told, ...]:
    """What differs in the rule: pages and feeds tell it of the same years, and it is worked out once."""
    key = id(before), id(after)
    if key not in _known:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        found = changes(before.rule, after.rule, years=after.year - before.year)
        rule = tuple(Told(item.words, source_of(after.rule, item.field), item.field) for item in found)
        _known[key] = before, after, rule
    return _known[key][2]


def source_of(rule: Rule, field: str) -> Source | None:
    """Where the notice says what now stands in a place that ``xueshi.changes`` names."""
    top, _, key = field.partition(".")
    if top == "requirements":
        nodes: Mapping[str, Requirement] = {node.id: node for node in rule.requirements.walk()}
        node = nodes.get(key)
        return node.source if node else None
    if top == "deadlines":
        value = getattr(rule.deadlines, key)
        return value.source if isinstance(value, Deadline) else None
    if key:
        names = ("id", "name")  # a unit has no id, a condition no name
        items = [item for item in getattr(rule, top) if key in (getattr(item, name, None) for name in names)]
        return getattr(items[0], "source", None) if items else None
    if top in ("employer_days", "department_days"):
        days = getattr(rule.review, top)
        return None if isinstance(days, Silence) else rule.review.source
    if top == "carry_over":
        return next(iter(rule.carry_over.sources), None)
    return getattr(getattr(rule, top, None), "source", None)


def _channel(before: CityYear, after: CityYear) -> Iterator[Told]:
    old, new = before.rule.declaration, after.rule.declaration
    if old.channel != new.channel:
        yield Told(told("申报的地方", f"“{old.channel}”", f"“{new.channel}”"), new.source)


def _beside(catalog: Catalog, before: CityYear, after: CityYear) -> Iterator[Told]:
    """What stands beside the rule: platforms, bases, percentages, forms."""
    listed = {item.platform: item.source for item in after.platforms}
    gone = [item.platform for item in before.platforms if item.platform not in listed]
    known = {item.platform for item in before.platforms}
    for key, source in listed.items():
        if key not in known:
            yield Told(f"新列出学习平台“{_platform(catalog, key)}”", source)
    yield from (Told(f"不再列出学习平台“{_platform(catalog, key)}”") for key in gone)
    if before.providers_open != after.providers_open:
        states = ("名单以外的不算", "名单以外的也可以")
        yield Told(
            told(
                "平台和机构的名单", f"“{states[before.providers_open]}”", f"“{states[after.providers_open]}”"
            )
        )
    yield from _bases(catalog, before, after)
    yield from _rates(before, after)
    old, new = (
        {form.name.replace(str(item.year), ""): form for form in item.forms} for item in (before, after)
    )
    for name, form in new.items():
        if name not in old:
            yield Told(f"新增表格《{form.name}》", form.source)
    yield from (Told(f"不再附表格《{form.name}》") for name, form in old.items() if name not in new)


def _platform(catalog: Catalog, key: str) -> str:
    platform = catalog.platform(key)
    return platform.name if platform else key


def _bases(catalog: Catalog, before: CityYear, after: CityYear) -> Iterator[Told]:
    old, new = (_base_names(catalog, item) for item in (before, after))
    added, gone = [name for name in new if name not in old], [name for name in old if name not in new]
    counts = [f"增加 {len(added)} 家"] if added else []
    counts += [f"减少 {len(gone)} 家"] if gone else []
    if counts:
        yield Told(f"继续教育基地{'、'.join(counts)}")


def _base_names(catalog: Catalog, year: CityYear) -> list[str]:
    lists = [found for key in year.bases if (found := catalog.base_list(key)) is not None]
    return [base.name for found in lists for base in found.bases]


def _rates(before: CityYear, after: CityYear) -> Iterator[Told]:
    old, new = ({rate.id: rate for rate in item.rates} for item in (before, after))
    for key in dict.fromkeys((*old, *new)):
        was, now = old.get(key), new.get(key)
        name = (now or old[key]).name
        first = f"{plain_number(was.percent)}%" if was else None
        second = f"{plain_number(now.percent)}%" if now else None
        if first != second:
            yield Told(told(name, first, second), now.source if now else None)
