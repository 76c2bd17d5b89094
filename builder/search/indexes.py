"""The index of a group of pages: made anew only when one of them changed, the same bytes for the same pages.

Two things are kept below ``build/cache/search``: an index, under a name made of its records; and for each
group of pages what was read of it, with times and sizes of its files: a warm build reads changed groups only.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from builder.search.packed import PACKED, write_packed
from builder.search.pagefind import KEPT, Record, find_program, version, write_index
from builder.search.text import address, read_page
from builder.search.tokens import page_tokens, tokens

ENGINE = "pagefind.js"
ENGINE_AT = "assets/js/search/pagefind.js"
"""Beside our own scripts: one for all indexes, and packed copies are made of what lies there."""

COMMON_FROM = 200
COMMON_SHARE = 0.3
"""In an index of so many pages, tokens on more than this share of them tell nothing apart: they are left out,
and a query of nothing else is answered with the newest years."""

_KEPT_INDEXES = 3
_FORM = "3"
"""Counts up when the form of the kept files changes."""


@dataclass(frozen=True, slots=True)
class Index:
    """The index of a group, in the site."""

    folder: str
    """Below ``search/``."""
    letters: str
    """All characters of its pages."""
    tokens: str
    """What finds a page in it, a space between."""
    urls: str
    """Addresses of its pages, a space between; those without an article are left out."""


class IndexMaker:
    """Makes the indexes of a site: texts below ``out/text``, indexes below ``out/index``."""

    def __init__(self, root: Path, site: Path, out: Path, cache: Path) -> None:
        self._root = root
        self._site = site
        self._out = out
        self._cache = cache
        self._form = f"{_FORM} {version(root)}"
        cache.mkdir(parents=True, exist_ok=True)

    def make(self, name: str, files: list[Path]) -> Index:
        """The index of a group. Raises `MissingPagefindError` without Pagefind's program."""
        known = self._cache / f"{name}.known"
        key = self._key(files)
        index = _remembered(known, key)
        if index is None or not self._is_there(index):
            index = self._read(name, files)
            draft = known.with_suffix(f".{key[:12]}")
            draft.write_text(json.dumps([key, *astuple(index)], ensure_ascii=False), encoding="utf-8")
            draft.replace(known)
        self._put(index)
        return index

    def _key(self, files: Iterable[Path]) -> str:
        digest = hashlib.sha256(self._form.encode())
        for file in files:
            told = file.stat()
            digest.update(f"{address(file, self._site)} {told.st_mtime_ns} {told.st_size}\n".encode())
        return digest.hexdigest()

    def _is_there(self, index: Index) -> bool:
        ready = self._cache / Path(index.folder).name
        return ready.is_dir() and all(path.is_file() for path in texts_of(self._out, index))

    def _read(self, name: str, files: Iterable[Path]) -> Index:
        """Read every page of a group, one after the other; nothing of them stays in memory."""
        digest = hashlib.sha256(self._form.encode())
        letters: set[str] = set()
        urls: list[str] = []
        with TemporaryDirectory(dir=self._cache, prefix="work-") as work:
            spool = Path(work) / "records"
            with spool.open("wb") as lines:
                for file in files:
                    record = self._record(file, letters)
                    if record is None:
                        continue
                    urls.append(record.url)
                    line = json.dumps(astuple(record), ensure_ascii=False).encode() + b"\n"
                    digest.update(line)
                    lines.write(line)
            folder = f"{name}-{digest.hexdigest()[:12]}"
            ready = self._cache / folder
            if not ready.exists():
                _make_index(find_program(self._root), spool, Path(work)).rename(ready)
                _keep_newest(self._cache, name)
        found = (ready / "tokens").read_text(encoding="utf-8")
        return Index(f"index/{folder}/", "".join(sorted(letters)), found, " ".join(urls))

    def _record(self, file: Path, letters: set[str]) -> Record | None:
        url = address(file, self._site)
        page = read_page(url, file.read_text(encoding="utf-8"))
        if page is None:
            return None
        sections = [[item.id, item.heading, item.text] for item in page.sections]
        write_packed(_text_file(self._out, url), {"title": page.title, "sections": sections})
        for item in page.sections:
            letters.update(item.heading, item.text)
        return Record(url, " ".join(tokens(page.title)), " ".join(page_tokens(page)))

    def _put(self, index: Index) -> None:
        """Copy an index into the site, unless it is there."""
        ready, target = self._cache / Path(index.folder).name, self._out / index.folder
        if not target.is_dir():
            shutil.copytree(ready, target, ignore=shutil.ignore_patterns(ENGINE, "tokens"))
        engine = self._site / ENGINE_AT
        if not engine.is_file() or engine.read_bytes() != (ready / ENGINE).read_bytes():
            engine.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ready / ENGINE, engine)


def texts_of(out: Path, index: Index) -> list[Path]:
    """Where the texts of an index's pages lie."""
    return [_text_file(out, url) for url in index.urls.split(" ")]


def _text_file(out: Path, url: str) -> Path:
    path = out / "text" / (url.rstrip("/") or "index")
    return path.with_name(f"{path.name}{PACKED}")


def _remembered(known: Path, key: str) -> Index | None:
    """What was read of a group, if its files are still those."""
    try:
        was, *told = json.loads(known.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return Index(*told) if was == key else None


def _make_index(program: Path, spool: Path, work: Path) -> Path:
    """Index the records of a file; returns a folder with what the page loads, and the tokens."""
    raw, fresh = work / "raw", work / "fresh"
    count, common = _counted(_spooled(spool))
    write_index(program, (_told(record, count, common) for record in _spooled(spool)), raw)
    for pattern in KEPT:
        for file in raw.glob(pattern):
            target = fresh / file.relative_to(raw)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
    write_packed(fresh / f"pages{PACKED}", _addresses(raw))
    write_packed(fresh / f"common{PACKED}", {"common": " ".join(sorted(common))})
    (fresh / "tokens").write_text(" ".join(sorted(set(count) - common)), encoding="utf-8")
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
