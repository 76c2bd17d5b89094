"""Dead links and old facts: a stub of the web on this machine, and what is told of it, in one report."""

from __future__ import annotations

import datetime
import os
import socket
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from builder.catalog import Catalog, load_catalog
from builder.links.ask import Manners, State, ask_all
from builder.links.command import run_links
from builder.links.facts import places, stale
from builder.links.report import MARK, TITLE, report

ROOT = Path(__file__).resolve().parents[2]
CALM = Manners(patience=60.0, rest=0.0)
"""A busy machine answers late, and is not silent."""

HASTY = Manners(patience=0.5, rest=0.0)
"""For a host that never answers."""


class Web:
    """A host: what it answers, by path, and what it was asked."""

    def __init__(self, robots: str = "") -> None:
        self.asked: list[tuple[str, str]] = []
        self.let_go = threading.Event()
        web = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                web.asked.append((self.command, self.path))
                if self.path == "/robots.txt":
                    self.tell(200 if robots else 404, robots.encode())
                elif self.path == "/silent":
                    web.let_go.wait(30)
                elif self.path == "/head-refused":
                    self.tell(405 if self.command == "HEAD" else 200)
                elif self.path == "/moved":
                    self.tell(301, to="/`[x](y)<b>")
                elif self.path == "/folder":
                    self.tell(302, to="/folder/")
                elif self.path == "/nonsense":
                    self.wfile.write(b"220 mail.example ESMTP\r\n")
                else:
                    self.tell({"/gone": 404, "/broken": 500, "/busy": 503}.get(self.path, 200))

            def tell(self, status: int, body: bytes = b"", to: str = "") -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                if to:
                    self.send_header("Location", to)
                self.end_headers()
                self.wfile.write(body)

            do_HEAD = do_GET = answer  # noqa: N815 (names of http.server)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.host = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def end(self) -> None:
        """Stops answering."""
        self.let_go.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def web() -> Iterator[Web]:
    """A host that says nothing about programs."""
    web = Web()
    yield web
    web.end()


@pytest.fixture
def shy() -> Iterator[Web]:
    """A host that wants no programs in one of its folders."""
    web = Web("User-agent: *\nDisallow: /inside/\n")
    yield web
    web.end()


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The data of the repository."""
    catalog, problems = load_catalog(ROOT / "data")
    assert catalog is not None, problems
    return catalog


def test_every_kind_of_answer_is_told_apart(web: Web, shy: Web) -> None:
    """Alive, moved, gone, not sure: only what is certain is called dead."""
    closed = socket.socket()
    closed.bind(("127.0.0.1", 0))  # and nobody listens there
    expected = {
        f"http://{web.host}/fine": State.ALIVE,
        f"http://{web.host}/head-refused": State.ALIVE,
        f"http://{web.host}/folder": State.ALIVE,
        f"http://{web.host}/moved": State.MOVED,
        f"http://{web.host}/gone": State.GONE,
        f"http://127.0.0.1:{closed.getsockname()[1]}/": State.GONE,
        f"http://{web.host}/broken": State.UNSURE,
        f"http://{web.host}/busy": State.UNSURE,
        f"http://{web.host}/nonsense": State.UNSURE,
        f"https://{web.host}/no-certificate": State.UNSURE,
        f"http://{shy.host}/inside/page": State.UNASKED,
        f"http://{shy.host}/outside": State.ALIVE,
    }
    answers = {answer.address: answer for answer in ask_all(list(expected), CALM)}
    closed.close()
    silent = f"http://{web.host}/silent"
    answers |= {answer.address: answer for answer in ask_all([silent], HASTY)}
    expected[silent] = State.UNSURE
    assert {address: answer.state for address, answer in answers.items()} == expected
    assert all(answer.detail for answer in answers.values() if answer.state is not State.ALIVE)


def test_it_asks_politely(web: Web, shy: Web) -> None:
    """The head alone where that is enough, nothing twice, hosts by turns, nothing that it is asked not to."""
    addresses = [
        f"http://{host}/{name}" for host in (web.host, shy.host) for name in ("a", "b", "inside/c", "a")
    ]
    order = [answer.address.split("/")[2] for answer in ask_all(addresses, CALM)]
    assert order == [web.host, shy.host] * 3
    assert Counter(web.asked) == {
        ("GET", "/robots.txt"): 1, ("HEAD", "/a"): 1, ("HEAD", "/b"): 1, ("HEAD", "/inside/c"): 1
    }  # fmt: skip
    assert ("HEAD", "/inside/c") not in shy.asked


def test_a_rest_lies_between_two_questions_to_one_host(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """Clock and sleep are the test's own."""
    rests: list[float] = []
    monkeypatch.setattr("builder.links.ask.time.monotonic", lambda: 100.0 + sum(rests))
    monkeypatch.setattr("builder.links.ask.time.sleep", rests.append)
    list(ask_all([f"http://{web.host}/a", f"http://{web.host}/b"], Manners(patience=5, rest=2.0)))
    assert rests == [0.0, 2.0, 2.0]


def test_addresses_and_old_facts_come_from_the_data(catalog: Catalog) -> None:
    """Nothing is asked that no page shows; what is old depends on the day that is given."""
    addresses = {place.address for place in places(catalog)}
    assert "https://www.huayuzj.com" in addresses
    assert all(address.startswith("http") for address in addresses)
    told = {item.what: item.why for item in stale(catalog, datetime.date(2026, 11, 22))}
    assert "第四季度" in told["三门峡市 2026 年度"]
    assert not [what for what in told if what.startswith("郑州市")], "a city without any year is no news"
    early = {item.what: item.why for item in stale(catalog, datetime.date(2026, 3, 1))}
    assert "截止日期都过了" in early["三门峡市 2026 年度"]
    year = catalog.city_years[0]
    edited = replace(year, edited_on=year.checked_on + datetime.timedelta(days=1))
    changed = replace(catalog, city_years=(edited,))
    assert any("重新核对" in item.why for item in stale(changed, year.checked_on))


def test_there_is_one_report_with_the_same_head_for_ever(
    web: Web, catalog: Catalog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a server says is no Markdown in it; with nothing found it says so, and the exit code is 0."""
    out = tmp_path / "new" / "links.md"
    document = replace(catalog.documents[0], url=f"http://{web.host}/moved")
    changed = replace(catalog, documents=(document,), platforms=(), city_years=())
    assert run_links(changed, datetime.date(2026, 1, 31), out, CALM) == 3
    text = out.read_text("utf-8")
    assert text.startswith(f"{MARK}\n# {TITLE}\n\n2026-01-31，问了 1 个网址。\n\n## 换了地方的链接\n")
    assert (
        f"- `http://{web.host}/moved`：转到了 http://{web.host}/x(y)b（301）。见 文件《{document.title}》"
        in text
    )
    nothing = replace(changed, documents=())
    assert run_links(nothing, datetime.date(2026, 1, 31), None, CALM) == 0
    told = capsys.readouterr().out
    assert told == report(datetime.date(2026, 1, 31), [], [], [])
    assert told.startswith(f"{MARK}\n# {TITLE}\n")
    assert "没有要处理的" in told


GH = """#!/bin/sh
echo "$@" >> "$GH_LOG"
[ "$2" = list ] && cat "$GH_OPEN"
exit 0
"""


@pytest.mark.parametrize(
    ("code", "open_issue", "done"),
    [
        (3, "", ["issue list", "issue create"]),
        (3, "7\n", ["issue list", "issue edit 7"]),
        (0, "7\n", ["issue list", "issue edit 7", "issue close 7"]),
        (0, "", ["issue list"]),
        (1, "7\n", []),
    ],
)
def test_one_issue_is_opened_kept_and_closed(
    code: int, open_issue: str, done: list[str], tmp_path: Path
) -> None:
    """Never a second one while one is open; a check that failed touches none."""
    for name, text in {"gh": GH, "python3": f"#!/bin/sh\nexit {code}\n"}.items():
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    (tmp_path / "open").write_text(open_issue)
    given = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "GH_LOG": str(tmp_path / "log")}
    given |= {"GH_OPEN": str(tmp_path / "open"), "GH_TOKEN": "x"}
    ran = subprocess.run([str(ROOT / ".ci" / "links"), str(tmp_path / "report")], env=given, check=False)
    assert ran.returncode == (1 if code == 1 else 0)
    log = tmp_path / "log"
    lines = log.read_text().splitlines() if log.exists() else []
    assert [line[: len(begin)] for line, begin in zip(lines, done, strict=True)] == done
    assert all(TITLE in line for line in lines if "create" in line or "list" in line)
