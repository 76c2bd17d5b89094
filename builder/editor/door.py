"""The page's way into the editor: ``handle(operation, payload)``, plain data in and out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any

from builder.api.rules import make_rules
from builder.checks.printing import closing
from builder.checks.problems import allowed_line, excerpt, message, report, suggestion
from builder.editor.beside import shown
from builder.editor.desk import Checked, check, city_year, open_bytes, place_of, schema_of
from builder.editor.edits import Edit, RefusedEditError, can_edit, change
from builder.editor.emit import decode
from builder.editor.handed import Handed
from builder.editor.remarks import remarks
from builder.reading import Problem
from xueshi.model.plain import unstructure

REFUSED_EDIT = "这一处的写法比较特别，表单改不了。请切换到“文本”直接改这几行。"
HAS_ERRORS = "还有错误，改好以后才能预览。"
NOT_A_YEAR = "这类文件没有可以预览的页面。"

PAGE = Handed()
"""What the page has handed over: this Python was started for one page and ends with it."""


def handle(operation: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Carry out one operation of the editor. Raises ``KeyError`` for an unknown one (a bug)."""
    return _OPERATIONS[operation](payload)


def _beside(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Take over published files: ``files`` as plain data, ``texts`` as typed, instead of earlier texts."""
    PAGE.take_files(payload.get("files") or {})
    if "texts" in payload:
        PAGE.take_texts(payload["texts"])
    return {"files": PAGE.names}


def _open(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A file from disk, as bytes. ``text`` is null when it cannot be worked on; ``refused`` says why."""
    opened = open_bytes(bytes(payload["bytes"]), payload["name"])
    problems = [_plain(problem) for problem in opened.problems]
    if opened.text is None:
        return {"text": None, "refused": "；".join(message(problem) for problem in opened.problems)}
    place = place_of(payload["name"], opened.text)
    return {
        "text": opened.text,
        "crlf": opened.crlf,
        "bom": opened.bom,
        "place": place.as_posix(),
        "encoding": problems,
    }


def _state(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The open text as data for the form, with its problems."""
    text, place = payload["text"], PurePosixPath(payload["place"])
    checked = check(text, place, PAGE.everything(), cases=bool(payload.get("cases")))
    return _told(text, place, checked)


def _told(text: str, place: PurePosixPath, checked: Checked) -> dict[str, Any]:
    own = [problem for problem in checked.problems if problem.file == shown(place)]
    others = [problem for problem in checked.problems if problem.file != shown(place)]
    return {
        "text": text,
        "place": place.as_posix(),
        "kind": schema_of(place),
        "data": unstructure(_readable(checked.reading.data)),
        "editable": can_edit(checked.reading),
        "remarks": [[list(path), words] for path, words in remarks(checked.reading).items()],
        "problems": [_plain(problem) for problem in own],
        "elsewhere": [_plain(problem) for problem in others],
        "closing": closing(checked.problems),
        "sound": checked.catalog is not None,
    }


def _readable(data: Any) -> Any:
    """Data in which every scalar is shown as it is written."""
    if isinstance(data, dict):
        return {key: _readable(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_readable(value) for value in data]
    return data if data is None or isinstance(data, bool) else str(data)


def _plain(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "error": problem.is_error,
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "path": list(problem.path),
        "message": message(problem),
        "excerpt": excerpt(problem),
        "allowed": allowed_line(problem),
        "suggestion": suggestion(problem),
        "report": report(problem),
    }


def _edit(payload: Mapping[str, Any]) -> dict[str, Any]:
    """One change in the text; ``refused`` when the form cannot make it."""
    edit = Edit(
        payload["kind"],
        tuple(payload["path"]),
        payload["value"] if payload["kind"] == "move" else decode(payload.get("value")),
        payload.get("order") or (),
    )
    try:
        text = change(payload["text"], edit)
    except RefusedEditError:
        return {"refused": REFUSED_EDIT}
    return {**_state({"text": text, "place": payload["place"]}), "refused": None}


def _preview(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The page of the open city-year and the rules that the calculator would use."""
    place = PurePosixPath(payload["place"])
    checked = check(payload["text"], place, PAGE.everything(), cases=False)
    year = city_year(checked, place)
    if checked.catalog is None or year is None:
        return {"refused": HAS_ERRORS if checked.catalog is None else NOT_A_YEAR}
    from builder.editor.preview import page  # templates and Markdown come with a pack of their own

    rules = unstructure(make_rules(checked.catalog, year))
    return {"refused": None, "rules": rules, **page(checked.catalog, year)}


def _draft(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The drafts of a notice."""
    from builder.editor.drafting import draft  # comes with a pack of its own

    return draft(payload, PAGE.files)


def _fresh(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The template of a new year."""
    from builder.editor.drafting import fresh

    return fresh(payload, PAGE.files)


_OPERATIONS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "beside": _beside,
    "open": _open,
    "state": _state,
    "edit": _edit,
    "preview": _preview,
    "draft": _draft,
    "fresh": _fresh,
}
