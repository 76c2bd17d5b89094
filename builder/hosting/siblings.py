"""Packed copies beside the files that every visitor loads: ``x.js.br`` and ``x.js.gz`` beside ``x.js``.

Only files whose number does not grow with the data; pages and data are packed by the server that sends them.
"""

from __future__ import annotations

import gzip
import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from builder.front.folder import front_of
from builder.hosting.hashes import Marks, files_below
from builder.runtime.compression import FINEST, write_siblings

PACKED = (".css", ".js", ".json", ".mjs", ".pagefind", ".svg", ".wasm", ".webmanifest", ".zip")
"""Endings of files that shrink, or that a browser unpacks on the way."""

GROWING = ("assets/calculator", "assets/compare", "assets/editor/cities")
"""Folders with a file for every city-year."""

SMALLEST = 512
"""Files of fewer bytes than these gain nothing."""


def write_packed(site: Path, cache: Path, quality: int = FINEST, marks: Marks | None = None) -> int:
    """Write the copies anew; returns how many files have them. Equal files give equal copies.

    With the ``marks`` of an earlier packing, only for files that do not look as they did then.
    """
    folders = ("assets", front_of(site).removesuffix("/"))
    found = [name for folder in dict.fromkeys(folders) for name in files_below(site, folder, without=GROWING)]
    names = [name for name in found if _is_packed(site / name)]
    fresh = [
        site / name
        for name in names
        if marks is None or not marks.same(site, name) or not _has_copies(site / name)
    ]
    write_siblings(fresh, cache / "brotli", quality)
    with ThreadPoolExecutor() as pool:
        for path, packed in zip(
            fresh, pool.map(lambda path: _gzipped(path, cache / "gzip"), fresh), strict=True
        ):
            path.with_name(f"{path.name}.gz").write_bytes(packed)
    return len(names)


def _is_packed(path: Path) -> bool:
    return path.suffix in PACKED and path.stat().st_size >= SMALLEST


def _has_copies(path: Path) -> bool:
    return all(path.with_name(path.name + ending).is_file() for ending in (".br", ".gz"))


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
