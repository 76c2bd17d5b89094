"""Where the preview may listen."""

import errno
import socket
from collections.abc import Callable

LAST_PORT = 65535
TRIED = 20
"""Ports that are tried one after the other."""


class NoPortError(Exception):
    """The preview cannot listen; the message is one line for the person in front of it."""


def listen[S](start: Callable[[int], S], host: str, port: int) -> S:
    """What ``start`` makes at ``port`` or at one of the next free ones; at 0 the system chooses one.

    Raises NoPortError: all are taken, or ``host`` is no address of this machine.
    """
    ports = range(port, min(port + TRIED, LAST_PORT + 1)) if port else range(1)
    allowed = False
    for candidate in ports:
        try:
            return start(candidate)
        except OSError as error:
            if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
                told = "只自己看，不写 --host；给同一网络里的人看，写 --host 0.0.0.0"
                raise NoPortError(f"{host} 不是这台机器的地址。{told}。") from None
            allowed |= error.errno not in (errno.EACCES, errno.EPERM)
    told = f"端口 {ports[0]} 到 {ports[-1]} {'都被占用' if allowed else '系统不让用'}"
    raise NoPortError(f"{told}，请用 --port 另选一个。")
