"""Remarks behind values, for the fields of the form: a draft says there where a value comes from."""

from __future__ import annotations

import re

from builder.reading import Reading
from xueshi.model.structure import Path

REMARK = re.compile(r"(?:^|\s)#\s*(\S.*)$")


def remarks(reading: Reading) -> dict[Path, str]:
    """What is remarked behind each value; of several values of one line it belongs to the last."""
    ends: dict[int, tuple[int, Path]] = {}
    for path, place in reading.places.values.items():
        if not isinstance(_at(reading.data, path), dict | list):
            end = place.column + place.width
            if end > ends.get(place.line, (0, ()))[0]:
                ends[place.line] = (end, path)
    found = {}
    for line, (end, path) in ends.items():
        match = REMARK.search(reading.places.line(line)[end - 1 :])
        if match:
            found[path] = match[1].strip()
    return found


def _at(data: object, path: Path) -> object:
    for step in path:
        if isinstance(data, dict):
            data = data.get(str(step))
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
    return data
