"""A new year starts with its structure and without a single value that could be published unread."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from builder.checks import run_checks
from builder.cli import main
from builder.reading import read_text
from tests.builder.broken import FIXTURES

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the published data."""
    return shutil.copytree(ROOT / "data", tmp_path / "data")


def new(data: Path, *options: str) -> int:
    """The command as typed."""
    return main(["new", "--data", str(data), *options])


def told(data: Path) -> dict[str, set[str]]:
    """The codes of all problems by the file's name."""
    found: dict[str, set[str]] = {}
    for problem in run_checks(data):
        found.setdefault(Path(problem.file).name, set()).add(problem.code)
    return found


def test_a_year_out_of_nothing_asks_for_every_value(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only what is still to be filled in is wrong with it: fields and places are those of the model."""
    assert new(data, "--city", "开封", "--year", "2026") == 0
    assert "接下来" in capsys.readouterr().out
    assert told(data) == {"2026.yml": {"E113"}, "2026.cases.yml": {"E113"}}
    text = (data / "cities" / "kaifeng" / "2026.yml").read_text("utf-8")
    assert "# 该科目每年至少多少学时；通知没有单独要求的写“未规定”。" in text
    assert "policy: 待填  # 可以写：允许、不允许、未规定" in text
    assert "# targets: " in text


def test_a_year_after_an_earlier_one_keeps_its_structure_and_none_of_its_values(data: Path) -> None:
    """What stood there is a comment; the same paths are asked for again."""
    assert new(data, "--city", "sanmenxia", "--year", "2026", "--from", "2025") == 0
    folder = data / "cities" / "sanmenxia"
    before = read_text((folder / "2025.yml").read_text("utf-8"), "before")
    text = (folder / "2026.yml").read_text("utf-8")
    after = read_text(text, "after")
    assert after.problems == []
    assert set(after.places.values) == set(before.places.values)
    assert "min_hours: 待填  # 2025 年：30" in text
    assert re.search(r"^year: 2026$", text, re.MULTILINE)
    values = re.sub(r"#.*", "", text)
    assert "2025" not in values
    assert re.findall(r"[0-9]{2,}", values) == ["2026"]
    assert told(data) == {"2026.yml": {"E113"}, "2026.cases.yml": {"E113"}}


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--city", "sanmenxia", "--year", "2025"], "已经有"),
        (["--city", "sanmenxa", "--year", "2026"], "您是不是想写“sanmenxia”"),
        (["--city", "洛洋", "--year", "2026"], "您是不是想写“洛阳”"),
        (["--city", "阳", "--year", "2026"], "里没有“阳”。"),
        (["--city", "sanmenxia", "--year", "2026", "--from", "2024"], "有的是：2025。"),
        (["--city", "kaifeng", "--year", "2026", "--from", "2025"], "还没有收录任何年度"),
    ],
)
def test_what_cannot_be_begun_is_one_line_and_writes_nothing(
    options: list[str], why: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing that is there is ever overwritten."""
    files = sorted(data.rglob("*"))
    assert new(data, *options) == 2
    said = capsys.readouterr().err
    assert why in said
    assert said.count("\n") == 1
    assert sorted(data.rglob("*")) == files


def test_a_value_over_several_lines_is_refused_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Half of it would stay behind as if it were confirmed."""
    data = shutil.copytree(FIXTURES / "data", tmp_path / "data")
    path = data / "cities" / "minghe" / "2025.yml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("text: 学习“四史”等内容。", "text: 学习“四史”\n      等内容。"), "utf-8")
    assert new(data, "--city", "minghe", "--year", "2026", "--from", "2025") == 2
    assert "写成了几行" in capsys.readouterr().err
    assert not (data / "cities" / "minghe" / "2026.yml").exists()
