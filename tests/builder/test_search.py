"""The search as it is made: what is read off the pages, keys, indexes that are kept, one index a province."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from builder.catalog import Catalog, load_catalog
from builder.search import build_search, groups, indexes, pagefind, publish
from builder.search.characters import looking_alike, sounding_alike, traditional
from builder.search.counties import counties
from builder.search.exact import MOST_TARGETS, exact_keys, name_key, shard, shard_count
from builder.search.front import WORDS
from builder.search.pagefind import MissingPagefindError, find_program
from builder.search.text import PageText, read_page
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
        "h:hnzjg1": "cities/pingdingshan/2021/#credit",
        "m:中原工学院": "cities/sanmenxia/2025/#bases",
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


def test_an_address_leads_first_to_the_year_whose_notice_prints_it(catalog: Catalog) -> None:
    """A newer notice names the provincial platform too, without an address."""
    targets = [item.url for item in exact_keys(catalog, [])["h:hnzjg1"]]
    assert targets[0].startswith("cities/pingdingshan/2021/")
    assert any(url.startswith("cities/sanmenxia/2025/") for url in targets[1:])


def test_keys_are_spread_over_small_files() -> None:
    count = shard_count(2500)
    sizes = [0] * count
    for number in range(2500):
        sizes[shard(f"m:河南{number}大学", count)] += 1
    assert count == 100
    assert max(sizes) < 60


def test_characters_are_read_from_the_kept_tables() -> None:
    assert traditional("峡") == "峽峡"
    [group] = [group for group in sounding_alike(["峡"]) if "峡" in group and "侠" in group]
    assert "门" not in group


def test_a_character_looks_like_another_only_where_no_page_has_it() -> None:
    assert looking_alike("学时", "周口已日") == "囗口ロ口曰日巳已"
    assert looking_alike("囗巳", "周口已") == "ロ口"
    assert looking_alike("学时", "学时") == ""


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

    def reading(url: str, html: str) -> PageText | None:
        read.append(url)
        return read_page(url, html)

    read: list[str] = []
    monkeypatch.setattr(indexes, "read_page", reading)
    monkeypatch.setattr(indexes, "write_index", noted)
    monkeypatch.setattr(publish, "cache_folder", lambda _root: tmp_path / "cache")
    first = build(tmp_path / "one", two, far="结转")
    again = build(tmp_path / "two", two, far="结转")
    changed = build(tmp_path / "three", two, far="顺延")
    assert sorted(first) == ["41", "65", "site"]
    assert again == first
    assert {name for name in first if changed[name] != first[name]} == {"65"}
    assert len(made) == 3 + 0 + 1
    assert sorted(read) == ["about/", "cities/faraway/", "cities/faraway/", "cities/zhengzhou/"]
    pages = unpacked(tmp_path / "three" / "search" / changed["65"] / "pages.gzip")
    assert list(pages["cities"]) == ["faraway"]


def build(site: Path, catalog: Catalog, far: str) -> dict[str, str]:
    """A site of three pages, each of another group."""
    write(site, "cities/zhengzhou", "学时")
    write(site, "cities/faraway", far)
    write(site, "about", "关于")
    return build_search(ROOT, catalog, site, most_pages=2)


def test_what_an_index_is_made_of_is_bounded_at_any_size(tmp_path: Path, catalog: Catalog) -> None:
    """A province with too many pages is divided by its cities' codes, documents go with their city."""
    regions = catalog.province.regions
    addresses = ["", *(f"cities/{item.id}/{year}/" for item in regions for year in range(9))]
    addresses += [f"documents/{item.id}/" for item in catalog.documents]
    files = [tmp_path / url / "index.html" for url in addresses]
    found = groups.groups(files, tmp_path, catalog, most_pages=40)
    assert sorted(file for inside in found.values() for file in inside) == sorted(files)
    assert max(map(len, found.values())) <= 40
    assert {"site", "4101"} <= set(found)
    own = next(item for item in catalog.documents if item.region == "sanmenxia")
    [name] = [name for name, inside in found.items() if tmp_path / f"documents/{own.id}/index.html" in inside]
    assert "411200".startswith(name)
    assert groups.label(name, catalog) == "河南省"
    assert groups.label("site", catalog) == ""


def test_the_same_pages_give_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    """Neither the place of the site nor the seed of a process shows; a warm run leaves the same."""
    script = (
        "import sys; from pathlib import Path; from builder.catalog import load_catalog;"
        "from builder.search import build_search, publish; root, site, cache = map(Path, sys.argv[1:]);"
        "publish.cache_folder = lambda _root: cache;"
        "build_search(root, load_catalog(root / 'data')[0], site, most_pages=4)"
    )
    sites = [tmp_path / "one", tmp_path / "a longer name" / "two"]

    def build_in(site: Path, seed: str) -> None:
        command = [sys.executable, "-P", "-c", script, str(ROOT), str(site), str(tmp_path / f"cache {seed}")]
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        subprocess.run(command, check=True, env=environment)

    for seed, site in enumerate(sites, 1):
        for city in ("sanmenxia", "zhengzhou", "luoyang", "kaifeng"):
            write(site, f"cities/{city}", f"{city} 学时审核公需科目结转顺延" * 5)
            write(site, f"cities/{city}/2025", "面授线上培训计划备案截止日期" + city)
        if site is sites[1]:
            build_in(site, str(seed))
            (site / "cities/kaifeng/2024").mkdir()
            (site / "cities/luoyang/2025/index.html").unlink()
        write(site, "cities/luoyang/2025", "改过的")
        build_in(site, str(seed))
    one, two = (
        {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
        for site in sites
    )
    assert one == two
    assert len({name.split("/")[2] for name in one if name.startswith("search/index/")}) > 1


def test_a_token_leads_to_the_indexes_that_have_it(
    tmp_path: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "cache_folder", lambda _root: tmp_path / "cache")
    for city in ("zhengzhou", "luoyang", "sanmenxia"):
        for year in (2024, 2025):
            write(tmp_path / "site", f"cities/{city}/{year}", f"{city} 结转")
    write(tmp_path / "site", "cities/luoyang/2025", "luoyang 顺延")
    names = list(build_search(ROOT, catalog, tmp_path / "site", most_pages=2))
    front = unpacked(tmp_path / "site/search/front.gzip")
    assert names == list(front["indexes"]) == ["4101", "4103", "411"]
    where = {
        token: at
        for number in range(front["where"])
        for token, at in unpacked(tmp_path / f"site/search/where/{number}.gzip").items()
    }
    assert where["顺延"] == [names.index("4103")]
    assert where["sanmenxia"] == [names.index("411")]


def test_counties_lead_to_their_city(catalog: Catalog) -> None:
    """A name that is a word of its own leads nowhere, nor does one that is on the list itself."""
    found = {way: county.city for county in counties(catalog) for way in county.ways}
    assert found["灵宝市"] == found["灵宝"] == "sanmenxia"
    assert found["叶县"] == "pingdingshan"
    assert not {"中原", "解放", "叶", "济源市", "三门峡"} & set(found)
    assert found["lushanxian"] == found["lushan"] == found["yexian"] == "pingdingshan"
    assert "anyang" not in found, "the county is called like the city"
    assert len({way for county in counties(catalog) for way in county.ways}) == len(found)


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


def test_however_many_years_name_a_thing_its_own_page_stays(catalog: Catalog) -> None:
    """A platform of the province is named by every year of every city; not all of them can be listed."""
    one = catalog.city_years[0]
    many = replace(catalog, city_years=tuple(replace(one, year=year) for year in range(1990, 2040)))
    platform = next(item for item in catalog.platforms if item.id == one.platforms[0].platform)
    found = exact_keys(many, [])[f"m:{name_key(platform.name)}"]
    assert len(found) == MOST_TARGETS
    assert found[0].url == f"cities/{one.city}/2039/#platforms"
    assert found[-1].url == f"platforms/#{platform.id}"
