"""The built site as its hosts send it: a real nginx with the configuration of this house, and the policy."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from playwright.sync_api import expect

from builder.hosting.parts import PYTHON
from builder.hosting.servers import ROOT as PLACE
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
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = (ROOT / "hosting" / "nginx.conf").read_text("utf-8")
    own = own.replace(PLACE, str(site)).replace("listen 80;", f"listen 127.0.0.1:{port};")
    kept = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = f"daemon off;\nuser root;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
    config = folder / "nginx.conf"
    config.write_text(f"{whole}http {{\naccess_log off;\n{kept}{own}}}\n", "utf-8")
    running = subprocess.Popen([program, "-c", str(config), "-p", str(folder)], stderr=subprocess.DEVNULL)
    for _ in range(200):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            break
        if running.poll() is not None:
            pytest.fail((folder / "error.log").read_text("utf-8"))
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}/"
    running.terminate()
    running.wait()


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


def test_nginx_keeps_hashed_files_and_asks_again_for_pages(nginx: str, site: Path) -> None:
    """And what did not change is not sent again."""
    runtime = next((site / "assets" / "runtime").glob("*/python.zip")).relative_to(site).as_posix()
    assert "immutable" in str(ask(nginx + runtime).headers["Cache-Control"])
    page = ask(nginx + "cities/sanmenxia/2025/")
    assert page.headers["Cache-Control"] == "no-cache"
    assert ask(nginx + "cities/sanmenxia/2025/", If_None_Match=str(page.headers["ETag"])).status == 304


def test_nginx_sends_types_packed_copies_and_our_own_missing_page(nginx: str, site: Path) -> None:
    """As browsers, feed readers and calendars need them; the packed copies have no addresses of their own."""
    wasm = next((site / "assets" / "runtime").glob("*/*.wasm")).relative_to(site).as_posix()
    packed = ask(nginx + wasm, Accept_Encoding="gzip")
    assert packed.headers["Content-Type"] == "application/wasm"
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.body) == (site / f"{wasm}.gz").stat().st_size
    assert ask(nginx + "feeds/all.atom").headers["Content-Type"].startswith("application/atom+xml")
    assert ask(nginx + "calendars/all.ics").headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert ask(nginx + "").headers["Content-Type"] == "text/html; charset=utf-8"
    missing = ask(nginx + "nowhere/")
    assert missing.status == 404
    assert "没有这一页" in missing.body.decode("utf-8")
    assert ask(f"{nginx}{wasm}.gz").status == 404
    assert ask(nginx + "cities").url == nginx + "cities/"


def test_nginx_sends_the_policy_and_lets_only_cards_be_framed(nginx: str) -> None:
    """Also with what is missing."""
    for path in ("", "nowhere/", "api/v1/index.json"):
        headers = ask(nginx + path).headers
        assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors *" in ask(nginx + "card/sanmenxia/2025/").headers["Content-Security-Policy"]


def test_the_calculator_works_behind_nginx(nginx: str, visits: Visits) -> None:
    """Under its policy, the worker included: nothing is blocked."""
    page = visits.page("cities/sanmenxia/2025/#check", base=nginx)
    page.get_by_label("公需").first.fill("30")
    expect(page.locator(".xs-calc")).to_contain_text("未达标")


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
        }"""
    )
    refused = page.evaluate("() => fetch('https://example.org/').then(() => false, () => true)")
    assert refused
    assert page.evaluate("() => window.struck") is None
    assert page.locator("meta[http-equiv=Content-Security-Policy]").count() == 1
