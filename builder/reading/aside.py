"""A text that was read without a problem, laid aside: of thousands only those in question stay open."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from builder.reading.files import read_file
from builder.reading.places import Places
from builder.reading.problem import Problem


@dataclass(frozen=True, slots=True)
class LaidAside:
    """Stands for a `Reading` without problems. What is asked of it is read from the file again."""

    path: Path
    file: str
    """The name shown."""
    kept: object = None
    """The data, where it is needed again and again."""

    @property
    def data(self) -> object:
        """The plain data."""
        return read_file(self.path, self.file).data if self.kept is None else self.kept

    @property
    def places(self) -> Places:
        """Where everything stands."""
        return read_file(self.path, self.file).places

    @property
    def problems(self) -> list[Problem]:
        """None."""
        return []
