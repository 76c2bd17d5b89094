"""YAML written line by line, with a comment behind each value. Nothing here knows what a value means."""

from __future__ import annotations

import re
from fractions import Fraction

from xueshi.model.structure import TO_FILL

__all__ = ["TO_FILL", "Sheet", "flow", "scalar"]

PLAIN = re.compile(r"[A-Za-z一-鿿〔〕][\w一-鿿〔〕.·-]*")
WORDS_OF_YAML = frozenset({"yes", "no", "on", "off", "true", "false", "null", "y", "n"})


def scalar(value: object) -> str:
    """A value as YAML: plain where nothing can be misread, else in single quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Fraction):
        return str(value.numerator) if value.denominator == 1 else _decimal(value)
    text = str(value)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}|\d{1,3}/\d{1,3}", text):
        return text
    if PLAIN.fullmatch(text) and text.lower() not in WORDS_OF_YAML:
        return text
    return "'" + text.replace("'", "''") + "'"


def _decimal(value: Fraction) -> str:
    """An exact decimal where there is one, else the fraction."""
    for digits in range(1, 7):
        scaled = value * 10**digits
        if scaled.denominator == 1:
            text = f"{scaled.numerator:0{digits + 1}d}"
            return f"{text[:-digits]}.{text[-digits:]}"
    return f"{value.numerator}/{value.denominator}"


def flow(**values: object) -> str:
    """A mapping on one line."""
    return "{ " + ", ".join(f"{name}: {scalar(value)}" for name, value in values.items()) + " }"


class Sheet:
    """Lines of one file."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def put(self, level: int, text: str, comment: str = "") -> None:
        """One line, ``level`` steps in, with a comment behind it."""
        clean = re.sub(r"\s+", " ", comment)
        self.lines.append("  " * level + text + (f"  # {clean}" if clean else ""))

    def note(self, level: int, text: str) -> None:
        """A comment of its own."""
        self.put(level, "# " + re.sub(r"\s+", " ", text))

    def gap(self) -> None:
        """An empty line between parts."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    @property
    def text(self) -> str:
        """The whole file."""
        return "\n".join(self.lines).rstrip() + "\n"
