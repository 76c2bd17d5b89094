"""The ledger of the page: rows in by paste and file, wrong cells told, undo, fifty thousand rows."""

import datetime
import io
import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.site.calculator import PINGDINGSHAN, PUBLIC, TRADE, Calculator, ledger, ledger_row, quick
from tests.site.conftest import Visits
from xueshi.ledger.table import USUAL_COLUMNS

HOSTILE = "<script>window.struck = 1</script><img src=x onerror='window.struck = 1'>"


def test_pasted_cells_become_rows_and_text_stays_text(visits: Visits) -> None:
    hostile = ledger_row(完成日期="2025-06-01", 科目="专业", 学时="8", 课程=HOSTILE, 施教机构=HOSTILE)
    calculator = ledger(visits, PUBLIC, TRADE, hostile)
    calculator.expect_status("已达标")
    assert calculator.cells()[2][3] == HOSTILE
    expect(calculator.row(4)).to_contain_text(HOSTILE)
    calculator.root.get_by_role("button", name="编辑第 4 行").click()
    expect(calculator.root.get_by_label("课程", exact=True)).to_have_value(HOSTILE)
    assert calculator.page.evaluate("window.struck") is None


def test_pastes_onto_the_ledger_add_rows_one_after_the_other_and_can_be_taken_back(visits: Visits) -> None:
    """A second one, made before the first is read, is neither lost nor mixed with it."""
    calculator = ledger(visits, PUBLIC)
    more = replaced(replaced(TRADE, "学时", "1"), "课程", "另一门")
    calculator.page.evaluate(
        """texts => {
          for (const text of texts) {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            const paste = new ClipboardEvent("paste", {clipboardData, bubbles: true, composed: true});
            document.body.dispatchEvent(paste);
          }
        }""",
        ["\n".join("\t".join(cells) for cells in (USUAL_COLUMNS, row)) for row in (TRADE, more)],
    )
    expect(calculator.rows).to_have_count(3)
    assert calculator.cells() == [list(PUBLIC), list(TRADE), list(more)]
    calculator.expect_status("已达标")
    for left in (2, 1):
        calculator.button("撤销：粘贴 1 行").click()
        expect(calculator.rows).to_have_count(left)
    assert calculator.cells() == [list(PUBLIC)]
    calculator.expect_status("未达标")


def test_files_of_chinese_spreadsheets_are_read(visits: Visits) -> None:
    text = "\r\n".join([",".join(USUAL_COLUMNS), ",".join(PUBLIC), ",".join(TRADE), ""])
    calculator = ledger(visits)
    for encoding in ("gb18030", "utf-8", "utf-8-sig"):
        calculator.open_file(f"{encoding}.csv", text.encode(encoding))
        expect(calculator.rows).to_have_count(2)
        assert calculator.cells() == [list(PUBLIC), list(TRADE)], encoding
        calculator.expect_status("已达标").empty()


def test_a_file_that_is_no_table_is_refused_and_destroys_nothing(visits: Visits) -> None:
    calculator = ledger(visits, PUBLIC).open_file("图片.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    expect(calculator.root.get_by_role("dialog")).to_contain_text("读不进来")
    calculator.button("知道了").click()
    expect(calculator.rows).to_have_count(1)


def test_a_file_of_the_header_alone_is_read_and_holds_no_rows(visits: Visits) -> None:
    calculator = ledger(visits, PUBLIC).open_file("表头.csv", ",".join(USUAL_COLUMNS).encode())
    expect(calculator.root.get_by_role("dialog")).to_contain_text("没有读到记录")
    expect(calculator.root.get_by_role("dialog")).not_to_contain_text("读不进来")
    calculator.button("知道了").click()
    expect(calculator.rows).to_have_count(1)


@pytest.mark.parametrize("width", [1280, 1440])
def test_the_ledger_stays_beside_the_list_of_contents(visits: Visits, width: int) -> None:
    full = ("2024-02-31", "必修", "1000.125", "长" * 60, "河南省专业技术人员公共服务平台", "在线学习", "申报")
    calculator = ledger(visits, PUBLIC, (*full, "2025-05-20", "2025-05-28", "是"), width=width)
    expect(calculator.row(3)).to_contain_text("有错，未计入")
    room = calculator.root.bounding_box()
    table = calculator.root.locator(".ledger-table").bounding_box()
    assert room and table and table["x"] + table["width"] <= room["x"] + room["width"] + 1


def test_a_second_file_asks_where_its_rows_go(visits: Visits) -> None:
    text = "\n".join([",".join(USUAL_COLUMNS), ",".join(TRADE)])
    calculator = ledger(visits, PUBLIC).open_file("二.csv", text.encode())
    calculator.button("替换现有 1 行").click()
    expect(calculator.row(2)).to_contain_text("施工新技术")
    calculator.button("撤销：读入 1 行").click()
    expect(calculator.row(2)).to_contain_text("数字技术与网络安全")


def test_an_exported_ledger_opens_again_as_the_same_rows(visits: Visits) -> None:
    odd = ledger_row(
        完成日期="2025-06-01", 科目="专业", 学时="8", 课程='=1+1，"引号"，逗号,', 学习方式="-面授"
    )
    calculator = ledger(visits, PUBLIC, odd)
    with calculator.page.expect_download() as saving:
        calculator.button("导出 CSV").click()
    assert saving.value.suggested_filename.endswith(".csv")
    data = saving.value.path().read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    calculator.empty()
    calculator.open_file("再开.csv", data)
    expect(calculator.rows).to_have_count(2)
    assert calculator.cells() == [list(PUBLIC), list(odd)]


def test_the_sample_ledger_is_one_that_can_be_judged(visits: Visits) -> None:
    calculator = ledger(visits)
    with calculator.page.expect_download() as saving:
        calculator.button("下载示例台账").click()
    calculator.open_file("示例.csv", saving.value.path().read_bytes())
    expect(calculator.rows).not_to_have_count(0)
    expect(calculator.verdict.locator(".as-of")).to_be_visible()
    expect(calculator.root.locator(".stage.wrong")).to_have_count(0)


def test_what_cannot_be_read_is_told_at_its_cell_and_stays_there(visits: Visits) -> None:
    wrong = [
        ("完成日期", "2025-02-31"),
        ("学时", "六十"),
        ("学时", "-8"),
        ("学时", "0"),
        ("科目", "必修"),
        ("入账方式", "手动"),
    ]
    rows = [replaced(TRADE, column, value) for column, value in wrong]
    calculator = ledger(visits, PUBLIC, *rows).expect_status("未达标")
    for line, (column, value) in enumerate(wrong, start=3):
        cell = calculator.row(line).locator(f'.cell[data-name="{column}"]')
        expect(cell).to_contain_text(value)
        expect(cell).to_have_accessible_description(re.compile(re.escape(value)))
        expect(calculator.row(line)).to_contain_text("有错，未计入")
    for line, (column, value) in enumerate(wrong, start=3):
        calculator.root.get_by_role("button", name=f"去改第 {line} 行", exact=True).click()
        field = calculator.root.get_by_label(column, exact=True)
        expect(field).to_be_focused()
        expect(field).to_have_value(value)
        expect(field).to_have_attribute("aria-invalid", "true")
        right = TRADE[USUAL_COLUMNS.index(column)]
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(right)
        else:
            field.fill(right)
        expect(field).to_have_attribute("aria-invalid", "false")
    calculator.button("完成").click()
    expect(calculator.root.locator(".stage.wrong")).to_have_count(0)
    calculator.expect_status("已达标")


def test_a_wrong_number_in_quick_mode_is_told_at_its_field(visits: Visits) -> None:
    calculator = quick(visits).fill_hours(公需="六十", 专业="60")
    expect(calculator.hours("公需")).to_have_attribute("aria-invalid", "true")
    expect(calculator.hours("公需")).to_have_value("六十")
    calculator.fill_hours(公需="30").all_approved("是").expect_status("已达标")


def test_an_answer_moves_along_with_its_row(visits: Visits) -> None:
    done = {"完成日期": "2021-04-01", "申报日期": "2021-05-01", "审核日期": "2021-05-06"}
    plain = ledger_row(科目="公需", 学时="30", 课程="公需课", **done)
    trade = ledger_row(科目="专业", 学时="60", 课程="专业课", **done)
    calculator = quick(visits, PINGDINGSHAN, "2021-11-20").open_ledger().paste(trade, plain)
    calculator.expect_status("需补充信息")
    question = calculator.root.get_by_label(re.compile("其中公需必修是多少"))
    question.press_sequentially("24")
    expect(question).to_be_focused()
    calculator.expect_status("已达标")
    calculator.root.get_by_role("button", name="删除第 2 行").click()
    calculator.expect_status("未达标")
    expect(calculator.root.locator(".bars tr").filter(has_text="公需必修")).to_contain_text("24")
    calculator.page.reload()
    again = Calculator(calculator.page).judge_on("2021-11-20")
    again.expect_status("未达标")
    expect(again.root.locator(".bars tr").filter(has_text="公需必修").locator(".learned b")).to_have_text(
        "24"
    )
    again.paste(trade)
    again.expect_status("已达标")


def test_fifty_thousand_rows_are_paged_edited_and_judged(visits: Visits, tmp_path: Path) -> None:
    lines = [",".join(USUAL_COLUMNS)]
    lines += [f"2025-03-{day % 28 + 1:02},专业,0.5,课程 {day},,,申报,,,是" for day in range(50_000)]
    calculator = ledger(visits)
    file = tmp_path / "全市.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    with calculator.page.expect_file_chooser() as chooser:
        calculator.button("打开表格").click()
    chooser.value.set_files(file)
    expect(calculator.rows).to_have_count(100)
    expect(calculator.root.get_by_text("共 50000 行").first).to_be_visible()
    calculator.button("下一页").click()
    expect(calculator.row(102)).to_be_visible()
    calculator.root.get_by_role("button", name="编辑第 102 行").click()
    calculator.root.get_by_label("学时", exact=True).fill("6")
    calculator.button("完成").click()
    expect(calculator.row(102)).to_contain_text("6")
    expect(calculator.rows).to_have_count(100)
    calculator.expect_status("未达标")


def replaced(row: tuple[str, ...], column: str, value: str) -> tuple[str, ...]:
    """The row with another value in a column."""
    return tuple(value if name == column else cell for name, cell in zip(USUAL_COLUMNS, row, strict=True))


# Excel files


def test_an_excel_file_is_exported_opened_again_and_one_of_its_sheets_is_chosen(visits: Visits) -> None:
    """With openpyxl in the page, which is fetched for the first Excel file and not before."""
    odd = ledger_row(完成日期="2025-06-01", 科目="专业", 学时="8", 课程="=1+1", 施教机构="007")
    calculator = ledger(visits, PUBLIC, TRADE, odd)
    fetched: list[str] = []
    calculator.page.on("response", lambda response: fetched.append(response.url))
    with calculator.page.expect_download() as saving:
        calculator.button("导出 Excel").click()
    assert saving.value.suggested_filename == "三门峡市2025年度学时台账.xlsx"
    assert sum("workbooks.zip" in url for url in fetched) == 1
    calculator.empty().open_file("再开.xlsx", saving.value.path().read_bytes())
    expect(calculator.rows).to_have_count(3)
    assert calculator.cells() == [list(PUBLIC), list(TRADE), list(odd)]
    calculator.empty().open_file("两张.xlsx", two_sheets())
    calculator.root.get_by_role("dialog").get_by_role("button", name="乙").click()
    expect(calculator.row(2)).to_contain_text("2025-09-05")
    expect(calculator.root.get_by_text("其他工作表没有读")).to_be_visible()
    calculator.open_file("坏的.xlsx", b"PK\x03\x04 not a workbook")
    expect(calculator.root.get_by_role("dialog")).to_contain_text("已经损坏")
    assert sum("workbooks.zip" in url for url in fetched) == 1


def two_sheets() -> bytes:
    """An Excel file with a ledger on each of two sheets; days are date cells."""
    book = openpyxl.Workbook()
    for name in ("甲", "乙"):
        sheet = book.create_sheet(name)
        sheet.append(("单位台账",))
        sheet.append(("完成日期", "科目", "学时"))
        sheet.append((datetime.date(2025, 9, 5), "公需", 8))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_pasted_text_that_cannot_be_read_is_not_lost(visits: Visits) -> None:
    """A staff list of two is refused; the box has it again, to be cut down to one."""
    calculator = ledger(visits)
    text = "姓名\t完成日期\t科目\t学时\n张三\t2025-03-01\t公需\t30\n李四\t2025-03-01\t专业\t60\n"
    calculator.button("粘贴").click()
    box = calculator.root.get_by_role("textbox", name="复制来的内容")
    box.fill(text)
    calculator.button("读入").click()
    expect(calculator.root.get_by_role("dialog")).to_contain_text("这些内容读不进来")
    expect(calculator.root.get_by_role("dialog")).to_contain_text("一次只判断一个人")
    calculator.button("知道了").click()
    calculator.button("粘贴").click()
    expect(box).to_have_value(text)
    box.fill(text[: text.index("李四")])
    calculator.button("读入").click()
    expect(calculator.rows).to_have_count(1)
    calculator.button("粘贴").click()
    expect(box).to_have_value("")
