"""What a later notice of the same year changed, told from the data: the rule of today against that before."""

from __future__ import annotations

from dataclasses import dataclass

from builder.changes.years import source_of
from xueshi.amendments import earlier_rule
from xueshi.changes import changes
from xueshi.model.policy import CityYear
from xueshi.model.values import Source


@dataclass(frozen=True, slots=True)
class Amendment:
    """One value that was changed: the change in words, by which notice, and both sources."""

    words: str
    by: str
    before: Source
    now: Source | None


def amendments(year: CityYear) -> list[Amendment]:
    """Every change that the data registers, in its order. The checks leave none that does not fit."""
    found = []
    for item in year.amended:
        earlier, _ = earlier_rule(year.rule, (item,))
        if earlier is not None:
            found += [
                Amendment(change.words, item.by, item.source, source_of(year.rule, change.field))
                for change in changes(earlier, year.rule)
            ]
    return found
