"""Slips that people make in YAML: each gets one code at its place, and what was meant."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.catalog import load_catalog
from builder.checks import run_checks
from builder.reading import Problem
from xueshi.model.hints import chinese_number

SOUND = Path(__file__).resolve().parents[1] / "fixtures" / "data"
YEAR = "cities/minghe/2025.yml"

NUMBER = "min_hours: 30"
DAY = "start: 2025-01-01"
LIST = "aliases: [公需课, 公需科目]"
UNIT = "  unit: 学时"

SLIPS = {
    "min_hours：30": (NUMBER, "E005", "min_hours: "),
    "min_hours: ３０": (NUMBER, "E029", "30"),
    "min_hours: 三十": (NUMBER, "E111", "30"),
    "min_hours: 三十学时": (NUMBER, "E111", "30"),
    "min_hours: 30学时": (NUMBER, "E111", "30"),
    'min_hours: "30"': (NUMBER, "E111", "30"),
    "min_hours: 30 学时以上": (NUMBER, "E111", "30"),
    "min_hours: 3O": (NUMBER, "E111", "30"),
    "min_hours: l0": (NUMBER, "E111", "10"),
    "min_hours: 30h": (NUMBER, "E104", None),
    "min_hours: 30 ＃ 公需": (NUMBER, "E031", "#"),
    "min_hours: -30": (NUMBER, "E109", None),
    "min_hours: .nan": (NUMBER, "E104", None),
    "min_hours: .inf": (NUMBER, "E104", None),
    "min_hours: 1e400": (NUMBER, "E104", None),
    "min_hours: 1/0": (NUMBER, "E104", None),
    "min_hours: true": (NUMBER, "E104", None),
    "min_hours: [30]": (NUMBER, "E104", None),
    "min_hours: {a: 30}": (NUMBER, "E104", None),
    "min_hours:": (NUMBER, "E110", None),
    "min_hours: 没规定": (NUMBER, "E104", "未规定"),
    "min_huors: 30": (NUMBER, "E103", "min_hours"),
    "Min_Hours: 30": (NUMBER, "E103", "min_hours"),
    "min-hours: 30": (NUMBER, "E103", "min_hours"),
    "min hours: 30": (NUMBER, "E103", "min_hours"),
    "min_hours:30": (NUMBER, "E009", "min_hours: "),
    "min_hours; 30": (NUMBER, "E021", None),
    "min_hours = 30": (NUMBER, "E021", None),
    "min_hours: 30\u200b": (NUMBER, "E008", None),
    "min_hours:\u00a030": (NUMBER, "E006", None),
    "start: 2025-13-01": (DAY, "E105", None),
    "start: 2025-02-30": (DAY, "E105", None),
    "start: 2025/01/01": (DAY, "E105", "2025-01-01"),
    "start: 2025年1月1日": (DAY, "E105", "2025-01-01"),
    "start: 2025.1.1": (DAY, "E105", "2025-01-01"),
    "start: 20250101": (DAY, "E105", "2025-01-01"),
    "start: 2025-01-01 08:00:00": (DAY, "E105", "2025-01-01"),
    "start: 年初": (DAY, "E105", None),
    "year: 二〇二五": ("year: 2025", "E111", "2025"),
    "year: 2025.5": ("year: 2025", "E104", None),
    "year: 2025年": ("year: 2025", "E111", "2025"),
    "year: 99999999999999999999": ("year: 2025", "E104", None),
    "aliases: [公需课，公需科目]": (LIST, "E011", ","),
    "aliases: [公需课、公需科目]": (LIST, "E011", ","),
    "aliases: 【公需课，公需科目】": (LIST, "E104", None),
    "aliases: [公需课, 公需科目": (LIST, "E023", None),
    "aliases:\n          -公需课": (LIST, "E104", None),
    "aliases: *x": (LIST, "E013", None),
    "\tunit: 学时": (UNIT, "E007", None),
    "   unit: 学时": (UNIT, "E019", None),
    "　　unit: 学时": (UNIT, "E006", None),
    '  unit: "学时': (UNIT, "E020", None),
    "  unit: '学时": (UNIT, "E020", None),
    "  ＃ 单位: 照通知\n  unit: 学时": (UNIT, "E031", "#"),
    "＃ 单位: 照通知\n  unit: 学时": (UNIT, "E031", "#"),
    "  unit: “学时”": (UNIT, "E030", "学时"),
    "  unit: %学时": (UNIT, "E024", None),
    "  unit: 8": (UNIT, "E112", "'8'"),
    '  unit: ""': (UNIT, "E110", None),
    "  unit: 学时\n  unit: 学分": (UNIT, "E012", None),
    "  unit: 学时\n这里忘了删": (UNIT, "E021", None),
    '  unit: !!python/object/apply:os.system ["ls"]': (UNIT, "E013", None),
}
"""What is written, in place of which sound words, with the code and what is suggested."""

FILES = {
    "empty": (b"", "E002"),
    "only a comment": ("# 只有注释\n".encode(), "E002"),
    "no YAML": ("三门峡市 2025 年度继续教育通知\n".encode(), "E104"),
    "a table": ("城市,年度\n鸣鹤,2025\n".encode(), "E104"),
    "a list": (b"- city: minghe\n", "E104"),
    "UTF-16": ("city: minghe\n".encode("utf-16"), "E001"),
    "with a zero byte": (b"city: minghe\n\0", "E001"),
    "a PDF": (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", "E028"),
    "a workbook": (b"PK\x03\x04\x14\x00\x06", "E028"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "E028"),
    "a page": (b"<!DOCTYPE html><html></html>", "E028"),
    "too large": (b"a: " + "长".encode() * 500_000, "E003"),
    "too deep": (b"a: " + b"[" * 5000, "E004"),
}
"""What a whole file holds, with the code."""


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """The sound folder, to be spoilt."""
    yield Path(shutil.copytree(SOUND, tmp_path / "data"))


def errors(data: Path) -> list[Problem]:
    return [problem for problem in run_checks(data) if problem.is_error]


@pytest.mark.parametrize("written", SLIPS)
def test_a_slip_is_told_once_at_its_place_with_what_was_meant(data: Path, written: str) -> None:
    sound, code, meant = SLIPS[written]
    path = data / YEAR
    text = path.read_text(encoding="utf-8")
    line = text[: text.index(sound)].count("\n") + 1
    path.write_text(text.replace(sound, written, 1), encoding="utf-8")
    (problem,) = errors(data)
    assert problem.code == code
    assert abs(problem.line - line) <= 1
    if meant is not None:
        assert problem.hint == meant


def test_no_in_a_field_of_certain_words_is_told_those_words(data: Path) -> None:
    """To write false, as for a field of yes and no, would only be the next error."""
    path = data / YEAR
    text = path.read_text("utf-8")
    path.write_text(text.replace("policy: 不允许", "policy: no", 1), "utf-8")
    (problem,) = errors(data)
    assert problem.code == "E106"
    assert "不允许" in problem.allowed


def test_a_wrong_field_with_a_wrong_value_is_told_of_both(data: Path) -> None:
    """Who mends the figures would only then hear that there is no such field."""
    path = data / YEAR
    path.write_text(path.read_text("utf-8").replace(NUMBER, "min_hour: ３０", 1), "utf-8")
    assert {problem.code for problem in errors(data)} == {"E029", "E103"}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_something_else_is_told_once(data: Path, name: str) -> None:
    content, code = FILES[name]
    (data / YEAR).write_bytes(content)
    (problem,) = errors(data)
    assert (problem.code, problem.line) == (code, 1)


@pytest.mark.parametrize("change", [b"\r\n", b"\r"])
def test_other_ends_of_lines_and_a_mark_in_front_are_no_error(data: Path, change: bytes) -> None:
    path = data / YEAR
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", change))
    assert errors(data) == []


def test_a_word_on_a_line_of_its_own_has_no_end_of_line_in_it(data: Path) -> None:
    """``unit: |`` above the word: it would be printed with a break behind it."""
    path = data / YEAR
    path.write_text(path.read_text("utf-8").replace(UNIT, "  unit: |\n    学分", 1), "utf-8")
    catalog, _ = load_catalog(data)
    assert catalog is not None
    assert catalog.city_years[0].rule.unit == "学分"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三十", "30"),
        ("十", "10"),
        ("十五", "15"),
        ("九十学时", "90"),
        ("一百二十", "120"),
        ("一百零五", "105"),
        ("两百", "200"),
        ("二〇二五", "2025"),
        ("二零二五年", "2025"),
        ("三十至四十", None),
        ("十十", None),
        ("二十几", None),
        ("年初", None),
        ("三十学时以上", None),
        ("", None),
    ],
)
def test_chinese_numerals_are_suggested_in_digits(text: str, number: str | None) -> None:
    assert chinese_number(text) == number
