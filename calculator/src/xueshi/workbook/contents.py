"""What an Excel file says of itself before its rows: its sheets, how cells are shown, how days count."""

from __future__ import annotations

import posixpath
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from xueshi.texts import say
from xueshi.workbook.marks import UnreadableWorkbookError
from xueshi.workbook.sheetxml import elements
from xueshi.workbook.shown import GENERAL, LOCAL_DATES

LARGEST_CONTENT = 2_000_000_000
"""Bytes of one sheet, unpacked; a full sheet of a million rows and twelve columns has about 900 million."""

LARGEST_TEXTS = 200_000_000
"""Bytes of the texts that the sheets share, unpacked: they have to be kept."""

MOST_PARTS = 1_000
"""Files inside a workbook."""

UNLIMITED = 1 << 62

_BROKEN = (NotImplementedError, RuntimeError, OSError, EOFError, LookupError, ValueError, ArithmeticError)
"""What a broken file makes its readers raise, besides errors of their own."""

_PARTS_OF_STYLES = frozenset(("fonts", "fills", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"))

_RELATION = re.compile(r"(?:\w+:)?id")
_FORMATS = {
    9: "0%",
    10: "0.00%",
    **dict.fromkeys((1, 3, 5, 6, 37, 38, 41, 42), "0"),
    **dict.fromkeys((2, 4, 7, 8, 39, 40, 43, 44), "0.00"),
    **dict.fromkeys((14, 15), "yyyy-mm-dd"),
    16: "d-mmm",
    17: "mmm-yy",
    **dict.fromkeys((18, 20), "h:mm"),
    **dict.fromkeys((19, 21), "h:mm:ss"),
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss",
    22: "yyyy-mm-dd h:mm",
    **LOCAL_DATES,
}
"""Formats that go by number alone and show a number as something else (ECMA-376 part 1, 18.8.30)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be: what a person's ledger never is, a staff's list may well be."""

    part: int = LARGEST_CONTENT
    """Bytes of one part, unpacked."""
    whole: int = UNLIMITED
    """Bytes of all parts, unpacked."""
    merged_cells: int = UNLIMITED
    """Cells over which the merged areas of a sheet spread, together."""
    sentence: str = "large_workbook"
    """Code of what is said of a larger one."""


@dataclass(frozen=True, slots=True)
class SheetName:
    """A sheet of a workbook: its name, its part in the file, whether it is hidden."""

    name: str
    part: str
    hidden: bool


class Contents:
    """An opened Excel file. Raises ``UnreadableWorkbookError`` for any other, and for one that is too large.

    ``errors`` are what its readers raise where it is broken.
    """

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        import zipfile  # the page needs it for Excel files only

        self.limits = limits
        self.errors = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, *_BROKEN)
        try:
            self.archive = zipfile.ZipFile(stream)
            self._refuse_others()
            self._main, self._parts = self._related()
            self.sheets = tuple(self._sheets())
            self.texts = self._part_of("sharedStrings", "xl/sharedStrings.xml")
            """The part of the texts that the sheets share."""
            styles = tuple(self._styles())
            self._formats = tuple(number_format for number_format, _ in styles)
            self.struck = frozenset(str(at) for at, (_, struck) in enumerate(styles) if struck)
            """Numbers of the styles, as cells name them, that strike a text through."""
            self.from_1904 = self._counts_from_1904()
            """Whether days are numbered from 1904, as in old files of Macintosh."""
        except UnreadableWorkbookError:
            raise
        except self.errors as error:
            raise UnreadableWorkbookError(say("file_workbook")) from error

    def has(self, part: str) -> bool:
        """Whether the file has a part of this name."""
        return part in self.archive.NameToInfo

    def number_format(self, style: int) -> str:
        """The format of numbers in cells of a style."""
        return self._formats[style] if style < len(self._formats) else GENERAL

    def _refuse_others(self) -> None:
        parts = self.archive.infolist()
        names = {part.filename for part in parts}
        limits, texts = self.limits, LARGEST_TEXTS
        if (
            len(parts) > MOST_PARTS
            or any(part.file_size > limits.part for part in parts)
            or any(part.file_size > texts for part in parts if part.filename.endswith("sharedStrings.xml"))
            or sum(part.file_size for part in parts) > limits.whole
        ):
            raise UnreadableWorkbookError(say(limits.sentence))
        if "mimetype" in names or "xl/workbook.bin" in names or "[Content_Types].xml" not in names:
            raise UnreadableWorkbookError(say("file_other_workbook"))

    def _related(self) -> tuple[str, Mapping[str, tuple[str, str]]]:
        """The part of the workbook itself; by their ids, kind and part of what belongs to it."""
        kinds = self._relations("_rels/.rels", "").values()
        main = next((part for kind, part in kinds if kind == "officeDocument"), "xl/workbook.xml")
        folder, _, name = main.rpartition("/")
        return main, self._relations(f"{folder}/_rels/{name}.rels".lstrip("/"), folder)

    def _relations(self, part: str, folder: str) -> Mapping[str, tuple[str, str]]:
        if not self.has(part):
            return {}
        found = {}
        for _, item in elements(self.archive, part, {"Relationship"}):
            target = item.get("Target", "")
            kind = item.get("Type", "").rpartition("/")[2]
            place = posixpath.normpath(posixpath.join(folder, target))
            found[item.get("Id", "")] = kind, place.lstrip("/")
        return found

    def _sheets(self) -> Iterator[SheetName]:
        for _, item in elements(self.archive, self._main, {"sheet"}):
            key = next((value for name, value in item.items() if _RELATION.fullmatch(name)), "")
            kind, part = self._parts.get(key, ("", ""))
            is_sheet = kind == "worksheet" or (not kind and "worksheets" in part)
            if is_sheet and self.has(part):
                yield SheetName(item.get("name", ""), part, item.get("state", "visible") != "visible")

    def _part_of(self, kind: str, usual: str) -> str:
        return next((part for found, part in self._parts.values() if found == kind), usual)

    def _styles(self) -> Iterator[tuple[str, bool]]:
        """The number format of every style of a cell, in order, and whether its font strikes through."""
        part = self._part_of("styles", "xl/styles.xml")
        if not self.has(part):
            return
        own: dict[int, str] = {}
        struck: set[int] = set()
        within, fonts = "", 0
        for name, item in elements(self.archive, part, {*_PARTS_OF_STYLES, "numFmt", "font", "strike", "xf"}):
            if name in _PARTS_OF_STYLES:
                within = name
            elif name == "numFmt":
                own.setdefault(int(item["numFmtId"]), item.get("formatCode", GENERAL))
            elif within == "fonts":
                fonts += name == "font"
                if name == "strike" and item.get("val", "1") not in ("0", "false"):
                    struck.add(fonts - 1)
            elif within == "cellXfs" and name == "xf":
                number = int(item.get("numFmtId", 0))
                yield own.get(number, _FORMATS.get(number, GENERAL)), int(item.get("fontId", 0)) in struck

    def _counts_from_1904(self) -> bool:
        marks = (item for _, item in elements(self.archive, self._main, {"workbookPr"}))
        return any(item.get("date1904") in ("1", "true") for item in marks)
