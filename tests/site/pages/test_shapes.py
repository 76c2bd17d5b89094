"""Pages of rules of every shape: nothing that a rule holds is left unshown, and each part has its source."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from builder.catalog import Catalog
from builder.folder import read_folder
from builder.pages.book import Book
from builder.pages.cities import city_year
from builder.pages.further import further
from tests.site.pages.conftest import ROOT
from xueshi.model.policy import CityYear, Document, Held, Level, Region
from xueshi.model.values import NOT_STATED, Source
from xueshi.validate.walk import walk

SHAPES = ROOT / "tests" / "fixtures" / "shapes"
NAMES = sorted(path.stem for path in SHAPES.glob("*.yml") if not path.stem.endswith(".cases"))


def shaped(name: str, tmp_path: Path) -> CityYear:
    """The invented city-year of that name."""
    place = tmp_path / "cities" / name
    place.mkdir(parents=True)
    (place / "2025.yml").write_text((SHAPES / f"{name}.yml").read_text(encoding="utf-8"), encoding="utf-8")
    found = [file.value for file in read_folder(tmp_path).under("cities") if isinstance(file.value, CityYear)]
    assert len(found) == 1, name
    return found[0]


def notice(year: CityYear) -> Document:
    """An invented notice for it."""
    number, silent = year.notices[0], NOT_STATED
    return Document("xugou-1", "虚构的通知", number, Level.CITY, silent, silent, Held.READ, silent)


@pytest.mark.parametrize("name", NAMES)
def test_every_part_of_a_rule_is_shown(name: str, tmp_path: Path, catalog: Catalog) -> None:
    """Whatever the shape, each source has its line in the list, and each further part its words."""
    year = shaped(name, tmp_path)
    region = Region(year.city, "419999", "虚构市", "虚构", "xg")
    province = replace(catalog.province, regions=(*catalog.province.regions, region))
    documents = (*catalog.documents, notice(year))
    book = Book(replace(catalog, province=province, documents=documents, city_years=(year,)))
    made = city_year(book, year)
    sources = {value for _, value in walk(year) if isinstance(value, Source)}
    cited = {entry.source for entry in made.cites}
    assert {(item.clause, item.evidence) for item in sources} <= {
        (item.clause, item.evidence) for item in cited
    }
    for item in further(year.rule):
        assert item.title in made.page.body
        assert item.sources
    for refused in year.rule.not_modelled:
        assert refused.name in made.page.body


def test_every_source_of_the_published_years_is_cited(catalog: Catalog) -> None:
    """The same holds for the real notices."""
    book = Book(catalog)
    for year in catalog.city_years:
        cited = {(item.source.clause, item.source.evidence) for item in city_year(book, year).cites}
        sources = [value for _, value in walk(year) if isinstance(value, Source)]
        assert [item for item in sources if (item.clause, item.evidence) not in cited] == []
