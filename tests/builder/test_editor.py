"""Editors that know JSON Schema find the schema of every data file, and help in Chinese for every word."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from builder.folder import is_cases, read_folder
from builder.schema import FILES, schema
from builder.schema.json_schema import word_meanings
from builder.schema.kinds import enumerations

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = json.loads((ROOT / ".vscode" / "settings.json").read_text("utf-8"))
MAPPED: dict[str, str] = SETTINGS["yaml.schemas"]


def test_the_settings_name_every_schema_and_no_other() -> None:
    """A schema that no file is mapped to helps nobody."""
    assert {Path(name).name for name in MAPPED} == {f"{name}.schema.json" for name in FILES}
    assert all((ROOT / name).is_file() for name in MAPPED)


def test_every_data_file_has_one_schema_and_worked_cases_have_none() -> None:
    """The schema of a city-year would call every worked case wrong."""
    for file in read_folder(ROOT / "data").files:
        place = f"data/{file.place.as_posix()}"
        depth = place.count("/")
        fitting = [
            name
            for name, pattern in MAPPED.items()
            if pattern.count("/") == depth and fnmatchcase(place, pattern)
        ]
        assert len(fitting) == (0 if is_cases(file.place) else 1), place


@pytest.mark.parametrize("name", FILES)
def test_every_word_that_can_be_chosen_is_explained(name: str) -> None:
    """The list of an editor shows what each word means, in the order of the words."""
    definitions = schema(name)["$defs"]
    for words in enumerations(FILES[name].holds):
        meanings = word_meanings(words)
        assert all(meanings[word] for word in words), words
        assert definitions[words.__name__]["enum"] == list(words)
        assert definitions[words.__name__]["enumDescriptions"] == list(meanings.values())


def test_the_settings_are_committed() -> None:
    """Other settings of an editor are its owner's."""
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert {"/.vscode/*", "!/.vscode/settings.json", "!/.vscode/extensions.json"} <= set(ignored)
