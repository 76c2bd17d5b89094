"""The beginnings of a new year in the page: drafts as of `build.py draft`, templates as of `build.py new`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from builder.catalog import Catalog, make_catalog
from builder.draft.command import known_of
from builder.draft.docx import UnreadableError, docx_text
from builder.draft.files import draft_files
from builder.draft.model import Where, take_apart
from builder.draft.opening import decoded
from builder.folder import DataFile, Folder
from builder.fresh.cases import cases
from builder.fresh.copied import UncopiedError, copied

PDF = "这里读不了 PDF。请在 PDF 里全选、复制，把文字粘贴进来；扫描件用命令 build.py draft。"
OLD_WORD = "这是旧的 .doc 文件，请在 Word 或 WPS 里另存为 .docx，或者复制文字粘贴进来。"
EMPTY = "先粘贴通知的文字，或者选一个 .docx、.txt 文件。"
NO_YEAR = "先填年度，四位数字，如 2026。"
YEARS = range(2000, 2100)
CITY, BLANK_YEAR = "city", 2000
"""What stands in the blank template in the place of a city and a year."""


def draft(payload: Mapping[str, Any], published: Iterable[DataFile]) -> dict[str, Any]:
    """The files of a draft by place, the city-year first; ``refused`` says why there are none."""
    catalog = _catalog(published)
    region, year = catalog.region(payload["city"]), _year(payload)
    if region is None or year is None:
        return {"refused": NO_YEAR}
    try:
        text = _text(payload)
    except UnreadableError as error:
        return {"refused": str(error)}
    if not text.strip():
        return {"refused": EMPTY}
    province = catalog.province
    where = Where(region.id, region.name, year, province.id, province.name)
    return {"refused": None, "files": draft_files(take_apart(text, where, known_of(catalog)))}


def fresh(payload: Mapping[str, Any], published: Iterable[DataFile]) -> dict[str, Any]:
    """The file of a new year without a value and its worked cases, by place; ``refused`` says why not.

    ``earlier`` is the text of the year ``before``, whose structure is taken; without it ``blank`` is.
    """
    region, year = _catalog(published).region(payload["city"]), _year(payload)
    if region is None or year is None:
        return {"refused": NO_YEAR}
    place = f"cities/{region.id}/{year}"
    if payload["earlier"] is None:
        text = str(payload["blank"]).replace(f"city: {CITY}\n", f"city: {region.id}\n", 1)
        text = text.replace(f"year: {BLANK_YEAR}\n", f"year: {year}\n", 1)
    else:
        try:
            text = copied(payload["earlier"], f"{payload['before']}.yml", year, int(payload["before"]))
        except UncopiedError as error:
            return {"refused": str(error)}
    return {
        "refused": None,
        "files": {f"{place}.yml": text, f"{place}.cases.yml": cases(region.name, year)},
    }


def _catalog(published: Iterable[DataFile]) -> Catalog:
    """The catalog of the files that the page has handed over."""
    return make_catalog(Folder(Path(), tuple(sorted(published, key=lambda file: file.place))))


def _year(payload: Mapping[str, Any]) -> int | None:
    """The year that was typed; None where it is none."""
    text = str(payload["year"]).strip()
    return int(text) if text.isdecimal() and int(text) in YEARS else None


def _text(payload: Mapping[str, Any]) -> str:
    """The words of the notice: of the file where there is one, else as pasted."""
    content = bytes(payload.get("bytes") or b"")
    if not content:
        return str(payload.get("text") or "")
    if content.startswith(b"%PDF"):
        raise UnreadableError(PDF)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableError(OLD_WORD)
    return docx_text(content) if content.startswith(b"PK") else decoded(content)
