"""openpyxl, imported when it is needed: all else of this distribution is in the standard library."""

from __future__ import annotations

import importlib
from typing import Any

from xueshi.texts import say


class NoWorkbookLibraryError(RuntimeError):
    """Raised when an Excel file is opened or written and openpyxl is not there; its message is a sentence."""


def library(module: str) -> Any:
    """A module of openpyxl (``openpyxl``, ``openpyxl.styles`` …). Raises ``NoWorkbookLibraryError``."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise NoWorkbookLibraryError(say("file_no_openpyxl")) from error
