"""The archives that Pyodide runs on under Node: the one a page gets, and one with nothing cut away."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from builder.runtime import build_runtime
from builder.runtime.parts import Part
from tests.pyodide.record import ROOT, write_whole

PREVIEW_QUALITY = 4
"""Of brotli: nothing here goes over a line."""


@dataclass(frozen=True)
class Whole:
    """An archive with all of the standard library and all of the calculator, and what it was made of."""

    path: Path
    library: Part
    package: Part


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """Nothing cut away."""
    path = tmp_path_factory.mktemp("whole") / "whole.zip"
    return Whole(path, *write_whole(path))


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive that a page gets."""
    site = tmp_path_factory.mktemp("runtime")
    info = build_runtime(ROOT, site, quality=PREVIEW_QUALITY)
    return site / info.folder / "python.zip"
