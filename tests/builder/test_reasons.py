"""The codes a verdict can carry, their sentences, their page and the worked cases agree."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from builder.schema.reasons_page import expected_codes
from xueshi import jsontext
from xueshi.judge.decide import ALL_APPROVED, ALL_DECLARED
from xueshi.judge.overlaps import INCLUDES
from xueshi.judge.portions import PARTS, VALUE
from xueshi.judge.verdict import Status
from xueshi.reasons import REASONS, Group
from xueshi.texts import TEXTS

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "calculator" / "src" / "xueshi"


def called(name: str, position: int) -> Iterator[str]:
    """Text constants that the program passes at a position of calls to a function of this name."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and len(node.args) > position:
                function = node.func
                called_name = (
                    function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
                )
                argument = node.args[position]
                if called_name == name and isinstance(argument, ast.Constant):
                    yield str(argument.value)


def codes(group: Group) -> set[str]:
    return {reason.code for reason in REASONS if reason.group is group}


def test_every_status_is_explained() -> None:
    assert codes(Group.STATUS) == {status.value for status in Status}


def test_every_row_issue_is_explained_and_none_other() -> None:
    assert codes(Group.ROW) == {*called("_issue", 0), *called("Issue", 0)}


def test_every_step_is_explained_and_none_other() -> None:
    """The two steps of a review are named in a table of their own."""
    assert codes(Group.STEP) == {*called("_step", 1), *called("_filing", 1), "review", "urge_review"}


def test_every_note_is_explained_and_none_other() -> None:
    assert codes(Group.NOTE) == set(called("Note", 0))


def test_every_unreadable_cell_is_explained_and_none_other() -> None:
    sentences = {code for code in TEXTS if code.startswith("row_")}
    assert codes(Group.CELL) == sentences


def test_every_code_has_one_entry_and_an_anchor_on_the_page() -> None:
    page = (ROOT / "docs" / "reasons.md").read_text(encoding="utf-8")
    names = [reason.code for reason in REASONS]
    assert len(names) == len(set(names))
    assert re.findall(r"^### .* \{ #(\w+) \}$", page, flags=re.MULTILINE) == names


ELSEWHERE = {
    "not_on_file": "no rule, no case: test_status",
    "platform_closed": "no notice on file has a platform that shuts before the year ends: test_rows",
    "note_hasty": "no ledger of a person leaves so much open: test_solver",
    "note_presumed": "the calendar of every year on file is announced: test_workdays",
    "rule": "named by each rule itself: the fixtures of levels and exams",
}
"""Codes that no worked case can show, and what protects them."""


def test_every_code_has_a_worked_case() -> None:
    """Of a notice on file or of an invented rule; cells that cannot be read are named by their column."""
    shown: set[str] = set()
    for name in ("cases.json", "shapes.json"):
        bundle = jsontext.loads((ROOT / "tests" / "calculator" / name).read_bytes())
        for place in bundle.values():
            for case in place["cases"]:
                shown |= set(expected_codes(case["expect"]))
    known = {reason.code for reason in REASONS if reason.group is not Group.CELL}
    assert known - shown == set(ELSEWHERE)


def test_every_question_is_explained_and_none_other() -> None:
    """The ids under which answers are kept begin with the code."""
    asked = {ALL_APPROVED, ALL_DECLARED, *(mark.rstrip(":") for mark in (PARTS, VALUE, INCLUDES))}
    assert codes(Group.QUESTION) == {*asked, "rule"}


def test_every_sentence_is_used() -> None:
    """A sentence nobody says is dead."""
    files = (path for path in PACKAGE.rglob("*.py") if path.name != "texts.py")
    program = "".join(path.read_text(encoding="utf-8") for path in files).replace("'", '"')
    built = (
        "summary_",
        "question_all_",
        "hangs_on_all_",
        "deadline_",
        "policy_",
        "list_",
        "explain_excluded",
        "explain_warned",
    )
    assert [code for code in TEXTS if f'"{code}"' not in program and not code.startswith(built)] == []
