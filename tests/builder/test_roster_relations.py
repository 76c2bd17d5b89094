"""People of a CSV file judged in columns: whatever is written in it, what ``judge`` says (虚构)."""

from __future__ import annotations

import csv
import datetime
import io
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from tests.calculator.invented import node, row, rules
from xueshi.judge import compile_rule, judge
from xueshi.ledger.table import COLUMNS, COURSE, Ledger, Line
from xueshi.roster.databases.nobodys import is_nobodys, nobodys
from xueshi.roster.databases.outcomes import SEVERAL
from xueshi.roster.databases.relations import LINE, PERSON, Relation, csv_relation, quoted, relation_of
from xueshi.roster.databases.spark import outcomes
from xueshi.roster.databases.vector import vectorised
from xueshi.roster.flat import flat_columns, flat_row
from xueshi.roster.outcome import outcome_of

MADE = rules(node("total", 9, node("a", 4, aliases=("甲",)), node("b", None, aliases=("乙",))))
TODAY = datetime.date(2023, 11, 20)
NAMES = {PERSON: "工号"} | {name: name for name in COLUMNS}
HOSTILE = (
    "", " ", "　", "x", "'", "'2", "２", "2 ", "0", "-2", "2.5", "2.33335", "1000", "1001", "1e3", "2，5",
    "二", "2022-12-31", "2023-12-31", "2024-01-01", "2023.3.1", "20230301", "2023-02-30", "2023-3-1",
    "9999-01-01", "是", "否", "自动", "申报", "甲", "total", "a ", "A", "不明", "=1+1", "课\u200b",
    "NULL", "\\N", "\x01",
)  # fmt: skip

NOBODYS = ("4.1E+17", "410401199001010000", "无", "合计", "#N/A", "—", " \u200b", "_")
"""Ids of nobody: rows of several people come together under them."""

People = dict[str, list[Sequence[str]]]


def good(course: str = "课", hours: str = "5", subject: str = "a", reviewed: str = "2023-06-10") -> list[str]:
    """A row that counts."""
    return list(
        row(subject, hours, course=course, completed="2023-03-01", declared="2023-06-03", reviewed=reviewed)
    ) + [""] * (len(COLUMNS) - len(row("a", "1")))


def changed(row: list[str], at: int, cell: str) -> list[str]:
    """A row with another cell."""
    return [*row[:at], cell, *row[at + 1 :]]


def hostile() -> People:
    """Somebody for every cell in every column, beside a row that is plain, and alone."""
    found: People = {}
    for at, name in enumerate(COLUMNS):
        for number, cell in enumerate(HOSTILE):
            odd = good("别的课")
            odd[at] = cell
            found[f"{name}{number}"] = [good(), odd]
            found[f"{name}{number}单"] = [odd]
    return found


def alike() -> People:
    """Ids that look the same are different people; rows that look the same may be one."""
    ids = (
        "G1",
        "Ｇ1",
        "g1",
        "G1 ",
        " G1",
        "01",
        "1",
        "1.0",
        "",
        "G\u200b1",
        "G1\u3164",
        "NULL",
        "张三",
        "1e0",
    )
    found: People = {person: [good(), good("二", "4.5", "b", "")] for person in ids}
    found |= {person: [good(), good("二", "4.5", "b")] for person in NOBODYS}
    found["same"] = [good(), good()]
    found["wide"] = [good("课（一）"), good("课(一)")]
    found["unseen"] = [good(), good("课\u3164")]
    found["spaced"] = [good("课 一"), good("课  一")]
    found["once"] = [good(hours="2"), good(hours="２")]
    found["twice"] = [good("课一", hours="2"), good(" 课一　", hours="二"), good("课二", hours="２")]
    found["wrong"] = [good(hours="无"), good(hours="无"), good("课二", "二", "b", "")]
    found["empty"] = [[""] * len(COLUMNS), [" "] * len(COLUMNS), good(hours="二")]
    found["nameless"] = [good(""), good("")]
    found["later"] = [good(), good(reviewed="2023-06-11"), good(reviewed="")]
    found["as well"] = [good(), changed(good(), 7, "2023.6.3"), changed(good(), 6, "")]
    found["shown"] = [good(), changed(good(), 10, "5"), changed(good("课二"), 10, "3")]
    found["unfiled"] = [good(), changed(good(), 9, "否"), changed(good(), 9, "")]
    found["others"] = [good(f"课{at}", "2") for at in range(4)]
    return found


def many() -> People:
    """More rows than are added up at the first look, and than at the second."""
    return {
        f"{count}": [good(f"课{at}", ("1000", "0.05", "3")[at % 3], "ab"[at % 2]) for at in range(count)]
        for count in (1, 31, 32, 33, 104, 105, 106, 200, 1100)
    }


def mixed(people: People) -> Iterator[list[str]]:
    """Rows of all people by turns."""
    for at in range(max(map(len, people.values()))):
        yield from ([person, *own[at]] for person, own in people.items() if at < len(own))


def written(
    path: Path, rows: Sequence[Sequence[str]], *, id_at: int = 0, end: str = "\n", quote: bool = False
) -> None:
    """A file; rows begin with the id, which is put elsewhere."""
    stream = io.StringIO()
    if quote:
        writer = csv.writer(stream, lineterminator=end, quoting=csv.QUOTE_ALL)
    else:
        writer = csv.writer(stream, lineterminator=end, quoting=csv.QUOTE_NONE, quotechar=None)
    for person, *cells in rows:
        writer.writerow([*cells[:id_at], person, *cells[id_at:]])
    path.write_text(stream.getvalue(), encoding="utf-8", newline="")


def together(people: People) -> Iterator[list[str]]:
    """Rows of one person after another."""
    return ([person, *cells] for person, own in people.items() for cells in own)


def judged(
    relation: Relation, threads: int = 2, today: datetime.date = TODAY
) -> dict[str, tuple[object, ...]]:
    """Outcomes in columns."""
    way = vectorised(compile_rule(MADE), today)
    assert way
    wanted = ", ".join(map(quoted, flat_columns(way.tree.nodes)))
    with duckdb.connect(config={"threads": threads, "memory_limit": "1GB"}) as connection:
        way.run(connection, relation)
        (left,) = connection.execute("select current_setting('disabled_optimizers')").fetchone() or ("?",)
        assert left == ""
        found = connection.execute(f"select {PERSON}, {wanted} from ({way.outcomes.in_columns()})").fetchall()
    assert len({person for person, *_ in found}) == len(found)
    return {person: tuple(cells) for person, *cells in found}


def expected(people: People, today: datetime.date = TODAY) -> dict[str, tuple[object, ...]]:
    """Outcomes of ``judge``; ids that are nobody's have none."""
    compiled = compile_rule(MADE)
    found: dict[str, tuple[object, ...]] = {}
    for person, own in people.items():
        if is_nobodys(person):
            columns = flat_columns([one.id for one in MADE.rule.requirements.walk()])
            found[person] = (SEVERAL, *[None] * (len(columns) - 1))
            continue
        lines = [Line(at, tuple(cells)) for at, cells in enumerate(own, 2) if any(map(str.strip, cells))]
        found[person] = flat_row(outcome_of(judge(compiled, Ledger(tuple(lines)), today)))
    return found


def staged() -> People:
    """Somebody for every stage of a row, each with every other; reviewed late, on time, and not yet."""
    days = ("", ""), ("2023-06-01", ""), ("2023-06-05", ""), ("2023-06-01", "2023-06-05"), ("2024-01-01", "")
    rows = [
        changed(changed(changed(good(f"课{at}", "5", "ab"[at % 2]), 7, declared), 8, reviewed), 9, plan)
        for at, ((declared, reviewed), plan) in enumerate(itertools.product(days, ("是", "")))
    ]
    return {f"{at} {other}": [one, two] for at, one in enumerate(rows) for other, two in enumerate(rows)}


@pytest.mark.parametrize(
    "today", ["2023-06-05", "2023-06-08", "2023-06-12", "2023-12-31", "2024-01-01", "2025-06-01"]
)
def test_on_every_day_what_is_to_be_done_by_when_is_what_judge_says(tmp_path: Path, today: str) -> None:
    """Before a review is overdue and after it; on the last day to declare and the day after."""
    path, people, day = tmp_path / "people.csv", staged(), datetime.date.fromisoformat(today)
    written(path, [("工号", *COLUMNS), *together(people)])
    found, wanted = judged(csv_relation(path, NAMES), 1, day), expected(people, day)
    assert {one: (found[one], wanted[one]) for one in wanted if found[one] != wanted[one]} == {}


@pytest.mark.parametrize("people", [hostile(), alike(), many()], ids=["hostile", "alike", "many"])
def test_whatever_is_written_counts_as_judge_says(tmp_path: Path, people: People) -> None:
    """One thread reads the rows of others where they lie, several read the file twice."""
    path = tmp_path / "people.csv"
    wanted = expected(people)
    for rows, threads in ((mixed(people), 2), (mixed(people), 1), (together(people), 1)):
        written(path, [("工号", *COLUMNS), *rows])
        found = judged(csv_relation(path, NAMES), threads)
        assert found.keys() == wanted.keys()
        assert {
            person: (found[person], wanted[person]) for person in wanted if found[person] != wanted[person]
        } == {}


@pytest.mark.parametrize(
    "form", [{}, {"end": "\r\n"}, {"id_at": 3}, {"quote": True}, {"quote": True, "end": "\r\n"}]
)
def test_the_form_of_the_file_changes_nothing(tmp_path: Path, form: dict[str, object]) -> None:
    """Lines that are records are found once more by their beginning; of others nobody is lost."""
    people = alike() | {"odd": [good(), good("'x", "十")], "late": [good(hours="二"), good("b", "3", "b")]}
    path = tmp_path / "people.csv"
    for rows in (mixed(people), together(people)):
        written(path, [("工号", *COLUMNS), *rows], **form)  # type: ignore[arg-type]
        assert judged(csv_relation(path, NAMES), threads=1) == expected(people)


def test_cells_with_commas_and_ends_of_lines_are_cells(tmp_path: Path) -> None:
    people: People = {
        "G1": [good("课,一"), good('课"二\n三', "十")],
        "G,2": [good("x\r\ny", "2,5")],
        "G3": [good()],
    }
    path = tmp_path / "people.csv"
    written(path, [("工号", *COLUMNS), *mixed(people)], quote=True)
    assert judged(csv_relation(path, NAMES)) == expected(people)


def test_a_mark_of_utf8_changes_nothing(tmp_path: Path) -> None:
    people: People = {"G1": [good(), good("二", "十")], "": [good("x", "十")]}
    path = tmp_path / "people.csv"
    written(path, [("工号", *COLUMNS), *mixed(people)])
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert judged(csv_relation(path, NAMES)) == expected(people)


@pytest.mark.parametrize("threads", [1, 2])
def test_empty_lines_are_no_rows_and_move_none(tmp_path: Path, threads: int) -> None:
    """Rows that are found where they lie and rows that are read once more bear the same numbers."""
    much, odd = good("多", "5000"), good("怪", "２")
    people: People = {"分散": [odd, much, odd], **{f"G{at}": [odd, much, good()] for at in range(5)}}
    rows = [[person, *own[at]] for person, own in people.items() if person != "分散" for at in range(3)]
    for at, own in zip((12, 6, 0), reversed(people["分散"]), strict=True):
        rows.insert(at, ["分散", *own])
    path, wanted = tmp_path / "people.csv", expected(people)
    for number, end in ((1, "\n"), (2, "\r\n")):
        written(path, [("工号", *COLUMNS), *rows], end=end)
        lines = path.read_bytes().split(end.encode())
        lines[1:1] = [b""] * number
        path.write_bytes(end.encode().join([*lines, b"", b""]))
        assert judged(csv_relation(path, NAMES), threads) == wanted


def test_rows_that_are_picked_have_the_numbers_of_the_file(tmp_path: Path) -> None:
    """The order of rows decides which of two that are one is counted."""
    path = tmp_path / "people.csv"
    rows = [(f"G{at % 3}", *good(f"课{at}")) for at in range(9)]
    for quote in (False, True):
        written(path, [("工号", *COLUMNS), *rows], quote=quote)
        picked = csv_relation(path, NAMES).picked("select 'G1'")
        query = f"select {LINE}, {PERSON}, {quoted(COURSE)} from ({picked}) order by 1"
        with duckdb.connect() as connection:
            found = connection.execute(query).fetchall()
        assert found == [(3, "G1", "课1"), (6, "G1", "课4"), (9, "G1", "课7")]


def test_an_id_that_is_nobodys_is_so_in_every_way() -> None:
    """Under a blank id, or what a spreadsheet left of one, people who lack hours were one who had enough."""
    sound = ["1", "X1", "410401199001011230", "41040119900101000X", "41040119900101000", "G1E2", "张三", "0"]
    ids = [
        *NOBODYS,
        *sound,
        "",
        " ",
        "1e0",
        "1.E5",
        "12e+003",
        "12e+0003",
        "#1",
        "暂无",
        "1000",
        "000",
        "N/A",
        "N/A1",
        "NA",
        "E5",
        "E",
        "5E",
        "Ｎ/A",
        "5000",
        "A000",
        "0#",
        "A#",
        "e5",
        "@",
        "[",
        "/",
        ":",
        "9合计",
    ]
    ids += [f"4104011990{at:05}000" for at in range(200)]
    with duckdb.connect() as connection:
        asked = f"select {PERSON}, {nobodys(PERSON)} from (select unnest($1) as {PERSON})"
        found = dict(connection.execute(asked, [ids]).fetchall())
    assert found == {person: is_nobodys(person) for person in ids}
    assert [person for person in sound if found[person]] == []
    assert all(found[person] for person in ("", *NOBODYS))


def test_a_frame_of_numbers_is_refused_before_anything_is_judged() -> None:
    """An identity number that was a number has lost its end; Spark would tell of it in a hundred lines.

    The numbers of the rows are numbers, also where they are named among the columns.
    """
    kinds = [("行", "bigint"), ("工号", "bigint"), ("学时", "double"), ("科目", "string")]
    columns = {LINE: "行", PERSON: "工号", "科目": "科目", "学时": "学时"}
    with pytest.raises(ValueError, match=r"：工号 \(bigint\)、学时 \(double\)。"):
        outcomes(SimpleNamespace(dtypes=kinds), MADE, TODAY, columns, "行")


def test_what_is_written_are_the_results(tmp_path: Path) -> None:
    """Lines are joined by our query: byte for byte what the database writes of the columns."""
    marked = (
        "a,b",
        'a"b',
        '"',
        "a\nb",
        "a\rb",
        "",
        " x",
        "x ",
        "NULL",
        "#x",
        "a\tb",
        "a;b",
        "张",
        "\\N",
        "=1",
    )
    people: People = {person: [good(), good("二", "4.5", "b", "")] for person in marked}
    people |= {f"{person}怪": [good(), good("二", "２"), good("二", "二")] for person in marked}
    people |= {"much": [good(f"课{at}", "999.5") for at in range(9)], "several": [good(), good("二")]}
    people["met, and nothing to do"] = [good(hours="9"), good(hours="9")]
    owners = [
        (person, f"{at}" if person == "several" else "")
        for person, own in people.items()
        for at in range(len(own))
    ]
    rows = [(*owner, *cells[1:]) for owner, cells in zip(owners, together(people), strict=True)]
    way = vectorised(compile_rule(MADE), TODAY)
    assert way
    with duckdb.connect() as connection:
        heads = (PERSON, "name", *COLUMNS)
        connection.execute(f"create table people ({', '.join(f'{quoted(head)} varchar' for head in heads)})")
        connection.executemany(f"insert into people values ({', '.join('?' * len(heads))})", rows)
        way.run(connection, relation_of("people", {name: name for name in (PERSON, *COLUMNS)}, ["name"]))
        connection.execute(f"copy ({way.outcomes.in_columns()}) to '{tmp_path / 'columns.csv'}' (header)")
        way.write(connection, tmp_path / "lines.csv")
    columns, lines = ((tmp_path / f"{name}.csv").read_bytes() for name in ("columns", "lines"))
    with (tmp_path / "lines.csv").open(encoding="utf-8", newline="") as stream:
        read = list(csv.reader(stream))
    assert {person for person, *_ in read[1:]} == people.keys()
    assert {len(row) for row in read} == {1 + len(way.outcomes.columns)}
    assert sorted(lines.split(b"\n")) == sorted(columns.split(b"\n"))


def test_a_path_that_means_many_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="people"):
        csv_relation(tmp_path / "people*.csv", NAMES)
