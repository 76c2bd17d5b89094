"""The scripts and styles of the pages: one folder, named by the content of all of them.

A browser never asks again for what lies below such an address, and a page, its scripts and its Python are
always of one version: the page names the folder, the scripts the runtime (``js/runtime/published.js``).
Scripts lie there joined (`builder.front.joining`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from builder.addresses import FRONT
from builder.front.joining import join_scripts
from builder.runtime import RuntimeInfo

_KINDS = ("js", "css")
APART = ("card.css",)
"""Styles of pages that stand in other people's frames for years; their address stays."""


def front_files(root: Path, runtime: RuntimeInfo) -> dict[str, bytes]:
    """Path and content of each file, of the theme of the repository ``root``. Raises `JoiningError`."""
    assets = root / "theme" / "assets"
    scripts = join_scripts(assets / "js", published_script(runtime)).files
    files = {f"js/{name}": text.encode() for name, text in scripts.items()}
    files |= {f"css/{path.name}": path.read_bytes() for path in (assets / "css").iterdir()}
    return {name: files[name] for name in sorted(files) if Path(name).name not in APART}


def front_folder(files: Mapping[str, bytes]) -> str:
    """The folder of these files below the site, with a slash at its end."""
    total = hashlib.sha256()
    for name, content in files.items():
        total.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(content).digest())
    return f"{FRONT}{total.hexdigest()[:16]}/"


def place_front(site: Path, files: Mapping[str, bytes]) -> None:
    """Put the files into their folder, in the place of the theme's in a rendered ``site``."""
    for name, content in files.items():
        path = site / front_folder(files) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for kind in _KINDS:
        for path in (site / "assets" / kind).rglob(f"*.{kind}"):
            if path.name not in APART:
                path.unlink()


def front_of(site: Path) -> str:
    """The folder in a finished site; ``assets/`` where scripts and styles were not moved."""
    return next((f"{path.name}/" for path in site.glob(f"{FRONT}*")), "assets/")


def published_script(runtime: RuntimeInfo) -> str:
    """The module that says which runtime belongs to the scripts."""
    return f"export const published = {json.dumps(runtime.manifest(), ensure_ascii=False)};\n"
