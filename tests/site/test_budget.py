"""What a first visit to the calculator brings over the line, counted from the files, as brotli sends them."""

import re
from pathlib import Path

from builder.runtime import RuntimeInfo

MOST = 3_000_000
"""Bytes; of the stock Pyodide with the same wheel: 4.8 million."""

PAGES = ("calculator/index.html", "cities/sanmenxia/2025/index.html")
DATA = ("api/v1/index.json", "assets/calculator/sanmenxia/2025.json")
NAMED = re.compile(r"""["']([\w./-]+\.(?:js|css|svg))["'?]""")


def reached(page: Path) -> set[Path]:
    """The page with every script and style that it names, and that those name in turn."""
    found: set[Path] = set()
    waiting = [page]
    while waiting:
        file = waiting.pop()
        if file in found or "/search/" in file.as_posix():
            continue
        found.add(file)
        named = (file.parent / name for name in NAMED.findall(file.read_text("utf-8")))
        waiting += [path.resolve() for path in named if path.is_file()]
    return found


def weight(file: Path) -> int:
    """Bytes of a file on the line."""
    packed = file.with_name(f"{file.name}.br")
    return (packed if packed.exists() else file).stat().st_size


def test_a_first_visit_stays_within_its_budget(site: Path) -> None:
    info = RuntimeInfo.read(site / "assets/runtime/manifest.json")
    python = sum(file.brotli_bytes for file in info.files)
    for page in PAGES:
        files = reached((site / page).resolve()) | {site / name for name in DATA}
        assert any(file.name == "worker.js" for file in files)
        total = python + sum(weight(file) for file in files)
        assert total <= MOST, f"{page}: {total}"
