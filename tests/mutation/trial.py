"""Runs the tests once, then those that reach a changed line again for each change."""

from __future__ import annotations

import contextlib
import functools
import gc
import importlib
import itertools
import os
import re
import resource
import signal
import sys
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import CodeType, FunctionType, MappingProxyType, ModuleType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from tests.mutation.changes import Change, changes

TOOL = 3
"""The number under which ``sys.monitoring`` knows us; the lower ones are taken by debuggers and coverage."""

MEMORY = 4 << 30
"""Bytes that a changed program may ask for."""

PATIENCE = 5
"""A test may take so many times the processor time that it takes on the sound code, and two seconds more."""

VALUES = (int, str, bytes, tuple, list, dict, set, frozenset, re.Pattern, MappingProxyType, Fraction)
"""Values of constants that are put in anew: two that are equal mean the same."""

type Cache = functools._lru_cache_wrapper[Any]

NOTICED, SURVIVED, ENDLESS, UNREACHED = "noticed", "survived", "timed out", "not reached"


@dataclass(frozen=True)
class Outcome:
    """What became of one change; ``by`` is the test that noticed it, or why it could not be tried."""

    module: str
    change: Change
    end: str
    by: str = ""


class Trial:
    """A plugin for pytest: it takes the place of the run.

    Each ``every``-th change is tried, with the quickest tests that together take ``seconds`` of the
    processor.
    """

    def __init__(self, modules: Sequence[str], every: int, seconds: float) -> None:
        self.modules = {name: importlib.import_module(f"xueshi.{name.replace('/', '.')}") for name in modules}
        self.every, self.seconds = every, seconds
        self._texts = {name: Path(str(one.__file__)).read_text("utf-8") for name, one in self.modules.items()}
        self.outcomes: list[Outcome] = []
        self.failing: list[str] = []
        self._seconds: dict[pytest.Item, float] = {}
        self._reaching: dict[tuple[str, int], list[pytest.Item]] = defaultdict(list)
        self._noticing: Counter[pytest.Item] = Counter()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """All tests on the sound code, then every change."""
        self._survey(session.items)
        if self.failing:
            return True
        caches = [one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper)]
        gc.freeze()
        for name, module in self.modules.items():
            for number, change in enumerate(changes(self._texts[name], str(module.__file__))):
                if number % self.every == 0:
                    outcome = self._tried(name, module, change, caches)
                    self.outcomes.append(outcome)
                    print(f"{outcome.end:11} {described(outcome)}", flush=True)
        return True

    def _survey(self, items: Iterable[pytest.Item]) -> None:
        """Which test reaches which line, and how long it takes."""
        own = {path: name for name, module in self.modules.items() if (path := module.__file__)}
        reached: set[tuple[str, int]] = set()

        def line(code: CodeType, number: int) -> object:
            reached.add((own[code.co_filename], number))
            return sys.monitoring.DISABLE

        events = sys.monitoring.events.LINE
        sys.monitoring.use_tool_id(TOOL, "mutation")
        sys.monitoring.register_callback(TOOL, events, line)
        for module in self.modules.values():
            for function in functions(module).values():
                for code in nested(function.__code__):
                    sys.monitoring.set_local_events(TOOL, code, events)
        for item in items:
            reached.clear()
            sys.monitoring.restart_events()
            start = time.process_time()
            if not passes(item):
                self.failing.append(item.nodeid)
            self._seconds[item] = time.process_time() - start
            for place in reached:
                self._reaching[place].append(item)
        sys.monitoring.free_tool_id(TOOL)

    def _tried(self, name: str, module: ModuleType, change: Change, caches: Sequence[Cache]) -> Outcome:
        found: dict[pytest.Item, None] = {}
        for (own, number), items in self._reaching.items():
            if own == name and (change.constant or number in change.lines):
                found |= dict.fromkeys(items)
        if not found:
            return Outcome(name, change, UNREACHED)
        items = sorted(found, key=lambda item: (-self._noticing[item], self._seconds[item]))
        spent = list(itertools.accumulate(self._seconds[item] for item in items))
        items = [item for item, sum_ in zip(items, spent, strict=True) if sum_ <= self.seconds] or items[:1]
        try:
            put = replacement(module, change, caches)
        except (SyntaxError, LookupError, ValueError) as error:
            return Outcome(name, change, "not run", str(error))
        end, item = in_child(put, [(item, 2 + PATIENCE * self._seconds[item]) for item in items])
        if item:
            self._noticing[item] += 1
        return Outcome(name, change, end, item.nodeid if item else "")


def described(outcome: Outcome) -> str:
    """A change in one line."""
    change = outcome.change
    place = f"{outcome.module}:{change.lines[0]} {change.owner}"
    return f"{place}: {change.before}  →  {change.after}  [{outcome.by}]"


def passes(item: pytest.Item) -> bool:
    """Run a test, once more if it has run already."""
    item._initrequest()  # type: ignore[attr-defined]
    reports = runtestprotocol(item, log=False, nextitem=None)
    return not any(report.failed for report in reports)


def functions(module: ModuleType) -> dict[str, FunctionType]:
    """Functions and methods of a module by qualified name, without what decorators put around them."""
    found: dict[str, FunctionType] = {}

    def collect(values: Mapping[str, Any]) -> None:
        for value in values.values():
            if isinstance(value, type) and value.__module__ == module.__name__:
                if value.__qualname__ not in seen:
                    seen.add(value.__qualname__)
                    collect(vars(value))
            elif (plain := bare(value)) and plain.__code__.co_filename == module.__file__:
                found[plain.__code__.co_qualname] = plain

    seen: set[str] = set()
    collect(vars(module))
    return found


def bare(value: object) -> FunctionType | None:
    """The function in a property, a static method, a cache …"""
    while not isinstance(value, FunctionType):
        inner = getattr(value, "fget", None) or getattr(value, "func", None)
        value = inner or getattr(value, "__wrapped__", None)
        if value is None:
            return None
    inner = getattr(value, "__wrapped__", None)
    return bare(inner) if inner else value


def nested(code: CodeType) -> Iterator[CodeType]:
    """A code object and all inside it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from nested(constant)


@dataclass(frozen=True)
class Replacement:
    """A change that can be put into the running program."""

    module: ModuleType
    change: Change
    code: CodeType
    caches: Sequence[Cache]

    def __call__(self) -> None:
        """Put it in; whatever was remembered of the sound code is forgotten."""
        if self.change.constant:
            self._constant()
        else:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # a generator may become a function
                functions(self.module)[self.change.owner].__code__ = self.code
        for cache in self.caches:
            cache.cache_clear()

    def _constant(self) -> None:
        """The constant and those made from it, wherever they are known by their names."""
        fresh = dict(vars(self.module))
        exec(self.code, fresh)
        for name, old in list(vars(self.module).items()):
            if isinstance(old, VALUES) and not name.startswith("__") and fresh[name] != old:
                for other in list(sys.modules.values()):
                    if getattr(other, "__dict__", {}).get(name) is old:
                        setattr(other, name, fresh[name])


def replacement(module: ModuleType, change: Change, caches: Sequence[Cache]) -> Replacement:
    """A change made ready.

    Raises LookupError where its function is not to be found in the module, ValueError or SyntaxError where
    the changed module is none.
    """
    code = change.code()
    if change.constant:
        return Replacement(module, change, code, caches)
    if change.owner not in functions(module):
        raise LookupError(f"no function {change.owner} to be changed while it runs")
    found = next(one for one in nested(code) if one.co_qualname == change.owner)
    return Replacement(module, change, found, caches)


def in_child(put: Replacement, items: Sequence[tuple[pytest.Item, float]]) -> tuple[str, pytest.Item | None]:
    """Try tests on the changed program, in a process of its own, until one fails or takes too long."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            _child(put, items, write)
        os._exit(OUT)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        told = pipe.read().decode()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status == 0:
        return SURVIVED, None
    last = items[int(told.split()[-1])][0] if told else None
    if status == -signal.SIGPROF:
        return ENDLESS, last
    return NOTICED if status in (FAILED, OUT) and last else f"ended by {status}", last


FAILED, OUT = 1, 3
"""How the process ends when a test failed, and when the change broke out of pytest."""


def _child(put: Replacement, items: Sequence[tuple[pytest.Item, float]], write: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    put()
    for number, (item, seconds) in enumerate(items):
        os.write(write, f"{number} ".encode())
        signal.setitimer(signal.ITIMER_PROF, seconds)
        if not passes(item):
            os._exit(FAILED)
    os._exit(0)
