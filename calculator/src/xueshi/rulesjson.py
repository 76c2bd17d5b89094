"""Rules from parsed JSON. Apart from ``rulesfile`` because the page imports this: no file, no network."""

from __future__ import annotations

from typing import Any

from xueshi.model.published import SCHEMA_VERSION, Rules
from xueshi.model.structure import structure
from xueshi.texts import UNSEEN

LONGEST = 200
"""Characters of a place or a value that are told."""


class UnusableRulesError(ValueError):
    """Raised when rules cannot be had or read; its message is one line for the user."""


def parse_rules(data: Any) -> Rules:
    """Rules from parsed JSON. Raises ``UnusableRulesError`` when they have another shape or version."""
    version = data.get("schema_version") if isinstance(data, dict) else None
    if version is None:
        raise UnusableRulesError("这不是规则文件。规则文件在建好的网站的 api/v1/rules/城市/年度.json。")
    if version != SCHEMA_VERSION:
        raise UnusableRulesError(f"规则文件的格式版本是 {_plain(version)}，本程序只认 {SCHEMA_VERSION}。")
    rules, faults = structure(Rules, data)
    if rules is None:
        first = faults[0]
        place = ".".join(map(str, first.path)) or "（最上层）"
        told = f"{_plain(place)}，{first.code}“{_plain(first.found)}”"
        raise UnusableRulesError(f"规则文件有 {len(faults)} 处不合格式，第一处：{told}。")
    return rules


def _plain(foreign: object) -> str:
    """Words of a file, cut, without what nobody sees or a terminal would obey."""
    return UNSEEN.sub("□", str(foreign)[:LONGEST])
