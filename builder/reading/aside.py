"""A text that was read without a problem, laid aside: of thousands only those in question stay open."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from builder.reading.document import Reading
from builder.reading.files import read_file
from builder.reading.places import Places
from builder.reading.problem import Problem


@dataclass(frozen=True, slots=True)
class LaidAside:
    """Stands for a `Reading` without problems. What is asked of it is read from the file again."""

    root: Path
    place: str
    """Path below ``root``."""
    file: str
    """The name shown."""
    kept: bytes | None = None
    """The plain data where it is needed again and again, packed: as objects it takes five times as much."""

    @property
    def data(self) -> object:
        """The plain data."""
        if self.kept is None:
            return self._read().data
        import pickle  # not at the top: the page's Python has this module, and never lays a text aside

        return pickle.loads(self.kept)

    @property
    def places(self) -> Places:
        """Where everything stands."""
        return self._read().places

    @property
    def problems(self) -> list[Problem]:
        """None."""
        return []

    def _read(self) -> Reading:
        return read_file(self.root / self.place, self.file)


def laid_aside(root: Path, place: str, file: str, kept: object) -> LaidAside:
    """Lay a text aside; ``kept`` is its data where it is needed again and again, else None."""
    import pickle

    return LaidAside(root, place, file, None if kept is None else pickle.dumps(kept, -1))
