"""One file that follows from the data, told so that it can be made, or left as it is."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from builder.catalog import Catalog
    from builder.pages.page import Page


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a file that lists everything: it follows from few things, as a file of its own would."""

    name: Hashable
    """Tells it from the other parts of the file."""
    make: Callable[..., str] = field(repr=False)
    args: tuple[object, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Parts:
    """A file as the texts and parts it consists of, so that it need not be in memory as a whole."""

    items: Iterable[str | Part]


@dataclass(frozen=True, slots=True)
class Recipe:
    """A file of the site, or a page that is still to be put into the shell.

    ``make`` is called with the catalog and ``args``. It must follow from these alone: no clock, no other
    file, and of the catalog only what it asks.
    """

    name: str
    """Path below the site; of a page, its address."""
    make: Callable[..., Page | Parts | str | bytes] = field(repr=False)
    args: tuple[object, ...] = field(default=(), repr=False)

    def like(self, other: Recipe) -> bool:
        """Whether the same function would be called with equal arguments."""
        return self.make is other.make and self.args == other.args


def joined(catalog: Catalog, parts: Parts) -> str:
    """The whole text of a file in parts."""
    texts = (item if isinstance(item, str) else item.make(catalog, *item.args) for item in parts.items)
    return "".join(texts)
