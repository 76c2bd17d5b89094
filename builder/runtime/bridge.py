"""The one function the page's worker calls. It lies in the archive beside xueshi and knows no builder.

JSON text goes in and comes out, because one string crosses between JavaScript and Python faster than a
tree of objects; the bytes of a file travel beside it, under the key ``bytes``.

Before xueshi is imported, its dataclasses are given their methods ready made: a dataclass writes the source
of its methods and compiles it, and for eighty classes that was two thirds of the import (``methods.py``).
"""

import builtins
import dataclasses
import hashlib
import marshal
import zipimport
from collections.abc import Mapping
from types import CodeType
from typing import Any

METHODS = "methods"
"""File of the archive: a marshalled dictionary from ``method_key`` to code."""


def method_key(source: str) -> bytes:
    """What the code of some source is found under."""
    return hashlib.sha256(source.encode()).digest()[:8]


class ReadyMade:
    """Stands in for ``exec`` in the module ``dataclasses``; what it has no code for is compiled as ever."""

    def __init__(self, methods: Mapping[bytes, CodeType]) -> None:
        self._methods = methods
        self.missed = 0

    def __call__(self, source: str, names: dict[str, Any], scope: dict[str, Any]) -> None:
        """Run ``source``."""
        code = self._methods.get(method_key(source))
        self.missed += code is None
        builtins.exec(code or source, names, scope)


def _use_methods_of_archive() -> None:
    loader: object = __spec__.loader
    if not isinstance(loader, zipimport.zipimporter):
        return
    try:
        data = loader.get_data(METHODS)
    except OSError:
        return  # the archive is just being made
    vars(dataclasses)["exec"] = ReadyMade(marshal.loads(data))


_use_methods_of_archive()

from xueshi import jsontext  # noqa: E402 (its classes are made as it is imported)
from xueshi.page import handle  # noqa: E402 (the same)


def call(operation: str, payload: str, data: memoryview | None = None) -> tuple[str, bytes | None]:
    """Answer one message of the page: the result as JSON text, and the bytes of a file if it has one.

    Errors: whatever ``handle`` raises; the worker turns it into a message.
    """
    arguments = jsontext.loads(payload)
    if data is not None:
        arguments["bytes"] = bytes(data)
    result = dict(handle(operation, arguments))
    file = result.pop("bytes", None)
    return jsontext.dumps(result), file
