"""Tallies of subjects and of second axes, from whole numbers: the same sums turn up again and again."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from xueshi.judge.demands import Demands
from xueshi.judge.tally import ZERO, Kind
from xueshi.model.values import Silence
from xueshi.roster.outcome import Need, Tally
from xueshi.roster.shapes.axissums import AxisSums

MOST_REMEMBERED = 50_000
"""Fractions, tallies and plans that are remembered before that memory starts anew."""

Stages = tuple[int, int, int]
"""Learned, declared, approved."""

Memory = list[dict[Stages, Tally]]
"""Tallies by requirement."""


class Tallying:
    """Tallies under one set of demands; numbers are small parts, ``unit`` of which are one hour."""

    def __init__(self, demands: Demands, unit: int, axes: AxisSums) -> None:
        self.demands, self.unit = demands, unit
        minima = {item.id: item.hours for item in demands.minima}
        nodes = demands.tree.nodes
        self._subjects = len(nodes)
        self._names, self._required = list(nodes), list[Fraction | None]()
        for node in nodes.values():
            silent = isinstance(node.min_hours, Silence) and not node.min_ratio
            self._required.append(minima.get(node.id, None if silent else ZERO))
        self._single = self._subjects
        self._spans: list[tuple[int, int]] = []
        """Requirements of second axes: from where to where the sums lie of which the most counts; of those
        before ``single`` each has a sum of its own in its place."""
        for name, required, places in axes.required(demands):
            first = self._subjects + (places[0] if places else 0)
            self._spans.append((first, first + len(places)))
            self._names.append(name)
            self._required.append(required)
        self._least = [_whole((hours or ZERO) * unit) for hours in self._required]
        """What is required in small parts."""
        while self._spans and self._spans[0] == (self._single, self._single + 1):
            del self._spans[0]
            self._single += 1
        self._shares = list(self._ratios(demands, minima))
        self._fractions: dict[tuple[int | Fraction, int], Fraction] = {}
        self._needs: dict[tuple[int, int, int], tuple[Kind, Need]] = {}
        """Kinds lie where they are for as long as they are remembered."""
        self._forget()

    def _ratios(
        self, demands: Demands, minima: Mapping[str, Fraction]
    ) -> Iterator[tuple[int, list[int], int, int | None]]:
        """By place of a subject its shares over a common denominator, and its minimum in parts of it."""
        for at, name in enumerate(self._names[: self._subjects]):
            ratios = [share.ratio for share in demands.shares if share.id == name]
            if ratios:
                under = math.lcm(*[ratio.denominator for ratio in ratios])
                least = int(minima[name] * self.unit * under) if name in minima else None
                yield at, [int(ratio * under) for ratio in ratios], under, least

    def _forget(self) -> None:
        self._tallies: dict[int, Memory] = {}
        self._of_shares: dict[tuple[int, ...], Tally] = {}
        self._remembered = 0

    def tallies(
        self, numbers: Sequence[Sequence[int]], below: int, ends: tuple[int, int]
    ) -> tuple[tuple[Tally, ...], tuple[Tally, ...]]:
        """The tallies of the subjects, and of second axes, of what is learned, declared and approved.

        ``numbers`` over ``below`` are the sums of each stage: of the subjects, then those for second axes.
        ``ends`` has what is still to be learned, and that together with what counts at the stage on which
        shares hang: learned where anything is to be learned, else approved.
        """
        learned, declared, approved = map(self._most, numbers) if self._spans else numbers
        memory = self._tallies.get(below)
        if memory is None:
            memory = self._tallies[below] = [{} for _ in self._names]
        stages = zip(learned, declared, approved, strict=True)
        found: list[Tally | None] = list(map(dict.get, memory, stages))
        if not all(found):
            stages = zip(learned, declared, approved, strict=True)
            for at, (tally, key) in enumerate(zip(found, stages, strict=True)):
                if tally is None:
                    found[at] = self._learn(memory, at, key, below)
        for share in self._shares:
            self._share(found, share, (learned, declared, approved), below, ends)
        return tuple(found[: self._subjects]), tuple(found[self._subjects :])  # type: ignore[arg-type]

    def needs(self, further: Sequence[tuple[Kind, int]], below: int) -> tuple[Need, ...]:
        """Further hours over ``below`` as a plan."""
        return tuple([self._need(kind, number, below) for kind, number in further])

    def _most(self, numbers: Sequence[int]) -> Sequence[int]:
        """The sums of subjects, and of each requirement of a second axis that of which the most counts."""
        spans = self._spans
        return (*numbers[: self._single], *[max(numbers[first:last], default=0) for first, last in spans])

    def _learn(self, memory: Memory, at: int, key: Stages, below: int) -> Tally:
        self._remembered += 1
        if self._remembered > MOST_REMEMBERED:
            self._forget()
        found = memory[at][key] = self._made(at, self._required[at], key, below)
        return found

    def _made(self, at: int, required: Fraction | None, key: Stages, below: int) -> Tally:
        """A tally: no stage has more than the first, on second axes none more than the one before."""
        most, other, least = key
        other = min(most, other)
        least = min(other if at >= self._subjects else most, least)
        hours = self._hours
        lacking = max(0, self._least[at] * below - most)
        return Tally(
            self._names[at],
            required,
            hours(most, below),
            hours(other, below),
            hours(least, below),
            hours(lacking, below),
        )

    def _share(
        self,
        found: list[Tally | None],
        share: tuple[int, Sequence[int], int, int | None],
        numbers: Sequence[Sequence[int]],
        below: int,
        ends: tuple[int, int],
    ) -> None:
        """Put in what is required of a subject with a share of what is earned, as ``results`` has it."""
        at, ratios, under, least = share
        most, other, approved = [own[at] for own in numbers]
        lacking, end = ends
        part = max([ratio * end for ratio in ratios])
        if not lacking:
            part = min(part, most * under)
        if least is not None and part <= least * below:
            return
        key = at, part, most, other, approved, below
        known = self._of_shares.get(key)
        if known is None:
            self._remembered += 1
            if self._remembered > MOST_REMEMBERED:
                self._forget()
            whole, hours = below * under, self._hours
            known = self._of_shares[key] = Tally(
                self._names[at],
                hours(part, whole),
                hours(most, below),
                hours(min(most, other), below),
                hours(min(most, approved), below),
                hours(max(0, part - most * under), whole),
            )
        found[at] = known

    def _need(self, kind: Kind, number: int, below: int) -> Need:
        key = id(kind), number, below
        known = self._needs.get(key)
        if known is None:
            if len(self._needs) > MOST_REMEMBERED:
                self._needs.clear()
            values = tuple([value for value in kind.values if value is not None])
            known = self._needs[key] = kind, Need(kind.subject, values, self._hours(number, below))
        return known[1]

    def _hours(self, number: int | Fraction, below: int) -> Fraction:
        found = self._fractions.get((number, below))
        if found is None:
            if len(self._fractions) > MOST_REMEMBERED:
                self._fractions.clear()
            found = self._fractions[number, below] = Fraction(number, self.unit * below)
        return found


def _whole(number: Fraction) -> int | Fraction:
    """The number, as a whole one where it is: these are added up much quicker."""
    return int(number) if number.denominator == 1 else number
