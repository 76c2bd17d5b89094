"""Two city-years side by side: the same questions, the same answers recognised, nothing left to guess."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from builder.catalog import Catalog, load_catalog
from builder.pages.book import Book
from builder.pages.compare import page, rows
from builder.pages.recipes import page_recipes
from builder.pages.sides import DAYS, FOLDER, GROUPS, HOURS, LAYERS, Side, side, side_recipes
from tests.builder.broken import FIXTURES
from tests.builder.test_changes import next_year

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The published data."""
    found, problems = load_catalog(ROOT / "data")
    assert found is not None, problems
    return found


@pytest.fixture(scope="module")
def sides(catalog: Catalog) -> tuple[Side, Side]:
    """平顶山 2021 and 三门峡 2025."""
    book = Book(catalog)
    first, second = (side(book, year) for year in catalog.city_years)
    return first, second


def differing(sides: tuple[Side, Side], group: str) -> dict[str, bool]:
    """Whether each question of a section is answered differently."""
    return {row.name: row.differs for row in rows(*sides, group)}


def test_every_question_stands_once_on_a_side_and_in_a_known_section(sides: tuple[Side, Side]) -> None:
    """Else a row of the table would hide another."""
    for one in sides:
        assert len({cell.id for cell in one.cells}) == len(one.cells)
        assert {cell.group for cell in one.cells} <= set(GROUPS)


def test_equal_numbers_are_equal_and_what_one_side_lacks_differs(sides: tuple[Side, Side]) -> None:
    """三门峡 does not split 公需."""
    assert differing(sides, HOURS) == {
        "总学时": False,
        "公需": False,
        "公需必修": True,
        "公需选修": True,
        "专业": False,
    }


def test_last_days_are_compared_within_their_years(sides: tuple[Side, Side]) -> None:
    """The end of December is the same day in any year; silence is not."""
    found = differing(sides, DAYS)
    assert not found["学习时间"]
    assert not found["申报"]
    assert found["学习平台关闭"]


def test_the_layer_that_the_calculator_follows_is_marked(sides: tuple[Side, Side]) -> None:
    """Only documents on file stand there, and whether they were read."""
    for one in sides:
        layers = {cell.name: cell.text for cell in one.cells if cell.group == LAYERS}
        assert list(layers) == ["国家", "省级", "市级"]
        assert "计算器按这一份判断" in layers["市级"]
        assert "人社部令第25号（没有读到原文" in layers["国家"]
        assert "计算器" not in layers["国家"] + layers["省级"]


def test_a_year_that_only_moved_on_differs_in_nothing_but_its_name() -> None:
    """Invented data: the same rules a year later."""
    found, _ = load_catalog(FIXTURES / "data")
    assert found is not None
    first = found.city_years[0]
    both = replace(found, city_years=(first, next_year(first)))
    book = Book(both)
    one, other = (side(book, year) for year in both.city_years)
    for group in GROUPS:
        assert [row.name for row in rows(one, other, group) if row.differs] == []
    made = page(book)
    assert made is not None
    assert "0 项不同。" in made.body


def test_every_column_is_published_for_the_page(catalog: Catalog, tmp_path: Path) -> None:
    """The script draws from the file what the page shows without it."""
    for recipe in side_recipes(catalog):
        path = tmp_path / recipe.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(recipe.make(catalog, *recipe.args)), encoding="utf-8")
    for year in catalog.city_years:
        told = json.loads((tmp_path / FOLDER / year.city / f"{year.year}.json").read_text("utf-8"))
        assert told["place"] == f"{year.city}/{year.year}"
        assert [cell["text"] for cell in told["cells"]] == [
            cell.text for cell in side(Book(catalog), year).cells
        ]


def test_the_page_is_there_when_there_is_nothing_to_compare(catalog: Catalog) -> None:
    """Every page of the site leads to it, also while a city is left out."""
    for count, words in ((0, "没有可以对照的"), (1, "只有一个城市年度")):
        few = replace(catalog, city_years=catalog.city_years[:count])
        assert words in page(Book(few)).body
        assert "compare/" in {recipe.name for recipe in page_recipes(few)}
