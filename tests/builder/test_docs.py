"""The guides cannot lie: links lead somewhere, and commands, files and fields are those of the program."""

import argparse
import re
from pathlib import Path

import pytest

from builder.usage import command_line
from tests.fuzz.__main__ import parser as fuzz_parser
from tests.mutation.__main__ import parser as mutation_parser
from xueshi.cases import CASE_KEYS, EXPECTATIONS
from xueshi.cli import command_line as xueshi_line
from xueshi.ledger.table import USUAL_COLUMNS

ROOT = Path(__file__).resolve().parents[2]
GUIDES = sorted(
    [
        *ROOT.glob("*.md"),
        *ROOT.glob("decisions/*.md"),
        ROOT / "calculator" / "README.md",
        ROOT / "builder" / "bench" / "README.md",
        *ROOT.glob(".github/*/*.md"),
    ]
)
BASES = (ROOT, ROOT / "calculator" / "src", ROOT / "calculator" / "src" / "xueshi", ROOT / "builder")
"""Where the guides count paths from."""

MADE = ("build/", "site/", ".venv/", "node_modules/", ".cache/", "assets/runtime/", "api/v1/")
"""Paths that are there only once they have been made."""

BUILD = command_line(ROOT)
"""What `build.py` understands."""

PICTURE_MOST = 150_000
"""Bytes of the README's picture."""

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
COMMAND = re.compile(r"build\.py ([a-z]+)")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")


def read(name: str) -> str:
    """One guide, or any file of the repository."""
    return (ROOT / name).read_text("utf-8")


def anchors(path: Path) -> set[str]:
    """What a link into a Markdown file can name: ids that are written, and those made from headings."""
    text = path.read_text("utf-8")
    headings = re.findall(r"(?m)^#+ (.+?)(?: \{ ?#.*)?$", text)
    made = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return made | set(re.findall(r"\{ ?#([\w-]+)", text))


def commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The commands of a parser by name."""
    groups = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    return {name: command for group in groups for name, command in group.choices.items()}


def options(parser: argparse.ArgumentParser) -> set[str]:
    """The options of a parser and of its commands."""
    found = {option for action in parser._actions for option in action.option_strings}
    return found.union(*(options(command) for command in commands(parser).values()))


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_to_a_file_and_to_a_heading_of_it(path: Path) -> None:
    """Nothing checks these links when the site is built: they are not part of it."""
    for target in LINK.findall(path.read_text("utf-8")):
        if "://" in target:
            continue
        name, _, fragment = target.partition("#")
        file = path.parent / name if name else path
        assert file.exists(), target
        if fragment:
            assert fragment in anchors(file), target


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_named_files_exist(path: Path) -> None:
    """A file that was moved is moved in the guides as well. Names with a placeholder are not looked up."""
    for token in CODE.findall(path.read_text("utf-8")):
        if not re.fullmatch(r"[\w.*-]+(?:/[\w.*-]*)+", token, re.ASCII) or token.startswith(MADE):
            continue
        assert any(any(base.glob(token.rstrip("/"))) for base in BASES), token


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_named_commands_exist(path: Path) -> None:
    """Whoever follows a guide must not be told that there is no such command."""
    assert set(COMMAND.findall(path.read_text("utf-8"))) <= set(commands(BUILD))


def test_every_command_is_in_the_guide() -> None:
    """A command that is not written down is not found."""
    named = set(COMMAND.findall(read("HACKING.md")))
    assert named == set(commands(BUILD))


def test_options_in_the_guides_exist() -> None:
    """Of build.py, xueshi, fuzzing, mutation testing, and of the tools that the locks are made with."""
    known = options(BUILD) | options(xueshi_line()) | options(fuzz_parser())
    known |= options(mutation_parser())
    for path in GUIDES:
        for line in path.read_text("utf-8").splitlines():
            if "uv pip compile" in line or "$lock" in line or "npm install" in line:
                continue
            assert set(OPTION.findall(line)) <= known, line


def test_the_data_guide_explains_every_field_of_a_case() -> None:
    """Worked cases have no schema: the guide is where their fields are found."""
    text = read("CONTRIBUTING.md")
    for field in (*CASE_KEYS, *EXPECTATIONS):
        assert f"| `{field}` |" in text, field


def test_the_ledger_is_written_down_with_its_headers() -> None:
    """The readme is what somebody has who wants to write a ledger without the page."""
    assert ",".join(USUAL_COLUMNS) in read("calculator/README.md")


def test_every_lint_that_is_switched_off_is_written_down() -> None:
    """With its reason, in the guide for code."""
    table = read("HACKING.md").partition("## Style")[2]
    section = read("pyproject.toml").partition("ignore = [")[2].partition("[tool.ruff.lint.isort]")[0]
    assert all(code in table for code in re.findall(r'"([A-Z]+\d*)"', section))


def test_the_picture_is_small() -> None:
    """It is loaded by everybody who opens the repository's page."""
    picture = (ROOT / ".github" / "picture.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) <= PICTURE_MOST
