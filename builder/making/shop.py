"""What one process keeps from build to build, so that the next makes only what a change touched."""

from __future__ import annotations

from builder.folder import Shelf
from builder.making.memory import Memory


class Shop:
    """The files as read, the verdicts as checked. Its site is made by a `Maker` of its own."""

    def __init__(self) -> None:
        self.shelf = Shelf()
        self.memory = Memory()
