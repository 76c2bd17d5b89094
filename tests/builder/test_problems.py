"""Problems are printed as admins were promised: place, finding, allowed words, suggestion, link, sum."""

from __future__ import annotations

import io
from dataclasses import replace

from builder.checks import Problem, print_problems
from builder.checks.problems import excerpt, report, width

SAMPLE = Problem(
    "E103",
    "data/cities/sanmenxia/2025.yml",
    14,
    5,
    ("rule", "requirements", "min_hour"),
    "min_hour",
    ("min_hours", "max_hours", "name", "source"),
    "min_hours",
    8,
    "    min_hour: 24",
)
PRINTED = """\
data/cities/sanmenxia/2025.yml:14:5: E103 不认识的字段 “min_hour”
   14 |     min_hour: 24
      |     ^^^^^^^^
   可用字段：min_hours、max_hours、name、source
   您是不是想写 “min_hours”？            说明：docs/errors/#E103"""


def printed(*problems: Problem) -> str:
    """What the printer writes."""
    stream = io.StringIO()
    print_problems(problems, stream)
    return stream.getvalue()


def test_a_problem_reads_as_in_the_style_book() -> None:
    """The form is fixed: other programs and people's eyes rely on it."""
    assert report(SAMPLE) == PRINTED


def test_problems_are_sorted_by_place_told_once_and_counted() -> None:
    """Errors and reminders are counted apart; only errors keep the data back."""
    reminder = replace(SAMPLE, code="W206", line=2, found="123", hint=None, allowed=())
    earlier = replace(SAMPLE, file="data/bases.yml")
    text = printed(SAMPLE, reminder, earlier, SAMPLE)
    heads = [line for line in text.splitlines() if line.startswith("data/")]
    assert [head.split(" ")[0] for head in heads] == [
        "data/bases.yml:14:5:",
        "data/cities/sanmenxia/2025.yml:2:5:",
        "data/cities/sanmenxia/2025.yml:14:5:",
    ]
    assert text.splitlines()[-1] == "共 2 处错误、1 处提醒。数据未发布。"
    assert printed(reminder).splitlines()[-1] == "共 1 处提醒。没有错误，数据可以发布。"
    assert printed() == "检查通过，没有错误，也没有提醒。\n"


def test_the_mark_stands_under_wide_characters() -> None:
    """A Chinese character takes two columns of a terminal."""
    line = "  名称: 公需科目 x"
    found = excerpt(replace(SAMPLE, excerpt=line, column=line.index("公") + 1, width=4))
    assert found[1] == "      | " + " " * width(line[: line.index("公")]) + "^" * 8
    assert width("公需“x”：") == 2 + 2 + 1 + 1 + 1 + 2


def test_a_long_line_is_cut_around_the_mark() -> None:
    """Nobody finds a mark three screens to the right."""
    line = "a" * 300 + "bad" + "c" * 300
    shown, mark = excerpt(replace(SAMPLE, excerpt=line, column=301, width=3))
    assert len(shown) < 120
    assert shown[mark.index("^") : mark.index("^") + 3] == "bad"


def test_what_nobody_sees_is_shown_as_a_box() -> None:
    """A terminal must not obey what stands in a file, and one problem stays on its lines."""
    text = report(
        replace(SAMPLE, code="E104", excerpt="a: \x1b[2J明\u200b河", column=4, found="一\n二\x1b[2J")
    )
    assert "\x1b" not in text
    assert "\u200b" not in text
    assert text.splitlines()[0].endswith("值的种类不对：一 二□[2J")
    assert "a: □[2J明□河" in text


def test_a_flood_is_cut_and_counted() -> None:
    """After three hundred problems the rest is only counted."""
    flood = [replace(SAMPLE, line=line) for line in range(1, 402)]
    text = printed(*flood)
    assert text.count("E103 不认识") == 300
    assert text.endswith("还有 101 处没有列出，改好上面的再检查一次。\n共 401 处错误。数据未发布。\n")
