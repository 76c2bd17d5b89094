"""Addresses that were once given out still lead to their pages."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urljoin

from builder.catalog import load_catalog
from builder.redirects import redirect_recipes, redirects
from tests.builder.broken import FIXTURES


def test_former_ids_lead_to_the_pages_of_today() -> None:
    """Of the city, of each of its years, and of a document; the site may lie anywhere."""
    catalog, _ = load_catalog(FIXTURES / "data")
    assert catalog is not None
    first, *rest = catalog.province.regions
    notice, *others = catalog.documents
    moved = replace(
        catalog,
        province=replace(catalog.province, regions=(replace(first, former_ids=("laohe",)), *rest)),
        documents=(replace(notice, former_ids=("old-notice",)), *others),
    )
    assert dict(redirects(moved)) == {
        "cities/laohe/": "cities/minghe/",
        "cities/laohe/2025/": "cities/minghe/2025/",
        "documents/old-notice/": f"documents/{notice.id}/",
    }
    for recipe in redirect_recipes(moved):
        old = f"/site/{recipe.name.removesuffix('index.html')}"
        text = str(recipe.make(moved, *recipe.args))
        ways = re.findall(r'(?:url=|href=")([^"]+)"', text)
        assert len(ways) == 3
        new = dict(redirects(moved))[old.removeprefix("/site/")]
        assert {urljoin(f"https://example.cn{old}", way) for way in ways} == {
            f"https://example.cn/site/{new}"
        }
