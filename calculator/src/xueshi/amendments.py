"""The rule as it stood before a later notice of the same year changed it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from xueshi.model.plain import unstructure
from xueshi.model.policy import Amended
from xueshi.model.rule import Rule
from xueshi.model.structure import Fault, structure

NUMBER = re.compile(r"\d+(?:\.\d+)?")


class NoSuchPlaceError(LookupError):
    """Raised for a place that the rule does not have; its argument is the part that leads nowhere."""


def earlier_rule(rule: Rule, amended: Iterable[Amended]) -> tuple[Rule | None, list[Fault]]:
    """The rule with the values that stood there before; None and the faults where they do not fit.

    Raises ``NoSuchPlaceError`` for a place that the rule does not have.
    """
    plain: dict[str, Any] = unstructure(rule)
    for item in amended:
        holder, key = place_of(plain, item.at)
        holder[key] = Decimal(item.was) if NUMBER.fullmatch(item.was) else item.was
    return structure(Rule, plain)


def place_of(plain: dict[str, Any], at: str) -> tuple[dict[str, Any], str]:
    """The object of plain data that holds a field, and the field's name.

    ``requirements.public.min_hours`` means the subject of that id, however deep it lies; items of other lists
    are named by their id in the same way. Raises ``NoSuchPlaceError``.
    """
    *way, last = at.split(".")
    here: Any = plain
    for index, name in enumerate(way):
        if index == 1 and way[0] == "requirements":
            here = _subject(here, name)
        elif isinstance(here, dict):
            here = here.get(name)
        elif isinstance(here, list):
            here = next((item for item in here if isinstance(item, dict) and item.get("id") == name), None)
        if here is None:
            raise NoSuchPlaceError(name)
    if not isinstance(here, dict) or last not in here or isinstance(here[last], dict | list):
        raise NoSuchPlaceError(last)
    return here, last


def _subject(node: dict[str, Any], wanted: str) -> dict[str, Any] | None:
    if node["id"] == wanted:
        return node
    return next((found for child in node["children"] if (found := _subject(child, wanted))), None)
