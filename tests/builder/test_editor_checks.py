"""The editor of the page tells the same problems in the same words as `build.py check`."""

from __future__ import annotations

import contextlib
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from builder.checks import run_checks
from builder.checks.problems import message, report
from builder.editor.beside import plain_file
from builder.editor.door import PAGE, handle
from builder.folder import is_cases, read_folder
from tests.builder.broken import CASES, FIXTURES, prepare
from xueshi import jsontext

UNREADABLE = (["E001"], ["E003"], ["E028"])
SOUND = FIXTURES / "data"


@pytest.fixture(autouse=True)
def page() -> None:
    """Each test in a page of its own: what is handed over to it stays in it."""
    PAGE.forget()


def hand_over(data: Path, place: PurePosixPath) -> None:
    """All published files but the open one, through JSON as the page gets them."""
    files = {
        file.place.as_posix(): plain_file(file) for file in read_folder(data).files if file.place != place
    }
    handle("beside", {"files": jsontext.loads(jsontext.dumps(files))})


def changed(data: Path) -> list[PurePosixPath]:
    """The data files that are not as in the sound folder and can be opened in the editor."""
    places = [
        PurePosixPath(path.relative_to(SOUND).as_posix()) for path in SOUND.rglob("*.yml") if path.is_file()
    ]
    return [
        place
        for place in places
        if not is_cases(place)
        and (data / place).is_file()
        and (data / place).read_bytes() != (SOUND / place).read_bytes()
    ]


def told(content: bytes, place: PurePosixPath) -> list[str]:
    """What the editor tells of a file opened from disk."""
    opened: dict[str, Any] = handle("open", {"bytes": content, "name": f"data/{place}"})
    if opened["text"] is None:
        return [str(opened["refused"])]
    state = handle("state", {"text": opened["text"], "place": str(place), "cases": True})
    assert jsontext.dumps(state), "the state crosses to the page"
    return sorted(item["report"] for item in [*opened["encoding"], *state["problems"]])


@pytest.mark.parametrize("case", CASES)
def test_broken_data_is_told_in_the_editor_as_on_the_command_line(case: str, tmp_path: Path) -> None:
    """A clerk and the person who publishes must never read two different things about one file."""
    data = prepare(case, tmp_path)
    for place in changed(data):
        hand_over(data, place)
        with contextlib.chdir(tmp_path):
            found = [problem for problem in run_checks(Path("data")) if problem.file == f"data/{place}"]
        here = told((data / place).read_bytes(), place)
        if [problem.code for problem in found] in UNREADABLE and not found[0].excerpt:
            assert here == [message(found[0])], "what cannot be read at all is refused in one sentence"
        else:
            assert here == sorted(report(problem) for problem in found)
