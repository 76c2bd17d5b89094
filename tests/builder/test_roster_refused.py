"""Rows that are no person's are given back with the reason; whose card or place differs is another (虚构)."""

import pytest

from tests.builder.rosters import HEADER, judged, table
from tests.calculator.invented import row
from xueshi.judge.verdict import Status
from xueshi.ledger.table import USUAL_COLUMNS
from xueshi.workbook.marks import MERGED, TITLED, UNCOMPUTED

A, B = row("a", "4"), row("b", "5")
"""Together enough; alone not."""
CARD = "410401199001011234"
QUICK = ["甲", "乙", "已审核"]


@pytest.mark.parametrize("cards", [(CARD, ""), ("", CARD)])
def test_a_card_in_one_row_says_nothing_of_a_row_in_another_unit(cards: tuple[str, str]) -> None:
    header = ["工号", "身份证号", "姓名", "单位", *USUAL_COLUMNS]
    rows = [
        ["1", card, "张伟", unit, *cells]
        for card, unit, cells in zip(cards, ("甲校", "乙校"), (A, B), strict=True)
    ]
    results, _ = judged(table(header, *rows))
    assert [one.outcome.status is Status.MET for one in results] == [False, False]


def test_a_card_that_has_lost_digits_is_not_another_card() -> None:
    header = ["工号", "身份证号", "姓名", *USUAL_COLUMNS]
    results, _ = judged(table(header, ["1", CARD, "张伟", *A], ["1", "4.10401E+17", "张伟", *B]))
    assert [one.outcome.status for one in results] == [Status.MET]


@pytest.mark.parametrize(("card", "remarks"), [(CARD, []), (CARD[:-1] + "5", ["card_check"])])
def test_a_card_whose_last_digit_does_not_fit_is_told(card: str, remarks: list[str]) -> None:
    (one,), _ = judged(table(["身份证号", *USUAL_COLUMNS], [card, *A]))
    assert [remark.code for remark in one.person.remarks] == remarks


def test_two_in_a_list_of_staff_are_not_both_who_learned() -> None:
    """Which of them it was, nobody has written."""
    results, _ = judged(
        table(["姓名", *USUAL_COLUMNS], ["张伟", *A]),
        table(["姓名", "部门"], ["张伟", "内科"], ["张伟", "外科"]),
    )
    assert [(one.person.department, len(one.person.lines)) for one in results] == [
        ("", 1),
        ("内科", 0),
        ("外科", 0),
    ]


def test_people_come_in_the_order_of_their_first_rows() -> None:
    results, _ = judged(
        table(
            HEADER,
            ["", "李四", *A],
            ["2", "王五", *A],
            ["1", "张三", *A],
            ["2", "王五", *B],
            ["", "李四", *B],
        )
    )
    assert [one.person.name for one in results] == ["李四", "王五", "张三"]


@pytest.mark.parametrize(
    ("header", "line", "reason"),
    [
        (["姓名", *QUICK], ["姓名", *QUICK], "“姓名”是表头"),
        (["工号", *QUICK], ["工号", *QUICK], "“工号”是表头"),
        (["姓名", *QUICK], ["", "4", "5", "是"], "没有写姓名，不知道"),
        (["工号", "姓名", *QUICK], ["", "", "4", "5", "是"], "没有写工号，也没有写姓名"),
        (["工号", "姓名", *QUICK], ["1", f"张三{UNCOMPUTED}", "4", "5", "是"], "这一格是公式"),
        (["工号", "姓名", *QUICK], ["1", "张三", TITLED, UNCOMPUTED, "是"], "像是小标题"),
    ],
)
def test_a_row_that_is_nobodys_is_given_back(header: list[str], line: list[str], reason: str) -> None:
    """A header once more, a row without a name, one whose name is not in the file."""
    whose = ["9" if name == "工号" else "某某" for name in header[: -len(QUICK)]]
    results, faults = judged(table(header, [*whose, "1", "1", "是"], line))
    assert len(results) == 1
    assert [fault.number for fault in faults] == [3]
    assert reason in faults[0].reasons[0]


@pytest.mark.parametrize(("mark", "reason"), [(UNCOMPUTED, "这一格是公式"), (MERGED, "和别的格子合并")])
def test_a_row_of_which_something_is_not_in_the_file_is_his_and_counts_nothing(
    mark: str, reason: str
) -> None:
    results, faults = judged(table(HEADER, ["1", "张三", *row("a", mark)]), table(HEADER, ["1", "张三", *B]))
    assert [one.outcome.tallies[0].learned for one in results] == [5]
    assert reason in faults[0].reasons[0]


@pytest.mark.parametrize(
    ("cells", "taken"),
    [
        (["1", "张三", *A, "", " "], True),
        (["1", "张三", *A, "", "注"], False),
        (["1", "张三", *row("a", "第1,5天"), ""], True),
        (["1", "张三", *row("a", "四"), ""], True),
        (["1", "张三", A[0], "a", "", "4", *A[4:], ""], False),
    ],
)
def test_a_row_wider_than_its_header_is_taken_where_only_blanks_stand_behind(
    cells: list[str], taken: bool
) -> None:
    """Not where hours may have moved on by a comma in a cell before them."""
    results, faults = judged(table(HEADER, cells))
    assert bool(results) is taken
    wide = [fault.reasons[0] for fault in faults if "后面的对不上" in fault.reasons[0]]
    assert [reason.startswith("这一行有 1") for reason in wide] == ([] if taken else [True])


def test_a_cell_that_was_guarded_for_spreadsheets_is_read_as_it_was() -> None:
    header = ["工号", "姓名", *USUAL_COLUMNS]
    (one,), _ = judged(table(header, ["'007", "张三", *row("a", "4", course="'=甲")]))
    assert one.person.id == "007"
    assert one.person.lines[0].cells[3] == "=甲"
