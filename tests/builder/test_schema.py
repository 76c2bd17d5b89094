"""What is generated from the model is up to date, complete, and agrees with the check of the data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from builder.folder import kind_of, read_folder
from builder.schema import FILES, generated, schema
from builder.schema.kinds import NAMES, classes
from tests.builder.broken import BROKEN, FIXTURES, prepare
from xueshi.model.values import FORMS_IN_WORDS

ROOT = Path(__file__).resolve().parent.parent.parent
KINDS = {"regions.yml": "regions", "platforms.yml": "platforms", "bases.yml": "bases"}
FOLDERS = {"documents": "documents", "cities": "city-year"}
SHAPE_CODES = ("E101", "E103", "E104", "E106", "E107", "E108", "E109", "E110", "E111", "E112")
GENERATED = generated(ROOT)
ALL_CLASSES = {cls for kind in FILES.values() for cls in classes(kind.holds)}


@pytest.mark.parametrize("path", GENERATED, ids=lambda path: path.name)
def test_generated_files_are_up_to_date(path: Path) -> None:
    """Stale? ``python3 build.py schema`` writes it anew."""
    assert path.read_text(encoding="utf-8") == GENERATED[path]


def test_every_class_has_a_chinese_name() -> None:
    """In schema, form and reference admins read no English class names; no name is left over."""
    assert {cls.__name__ for cls in ALL_CLASSES} == set(NAMES)


def test_every_pattern_is_put_in_words() -> None:
    """Admins are never shown a regular expression."""
    patterns = {
        item.metadata["pattern"] for cls in ALL_CLASSES for item in fields(cls) if "pattern" in item.metadata
    }
    assert patterns == set(FORMS_IN_WORDS)


@pytest.mark.parametrize("name", FILES)
def test_schemas_know_no_null_and_no_english(name: str) -> None:
    """Form editors write false for null; editors show descriptions to people who read Chinese."""
    text = json.dumps(schema(name), ensure_ascii=False)
    assert "null" not in text
    told = [item["description"] for _, item in _objects(schema(name)) if "description" in item]
    assert told
    assert [words for words in told if not re.search("[一-鿿]", words)] == []


@pytest.mark.parametrize("root", [ROOT / "data", FIXTURES / "data"], ids=["published", "invented"])
def test_sound_data_is_sound_by_its_schema(root: Path) -> None:
    """The editor does not complain of what the check accepts."""
    for file in read_folder(root).files:
        if kind_of(file.place) is not None:
            assert list(_faults(schema(_kind(file.place.parts)), file.reading.data)) == []


@pytest.mark.parametrize("code", SHAPE_CODES)
def test_broken_data_is_broken_by_its_schema(code: str, tmp_path: Path) -> None:
    """The editor complains of what the check refuses, as far as a schema can say it."""
    assert (BROKEN / code).is_dir()
    found = [
        fault
        for file in read_folder(prepare(code, tmp_path)).files
        if kind_of(file.place) is not None
        for fault in _faults(schema(_kind(file.place.parts)), file.reading.data)
    ]
    assert found


def _kind(parts: tuple[str, ...]) -> str:
    return KINDS.get(parts[0]) or FOLDERS[parts[0]]


def _objects(made: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(made, dict):
        yield path, made
        for key, value in made.items():
            yield from _objects(value, f"{path}/{key}")
    elif isinstance(made, list):
        for value in made:
            yield from _objects(value, path)


def _faults(whole: dict[str, Any], data: Any) -> Iterator[str]:
    """The part of JSON Schema that ours use, in forty lines."""
    yield from _check(whole, whole, data, "")


def _check(whole: dict[str, Any], made: dict[str, Any], data: Any, path: str) -> Iterator[str]:
    if "$ref" in made:
        yield from _check(whole, whole["$defs"][made["$ref"].rsplit("/", 1)[1]], data, path)
    if "anyOf" in made and all(list(_check(whole, option, data, path)) for option in made["anyOf"]):
        yield f"{path}: anyOf"
    if "enum" in made and data not in made["enum"]:
        yield f"{path}: enum"
    if "type" in made and not _is(made["type"], data):
        yield f"{path}: {made['type']}"
        return
    if isinstance(data, dict):
        yield from (f"{path}/{name}: required" for name in made.get("required", ()) if name not in data)
        known = made.get("properties", {})
        if made.get("additionalProperties") is False:
            yield from (f"{path}/{name}: unknown" for name in data if name not in known)
        for name in data.keys() & known.keys():
            yield from _check(whole, known[name], data[name], f"{path}/{name}")
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from _check(whole, made.get("items", {}), item, f"{path}/{index}")
    elif isinstance(data, str):
        if not made.get("minLength", 0) <= len(data) <= made.get("maxLength", len(data)):
            yield f"{path}: length"
        if "pattern" in made and not re.search(made["pattern"], data):
            yield f"{path}: pattern"
    elif isinstance(data, int | Decimal) and data < made.get("minimum", data):
        yield f"{path}: minimum"
    elif isinstance(data, int | Decimal) and data <= made.get("exclusiveMinimum", data - 1):
        yield f"{path}: exclusiveMinimum"


def _is(kind: str, data: Any) -> bool:
    if kind in ("number", "integer"):
        number = isinstance(data, int | Decimal) and not isinstance(data, bool)
        return number and (kind == "number" or isinstance(data, int))
    return isinstance(data, {"object": dict, "array": list, "string": str, "boolean": bool}[kind])
