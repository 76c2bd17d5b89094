"""The catalog is loaded whole or not at all, in one order, with look-ups that pages can rely on."""

from __future__ import annotations

import datetime
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from builder.catalog import Catalog, load_catalog, named_documents
from builder.checks import check_and_load, run_checks
from tests.builder.broken import FIXTURES
from xueshi.model.values import Silence

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The catalog of the sound invented folder."""
    found, problems = load_catalog(FIXTURES / "data")
    assert found is not None
    assert problems == []
    return found


def test_everything_is_found_by_its_name(catalog: Catalog) -> None:
    """Documents by number and title, the rest by id; what is unknown is None."""
    year = catalog.city_year("minghe", 2025)
    assert year is not None
    main = catalog.main_document(year)
    assert main is catalog.document("明人社〔2025〕8号") is catalog.document(main.title)
    assert catalog.document_of(year.rule.period.source, year) is main
    platform, base_list, region = (
        catalog.platform("minghe-net"),
        catalog.base_list("minghe-2025"),
        catalog.region("minghe"),
    )
    assert platform is not None and base_list is not None and region is not None
    assert (platform.name, len(base_list.bases), region.name) == ("明河学习网", 1, "明河市")
    assert catalog.years("minghe") == (2025,)
    assert catalog.years("anshan") == ()
    assert catalog.city_year("anshan", 2025) is None
    assert catalog.document("无此号") is None
    assert catalog.checked_on == datetime.date(2025, 6, 1)


def test_a_source_without_document_and_year_has_none(catalog: Catalog) -> None:
    """Only inside a city-year is there a notice to fall back on."""
    year = catalog.city_years[0]
    with pytest.raises(KeyError):
        catalog.document_of(year.rule.period.source)


def test_documents_stand_by_level(catalog: Catalog) -> None:
    """Provincial before city documents, whatever the files are called."""
    assert [document.level.value for document in catalog.documents] == ["省级", "市级"]


def test_loading_twice_gives_the_same(catalog: Catalog) -> None:
    """The order of a folder's files on disk does not matter."""
    again, _ = load_catalog(FIXTURES / "data")
    assert again == catalog


def test_nothing_is_loaded_from_data_with_errors(tmp_path: Path) -> None:
    """Half a catalog would be published as if it were whole."""
    data = shutil.copytree(FIXTURES / "data", tmp_path / "data")
    (data / "bases.yml").write_text("- id: x\n", encoding="utf-8")
    catalog, problems = load_catalog(data)
    assert catalog is None
    assert {problem.code for problem in problems} == {"E101"}
    assert check_and_load(data)[0] is None


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A wrong --data names the files it lacks."""
    problems = run_checks(tmp_path / "nowhere")
    assert {problem.code for problem in problems} == {"E028"}
    lacking = ["bases.yml", "cities", "documents", "platforms.yml", "regions.yml"]
    assert [Path(problem.file).name for problem in problems] == lacking


def test_a_broken_register_does_not_blame_those_who_use_it(tmp_path: Path) -> None:
    """When a file of documents cannot be understood, no reference into it is called unknown."""
    data = shutil.copytree(FIXTURES / "data", tmp_path / "data")
    path = data / "documents" / "minghe.yml"
    path.write_text(path.read_text("utf-8").replace("level: 市级", "level: 县级"), encoding="utf-8")
    assert [problem.code for problem in run_checks(data)] == ["E106"]


def test_the_published_data_has_no_errors() -> None:
    """What is committed can be published."""
    assert [problem for problem in run_checks(ROOT / "data") if problem.is_error] == []


def test_a_title_that_several_notices_have_names_none_of_them(catalog: Catalog) -> None:
    """Offices give notices of many years one title; their numbers keep them apart."""
    notice = next(item for item in catalog.documents if not isinstance(item.number, Silence))
    twin = replace(notice, id="twin", number="明人社〔2024〕8号")
    named = named_documents((notice, twin))
    assert set(named) == {notice.number, twin.number}
    assert named_documents((notice,))[notice.title] is notice
