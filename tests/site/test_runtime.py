"""Python in a real browser: starts under a strict policy and a sub-path, fails in words."""

import json
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from builder.runtime import RuntimeInfo, build_runtime
from tests.site.conftest import PATIENCE, ROOT

STRICT = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'"
NO_WASM = "default-src 'self'; script-src 'self'; worker-src 'self'"
PREVIEW_QUALITY = 4
PIECES = 40


class Server(ThreadingHTTPServer):
    def handle_error(self, *args: Any) -> None:
        """A browser that goes away in the middle is what some tests are about."""


class Host:
    """A plain host that knows no brotli and no type of wasm.

    ``policy`` is sent with every file; ``missing`` is not found; of ``cut`` half is sent, then no more, and
    the connection is closed once ``let_go`` is set. ``piecemeal`` is sent in pieces, one after another.
    ``damaged`` is sent damaged the first time, to be kept by the browser for ever.
    """

    def __init__(self, folder: Path) -> None:
        self.policy = STRICT
        self.missing = ""
        self.cut = ""
        self.piecemeal = ""
        self.damaged = ""
        self.let_go = threading.Event()
        host = self

        class Handler(SimpleHTTPRequestHandler):
            kept_for_ever = False

            def __init__(self, *args: Any) -> None:
                super().__init__(*args, directory=str(folder))

            def do_GET(self) -> None:
                if host.missing and self.path.endswith(host.missing):
                    self.send_error(404)
                elif host.cut and self.path.endswith(host.cut):
                    whole = Path(self.translate_path(self.path)).read_bytes()
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(whole)))
                    self.end_headers()
                    self.wfile.write(whole[: len(whole) // 2])
                    self.wfile.flush()
                    host.let_go.wait(PATIENCE / 1000)
                    self.close_connection = True
                elif host.piecemeal and self.path.endswith(host.piecemeal):
                    whole = Path(self.translate_path(self.path)).read_bytes()
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(whole)))
                    self.end_headers()
                    size = -(-len(whole) // PIECES)
                    for start in range(0, len(whole), size):
                        self.wfile.write(whole[start : start + size])
                        self.wfile.flush()
                        host.let_go.wait(0.02)
                elif host.damaged and self.path.endswith(host.damaged):
                    whole = Path(self.translate_path(self.path)).read_bytes()
                    host.damaged = ""
                    self.send_response(200)
                    self.send_header("Content-Type", self.guess_type(self.path))
                    self.send_header("Content-Length", str(len(whole)))
                    self.kept_for_ever = True
                    self.end_headers()
                    self.wfile.write(whole[:8] + bytes(len(whole) - 8))
                else:
                    super().do_GET()

            def end_headers(self) -> None:
                self.send_header("Content-Security-Policy", host.policy)
                how = "max-age=31536000, immutable" if self.kept_for_ever else "no-store"
                self.send_header("Cache-Control", how)
                self.kept_for_ever = False
                super().end_headers()

            def guess_type(self, path: Any) -> str:
                return "application/octet-stream" if path.endswith(".wasm") else super().guess_type(path)

            def log_message(self, *args: Any) -> None:
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/below/a/path/"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of nothing but the runtime and an empty page, below a sub-path."""
    folder = tmp_path_factory.mktemp("host")
    site = folder / "below/a/path"
    build_runtime(ROOT, site, quality=PREVIEW_QUALITY)
    copytree(ROOT / "theme/assets/js/runtime", site / "assets/js/runtime")
    (site / "page.js").write_text(
        'import { startRuntime } from "./assets/js/runtime/client.js";\n'
        "window.start = (options) => startRuntime({ base: document.baseURI, ...options });\n"
        'document.documentElement.className = "ready";\n'
    )
    (site / "index.html").write_text(
        '<!doctype html><title>t</title><script type="module" src="page.js"></script>'
    )
    return folder


@pytest.fixture
def host(folder: Path) -> Iterator[Host]:
    """A host for one test."""
    host = Host(folder)
    threading.Thread(target=host.server.serve_forever, args=(0.05,), daemon=True).start()
    yield host
    host.server.shutdown()
    host.server.server_close()


@pytest.fixture
def page(browser: Browser, host: Host) -> Iterator[Page]:
    """The empty page, with ``window.start``."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(host.address)
    page.wait_for_selector("html.ready", state="attached")
    yield page
    context.close()


def test_calls_made_at_once_wait_for_python_and_are_answered_in_order(page: Page) -> None:
    answers = page.evaluate(
        """async () => {
          const runtime = window.start();
          const order = [];
          const calls = ["2023-01-02,公需,8", "2023-01-03,专业,9"].map((line) =>
            runtime.call("read_paste", { text: `完成日期,科目,学时\\n${line}`.replaceAll(",", "\\t") })
              .then((answer) => order.push(answer.rows[0][1])));
          await Promise.all(calls);
          return order;
        }"""
    )
    assert answers == ["公需", "专业"]


def test_progress_counts_to_the_whole_and_then_python_starts(page: Page, host: Host) -> None:
    host.piecemeal = "pyodide.asm.wasm"
    told = page.evaluate(
        """async () => {
          const runtime = window.start();
          const told = [];
          runtime.onprogress = (progress) => told.push(progress);
          await runtime.ready;
          return told;
        }"""
    )
    downloads = [progress for progress in told if progress["phase"] == "download"]
    loaded = [progress["loaded"] for progress in downloads]
    assert loaded == sorted(loaded)
    assert len(loaded) > 10
    assert loaded[-1] == downloads[-1]["total"]
    assert "start" in {progress["phase"] for progress in told}


def test_the_bytes_of_a_file_reach_python_and_stay_with_the_page(page: Page) -> None:
    text = "完成日期,科目,学时\n2023-01-02,专业,8\n"
    answer = page.evaluate(
        """async (numbers) => {
          const bytes = Uint8Array.from(numbers);
          const answer = await window.start().call("read_file", { bytes });
          return { encoding: answer.encoding, rows: answer.rows.length, kept: bytes.length };
        }""",
        list(text.encode("gb18030")),
    )
    assert answer == {"encoding": "gb18030", "rows": 1, "kept": len(text.encode("gb18030"))}


def failure(page: Page, script: str = "window.start().ready") -> dict[str, str]:
    """Code and message of what ``script`` rejects with."""
    told: dict[str, str] = page.evaluate(
        f"() => {script}.then(() => ({{}}), ({{ code, message, detail }}) => ({{ code, message, detail }}))"
    )
    return told


def test_a_bug_in_python_rejects_the_call_and_the_next_one_works(page: Page) -> None:
    told = page.evaluate(
        """async () => {
          const runtime = window.start();
          const failure = await runtime.call("no such operation").catch((error) => error);
          const { rows } = await runtime.call("read_paste", { text: "" });
          return { code: failure.code, message: failure.message, detail: failure.detail, rows };
        }"""
    )
    assert told["code"] == "python"
    assert "程序" in told["message"]
    assert "KeyError" in told["detail"]
    assert told["rows"] == []


def test_a_worker_that_breaks_down_is_replaced_and_only_its_call_is_lost(page: Page) -> None:
    told = page.evaluate(
        """async () => {
          const runtime = window.start();
          await runtime.ready;
          let deep = [];
          for (let depth = 0; depth < 6000; depth += 1) deep = [deep];
          const lost = runtime.call("read_paste", { text: "", deep }).catch((error) => error.code);
          const other = runtime.call("read_paste", { text: "" });
          return { lost: await lost, rows: (await other).rows };
        }"""
    )
    assert told == {"lost": "crashed", "rows": []}


def test_a_policy_that_forbids_wasm_is_named(page: Page, host: Host) -> None:
    host.policy = NO_WASM
    told = failure(page)
    assert told["code"] == "policy"
    assert "安全策略" in told["message"]


@pytest.mark.parametrize("missing", ["python.zip", "pyodide.asm.wasm", "pyodide-core.js", "manifest.json"])
def test_a_missing_file_is_a_network_failure(page: Page, host: Host, missing: str) -> None:
    host.missing = missing
    told = failure(page)
    assert told["code"] == "network"
    assert "网络" in told["message"]
    assert missing in told["detail"]


@pytest.mark.parametrize("cut", ["python.zip", "pyodide.asm.wasm"])
def test_a_file_that_breaks_off_is_a_network_failure(page: Page, host: Host, cut: str) -> None:
    host.cut = cut
    host.let_go.set()
    told = failure(page)
    assert told["code"] == "network"
    assert cut in told["detail"]


def test_a_line_that_falls_silent_is_given_up(page: Page, host: Host) -> None:
    host.cut = "pyodide.asm.wasm"
    told = failure(page, "window.start({ patience: { download: 2, start: 60 } }).ready")
    host.let_go.set()
    assert told["code"] == "timeout"
    assert "没有响应" in told["message"]


def test_time_in_which_a_page_slept_is_no_waiting(page: Page) -> None:
    """A tab that wakes up first hears what came meanwhile; it has not waited for it."""
    late = page.evaluate(
        """async () => {
          const { afterAwake } = await import("./assets/js/runtime/client.js");
          let late = false;
          const callOff = afterAwake(2, () => { late = true; });
          const end = performance.now() + 2_500;
          while (performance.now() < end); // asleep
          await new Promise((resolve) => setTimeout(resolve));
          callOff();
          return late;
        }"""
    )
    assert late is False


def test_a_manifest_of_yesterday_is_fetched_anew(page: Page, folder: Path) -> None:
    info = RuntimeInfo.read(folder / "below/a/path/assets/runtime/manifest.json")
    stale = {**info.manifest(), "folder": "assets/runtime/0000000000000000/"}
    rows = page.evaluate(
        '(manifest) => window.start({ manifest }).call("read_paste", { text: "" }).then(({ rows }) => rows)',
        stale,
    )
    assert rows == []


@pytest.mark.parametrize("damaged", ["pyodide-core.js", "pyodide.asm.wasm", "python.zip"])
def test_a_damaged_file_that_the_browser_has_kept_is_fetched_anew(
    page: Page, host: Host, damaged: str
) -> None:
    """As on plain http, without a service worker that looks at the hashes: loading again would not help."""
    host.damaged = damaged
    assert page.evaluate('window.start().call("read_paste", { text: "" }).then(({ rows }) => rows)') == []
    assert host.damaged == ""


def test_a_page_of_yesterday_does_not_run_the_python_of_today(page: Page, folder: Path) -> None:
    """Its scripts were not made for it: the reader is asked to reload, and nothing typed is lost by that."""
    info = RuntimeInfo.read(folder / "below/a/path/assets/runtime/manifest.json")
    gone = {**info.manifest(), "hash": "0" * 16, "folder": f"assets/runtime/{'0' * 16}/"}
    told = failure(page, f"window.start({{ manifest: {json.dumps(gone)} }}).ready")
    assert told["code"] == "outdated"
    assert "刷新页面" in told["message"]


def test_a_stopped_runtime_says_so(page: Page) -> None:
    told = page.evaluate(
        """async () => {
          const runtime = window.start();
          const waiting = runtime.call("read_paste", { text: "" }).catch((error) => error.code);
          runtime.stop();
          return [await waiting, await runtime.call("read_paste", {}).catch((error) => error.code)];
        }"""
    )
    assert told == ["stopped", "stopped"]
