"""The site without a network, after one visit; and how a new version comes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from builder.hosting.offline import write_worker
from builder.server import SiteServer
from tests.site.conftest import Visits

YEAR = "cities/sanmenxia/2025/"

SETTLED = """async (wanted) => {
    for (;;) {
        const cores = (await caches.keys()).filter((name) => name.startsWith("xueshi-core-"));
        const files = cores.length === 1 ? await (await caches.open(cores[0])).keys() : [];
        if (files.filter((file) => file.url.includes("/assets/runtime/")).length >= wanted) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}"""
"""Waits until there is one version, with so many of Python's files."""


@pytest.fixture
def copy(site: Path, tmp_path: Path) -> Path:
    """A copy of the site that a test may change."""
    return Path(shutil.copytree(site, tmp_path / "site"))


@pytest.fixture
def below(copy: Path) -> Iterator[SiteServer]:
    """The copy below a sub-path."""
    with SiteServer(copy, prefix="/jxjy/") as running:
        yield running


def visitor(visits: Visits) -> BrowserContext:
    """Somebody whose browser keeps the site."""
    return visits.context(service_workers="allow")


def visit(visits: Visits, server: SiteServer, context: BrowserContext, path: str = YEAR) -> Page:
    """A page, once everything it needs is kept."""
    page = visits.page(path, context=context, base=server.url)
    page.evaluate(SETTLED, 5)
    return page


def test_after_one_visit_page_calculator_and_data_work_without_a_network(
    visits: Visits, below: SiteServer
) -> None:
    """Below a sub-path, in a new tab; what was never seen says so in the browser's own words."""
    visits.forgive("Failed to load resource", "ERR_INTERNET_DISCONNECTED", "ERR_FAILED")
    context = visitor(visits)
    visit(visits, below, context).close()
    context.set_offline(True)
    page = visits.page(YEAR, context=context, base=below.url)
    expect(page.locator(".xs-bar--offline")).to_contain_text("没有网络")
    page.get_by_label("公需").first.fill("30")
    expect(page.locator("xueshi-calculator")).to_contain_text("未达标")
    expect(page.locator("xueshi-calculator .verdict").first).to_contain_text("60")


def test_a_new_version_is_offered_and_not_forced(visits: Visits, below: SiteServer, copy: Path) -> None:
    """The old page stays as it is until its reader asks; then the caches of the old version go."""
    context = visitor(visits)
    page = visit(visits, below, context)
    page.get_by_label("公需").first.fill("12")
    publish_another(copy)
    page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update()")
    offered = page.locator(".xs-bar--fresh")
    expect(offered).to_contain_text("规则也可能变了")
    expect(page.get_by_label("公需").first).to_have_value("12")
    with page.expect_navigation():
        offered.get_by_role("button", name="换成新版").click()
    page.evaluate(SETTLED, 0)
    expect(page.get_by_label("公需").first).to_have_value("12")


def test_a_damaged_copy_of_python_is_fetched_again(visits: Visits, below: SiteServer) -> None:
    """Half a file, or one that somebody changed, is never run."""
    context = visitor(visits)
    page = visit(visits, below, context)
    page.evaluate(
        """async () => {
            const core = (await caches.keys()).find((name) => name.startsWith("xueshi-core-"));
            const cache = await caches.open(core);
            const file = (await cache.keys()).find((file) => file.url.endsWith("python.zip"));
            await cache.put(file, new Response("half a file"));
        }"""
    )
    page.close()
    for worker in context.service_workers:
        worker.evaluate("verified.clear()")
    again = visits.page(YEAR, context=context, base=below.url)
    again.get_by_label("公需").first.fill("30")
    expect(again.locator("xueshi-calculator")).to_contain_text("未达标")


def test_the_site_can_be_installed(visits: Visits, below: SiteServer, copy: Path) -> None:
    """A manifest with pictures that are there, all below the sub-path."""
    page = visits.page("", base=below.url)
    assert (
        page.evaluate("document.querySelector('link[rel=manifest]').href")
        == f"{below.url}manifest.webmanifest"
    )
    manifest = json.loads((copy / "manifest.webmanifest").read_text("utf-8"))
    assert {icon["sizes"] for icon in manifest["icons"]} >= {"192x192", "512x512"}
    for icon in manifest["icons"]:
        assert (copy / icon["src"]).is_file()
    for shortcut in manifest["shortcuts"]:
        assert (copy / shortcut["url"] / "index.html").is_file()


def publish_another(copy: Path) -> None:
    """The site with one more line in a script of every page."""
    script = copy / "assets" / "js" / "site.js"
    script.write_text(script.read_text("utf-8") + "// another\n", encoding="utf-8")
    for packed in ("br", "gz"):
        script.with_name(f"site.js.{packed}").unlink(missing_ok=True)
    write_worker(copy)
