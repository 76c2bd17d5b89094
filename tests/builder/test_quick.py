"""The short way of reading gives what the long one gives, or leaves the text to it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from builder.reading.document import read_text, read_whole
from builder.reading.quick import quick
from tests.builder.broken import BROKEN, FIXTURES

ROOT = Path(__file__).resolve().parents[2]
TEXTS = [
    path.read_text("utf-8")
    for path in sorted((*(ROOT / "data").rglob("*.yml"), *(FIXTURES / "data").rglob("*.yml")))
]
SLIPS = (
    *"：:，、\t\u3000\u00a0\u200b“”'\"[]{}［］｛｝#&*!%|>?-－—~@`\\\n ０９",
    *(
        "no: ",
        "yes",
        "<<: ",
        "010",
        "9:30",
        "- ",
        "--- ",
        "...",
        "\n  ",
        ": ",
        " #",
        "''",
        '"四史"教育',
        "null",
    ),
)
ROUNDS = 2500


def same(text: str) -> bool:
    """Whether the short way took the text; if so, the long one must agree."""
    data = quick(text)
    if data is None:
        return False
    whole = read_whole(text, "x")
    assert whole.problems == [], text
    assert whole.data == data, text
    return True


def test_sound_data_goes_the_short_way() -> None:
    """Else it would not be short."""
    assert all(same(text) for text in TEXTS)


def test_whatever_slips_in_both_ways_agree() -> None:
    """Random slips of the kinds that offices make, and some that nobody makes."""
    chance = random.Random(20251122)
    pieces = [text[at : at + 1500] for text in TEXTS for at in range(0, len(text), 1500)]
    taken = 0
    for _ in range(ROUNDS):
        text = chance.choice(pieces)
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(text) + 1)
            text = text[:at] + chance.choice(SLIPS) + text[at + chance.randint(0, 2) :]
        taken += same(text)
    assert taken > ROUNDS // 20


TRAPS = [
    path
    for path in sorted(BROKEN.rglob("*.yml"))
    if path.name != "edits.yml" and b"\0" not in path.read_bytes()
]


@pytest.mark.parametrize("path", TRAPS, ids=lambda path: path.parent.name)
def test_broken_fixtures_agree(path: Path) -> None:
    """Every trap has one; ``same`` asserts."""
    same(path.read_bytes().decode("utf-8", "replace"))


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "- " * 100_000 + "x", "\n".join(" " * at + "a:" for at in range(3000))]
)
def test_what_is_deep_is_left_to_the_long_way(text: str) -> None:
    """The parser in C goes deeper with each level, and would fall."""
    assert quick(text) is None
    assert read_text(text, "x").problems


def test_places_are_there_when_they_are_asked_for() -> None:
    """A problem of meaning in a text of sound form points at its line."""
    reading = read_text("a: 1\nb:\n  c: x\n", "x")
    place = reading.places.find(("b", "c"))
    assert (place.line, place.column) == (3, 6)
