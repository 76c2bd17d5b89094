"""Puts the search into a built site: texts, exact tokens, the indexes and what the page loads first.

Nothing here knows MkDocs: it reads the finished HTML and the catalog.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from pathlib import Path

from builder.catalog import Catalog
from builder.search.exact import Target, exact_keys, shard, shard_count
from builder.search.front import front
from builder.search.groups import MOST_PAGES, groups, label
from builder.search.indexes import Index, IndexMaker, texts_of
from builder.search.packed import PACKED, write_packed
from builder.search.text import page_files, references

FOLDER = "search"
FEW = 8
"""A token that is in more indexes than these does not help to choose among them."""
TOKENS_A_FILE = 600


def build_search(root: Path, catalog: Catalog, site: Path, *, most_pages: int = MOST_PAGES) -> dict[str, str]:
    """Write everything the search needs below ``site/search``. Returns the folders of the indexes.

    Needs ``node_modules``, no network. What an earlier run left there and is still right, stays. Raises
    `MissingPagefindError` without Pagefind's program.
    """
    out = site / FOLDER
    maker = IndexMaker(root, site, out, cache_folder(root))
    parts = groups(page_files(site), site, catalog, most_pages)
    made = {name: maker.make(name, files) for name, files in parts.items()}
    _remove_others(out, made)
    letters = {letter for index in made.values() for letter in index.letters}
    for folder in ("exact", "where"):
        shutil.rmtree(out / folder, ignore_errors=True)
    shards = _write_exact(exact_keys(catalog, references(site)), out / "exact")
    folders = {name: index.folder for name, index in made.items()}
    told = front(catalog, letters, folders, shards)
    told["names"] = {name: label(name, catalog) for name in made}
    told["where"] = _write_where(made, out / "where")
    write_packed(out / f"front{PACKED}", told)
    return folders


def cache_folder(root: Path) -> Path:
    """Where indexes are kept from one build to the next."""
    return root / "build" / "cache" / "search"


def _remove_others(out: Path, made: dict[str, Index]) -> None:
    """Remove texts and indexes that an earlier run left."""
    texts = {path for index in made.values() for path in texts_of(out, index)}
    kept = {Path(index.folder).name for index in made.values()}
    for folder in (out / "index").iterdir():
        if folder.name not in kept:
            shutil.rmtree(folder)
    for path in (out / "text").rglob(f"*{PACKED}"):
        if path not in texts:
            path.unlink()


def _write_exact(keys: dict[str, list[Target]], out: Path) -> int:
    count = shard_count(len(keys))
    files: list[dict[str, list[list[str]]]] = [{} for _ in range(count)]
    for key, targets in sorted(keys.items()):
        files[shard(key, count)][key] = [[item.url, item.label, item.fits] for item in targets]
    for number, content in enumerate(files):
        write_packed(out / f"{number}{PACKED}", content)
    return count


def _write_where(made: dict[str, Index], out: Path) -> int:
    """In which indexes a token is, by their places in the list, unless in many; returns how many files."""
    if len(made) == 1:
        return 0
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, index in enumerate(made.values()):
        for token in index.tokens.split(" "):
            if len(places[token]) <= FEW:
                places[token].append(number)
    few = {token: at for token, at in places.items() if len(at) <= FEW}
    count = max(1, -(-len(few) // TOKENS_A_FILE))
    files: list[dict[str, list[int]]] = [{} for _ in range(count)]
    for token in sorted(few):
        files[shard(token, count)][token] = few[token]
    for number, content in enumerate(files):
        write_packed(out / f"{number}{PACKED}", content)
    return count
