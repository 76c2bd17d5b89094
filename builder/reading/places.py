"""Where each key and value of a file stands, so that a path can be turned into line and column."""

from __future__ import annotations

from dataclasses import dataclass, field

from builder.reading.problem import Problem
from xueshi.model.structure import Fault, Path


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of one line; line and column count from 1."""

    line: int
    column: int
    width: int = 1


START = Place(1, 1)


@dataclass(slots=True)
class Places:
    """Places of one file by path, and its lines as they stand."""

    file: str
    lines: list[str]
    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)

    def find(self, path: Path, *, key: bool = False) -> Place:
        """The place of a key or value; for a path that does not exist, of the nearest thing around it."""
        if key and path in self.keys:
            return self.keys[path]
        for length in range(len(path), -1, -1):
            if (place := self.values.get(path[:length])) is not None:
                return place
        return START

    def line(self, number: int) -> str:
        """The text of a line, empty past the end."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def at(
        self,
        place: Place,
        code: str,
        found: str,
        *,
        path: Path = (),
        allowed: tuple[str, ...] = (),
        hint: str | None = None,
    ) -> Problem:
        """A problem at a known place."""
        return Problem(
            code,
            self.file,
            place.line,
            place.column,
            path,
            found,
            allowed,
            hint,
            place.width,
            self.line(place.line),
        )

    def problem(self, fault: Fault) -> Problem:
        """A problem where the fault's path leads."""
        place = self.find(fault.path, key=fault.on_key)
        return self.at(
            place, fault.code, fault.found, path=fault.path, allowed=fault.allowed, hint=fault.hint
        )
