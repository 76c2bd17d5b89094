"""Runs the calculator in Pyodide under Node: the code and the archive of a page, without a page."""

import base64
import hashlib
import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xueshi import jsontext

_SCRIPT = Path(__file__).with_name("probe.mjs")


@dataclass(frozen=True, slots=True)
class Call:
    """One call of ``xueshi.page.handle``; ``data`` are the bytes of a file."""

    operation: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call gave: the result as JSON text and the bytes of a file, or a Python exception's name."""

    result: str | None = None
    data: bytes | None = None
    error: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """The answers of a run, the modules it imported from the archive, and methods it had to compile."""

    answers: tuple[Answer, ...]
    modules: frozenset[str]
    missed: int


def run_in_node(
    node: Path, core: Path, archive: Path, calls: Sequence[Call], *, extra: Path | None = None
) -> Run:
    """Start Pyodide of the folder ``core`` on ``archive``, and ``extra``, and make ``calls`` in turn.

    Errors: ``subprocess.CalledProcessError``, with what Node printed, when Python does not start.
    """
    order = {
        "core": str(core.resolve()),
        "archive": str(archive.resolve()),
        "extra": extra and {"path": str(extra), "sha256": hashlib.sha256(extra.read_bytes()).hexdigest()},
        "calls": [
            {
                "operation": call.operation,
                "payload": jsontext.dumps(call.payload),
                "data": None if call.data is None else base64.b64encode(call.data).decode(),
            }
            for call in calls
        ],
    }
    done = subprocess.run(
        [str(node), str(_SCRIPT)], input=json.dumps(order), check=True, capture_output=True, text=True
    )
    printed = json.loads(done.stdout)
    answers = []
    for answer in printed["answers"]:
        data = answer.pop("data", None)
        answers.append(Answer(**answer, data=None if data is None else base64.b64decode(data)))
    return Run(tuple(answers), frozenset(printed["modules"]), printed["missed"])
