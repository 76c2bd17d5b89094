"""Invented rules of every shape go through the same checks as what is published."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.checks import run_checks
from tests.builder.shapes import BUNDLE, NAMES, SHAPES, all_shapes, shapes_bundle


def test_the_bundle_is_that_of_the_fixtures(tmp_path: Path) -> None:
    """Stale? Run ``python -m tests.builder.shapes`` in the environment of build.py."""
    assert BUNDLE.read_text(encoding="utf-8") == shapes_bundle(tmp_path)


def test_the_checks_find_no_error_and_every_case_agrees(tmp_path: Path) -> None:
    """The rules are sound, their evidence shows their numbers, and ``check`` runs their cases."""
    assert [problem for problem in run_checks(all_shapes(tmp_path)) if problem.is_error] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_fixture_says_that_it_is_one(name: str) -> None:
    """The first line says so, and the cases lie beside the rule."""
    first = (SHAPES / f"{name}.yml").read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# 虚构测试规则，参照")
    assert first.endswith("的做法，不发布。")
    assert (SHAPES / f"{name}.cases.yml").exists()
