"""Everything generated and committed: schemas, field reference, pages of codes, worked cases, servers."""

from __future__ import annotations

from pathlib import Path

from builder.catalog import make_catalog
from builder.folder import read_folder
from builder.hosting import SERVERS, server_text
from builder.schema.errors_page import errors_page
from builder.schema.fields_page import fields_page
from builder.schema.json_schema import schema, schema_text
from builder.schema.kinds import FILES
from builder.schema.reasons_page import reasons_page
from builder.worked.files import bundle


def generated(root: Path) -> dict[Path, str]:
    """Every generated file of the repository with what it should hold."""
    made = {root / "data" / "schema" / f"{name}.schema.json": schema_text(name) for name in FILES}
    made[root / "docs" / "fields.md"] = fields_page()
    made[root / "docs" / "errors.md"] = errors_page(root / "tests" / "fixtures" / "broken")
    folder = read_folder(root / "data")
    cases = bundle(folder, make_catalog(folder))
    made[root / "tests" / "calculator" / "cases.json"] = cases
    made[root / "docs" / "reasons.md"] = reasons_page(cases)
    for name in SERVERS:
        made[root / "hosting" / name] = server_text(name)
    return made


def write(root: Path) -> list[Path]:
    """Write every generated file anew; returns those that changed."""
    changed = []
    for path, text in generated(root).items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed


__all__ = ["FILES", "generated", "schema", "write"]
