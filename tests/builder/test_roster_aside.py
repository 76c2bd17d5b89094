"""A large CSV file is judged in columns where that is safe; what is written is the same bytes (虚构)."""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest

from tests.calculator.invented import SOURCE, amended, node, row, rules
from xueshi import jsontext
from xueshi.cli import main
from xueshi.ledger.cells import as_seen
from xueshi.ledger.table import USUAL_COLUMNS
from xueshi.model.published import Rules
from xueshi.model.rule import AutoCreditPolicy
from xueshi.model.shapes import SubjectCap
from xueshi.roster.command import command
from xueshi.roster.databases import aside
from xueshi.roster.databases.aside import Setter, plain_lines
from xueshi.roster.databases.coding import MARKED, PRINTED, WIDE_MARKS
from xueshi.roster.tables.source import open_tables
from xueshi.roster.tables.words import Words

HEADER = ("工号", "身份证号", "姓名", "单位", "城市", "年度", *USUAL_COLUMNS)
PLAIN = rules(node("total", 9, node("a", 4, aliases=("甲",)), node("b", None, aliases=("乙",))))
IDS = [f"G{at}" for at in range(25)]
ODD_IDS = [
    "",
    "0G1",
    "00G2",
    "g3",
    "Ｇ4",
    "7",
    "07",
    "1E5",
    "合计",
    "工号",
    "41040119900101120X",
    "410401199001011000",
]
NAMES = ["张三", "李四", "", "张 三", "买买提·江", "合计", "姓名", "计小明"]


def others() -> Rules:
    """A rule of another city that is more than a tree of minima, and one of another year that is one."""
    capped = replace(PLAIN.rule.requirements, cap=SubjectCap(Fraction(5), SOURCE))
    return replace(PLAIN, city="other", city_name="别市", rule=replace(PLAIN.rule, requirements=capped))


def roster(dice: random.Random, people: int, odd: float) -> list[Sequence[str]]:
    """Rows of people in any order: some plainly written, some not, some nobody's."""
    owners = []
    for at in range(people):
        who = [IDS[at % len(IDS)] + str(at // len(IDS)), "", f"王{'甲乙丙丁戊'[at % 5]}", "一校", "", ""]
        owners.append(who)
        if dice.random() < odd:
            again = list(who)
            place = dice.randrange(6)
            again[place] = dice.choice(
                (
                    ODD_IDS,
                    ODD_IDS,
                    NAMES,
                    ("二校", "一校 ", ""),
                    ("别市", "某市", "无此市"),
                    ("2023", "2022", "哪年", ""),
                )[place]
            )
            owners.append(again)
    found: list[Sequence[str]] = []
    for who in owners:
        for turn in range(dice.randrange(1, 6)):
            automatic = dice.random() < 0.2
            undated = automatic and dice.random() < 0.8
            cells = row(
                dice.choice(("a", "b", "b", "甲", "a", "b", "甲", "total")),
                dice.choice(("2", "3", "4.5", "8")),
                course=f"课{dice.choice((turn, turn, turn, turn, turn, 0))}",
                completed=dice.choice(("2023-03-01", "2023/4/1", "2023-05-02")),
                declared="" if undated else dice.choice(("2023-06-03", "2023-10-01", "")),
                reviewed="" if undated else dice.choice(("2023-10-08", "")),
                plan=dice.choice(("是", "否", "")),
                mode="自动" if automatic else "申报",
            )
            cells = list(cells[: len(USUAL_COLUMNS)])
            if dice.random() < odd / 2:
                cells[dice.randrange(len(cells))] = dice.choice(
                    ("", "八", "2022-12-31", "　空 ", "'=1", "2,5", "１")
                )
            found.append([*who, *(cell.replace(",", "，") for cell in cells)])
    dice.shuffle(found)
    return found


def write(path: Path, records: Sequence[Sequence[str]], end: str = "\n") -> None:
    """A file without quotation marks."""
    path.write_bytes("".join(",".join(cells) + end for cells in records).encode())


def written(folder: Path) -> dict[str, bytes]:
    """What a run wrote, by name."""
    return {path.name: path.read_bytes() for path in folder.glob("out*")}


def run(folder: Path, made: Sequence[Rules], *options: str) -> dict[str, bytes]:
    """What the command writes."""
    named = []
    for at, one in enumerate(made):
        (folder / f"rules{at}.json").write_text(jsontext.dumps(one), encoding="utf-8")
        named += ["--rules", str(folder / f"rules{at}.json")]
    day = ("--today", "2023-11-20", "--city", made[0].city_name, "--year", "2023")
    assert (
        main(["roster", str(folder / "staff.csv"), *named, "--out", str(folder / "out.csv"), *day, *options])
        == 0
    )
    return written(folder)


def named(folder: Path) -> list[str]:
    """The other words of the command under one rule."""
    (folder / "rules.json").write_text(jsontext.dumps(PLAIN), encoding="utf-8")
    usual = ["--today", "2023-11-20", "--year", "2023", "--jobs", "1", "--out", str(folder / "o.csv")]
    return ["--rules", str(folder / "rules.json"), *usual]


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> list[Setter]:
    """Small files are set aside, too; has whoever did it."""
    found: list[Setter] = []
    real = aside.set_aside

    def watched(*given: object) -> Setter | None:
        setter = real(*given)  # type: ignore[arg-type]
        found.extend([setter] if setter else [])
        return setter

    monkeypatch.setattr(command, "set_aside", watched)
    monkeypatch.setattr(aside, "LEAST_BYTES", 0)
    monkeypatch.setattr(aside, "SLICE_BYTES", 4_000)
    return found


@pytest.mark.parametrize("odd", [0.0, 0.15, 0.6])
@pytest.mark.parametrize("several", [False, True])
def test_people_set_aside_have_the_same_results(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, apart: list[Setter], several: bool, odd: float
) -> None:
    """Two rules, one of them no tree of minima; ids that may be one, cells of every sort."""
    dice = random.Random(f"{several} {odd}")
    automatic = replace(PLAIN.rule.auto_credit, policy=AutoCreditPolicy.NOT_STATED)
    asked = amended(PLAIN, auto_credit=automatic)
    made = [asked, others()] if several else [asked]
    records = [HEADER, *roster(dice, 60, odd)]
    text = "".join(",".join(cells) + "\r\n" for cells in records)
    (tmp_path / "staff.csv").write_bytes(text.encode())
    columns = run(tmp_path, made, "--jobs", "1")
    assert apart
    monkeypatch.setattr(command, "set_aside", lambda *_: None)
    assert columns == run(tmp_path, made, "--jobs", "1")


def test_most_people_need_no_rows(tmp_path: Path, apart: list[Setter]) -> None:
    """Who is plainly written is not read a second time, in however many processes."""
    records = [HEADER, *roster(random.Random(1), 200, 0.02)]
    (tmp_path / "staff.csv").write_text(
        "".join(",".join(cells) + "\n" for cells in records), encoding="utf-8"
    )
    rest: list[int] = []
    real = Setter.records

    def counted(self: Setter) -> object:
        rows = list(real(self))
        rest.append(len(rows))
        return iter(rows)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Setter, "records", counted)
        one = run(tmp_path, [PLAIN], "--jobs", "1")
    assert 0 < rest[0] < len(records) * 3 / 4
    assert one == run(tmp_path, [PLAIN], "--jobs", "2")
    assert len(apart) == 2


@pytest.mark.parametrize(
    "text",
    [
        '工号,姓名\n1,"张,三"\n',
        "工号,姓名\n\n1,张三\n",
        "工号,姓名\r\n1,张三\n",
        "工号,姓名\n1,张\r三\n",
        "工号\t姓名\n1\t张三\n",
        "工号,姓名\n1,公式\u2061\n",
    ],
)
def test_a_file_that_may_be_read_otherwise_is_read_row_by_row(tmp_path: Path, text: str) -> None:
    """Quotation marks, empty lines, other ends of lines: what a line is must be beyond doubt."""
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8", newline="")
    with path.open("rb") as stream:
        assert plain_lines(stream) is None


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "end"])
def test_lines_are_counted(tmp_path: Path, end: str, last: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"\ufeff工号,姓名{end}1,张三{end if last else ''}", encoding="utf-8", newline="")
    with path.open("rb") as stream:
        assert plain_lines(stream) == 2


@pytest.mark.parametrize("more", [["", "", "多"], ["多", ""], ["多"]])
def test_a_row_that_is_too_wide_sends_the_file_the_general_way(
    tmp_path: Path, apart: list[Setter], more: list[str]
) -> None:
    """The database cannot read it or count its cells; the reader of rows can, and says what is wrong."""
    records = [HEADER, *roster(random.Random(2), 5, 0)]
    records[3] = [*records[3], *more]
    write(tmp_path / "staff.csv", records)
    found = run(tmp_path, [PLAIN], "--jobs", "1")
    assert not apart
    told = found["out-要改正的行.csv"].decode()
    assert f"这一行有 {len(records[3])} 格" in told


def test_a_comma_in_a_title_moves_no_number_under_the_hours(tmp_path: Path, apart: list[Setter]) -> None:
    """Where the last cell was blank nothing but a blank is left over; what is to be corrected shows it."""
    header = ["工号", "姓名", "完成日期", "科目", "课程", "序号", "学时", "施教机构"]
    row = ["A1", "张三", "2023-03-08", "a", "阅读", "写作", "60", "8", ""]
    rows = [["B2", "李四", "2023-03-08", "a", "法规", "7", "30", ""] for _ in range(3)]
    write(tmp_path / "staff.csv", [header, *rows, row])
    found = run(tmp_path, [PLAIN], "--jobs", "1")
    assert not apart
    told = found["out-要改正的行.csv"].decode()
    assert f"这一行有 {len(row)} 格，表头只有 {len(header)} 列" in told
    assert "（空）" in told


def test_a_key_that_the_database_tells_is_the_one_that_rows_have(tmp_path: Path) -> None:
    """Where it is not sure it says nothing; where it says something, no other row may have been meant."""
    write(tmp_path / "staff.csv", [HEADER, *roster(random.Random(3), 3, 0)])
    names = [*NAMES, "共三人", "某单位公章", "白小二", "王等", "注", "Li", "张三、李四", "合计数", "工号"]
    ids = [*ODD_IDS, *IDS[:3], "00", "0", "12E5", "1.5E10", "'1", "A-1", " 8", "410401199001011", "姓名"]
    with (tmp_path / "staff.csv").open("rb") as stream:
        (table,) = open_tables(stream, "staff.csv", Words((PLAIN,)), {}).tables
        setter = Setter(table, tmp_path / "staff.csv", tmp_path, 1)
    cases = [(staff, card, name) for staff in ids for card in ids for name in names]
    columns = ", ".join(f"unnest(${at}) as o{at - 1}" for at in (1, 2, 3))
    query = f"select o0, o1, o2, {setter.key()} from (select {columns})"
    found = setter.connection.execute(query, [list(cells) for cells in zip(*cases, strict=True)]).fetchall()
    setter.close()
    told = [(owner, key) for *owner, key in found if key is not None]
    assert len(told) > 100
    for owner, key in told:
        assert setter.reader.key([*owner, *[""] * (len(HEADER) - 3)]) == key


def test_a_header_of_other_columns_is_found_among_people_who_are_set_aside(
    tmp_path: Path, apart: list[Setter], capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever is called like a column comes out as a row, though all else be plain: reading stops there."""
    header = learned("", name="部门")
    header[HEADER.index("单位")] = "姓名"
    rows = [HEADER, learned("G1"), header, learned("G2")]
    write(tmp_path / "staff.csv", rows)
    code = main(["roster", str(tmp_path / "staff.csv"), *named(tmp_path)])
    assert apart
    assert code == 2
    assert "第 3 行是另一个表头" in capsys.readouterr().err


def test_a_stop_during_a_query_is_a_stop(tmp_path: Path, apart: list[Setter]) -> None:
    """The database tells Ctrl-C as an error of its own; nothing else is meant to go on then."""
    write(tmp_path / "staff.csv", [HEADER, *roster(random.Random(4), 3, 0)])

    def stopped(*_: object) -> bool:
        raise RuntimeError("Query interrupted")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Setter, "people", stopped)
        code = main(["roster", str(tmp_path / "staff.csv"), *named(tmp_path)])
    assert code == 130
    assert not apart
    assert not list(tmp_path.glob("o*"))


def test_what_the_database_cannot_hold_is_told_in_one_line(
    tmp_path: Path, apart: list[Setter], capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "staff.csv", [HEADER, *roster(random.Random(4), 3, 0)])

    def full(self: Setter) -> object:
        raise self.failure("Out of disk\nPossible solutions")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Setter, "_records", full)
        code = main(["roster", str(tmp_path / "staff.csv"), *named(tmp_path)])
    told = capsys.readouterr().err.strip()
    assert code != 0
    assert apart
    assert len(told.splitlines()) == 1
    assert "Traceback" not in told
    assert not list(tmp_path.glob("o*"))


def learned(
    person: str, *, course: str = "课", hours: str = "5", city: str = "", name: str = "王甲"
) -> list[str]:
    """A row that counts."""
    cells = row(
        "a", hours, course=course, completed="2023-03-01", declared="2023-06-03", reviewed="2023-06-10"
    )
    return [person, "", name, "一校", city, "", *cells[: len(USUAL_COLUMNS)]]


def statuses(found: dict[str, bytes]) -> list[tuple[str, str]]:
    """Id and status of everybody."""
    header, *people = [line.split(",") for line in found["out.csv"].decode("utf-8-sig").splitlines()]
    return [(cells[header.index("工号")], cells[header.index("结论")]) for cells in people]


def test_names_of_courses_that_columns_compare_are_left_as_they_are_by_the_reader_of_cells() -> None:
    """Every character there is: what is dropped or changed when rows are compared is not plain in columns."""
    characters = [chr(code) for code in range(1, 0x110000) if not 0xD800 <= code < 0xE000]
    plain = f"not regexp_matches(c, '{MARKED}') or (c <> chr(39) and regexp_matches(c, '{PRINTED}'))"
    with duckdb.connect() as connection:
        query = f"select c from (select unnest($1) as c) where {plain}"
        found = [character for (character,) in connection.execute(query, [characters]).fetchall()]
    assert len(found) > 20_000
    narrow = {character: chr(ord(character) - 0xFEE0) for character in WIDE_MARKS}
    assert [one for one in found if as_seen(f"课{one}课") != f"课{narrow.get(one, one)}课"] == []


@pytest.mark.parametrize("unseen", ["\u3164", "\u180b", "\u2800", "\uffa0", "\U000e0100", "\x01"])
def test_a_course_is_the_same_with_a_character_that_nobody_sees(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, apart: list[Setter], unseen: str
) -> None:
    """Its hours are counted once, in columns as row by row."""
    write(tmp_path / "staff.csv", [HEADER, learned("G1"), learned("G1", course=f"课{unseen}")])
    columns = run(tmp_path, [PLAIN], "--jobs", "1")
    assert apart
    assert statuses(columns) == [("G1", "未达标")]
    monkeypatch.setattr(command, "set_aside", lambda *_: None)
    assert columns == run(tmp_path, [PLAIN], "--jobs", "1")


@pytest.mark.parametrize("name", ["staff[1].csv", "staff*.csv", "staff?.csv"])
def test_a_name_that_the_database_takes_for_many_files_is_read_row_by_row(
    tmp_path: Path, apart: list[Setter], name: str
) -> None:
    """Nobody gets the hours of another file."""
    write(tmp_path / "staff1.csv", [HEADER, learned("G1", hours="30")])
    write(tmp_path / name, [HEADER, learned("G1", hours="2")])
    assert main(["roster", str(tmp_path / name), *named(tmp_path)]) == 0
    assert not apart
    assert "已达标" not in (tmp_path / "o.csv").read_text(encoding="utf-8-sig")


def test_cells_are_those_of_the_file_whatever_its_folder_is_called(
    tmp_path: Path, apart: list[Setter]
) -> None:
    """Databases name folders by a column and its cell."""
    write(tmp_path / "staff.csv", [HEADER, learned("G1"), learned("G2")])
    folder = tmp_path / "c0=Z9"
    folder.mkdir()
    shutil.copy(tmp_path / "staff.csv", folder)
    found = run(folder, [PLAIN], "--jobs", "1")
    assert apart
    assert statuses(found) == [("G1", "未达标"), ("G2", "未达标")]


def test_corrected_rows_alone_are_nobodys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, apart: list[Setter]
) -> None:
    """They belong into a roster that was not given."""
    header = [*HEADER, "原文件", "原行号", "原行核对码"]
    write(tmp_path / "staff.csv", [header, [*learned("G1", hours="30"), "a.csv", "2", "abcd"]])
    columns = run(tmp_path, [PLAIN], "--jobs", "1")
    assert not apart
    assert statuses(columns) == []
    monkeypatch.setattr(command, "set_aside", lambda *_: None)
    assert columns == run(tmp_path, [PLAIN], "--jobs", "1")


def test_a_place_that_only_refused_rows_name_adds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, apart: list[Setter]
) -> None:
    """Neither columns of its subjects nor its duties."""
    other = replace(PLAIN, city="other", city_name="别市")
    total = learned("合计", name="", city="别市")
    write(tmp_path / "staff.csv", [HEADER, learned("G1"), learned("G2", city="虚构市"), total])
    columns = run(tmp_path, [PLAIN, other], "--jobs", "1")
    assert apart
    assert [place for setter in apart for place in setter.named] == [("", 0)]
    assert "别市" not in columns["out-单位要办的事.csv"].decode()
    monkeypatch.setattr(command, "set_aside", lambda *_: None)
    assert columns == run(tmp_path, [PLAIN, other], "--jobs", "1")


def test_a_city_is_known_by_its_province_whatever_others_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, apart: list[Setter]
) -> None:
    """What one person comes to does not hang on how others write the city."""
    own = [learned("G1", city="河南省虚构市", course=course) for course in ("一", "二")]
    for others_too in ([], [learned("G2", city="虚构市")]):
        write(tmp_path / "staff.csv", [HEADER, *own, *others_too])
        columns = run(tmp_path, [PLAIN], "--jobs", "1")
        assert statuses(columns)[0] == ("G1", "已达标")
        with monkeypatch.context() as patch:
            patch.setattr(command, "set_aside", lambda *_: None)
            assert columns == run(tmp_path, [PLAIN], "--jobs", "1")
    assert len(apart) == 2


def test_a_database_that_cannot_be_opened_is_no_fault_of_the_file(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    apart: list[Setter],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Without it all go the general way; people already in it cannot, and that is told in one line."""
    write(tmp_path / "staff.csv", [HEADER, learned("G1")])
    connect = duckdb.connect

    def locked(path: str, *, read_only: bool = False, config: dict[str, object]) -> object:
        if read_only or opens_none:
            raise duckdb.IOException("Could not set lock\non file")
        return connect(path, read_only=read_only, config=config)  # type: ignore[arg-type]

    monkeypatch.setattr(duckdb, "connect", locked)
    opens_none = True
    assert statuses(run(tmp_path, [PLAIN], "--jobs", "1")) == [("G1", "未达标")]
    assert not apart
    capsys.readouterr()
    opens_none = False
    assert main(["roster", str(tmp_path / "staff.csv"), *named(tmp_path)]) != 0
    assert apart
    told = capsys.readouterr().err.strip()
    assert len(told.splitlines()) == 1
    assert "Traceback" not in told
