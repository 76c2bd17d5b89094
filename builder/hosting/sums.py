"""``SHA256SUMS``: the hash of every file of the site, in the form that ``sha256sum --check`` reads."""

from __future__ import annotations

from pathlib import Path

from builder.hosting.hashes import Hashes, files_below

NAME = "SHA256SUMS"


def write_sums(site: Path, hashes: Hashes | None = None) -> int:
    """Write the list; returns how many files are on it. It says nothing of itself."""
    hashes = hashes or Hashes(site)
    count = 0
    with (site / NAME).open("w", encoding="utf-8", newline="\n") as out:
        for name in files_below(site):
            if name != NAME:
                out.write(f"{hashes.of(name)}  {name}\n")
                count += 1
    return count
