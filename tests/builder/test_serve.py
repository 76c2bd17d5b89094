"""The preview: builds, serves, follows changes, keeps the last good site, and ends quietly."""

import errno
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from builder.serving.ports import LAST_PORT, NoPortError, listen

BUILD = """
import pathlib, sys
out = pathlib.Path(sys.argv[sys.argv.index("--out") + 1])
text = pathlib.Path(sys.argv[sys.argv.index("--data") + 1], "a.yml").read_text("utf-8")
if "bad" in text:
    sys.exit("data/a.yml:1:1: E103")
out.mkdir(exist_ok=True)
(out / "index.html").write_text(f"<body>{text}</body>", "utf-8")
"""
SERVE = """
import pathlib, signal, sys
from builder.serving.command import serve
signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background ignores Ctrl-C
root = pathlib.Path(sys.argv[1])
sys.exit(serve(root, root / "data", root / "site", build_options=["--data", str(root / "data")],
               host="127.0.0.1", port=int(sys.argv[2]), watching=sys.argv[3] == "watch"))
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder whose build copies one file, and fails if that says bad."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data/a.yml").write_text("one", "utf-8")
    (tmp_path / "build.py").write_text(BUILD, "utf-8")
    return tmp_path


def change(path: Path, text: str) -> None:
    """Another text in a file, whole at once: a preview that looks in between would see it empty."""
    fresh = path.parent.parent / "fresh"
    fresh.write_text(text, "utf-8")
    fresh.replace(path)


class Preview:
    """A running preview and what it said."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: list[str] = []

    def hear(self, pattern: str) -> re.Match[str]:
        """Waits for a line that matches."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said.append(line.rstrip("\n"))
            if found := re.search(pattern, line):
                return found
        raise AssertionError(f"never said {pattern}: {self.said}")

    def end(self) -> int:
        """Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        assert self.process.stderr is not None
        self.said += self.process.stderr.read().splitlines()
        return self.process.wait()


@contextmanager
def preview(root: Path, port: int = 0, mode: str = "watch") -> Iterator[Preview]:
    command = [sys.executable, "-c", SERVE, str(root), str(port), mode]
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") as process:
        guard = threading.Timer(300, process.kill)
        guard.start()
        try:
            yield Preview(process)
        finally:
            guard.cancel()
            process.kill()


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return str(answer.read().decode())


def test_change_is_built_and_a_bad_one_keeps_the_last_good_site(project: Path) -> None:
    """The problems are printed, and the next good change brings the site up to date."""
    data = project / "data/a.yml"
    with preview(project) as running:
        address = running.hear(r"^预览地址：(http://127\.0\.0\.1:\d+/) ")[1]
        assert read(address).startswith("<body>one<script ")
        change(data, "two")
        running.hear(r"^有改动：data/a\.yml")
        running.hear("^已更新")
        assert read(address).startswith("<body>two")
        change(data, "bad")
        running.hear(r"^data/a\.yml:1:1: E103$")
        running.hear("^生成失败：继续显示上一次的网站。$")
        assert read(address).startswith("<body>two")
        change(data, "three")
        running.hear("^已更新")
        assert read(address).startswith("<body>three")
        assert running.end() == 0
        assert not [line for line in running.said if "Traceback" in line or "Interrupt" in line]


def test_first_build_that_fails_can_be_mended_while_it_runs(project: Path) -> None:
    """There is no last good site yet: the page says so and reloads by itself later."""
    data = project / "data/a.yml"
    data.write_text("bad", "utf-8")
    with preview(project) as running:
        running.hear("^生成失败：改正后会自动重新生成。$")
        address = running.hear("^预览地址：(.*/) ")[1]
        change(data, "good")
        running.hear("^已更新")
        assert read(address).startswith("<body>good")


def test_taken_port_leads_to_the_next_and_says_so(project: Path) -> None:
    """Without watching it only serves."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = int(taken.getsockname()[1])
        with preview(project, port, "still") as running:
            other = running.hear(rf"^端口 {port} 已被占用，改用 (\d+)。$")[1]
            assert read(running.hear("^预览地址：(.*/) ")[1]).startswith("<body>one")
            assert int(other) > port
            assert running.end() == 0


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.EADDRINUSE, "taken"), "端口 9000 到 9019 都被占用"),
        (OSError(errno.EADDRNOTAVAIL, "elsewhere"), "10.1.2.3 不是这台机器的地址"),
        (socket.gaierror(-2, "unknown"), "10.1.2.3 不是这台机器的地址"),
        (PermissionError(errno.EACCES, "refused"), "端口 9000 到 9019 系统不让用"),
    ],
)
def test_where_nothing_can_listen_the_cause_is_told(error: OSError, told: str) -> None:
    """Another address of somebody else is not a port that is taken."""

    def start(_port: int) -> None:
        raise error

    with pytest.raises(NoPortError, match=told):
        listen(start, "10.1.2.3", 9000)


def test_no_port_is_tried_beyond_the_last() -> None:
    tried: list[int] = []

    def start(port: int) -> None:
        tried.append(port)
        raise OSError(errno.EADDRINUSE, "taken")

    with pytest.raises(NoPortError):
        listen(start, "127.0.0.1", LAST_PORT - 1)
    assert tried == [LAST_PORT - 1, LAST_PORT]


def test_nothing_to_serve_is_a_failure(project: Path) -> None:
    """No site and nobody who could mend it."""
    (project / "data/a.yml").write_text("bad", "utf-8")
    with preview(project, mode="still") as running:
        running.hear("E103")
        assert running.process.wait() == 1
