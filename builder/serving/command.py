"""`build.py serve`: build, serve, and build again whenever a source changes."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from builder.serving.builds import Builds
from builder.serving.ports import NoPortError, listen
from builder.serving.reload import LiveReload
from builder.serving.server import SiteServer

_WATCHED = ("docs", "theme", "builder", "calculator/src", "mkdocs.yml", "package-lock.json")
_INTERVAL = 0.4
"""Seconds between two looks. The sources must look the same twice: an editor saves in several steps."""


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
    sources = Sources(root, data)
    builds = Builds(root, out, build_options)
    built = builds.build(anew=True)
    if not built and not (watching or out.is_dir()):
        builds.end()
        return 1
    live = LiveReload()
    try:
        server = listen(lambda free: SiteServer(out, free, host=host, live=live), host, port)
    except NoPortError as error:
        _tell(str(error))
        builds.end()
        return 1
    with server:
        try:
            if server.port != port and port != 0:
                _tell(f"端口 {port} 已被占用，改用 {server.port}。")
            if not built:
                _tell("生成失败：" + ("继续显示上一次的网站。" if out.is_dir() else "改正后会自动重新生成。"))
            _tell(f"预览地址：{server.url} （按 Ctrl-C 结束）")
            if watching:
                for changed in sources.changes():
                    _tell(f"有改动：{changed}，重新生成 …")
                    if builds.build(anew=not sources.only_data):
                        live.rebuilt()
                        _tell("已更新，打开的页面会自动刷新。")
                    else:
                        _tell("生成失败：继续显示上一次的网站。")
            else:
                server.wait()
        except KeyboardInterrupt:
            _tell("")
        finally:
            builds.end()
    return 0


class Sources:
    """What the site is made of, as it looked when the last build began.

    Looking at some hundred files takes milliseconds, works on every file system, and misses nothing that
    changes during a build or appears later.
    """

    def __init__(self, root: Path, data: Path) -> None:
        self._root = root
        self._data = data
        self.only_data = False
        """Whether the last change was one of the data alone."""
        self._paths = [data, *(root / name for name in _WATCHED)]
        self._generated = data / "schema"
        self._built = self._look()

    def changes(self) -> Iterator[str]:
        """Waits for changes; names one of the changed files each time they have come to rest."""
        before = self._built
        while True:
            now = self._look()
            if now != self._built and now == before:
                changed = sorted(path for path, _ in now.items() ^ self._built.items())
                self._built = now
                self.only_data = all(path.is_relative_to(self._data) for path in changed)
                first = changed[0]
                more = f" 等 {len(set(changed))} 个文件" if len(set(changed)) > 1 else ""
                yield f"{first.relative_to(self._root) if first.is_relative_to(self._root) else first}{more}"
            before = now
            time.sleep(_INTERVAL)

    def _look(self) -> dict[Path, tuple[int, int]]:
        """Time and size of each file."""
        seen = {}
        for path in self._files():
            try:
                facts = path.stat()
            except OSError:  # gone in this moment
                continue
            seen[path] = (facts.st_mtime_ns, facts.st_size)
        return seen

    def _files(self) -> Iterator[Path]:
        for top in self._paths:
            if top.is_file():
                yield top
            for folder, folders, names in os.walk(top):
                here = Path(folder)
                folders[:] = [
                    name
                    for name in folders
                    if name != "__pycache__" and not name.startswith(".") and here / name != self._generated
                ]
                yield from (
                    here / name for name in names if not name.startswith(".") and not name.endswith("~")
                )


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
