"""The site without a network, after one visit; and how a new version comes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from builder.addresses import FRONT
from builder.front.folder import front_of
from builder.hosting.offline import write_worker
from builder.serving.server import SiteServer
from tests.site.calculator import PUBLIC, Calculator
from tests.site.conftest import Visits

YEAR = "cities/sanmenxia/2025/"
FOLDER = "/jxjy/"

SETTLED = """async ({ wanted, folder, versions }) => {
    const own = `xueshi-core-${encodeURIComponent(folder)}:`;
    for (let tries = 0; tries < 2400; tries += 1) {
        const cores = (await caches.keys()).filter((name) => name.startsWith(own));
        const files = cores.length ? await (await caches.open(cores.at(-1))).keys() : [];
        const python = files.filter((file) => file.url.includes("/assets/runtime/"));
        if (cores.length === versions && python.length >= wanted) return cores;
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("it was never kept whole");
}"""
"""Waits until so many versions of the site are in a folder, the newest with so many of Python's files."""

UPDATE = "async () => (await navigator.serviceWorker.getRegistration()).update()"
"""Asks for a newer version of the site."""


@pytest.fixture
def copy(site: Path, tmp_path: Path) -> Path:
    """A copy of the site that a test may change."""
    return Path(shutil.copytree(site, tmp_path / "site"))


@pytest.fixture
def below(copy: Path) -> Iterator[SiteServer]:
    """The copy below a sub-path."""
    with SiteServer(copy, prefix=FOLDER) as running:
        yield running


def settled(page: Page, wanted: int, folder: str = FOLDER, versions: int = 1) -> list[str]:
    """Wait until the site in a folder is kept, with so many of Python's files; the caches of its versions."""
    caches: list[str] = page.evaluate(SETTLED, {"wanted": wanted, "folder": folder, "versions": versions})
    return caches


def visitor(visits: Visits) -> BrowserContext:
    """Somebody whose browser keeps the site."""
    return visits.context(service_workers="allow")


def visit(visits: Visits, server: SiteServer, context: BrowserContext, path: str = YEAR) -> Page:
    """A page, once everything it needs is kept."""
    page = visits.page(path, context=context, base=server.url)
    settled(page, 5)
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


def test_a_new_version_is_offered_and_not_forced(
    visits: Visits, below: SiteServer, copy: Path, site: Path
) -> None:
    """The old page stays as it is until its reader asks; then all versions but the one before go.

    Those of another site below the same host stay, even of one within the folder of this.
    """
    context = visitor(visits)
    shutil.copytree(site, copy / "other")
    neighbour = visits.page(f"other/{YEAR}", context=context, base=below.url)
    settled(neighbour, 5, f"{FOLDER}other/")
    neighbour.close()
    page = visit(visits, below, context)
    [first] = settled(page, 5)
    page.get_by_label("公需").first.fill("12")
    publish_another(copy)
    page.evaluate(UPDATE)
    expect(page.locator(".xs-bar--fresh")).to_contain_text("规则也可能变了")
    expect(page.get_by_label("公需").first).to_have_value("12")
    take_the_new(page)
    kept, second = settled(page, 5, versions=2)
    assert kept == first
    expect(page.get_by_label("公需").first).to_have_value("12")
    publish_another(copy, "1")
    page.evaluate(UPDATE)
    take_the_new(page)
    kept, _ = settled(page, 5, versions=2)
    assert kept == second
    settled(page, 5, f"{FOLDER}other/")


@pytest.mark.parametrize("is_python_new", [False, True])
def test_a_page_kept_before_an_update_works_after_it_without_a_network(
    visits: Visits, below: SiteServer, copy: Path, is_python_new: bool
) -> None:
    """It names scripts, styles and Python of its own time; none of their files is taken damaged."""
    visits.forgive("Failed to load resource", "ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "404")
    context = visitor(visits)
    page = visit(visits, below, context)
    old = front_of(copy)
    page.goto(below.url)
    if is_python_new:
        publish_another_python(copy)
    else:
        publish_another(copy)
    page.evaluate(UPDATE)
    take_the_new(page)
    first, _ = settled(page, 0, versions=2)
    page.close()
    context.set_offline(True)
    page = visits.page(YEAR, context=context, base=below.url)
    sheets = """links => Promise.all(links.map(async (link) => {
      // one that a script put there may be under way yet
      if (!link.sheet) await new Promise((done) => (link.onload = link.onerror = done));
      return [link.href, (link.sheet?.cssRules.length ?? 0) > 0];
    }))"""
    told = page.locator("link[rel=stylesheet]").evaluate_all(sheets)
    assert any(old in address for address, _ in told)
    assert all(is_there for _, is_there in told)
    page.get_by_label("公需").first.fill("30")
    expect(page.locator("xueshi-calculator")).to_contain_text("未达标")
    damaged = f"{below.url}{old}js/compare.js"
    assert "half a file" not in page.evaluate(
        """async ([core, address]) => {
            await (await caches.open(core)).put(address, new Response("half a file"));
            return fetch(address).then((answer) => answer.text(), String);
        }""",
        [first, damaged],
    )


def test_an_old_page_that_lacks_a_part_says_that_the_site_is_newer_and_keeps_the_ledger(
    visits: Visits, below: SiteServer, copy: Path
) -> None:
    """Its part is gone from the host with the rest of its version: that is no fault of the network."""
    visits.forgive("404", "Failed to load resource")
    page = visits.page(YEAR, base=below.url)
    calculator = Calculator(page).judge_on("2025-11-20").open_ledger().paste(PUBLIC).expect_status("未达标")
    publish_another_python(copy)
    calculator.button("导出 Excel").click()
    expect(calculator.root.get_by_text("这一页还是旧版，要用的部分不在了")).to_be_visible()
    expect(page.locator(".xs-bar--fresh")).to_contain_text("已填的内容会留着")
    take_the_new(page)
    again = Calculator(page)
    expect(again.rows).to_have_count(1)
    with page.expect_download():
        again.button("导出 Excel").click()


@pytest.mark.parametrize("part", ["js/search/panel.js", "js/search/worker.js"])
def test_a_search_that_is_gone_from_the_site_says_so_and_one_that_the_line_lost_does_not(
    visits: Visits, part: str
) -> None:
    """Only a site that is there and has no such file any more has a newer version."""
    visits.forgive("404", "Failed to load resource", "Failed to fetch dynamically imported module")
    page = visits.page()
    page.route(f"**/{part}", lambda route: route.abort())
    with page.expect_event("requestfailed", lambda request: request.resource_type == "fetch"):
        page.keyboard.press("/")
    page.evaluate("() => new Promise((resolve) => setTimeout(resolve))")
    expect(page.locator(".xs-bar--fresh")).to_have_count(0)
    page.unroute(f"**/{part}")
    page.reload()
    page.route(f"**/{part}", lambda route: route.fulfill(status=404))
    page.keyboard.press("/")
    expect(page.locator(".xs-bar--fresh")).to_contain_text("这一页还是旧版")


def test_a_sheet_whose_print_part_is_gone_from_the_site_says_that_there_is_a_newer_version(
    visits: Visits,
) -> None:
    """Where the calculator has come its scripts have the part; without it the sheet is what is left."""
    visits.forgive("404", "Failed to load resource", "Failed to fetch dynamically imported module")
    context = visits.context()
    context.route("**/js/calculator/**", lambda route: route.abort())
    page = visits.page(f"{YEAR}#sheet", context=context)
    page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    page.route("**/js/paper.js", lambda route: route.fulfill(status=404))
    page.locator("[data-xs-print]").first.click()
    expect(page.locator(".xs-bar--fresh")).to_contain_text("这一页还是旧版")
    assert page.evaluate("() => window.printed") is None
    page.unroute("**/js/paper.js")
    take_the_new(page)
    page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    page.locator("[data-xs-print]").first.click()
    page.wait_for_function("() => window.printed")


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


def take_the_new(page: Page) -> None:
    """Accept the version that is offered."""
    offered = page.locator(".xs-bar--fresh")
    with page.expect_navigation():
        offered.get_by_role("button", name="换成新版").click()


def publish_another(copy: Path, digit: str = "0") -> None:
    """The site with one more line in a script of every page, and so with scripts at another address."""
    front = move_front(copy, digit)
    write_anew(front / "js/site.js", (front / "js/site.js").read_text("utf-8") + "// another\n")
    write_worker(copy)


def publish_another_python(copy: Path) -> None:
    """The site with another Python at another address, and so with other scripts that name it."""
    manifest = copy / "assets/runtime/manifest.json"
    told = json.loads(manifest.read_text("utf-8"))
    newer = {**told, "hash": "0123456789abcdef", "folder": "assets/runtime/0123456789abcdef/"}
    (copy / told["folder"]).rename(copy / newer["folder"])
    write_anew(manifest, json.dumps(newer))
    for script in move_front(copy).rglob("*.js"):
        text = script.read_text("utf-8")
        if told["hash"] in text:
            write_anew(script, text.replace(told["hash"], newer["hash"]))
    write_worker(copy)


def move_front(copy: Path, digit: str = "0") -> Path:
    """Scripts and styles at another address, which all pages name."""
    old, new = front_of(copy), f"{FRONT}{digit * 16}/"
    (copy / old).rename(copy / new)
    for page in copy.rglob("index.html"):
        page.write_text(page.read_text("utf-8").replace(old, new), encoding="utf-8")
    return copy / new


def write_anew(file: Path, text: str) -> None:
    """The file with other words, without the packed copies of the old ones."""
    file.write_text(text, encoding="utf-8")
    for packed in ("br", "gz"):
        file.with_name(f"{file.name}.{packed}").unlink(missing_ok=True)
