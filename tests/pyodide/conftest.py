"""The archives that Pyodide runs on under Node: the one a page gets, and one with nothing cut away."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from builder.runtime import build_runtime
from builder.runtime.parts import Part
from tests.pyodide.record import ROOT, write_uncut, write_whole

PREVIEW_QUALITY = 4
"""Of brotli: nothing here goes over a line."""


@dataclass(frozen=True)
class Whole:
    """An archive with all of the standard library and all of the calculator, and what it was made of."""

    path: Path
    uncut: Path
    """The same without what a page is given later for Excel files."""
    library: Part
    package: Part


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """Nothing cut away."""
    path = tmp_path_factory.mktemp("whole") / "whole.zip"
    uncut = path.with_name("uncut.zip")
    library, package = write_whole(path)
    write_uncut(uncut, library, package)
    return Whole(path, uncut, library, package)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive that a page gets."""
    site = tmp_path_factory.mktemp("runtime")
    info = build_runtime(ROOT, site, quality=PREVIEW_QUALITY)
    return site / info.folder / "python.zip"
