"""Answers about single people, corrected rows that fit no longer, cells that hold nothing (虚构)."""

import json
from pathlib import Path

import pytest

from tests.builder.test_roster_command import csv_of, desk, read, run

__all__ = ["desk"]


def answered(desk: Path, answers: object, *files: str) -> int:
    """Run the command with answers."""
    (desk / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
    return run(desk, *files, options=("--jobs", "1", "--answers", str(desk / "answers.json")))


NAMESAKES = [["姓名", "单位", "甲", "乙"], ["张伟", "一所", "4", "5"], ["张伟", "二所", "4", "5"]]


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"people": {"张伟": {"all_approved": "是"}}}, "2 个人"),
        ({"people": {"李四": {"all_approved": "是"}}}, "找不到这个人"),
        ({"people": {"张伟@一所": {"all_approved": "好"}}}, "认不得"),
        ({"people": {"张伟@一所": {"nonsense": "是"}}}, "没有问题"),
        ({"people": {"张伟@一所": {"all_approved": "是"}, "张伟@一所@2023": {}}}, "同一个人"),
        ({"everyone": {"nonsense": "是"}}, "nonsense"),
    ],
)
def test_an_answer_that_fits_nobody_or_several_is_refused(
    desk: Path, capsys: pytest.CaptureFixture[str], answers: object, told: str
) -> None:
    """Nobody is judged by what was said of somebody else."""
    (desk / "staff.csv").write_bytes(csv_of(NAMESAKES))
    assert answered(desk, answers) == 2
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1


def test_an_answer_about_one_of_two_namesakes_is_his_alone(desk: Path) -> None:
    """Unit and year tell them apart."""
    (desk / "staff.csv").write_bytes(csv_of(NAMESAKES))
    assert answered(desk, {"people": {"张伟@二所@2023": {"all_approved": "是"}}}) == 0
    assert [cells[6] == "已达标" for cells in read(desk / "out.csv")[1:]] == [False, True]
