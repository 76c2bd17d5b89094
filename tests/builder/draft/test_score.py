"""The drafts of the real notices against the data made by hand, where their texts are at hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from builder.draft.flat import flat_draft
from builder.draft.score import compare, scores
from tests.builder.draft.invented import draft_of

ROOT = Path(__file__).resolve().parents[3]
SOURCES = Path(os.environ.get("XUESHI_SOURCES", ROOT.parent / "shared" / "sources"))
LEAST = {"平顶山市 2021": 0.85, "三门峡市 2025": 0.95}
"""The share that must be found and right: one is a noisy scan."""


@pytest.mark.skipif(not SOURCES.is_dir(), reason="the texts of the notices are not part of the repository")
def test_drafts_of_the_real_notices_are_never_wrong_and_mostly_whole() -> None:
    """Field by field."""
    found = dict(scores(ROOT / "data", SOURCES))
    for name, least in LEAST.items():
        assert found[name].wrong == ()
        assert found[name].share >= least


def test_a_score_tells_right_missing_and_wrong_apart() -> None:
    """A value that the notice does not have counts as wrong."""
    facts = flat_draft(draft_of("01-plain-city"))
    truth = facts | {"min.public": "24", "review.employer_days": "5"}
    del truth["carry_over.policy"], truth["carry_over.policy.clause"]
    score = compare(truth, facts)
    assert score.missing == ("review.employer_days",)
    assert {item.partition("：")[0] for item in score.wrong} >= {"min.public", "carry_over.policy"}
