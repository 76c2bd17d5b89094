"""What a browser's threads computed, from its own trace: processor time, which holds on a busy machine."""

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page

PAGE = "CrRendererMain"
WORKER = "DedicatedWorker thread"
_TASK = "ThreadControllerImpl::RunTask"
_MESSAGE, _DRIVER = "Receive mojo message", "DevToolsSession"


@dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds of processor time of each task, by the name of its kind of thread."""

    tasks: Mapping[str, Sequence[float]]
    own: Mapping[str, Sequence[float]]
    """Those of them that were not asked for by what drives the browser: its looking costs time, too."""

    def total(self, thread: str) -> float:
        """All tasks of the threads of a kind together."""
        return sum(self.tasks.get(thread, ()))

    def longest(self, thread: str, *, own: bool = False) -> float:
        """The longest task of the threads of a kind; with ``own``, of those that nobody asked for."""
        return max((self.own if own else self.tasks).get(thread, ()), default=0.0)


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
    asked: dict[tuple[int, int], list[float]] = defaultdict(list)
    for event in events:
        if event["name"] == _MESSAGE and _DRIVER in json.dumps(event.get("args", {})):
            asked[event["pid"], event["tid"]].append(event["ts"])
    for times in asked.values():
        times.sort()
    tasks, own = defaultdict(list), defaultdict(list)
    for event in events:
        if event["name"] == _TASK and "tdur" in event:
            thread = event["pid"], event["tid"]
            name, took = names.get(thread, ""), event["tdur"] / 1000
            tasks[name].append(took)
            times = asked[thread]
            first = bisect_left(times, event["ts"])
            if first == len(times) or times[first] > event["ts"] + event["dur"]:
                own[name].append(took)
    return Spent(tasks, own)
