"""One file that follows from the data, told so that it can be made, or left as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from builder.pages.page import Page


@dataclass(frozen=True, slots=True)
class Recipe:
    """A file of the site, or a page that is still to be put into the shell.

    ``make`` is called with the catalog and ``args``. It must follow from these alone: no clock, no other
    file, and of the catalog only what it asks.
    """

    name: str
    """Path below the site; of a page, its address."""
    make: Callable[..., Page | str | bytes] = field(repr=False)
    args: tuple[object, ...] = field(default=(), repr=False)

    def like(self, other: Recipe) -> bool:
        """Whether the same function would be called with equal arguments."""
        return self.make is other.make and self.args == other.args
