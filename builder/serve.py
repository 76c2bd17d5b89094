"""`build.py serve`: build, serve, and build again whenever a source changes."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from watchfiles import Change, DefaultFilter, watch

from builder.reload import LiveReload
from builder.server import SiteServer

_WATCHED = ("docs", "theme", "builder", "calculator/src", "mkdocs.yml", "package-lock.json")
_QUIET_MS = 300
"""Changes are gathered until the sources have been quiet for so long: an editor saves in several steps."""
_PORTS = 20


def serve(
    root: Path,
    data: Path,
    out: Path,
    *,
    build_options: list[str],
    host: str,
    port: int,
    watching: bool,
) -> int:
    """Serves `out` until interrupted. Returns 1 only if nothing can be served: no site, or no free port."""
    built = _build(root, out, build_options)
    if not built and not (watching or out.is_dir()):
        return 1
    live = LiveReload()
    server = _open(out, host, port, live)
    if server is None:
        _tell(f"端口 {port} 到 {port + _PORTS - 1} 都被占用，请用 --port 另选一个。")
        return 1
    with server:
        if server.port != port and port != 0:
            _tell(f"端口 {port} 已被占用，改用 {server.port}。")
        if not built:
            _tell("生成失败：" + ("继续显示上一次的网站。" if out.is_dir() else "改正后会自动重新生成。"))
        _tell(f"预览地址：{server.url} （按 Ctrl-C 结束）")
        try:
            if watching:
                for changed in _changes(root, data):
                    _tell(f"有改动：{changed}，重新生成 …")
                    if _build(root, out, build_options):
                        live.rebuilt()
                        _tell("已更新，打开的页面会自动刷新。")
                    else:
                        _tell("生成失败：继续显示上一次的网站。")
            else:
                server.wait()
        except KeyboardInterrupt:
            _tell("")
    return 0


def _build(root: Path, out: Path, options: list[str]) -> bool:
    """Builds in a process of its own, so that a changed builder/ or calculator/ is the one that runs."""
    command = [sys.executable, str(root / "build.py"), "build", "--out", str(out), *options]
    return subprocess.run(command, cwd=root, check=False).returncode == 0


def _open(out: Path, host: str, port: int, live: LiveReload) -> SiteServer | None:
    """A server at `port` or one of the next free ones."""
    for candidate in range(port, port + _PORTS) if port else (0,):
        try:
            return SiteServer(out, candidate, host=host, live=live)
        except OSError:
            continue
    return None


def _changes(root: Path, data: Path) -> Iterator[str]:
    """Waits for changes of the sources; names one of the files changed each time."""
    paths = [path for path in (data, *(root / name for name in _WATCHED)) if path.exists()]
    for changes in watch(*paths, watch_filter=_Sources(data), debounce=1600, step=_QUIET_MS):
        first = min(Path(path) for _, path in changes)
        more = f" 等 {len(changes)} 个文件" if len(changes) > 1 else ""
        yield f"{first.relative_to(root) if first.is_relative_to(root) else first}{more}"


class _Sources(DefaultFilter):
    """Leaves out what editors, Python and the builder itself write."""

    def __init__(self, data: Path) -> None:
        super().__init__()
        self._generated = data / "schema"

    def __call__(self, change: Change, path: str) -> bool:
        return super().__call__(change, path) and not Path(path).is_relative_to(self._generated)


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
