"""Invented rules of every shape, with cases worked out by hand (``tests/fixtures/shapes``)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from xueshi import jsontext
from xueshi.cases import differences
from xueshi.model.published import Rules
from xueshi.rulesjson import parse_rules

BUNDLE: dict[str, dict[str, Any]] = jsontext.loads(Path(__file__).with_name("shapes.json").read_bytes())
"""Rules and cases by name, as ``python -m tests.builder.shapes`` writes them (no YAML in the browser)."""

RULES: dict[str, Rules] = {key: parse_rules(entry["rules"]) for key, entry in BUNDLE.items()}
CASES = [(key, case) for key, entry in BUNDLE.items() for case in entry["cases"]]


@pytest.mark.parametrize(("key", "case"), CASES, ids=[f"{key} {case['case']}" for key, case in CASES])
def test_the_verdict_is_the_one_worked_out_by_hand(key: str, case: dict[str, Any]) -> None:
    """Each case of a ``.cases.yml`` gets the verdict it expects."""
    assert differences(RULES[key], case) == []


@pytest.mark.parametrize("key", RULES)
def test_every_rule_has_at_least_four_cases(key: str) -> None:
    """Both sides of a threshold, something open, something that does not count."""
    assert len(BUNDLE[key]["cases"]) >= 4
