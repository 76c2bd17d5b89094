"""The editor in the Python of the page: the same problems, edits and page as in the build's Python."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from builder.editor.beside import plain_file
from builder.editor.door import PAGE, handle
from builder.folder import read_folder
from builder.node import node_program
from builder.runtime.packs import build_packs
from tests.builder.broken import BROKEN, FIXTURES
from tests.pyodide.conftest import PREVIEW_QUALITY
from tests.pyodide.probe import Call, run_in_node
from tests.pyodide.record import CORE, ROOT
from xueshi import jsontext

PLACE = "cities/minghe/2025.yml"
DOOR = "builder.editor.door:"
HOSTILE = {
    "aliases that double": "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(30)),
    "deep": "a: " + "[" * 4000,
    "merge": "<<: {rule: 1}\nyear: 2025\n",
    "tabs": "city: minghe\n\tyear: 2025\n",
    "tag": "city: !!python/object/apply:os.system ['id']\n",
    "markup": "city: <script>alert(1)</script>\nyear: 2025\nsummary: '<img src=x onerror=alert(1)>'\n",
    "nothing": "",
    "binary": "\x00\x01",
}


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The packs as published, by name."""
    out = tmp_path_factory.mktemp("packs")
    return {
        pack.name: (out / pack.file).read_bytes() for pack in build_packs(ROOT, out, quality=PREVIEW_QUALITY)
    }


def state(text: str) -> Call:
    """A look at a text."""
    return Call(DOOR + "state", {"text": text, "place": PLACE, "cases": True})


def test_the_editor_answers_in_the_page_as_in_the_build(published: Path, packs: dict[str, bytes]) -> None:
    """Broken, hostile and sound texts; one edit; the page of the year: equal bytes in both Pythons."""
    PAGE.forget()
    text = (FIXTURES / "data" / PLACE).read_text("utf-8")
    files = {file.place.as_posix(): plain_file(file) for file in read_folder(FIXTURES / "data").files}
    broken = [path.read_text("utf-8") for path in sorted(BROKEN.glob("*/cities/minghe/2025.yml"))]
    notice = (FIXTURES / "sources/minghe-2025.txt").read_text("utf-8")
    edit = {"text": text, "place": PLACE, "kind": "set", "path": ["rule", "requirements", "min_hours"]}
    calls = [
        Call(DOOR + "beside", {"files": files}),
        Call(DOOR + "open", {"name": "2025.yml"}, text.encode("gb18030")),
        *(state(item) for item in (text, *broken, *HOSTILE.values())),
        Call(DOOR + "edit", {**edit, "value": {"$plain": "91"}}),
        Call(DOOR + "draft", {"city": "minghe", "year": "2026", "text": notice}),
        Call(DOOR + "fresh", {"city": "minghe", "year": "2026", "before": "2025", "earlier": text}),
        Call(DOOR + "preview", {"text": text, "place": PLACE}),
    ]
    adding = [Call("add_pack", {"name": name}, content) for name, content in packs.items()]
    answers = run_in_node(node_program(ROOT), CORE, published, [*adding, *calls]).answers[len(adding) :]
    assert [(answer.error, answer.detail) for answer in answers if answer.error] == []
    for call, answer in zip(calls, answers, strict=True):
        payload = jsontext.loads(jsontext.dumps(call.payload)) | ({"bytes": call.data} if call.data else {})
        here: Any = handle(call.operation.removeprefix(DOOR), payload)
        assert answer.result == jsontext.dumps(here), call.operation
    hostile = answers[3 + len(broken) : 3 + len(broken) + len(HOSTILE)]
    for name, answer in zip(HOSTILE, hostile, strict=True):
        found = json.loads(answer.result or "")
        assert found["problems"] and not found["sound"], name
    assert "<script" not in json.loads(answers[-1].result or "")["html"]
