"""Finds a Chromium on this machine; the one place that knows where browsers live."""

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

BROWSER_MISSING = (
    "没有找到 Chromium 或 Chrome。请安装（Debian/Ubuntu：sudo apt-get install chromium），"
    "或用环境变量 XUESHI_BROWSER 指出它的位置 / no Chromium found: install one or set XUESHI_BROWSER"
)

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""How a browser is started for tests, pictures and measuring: nothing of its own goes over the line."""

_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)


def find_browser(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path | None:
    """The program of a Chromium-like browser, or None.

    XUESHI_BROWSER decides alone when it is set, so that a slip in it is not covered up by another browser.
    """
    chosen = environ.get("XUESHI_BROWSER")
    if chosen:
        return Path(chosen) if os.access(chosen, os.X_OK) else None
    return next((path for path in _places(environ, platform) if os.access(path, os.X_OK)), None)


def _places(environ: Mapping[str, str], platform: str) -> Iterator[Path]:
    """Where a browser may be, best first: on PATH, where installers put it, in Playwright's cache."""
    for name in _NAMES:
        found = shutil.which(name, path=environ.get("PATH", ""))
        if found:
            yield Path(found)
    home = Path(environ.get("HOME") or environ.get("USERPROFILE") or Path.home())
    if platform == "darwin":
        for folder in (Path("/Applications"), home / "Applications"):
            for app in ("Google Chrome", "Chromium", "Microsoft Edge"):
                yield folder / f"{app}.app/Contents/MacOS/{app}"
        cache, inside = home / "Library/Caches/ms-playwright", "chrome-mac*/*.app/Contents/MacOS/*"
    elif platform == "win32":
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
            if environ.get(variable):
                yield Path(environ[variable]) / "Google/Chrome/Application/chrome.exe"
                yield Path(environ[variable]) / "Microsoft/Edge/Application/msedge.exe"
        cache = Path(environ.get("LOCALAPPDATA") or home / "AppData/Local") / "ms-playwright"
        inside = "chrome-win*/chrome.exe"
    else:
        for path in ("/usr/bin/chromium", "/usr/lib/chromium/chromium", "/snap/bin/chromium"):
            yield Path(path)
        yield Path("/opt/google/chrome/chrome")
        cache = Path(environ.get("XDG_CACHE_HOME") or home / ".cache") / "ms-playwright"
        inside = "chrome-linux*/chrome"
    cache = Path(environ.get("PLAYWRIGHT_BROWSERS_PATH") or cache)
    yield from sorted(cache.glob(f"chromium-*/{inside}"), reverse=True)
