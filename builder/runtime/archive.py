"""Archives whose bytes depend on their content alone."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

from builder.zips import entry


def write_archive(path: Path, entries: Mapping[str, bytes]) -> None:
    """Write ``entries`` as a zip, sorted, undated and stored.

    Stored, because the server's brotli over the whole archive beats deflate per file by a third, and because
    Python then reads each module without inflating it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(entries):
            archive.writestr(entry(name, zipfile.ZIP_STORED), entries[name])


def read_archive(path: Path) -> dict[str, bytes]:
    """Read every file of a zip: name to content."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
