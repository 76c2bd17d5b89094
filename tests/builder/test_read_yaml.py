"""YAML as Chinese offices type it becomes plain data with places, or problems; never an exception."""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from builder.reading import Place, Problem, document, read_bytes, read_text
from builder.reading.files import MOST_BYTES
from builder.reading.scalars import resolve

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = sorted((ROOT / "data").rglob("*.yml"))
PLAIN = """\
name: 公需科目
aliases:
  - 公需课
  - '公需'
children:
  - id: a
    min_hours: 24
"""


def codes(problems: list[Problem]) -> list[str]:
    """The codes of problems in order."""
    return [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("24", 24),
        ("-3", -3),
        ("89.5", Decimal("89.5")),
        ("1.50", Decimal("1.50")),
        ("true", True),
        ("false", False),
        ("", None),
        ("null", None),
        ("2025-12-31", "2025-12-31"),
        ("2/3", "2/3"),
        ("1e3", "1e3"),
        ("1_000", "1_000"),
        ("9" * 40, "9" * 40),
        ("公需", "公需"),
        ("y", "y"),
    ],
)
def test_unquoted_words_have_few_and_plain_meanings(word: str, value: object) -> None:
    """Numbers are exact and decimal, dates stay text, nothing is octal, base 60 or a timestamp."""
    resolved = resolve(word)
    assert (resolved.value, type(resolved.value)) == (value, type(value))
    assert resolved.code is None


def test_every_key_and_value_has_its_place() -> None:
    """A path leads to the line and column of what was typed, counted in characters from 1."""
    places = read_text(PLAIN, "f").places
    assert places.keys["name",] == Place(1, 1, 4)
    assert places.values["name",] == Place(1, 7, 4)
    assert places.values["aliases", 1] == Place(4, 5, 4)
    assert places.keys["children", 0, "min_hours"] == Place(7, 5, 9)
    assert places.values["children", 0, "min_hours"] == Place(7, 16, 2)
    assert places.find(("children", 0, "nothing")) == Place(6, 5, 2)
    assert places.find(("nothing",)) == Place(1, 1, 4)


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.name)
def test_the_quick_parser_and_the_pure_one_agree(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser has only the pure parser: it must see the same data at the same places."""
    quick = read_bytes(path.read_bytes(), "f")
    monkeypatch.setattr(document, "LOADER", yaml.SafeLoader)
    pure = read_bytes(path.read_bytes(), "f")
    assert (quick.data, quick.places.values, quick.places.keys) == (
        pure.data,
        pure.places.values,
        pure.places.keys,
    )
    assert quick.problems == pure.problems == []


@pytest.mark.parametrize("text", ["\ufeff" + PLAIN, PLAIN.replace("\n", "\r\n"), PLAIN.replace("\n", "\r")])
def test_the_ways_of_windows_and_old_macs_are_fine(text: str) -> None:
    """A byte-order mark and other line ends change neither data nor places."""
    reading = read_bytes(text.encode(), "f")
    sound = read_text(PLAIN, "f")
    assert (reading.data, reading.problems) == (sound.data, [])
    assert reading.places.values == sound.places.values


def test_all_slips_of_a_file_are_told_at_once() -> None:
    """Each slip is mended in a copy, so that the ones after it are found too, at the right columns."""
    text = "name：公需\n　level: 市级\nphone: 03982850937\ntime: 12:30\nok: yes\nname: 再来\n"
    reading = read_text(text, "f")
    found = sorted((problem.line, problem.column, problem.code) for problem in reading.problems)
    assert found == [(1, 1, "E005"), (2, 1, "E006")]
    reading = read_text(text.replace("　level", "level"), "f")
    found = sorted((problem.line, problem.column, problem.code) for problem in reading.problems)
    assert found == [(1, 1, "E005"), (3, 8, "E015"), (4, 7, "E016"), (5, 5, "E017"), (6, 1, "E012")]


def test_columns_behind_a_mended_slip_are_those_of_the_file() -> None:
    """Mending changes lengths; what is told afterwards still points into the file as it stands."""
    reading = read_text("a:\n　　b：03000000000\n", "f")
    assert [(item.code, item.line, item.column) for item in reading.problems] == [
        ("E006", 2, 1),
        ("E005", 2, 3),
        ("E015", 2, 5),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "text: 时间：全天，地点：一楼\n",
        "text: |\n  第一行：a\n  \t缩进\n  　全角\nb: 1\n",
        'text: "第一行\n  min_hours：24\n  第三行"\nb: 1\n',
        "text: 'a：b，c'\n",
        "text: 见“四史”教育\n",
        "url: http://example.cn/a:b\n",
        "- https://example.cn\n",
        "items: {name: 甲，乙, note: 先学，后报}\n",
        "# 说明：　全角空格在注释里\na: 1\n",
        "a: 1 # 说明　（全角）\n",
        "---\na: 1\n",
        "a: []\nb: {}\n",
    ],
)
def test_chinese_punctuation_in_texts_is_left_alone(text: str) -> None:
    """Only what stands in the place of YAML's own marks is a slip."""
    assert read_text(text, "f").problems == []


def test_the_first_of_two_equal_keys_is_kept() -> None:
    """The data stays usable for the checks that follow."""
    reading = read_text("a: 1\na:\n  - b: 2\nc: 3\n", "f")
    assert reading.data == {"a": 1, "c": 3}
    assert [(item.code, item.line, item.hint) for item in reading.problems] == [("E012", 2, "1")]


@pytest.mark.parametrize(
    ("text", "data", "codes"),
    [
        (
            "- id: a\n  name: b\n  id: c\n  name: d\n- id: e\n",
            [{"id": "a", "name": "b"}, {"id": "c", "name": "d"}, {"id": "e"}],
            ["E033"],
        ),
        (
            "- id: a\n  x: {y: 1}\n  id: c\n\n  # more\n  x: 2\n",
            [{"id": "a", "x": {"y": 1}}, {"id": "c", "x": 2}],
            ["E033"],
        ),
        ("- id: a\n  name: b\n  id: c\n", [{"id": "a", "name": "b"}], ["E012"]),
        ("- id: a\n  id: c\n  name: b\n", [{"id": "a", "name": "b"}], ["E012"]),
        ("- id: a\n  name: b\n  name: c\n", [{"id": "a", "name": "b"}], ["E012"]),
        ("- {id: a, name: b, id: c, name: d}\n", [{"id": "a", "name": "b"}], ["E012"] * 2),
        ("x:\n  id: a\n  name: b\n  id: c\n  name: d\n", {"x": {"id": "a", "name": "b"}}, ["E012"] * 2),
    ],
)
def test_an_entry_that_lost_its_dash_is_read_as_one(text: str, data: object, codes: list[str]) -> None:
    """Its fields, which all stand there already, are told once and not each by each."""
    reading = read_text(text, "a.yml")
    assert reading.data == data
    assert [problem.code for problem in reading.problems] == codes


@pytest.mark.parametrize(
    ("text", "value", "told"),
    [
        ("a: 第 #1 项", "第 #1 项", True),
        ("a: 90 #学时", "90 #学时", True),
        ("a: 90 # 学时", 90, False),
        ("a: 90 ## 学时", 90, False),
        ("a: 1#楼", "1#楼", False),
        ("a: '第 #1 项'", "第 #1 项", False),
        ("#注释\n  #注释\na: 1", 1, False),
        ("a: http://x.cn/#b", "http://x.cn/#b", False),
    ],
)
def test_a_number_sign_that_would_lose_words_is_told(text: str, value: object, told: bool) -> None:
    reading = read_text(text, "a.yml")
    assert reading.data == {"a": value}
    assert [problem.code for problem in reading.problems] == (["E032"] if told else [])


def test_deep_nesting_is_refused_at_once() -> None:
    """A hundred thousand brackets neither crash nor take time."""
    began = time.process_time()
    assert codes(read_text("a: " + "[" * 100_000, "f").problems) == ["E004"]
    assert time.process_time() - began < 2


def test_large_files_are_not_read() -> None:
    """One byte over the limit is refused before parsing."""
    content = b"a: 1\n" + b"#" * MOST_BYTES
    assert codes(read_bytes(content, "f").problems) == ["E003"]


def test_foreign_encodings_are_named_and_read_on() -> None:
    """GB18030 is what older Chinese programs save: said once, and the rest is checked nevertheless."""
    problems = read_bytes("a: 1\n名：1\nname：公需\n".encode("gb18030"), "f").problems
    assert codes(problems)[0] == "E001"
    assert "E005" in codes(problems)
    assert (problems[0].line, problems[0].column) == (2, 1)
    assert codes(read_bytes(b"\x01\r\n\0\0", "f").problems) == ["E001"]
    assert codes(read_bytes(b"\x89PNG\r\n\0\0", "f").problems) == ["E028"]
    assert codes(read_bytes(b"\xff", "f").problems) == ["E001"]


MARKS = "a b: : ： - － ' \" [ ] { } , ， # &x *x !t | > % @ --- ... ? \\ 1 03 12:30 no 四史"
PIECES = st.sampled_from(
    [*MARKS.split(" "), " ", "  ", "\n", "\n  ", "\r", "\t", "\u3000", "\u200b", "\0", "\ufeff"]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_nothing_that_can_be_typed_raises(text: str) -> None:
    """Reading always ends in data or in problems with a place inside the file."""
    reading = read_text(text, "f")
    assert reading.data is not None or reading.problems or text.strip()
    for problem in reading.problems:
        assert 1 <= problem.line <= len(reading.places.lines)
        assert 1 <= problem.column <= len(reading.places.line(problem.line)) + 1


@given(st.binary(max_size=200))
def test_no_bytes_raise(content: bytes) -> None:
    """Not even those of a picture."""
    assert read_bytes(content, "f").places.file == "f"


@pytest.mark.parametrize("mark", ["\u061c", "\u200f", "\u202e", "\u2066", "\u2069"])
def test_no_mark_of_direction_gets_into_the_data(mark: str) -> None:
    """It would turn around what stands beside it on a page, where nobody sees why."""
    reading = read_bytes(f"name: 某{mark}市\n".encode(), "x.yml")
    assert [problem.code for problem in reading.problems] == ["E008"]
