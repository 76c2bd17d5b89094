"""Synthetic data for measuring: sound, marked, and never published by mistake."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from builder.bench.divisions import divisions
from builder.bench.invented import SHAPES
from builder.bench.synthetic import YEARS, write_synthetic
from builder.catalog import Catalog
from builder.checks import check_and_load, run_checks
from builder.progress import Progress
from builder.site import build_site

ROOT = Path(__file__).resolve().parents[2]
COUNT = 33


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every shape three times."""
    data = tmp_path_factory.mktemp("synthetic") / "data"
    assert write_synthetic(data, COUNT) == COUNT
    return data


@pytest.fixture(scope="module")
def catalog(folder: Path) -> Catalog:
    """The same, loaded without a single error or reminder."""
    found, problems = check_and_load(folder)
    assert [f"{problem.file}:{problem.line} {problem.code}" for problem in problems] == []
    assert found is not None
    return found


def test_every_document_and_summary_calls_itself_invented(catalog: Catalog) -> None:
    assert catalog.province.synthetic
    assert all("合成" in item.title and "合成" in item.ref for item in catalog.documents)
    assert all("合成数据" in year.summary for year in catalog.city_years)


def test_rules_have_many_shapes(catalog: Catalog) -> None:
    rules = [year.rule for year in catalog.city_years]
    assert len({(len(list(rule.requirements.walk())), rule.unit) for rule in rules}) > 2
    for part in ("axes", "variants", "conditions"):
        assert any(getattr(rule, part) for rule in rules), part
    assert len(SHAPES) % len(YEARS) != 0


def test_the_same_count_gives_the_same_data(folder: Path, tmp_path: Path) -> None:
    write_synthetic(tmp_path / "again", COUNT)
    first = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.yml")}
    again = {
        path.relative_to(tmp_path / "again"): path.read_bytes()
        for path in (tmp_path / "again").rglob("*.yml")
    }
    assert first == again


def test_real_data_can_lie_among_it_unchanged(tmp_path: Path) -> None:
    mixed = tmp_path / "mixed"
    write_synthetic(mixed, 200, beside=ROOT / "data")
    assert run_checks(mixed) == []
    real = (ROOT / "data/cities/sanmenxia/2025.yml").read_bytes()
    assert (mixed / "cities/sanmenxia/2025.yml").read_bytes() == real
    assert (mixed / "cities/sanmenxia/2024.yml").is_file()


def test_names_and_codes_are_those_of_real_divisions() -> None:
    """Ids, codes and names differ, for 3,400 city-years and for 28,000."""
    found = divisions()
    assert len(found) * len(YEARS) >= 28_000
    for name in ("id", "code", "name", "short"):
        assert len({getattr(item, name) for item in found}) == len(found), name
    assert next(item.name for item in found if item.code == "411200") == "三门峡市"


def test_a_site_of_it_is_refused_unless_it_is_asked_for(folder: Path, tmp_path: Path) -> None:
    said = io.StringIO()
    errors = build_site(ROOT, folder, tmp_path / "site", progress=Progress(said), work=tmp_path / "work")
    assert errors == 1
    assert "合成数据" in said.getvalue()
    assert not (tmp_path / "site").exists()
