"""One build in a process of its own: CPU seconds of each phase, peak memory, what came out.

Run as ``python -m builder.bench.ours DATA WORK``; prints one line of JSON.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from builder.checks.run import check_folder
from builder.folder import read_folder
from builder.maker import Maker
from builder.making.shop import Shop

ROOT = Path(__file__).resolve().parents[2]


def main(data: Path, work: Path) -> None:
    """Build once, then again after a change of one city-year, and tell what it took."""
    phases: dict[str, float] = {}

    def timed[T](name: str, run: Callable[[], T]) -> T:
        began = time.process_time()
        result = run()
        phases[name] = time.process_time() - began
        return result

    shop = Shop()
    folder = timed("读取", lambda: read_folder(data, shop.shelf))
    catalog, problems = timed("检查", lambda: check_folder(folder, memory=shop.memory))
    if catalog is None:
        raise SystemExit("\n".join(f"{item.file}:{item.line} {item.code}" for item in problems[:5]))
    maker = Maker(ROOT, work, None)
    maker.make(catalog, maker.made, timed=timed)
    told = {"phases": phases, "memory": _memory(), **_size(maker.made)}
    path = next(path for path in sorted(data.glob("cities/*/*.yml")) if path.stem.isdecimal())
    path.write_text(path.read_text("utf-8").replace("合成内容：", "合成内容，改过：", 1), "utf-8")
    began = time.process_time()
    catalog, _ = check_folder(read_folder(data, shop.shelf), memory=shop.memory)
    assert catalog is not None
    changes = maker.make(catalog, maker.made)
    print(json.dumps({**told, "change": time.process_time() - began, "changed": len(changes.written)}))


def _memory() -> int:
    """The most memory this process held so far, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _size(site: Path) -> dict[str, Any]:
    files = [path for path in site.rglob("*") if path.is_file()]
    pages = [path for path in files if path.name == "index.html"]
    return {"files": len(files), "pages": len(pages), "bytes": sum(path.stat().st_size for path in files)}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
