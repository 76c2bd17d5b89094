"""Units by province, where there are more of them than one page can show."""

from __future__ import annotations

from dataclasses import dataclass

from builder.catalog import Catalog
from builder.pages.book import CITIES
from builder.pages.limits import UNITS
from xueshi.model.registers import Region


@dataclass(frozen=True, slots=True)
class Part:
    """The units of one province."""

    name: str
    url: str
    """Address of its page; no unit's id has a hyphen."""
    regions: tuple[Region, ...]


def parts(catalog: Catalog) -> tuple[Part, ...]:
    """The provinces in the order of their units; none while all units fit on one page."""
    regions = catalog.province.regions
    if len(regions) <= UNITS:
        return ()
    found: dict[str, list[Region]] = {}
    for region in regions:
        found.setdefault(region.province or catalog.province.name, []).append(region)
    return tuple(
        Part(name, f"{CITIES.url}in-{items[0].code[:2]}/", tuple(items)) for name, items in found.items()
    )
