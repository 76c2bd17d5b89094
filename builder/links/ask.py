"""Asking whether an address still answers: politely, one after the other, with a limit for everything."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
import urllib.robotparser
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

AGENT = "xueshi-links"
"""What the asker calls itself, also before ``robots.txt``."""

PATIENCE = 20.0
"""Seconds until an answer counts as missing."""

REST = 1.0
"""Seconds between two questions to one host."""

MOST_BYTES = 65_536
"""Bytes of ``robots.txt`` that are read; of a page none are."""

UNDECIDED = (401, 403, 405, 406, 429, 501, 503)
"""Answers to a question for the head alone that say nothing of the page: it is asked for itself then."""


class State(Enum):
    """What became of a question."""

    ALIVE = "alive"
    MOVED = "moved"
    GONE = "gone"
    UNSURE = "unsure"
    """It did not answer as it should, but may be there for people."""
    UNASKED = "unasked"
    """Its host does not want to be asked by programs."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of an address. ``detail`` is for people, in Chinese; empty where all is well."""

    address: str
    state: State
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Manners:
    """How long is waited: for an answer, and between two questions to one host."""

    patience: float = PATIENCE
    rest: float = REST
    context: ssl.SSLContext | None = None


POLITE = Manners()


def ask_all(addresses: Sequence[str], manners: Manners = POLITE) -> Iterator[Answer]:
    """Ask every address once, hosts in turn so that none is asked twice in a row without a rest."""
    asker = _Asker(manners)
    for address in _by_turns(addresses):
        yield asker.ask(address)


def _by_turns(addresses: Sequence[str]) -> Iterator[str]:
    """The addresses, those of one host as far apart as they can be."""
    queues: dict[str, list[str]] = {}
    for address in dict.fromkeys(addresses):
        queues.setdefault(urllib.parse.urlsplit(address).netloc, []).append(address)
    while queues:
        for host in list(queues):
            yield queues[host].pop(0)
            if not queues[host]:
                del queues[host]


class _Asker:
    def __init__(self, manners: Manners) -> None:
        self.manners = manners
        self._asked: dict[str, float] = {}
        self._rules: dict[str, urllib.robotparser.RobotFileParser | None] = {}
        handlers: list[urllib.request.BaseHandler] = [_Stay()]
        if manners.context:
            handlers.append(urllib.request.HTTPSHandler(context=manners.context))
        self._opener = urllib.request.build_opener(*handlers)

    def ask(self, address: str) -> Answer:
        parts = urllib.parse.urlsplit(address)
        try:
            rules = self._robots(f"{parts.scheme}://{parts.netloc}")
            if rules and not rules.can_fetch(AGENT, address):
                return Answer(address, State.UNASKED, "网站不让程序访问（robots.txt），请人工打开看一下")
            status, to = self._status(address, "HEAD")
            if status in UNDECIDED:
                status, to = self._status(address, "GET")
        except (OSError, http.client.HTTPException, ValueError) as error:
            return _failed(address, error)
        return _told(address, status, to)

    def _robots(self, origin: str) -> urllib.robotparser.RobotFileParser | None:
        """The rules of a host; None where there are none."""
        if origin not in self._rules:
            rules = urllib.robotparser.RobotFileParser()
            self._rules[origin] = None
            with self._open(f"{origin}/robots.txt", "GET") as answer:
                if answer.status == http.client.OK:
                    rules.parse(answer.read(MOST_BYTES).decode("utf-8", "replace").splitlines())
                    self._rules[origin] = rules
        return self._rules[origin]

    def _status(self, address: str, method: str) -> tuple[int, str]:
        answer = self._open(address, method)
        answer.close()
        return answer.status, urllib.parse.urljoin(address, answer.headers.get("Location", ""))

    def _open(self, address: str, method: str) -> Any:
        """An answer of whatever status."""
        self._rest(urllib.parse.urlsplit(address).netloc)
        request = urllib.request.Request(address, headers={"User-Agent": AGENT}, method=method)
        try:
            return self._opener.open(request, timeout=self.manners.patience)
        except urllib.error.HTTPError as error:
            return error

    def _rest(self, host: str) -> None:
        since = time.monotonic() - self._asked.get(host, -self.manners.rest)
        time.sleep(max(0.0, self.manners.rest - since))
        self._asked[host] = time.monotonic()


class _Stay(urllib.request.HTTPRedirectHandler):
    """A page that moved is told, not followed."""

    def redirect_request(self, *_: object) -> None:
        return None


def _told(address: str, status: int, to: str) -> Answer:
    if status < http.client.MULTIPLE_CHOICES:
        return Answer(address, State.ALIVE)
    if status < http.client.BAD_REQUEST:
        if to.rstrip("/") == address.rstrip("/") or status == http.client.NOT_MODIFIED:
            return Answer(address, State.ALIVE)
        return Answer(address, State.MOVED, f"转到了 {to}（{status}）")
    if status in (http.client.NOT_FOUND, http.client.GONE):
        return Answer(address, State.GONE, f"没有这一页（{status}）")
    return Answer(address, State.UNSURE, f"服务器回答 {status}，请人工打开看一下")


def _failed(address: str, error: Exception) -> Answer:
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    for kind, state, detail in _FAILURES:
        if isinstance(reason, kind):
            return Answer(address, state, detail)
    return Answer(address, State.GONE, "连不上")


_FAILURES: tuple[tuple[type[BaseException], State, str], ...] = (
    (TimeoutError, State.UNSURE, "很久没有回答"),
    (ssl.SSLError, State.UNSURE, "证书有问题，浏览器会提醒不安全"),
    (socket.gaierror, State.GONE, "没有这个域名"),
    (ConnectionRefusedError, State.GONE, "服务器不接受连接"),
    (http.client.HTTPException, State.UNSURE, "回答的不是网页"),
)
"""What kept an answer from coming, by kind."""
