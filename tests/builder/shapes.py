"""Invented rules of every shape as a data folder of their own, and as JSON for the calculator's tests.

``tests/fixtures/shapes`` holds ``<name>.yml`` (a city-year whose city is called like the file) and
``<name>.cases.yml``. Laid out like ``data/`` they go through the same reading, checks and rules JSON as what
is published. ``python -m tests.builder.shapes`` writes ``tests/calculator/shapes.json``; a test says when it
is stale.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import yaml

from builder.catalog import make_catalog
from builder.folder import read_folder
from builder.worked.files import bundle

ROOT = Path(__file__).resolve().parent.parent.parent
SHAPES = ROOT / "tests" / "fixtures" / "shapes"
BUNDLE = ROOT / "tests" / "calculator" / "shapes.json"
NAMES = tuple(sorted(path.stem for path in SHAPES.glob("*.yml") if not path.name.endswith(".cases.yml")))


def lay_out(rules: dict[str, str], place: Path) -> Path:
    """Write a data folder that holds these city-years (YAML by city id) and what they refer to."""
    documents: list[dict[str, object]] = []
    regions = []
    for number, (city, text) in enumerate(rules.items(), start=1):
        year = yaml.safe_load(text)
        folder = place / "cities" / city
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{year['year']}.yml").write_text(text, encoding="utf-8")
        name = f"虚构市{number}"
        regions.append(
            {"id": city, "code": f"99{number:04}", "name": name, "short": name, "initials": city[0]}
        )
        documents.extend(
            {
                "id": f"shape-{number}{suffix}",
                "title": f"虚构的通知 {number}{suffix}",
                "number": notice,
                "level": "市级",
                "issuer": "虚构",
                "issued_on": "2022-12-01",
                "held": "已读原文",
                "url": "未规定",
            }
            for suffix, notice in zip(("", "-later"), year["notices"], strict=False)
            if notice not in {document["number"] for document in documents}
        )
    province = {"id": "xugou", "code": "990000", "name": "虚构省", "source": "为测试而编", "regions": regions}
    files = {"regions.yml": province, "documents/all.yml": documents, "platforms.yml": [], "bases.yml": []}
    for name, content in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return place


def all_shapes(place: Path) -> Path:
    """The data folder of all fixtures with their worked cases."""
    lay_out({name: (SHAPES / f"{name}.yml").read_text(encoding="utf-8") for name in NAMES}, place)
    for cases in SHAPES.glob("*.cases.yml"):
        city = cases.name.removesuffix(".cases.yml")
        (rule,) = (place / "cities" / city).glob("????.yml")
        (rule.parent / f"{rule.stem}.cases.yml").write_text(
            cases.read_text(encoding="utf-8"), encoding="utf-8"
        )
    return place


def shapes_bundle(place: Path) -> str:
    """Rules and cases of all fixtures as JSON."""
    folder = read_folder(all_shapes(place))
    return bundle(folder, make_catalog(folder))


def main() -> None:
    """Write the bundle."""
    with tempfile.TemporaryDirectory() as place:
        BUNDLE.write_text(shapes_bundle(Path(place)), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
