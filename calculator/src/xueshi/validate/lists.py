"""Rules for lists: something in them, nothing twice, and only subjects that the tree has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from xueshi.model.hints import closest
from xueshi.model.policy import CityYear, Form, ListedPlatform, Provision, Targets
from xueshi.model.registers import BaseList, Platform, Province
from xueshi.model.rule import Requirement
from xueshi.model.structure import Fault, Path
from xueshi.model.values import Silence
from xueshi.validate.walk import Check


def notice_is_named(city_year: CityYear, path: Path) -> Iterator[Fault]:
    """A city-year rests on at least one notice."""
    yield from filled(city_year.notices, (*path, "notices"))


def table_has_rows(targets: Targets, path: Path) -> Iterator[Fault]:
    """A table of targets has at least one row."""
    yield from filled(targets.rows, (*path, "rows"))


def base_list_has_bases(base_list: BaseList, path: Path) -> Iterator[Fault]:
    """A list of bases holds at least one base."""
    yield from filled(base_list.bases, (*path, "bases"))


def form_has_fields(form: Form, path: Path) -> Iterator[Fault]:
    """A form has at least one field."""
    yield from filled(form.fields, (*path, "fields"))


def city_year_lists_nothing_twice(city_year: CityYear, path: Path) -> Iterator[Fault]:
    """Notices, platforms, base lists, rates, forms and kinds of provision each stand once in a city-year."""
    yield from once(city_year.notices, (*path, "notices"))
    yield from once(city_year.bases, (*path, "bases"))
    yield from once([item.platform for item in city_year.platforms], (*path, "platforms"), "platform")
    yield from once([item.id for item in city_year.rates], (*path, "rates"), "id")
    yield from once([item.id for item in city_year.forms], (*path, "forms"), "id")


def table_lists_nothing_twice(targets: Targets, path: Path) -> Iterator[Fault]:
    """A county or district stands once in the table."""
    yield from once([row.name for row in targets.rows], (*path, "rows"), "name")


def base_list_lists_nothing_twice(base_list: BaseList, path: Path) -> Iterator[Fault]:
    """A base stands once in its list."""
    yield from once([base.name for base in base_list.bases], (*path, "bases"), "name")


def platform_lists_nothing_twice(platform: Platform, path: Path) -> Iterator[Fault]:
    """A platform's hotlines and aliases each stand once."""
    yield from once(platform.hotlines, (*path, "hotlines"))
    yield from once((platform.name, *platform.aliases)[1:], (*path, "aliases"))


def regions_differ(province: Province, path: Path) -> Iterator[Fault]:
    """Ids, codes and names of regions each stand once."""
    for name in ("id", "code", "name", "short"):
        yield from once([getattr(region, name) for region in province.regions], (*path, "regions"), name)


def regions_agree(province: Province, path: Path) -> Iterator[Fault]:
    """A code is of the province, initials are letters of the id in order, a short name begins the name.

    Where the list spans several provinces, each unit says its own.
    """
    for index, region in enumerate(province.regions):
        place = (*path, "regions", index)
        if region.province is None and region.code[:2] != province.code[:2]:
            found = f"{region.name}的代码 {region.code} 与{province.name}的 {province.code} 开头两位不同"
            yield Fault("E229", (*place, "code"), found)
        letters = iter(region.id)
        if region.initials[0] != region.id[0] or not all(letter in letters for letter in region.initials):
            found = f"首字母 {region.initials} 不是 {region.id} 里依次有的字母"
            yield Fault("E229", (*place, "initials"), found)
        if not region.name.startswith(region.short):
            yield Fault("E229", (*place, "short"), f"简称“{region.short}”不是全称“{region.name}”的开头")


def subjects_exist(city_year: CityYear, path: Path) -> Iterator[Fault]:
    """Provisions and platforms name only subjects of this year's tree."""
    lists: dict[str, Sequence[Provision | ListedPlatform]] = {
        "provisions": city_year.provisions,
        "platforms": city_year.platforms,
    }
    yield from unknown_subjects(
        city_year.rule.requirements,
        (
            ((*path, name, index, "subjects", at), subject)
            for name, items in lists.items()
            for index, item in enumerate(items)
            for at, subject in enumerate(item.subjects)
        ),
    )


def unknown_subjects(tree: Requirement, named: Iterable[tuple[Path, str]]) -> Iterator[Fault]:
    """Subjects that are named and not in the tree, each once, at the first place that names it."""
    known = tuple(dict.fromkeys(node.id for node in tree.walk()))
    meant = {name: node.id for node in tree.walk() for name in (node.name, *node.aliases)}
    places: dict[str, list[Path]] = {}
    for place, subject in named:
        if subject not in known:
            places.setdefault(subject, []).append(place)
    for subject, found in places.items():
        times = f"（共 {len(found)} 处）" if len(found) > 1 else ""
        hint = meant.get(subject) or closest(subject, known)
        yield Fault("E219", found[0], f"“{subject}”{times}", known, hint)


def subjects_are_offered(city_year: CityYear, path: Path) -> Iterator[Fault]:
    """Every subject with a minimum can be learned on some listed platform; otherwise the admin is reminded.

    A platform listed without subjects offers all; one listed for a subject offers its parts and its whole.
    """
    offered: set[str] = set()
    tree = city_year.rule.requirements
    for platform in city_year.platforms:
        for node in tree.walk():
            below = {part.id for part in node.walk()}
            if not platform.subjects or below & set(platform.subjects):
                offered.add(node.id)
            if node.id in platform.subjects:
                offered |= below
    known = {node.id for node in tree.walk()}
    named = {subject for platform in city_year.platforms for subject in platform.subjects}
    if not city_year.platforms or named - known:
        return
    for node in tree.walk():
        if not isinstance(node.min_hours, Silence) and node.min_hours > 0 and node.id not in offered:
            yield Fault("W202", (*path, "platforms"), node.name)


def once(values: Sequence[str], path: Path, name: str | None = None) -> Iterator[Fault]:
    """No value of a list stands in it twice; ``name`` is the field of each item that holds it."""
    seen: set[str] = set()
    for index, value in enumerate(values):
        if value in seen:
            yield Fault("E220", (*path, index, name) if name else (*path, index), value)
        seen.add(value)


def filled(values: Sequence[object], path: Path) -> Iterator[Fault]:
    """A list holds something."""
    if not values:
        yield Fault("E222", path, str(path[-1]))


CHECKS: tuple[tuple[type, Check], ...] = (
    (CityYear, notice_is_named),
    (Targets, table_has_rows),
    (BaseList, base_list_has_bases),
    (Form, form_has_fields),
    (CityYear, city_year_lists_nothing_twice),
    (Targets, table_lists_nothing_twice),
    (BaseList, base_list_lists_nothing_twice),
    (Platform, platform_lists_nothing_twice),
    (Province, regions_differ),
    (Province, regions_agree),
    (CityYear, subjects_exist),
    (CityYear, subjects_are_offered),
)
