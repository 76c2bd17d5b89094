"""The interface for programs: same data, same bytes, whole sources, no persons' names."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from builder.api.rules import make_rules
from builder.catalog import Catalog, load_catalog
from tests.builder.broken import FIXTURES
from tests.builder.made import api_files, write_api
from xueshi.jsontext import dumps, loads
from xueshi.model.published import SCHEMA_VERSION, Rules
from xueshi.model.structure import structure

ROOT = Path(__file__).resolve().parent.parent.parent


def load(data: Path) -> Catalog:
    """A catalog that must load."""
    catalog, _ = load_catalog(data)
    assert catalog is not None
    return catalog


@pytest.fixture(scope="module", params=["invented", "published"])
def catalog(request: pytest.FixtureRequest) -> Catalog:
    """The invented folder, then the published data."""
    return load(FIXTURES / "data" if request.param == "invented" else ROOT / "data")


@pytest.fixture(scope="module")
def files(catalog: Catalog) -> dict[str, Any]:
    """Every file of JSON, parsed."""
    return {name: json.loads(text) for name, text in api_files(catalog) if name.endswith(".json")}


def test_rules_read_back_are_the_rules(catalog: Catalog) -> None:
    """The JSON loses nothing: structured again it is equal, numbers exact."""
    for city_year in catalog.city_years:
        rules = make_rules(catalog, city_year)
        assert structure(Rules, loads(dumps(rules))) == (rules, [])


def test_the_index_leads_to_every_file(catalog: Catalog, files: dict[str, Any]) -> None:
    """Nothing is published that the index does not name."""
    index = files["api/v1/index.json"]
    lists = ("rules", "city_years", "registers", "schemas", "tables")
    named = {path for name in lists for path in index[name]} | {city["path"] for city in index["cities"]}
    assert named | {"api/v1/index.json", index["openapi"]} == {name for name, _ in api_files(catalog)}
    assert index["schema_version"] == SCHEMA_VERSION
    years = {city["id"]: city["years"] for city in index["cities"]}
    for city, found in years.items():
        for year in found:
            assert f"api/v1/rules/{city}/{year}.json" in index["rules"]


def test_the_date_is_that_of_the_data(catalog: Catalog, files: dict[str, Any]) -> None:
    """No clock: the newest day on which what a file holds was compared with its notice."""
    for city_year in catalog.city_years:
        own = files[f"api/v1/cities/{city_year.city}/{city_year.year}.json"]
        assert own["generated_at"] == city_year.checked_on.isoformat()
    for name in ("index", "bases", "deadlines", "documents", "platforms", "regions"):
        assert files[f"api/v1/{name}.json"]["generated_at"] == catalog.checked_on.isoformat()


def test_a_city_without_a_notice_says_so(catalog: Catalog, files: dict[str, Any]) -> None:
    """Its file is there, and empty of years; that is no statement about what it demands."""
    filed = {item.city for item in catalog.city_years}
    for region in catalog.province.regions:
        city = files[f"api/v1/cities/{region.id}.json"]
        assert city["on_file"] == (region.id in filed) == bool(city["years"]) == bool(city["calendar"])


def test_no_person_is_named(catalog: Catalog) -> None:
    """Contacts stay on the pages."""
    people = {base.contact for item in catalog.base_lists for base in item.bases if base.contact}
    assert people
    text = "".join(text for _, text in api_files(catalog))
    assert [person for person in people if person in text] == []
    assert '"contact"' not in text


def test_every_source_is_told_in_full(files: dict[str, Any]) -> None:
    """Document, title, page, clause and words: nobody has to look up what “the main notice” was."""
    found = 0
    for name, content in files.items():
        if name.startswith("api/v1/cities/") and name.count("/") == 4:
            for source in _sources(content):
                found += 1
                assert source["document"] and source["title"] and source["page"].startswith("documents/")
    assert found


def test_two_builds_are_equal_byte_for_byte(tmp_path: Path) -> None:
    """Also from a copy of the data elsewhere."""
    data = shutil.copytree(FIXTURES / "data", tmp_path / "copy")
    first = write_api(load(FIXTURES / "data"), tmp_path / "a")
    second = write_api(load(data), tmp_path / "b")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_providers_are_platforms_and_bases_of_the_year() -> None:
    """With their subjects and closing day, and the provincial platform where hours are declared."""
    catalog = load(ROOT / "data")
    early, late = catalog.city_year("pingdingshan", 2021), catalog.city_year("sanmenxia", 2025)
    assert early is not None and late is not None
    platforms = {item.name: item for item in make_rules(catalog, early).providers}
    assert platforms["中原工学院华豫专技网"].subjects == ("professional",)
    assert str(platforms["中原工学院华豫专技网"].closes_on) == "2021-12-31"
    assert platforms["河南省专业技术人员公共服务平台"].closes_on is None
    providers = make_rules(catalog, late).providers
    assert sum(item.kind == "基地" for item in providers) == 50
    assert "河南省专业技术人员公共服务平台" in [item.name for item in providers]


def test_the_calendar_covers_the_years_around() -> None:
    """Reviews run into the next year, plans into the one before."""
    catalog = load(ROOT / "data")
    city_year = catalog.city_year("sanmenxia", 2025)
    assert city_year is not None
    assert [year.year for year in make_rules(catalog, city_year).calendar.years] == [2024, 2025, 2026]


def _sources(content: Any) -> list[dict[str, Any]]:
    if isinstance(content, dict):
        own = [content] if "evidence" in content else []
        return own + [source for value in content.values() for source in _sources(value)]
    if isinstance(content, list):
        return [source for value in content for source in _sources(value)]
    return []
