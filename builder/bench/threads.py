"""What a browser's threads computed, from its own trace: processor time, which holds on a busy machine."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page

PAGE = "CrRendererMain"
WORKER = "DedicatedWorker thread"
_TASK = "ThreadControllerImpl::RunTask"


@dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds of processor time of each task, by the name of its kind of thread."""

    tasks: Mapping[str, Sequence[float]]

    def total(self, thread: str) -> float:
        """All tasks of the threads of a kind together."""
        return sum(self.tasks.get(thread, ()))

    def longest(self, thread: str) -> float:
        """The longest task of the threads of a kind."""
        return max(self.tasks.get(thread, ()), default=0.0)


def traced[T](browser: Browser, page: Page, act: Callable[[], T]) -> tuple[T, Spent]:
    """What ``act`` gives, and what the browser computed meanwhile."""
    browser.start_tracing(page=page, categories=["toplevel"])
    try:
        result = act()
    finally:
        trace = browser.stop_tracing()
    return result, spent(json.loads(trace)["traceEvents"])


def spent(events: Sequence[Mapping[str, Any]]) -> Spent:
    """The tasks of a trace."""
    names = {
        (event["pid"], event["tid"]): event["args"]["name"]
        for event in events
        if event["name"] == "thread_name"
    }
    tasks = defaultdict(list)
    for event in events:
        if event["name"] == _TASK and "tdur" in event:
            tasks[names.get((event["pid"], event["tid"]), "")].append(event["tdur"] / 1000)
    return Spent(tasks)
