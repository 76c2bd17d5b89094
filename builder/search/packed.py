"""Files of the search: JSON, packed because many hosts compress none; the page unpacks it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

PACKED = ".gzip"
"""Not ``.gz``: some hosts would declare it as an encoding, others not."""


def packed(content: dict[str, Any]) -> bytes:
    """The bytes of a file."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), mtime=0)


def write_packed(path: Path, content: dict[str, Any]) -> None:
    """Write a file, unless its bytes are there."""
    put(path, packed(content))


def put(path: Path, data: bytes) -> None:
    """Write bytes, unless they are there."""
    if path.is_file() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
