"""What the oldest promised browsers do not know: names that scripts and styles of the site must not lean on.

`too-new.json` is made from the browser-compat-data of MDN (npm package `@mdn/browser-compat-data`, CC0);
that is asked for when the promise changes and is no part of the project:

    .venv/bin/python -P -m tests.builder.promised node_modules/@mdn/browser-compat-data/data.json
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LIST = ROOT / "tests" / "fixtures" / "browsers" / "too-new.json"
PROMISED = {"chrome": "112", "edge": "112", "firefox": "114", "safari": "16.4", "safari_ios": "16.4"}
"""As docs/about.md has them."""

BASES = (
    "Array",
    "String",
    "Map",
    "Set",
    "Promise",
    "Object",
    "RegExp",
    "ArrayBuffer",
    "TypedArray",
    "Iterator",
)
PAGE = (
    "Window",
    "Document",
    "Element",
    "HTMLElement",
    "Node",
    "Event",
    "EventTarget",
    "Navigator",
    "WorkerGlobalScope",
)
PAGE_MORE = (
    "Blob",
    "Response",
    "Request",
    "URL",
    "AbortSignal",
    "ShadowRoot",
    "HTMLDialogElement",
    "HTMLInputElement",
)


def too_new(data: dict[str, Any]) -> dict[str, list[str]]:
    """The names by kind, of what at least one promised browser lacks without prefix or flag."""
    found: dict[str, set[str]] = defaultdict(set)
    known = set()
    for group, names in (("builtins", BASES), ("api", (*PAGE, *PAGE_MORE))):
        tree = data["javascript"]["builtins"] if group == "builtins" else data["api"]
        for interface, entry in tree.items():
            if group == "api" and _lacking(entry):
                found["globals"].add(interface)
        for interface in names:
            for member, entry in tree.get(interface, {}).items():
                if member == "__compat" or member.endswith("_event") or not member.isidentifier():
                    continue
                is_static = member.endswith("_static") or f"{interface.lower()}.{member.lower()}" in _place(
                    entry
                )
                name = f"{interface}.{member.removesuffix('_static')}" if is_static else member
                if _lacking(entry):
                    found["statics" if is_static else "members"].add(name)
                else:
                    known.add(name)
    css = data["css"]
    for name, entry in css["properties"].items():
        if _lacking(entry):
            found["properties"].add(name)
    for kind in ("selectors", "at-rules"):
        found[kind] |= {name for name, entry in css[kind].items() if _lacking(entry)}
    found["functions"] = set(_functions(css["types"]))
    found["members"] -= known  # a name that also means something old cannot be told from it
    return {kind: sorted(names) for kind, names in sorted(found.items())}


def _functions(types: dict[str, Any]) -> Iterator[str]:
    """Functions of CSS values."""
    for name, entry in types.items():
        if name != "__compat" and isinstance(entry, dict):
            if (
                re.fullmatch(r"[a-z][a-z0-9-]+", name)
                and "()" in json.dumps(entry.get("__compat", {}))
                and _lacking(entry)
            ):
                yield name
            yield from _functions(entry)


def _place(entry: dict[str, Any]) -> str:
    """Where the standard defines it, in small letters."""
    return json.dumps(entry.get("__compat", {}).get("spec_url", "")).lower()


def _lacking(entry: dict[str, Any]) -> bool:
    """Whether a promised browser lacks it."""
    support = entry.get("__compat", {}).get("support", {})
    return any(name in support and not _has(support[name], oldest) for name, oldest in PROMISED.items())


def _has(told: Any, oldest: str) -> bool:
    for one in told if isinstance(told, list) else [told]:
        added = one.get("version_added")
        bare = not (
            one.get("flags") or one.get("prefix") or one.get("alternative_name") or one.get("version_removed")
        )
        if bare and isinstance(added, str) and added != "preview" and _numbers(added) <= _numbers(oldest):
            return True
    return False


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.lstrip("≤").split(".")]


def used(kind: str, text: str) -> set[str]:
    """The names of a kind that a script or a style sheet may use; comments and quoted words count as well."""
    patterns = {
        "members": r"\.([A-Za-z]\w+)",
        "statics": r"\b([A-Z]\w+\.[a-z]\w+)",
        "globals": r"(?<![.#\w$])([A-Z]\w+)",
        "properties": r"(?:^|[;{\s])([a-z-]+)\s*:(?=[^;{}]*[;}])",
        "selectors": r":([a-z-]+)",
        "at-rules": r"@([a-z-]+)",
        "functions": r"(?<![\w-])([a-z][\w-]*)\(",
    }
    return set(re.findall(patterns[kind], text, re.MULTILINE))


def _lines(found: dict[str, list[str]]) -> str:
    """The list as JSON with a line for each kind."""
    return "{" + ",".join(f'\n"{kind}": {json.dumps(names)}' for kind, names in found.items()) + "\n}\n"


def main() -> None:
    """Writes the list anew."""
    data = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    LIST.parent.mkdir(parents=True, exist_ok=True)
    LIST.write_text(_lines(too_new(data)), encoding="utf-8")


if __name__ == "__main__":
    main()
