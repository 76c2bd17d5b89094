"""The reader of Excel files sees what openpyxl sees, in files as several programs write them."""

import datetime
import io
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.calculator.excel_oracle import Seen, seen
from xueshi.workbook.marks import LOST, UNCOMPUTED
from xueshi.workbook.sheets import Workbook

FORMATS = (
    *("General", "0", "0.0", "0.00", "#,##0.00", "0%", "0.0%", "@", "0.00E+00", '0"学时"', "# ?/?"),
    *("yyyy-mm-dd", "yyyy/m/d", 'yyyy"年"m"月"d"日"', 'yyyy"年"m"月"', 'm"月"d"日"', "[$-804]yyyy/m/d"),
    *("h:mm", "h:mm:ss", "yyyy-m-d h:mm", "mm-dd-yy", "d-mmm", "mmm-yy", "[Red]0;[Blue]-0", "yyyy"),
)
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn"))
TEXTS = st.text(LETTERS, max_size=6).filter(lambda text: not text.startswith("=") and "_x" not in text)
NUMBERS = st.one_of(
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.integers(0, 60_000),
    st.decimals(0, 60_000, places=3).map(float),
    st.floats(-1e9, 1e9).map(lambda number: float(format(number, ".15g"))),
)
DAYS = st.datetimes(
    datetime.datetime(1900, 3, 1),  # noqa: DTZ001 (a cell has no zone)
    datetime.datetime(2199, 12, 31),  # noqa: DTZ001 (the same)
).map(lambda moment: moment.replace(microsecond=0))
VALUES = st.one_of(st.none(), TEXTS, NUMBERS, DAYS, st.booleans(), st.sampled_from((" 专业 ", "a\nb")))
PLACES = st.tuples(st.integers(1, 12), st.integers(1, 8))
CELLS = st.dictionaries(PLACES, st.tuples(VALUES, st.sampled_from(FORMATS)), max_size=25)
AREAS = st.lists(st.tuples(PLACES, st.integers(0, 3), st.integers(0, 2)), max_size=3)
HIDDEN = st.sets(st.integers(1, 12), max_size=3)


def ours(data: bytes) -> list[Seen]:
    """What our reader sees; what a formula left without a result is nothing."""
    book = Workbook(io.BytesIO(data))
    found: list[Seen] = []
    for sheet in book.sheets:
        texts, above, odd = {}, {}, {}
        hidden: set[int] = set()
        for row in book.rows(sheet):
            own = {
                (row.number, column + 1): text.removesuffix(LOST)
                for column, text in row.cells.items()
                if column not in row.above and text != UNCOMPUTED
            }
            texts.update(own)
            above.update({(row.number, at + 1): (top, at + 1) for at, top in row.above.items()})
            hidden.update({row.number} if row.hidden and own else ())
            odd.update({(row.number, at + 1): oddity for at, oddity in row.odd.items()})
        found.append((sheet.name, sheet.hidden, texts, above, hidden, odd))
    return found


def agree(data: bytes) -> None:
    """Both readers see the same; ours tells of merged cells only where a text is filled in."""
    for mine, theirs in zip(ours(data), seen(data), strict=True):
        name, hidden, texts, merged, rows, odd = theirs
        filled = {
            place: origin
            for place, origin in merged.items()
            if origin in texts and place not in texts and place[0] in {row for row, _ in texts}
        }
        assert mine == (name, hidden, texts, filled, rows, odd)


def apart(areas: Sequence[tuple[tuple[int, int], int, int]]) -> list[tuple[int, int, int, int]]:
    """Areas of several cells that do not overlap."""
    taken: set[tuple[int, int]] = set()
    kept = []
    for (top, left), down, right in areas:
        cells = {(row, at) for row in range(top, top + down + 1) for at in range(left, left + right + 1)}
        if len(cells) > 1 and not cells & taken:
            taken |= cells
            kept.append((top, left, top + down, left + right))
    return kept


@settings(deadline=None, max_examples=30)
@given(CELLS, AREAS, HIDDEN, st.booleans(), st.booleans())
def test_what_openpyxl_writes(
    cells: dict[tuple[int, int], tuple[Any, str]], areas: Any, rows: set[int], old: bool, hidden: bool
) -> None:
    book = openpyxl.Workbook()
    if old:
        book.epoch = datetime.datetime(1904, 1, 1)  # noqa: DTZ001 (no zone)
    sheet: Any = book.active
    for (row, column), (value, number_format) in cells.items():
        sheet.cell(row, column, value)
        if not isinstance(value, datetime.datetime) or "y" in number_format:
            sheet.cell(row, column).number_format = number_format
    for top, left, bottom, right in apart(areas):
        sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    for row in rows:
        sheet.row_dimensions[row].hidden = True
    book.create_sheet("另一张").sheet_state = "hidden" if hidden else "visible"
    out = io.BytesIO()
    book.save(out)
    agree(out.getvalue())


@settings(deadline=None, max_examples=30)
@given(CELLS, AREAS, HIDDEN, st.booleans())
def test_what_xlsxwriter_writes(
    cells: dict[tuple[int, int], tuple[Any, str]], areas: Any, rows: set[int], old: bool
) -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": old, "strings_to_numbers": False})
    sheet = book.add_worksheet("表")
    formats: dict[str, Any] = {name: book.add_format({"num_format": name}) for name in FORMATS}
    merged = apart(areas)
    inside = {
        (row, at): (top, left)
        for top, left, bottom, right in merged
        for row in range(top, bottom + 1)
        for at in range(left, right + 1)
    }
    for top, left, bottom, right in merged:
        sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, "合并")
    for place, (value, number_format) in cells.items():
        if inside.get(place, place) == place:
            _write(sheet, place, value, formats[number_format])
    for row in rows:
        sheet.set_row(row - 1, None, None, {"hidden": True})
    book.close()
    agree(out.getvalue())


def _write(sheet: Any, place: tuple[int, int], value: Any, form: Any) -> None:
    row, column = place[0] - 1, place[1] - 1
    kinds: dict[type, Callable[..., Any]] = {
        str: sheet.write_string,
        bool: sheet.write_boolean,
        datetime.datetime: sheet.write_datetime,
    }
    if value is None:
        sheet.write_formula(row, column, "=1+1", form, 2)
    else:
        kinds.get(type(value), sheet.write_number)(row, column, value, form)
