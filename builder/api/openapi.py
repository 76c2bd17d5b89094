"""The interface described for programs: OpenAPI 3.1. All of it is files; nothing is computed on a server."""

from __future__ import annotations

import json
from typing import Any

from builder.api.paths import API, ARCHIVE, schema_path
from builder.api.tables import HEADS
from xueshi.model.published import SCHEMA_VERSION

CITY: dict[str, Any] = {
    "name": "city",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": "^[a-z]+$"},
    "description": "城市代号（拼音），见 index.json。",
}
YEAR: dict[str, Any] = {
    "name": "year",
    "in": "path",
    "required": True,
    "schema": {"type": "integer"},
    "description": "年度。没有收录的年度没有文件（404），不等于没有要求。",
}
PATHS: tuple[tuple[str, str, str, tuple[dict[str, Any], ...]], ...] = (
    ("index.json", "index", "总目录：城市、年度和其他文件的地址。", ()),
    ("cities/{city}.json", "city", "一个城市和它已收录的年度；没有收录的 on_file 为 false。", (CITY,)),
    ("cities/{city}/{year}.json", "city-year", "一个城市一个年度的全部数据，每个数带出处。", (CITY, YEAR)),
    ("rules/{city}/{year}.json", "rules", "计算用的规则，网页、命令行都读它。", (CITY, YEAR)),
    ("bases.json", "bases", "继续教育基地名单。", ()),
    ("coverage.json", "coverage", "每个城市年度核对的情况、没有写明的、没有读到的。", ()),
    ("deadlines.json", "deadlines", "全部截止日期，按日期排。", ()),
    ("documents.json", "documents", "通知和上级文件。", ()),
    ("platforms.json", "platforms", "学习和服务平台。", ()),
    ("regions.json", "regions", "省和城市的名称、代码。", ()),
)
"""Address below the folder of the interface, kind of file, what it is, parameters."""


def openapi() -> str:
    """The description as JSON text."""
    paths: dict[str, Any] = {
        f"/{name}": _get(
            kind, about, parameters, "application/json", {"$ref": f"{_beside(schema_path(kind))}"}
        )
        for name, kind, about, parameters in PATHS
    }
    for name, head in HEADS.items():
        about = "同样的数据，用电子表格打开（UTF-8，带 BOM）。"
        text = {"type": "string", "description": f"第一行是列名：{'、'.join(map(str, head))}。"}
        paths[f"/csv/{name}.csv"] = _get(f"csv-{name}", about, (), "text/csv", text)
    packed = {"type": "string", "contentMediaType": "application/zip"}
    paths[f"/{_beside(ARCHIVE)}"] = _get(
        "archive", "以上全部，压缩成一个文件。", (), "application/zip", packed
    )
    described = {
        "openapi": "3.1.0",
        "info": {
            "title": "学时自查数据接口",
            "version": f"{SCHEMA_VERSION}",
            "description": (
                "专业技术人员继续教育年度通知的数据。全部是静态文件，不用注册，不限次数。"
                "“未规定”是值：通知没有写明。字段只增不减；改变意思时，地址里的版本号加一。"
            ),
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "servers": [{"url": "."}],
        "paths": paths,
    }
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"


def _get(
    name: str, about: str, parameters: tuple[dict[str, Any], ...], media: str, schema: dict[str, Any]
) -> dict[str, Any]:
    answers: dict[str, Any] = {"200": {"description": about, "content": {media: {"schema": schema}}}}
    if parameters:
        answers["404"] = {"description": "没有收录。"}
    told: dict[str, Any] = {"operationId": name, "summary": about, "responses": answers}
    if parameters:
        told["parameters"] = list(parameters)
    return {"get": told}


def _beside(path: str) -> str:
    """An address as seen from the folder of the interface."""
    return path.removeprefix(f"{API}/")
