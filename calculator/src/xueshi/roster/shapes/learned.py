"""What may be spent on finding programmes and bases: few people are never worth it."""

from __future__ import annotations

from dataclasses import dataclass

from xueshi.roster.shapes.regions import UnlearnedError

OF_SHAPE, OF_BASIS = 3.0, 0.6
"""What a programme and a basis cost to find, in counts as ``judge`` makes them."""


@dataclass(slots=True)
class Learned:
    """What was learned under some set of demands.

    ``bases`` were found, whether or not they are still kept. ``credit`` is what may still be spent on finding
    more, in counts as ``judge`` makes them: few people are never worth it.
    """

    credit: float
    bases: int = 0

    def spend(self, cost: float) -> None:
        """Spend so much, or leave a person to the general way: ``UnlearnedError``."""
        if self.credit < cost:
            raise UnlearnedError
        self.credit -= cost
