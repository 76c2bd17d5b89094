"""``sw.js``: what the site keeps for use without a network, each file with its hash."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from builder.front.folder import APART, front_of
from builder.hosting.hashes import Hashes, files_below

SCRIPT = "sw.js"
HEAD = "const BUILD = "
"""Begins the line that the build puts first, or puts anew."""

CORE = ("assets/js/**/*.js", "assets/javascripts/*.js", "assets/stylesheets/*.css")
"""What every page may need besides its own scripts and styles."""

RULES = "api/v1/rules"
MANIFEST = "assets/runtime/manifest.json"


def write_worker(site: Path, hashes: Hashes | None = None) -> str:
    """Put the version and the list of files before the worker's script; returns the version.

    The version is that of the files: a build that changed none of them offers nobody anything new.
    """
    hashes = hashes or Hashes(site)
    front = front_of(site)
    core = {path for pattern in CORE for path in site.glob(pattern)}
    core |= {path for kind in ("css", "js") for path in (site / front / kind).rglob(f"*.{kind}")}
    names = [path.relative_to(site).as_posix() for path in sorted(core) if path.name not in APART]
    manifest = json.loads((site / MANIFEST).read_text("utf-8"))
    python = [MANIFEST, *(f"{manifest['folder']}{file['name']}" for file in manifest["files"])]
    build: dict[str, Any] = {
        "hashed": [manifest["folder"], front],
        "core": [[name, hashes.of(name)] for name in names],
        "runtime": [[name, hashes.of(name)] for name in python],
    }
    rest = _rest(site, hashes)
    version = hashlib.sha256(json.dumps([build, rest], sort_keys=True).encode()).hexdigest()[:16]
    script = site / SCRIPT
    told = json.dumps({"version": version, **build}, ensure_ascii=False, separators=(",", ":"))
    own = re.sub(rf"\A{re.escape(HEAD)}.*\n", "", script.read_text("utf-8"))
    script.write_text(f"{HEAD}{told};\n{own}", encoding="utf-8", newline="\n")
    return version


def _rest(site: Path, hashes: Hashes) -> str:
    """A hash of the rules: when one of them changed, who has a ledger open is told."""
    names = files_below(site, RULES)
    return hashlib.sha256("".join(map(hashes.of, names)).encode()).hexdigest()
