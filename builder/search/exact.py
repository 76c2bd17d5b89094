"""What is found by its exact form: document numbers, telephones, hosts, names, amounts, codes.

Each becomes a key; the keys are spread over small files, so that looking one up loads a few kilobytes at any
size of the site. ``theme/assets/js/search/keys.js`` makes the same keys from what is typed.
"""

from __future__ import annotations

import re
import urllib.parse
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from builder.addresses import city_page, document_page, year_page
from builder.catalog import Catalog
from builder.pages.wording import number
from builder.search.counties import counties
from builder.search.text import Reference
from builder.search.tokens import HAN, normal
from xueshi.model.policy import CityYear
from xueshi.model.registers import BaseList, Document, Platform, Region
from xueshi.model.values import Silence

KEYS_A_FILE = 25
MOST_TARGETS = 16
"""Places kept for one key: the newest years first, and the page of the thing itself."""

_NUMBER = re.compile(rf"([{HAN}]+?)(?:第|[〔\[(【]?((?:19|20)\d\d)[〕\])】])\s*(\d+)号")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
_SHORTER = re.compile(r"^(?:河南省|中国)|(?:有限责任公司|有限公司|股份有限公司)$")
_ISSUED = re.compile(r"^.*?关于(?=.{6})")
_SPOKEN = (
    ("师范高等专科学校", "师专"),
    ("医学高等专科学校", "医专"),
    ("职业技术学院", "职院"),
    ("职业技术大学", "职大"),
    ("理工学院", "理工"),
    ("理工大学", "理工"),
    ("科技大学", "科大"),
    ("师范大学", "师大"),
    ("师范学院", "师院"),
)
"""How the kinds of schools are called for short."""
_OWNER = re.compile(r".{2,}?(?:大学|学院|学校|协会|学会|公司|中心)(?=.)")
"""Whose platform it is, where its name begins with that: 中原工学院华豫专技网."""
_CODE = re.compile(r"[EW]\d{3}")


@dataclass(frozen=True, slots=True)
class Target:
    """A place where a key is answered: an address with fragment, and what stands there."""

    url: str
    label: str
    fits: str = ""
    """For document numbers: the letters before the year, like 三人社专技."""


@dataclass
class _Keys:
    found: defaultdict[str, dict[Target, None]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, key: str, targets: Iterable[Target]) -> None:
        places = list(targets)
        for target in places if len(places) <= MOST_TARGETS else [*places[: MOST_TARGETS - 1], places[-1]]:
            if len(self.found[key]) < MOST_TARGETS:
                self.found[key][target] = None


class _Years:
    """City-years by what they name, newest first; each look-up once, not once for every entry."""

    def __init__(self, newest: list[CityYear]) -> None:
        self.newest = newest
        self.of_notice: defaultdict[str, list[CityYear]] = defaultdict(list)
        self.of_platform: defaultdict[str, list[CityYear]] = defaultdict(list)
        self.of_bases: defaultdict[str, list[CityYear]] = defaultdict(list)
        self.of_channel: defaultdict[str, list[CityYear]] = defaultdict(list)
        for year in newest:
            for ref in year.notices:
                self.of_notice[ref].append(year)
            for item in year.platforms:
                self.of_platform[item.platform].append(year)
            for bases in year.bases:
                self.of_bases[bases].append(year)
            self.of_channel[f"{year.rule.declaration.channel} {year.rule.auto_credit.channel or ''}"].append(
                year
            )


def exact_keys(catalog: Catalog, references: Iterable[Reference]) -> dict[str, list[Target]]:
    """Every key with its places, best first. ``references`` are headings of the pages of codes."""
    keys, years = _Keys(), _Years(sorted(catalog.city_years, key=lambda item: -item.year))
    resting: defaultdict[str, list[str]] = defaultdict(list)
    for document in catalog.documents:
        for ref in document.rests_on:
            resting[ref].append(document.ref)
    for document in catalog.documents:
        _document(keys, years, document, resting)
    for platform in catalog.platforms:
        _platform(keys, years, platform, catalog.province.regions)
    for bases in catalog.base_lists:
        _bases(keys, years, bases)
    for platform in catalog.platforms:
        if owner := _OWNER.match(platform.name):
            keys.add(f"m:{name_key(owner[0])}", _platform_targets(years, platform))
    for year in years.newest:
        _amounts(keys, year)
    for county in counties(catalog):
        for way in county.ways:
            keys.add(f"p:{way}", [Target(city_page(county.city), county.name)])
    for item in references:
        if _CODE.fullmatch(item.id):
            keys.add(f"c:{item.id.lower()}", [Target(f"{item.url}#{item.id}", item.heading)])
        elif item.heading == item.id or item.id == "top":
            keys.add(f"m:{name_key(item.heading)}", [Target(item.url, item.heading)])
    return {key: list(targets) for key, targets in keys.found.items()}


def name_key(name: str) -> str:
    """A name as it is compared: letters and digits only."""
    return re.sub(rf"[^{HAN}a-z0-9]", "", normal(name))


def shard(key: str, count: int) -> int:
    """Which of ``count`` files holds a key: FNV-1a over its characters."""
    value = 2166136261
    for letter in key:
        value = ((value ^ ord(letter)) * 16777619) & 0xFFFFFFFF
    return value % count


def shard_count(keys: int) -> int:
    """How many files a number of keys is spread over."""
    return max(1, -(-keys // KEYS_A_FILE))


def _document(keys: _Keys, years: _Years, document: Document, resting: dict[str, list[str]]) -> None:
    main = years.of_notice.get(document.ref, [])
    if not main:
        refs = [
            ref for name in dict.fromkeys((document.ref, document.title)) for ref in resting.get(name, [])
        ]
        main = list({id(year): year for ref in refs for year in years.of_notice.get(ref, [])}.values())
    own = document_page(document)
    label = document.ref if document.ref == document.title else f"{document.ref} {document.title}"
    at = "#top" if document.region else "#sources"
    places = [*((f"{year_page(year)}{at}") for year in main), own]
    titles = {document.title, _ISSUED.sub("关于", document.title)}
    for title in titles:
        keys.add(f"m:{name_key(title)}", [Target(place, label) for place in places])
    if isinstance(document.number, Silence):
        return
    found = _NUMBER.search(normal(document.number).replace("(", "〔").replace(")", "〕"))
    if found is None:
        keys.add(f"m:{name_key(document.number)}", [Target(place, label) for place in places])
        return
    letters, year_printed, no = found[1].removesuffix("第"), found[2] or "", found[3]
    keys.add(f"m:{name_key(letters)}", [Target(place, label) for place in places])
    years_asked = {year_printed, ""}
    for key in {f"d:{before}{year}/{no}" for year in years_asked for before in ("", letters)}:
        keys.add(key, [Target(place, label, letters) for place in places])
    if not isinstance(document.url, Silence):
        for key in _host_keys(document.url):
            keys.add(key, [Target(place, label) for place in places])


def _platform(keys: _Keys, years: _Years, platform: Platform, regions: Iterable[Region]) -> None:
    targets = _platform_targets(years, platform)
    names = (platform.name, *platform.aliases)
    for name in {*names, *(_placeless(name, regions) for name in names)}:
        keys.add(f"m:{name_key(name)}", targets)
    for phone in platform.hotlines:
        for key in _phone_keys(phone):
            keys.add(key, [Target(item.url, f"{platform.name}：服务热线 {phone}") for item in targets])
    for address in platform.addresses:
        words = normal(f"{address.printed} {address.url} {address.remark or ''}")
        printing = tuple(year_page(year) for year in years.of_notice.get(address.source.document or "", []))
        first = sorted(targets, key=lambda item: not item.url.startswith(printing))
        for host in _HOST.findall(words):
            for key in _host_keys(f"http://{host}"):
                keys.add(key, [Target(item.url, f"{platform.name}：{host}") for item in first])


def _platform_targets(years: _Years, platform: Platform) -> list[Target]:
    listing = years.of_platform.get(platform.id, [])
    listed = {id(year) for year in listing}
    channels = [found for channel, found in years.of_channel.items() if platform.name in channel]
    using = [year for found in channels for year in found if id(year) not in listed]
    places = [f"{year_page(year)}#platforms" for year in listing]
    places += [f"{year_page(year)}#credit" for year in using]
    return [Target(place, platform.name) for place in [*places, f"platforms/#{platform.id}"]]


def _bases(keys: _Keys, years: _Years, bases: BaseList) -> None:
    places = [
        *(f"{year_page(year)}#bases" for year in years.of_bases.get(bases.id, [])),
        f"bases/#{bases.id}",
    ]
    for base in bases.bases:
        targets = [Target(place, f"{base.name}：{bases.title}") for place in places]
        cityless = {re.sub(r"^(.{2,4}?)市", way, base.name) for way in ("", r"\1")}
        shorter = {_SHORTER.sub("", base.name), *cityless, _spoken(base.name)}
        for name in {base.name, *shorter}:
            if len(name) > 2:
                keys.add(f"m:{name_key(name)}", targets)
        if base.phone:
            for key in _phone_keys(base.phone):
                keys.add(key, [Target(place, f"{base.name}：电话 {base.phone}") for place in places])


def _placeless(name: str, regions: Iterable[Region]) -> str:
    """A name without the city that it begins with."""
    for region in regions:
        for place in (region.name, region.short):
            if name.startswith(place):
                return name.removeprefix(place)
    return name


def _spoken(name: str) -> str:
    """A school's name for short: 焦作师专."""
    for whole, short in _SPOKEN:
        if name.endswith(whole):
            return name.removesuffix(whole) + short
    return name


def _amounts(keys: _Keys, year: CityYear) -> None:
    for rate in year.rates:
        percent = f"{number(rate.percent)}%"
        keys.add(f"a:{percent}", [Target(f"{year_page(year)}#funding", f"{rate.name} {percent}")])
    if year.targets is None:
        return
    for row in year.targets.rows:
        told = f"{row.name}：目标 {row.target}，完成 {row.done}，比率 {row.ratio}"
        target = [Target(f"{year_page(year)}#targets", told)]
        for amount in (row.ratio, str(row.target), str(row.done)):
            keys.add(f"a:{normal(amount)}", target)
        keys.add(f"m:{name_key(row.name)}", target)


def _phone_keys(phone: str) -> Iterator[str]:
    """The whole number, and without an area code."""
    digits = re.sub(r"\D", "", phone)
    yield f"t:{digits}"
    if digits.startswith("0") and len(digits) > 10:
        yield from {f"t:{digits[3:]}", f"t:{digits[4:]}"}


def _host_keys(url: str) -> Iterator[str]:
    """The host without ``www.``, and each shorter form of it that still names somebody."""
    host = urllib.parse.urlsplit(normal(url)).hostname or ""
    labels = host.removeprefix("www.").split(".")
    while len(labels) > 1:
        if len(labels) > 2 or len(labels[0]) > 3:
            yield f"h:{'.'.join(labels)}"
        if len(labels[0]) > 4:
            yield f"h:{labels[0]}"
        labels = labels[1:]
