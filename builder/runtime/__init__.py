"""The Python that runs in the page, from Pyodide's npm package and the calculator to a published folder."""

from builder.runtime.publish import (
    MissingPyodideError,
    RuntimeFile,
    RuntimeInfo,
    build_runtime,
    prepared_runtime,
)

__all__ = ["MissingPyodideError", "RuntimeFile", "RuntimeInfo", "build_runtime", "prepared_runtime"]
