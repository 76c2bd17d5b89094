"""What goes out beside the pages: packed copies, hashes, the list of parts, headers."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from pathlib import Path

import brotli
import pytest

from builder.hosting import headers, page_policy
from builder.hosting.hashes import Hashes, Marks
from builder.hosting.parts import PYTHON, parts, spdx
from builder.hosting.policy import HASHED
from builder.hosting.siblings import write_packed
from builder.hosting.sums import NAME, write_sums

ROOT = Path(__file__).resolve().parents[2]


def fill(site: Path, files: dict[str, bytes]) -> None:
    """Write files below a folder."""
    for name, data in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(data)


def test_what_everybody_loads_has_packed_copies_that_unpack_to_it(tmp_path: Path) -> None:
    """Small files, pictures and files whose number grows with the data have none."""
    text = b"const words = 'the same again and again';\n" * 100
    site = tmp_path / "site"
    fill(
        site,
        {
            "assets/js/site.js": text,
            "assets/js/small.js": b"1;",
            "assets/images/a.png": text,
            "assets/calculator/minghe/2025.json": text,
            "index.html": text,
        },
    )
    assert write_packed(site, tmp_path / "cache", 5) == 1
    assert brotli.decompress((site / "assets/js/site.js.br").read_bytes()) == text
    first = (site / "assets/js/site.js.gz").read_bytes()
    assert gzip.decompress(first) == text
    assert sorted(path.name for path in site.rglob("*.*z")) == ["site.js.gz"]
    write_packed(site, tmp_path / "other", 5)
    assert (site / "assets/js/site.js.gz").read_bytes() == first


def test_only_what_changed_is_packed_again(tmp_path: Path) -> None:
    """What looks as it did keeps its copies, also where the folder moved."""
    site, moved, marks = tmp_path / "site", tmp_path / "moved", Marks()
    fill(site, {"assets/a.js": b"a" * 1000, "assets/b.js": b"b" * 1000})
    write_packed(site, tmp_path / "cache", 5, marks)
    site.rename(moved)
    (moved / "assets/a.js.gz").write_bytes(b"left alone")
    (moved / "assets/b.js.br").unlink()
    fill(moved, {"assets/b.js": b"c" * 1001})
    assert write_packed(moved, tmp_path / "cache", 5, marks) == 2
    assert (moved / "assets/a.js.gz").read_bytes() == b"left alone"
    assert brotli.decompress((moved / "assets/b.js.br").read_bytes()) == b"c" * 1001


def test_hashes_that_are_known_and_those_that_are_read_make_one_list(tmp_path: Path) -> None:
    """What was just made is not read again; everything else is, as soon as it looks different."""
    fill(tmp_path, {"a.html": b"one", "b.js": b"two"})
    write_sums(tmp_path)
    whole = (tmp_path / NAME).read_text("utf-8")
    hashes = Hashes(tmp_path, {"a.html": hashlib.sha256(b"one").digest()})
    write_sums(tmp_path, hashes)
    assert (tmp_path / NAME).read_text("utf-8") == whole
    fill(tmp_path, {"a.html": b"three", "b.js": b"four"})
    hashes.made({"a.html": hashlib.sha256(b"three").digest()})
    write_sums(tmp_path, hashes)
    known = (tmp_path / NAME).read_text("utf-8")
    write_sums(tmp_path)
    assert (tmp_path / NAME).read_text("utf-8") == known != whole


def test_the_list_of_hashes_names_every_file_but_itself(tmp_path: Path) -> None:
    """In the form of sha256sum, sorted, the same on every machine."""
    fill(tmp_path, {"b.html": b"two", "a/b.json": b"one", "中.txt": b""})
    assert write_sums(tmp_path) == write_sums(tmp_path) == 3
    lines = (tmp_path / NAME).read_text("utf-8").splitlines()
    assert [line.split("  ")[1] for line in lines] == ["a/b.json", "b.html", "中.txt"]
    assert lines[0].startswith(hashlib.sha256(b"one").hexdigest())


def test_every_part_has_a_licence_of_spdx() -> None:
    """Ours, Python's, and every package of which something is published."""
    found = parts(ROOT)
    assert all(
        re.fullmatch(r"[A-Za-z0-9.+-]+(?: (?:AND|OR) [A-Za-z0-9.+-]+)*", part.licence) for part in found
    )
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]
    assert {*wanted, *PYTHON} <= {part.name for part in found}
    document = json.loads(spdx(found, "2026-01-01"))
    ids = [package["SPDXID"] for package in document["packages"]]
    assert len(set(ids)) == len(found)
    assert {item["relatedSpdxElement"] for item in document["relationships"]} == set(ids)


def test_policy_allows_nothing_inline_and_no_other_host() -> None:
    """Words that would open it stand nowhere in it."""
    for text in (page_policy(), headers(framed=True)["Content-Security-Policy"]):
        script = next(part for part in text.split("; ") if part.startswith("script-src"))
        assert "unsafe-inline" not in text
        assert "'unsafe-eval'" not in script
        assert "http" not in text


@pytest.mark.parametrize(
    ("address", "hashed"),
    [
        ("/assets/runtime/f196b66000d97d22/python.zip", True),
        ("/xueshi/assets/javascripts/bundle.a5f9d56c.min.js", True),
        ("/assets/editor/packs/editor-531da9ba7de02d92.zip", True),
        ("/assets/runtime/manifest.json", False),
        ("/xueshi/front-3610d4b2936831d6/js/runtime/worker.js", True),
        ("/assets/js/site.js", False),
        ("/cities/sanmenxia/2025/", False),
        ("/api/v1/index.json", False),
    ],
)
def test_only_addresses_with_a_hash_are_kept_for_good(address: str, hashed: bool) -> None:
    """Everything else is asked for anew, or a correction would not reach its readers."""
    assert bool(re.search(HASHED, address)) is hashed
