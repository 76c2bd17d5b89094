"""Quick hours of a subject with parts: hours that cannot be told apart, or by mistake the sum of the parts.

The form asks for the first. Where the number could also be the sum (it is no less than what its parts have),
counting it beside them could prove hours that nobody learned, so both readings are judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from xueshi.judge.tally import ZERO, Tree
from xueshi.ledger.cells import read_hours
from xueshi.ledger.table import NO, YES
from xueshi.texts import hours_text

INCLUDES = "includes:"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read quick totals, and the subjects whose number it takes for a sum or not."""

    totals: Mapping[str, str]
    sums: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()


def readings(
    tree: Tree, unit: str, totals: Mapping[str, str], answers: Mapping[str, str]
) -> tuple[Reading, ...]:
    """Every way to read totals that the answers leave open; as typed first."""
    found = [Reading(dict(totals))]
    for name in reversed(list(tree.nodes)):
        own = read_hours(totals.get(name, ""), unit)
        if not own or not tree.nodes[name].children:
            continue
        found = [way for reading in found for way in _ways(tree, unit, reading, name, own, answers)]
    return tuple(found)


def _ways(
    tree: Tree, unit: str, reading: Reading, name: str, own: Fraction, answers: Mapping[str, str]
) -> list[Reading]:
    parts = tree.below(name) - {name}
    inside = sum((read_hours(reading.totals.get(part, ""), unit) or ZERO for part in parts), ZERO)
    if not inside or own < inside:
        return [reading]
    rest = {**reading.totals, name: hours_text(own - inside)}
    doubtful = reading.doubtful | {name}
    typed = Reading(reading.totals, reading.sums, doubtful)
    as_sum = Reading(rest, reading.sums | {name}, doubtful)
    return {YES: [as_sum], NO: [typed]}.get(answers.get(f"{INCLUDES}{name}", ""), [typed, as_sum])
