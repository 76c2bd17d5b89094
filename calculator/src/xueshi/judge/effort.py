"""How much may be tried for one verdict: steps of work are counted, never seconds.

Beyond it what remains is settled at once, lawfully but perhaps not in the most favourable way, and that is
said. The same ledger always comes to the same end, on whatever machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

MOST_WORK = 8_000_000
"""Steps for one verdict: cells of a table that are worked out. Ledgers of people need a hundredth of it."""

LEAST_WORK = 20_000
"""Steps that each count may take however much others have used."""

PARTS = 3
"""A count may take so great a part of what is left: one that is hard leaves something for the others."""


class Effort:
    """Work that may still be done, and whether something better may have been missed for want of it."""

    def __init__(self, most: int | None = None) -> None:
        self.left = MOST_WORK if most is None else most
        self.missed = False

    @property
    def over(self) -> bool:
        """Whether nothing more may be tried."""
        return self.left <= 0

    def spend(self, steps: int) -> None:
        """Count some work that was done."""
        self.left -= steps


@contextmanager
def shared(whole: Effort | None) -> Iterator[Effort]:
    """What one count may take of a whole; what it took is spent there."""
    whole = whole or Effort()
    most = max(LEAST_WORK, whole.left // PARTS)
    part = Effort(most)
    yield part
    whole.spend(most - part.left)
    whole.missed = whole.missed or part.missed
