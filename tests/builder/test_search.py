"""The search as it is made: what is read off the pages, keys, indexes that are kept, one index a province."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from builder.catalog import Catalog, load_catalog
from builder.search import build_search, pagefind, publish
from builder.search.characters import sounding_alike, traditional
from builder.search.exact import exact_keys, shard, shard_count
from builder.search.front import WORDS
from builder.search.pagefind import MissingPagefindError, find_program
from builder.search.text import read_page
from builder.search.tokens import page_tokens, tokens

ROOT = Path(__file__).resolve().parents[2]

PAGE = """<html><body><nav>首页</nav><article class="md-content__inner">
<h1 id="top">三门峡市 2025 年度</h1><p>全年至少 90 学时。</p><noscript>要脚本</noscript>
<h2 id="credit">怎样入账</h2>
<section class="xs-prov"><h3>不能留</h3>
<p>不得结转<sup class="xs-cite"><a href="#src-4">4</a></sup>。</p></section>
<p><b>甲</b>协会 <span data-search-exclude>联系人：某人</span> 电话：<a>0398</a></p>
<svg><text>图</text></svg><xueshi-calculator><p>自查</p></xueshi-calculator>
<h2 id="sources">出处</h2><li>1 <q class="xs-evidence">不得结转&amp;顺延</q> 回到</li>
<h2 id="data">数据</h2><p>JSON</p>
<section class="xs-report"><h2 id="report">纠错</h2></section></article></body></html>"""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The data of the repository."""
    found, problems = load_catalog(ROOT / "data")
    assert found is not None, problems
    return found


def unpacked(path: Path) -> Any:
    """A file of the search as data."""
    return json.loads(gzip.decompress(path.read_bytes()))


def write(site: Path, url: str, words: str) -> None:
    """A page with one passage."""
    path = site / url / "index.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'<article><h1 id="top">{url}</h1><p>{words}</p></article>', encoding="utf-8")


def test_a_page_is_read_by_sections_without_what_is_no_text_of_its_own() -> None:
    page = read_page("cities/sanmenxia/2025/", PAGE)
    assert page is not None
    assert page.title == "三门峡市 2025 年度"
    assert [(item.id, item.heading, item.text) for item in page.sections] == [
        ("", "", "全年至少 90 学时。"),
        ("credit", "怎样入账", "不能留：不得结转。\n甲协会 电话：0398"),
        ("sources", "出处", "不得结转&顺延"),
    ]


def test_a_page_without_an_article_is_left_out() -> None:
    assert read_page("old/", "<html><body>moved</body></html>") is None


def test_text_becomes_pairs_of_characters_and_whole_words() -> None:
    assert tokens("不得结转，ＳＭＸ 2025年") == ["不得", "得结", "结转", "smx", "2025", "年"]


def test_a_token_is_written_thrice_at_most() -> None:
    page = read_page("", "<article>" + "".join(f'<h2 id="s{at}">结转</h2>' for at in range(9)) + "</article>")
    assert page is not None
    assert page_tokens(page) == ["结转"] * 3


def test_exact_keys_lead_to_the_city_year_first(catalog: Catalog) -> None:
    keys = exact_keys(catalog, [])
    for key, first in {
        "t:03982850937": "cities/sanmenxia/2025/#bases",
        "t:2850937": "cities/sanmenxia/2025/#bases",
        "h:hnhhlearning.com": "cities/pingdingshan/2021/#platforms",
        "h:huayuzj": "cities/pingdingshan/2021/#platforms",
        "a:118.96%": "cities/pingdingshan/2021/#targets",
        "a:1.5%": "cities/pingdingshan/2021/#funding",
        "d:2018/51": "cities/pingdingshan/2021/#sources",
        "d:/25": "cities/pingdingshan/2021/#sources",
        "m:建筑业协会": "cities/sanmenxia/2025/#bases",
        "m:鲁山县": "cities/pingdingshan/2021/#targets",
    }.items():
        assert first in [item.url for item in keys[key]], key
        assert keys[key][0].url.startswith("cities/"), key
    names = [base.contact for item in catalog.base_lists for base in item.bases if base.contact]
    assert not any(name in f"{key}{target.label}" for key in keys for target in keys[key] for name in names)


def test_keys_are_spread_over_small_files() -> None:
    count = shard_count(6000)
    sizes = [0] * count
    for number in range(6000):
        sizes[shard(f"m:河南{number}大学", count)] += 1
    assert count == 100
    assert max(sizes) < 120


def test_characters_are_read_from_the_kept_tables() -> None:
    assert traditional("峡") == "峽峡"
    [group] = [group for group in sounding_alike(["峡"]) if "峡" in group and "侠" in group]
    assert "门" not in group


def test_an_index_is_made_anew_only_when_a_page_of_it_changed(
    tmp_path: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Past the limit each province has an index of its own; only the changed one is made."""
    region = catalog.province.regions[0]
    far = replace(region, id="faraway", code="650100")
    two = replace(catalog, province=replace(catalog.province, regions=(region, far)), city_years=())
    made: list[str] = []
    write_index = pagefind.write_index

    def noted(program: Path, records: Iterator[pagefind.Record], out: Path) -> None:
        made.append("index")
        write_index(program, records, out)

    monkeypatch.setattr(publish, "write_index", noted)
    monkeypatch.setattr(publish, "_cache", lambda _root: tmp_path / "cache")
    first = build(tmp_path / "one", two, far="结转")
    again = build(tmp_path / "two", two, far="结转")
    changed = build(tmp_path / "three", two, far="顺延")
    assert sorted(first) == ["41", "65", "site"]
    assert again == first
    assert {name for name in first if changed[name] != first[name]} == {"65"}
    assert len(made) == 3 + 0 + 1
    pages = unpacked(tmp_path / "three" / "search" / changed["65"] / "pages.gzip")
    assert list(pages["cities"]) == ["faraway"]


def build(site: Path, catalog: Catalog, far: str) -> dict[str, str]:
    """A site of three pages, each of another group."""
    write(site, "cities/zhengzhou", "学时")
    write(site, "cities/faraway", far)
    write(site, "about", "关于")
    return build_search(ROOT, catalog, site, most_pages=2)


def test_a_missing_program_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(MissingPagefindError, match="node_modules/@pagefind"):
        find_program(tmp_path)


def test_a_word_stands_for_one_thing_only() -> None:
    """A phrase that is listed twice would be read by chance of order."""
    words = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    assert set(words) == {"stop", "general", "same"}
    said = [phrase for item in words["same"] for phrase in {*item["said"]} - {*item["find"]}]
    assert sorted({phrase for phrase in said if said.count(phrase) > 1}) == []
    assert sorted({*said} & {*words["stop"]}) == []
    assert all(isinstance(phrase, str) and phrase for phrase in [*said, *words["stop"], *words["general"]])
