"""Puts the search into a built site: texts, exact tokens, the index and what the page loads first.

Nothing here knows MkDocs: it reads the finished HTML and the catalog. An index is made for the whole site, or
past `MOST_PAGES` one for each province, each in a process of its own and only when its pages changed.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from builder.catalog import Catalog
from builder.search.exact import Target, exact_keys, shard, shard_count
from builder.search.front import front
from builder.search.pagefind import KEPT, Record, find_program, version, write_index
from builder.search.text import address, page_files, read_page, references
from builder.search.tokens import page_tokens, tokens

FOLDER = "search"
MOST_PAGES = 10_000
"""Pages of one index. Pagefind needs about half a megabyte of memory for a page."""

WHOLE = "all"
ENGINE = "pagefind.js"
ENGINE_AT = "assets/js/search/pagefind.js"
"""Beside our own scripts: one for all indexes, and packed copies are made of what lies there."""

COMMON_FROM = 200
COMMON_SHARE = 0.3
"""In an index of so many pages, tokens on more than this share of them tell nothing apart: they are left out,
and a query of nothing else is answered with the newest years."""

PACKED = ".gzip"
"""Not ``.gz``: some hosts would declare it as an encoding, others not."""

_KEPT_INDEXES = 3
_FORM = "2"
"""Counts up when the form of the kept files changes."""


def build_search(root: Path, catalog: Catalog, site: Path, *, most_pages: int = MOST_PAGES) -> dict[str, str]:
    """Write everything the search needs below ``site/search``. Returns the folders of the indexes.

    Needs ``node_modules``, no network. Raises `MissingPagefindError` without Pagefind's program.
    """
    out, cache = site / FOLDER, _cache(root)
    letters: set[str] = set()
    indexes = {}
    for name, files in groups(page_files(site), site, catalog, most_pages).items():
        indexes[name] = _index(root, name, _read(files, site, out / "text", letters), out, cache)
    shards = _write_exact(exact_keys(catalog, references(site)), out / "exact")
    _write(out / "front", front(catalog, letters, indexes, shards))
    return indexes


def _cache(root: Path) -> Path:
    return root / "build" / "cache" / "search"


def groups(files: list[Path], site: Path, catalog: Catalog, most_pages: int) -> dict[str, list[Path]]:
    """The files of each index: all in one, or by the first two digits of the city's code."""
    if len(files) <= most_pages:
        return {WHOLE: files}
    provinces = {region.id: region.code[:2] for region in catalog.province.regions}
    found: defaultdict[str, list[Path]] = defaultdict(list)
    for file in files:
        city = address(file, site).removeprefix("cities/").split("/")[0]
        found[provinces.get(city, "site")].append(file)
    return dict(sorted(found.items()))


def _read(files: Iterable[Path], site: Path, texts: Path, letters: set[str]) -> Iterator[Record]:
    """One page after the other: its text is written, its record goes on, nothing of it is kept."""
    for file in files:
        page = read_page(address(file, site), file.read_text(encoding="utf-8"))
        if page is None:
            continue
        sections = [[item.id, item.heading, item.text] for item in page.sections]
        _write(texts / (page.url.rstrip("/") or "index"), {"title": page.title, "sections": sections})
        for item in page.sections:
            letters.update(item.heading, item.text)
        yield Record(page.url, " ".join(tokens(page.title)), " ".join(page_tokens(page)))


def _write_exact(keys: dict[str, list[Target]], out: Path) -> int:
    count = shard_count(len(keys))
    files: list[dict[str, list[list[str]]]] = [{} for _ in range(count)]
    for key, targets in sorted(keys.items()):
        files[shard(key, count)][key] = [[item.url, item.label, item.fits] for item in targets]
    for number, content in enumerate(files):
        _write(out / str(number), content)
    return count


def _index(root: Path, name: str, records: Iterable[Record], out: Path, cache: Path) -> str:
    """The folder of a group's index below ``out``; made anew only when a page of it changed."""
    cache.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(f"{_FORM} {version(root)}".encode())
    with TemporaryDirectory(dir=cache, prefix="work-") as work:
        spool = Path(work) / "records"
        with spool.open("wb") as lines:
            for record in records:
                line = json.dumps(astuple(record), ensure_ascii=False).encode() + b"\n"
                digest.update(line)
                lines.write(line)
        folder = f"{name}-{digest.hexdigest()[:12]}"
        ready = cache / folder
        if not ready.exists():
            _make_index(find_program(root), spool, Path(work)).rename(ready)
            _keep_newest(cache, name)
    for old in (out / "index").glob(f"{name}-*"):
        shutil.rmtree(old)
    shutil.copytree(ready, out / "index" / folder, ignore=shutil.ignore_patterns(ENGINE))
    engine = out.parent / ENGINE_AT
    engine.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ready / ENGINE, engine)
    return f"index/{folder}/"


def _make_index(program: Path, spool: Path, work: Path) -> Path:
    """Index the records of a file; returns a folder with what the page loads."""
    raw, fresh = work / "raw", work / "fresh"
    count, common = _counted(_spooled(spool))
    write_index(program, (_told(record, count, common) for record in _spooled(spool)), raw)
    for pattern in KEPT:
        for file in raw.glob(pattern):
            target = fresh / file.relative_to(raw)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
    _write(fresh / "pages", _addresses(raw))
    _write(fresh / "common", {"common": " ".join(sorted(common))})
    return fresh


def _spooled(spool: Path) -> Iterator[Record]:
    with spool.open("rb") as lines:
        for line in lines:
            yield Record(*json.loads(line))


def _addresses(raw: Path) -> dict[str, dict[str, str]]:
    """Which page a result is: addresses by folder and last part, so that cities are named once."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for file in sorted((raw / "fragment").iterdir()):
        content = json.loads(gzip.decompress(file.read_bytes()).partition(b"pagefind_dcd")[2])
        folder, _, last = content["url"].strip("/").rpartition("/")
        found[folder][last] = file.name.removesuffix(".pf_fragment")
    return dict(found)


def _counted(records: Iterable[Record]) -> tuple[Counter[str], frozenset[str]]:
    """On how many pages each token is, and the tokens on so many that they tell nothing apart."""
    count: Counter[str] = Counter()
    pages = 0
    for record in records:
        count.update(set(record.content.split(" ")))
        pages += 1
    most = COMMON_SHARE * pages if pages >= COMMON_FROM else pages
    return count, frozenset(token for token, having in count.items() if having > most)


def _told(record: Record, count: Counter[str], common: frozenset[str]) -> Record:
    """A record without common tokens, the frequent first: they then stand at like places, and pack well."""
    title = (token for token in record.title.split(" ") if token not in common)
    content = (token for token in record.content.split(" ") if token not in common)
    return Record(
        record.url, " ".join(title), " ".join(sorted(content, key=lambda token: (-count[token], token)))
    )


def _keep_newest(cache: Path, name: str) -> None:
    made = sorted(cache.glob(f"{name}-*"), key=lambda path: path.stat().st_mtime)
    for path in made[:-_KEPT_INDEXES]:
        shutil.rmtree(path)


def _write(path: Path, content: dict[str, Any]) -> None:
    """Packed, because many hosts compress no JSON; the page unpacks it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    path.with_name(f"{path.name}{PACKED}").write_bytes(gzip.compress(text.encode(), mtime=0))
