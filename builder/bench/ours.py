"""One build in a process of its own: CPU seconds of each phase, peak memory, what came out.

Run as ``python -m builder.bench.ours DATA WORK``; prints one line of JSON. The runtime of the calculator is
left out: it follows from the program alone, and so is the search, which has a benchmark of its own.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from builder.catalog import Catalog
from builder.checks import check_and_load
from builder.editor.publish import write_editor
from builder.hosting.hashes import Hashes, Marks
from builder.hosting.siblings import write_packed
from builder.hosting.sums import write_sums
from builder.maker import Maker
from builder.making.shop import Shop

ROOT = Path(__file__).resolve().parents[2]


QUICK = 1
"""Brotli at its quickest: what is packed follows from the program, and comes out of a cache but once."""


class Build:
    """What `builder.site` does, as far as it grows with the data."""

    def __init__(self, data: Path, work: Path) -> None:
        self.data = data
        self.shop, self.marks = Shop(), Marks()
        self.maker = Maker(ROOT, work, None)
        self.site = self.maker.made
        self.hashes = Hashes(self.site)
        self.phases: dict[str, float] = {}

    def timed[T](self, name: str, run: Callable[[], T]) -> T:
        """Run a phase and note what it took."""
        began = time.process_time()
        result = run()
        self.phases[name] = time.process_time() - began
        return result

    def make(self) -> int:
        """Make the site, or what changed of it. Returns how many files were written."""
        self.phases = {}
        catalog, problems = self.timed("检查", lambda: check_and_load(self.data, shop=self.shop))
        if catalog is None:
            raise SystemExit("\n".join(f"{item.file}:{item.line} {item.code}" for item in problems[:5]))
        changes = self.maker.make(catalog, self.site, timed=self.timed)
        self.hashes.made(self.maker.hashes)
        self.timed("编辑页", lambda: self._edit(catalog))
        self.timed("登记", self._register)
        return len(changes.written)

    def _edit(self, catalog: Catalog) -> None:
        write_editor(ROOT, self.data, catalog, self.site, quality=QUICK, marks=self.marks)

    def _register(self) -> None:
        write_packed(self.site, ROOT / "build" / "cache", QUICK, self.marks)
        write_sums(self.site, self.hashes)


def main(data: Path, work: Path) -> None:
    """Build once, then again after a change of one city-year, and tell what it took."""
    build = Build(data, work)
    build.make()
    told = {"phases": build.phases, "memory": _memory(), **_size(build.site)}
    path = next(path for path in sorted(data.glob("cities/*/*.yml")) if path.stem.isdecimal())
    path.write_text(path.read_text("utf-8").replace("合成内容：", "合成内容，改过：", 1), "utf-8")
    changed = build.make()
    again = {"change": sum(build.phases.values()), "changed": changed, "again": _memory()}
    print(json.dumps({**told, **again}))


def _memory() -> int:
    """The most memory this process held so far, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _size(site: Path) -> dict[str, Any]:
    files = [path for path in site.rglob("*") if path.is_file()]
    pages = [path for path in files if path.name == "index.html"]
    return {"files": len(files), "pages": len(pages), "bytes": sum(path.stat().st_size for path in files)}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
