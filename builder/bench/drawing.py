"""Tables for the terminal, in which a Chinese character takes two columns."""

from __future__ import annotations

from collections.abc import Sequence


def drawn(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """A table under these heads: the first column to the left, the others to the right."""
    widths = [max(_width(line[place]) for line in (heads, *lines)) for place in range(len(heads))]
    rule = ["─" * (width + 2) for width in widths]

    def row(cells: Sequence[str]) -> str:
        first, *others = zip(cells, widths, strict=True)
        padded = [first[0] + " " * (first[1] - _width(first[0]))]
        padded += [" " * (width - _width(cell)) + cell for cell, width in others]
        return f"│ {' │ '.join(padded)} │"

    return "\n".join(
        (
            f"┌{'┬'.join(rule)}┐",
            row(heads),
            f"├{'┼'.join(rule)}┤",
            *map(row, lines),
            f"└{'┴'.join(rule)}┘",
        )
    )


def _width(text: str) -> int:
    return sum(1 + (ord(character) > 0x2E7F) for character in text)
