"""What is fuzzed: how an input is made, and what must hold for whatever it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from builder.runtime.bridge import call
from xueshi import jsontext
from xueshi.texts import UNSEEN

HALF = re.compile("[\ud800-\udfff]")
"""Half a character, as texts of a browser may hold."""

TRACE = re.compile(r"Traceback|File \"|\w+Error\b|Exception|<class|object at 0x")
"""What no sentence for a user holds."""

LONGEST_MESSAGE = 1_000
"""Characters; what was typed is quoted shortened."""


class BrokenPromiseError(AssertionError):
    """Raised where a program did not keep what it promises for every input."""


@dataclass(frozen=True)
class Target:
    """One thing that reads what others wrote."""

    name: str
    about: str
    make: Callable[[Random], Any]
    """An input; the same generator makes the same input."""
    check: Callable[[Any], None]
    """Raises for an input that breaks a promise."""
    of_bytes: Callable[[bytes], Any] | None = None
    """The input that some bytes stand for, where inputs can be guided by coverage."""
    share: int = 1
    """How many inputs of a run this target is given, one in so many: slow targets get fewer."""


@dataclass(frozen=True)
class Script:
    """Scripts of the page, which Node runs over many inputs at once."""

    name: str
    about: str
    run: Callable[[int, int], Mapping[str, Any]]
    """Count and seed to ``seconds``, ``slowest`` and ``findings``: what went wrong, with an input each."""
    share: int = 1


def promise(holds: object, words: str) -> None:
    """Raise ``BrokenPromiseError`` unless something holds."""
    if not holds:
        raise BrokenPromiseError(words)


def is_sentence(message: object, *typed: str) -> None:
    """A message is for people: Chinese, of bearable length, without the insides of a program."""
    promise(isinstance(message, str) and message, "no message")
    text = str(message)
    for piece in typed:
        text = text.replace(piece, "")
    promise(not UNSEEN.search(text), f"marks of direction: {text!r}")
    promise(not TRACE.search(text), f"insides of the program: {text!r}")
    promise(re.search(r"[一-鿿]", text), f"not Chinese: {text!r}")
    promise(len(text) <= LONGEST_MESSAGE, f"{len(text)} characters: {text[:80]!r}…")


def ask(operation: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to a message of the page, over the bridge, in JSON text as a browser writes and reads it."""
    rest = {key: value for key, value in payload.items() if key != "bytes"}
    text = jsontext.dumps(rest)
    text = HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", text)
    data = payload.get("bytes")
    result, file = call(operation, text, None if data is None else memoryview(data))
    answer: dict[str, Any] = jsontext.loads(result.encode("utf-8").decode("utf-8"))
    return answer if file is None else {**answer, "bytes": file}
