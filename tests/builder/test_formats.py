"""The same problems for people, for programs, and for GitHub's view of a change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from builder.checks import run_checks
from builder.checks.formats import as_github, as_json
from builder.cli import main
from tests.builder.broken import FIXTURES, prepare


def test_json_has_place_message_and_help_of_every_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On the standard output, alone, with the exit code of any other check."""
    data = prepare("E103", tmp_path)
    assert main(["check", "--format", "json", "--data", str(data)]) == 1
    told = capsys.readouterr()
    report = json.loads(told.out)
    assert told.err == ""
    assert (report["format_version"], report["errors"], report["reminders"]) == (1, 1, 0)
    (problem,) = report["problems"]
    assert (problem["code"], problem["severity"], problem["help"]) == ("E103", "error", "docs/errors/#E103")
    line = Path(problem["file"]).read_text("utf-8").splitlines()[problem["line"] - 1]
    assert line[problem["column"] - 1 : problem["end_column"] - 1] == problem["found"]
    assert problem["hint"] in problem["allowed"]
    assert problem["found"] in problem["message"]


def test_sound_data_is_an_empty_list(capsys: pytest.CaptureFixture[str]) -> None:
    """A program need not ask whether there is a report at all."""
    assert main(["check", "--format", "json", "--data", str(FIXTURES / "data")]) == 0
    assert json.loads(capsys.readouterr().out)["problems"] == []
    assert main(["check", "--format", "github", "--data", str(FIXTURES / "data")]) == 0
    assert capsys.readouterr().out == ""


def test_github_gets_one_command_a_problem(tmp_path: Path) -> None:
    """Line ends inside a message are written in percent: a message cannot give commands of its own."""
    problems = run_checks(prepare("E005-all-at-once", tmp_path))
    lines = as_github(problems).splitlines()
    assert len(lines) == len(json.loads(as_json(problems))["problems"]) > 1
    for line, problem in zip(lines, json.loads(as_json(problems))["problems"], strict=True):
        assert line.startswith(f"::{problem['severity']} file=")
        assert f",line={problem['line']},col={problem['column']}," in line
        assert "说明：docs/errors/#" in line


def test_a_reminder_is_a_warning(tmp_path: Path) -> None:
    """It does not fail the run."""
    problems = run_checks(prepare("W206", tmp_path))
    assert as_github(problems).startswith("::warning ")
    assert json.loads(as_json(problems))["reminders"] == 1
