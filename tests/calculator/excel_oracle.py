"""Excel files read by openpyxl: what the project's own reader is held against."""

import io
import warnings
from typing import Any

import openpyxl
from openpyxl.utils.datetime import from_excel

from xueshi.workbook.shown import GENERAL, LOCAL_DATES, Oddity, shown

Seen = tuple[
    str,
    bool,
    dict[tuple[int, int], str],
    dict[tuple[int, int], tuple[int, int]],
    set[int],
    dict[tuple[int, int], Oddity],
]
"""Name of a sheet, whether it is hidden; texts by row and column, both from 1; where the text of a cell below
another one of a merged area stands; hidden rows with something in them; what is odd."""


def seen(data: bytes) -> list[Seen]:
    """What stands in each sheet of a file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    return [_sheet(sheet) for sheet in book.worksheets]


def _sheet(sheet: Any) -> Seen:
    texts, odd = {}, {}
    for place, cell in sheet._cells.items():
        found = _shown(cell, sheet.parent.epoch)
        if found.text:
            texts[place] = found.text
        if found.oddity:
            odd[place] = found.oddity
    merged = {
        (row, area.min_col): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row + 1, area.max_row + 1)
    }
    hidden = {row for row, _ in texts if row in sheet.row_dimensions and sheet.row_dimensions[row].hidden}
    return sheet.title, sheet.sheet_state != "visible", texts, merged, hidden, odd


def _shown(cell: Any, epoch: Any) -> Any:
    number_format, value = cell.number_format, cell.value
    local = LOCAL_DATES.get(cell._style.numFmtId) if number_format == GENERAL and cell.has_style else None
    if local and isinstance(value, int | float) and not isinstance(value, bool):
        number_format, value = local, from_excel(value, epoch)
    return shown(value, number_format)
