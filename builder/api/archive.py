"""All files of the interface as one ZIP: same data, same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from pathlib import PurePosixPath

from builder.api.paths import API

WRITTEN = (1980, 1, 1, 0, 0, 0)
"""The date of every entry: the first that the format knows, so that no clock is in the file."""


def archive(files: Iterable[tuple[str, str]], licence: str) -> bytes:
    """The archive of files of the interface by name; names inside are below the folder of the interface.

    ``licence`` is the text of the data's licence and lies beside them.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        _add(packed, "LICENSE.txt", licence)
        for name, text in files:
            _add(packed, str(PurePosixPath(name).relative_to(API)), text)
    return out.getvalue()


def _add(packed: zipfile.ZipFile, name: str, text: str) -> None:
    info = zipfile.ZipInfo(f"xueshi-data/{name}", WRITTEN)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    packed.writestr(info, text.encode("utf-8"))
