"""Many whole numbers in one: added up and compared all at once, exactly.

Numbers lie in lanes of one long integer. Adding packed numbers, or taking them so many times, does it in
every lane; a bias keeps lanes from borrowing of each other, so that the top bit of each says whether it is
negative.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

WIDTH = 96
"""Bits of a lane."""

LANE = (1 << WIDTH) - 1
"""All bits of a lane."""

BIAS = 1 << (WIDTH - 2)
"""What is added to a number so that none is negative: numbers in lanes are smaller than this."""

MOST_FACTOR = 1 << 44
"""Largest number that may stand in a packed column."""

MOST_SUM = 1 << 40
"""Most that the numbers with which columns are taken may add up to, so that no lane overflows."""

MOST_BELOW = 1 << 8
"""Largest denominator over which packed sums are taken further."""


def packed(numbers: Iterable[int]) -> int:
    """Numbers of either sign, one in each lane."""
    return sum([number << (WIDTH * at) for at, number in enumerate(numbers)])


def signs(count: int) -> int:
    """The top bits of so many lanes: set where a biased number is not negative."""
    return packed([BIAS] * count)


MOST_PLAIN = 1 << 64
"""What numbers in the lanes of ``Plain`` are smaller than."""


class Plain:
    """Numbers that are never negative and small, in lanes of 64 bits, which are quickly taken out again."""

    def __init__(self, count: int) -> None:
        self._form, self._size = struct.Struct(f"<{count}Q"), 8 * count

    def packed(self, numbers: Sequence[int]) -> int:
        """The numbers in one."""
        return int.from_bytes(self._form.pack(*numbers), "little")

    def numbers(self, packed_sum: int) -> tuple[int, ...]:
        """The numbers of a packed sum."""
        return self._form.unpack(packed_sum.to_bytes(self._size, "little"))
