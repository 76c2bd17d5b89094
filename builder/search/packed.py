"""Files of the search: JSON, packed because many hosts compress none; the page unpacks it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

PACKED = ".gzip"
"""Not ``.gz``: some hosts would declare it as an encoding, others not."""


def write_packed(path: Path, content: dict[str, Any]) -> None:
    """Write a file, unless its bytes are there."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    data = gzip.compress(text.encode(), mtime=0)
    if path.is_file() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
