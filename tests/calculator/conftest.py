"""How the calculator's tests run, in CPython and inside Pyodide alike."""

import sys

from hypothesis import settings

settings.register_profile("native", deadline=None, max_examples=100)
settings.register_profile("browser", deadline=None, max_examples=20)
settings.load_profile("browser" if sys.platform == "emscripten" else "native")
