"""`build.py browsers`: the tour in every browser that is found, and a table of how it went."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from builder.browsers.chromium import chromium, find_chromium
from builder.browsers.driven import BrowserFailure, Driven, scratch
from builder.browsers.firefox import find_firefox, firefox
from builder.browsers.tour import Tour, Wrong
from builder.browsers.watch import Watch
from builder.browsers.webkit import find_webkit, webkit
from builder.serving.server import SiteServer

PREFIX = "/xueshi/"
"""The site lies below a path, as on most hosts that somebody gets for nothing."""

OF_THE_NETWORK = re.compile(r"not loaded:|load|network|fetch|ERR_|connect", re.IGNORECASE)
"""What browsers write when there is no network; on the last step only it is no fault."""


@dataclass(frozen=True)
class Make:
    """A make of browser: how it is found and started, and what to install on Debian."""

    key: str
    name: str
    find: Callable[[], str | None]
    start: Callable[[str], AbstractContextManager[Driven]]
    packages: str


MAKES = (
    Make("chromium", "Chromium", find_chromium, chromium, "chromium"),
    Make("firefox", "Firefox", find_firefox, firefox, "firefox-esr"),
    Make("webkit", "WebKitGTK", find_webkit, webkit, "webkit2gtk-driver xvfb"),
)


@dataclass
class Walk:
    """How it went in one browser: seconds by step, and what was wrong."""

    name: str
    seconds: dict[str, float] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def tour_browsers(site: Path, pictures: Path, only: Sequence[str], say: Callable[[str], None]) -> int:
    """Walks through the built `site` in each browser found; prints a table.

    only: keys of makes; then each of them has to be there. pictures: a folder for a PNG of each step, emptied
    first. Returns 1 when a step showed something wrong, a page wrote an error to the console, or there was no
    browser.
    """
    shutil.rmtree(pictures, ignore_errors=True)
    pictures.mkdir(parents=True)
    walks, missing = [], []
    for make in MAKES:
        if only and make.key not in only:
            continue
        program = make.find()
        if program is None:
            missing.append(f"没有找到 {make.name}（Debian/Ubuntu：sudo apt-get install {make.packages}）。")
            continue
        say(f"{make.name} …")
        walks.append(_walk(make, program, site, pictures))
    for line in missing:
        say(line)
    if walks:
        print("\n".join(_table(walks)))
        print(f"图片在 {pictures}")
    for walk in walks:
        for line in walk.wrong:
            print(f"{walk.name} {line}")
    return 1 if not walks or (only and missing) or any(walk.wrong for walk in walks) else 0


def _walk(make: Make, program: str, site: Path, pictures: Path) -> Walk:
    """The tour in one browser; after a step that went wrong the rest is tried all the same."""
    walk = Walk(make.name)
    try:
        with (
            scratch() as folder,
            SiteServer(site, prefix=PREFIX, live=Watch()) as server,
            make.start(program) as driven,
        ):
            walk.name = f"{make.name} {driven.version}"
            for number, (name, step) in enumerate(Tour(driven, server, folder).steps(), start=1):
                began = time.monotonic()
                try:
                    step()
                    walk.seconds[name] = time.monotonic() - began
                except (Wrong, BrowserFailure) as wrong:
                    walk.wrong.append(f"{name}：{wrong}")
                said = driven.complaints()
                is_offline = name == "断网"
                walk.wrong += [
                    f"{name}：{one}" for one in said if not (is_offline and OF_THE_NETWORK.search(one))
                ]
                driven.photograph(pictures / f"{make.key}-{number}.png")
    except (BrowserFailure, OSError) as failure:
        walk.wrong.append(f"没有走完：{failure}")
    return walk


def _table(walks: Sequence[Walk]) -> list[str]:
    """Seconds of every step that went well, a row for each."""
    names = list(dict.fromkeys(name for walk in walks for name in walk.seconds))
    lines = ["| 步骤（秒） | " + " | ".join(walk.name for walk in walks) + " |"]
    lines.append("| --- |" + " ---: |" * len(walks))
    for name in names:
        cells = [f"{walk.seconds[name]:.1f}" if name in walk.seconds else "不对" for walk in walks]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return lines
