"""``SHA256SUMS``: the hash of every file of the site, in the form that ``sha256sum --check`` reads."""

from __future__ import annotations

import hashlib
from pathlib import Path

NAME = "SHA256SUMS"


def write_sums(site: Path) -> int:
    """Write the list; returns how many files are on it. It says nothing of itself."""
    lines = []
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_file() and name != NAME:
            with path.open("rb") as file:
                lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {name}\n")
    (site / NAME).write_text("".join(lines), encoding="utf-8", newline="\n")
    return len(lines)
