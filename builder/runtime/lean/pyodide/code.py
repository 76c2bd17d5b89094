"""Running source text, for ``runPython`` of the JavaScript side."""

from _pyodide._base import eval_code

__all__ = ["eval_code"]
