"""Rows of a table to people, each with a ledger of his own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from xueshi.ledger.table import Ledger


@dataclass(frozen=True, slots=True)
class Person:
    """One person in one city and year, as the table has him; what it does not say is empty."""

    id: str
    name: str
    unit: str
    city: str
    year: str
    ledger: Ledger
    answers: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """What the table or its user answered for this person: by question."""
