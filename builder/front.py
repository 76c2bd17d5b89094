"""The scripts and styles of the pages: one folder, named by the content of all of them.

A browser never asks again for what lies below such an address, and a page, its scripts and its Python are
always of one version: the page names the folder, the folder the runtime (``js/runtime/published.js``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from builder.hosting.policy import FRONT
from builder.runtime import RuntimeInfo

PUBLISHED = "js/runtime/published.js"
"""The module that says which runtime belongs to these scripts."""

_KINDS = ("js", "css")
APART = ("card.css",)
"""Styles of pages that stand in other people's frames for years; their address stays."""


def front_folder(root: Path, runtime: RuntimeInfo) -> str:
    """The folder below the site, with a slash at its end, for the theme of the repository ``root``."""
    total = hashlib.sha256()
    for name, content in _files(root / "theme" / "assets", runtime):
        total.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(content).digest())
    return f"{FRONT}{total.hexdigest()[:16]}/"


def place_front(site: Path, folder: str, runtime: RuntimeInfo) -> None:
    """Move scripts and styles of a rendered ``site`` into their ``folder``."""
    assets = site / "assets"
    for name, content in _files(assets, runtime):
        path = site / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        (assets / name).unlink()


def front_of(site: Path) -> str:
    """The folder in a finished site; ``assets/`` where scripts and styles were not moved."""
    return next((f"{path.name}/" for path in site.glob(f"{FRONT}*")), "assets/")


def _files(assets: Path, runtime: RuntimeInfo) -> Iterator[tuple[str, bytes]]:
    """Path and content of each file as it is published."""
    paths = sorted(path for kind in _KINDS for path in (assets / kind).rglob(f"*.{kind}"))
    for path in paths:
        name = path.relative_to(assets).as_posix()
        if path.name not in APART:
            yield name, _published(runtime) if name == PUBLISHED else path.read_bytes()


def _published(runtime: RuntimeInfo) -> bytes:
    return f"export const published = {json.dumps(runtime.manifest(), ensure_ascii=False)};\n".encode()
