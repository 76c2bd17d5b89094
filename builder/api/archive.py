"""All files of the interface as one ZIP: same data, same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

from builder.api.paths import API, ARCHIVE
from builder.zips import entry

FOLDER = "xueshi-data"
LICENCE = Path(__file__).resolve().parent.parent.parent / "LICENSE-DATA"
"""The licence of the data lies beside the files."""


def write_archive(site: Path, names: Iterable[str], changed: Iterable[str] | None = None) -> None:
    """Pack files of the interface that lie below ``site``; names inside are below its folder.

    ``changed`` names the files that are not what they were when the archive that is there was written: the
    others are taken over from it as they are packed. None packs everything anew.
    """
    path = site / ARCHIVE
    draft = path.with_name(f"{path.name}.part")
    anew = (
        None
        if changed is None or not path.is_file()
        else {_inside(name) for name in changed if name.startswith(API)}
    )
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        if anew is None:
            _pack(packed, site, names, None, set())
        else:
            with zipfile.ZipFile(path) as last:
                _pack(packed, site, names, last, anew)
    draft.replace(path)


def _pack(
    packed: zipfile.ZipFile, site: Path, names: Iterable[str], last: zipfile.ZipFile | None, anew: set[str]
) -> None:
    known = {info.filename: info for info in last.infolist()} if last is not None else {}
    packed.writestr(entry(f"{FOLDER}/LICENSE.txt"), LICENCE.read_bytes())
    for name in sorted(names):
        inside = _inside(name)
        if last is not None and inside in known and inside not in anew:
            _take_over(packed, last, known[inside])
        else:
            packed.writestr(entry(inside), (site / name).read_bytes())


def _inside(name: str) -> str:
    return f"{FOLDER}/{name.removeprefix(f'{API}/')}"


def _take_over(packed: zipfile.ZipFile, last: zipfile.ZipFile, old: zipfile.ZipInfo) -> None:
    """Copy an entry without unpacking it. The library has no call for it: the entry is listed by hand."""
    assert packed.fp is not None
    assert last.fp is not None
    info = entry(old.filename)
    info.CRC, info.compress_size, info.file_size = old.CRC, old.compress_size, old.file_size
    info.header_offset = packed.fp.tell()
    head = info.FileHeader()
    last.fp.seek(old.header_offset + len(head))  # written by us: same head, same length
    packed.fp.write(head)
    packed.fp.write(last.fp.read(old.compress_size))
    packed.start_dir = packed.fp.tell()
    packed.filelist.append(info)
    packed.NameToInfo[info.filename] = info
