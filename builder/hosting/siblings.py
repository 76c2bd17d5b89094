"""Packed copies beside the files that every visitor loads: ``x.js.br`` and ``x.js.gz`` beside ``x.js``.

Only files whose number does not grow with the data; pages and data are packed by the server that sends them.
"""

from __future__ import annotations

import gzip
import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from builder.runtime.compression import FINEST, write_siblings

PACKED = (".css", ".js", ".json", ".mjs", ".pagefind", ".svg", ".wasm", ".webmanifest", ".zip")
"""Endings of files that shrink, or that a browser unpacks on the way."""

GROWING = ("calculator", "compare", "editor/cities")
"""Folders of ``assets/`` with a file for every city-year."""

SMALLEST = 512
"""Files of fewer bytes than these gain nothing."""


def write_packed(site: Path, cache: Path, quality: int = FINEST) -> int:
    """Write the copies anew; returns how many files have them. Equal files give equal copies."""
    assets = site / "assets"
    files = [path for path in sorted(assets.rglob("*")) if _is_packed(path, assets)]
    write_siblings(files, cache / "brotli", quality)
    with ThreadPoolExecutor() as pool:
        for path, packed in zip(
            files, pool.map(lambda path: _gzipped(path, cache / "gzip"), files), strict=True
        ):
            path.with_name(f"{path.name}.gz").write_bytes(packed)
    return len(files)


def _is_packed(path: Path, assets: Path) -> bool:
    place = path.relative_to(assets).as_posix()
    return (
        path.suffix in PACKED
        and not place.startswith(GROWING)
        and path.is_file()
        and path.stat().st_size >= SMALLEST
    )


def _gzipped(path: Path, cache: Path) -> bytes:
    data = path.read_bytes()
    known = cache / f"{hashlib.sha256(data).hexdigest()}.gz"
    if known.exists():
        return known.read_bytes()
    packed = gzip.compress(data, compresslevel=9, mtime=0)
    cache.mkdir(parents=True, exist_ok=True)
    draft = known.with_suffix(".part")
    draft.write_bytes(packed)
    draft.replace(known)
    return packed
