"""Forms that a notice annexes, filled in and saved as Excel files."""

import io
from typing import Any

import openpyxl

from xueshi.page import handle

FORM = {
    "name": "虚构市培训计划表",
    "fields": ["申报日期", "序号", "培训项目", "负责人：姓名", "负责人：电话", "单位意见"],
    "columns": ["序号", "培训项目"],
    "signed": ["单位意见"],
}


def sheet(texts: dict[str, str], rows: list[list[str]]) -> Any:
    """The sheet of a filled form."""
    answer = handle("write_form", {"form": FORM, "texts": texts, "rows": rows})
    assert answer["name"] == "虚构市培训计划表.xlsx"
    return openpyxl.load_workbook(io.BytesIO(answer["bytes"])).active


def test_a_form_has_its_fields_as_printed_and_what_was_filled_in() -> None:
    made = sheet({"申报日期": "2025-09-01", "负责人：电话": "0398-123"}, [["1", "=1+1"], ["2", "乙"]])
    lines = [[cell.value for cell in row if cell.value is not None] for row in made.iter_rows()]
    assert lines[0] == ["虚构市培训计划表"]
    assert lines[1][0] == "申报日期"
    assert lines[2:5] == [["序号", "培训项目"], ["1", "=1+1"], ["2", "乙"]]
    assert lines[8:] == [["负责人", "姓名"], ["负责人", "电话", "0398-123"], ["单位意见"]]
    assert made["B4"].data_type == "s"


def test_a_form_prints_on_one_width_of_a4_with_room_to_sign() -> None:
    made = sheet({}, [])
    assert int(made.page_setup.paperSize) == 9
    assert made.sheet_properties.pageSetUpPr.fitToPage
    assert made.row_dimensions[made.max_row].height > made.row_dimensions[2].height
