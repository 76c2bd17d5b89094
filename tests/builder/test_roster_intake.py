"""Tables on their way to the people in them: rows kept apart by person, rows that were corrected (虚构)."""

from pathlib import Path

import pytest

from tests.builder.rosters import HEADER, table, tables_of
from tests.calculator.invented import row
from xueshi.ledger.table import USUAL_COLUMNS
from xueshi.roster.intake import intake
from xueshi.roster.intake.intake import Intake, readers_of
from xueshi.roster.intake.notices import Notices
from xueshi.roster.intake.spool import MOST_WAITING, Spool, batch_of
from xueshi.roster.people.rows import TABLE_STEP, RowReader
from xueshi.roster.safe import guarded, row_mark
from xueshi.roster.tables.headers import BEYOND, REASON, SOURCE_FILE, SOURCE_LINE, SOURCE_MARK
from xueshi.roster.tables.table import Record
from xueshi.workbook.marks import MERGED, TITLED
from xueshi.workbook.shown import Oddity

MENDED = [SOURCE_FILE, SOURCE_LINE, SOURCE_MARK, REASON, *HEADER, BEYOND]


def place_of(written: str) -> str | None:
    return {"虚构市": "xugou"}.get(written)


def intake_of(*files: bytes) -> Intake:
    found = Intake(tables_of(*files), Spool(1), place_of)
    assert list(found.read())[-1] == len(list(found.spool.rows(0)))
    return found


def person(number: int, amount: str) -> list[str]:
    return [str(number), f"某{number}", *row("a", amount)]


def mended(line: str, was: list[str], now: list[str], file: str = "1.csv", beyond: str = "") -> list[str]:
    return [file, line, row_mark(was), "看不懂", *now, beyond]


def test_a_row_that_was_corrected_stands_in_the_place_of_the_one_it_corrects() -> None:
    """Only where it is meant for it; whatever is not used is told with its reason, in order."""
    staff = [person(number, "八") for number in range(2, 12)]
    lines = [
        mended("2", staff[0], person(2, "8")),
        mended("", staff[1], person(3, "8")),
        mended("4.0", staff[2], person(4, "8"), beyond="'=再"),
        mended("5", staff[9], person(5, "8")),
        mended("6", staff[4], person(6, "8")),
        [*mended("6", staff[4], person(6, "8"))[:3], "别的问题", *person(6, "8")],
        mended("7", staff[5], person(7, "8")),
        mended("7", staff[5], person(7, "9")),
        mended("99", staff[6], person(8, "8")),
        mended("9", staff[7], person(9, "8"), file="3.csv"),
        mended("10", staff[8], person(10, "8"))[:5],
        ["1.csv"],
    ]
    found = intake_of(table(HEADER, *staff), table(MENDED, *lines), table(HEADER, person(20, "8")))
    read = {(number, line): cells for number, line, cells in found.spool.rows(0)}
    assert list(read) == [*((0, line) for line in range(2, 12)), (2, 2)]
    assert [read[0, line][4] for line in range(2, 12)] == [
        "8",
        "八",
        "8",
        "八",
        "8",
        "八",
        "八",
        "八",
        "",
        "八",
    ]
    assert read[0, 4] == (*person(4, "8"), "=再")
    assert (found.corrected, found.marks) == (
        4, {2: row_mark(staff[0]), 4: row_mark(staff[2]), 6: row_mark(staff[4]), 10: row_mark(staff[8])}
    )  # fmt: skip
    told = [
        (3, "没有写清“原文件”“原行号”"),
        (5, "名单的第 5 行已经不是"),
        (8, "“1.csv”的第 7 行有几处不同"),
        (9, "“1.csv”的第 7 行有几处不同"),
        (10, "载入的名单里没有“1.csv”的第 99 行"),
        (11, "载入的名单里没有“3.csv”的第 9 行"),
        (13, "没有写清“原文件”“原行号”"),
    ]
    assert [fault.number - TABLE_STEP for fault in found.unused] == [line for line, _ in told]
    for fault, (_, reason) in zip(found.unused, told, strict=True):
        assert fault.reasons[0].startswith(reason)
    assert found.remarks == []


def test_a_correction_that_lacks_columns_of_its_table_is_not_used() -> None:
    less = [SOURCE_FILE, SOURCE_LINE, SOURCE_MARK, *HEADER[:5]]
    was = person(2, "八")
    found = intake_of(table(HEADER, was), table(less, ["1.csv", "2", row_mark(was), *was[:5]]))
    assert found.corrected == 0
    (fault,) = found.unused
    assert f"（{'、'.join(HEADER[5:10])}）" in fault.reasons[0]


def test_a_column_without_a_name_need_not_be_in_a_correction() -> None:
    was, now = person(2, "八"), person(2, "8")
    found = intake_of(
        table([*HEADER, "", "备注"], [*was, "", "x"]),
        table([*MENDED, "备注"], [*mended("2", [*was, "", "x"], now), "x"]),
    )
    assert [cells for _, _, cells in found.spool.rows(0)] == [(*now, "", "x")]


def test_how_far_reading_is_comes_now_and_then_and_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "PROGRESS", 2)
    tables = tables_of(*[table(HEADER, person(1, "8"), person(2, "8"), person(3, "8"))] * 2)
    assert list(Intake(tables, Spool(1), place_of).read()) == [2, 4, 6, 6]


def test_a_number_in_merged_cells_is_that_of_the_one_in_which_it_stands() -> None:
    """Of the others nobody knows where a row is all that is said of a person; a row of a ledger lacks it."""
    hours = HEADER.index("学时")
    rows, totals = tables_of(
        table(HEADER, person(1, "8")), table(["工号", "姓名", "甲", "乙"], ["1", "某", "4", "5"])
    )
    whole = tuple(person(1, "8"))
    for one, at, cells, mark in ((rows, hours, whole, ""), (totals, 3, ("1", "某", "4"), MERGED)):
        found = RowReader(one.layout).cells_of(Record(2, cells, merged=frozenset({1, at})))
        assert (found[at], found[:2]) == (mark, cells[:2])
    for at, origin, mark in ((3, 1, TITLED), (3, 2, MERGED)):
        assert (
            RowReader(totals.layout).cells_of(Record(2, ("1", "某", "4", "5"), beside={at: origin}))[at]
            == mark
        )


def test_a_table_that_names_only_the_file_of_its_rows_corrects_none() -> None:
    found = intake_of(table([*HEADER, SOURCE_FILE], [*person(1, "8"), "1.csv"]))
    assert [cells for _, _, cells in found.spool.rows(0)] == [(*person(1, "8"), "1.csv")]


def test_the_cities_and_years_that_tables_name_are_known_before_anybody_is_judged() -> None:
    header = ["工号", "城市", "年度", *USUAL_COLUMNS]
    places = ("虚构市", "2023"), ("", "2022"), ("远方", "2021"), ("虚构市", "去年"), ("虚构市", "2023")
    found = intake_of(table(header, *(["1", *place, *row("a", "8")] for place in places)))
    assert found.places == {("xugou", 2023), ("", 2022)}


@pytest.mark.parametrize(
    ("headers", "mixed"),
    [
        ((["工号", "姓名"], ["工号", "姓名", "身份证号"]), False),
        ((["工号", "姓名"], ["姓名"]), True),
        ((["工号", "姓名"], ["身份证号"]), True),
        ((["姓名"], ["姓名"]), False),
    ],
)
def test_tables_are_known_to_tell_people_apart_by_different_columns(
    headers: tuple[list[str], ...], mixed: bool
) -> None:
    tables = tables_of(*(table([*header, "甲"], ["x"] * len(header) + ["4"]) for header in headers))
    for reader in readers_of([one.layout for one in tables]):
        told = [remark.code for remark in reader.read(2, ["x"] * 2).remarks]
        assert ("other_ids" in told) is mixed


@pytest.mark.parametrize("most", [0, 2000, 1 << 30])
@pytest.mark.parametrize("on_disk", [True, False])
def test_rows_come_back_in_their_order_with_all_of_one_person_together(
    most: int, on_disk: bool, tmp_path: Path
) -> None:
    """However little may be kept in memory; what is judged lies nowhere any more."""
    spool = Spool(3, tmp_path if on_disk else None, most)
    rows = [
        (f"#{number % 40}", (0, number, (f"某{number % 40}", "课" * (number % 7)))) for number in range(2500)
    ]
    for key, one in rows:
        spool.add(key, one)
    written = sum(path.stat().st_size for path in tmp_path.iterdir())
    assert bool(written) == (on_disk and most < 1 << 30)
    for _ in range(2):
        parts = [list(spool.rows(part)) for part in range(3)]
        assert sorted(one for part in parts for one in part) == sorted(one for _, one in rows)
        assert all(part == sorted(part) for part in parts)
        people = [{cells[0] for _, _, cells in part} for part in parts]
        assert sum(map(len, people)) == 40
        if on_disk:
            spool.flush()
    for part in range(3):
        for _ in range(2):
            spool.drop(part)
        assert list(spool.rows(part)) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("parts", "rows"), [(1, 256), (1000, 32), (MOST_WAITING, 4)])
def test_of_many_parts_fewer_rows_wait_in_each(parts: int, rows: int) -> None:
    assert batch_of(parts) == rows


def test_looks_of_a_table_are_told_of_columns_that_are_read() -> None:
    (one,) = tables_of(table([*HEADER, "备注"], [*person(1, "8"), "x"]))
    hours, other = HEADER.index("学时"), len(HEADER)
    notices = Notices(one, RowReader(one.layout))
    for line in range(2, 16):
        odd = {hours: Oddity.ROUNDED, other: Oddity.NO_YEAR, other + 5: Oddity.ROUNDED}
        notices.see(Record(line, (*person(1, "8.5"), "x"), hidden=line > 2, odd=odd))
    notices.see(Record(16, ("1", "某"), odd={hours: Oddity.ROUNDED}))
    hidden, rounded = notices.told()
    assert "3、4、5、6、7、8、9、10、11、12、13、14 等 13 个" in hidden
    assert "有 14 个数显示时四舍五入了" in rounded
    assert "第 2 行：8.5" in rounded


def test_what_was_guarded_in_a_correction_is_as_it_was() -> None:
    was, now = person(2, "八"), ["007", *person(2, "8")[1:]]
    line = mended("2", was, [*map(guarded, now)])
    found = intake_of(table(HEADER, was), table(MENDED, line))
    assert [cells for _, _, cells in found.spool.rows(0)] == [tuple(now)]
