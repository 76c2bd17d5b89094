"""Names and codes of the country's divisions, frozen; the head of the list has its source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

LIST = Path(__file__).parents[1] / "divisions.txt"
LONGEST, SHORTEST = 20, 10
"""Characters of the longest full and short name that the data takes."""
ENDING = re.compile(r"(?<=..)(?:特别行政区|自治州|自治县|自治旗|地区|林区|市|盟|区|县|旗)$")


@dataclass(frozen=True, slots=True)
class Division:
    """A prefecture, or a county under the name of its prefecture."""

    code: str
    province: str
    name: str
    short: str
    id: str
    initials: str


def divisions() -> list[Division]:
    """Prefectures and units directly under a province in the order of their codes, then the counties.

    A county whose name, cut to the length that the data takes, is that of another is left out.
    """
    rows = [line.split() for line in LIST.read_text("utf-8").splitlines() if not line.startswith("#")]
    provinces = {row[0]: row[1] for row in rows if len(row[0]) == 2}
    places = {row[0]: (row[1], row[2:]) for row in rows if len(row[0]) == 6}
    taken: set[str] = set()
    named: set[str] = set()
    found = []
    for code, (name, sounds) in places.items():
        above = (
            places.get(f"{code[:4]}00", places.get(f"{code[:2]}0000")) if not code.endswith("00") else None
        )
        if above is not None:
            name, sounds = above[0] + name, above[1] + sounds
        cut = len(name) - len(ENDING.sub("", name)) if above is None else 0
        letters = "".join(sounds[: len(sounds) - cut])
        while letters in taken:
            letters += "x"
        taken.add(letters)
        initials = "".join(sound[0] for sound in sounds[: len(sounds) - cut])
        short = ENDING.sub("", name)[:SHORTEST]
        if short not in named:
            named.add(short)
            found.append(Division(code, provinces[code[:2]], name[:LONGEST], short, letters, initials))
    return found
