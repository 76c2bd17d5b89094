"""A bounded run of every target: the same inputs each time, few of them."""

from __future__ import annotations

import pytest

from tests.fuzz.run import TARGETS, run, told
from tests.fuzz.target import Script

COUNT = 200
"""Inputs of the quickest targets; ``python -m tests.fuzz`` tries as many as one likes."""

LEAST = 6


@pytest.mark.parametrize("name", TARGETS)
def test_every_input_is_answered_with_a_result_or_a_sentence(name: str) -> None:
    target = TARGETS[name]
    count = 1_000 if isinstance(target, Script) else max(LEAST, COUNT // target.share)
    result = run(target, count, seed=20261122)
    assert not result.findings, told(result)
    assert result.count == count
