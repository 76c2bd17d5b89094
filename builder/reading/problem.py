"""Something wrong at a place of a file: a value, not an exception, until it is printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from xueshi.model.structure import Path


@dataclass(frozen=True, slots=True)
class Problem:
    """One error (E…) or reminder (W…) of one file.

    ``line`` and ``column`` count characters from 1; ``path`` leads to the value inside the data. ``found``
    fills the text of the code, ``allowed`` is what may stand there, ``hint`` what was probably meant.
    """

    code: str
    file: str
    line: int
    column: int
    path: Path
    found: str
    allowed: tuple[str, ...] = ()
    hint: str | None = None
    width: int = 1
    """How many characters the mark under the line covers."""
    excerpt: str = ""
    """The whole line as it stands in the file."""

    @property
    def severity(self) -> Literal["错误", "提醒"]:
        """An error keeps the data from being published; a reminder does not."""
        return "提醒" if self.code.startswith("W") else "错误"

    @property
    def is_error(self) -> bool:
        """Whether the data must not be published like this."""
        return self.severity == "错误"

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """Problems are shown by place."""
        return (self.file, self.line, self.column, self.code, self.found)
