"""How the calculator's tests run, in CPython and in Pyodide alike, on a busy machine as on a quiet one."""

import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from xueshi.roster.page.door import handle
from xueshi.roster.shapes import counting

SLOW = [HealthCheck.too_slow]

settings.register_profile("native", deadline=None, suppress_health_check=SLOW, max_examples=100)
settings.register_profile("browser", deadline=None, suppress_health_check=SLOW, max_examples=20)
settings.load_profile("browser" if sys.platform == "emscripten" else "native")


@pytest.fixture
def forgotten() -> Iterator[None]:
    """One roster lies at the door at a time: none is left for the next test."""
    yield
    handle("close", {})


@pytest.fixture(scope="module")
def learning_costs_nothing() -> Iterator[None]:
    """Else so few people as tests have would nearly all be left to the general way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "FIRST_CREDIT", 1e9)
        patch.setattr(counting, "RARE", 1)
        yield
