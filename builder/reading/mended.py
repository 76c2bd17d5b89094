"""What the search for slips gives: each slip, and the text as it can be parsed."""

from __future__ import annotations

from dataclasses import dataclass, field

from builder.reading.characters import Line


@dataclass(frozen=True, slots=True)
class Trap:
    """One slip: line and column count from 1."""

    code: str
    line: int
    column: int
    width: int
    found: str
    hint: str | None = None


@dataclass(slots=True)
class Mended:
    """A text that can be parsed, what had to be mended, and the way back to the file's columns."""

    text: str
    traps: list[Trap]
    lines: list[str]
    """The lines as they stand in the file."""
    changed: dict[int, Line] = field(default_factory=dict)
    """Mended lines by number, from 1."""

    def place(self, line: int, index: int) -> tuple[int, int]:
        """Line and column in the file of a character of the mended text (line and index from 0)."""
        mended = self.changed.get(line + 1)
        return line + 1, mended.column(index) if mended else index + 1
