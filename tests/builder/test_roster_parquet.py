"""``xueshi roster`` and Parquet files, which provinces keep (虚构)."""

import importlib
import importlib.util
import shutil
import sys
from pathlib import Path

import pytest

from tests.builder.test_roster_command import CARDS, HEADER, csv_of, desk, read, run, staff

__all__ = ["desk"]

LIBRARIES = [name for name in ("duckdb", "pyarrow") if importlib.util.find_spec(name)]


def test_without_a_library_for_parquet_the_sentence_says_what_to_do(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing but the standard library is needed for CSV and Excel files."""
    monkeypatch.setattr("xueshi.roster.tables.parquet._library", lambda _: None)
    (desk / "staff.parquet").write_bytes(b"PAR1....PAR1")
    assert run(desk, "staff.parquet") == 2
    assert "pip install duckdb" in capsys.readouterr().err
    assert run(desk, out="out.parquet") == 2
    assert "pip install duckdb" in capsys.readouterr().err
    assert not (desk / "out.parquet").exists()


@pytest.mark.parametrize("library", LIBRARIES)
def test_parquet_files_are_read_and_written(
    desk: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    """What provinces keep: the same results as from CSV, hours as numbers, ids as text."""
    import duckdb

    if library == "duckdb":
        monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    rows = [[*cells[:3], *cells[3:]] for cells in staff()]
    (desk / "plain.csv").write_bytes(csv_of([HEADER, *rows]))
    made = f"copy (select * from read_csv('{desk}/plain.csv', all_varchar=true, header=true))"
    with duckdb.connect() as connection:
        connection.execute(f"{made} to '{desk}/staff.parquet' (format parquet)")
    assert run(desk, "staff.parquet", out="out.parquet") == 0
    assert run(desk, "plain.csv") == 0
    with duckdb.connect() as connection:
        found = connection.execute(f"select * from '{desk}/out.parquet'")
        header = [column[0] for column in found.description]
        people = [dict(zip(header, person, strict=True)) for person in found.fetchall()]
    assert [person["工号"] for person in people] == CARDS[:30]
    assert [person["结论"] for person in people] == [cells[6] for cells in read(desk / "out.csv")[1:]]
    assert {type(person["total已学"]) for person in people} == {float}
    assert not list(desk.glob("*.parquet.csv"))


def test_only_the_parquet_file_that_was_named_is_read_and_written(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DuckDB takes brackets for a pattern, and folders with a sign of equality for cells."""
    import duckdb

    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    (desk / "plain.csv").write_bytes(csv_of([HEADER, *staff()]))
    folder = desk / "工号=1[2]"
    folder.mkdir()
    made = f"copy (select * from read_csv('{desk}/plain.csv', all_varchar=true, header=true))"
    with duckdb.connect() as connection:
        connection.execute(f"{made} to '{folder}/staff[1].parquet' (format parquet)")
        connection.execute(f"copy (select 1 as 工号) to '{folder}/staff1.parquet' (format parquet)")
    assert run(desk, f"{folder.name}/staff[1].parquet", out=f"{folder.name}/out[1].parquet") == 0
    shutil.copy(folder / "out[1].parquet", desk / "copied.parquet")
    with duckdb.connect() as connection:
        found = connection.execute(f"select 工号 from '{desk}/copied.parquet'").fetchall()
    assert [person for (person,) in found] == CARDS[:30]


@pytest.mark.parametrize("library", LIBRARIES)
def test_days_that_are_kept_as_instants_are_those_of_china(
    desk: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    """Spark writes all days so; midnight there is the evening before in the file, which is not broken.

    Numbers of single precision are what was written, not the nearest that can be kept.
    """
    import duckdb

    if library == "duckdb":
        monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    rows = (
        "timestamptz '2022-12-31 16:00:00+00', 4.1::float",
        "timestamptz '2023-02-28 16:00:00+00', 4.9::float",
    )
    values = ", ".join(f"('张三', 'a', {row})" for row in rows)
    made = f"copy (select * from (values {values}) t(姓名, 科目, 完成日期, 学时))"
    with duckdb.connect() as connection:
        connection.execute(f"{made} to '{desk}/staff.parquet' (format parquet)")
    assert run(desk, "staff.parquet") == 0
    header, person = read(desk / "out.csv")
    assert dict(zip(header, person, strict=True))["total已学"] == "9"


def test_a_broken_parquet_file_is_told_in_one_line(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever the library says of it."""
    (desk / "staff.parquet").write_bytes(b"PAR1....PAR1")
    assert run(desk, "staff.parquet") == 2
    assert capsys.readouterr().err.count("\n") == 1
