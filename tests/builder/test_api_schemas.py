"""The published files keep what their published schemas and description promise."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from builder.api.paths import API
from builder.api.schemas import SCHEMAS, published_schema
from builder.catalog import Catalog, load_catalog
from tests.builder.broken import FIXTURES
from tests.builder.made import api_files, write_api

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module", params=["invented", "published"])
def catalog(request: pytest.FixtureRequest) -> Catalog:
    """The invented folder, then the published data."""
    catalog, _ = load_catalog(FIXTURES / "data" if request.param == "invented" else ROOT / "data")
    assert catalog is not None
    return catalog


@pytest.fixture(scope="module")
def files(catalog: Catalog) -> dict[str, str]:
    """Every file by its name below the folder of the interface."""
    return {name.removeprefix(f"{API}/"): text for name, text in api_files(catalog)}


@pytest.fixture(scope="module")
def described(files: dict[str, str]) -> dict[str, Any]:
    """The paths of the description."""
    paths: dict[str, Any] = json.loads(files["openapi.json"])["paths"]
    return paths


def kind_of(name: str, described: dict[str, Any]) -> str | None:
    """The path of the description that a file falls under."""
    found = [path for path in described if re.fullmatch(re.sub(r"\{\w+\}", r"[^/.]+", path), f"/{name}")]
    assert len(found) <= 1, (name, found)
    return found[0] if found else None


def test_every_file_is_valid_under_the_schema_that_the_description_names(
    files: dict[str, str], described: dict[str, Any]
) -> None:
    """And no field is there that the schema does not know: each is closed for this test."""
    checked = set()
    for name, text in files.items():
        path = kind_of(name, described)
        if path is None or not name.endswith(".json"):
            continue
        reference = described[path]["get"]["responses"]["200"]["content"]["application/json"]["schema"][
            "$ref"
        ]
        schema = closed(json.loads(files[reference]))
        errors = list(Draft202012Validator(schema).iter_errors(json.loads(text)))
        assert errors == [], (name, [(list(error.path), error.message[:200]) for error in errors[:3]])
        checked.add(path)
    assert checked == {path for path in described if path.endswith(".json")}


def test_nothing_is_published_that_the_description_leaves_out(
    files: dict[str, str], described: dict[str, Any]
) -> None:
    """Apart from the schemas and the description itself."""
    rest = {name for name in files if kind_of(name, described) is None}
    assert rest == {"openapi.json", *(f"schema/{name}.schema.json" for name in SCHEMAS)}


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_is_a_schema_and_tells_what_each_field_means(name: str) -> None:
    """Descriptions come from the model; none is empty."""
    schema = published_schema(name)
    Draft202012Validator.check_schema(schema)
    for definition in (schema, *schema["$defs"].values()):
        for field, told in definition.get("properties", {}).items():
            assert told.get("description"), (name, field)


def test_tables_open_in_a_spreadsheet(catalog: Catalog, files: dict[str, str]) -> None:
    """A mark for Excel, one width, and no cell that starts like a formula."""
    for name, text in files.items():
        if name.endswith(".csv"):
            assert text.startswith("\ufeff")
            heading, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
            assert rows
            assert {len(row) for row in rows} == {len(heading)}
            assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
            assert not [cell for row in rows for cell in row if re.fullmatch(r"0\d+|\d{12,}", cell)]
    bases = files["csv/bases.csv"]
    people = [base.contact for item in catalog.base_lists for base in item.bases if base.contact]
    assert not [person for person in people if person in bases]


def test_the_archive_holds_every_file_as_published(catalog: Catalog, tmp_path: Path) -> None:
    """Name for name and byte for byte, with the licence beside them."""
    written = write_api(catalog, tmp_path)
    with zipfile.ZipFile(tmp_path / API / "xueshi-data.zip") as packed:
        names = set(packed.namelist())
        for path in written:
            name = path.relative_to(tmp_path / API).as_posix()
            if name != "xueshi-data.zip":
                assert packed.read(f"xueshi-data/{name}") == path.read_bytes()
                names.discard(f"xueshi-data/{name}")
    assert names == {"xueshi-data/LICENSE.txt"}


def closed(schema: Any) -> Any:
    """The same schema with no room for fields that it does not name."""
    if isinstance(schema, dict):
        made = {key: closed(value) for key, value in schema.items()}
        return {**made, "additionalProperties": False} if "required" in made else made
    return [closed(item) for item in schema] if isinstance(schema, list) else schema
