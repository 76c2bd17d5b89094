"""Cities and years that are left out of one build by name, so that the rest can be published."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from builder.folder import DataFile, Folder


@dataclass(frozen=True, slots=True, order=True)
class LeftOut:
    """One city-year that this build does not publish although its file is there."""

    city: str
    year: int


class NothingToLeaveOutError(ValueError):
    """Raised for a name that no file of the data has; its message is one Chinese sentence."""


def leave_out(folder: Folder, names: Iterable[str]) -> tuple[Folder, tuple[LeftOut, ...]]:
    """The folder without the city-years named ``city`` or ``city/year``, and what was left out.

    Worked cases go with their year. The registers stay, the city's documents among them: what others cite
    must be sound. Raises ``NothingToLeaveOutError`` for a name that fits nothing.
    """
    gone: set[PurePosixPath] = set()
    left: set[LeftOut] = set()
    years = [file for file in folder.under("cities") if file.place.stem.isdecimal()]
    for name in names:
        city, _, year = name.strip("/").partition("/")
        found = [file for file in years if file.place.parts[1] == city and year in ("", file.place.stem)]
        if not found:
            raise NothingToLeaveOutError(_unknown(name, years))
        left |= {LeftOut(city, int(file.place.stem)) for file in found}
        for file in found:
            gone |= {file.place, file.place.with_name(f"{file.place.stem}.cases.yml")}
    kept = tuple(file for file in folder.files if file.place not in gone)
    return replace(folder, files=kept), tuple(sorted(left))


def _unknown(name: str, years: Sequence[DataFile]) -> str:
    known = sorted({item for file in years for item in (file.place.parts[1], _key(file))})
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"您是不是想写“{close[0]}”？" if close else f"可以写：{'、'.join(known)}。"
    return f"数据里没有“{name}”，没有可以留出的。{hint}"


def _key(file: DataFile) -> str:
    return f"{file.place.parts[1]}/{file.place.stem}"
