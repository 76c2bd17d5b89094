"""Runs a target over many inputs and keeps those it stumbled over."""

from __future__ import annotations

import hashlib
import pickle
import signal
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any, NoReturn

from tests.fuzz import admins, front, ledgers, rosters
from tests.fuzz.target import Script, Target

TARGETS: dict[str, Target | Script] = {
    target.name: target for target in (*ledgers.TARGETS, *rosters.TARGETS, *admins.TARGETS, *front.TARGETS)
}

SLOW = 2.0
"""Seconds of the processor that an input may take."""

GIVEN_UP = 20
"""Seconds of the processor after which an input is given up."""


@dataclass
class Result:
    """What a run of a target came to."""

    target: Target | Script
    count: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    findings: dict[str, str] = field(default_factory=dict)
    """What went wrong, once each, with the file of the first input."""


def chosen(names: Sequence[str]) -> list[Target | Script]:
    """The targets of these names, or all."""
    return [TARGETS[name] for name in names or TARGETS]


def run(target: Target | Script, count: int, seed: int, kept: Path | None = None) -> Result:
    """Try ``count`` inputs; those that break a promise are written to ``kept``."""
    if isinstance(target, Script):
        done = target.run(count, seed)
        return Result(target, count, done["seconds"], done["slowest"], dict(done["findings"]))
    result = Result(target)
    signal.signal(signal.SIGVTALRM, _give_up)
    for number in range(count):
        given = target.make(Random(f"{seed}/{target.name}/{number}"))
        began = time.process_time()
        signal.setitimer(signal.ITIMER_VIRTUAL, GIVEN_UP)
        try:
            target.check(given)
        except Exception as error:
            _keep(result, name_of(error), given, kept)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        spent = time.process_time() - began
        if spent > SLOW:
            _keep(result, f"slow: {spent:.0f} s", given, kept)
        result.slowest = max(result.slowest, spent)
        result.seconds += spent
        result.count += 1
    return result


def name_of(error: BaseException) -> str:
    """What went wrong and where, in one line; equal for inputs that stumble over the same thing."""
    frames = traceback.extract_tb(error.__traceback__)
    place = frames[-1]
    where = f"{Path(place.filename).name}:{place.lineno} {place.name}"
    return f"{type(error).__name__} in {where}: {str(error)[:160]!r}"


def told(result: Result) -> str:
    """A line for each run, and one for each finding."""
    each = 1e6 * result.seconds / max(1, result.count)
    head = (
        f"{result.target.name:8} {result.count:>9,} inputs, {result.seconds:7.1f} s, {each:8.0f} µs each, "
        f"slowest {result.slowest:.2f} s, {len(result.findings)} findings"
    )
    return "\n".join([head, *(f"    {name}\n        {file}" for name, file in result.findings.items())])


def _keep(result: Result, name: str, given: Any, kept: Path | None) -> None:
    key = name.partition(": ")[0]
    if any(other.startswith(key) for other in result.findings):
        return
    result.findings[name] = repr(given)[:300]
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        data = given if isinstance(given, bytes) else pickle.dumps(given)
        path = kept / hashlib.sha256(data).hexdigest()[:16]
        path.write_bytes(data)
        result.findings[name] = str(path)


def _give_up(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise TimeoutError(f"given up after {GIVEN_UP} s")
