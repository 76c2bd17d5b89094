"""The commands of build.py, as typed."""

import re
from pathlib import Path

import pytest

from builder.cli import main
from builder.testing import run_tests

SETTINGS = """
[tool.mypy]
files = ["good.py"]
[tool.pytest.ini_options]
addopts = ["-p", "no:cacheprovider"]
"""


def test_without_a_command_the_commands_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """With a Chinese line each."""
    assert main([]) == 2
    told = capsys.readouterr().out
    for command, meaning in (
        ("serve", "预览"),
        ("build", "生成网站"),
        ("check", "只检查数据"),
        ("test", "测试"),
    ):
        assert any(line.split()[:1] == [command] and meaning in line for line in told.splitlines())


@pytest.mark.parametrize(
    "argv", [["serve", "--port", "x"], ["publish"], ["check", "--", "-k", "x"], ["build", "--what"]]
)
def test_wrong_use_is_one_line(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, and where to read on."""
    with pytest.raises(SystemExit) as stop:
        main(argv)
    told = capsys.readouterr().err
    assert stop.value.code == 2
    assert told.startswith("参数有误（")
    assert told.endswith("用法见：python3 build.py 命令 --help\n")
    assert told.count("\n") == 1


@pytest.mark.parametrize("option", ["--data", "--sources"])
def test_a_folder_that_is_not_there_is_wrong_use(
    option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A slip in --sources would leave every evidence unchecked, and the check would pass."""
    with pytest.raises(SystemExit) as stop:
        main(["check", option, str(tmp_path / "nowhere")])
    assert stop.value.code == 2
    assert f"{option} 不是文件夹" in capsys.readouterr().err


@pytest.mark.parametrize(
    "argv",
    [
        ["publish"],
        ["check", "--what"],
        ["check", "--data"],
        ["serve", "--port", "x"],
        ["serve", "--port", "80000"],
        ["draft", "x.txt", "--city", "sanmenxia", "--year", "x"],
        ["build", "--base-url", "xueshi.example.cn"],
        ["build", "--base-url", "https://["],
    ],
)
def test_wrong_use_is_told_in_chinese(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """No sentence of the library reaches the admin."""
    with pytest.raises(SystemExit):
        main(argv)
    assert not re.search(r"[a-z]+ [a-z]+", capsys.readouterr().err.partition("用法见")[0])


@pytest.mark.parametrize("command", ["serve", "build", "draft", "bench"])
def test_help_is_given_for_each_command(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The help of a command is Chinese throughout, and has its options under one heading."""
    with pytest.raises(SystemExit) as stop:
        main([command, "--help"])
    assert stop.value.code == 0
    told = capsys.readouterr().out
    assert told.startswith(f"用法：python3 build.py {command} ")
    assert re.findall(r"^(\S+):$", told, re.MULTILINE).count("选项") == 1
    assert not re.search(r"usage|options|positional|show this", told)


def test_a_failed_check_fails_the_run_but_not_before_all_tests_ran(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """What is wrong is shown, pytest closes the standard output, arguments after -- reach it."""
    (tmp_path / "pyproject.toml").write_text(SETTINGS, "utf-8")
    (tmp_path / "calculator/src").mkdir(parents=True)
    (tmp_path / "calculator/src/empty.py").touch()
    (tmp_path / "good.py").write_text("import os\n", "utf-8")
    (tmp_path / "tests/builder").mkdir(parents=True)
    (tmp_path / "tests/test_site.py").write_text("def test_slow() -> None:\n    assert False\n", "utf-8")
    (tmp_path / "tests/builder/test_one.py").write_text(
        "def test_a() -> None:\n    assert 1\n\n\ndef test_b() -> None:\n    assert False\n", "utf-8"
    )
    assert run_tests(tmp_path, quick=True, pytest_options=["-k", "test_a"]) == 1
    told = capfd.readouterr()
    assert "1 passed, 1 deselected" in told.out.splitlines()[-1]
    assert "F401" in told.err
    assert told.err.splitlines()[-1] == "未通过：代码规范 ruff check（见上文）"

    (tmp_path / "good.py").write_text("", "utf-8")
    assert run_tests(tmp_path, quick=True, pytest_options=["-k", "test_a"]) == 0
    assert run_tests(tmp_path, quick=False, pytest_options=[]) == 1
    assert "2 failed, 1 passed" in capfd.readouterr().out.splitlines()[-1]
