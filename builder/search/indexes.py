"""The index of a group of pages: made anew only when one of them changed, the same bytes for the same pages.

Three things are kept below ``build/cache/search``: an index, under a name made of its records; for each group
of pages what was read of it as a whole, with times and sizes of its files; and the record of each page.
A build after a change reads the changed pages only, and hands the records of their groups to Pagefind again.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import zlib
from base64 import b64decode, b64encode
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from builder.search.packed import PACKED, packed, put, write_packed
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

RECORDS = ".records"
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


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is kept of one page."""

    url: str
    mark: str
    """Time and size of its file."""
    digest: str
    """The hash of its file: a site that is made anew has other times, and mostly the same pages."""
    letters: str
    """Its characters, each once."""
    line: str
    """Its record as JSON; empty for a page without an article."""
    text: str
    """The file of its text, in base64."""


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
        records = self._cache / f"{name}{RECORDS}"
        old = dict(self._old_records(records))
        with TemporaryDirectory(dir=self._cache, prefix="work-") as work:
            spool = Path(work) / "records"
            draft = Path(work) / "kept"
            with spool.open("wb") as lines, gzip.open(draft, "wb", compresslevel=1) as kept:
                kept.write(f"{self._form}\n".encode())
                for file in files:
                    seen = self._seen(file, old)
                    kept.write(json.dumps(astuple(seen), ensure_ascii=False).encode() + b"\n")
                    if not seen.line:
                        continue
                    letters.update(seen.letters)
                    urls.append(seen.url)
                    line = seen.line.encode() + b"\n"
                    digest.update(line)
                    lines.write(line)
            draft.replace(records)
            folder = f"{name}-{digest.hexdigest()[:12]}"
            ready = self._cache / folder
            if not ready.exists():
                _make_index(find_program(self._root), spool, Path(work)).rename(ready)
                _keep_newest(self._cache, name)
        found = (ready / "tokens").read_text(encoding="utf-8")
        return Index(f"index/{folder}/", "".join(sorted(letters)), found, " ".join(urls))

    def _old_records(self, kept: Path) -> Iterator[tuple[str, _Seen]]:
        """What was kept of the pages of a group, by address."""
        try:
            with gzip.open(kept, "rt", encoding="utf-8") as lines:
                if next(lines, "").rstrip("\n") == self._form:
                    for line in lines:
                        seen = _Seen(*json.loads(line))
                        yield seen.url, seen
        except (OSError, EOFError, ValueError, TypeError, zlib.error):
            return

    def _seen(self, file: Path, old: Mapping[str, _Seen]) -> _Seen:
        """What is kept of a page; read again only where it is another. Its text is there afterwards."""
        url, told = address(file, self._site), file.stat()
        mark, at = f"{told.st_mtime_ns} {told.st_size}", _text_file(self._out, url)
        seen = old.get(url)
        if seen is None or seen.mark != mark or (seen.line and not at.is_file()):
            html = file.read_bytes()
            digest = hashlib.sha256(html).hexdigest()
            if seen is not None and seen.digest == digest:
                seen = replace(seen, mark=mark)
            else:
                seen = _read(url, mark, digest, html.decode("utf-8"))
            if seen.line:
                put(at, b64decode(seen.text))
        return seen

    def _put(self, index: Index) -> None:
        """Copy an index into the site, unless it is there."""
        ready, target = self._cache / Path(index.folder).name, self._out / index.folder
        if not target.is_dir():
            shutil.copytree(ready, target, ignore=shutil.ignore_patterns(ENGINE, "tokens"))
        engine = self._site / ENGINE_AT
        if not engine.is_file() or engine.read_bytes() != (ready / ENGINE).read_bytes():
            engine.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ready / ENGINE, engine)


def _read(url: str, mark: str, digest: str, html: str) -> _Seen:
    """Read a page."""
    page = read_page(url, html)
    if page is None:
        return _Seen(url, mark, digest, "", "", "")
    sections = [[item.id, item.heading, item.text] for item in page.sections]
    text = b64encode(packed({"title": page.title, "sections": sections})).decode()
    letters = {letter for item in page.sections for part in (item.heading, item.text) for letter in part}
    record = Record(url, " ".join(tokens(page.title)), " ".join(page_tokens(page)))
    line = json.dumps(astuple(record), ensure_ascii=False)
    return _Seen(url, mark, digest, "".join(sorted(letters)), line, text)


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
