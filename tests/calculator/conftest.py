"""How the calculator's tests run, in CPython and in Pyodide alike, on a busy machine as on a quiet one."""

import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from xueshi.roster.page.door import handle

SLOW = [HealthCheck.too_slow]

settings.register_profile("native", deadline=None, suppress_health_check=SLOW, max_examples=100)
settings.register_profile("browser", deadline=None, suppress_health_check=SLOW, max_examples=20)
settings.load_profile("browser" if sys.platform == "emscripten" else "native")


@pytest.fixture
def forgotten() -> Iterator[None]:
    """One roster lies at the door at a time: none is left for the next test."""
    yield
    handle("close", {})
