"""The one function the page's worker calls. It lies in the archive beside xueshi and knows no builder.

JSON text goes in and comes out, because one string crosses between JavaScript and Python faster than a
tree of objects; the bytes of a file travel beside it, under the key ``bytes``.

Before xueshi is imported, its dataclasses are given their methods ready made: a dataclass writes the source
of its methods and compiles it, and for eighty classes that was two thirds of the import (``methods.py``).
"""

import builtins
import dataclasses
import gc
import importlib
import marshal
import os
import re
import sys
import zipimport
from _sha2 import sha256 as digest  # type: ignore[import-not-found] # hashlib brings four more modules
from collections.abc import Mapping
from types import CodeType
from typing import Any

# A verdict on many rows makes much and drops nothing before it is told: looking for garbage took a seventh.
gc.set_threshold(50_000)

METHODS = "methods"
"""File of the archive: a marshalled dictionary from ``method_key`` to code."""


def method_key(source: str) -> bytes:
    """What the code of some source is found under."""
    whole: bytes = digest(source.encode()).digest()
    return whole[:8]


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


class Plain:
    """Stands in for ``inspect`` in the module ``dataclasses``: the classes here need no more of it.

    The real one brings the parser's tree, the disassembler and the tokenizer with it.
    """

    @staticmethod
    def get_annotations(cls: type) -> Mapping[str, Any]:
        """The annotations that stand in the class itself."""
        annotations: Mapping[str, Any] = vars(cls).get("__annotations__", {})
        return annotations

    @staticmethod
    def signature(_: type) -> str:
        """No words in place of a missing docstring."""
        return ""


def _use_methods_of_archive() -> None:
    held = getattr(__spec__.loader, "held", None)
    if held is None:
        return  # the archive is just being made
    vars(dataclasses)["exec"] = ReadyMade(marshal.loads(held(METHODS)))
    vars(dataclasses)["inspect"] = Plain


_use_methods_of_archive()

from xueshi import jsontext  # noqa: E402 (its classes are made as it is imported)
from xueshi.page import handle  # noqa: E402 (the same)

PACKS = "/packs"
"""Folder, in the page's memory, of the archives that were added."""

JOINED = "joined"
"""File of a pack: names of the packages that it adds modules to."""


HALF = re.compile(r"\\\\|\\ud[89a-f][0-9a-f]{2}")
"""In JSON text as browsers write it: a typed backslash, or half a character, which is never written else."""


def add_pack(name: str, content: bytes, sha256: str | None = None) -> None:
    """Append an archive of modules to the path, also to that of the packages it adds modules to.

    Errors: ``ValueError`` where a digest is given and the archive has another one.
    """
    if sha256 is not None and digest(content).hexdigest() != sha256:
        raise ValueError(f"{name} is not the published one")
    file = f"{PACKS}/{name}.zip"
    if file in sys.path:
        return
    os.makedirs(PACKS, exist_ok=True)  # noqa: PTH103 (pathlib is not there, and nothing else needs it)
    with open(file, "wb") as archive:  # noqa: PTH123 (the same)
        archive.write(content)
    sys.path.append(file)
    for package in zipimport.zipimporter(file).get_data(JOINED).decode().split():
        importlib.import_module(package).__path__.append(f"{file}/{package.replace('.', '/')}")


def call(operation: str, payload: str, data: memoryview | None = None) -> tuple[str, bytes | None]:
    """Answer one message of the page: the result as JSON text, and the bytes of a file if it has one.

    ``add_pack`` takes an archive; ``module:operation`` is for the ``handle`` of a module that came in one.
    Errors: whatever ``handle`` raises; the worker turns it into a message.
    """
    arguments = jsontext.loads(HALF.sub(_whole, payload) if "\\ud" in payload else payload)
    if data is not None:
        arguments["bytes"] = bytes(data)
    if operation == "add_pack":
        add_pack(arguments["name"], arguments["bytes"], arguments.get("sha256"))
        return "{}", None
    module, _, name = operation.rpartition(":")
    answer = importlib.import_module(module).handle if module else handle
    result = dict(answer(name, arguments))
    file = result.pop("bytes", None)
    return jsontext.dumps_plain(result), file


def _whole(found: re.Match[str]) -> str:
    """Half a character cannot be written anywhere: the sign for an unreadable one stands for it."""
    return found[0] if found[0] == "\\\\" else "\ufffd"
