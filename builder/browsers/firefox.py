"""Firefox, asked over Marionette: the protocol it speaks itself, so that no driver has to be installed.

A message is its length in bytes, a colon and a JSON list: `[0, id, command, parameters]` there,
`[1, id, error, result]` back. The commands are those of WebDriver.
"""

from __future__ import annotations

import base64
import itertools
import json
import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from builder.browsers.driven import ELEMENT, PATIENCE_S, TIMEOUTS, BrowserFailure, process, scratch, until
from builder.browsers.watch import TAKEN

NAMES = ("firefox", "firefox-esr")

PREFERENCES = {
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "intl.accept_languages": "zh-CN,zh",
    "marionette.port": 0,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}

HEARD = """
const all = Services.console.getMessageArray();
Services.console.reset();
return all.filter((one) => one instanceof Ci.nsIScriptError)
    .filter((one) => /^https?:/.test(one.sourceName) && !(one.flags & 1))
    .map((one) => `${one.errorMessage} (${one.sourceName}:${one.lineNumber})`);
"""
"""Errors (flag 1 is a warning) of scripts of pages; what the browser says of itself has another source."""


def find_firefox() -> str | None:
    """The program, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@contextmanager
def firefox(program: str, *, size: tuple[int, int] = (1280, 900), dark: bool = False) -> Iterator[Firefox]:
    """A Firefox without a window on the screen."""
    with scratch() as folder:
        profile = folder / "profile"
        profile.mkdir()
        wanted = PREFERENCES | {"ui.systemUsesDarkTheme": int(dark)}
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in wanted.items()]
        (profile / "user.js").write_text("".join(lines), encoding="utf-8")
        command = [program, "--headless", "--marionette", "--remote-allow-system-access", "--no-remote"]
        env = {**os.environ, "HOME": str(folder), "MOZ_CRASHREPORTER_DISABLE": "1"}
        log = folder / "log"
        with process([*command, "--profile", str(profile)], log, env) as running:
            told = profile / "MarionetteActivePort"
            port = until(
                lambda: told.read_text().strip() or None if told.exists() else None, "Firefox", running
            )
            with socket.create_connection(("127.0.0.1", int(port)), timeout=PATIENCE_S) as line:
                driven = Firefox(line)
                driven.command("WebDriver:SetWindowRect", width=size[0], height=size[1])
                yield driven


class Firefox:
    """A running Firefox."""

    name = "Firefox"

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._stream = line.makefile("rb")
        self._ids = itertools.count(1)
        self._receive()
        started = self.command("WebDriver:NewSession", capabilities={"alwaysMatch": {"timeouts": TIMEOUTS}})
        self.version: str = started["capabilities"]["browserVersion"]

    def command(self, name: str, **parameters: Any) -> Any:
        """One command of Marionette and its answer."""
        number = next(self._ids)
        body = json.dumps([0, number, name, parameters]).encode()
        self._line.sendall(b"%d:%b" % (len(body), body))
        _, answered, error, result = self._receive()
        if answered != number or error is not None:
            raise BrowserFailure(f"{name}: {error}")
        return result

    def _receive(self) -> Any:
        digits = b""
        while (byte := self._stream.read(1)) != b":":
            if not byte:
                raise BrowserFailure("Firefox: the line is closed")
            digits += byte
        return json.loads(self._stream.read(int(digits)))

    def open(self, address: str) -> None:
        self.command("WebDriver:Navigate", url=address)

    def run(self, function: str, *arguments: Any) -> Any:
        script = f"return ({function})(...arguments)"
        return self.command("WebDriver:ExecuteScript", script=script, args=list(arguments), sandbox=None)[
            "value"
        ]

    def type(self, element: str, text: str) -> None:
        found = self.run(f"() => {element}")
        self.command("WebDriver:ElementSendKeys", id=found[ELEMENT], text=text)

    def attach(self, element: str, file: Path) -> None:
        self.type(element, str(file))

    def privileged(self, script: str) -> Any:
        """What a script of the browser itself returns."""
        self.command("Marionette:SetContext", value="chrome")
        try:
            return self.command("WebDriver:ExecuteScript", script=script, args=[])["value"]
        finally:
            self.command("Marionette:SetContext", value="content")

    def complaints(self) -> list[str]:
        found: list[str] = self.privileged(HEARD) + self.run(TAKEN)
        return found

    def photograph(self, to: Path) -> None:
        to.write_bytes(base64.b64decode(self.command("WebDriver:TakeScreenshot", full=False)["value"]))
