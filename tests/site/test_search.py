"""The search of the built site, asked as people ask: what they mean comes first."""

import pytest
from playwright.sync_api import Page, expect

from tests.site.conftest import Visits


def found(page: Page, query: str) -> list[str]:
    """The names of the pages found, best first."""
    page.goto(page.url.split("?")[0] + f"?q={query}")
    expect(page.locator(".md-search-result__meta")).to_contain_text("找到")
    return page.locator(".md-search-result__item > a h1").all_inner_texts()


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("三门峡 2025", "三门峡市 2025 年度"),
        ("学时不得结转", "三门峡市 2025 年度"),
        ("郑州", "郑州市"),
        ("鲁山县", "平顶山市 2021 年度"),
        ("03982850937", "三门峡市 2025 年度"),
    ],
)
def test_what_is_meant_comes_first(visits: Visits, query: str, first: str) -> None:
    assert found(visits.page(), query)[0] == first


def test_a_year_that_is_not_on_file_leads_to_the_city_and_to_no_other_year_first(visits: Visits) -> None:
    assert found(visits.page(), "平顶山 2022")[0] == "平顶山市"


def test_pages_for_those_who_write_data_come_after_the_notices(visits: Visits) -> None:
    names = found(visits.page(), "学时不得结转")
    assert names.index("错误代码") > names.index("三门峡市 2025 年度")
    assert found(visits.page(), "E303") == ["错误代码"]


def test_a_search_without_result_says_what_to_do(visits: Visits) -> None:
    page = visits.page("?q=火星移民")
    expect(page.locator(".md-search-result__meta")).to_have_text(
        "没有找到。换个短一点的词，或从上面的栏目里找"
    )
