"""A file of results on its way: made a few rows at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from xueshi.roster.safe import guarded
from xueshi.workbook.xlsx import SheetForm, XlsxWriter

XLSX, CSV = "xlsx", "csv"

BOM = "\ufeff"

Sheet = tuple[SheetForm, Iterable[Sequence[str]]]


class Export:
    """A file on its way: each step does so many rows more, and gives what is ready of the file."""

    def __init__(self, sheets: Iterable[Sheet], form: str, work: Iterable[float] = ()) -> None:
        """``work`` is done before the rows of ``sheets`` are asked for; it tells its share of the whole."""
        self.form, self.share, self.finished = form, 0.0, False
        self._steps = self._all(work, sheets)
        self._text = io.StringIO(newline="")
        self._file = b""

    def step(self, count: int) -> bytes:
        """Do so many rows more."""
        for _ in zip(range(count), self._steps, strict=False):
            pass
        ready, self._file = self._file or self._text.getvalue().encode("utf-8", "replace"), b""
        self._text.seek(0)
        self._text.truncate()
        return ready

    def _all(self, work: Iterable[float], sheets: Iterable[Sheet]) -> Iterator[None]:
        for share in work:
            self.share = share
            yield
        yield from self._as_csv(sheets) if self.form == CSV else self._as_xlsx(sheets)
        self.finished, self.share = True, 1.0

    def _as_csv(self, sheets: Iterable[Sheet]) -> Iterator[None]:
        """The first sheet, because the others are no people."""
        writer = csv.writer(self._text, lineterminator="\r\n")
        for look, rows in islice(sheets, 1):
            self._text.write(BOM)
            for row in chain([look.header], rows):
                writer.writerow([guarded(cell) for cell in row])
                yield

    def _as_xlsx(self, sheets: Iterable[Sheet]) -> Iterator[None]:
        out = io.BytesIO()
        writer = XlsxWriter(out)
        for look, rows in sheets:
            writer.sheet(look)
            for row in rows:
                writer.row(row)
                yield
        writer.close()
        self._file = out.getvalue()
