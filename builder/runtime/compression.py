"""Brotli siblings (``x.wasm.br`` beside ``x.wasm``): the largest saving of all, too slow to make twice."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

FINEST = 11


def compressed(data: bytes, cache: Path, quality: int = FINEST) -> bytes:
    """Compress ``data``; what the cache holds at this quality or the finest is not compressed again."""
    digest = hashlib.sha256(data).hexdigest()
    for known in {FINEST, quality}:
        path = cache / f"{digest}.q{known}.br"
        if path.exists():
            return path.read_bytes()
    cache.mkdir(parents=True, exist_ok=True)
    result: bytes = brotli.compress(data, quality=quality)
    fresh = cache / f"{digest}.q{quality}.br"
    draft = fresh.with_suffix(".part")
    draft.write_bytes(result)
    draft.replace(fresh)
    return result


def write_siblings(files: list[Path], cache: Path, quality: int = FINEST) -> dict[str, int]:
    """Write the ``.br`` sibling of each file, on all cores; gives the compressed size by file name."""
    with ThreadPoolExecutor() as pool:
        results = list(pool.map(lambda path: compressed(path.read_bytes(), cache, quality), files))
    for path, result in zip(files, results, strict=True):
        path.with_name(f"{path.name}.br").write_bytes(result)
    return {path.name: len(result) for path, result in zip(files, results, strict=True)}
