"""How the calculator's tests run, in CPython and in Pyodide alike, on a busy machine as on a quiet one."""

import sys

from hypothesis import HealthCheck, settings

SLOW = [HealthCheck.too_slow]

settings.register_profile("native", deadline=None, suppress_health_check=SLOW, max_examples=100)
settings.register_profile("browser", deadline=None, suppress_health_check=SLOW, max_examples=20)
settings.load_profile("browser" if sys.platform == "emscripten" else "native")
