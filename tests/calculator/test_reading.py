"""What a ledger's cells and files may look like, and what is said of those that cannot be read."""

import datetime
from fractions import Fraction

import pytest

from tests.calculator.invented import TODAY, csv_bytes, ledger, row, rules
from xueshi.judge import judge
from xueshi.ledger.cells import read_date, read_hours
from xueshi.ledger.files import UnreadableLedgerError, read_csv, read_paste, write_csv
from xueshi.ledger.table import COLUMNS, ledger_of_rows


@pytest.mark.parametrize(
    "cell",
    ["2023-09-05", "2023-9-5", "2023/9/5", "2023.9.5", "2023年9月5日", "２０２３年９月５日", "20230905",
     " 2023-09-05 ", "2023-09-05 00:00:00", "2023-09-05T10:30", "2023 年 9 月 5 日"],
)  # fmt: skip
def test_dates_are_read_in_the_forms_people_write(cell: str) -> None:
    assert read_date(cell) == datetime.date(2023, 9, 5)


@pytest.mark.parametrize(
    "cell",
    ["2023-02-29", "2023-13-01", "2023-11-31", "23-9-5", "9月5日", "2023-09", "45174", "昨天", "2023-9/5",
     "٢٠٢٣-٠٩-٠٥", "2023-09-05-", "0000-01-01", "2023年9月5"],
)  # fmt: skip
def test_what_names_no_day_is_no_date(cell: str) -> None:
    assert read_date(cell) is None


@pytest.mark.parametrize(
    ("cell", "value"),
    [("8", "8"), ("８", "8"), ("8学时", "8"), ("8 学时", "8"), ("1,000", "1000"), ("1，000", "1000"),
     ("4.5", "4.5"), ("0.1", "0.1"), ("007", "7"), ("12,345.25", "12345.25"), ("0", "0"),
     ("8.", "8"), ("３０．", "30"), ("23.99999999999999999999999", "23.99999999999999999999999")],
)  # fmt: skip
def test_hours_are_read_exactly(cell: str, value: str) -> None:
    assert read_hours(cell, "学时") == Fraction(value)


@pytest.mark.parametrize(
    "cell",
    ["六十", "-8", "+8", "8小时", "1e3", "1,00", "10,00", "1/2", ".5", "8..", "", "  ", "8²", "½", "٨",
     "nan", "inf", "8 8", "8-10", "9" * 61, "=8", "学时"],
)  # fmt: skip
def test_what_is_no_plain_number_is_refused(cell: str) -> None:
    assert read_hours(cell, "学时") is None


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"completed": ""}, "完成日期"),
        ({"completed": "2023-02-31"}, "完成日期"),
        ({"completed": "2023-11-21", "declared": "", "reviewed": ""}, "完成日期"),
        ({"subject": "必修"}, "科目"),
        ({"subject": ""}, "科目"),
        ({"subject": "trad"}, "科目"),
        ({"hours": "六十"}, "学时"),
        ({"hours": "0"}, "学时"),
        ({"hours": "-3"}, "学时"),
        ({"mode": "自动申报"}, "入账方式"),
        ({"plan": "已备案"}, "计划备案"),
        ({"declared": "2023-02-28"}, "申报日期"),
        ({"reviewed": "2023-04-02"}, "审核日期"),
        ({"declared": "", "reviewed": "2023-02-01"}, "审核日期"),
        ({"declared": "四月三日"}, "申报日期"),
    ],
)
def test_a_row_error_names_row_column_and_value(cells: dict[str, str], column: str) -> None:
    bad = row(**cells)
    verdict = judge(rules(), ledger(row("must", "24"), bad), TODAY)
    assert [(error.row, error.column, error.value) for error in verdict.row_errors] == [
        (3, column, bad[COLUMNS.index(column)])
    ]
    assert [item.row for item in verdict.rows] == [2], "the good row is judged, the bad one is only an error"
    assert (verdict.counts.errors, verdict.counts.judged) == (1, 1)


def test_all_errors_of_a_row_are_told_at_once() -> None:
    bad = row("无此科目", "六十", completed="2023-02-31", plan="也许")
    columns = {error.column for error in judge(rules(), ledger(bad), TODAY).row_errors}
    assert columns == {"完成日期", "科目", "学时", "计划备案"}


def test_an_unknown_subject_is_answered_with_the_names_the_rule_has() -> None:
    message = judge(rules(), ledger(row("选修")), TODAY).row_errors[0].message
    assert all(name in message for name in ("public", "must", "may", "trade"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_the_encodings_of_chinese_offices(encoding: str) -> None:
    file = read_csv(csv_bytes(row(course="计算机网络安全"), encoding=encoding))
    assert [line.cells[3] for line in file.ledger.lines] == ["计算机网络安全"]
    assert file.ledger.lines[0].number == 2


def test_row_numbers_are_line_numbers_of_the_file() -> None:
    data = (
        ",".join(COLUMNS) + '\r\n\r\n2023-03-01,trade,8,"两行\r\n课程"\r\n,,,\r\n2023-03-02,trade,8\r\n'
    ).encode()
    assert [line.number for line in read_csv(data).ledger.lines] == [3, 6]


def test_columns_may_stand_in_any_order_and_optional_ones_may_lack() -> None:
    file = read_csv("学时,备注,科目,完成日期\n8,好,trade,2023-03-01\n".encode())
    assert file.ledger.lines[0].cells[:3] == ("2023-03-01", "trade", "8")
    assert "备注" in file.remarks[0]


@pytest.mark.parametrize("rest", ["30,8", "30,,8,", "1,000", "1,200,8学时"])
def test_a_line_wider_than_its_header_counts_no_hours_and_loses_nothing(rest: str) -> None:
    """A comma in a title moves the rest by one cell: what then stands under 学时 may be part of the title."""
    table = f"完成日期,科目,课程,学时\n2023-03-01,trade,Python 3,{rest}\n2023-03-02,trade,网络,4,,\n"
    for file in (read_csv(table.encode()), read_paste(table.replace(",", "\t"))):
        wide, narrow = file.ledger.lines
        assert [part for part in wide.cells[2].split("；") if part] == [
            cell for cell in rest.split(",") if cell
        ]
        assert "第 2 行" in file.remarks[0] and narrow.cells[2] == "4"
        verdict = judge(rules(), file.ledger, TODAY)
        assert [(error.row, error.column) for error in verdict.row_errors] == [(2, "学时")]
        assert verdict.requirements[0].learned == 4


def test_hours_moved_by_a_comma_are_not_counted_where_only_blanks_are_left_over() -> None:
    table = "完成日期,科目,课程,学时,施教机构\n2023-03-01,trade,写作,30,8,\n2023-03-02,trade,网络,4,省校,\n"
    file = read_csv(table.encode())
    assert [line.cells[2] for line in file.ledger.lines] == ["30；", "4"]
    assert judge(rules(), file.ledger, TODAY).requirements[0].learned == 4
    ended = read_csv("科目,学时,完成日期\ntrade,8,2023-03-01,\n".encode())
    assert ended.ledger.lines[0].cells[2] == "8" and not ended.remarks


@pytest.mark.parametrize("mark", [",", "\t"])
def test_a_stray_quotation_mark_swallows_no_line_up_to_the_next_one(mark: str) -> None:
    """The second row would be part of the first one's title, its hours lost, and nobody told."""
    head, day = "完成日期,科目,学时,课程", "\n2023-03-01,trade"
    table = f'{head}{day},8,"A课{day},10,"B课{day},1,"数据"治理'
    lines = read_paste(table.replace(",", mark)).ledger.lines
    assert [(line.number, *line.cells[2:4]) for line in lines] == [
        (2, "8", '"A课'),
        (3, "10", '"B课'),
        (4, "1", "数据治理"),
    ]


def test_a_remark_names_few_of_many_lines_that_are_wider_than_the_header() -> None:
    table = "完成日期,科目,学时\n" + "2023-03-01,trade,8,9\n" * 12
    assert "有 12 行" in read_csv(table.encode()).remarks[0]
    assert "第 2、3、4、5、6、7、8、9、10、11……" in read_csv(table.encode()).remarks[0]


@pytest.mark.parametrize("mark", [",", "\t"])
def test_columns_are_told_apart_by_commas_or_tabs_in_a_file_too(mark: str) -> None:
    """A course may have the other one in its name."""
    other = {",": "\t", "\t": ","}[mark]
    table = f"完成日期|科目|学时|课程|\n2023-03-01|trade|8|教学{other}设计|\n".replace("|", mark)
    found = read_csv(table.encode())
    assert [line.cells[:4] for line in found.ledger.lines] == [
        ("2023-03-01", "trade", "8", f"教学{other}设计")
    ]
    assert found.remarks == ()


def test_only_columns_with_a_name_are_told_as_unknown() -> None:
    (remark,) = read_csv("完成日期,科目,学时,,成绩,\n2023-03-01,trade,8,,90,\n".encode()).remarks
    assert remark == "表里还有本工具不用的列：成绩。这些列没有读入。"


@pytest.mark.parametrize("column", ["姓名", "姓 名", "身份证号"])
def test_the_hours_of_several_people_are_never_added_up(column: str) -> None:
    """A staff list pasted whole would make one person of two, and say 已达标 of nobody."""
    head = f"{column}\t完成日期\t科目\t学时\n"
    one, other = ("张三\t2025-03-01\t公需\t30\n", "李四\t2025-03-02\t专业\t60\n")
    with pytest.raises(UnreadableLedgerError, match="2 个人"):
        read_paste(head + one + other)
    assert len(read_paste(head + one + one.replace("30", "31")).ledger.lines) == 2
    assert len(read_paste(f"{head}{one}合计\t\t\t30\n").ledger.lines) == 2
    teacher = head.replace(column, "授课老师") + one + other
    assert len(read_paste(teacher).ledger.lines) == 2


def test_an_empty_cell_is_told_as_one() -> None:
    """“” is no subject that anybody wrote."""
    errors = judge(rules(), ledger(row("", "")), TODAY).row_errors
    assert [(error.column, error.message[:3]) for error in errors] == [("科目", "没有写"), ("学时", "没有写")]


def test_a_file_with_only_a_header_is_a_ledger() -> None:
    verdict = judge(rules(), read_csv(csv_bytes()).ledger, TODAY)
    assert (verdict.status, verdict.counts.rows) == ("short", 0)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空的"),
        ("\ufeff\r\n \t\n".encode(), "空的"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "图片"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "图片"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版"),
        (b"<!DOCTYPE html><table>", "网页"),
        ("日期,科目,学时\n".encode(), "完成日期"),
        ("完成日期，科目，学时\n2025-03-01，公需，30\n".encode(), "用“，”分开.*改成英文逗号"),
        ("完成日期;科目;学时\r\n2025-03-01;公需;30\r\n".encode(), "用“;”分开.*另存为 CSV（逗号分隔）"),
        ("完成日期|科目|学时\n2025-03-01|公需|30\n".encode(), "用“\\|”分开"),
        ("完成日期,科目,学时,审核日期\n完成日期,科目,学时,申报日期\n".encode(), "第 2 行是另一个表头"),
        ("完成日期,科目,学时,课程\n2025-03-01,公需,3,\n科目, 完成 日期,学时\n".encode(), "第 3 行是另一个"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe\xfd", "图片"),
        (b"PK\x03\x04\x00\x00", "压缩包"),
        (b"a,b\x00", "文本表格"),
        ("完成日期,科目,学时,学时\n".encode(), "重复"),
        ("成绩\n90\n".encode(), "缺少：完成日期、科目、学时"),
        (b"a,b\n\xff\n", "编码"),
        (('完成日期,科目,学时\n"' + "长" * 200000).encode(), "引号"),
        (b"\xff\xfe\x00", "编码"),
        (b"," * 20_000_001, "超过 20 MB"),
    ],
)
def test_what_is_no_ledger_is_refused_with_one_sentence(data: bytes, word: str) -> None:
    with pytest.raises(UnreadableLedgerError, match=word):
        read_csv(data)


def test_pasted_cells_are_read_with_and_without_a_header() -> None:
    cells = "\t".join(row(course="粘贴"))
    with_header = read_paste("\t".join(COLUMNS) + "\n" + cells)
    without = read_paste(cells)
    assert [line.cells for line in with_header.ledger.lines] == [line.cells for line in without.ledger.lines]
    assert without.ledger.lines[0].number == 2


def test_what_is_written_is_read_back_and_is_no_formula() -> None:
    rows = [
        row(course=text)
        for text in ("=1+1", "+8", "-8", "@x", "平常", '引"号,逗号\n换行', "'单引号", "'=1", "''-1")
    ]
    text = write_csv(rows)
    assert text.startswith("\ufeff")
    assert ",=1+1," not in text
    assert [list(line.cells[:10]) for line in read_csv(text.encode()).ledger.lines] == rows


def test_what_no_text_file_can_hold_does_not_cost_the_rest() -> None:
    """Half a character and the character NUL can be typed and pasted in a browser."""
    text = write_csv([row(course="前\0后"), row(course="前\ud83d后")])
    assert [line.cells[3] for line in read_csv(text.encode()).ledger.lines] == ["前\ufffd后"] * 2


def test_a_short_row_is_filled_and_an_empty_row_is_no_row() -> None:
    made = ledger_of_rows([["2023-03-01", "trade", "8"], ["", "  "], row()])
    assert [line.number for line in made.lines] == [2, 4]
    assert judge(rules(), made, TODAY).rows[0].stage == "learned"


def test_a_hostile_course_name_is_only_text() -> None:
    name = "<script>alert(1)</script>{{7*7}}\u202e"
    verdict = judge(rules(), ledger(row(course=name)), TODAY)
    assert verdict.rows[0].stage == "approved"


HEAD = "完成日期,科目,学时,课程"


@pytest.mark.parametrize("much", [0, 200_000])
def test_a_quotation_mark_left_open_swallows_no_row(much: int) -> None:
    """The rows behind it are judged, and what was typed stands in the course as it was typed."""
    rest = [f"2023-03-0{day},trade,{day},{'长' * (much // 2)}" for day in (2, 3)]
    text = "\n".join([HEAD, '2023-03-01,trade,1,"四史教育', *rest, "2023-03-09,trade,9,收尾"])
    lines = read_csv(text.encode()).ledger.lines
    assert [line.number for line in lines] == [2, 3, 4, 5]
    assert lines[0].cells[3] == '"四史教育'
    assert [line.cells[2] for line in lines] == ["1", "2", "3", "9"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", ""])
def test_quoted_cells_may_hold_lines_and_marks(end: str) -> None:
    """The line of a record is where it begins, whatever ends the lines."""
    line = end or "\n"
    text = line.join([HEAD, '2023-03-01,trade,1,"甲,乙', '丙""丁"', '2023-03-02,trade,2,"四史"教育']) + end
    lines = read_csv(text.encode()).ledger.lines
    assert [entry.number for entry in lines] == [2, 4]
    assert lines[0].cells[3] == f'甲,乙{line}丙"丁'
    assert lines[1].cells[3] == "四史教育"


def test_a_line_too_long_for_a_table_is_refused() -> None:
    """Half a megabyte in one cell is a picture or a mistake."""
    with pytest.raises(UnreadableLedgerError, match="第 2 行"):
        read_csv(f"{HEAD}\n2023-03-01,trade,1,{'长' * 300_000}\n".encode())
