"""Runs Pagefind, the search engine, as a service: records in, the files of an index out."""

from __future__ import annotations

import base64
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

LANGUAGE = "und"
"""A language that Pagefind neither divides nor stems: the tokens are ours."""

KEPT = ("pagefind.js", "pagefind-entry.json", "wasm.unknown.pagefind", "*.pf_meta", "index/*.pf_index")
"""The files that the page loads; its ready-made interfaces and its copies of the text are left out."""

_SYSTEMS = {"darwin": "darwin", "linux": "linux", "win32": "windows", "freebsd": "freebsd"}
_MACHINES = {"x86_64": "x64", "amd64": "x64", "arm64": "arm64", "aarch64": "arm64"}


class MissingPagefindError(RuntimeError):
    """``node_modules`` lacks Pagefind's program for this machine, or the program failed."""


@dataclass(frozen=True, slots=True)
class Record:
    """One page to be indexed: tokens with spaces between."""

    url: str
    title: str
    content: str


def find_program(root: Path) -> Path:
    """Pagefind's program below ``node_modules``. Raises `MissingPagefindError`."""
    machine = platform.machine().lower()
    name = f"{_SYSTEMS.get(sys.platform, sys.platform)}-{_MACHINES.get(machine, machine)}"
    suffix = ".exe" if sys.platform == "win32" else ""
    program = root / "node_modules" / "@pagefind" / name / "bin" / f"pagefind_extended{suffix}"
    if not program.is_file():
        raise MissingPagefindError(
            f"缺少 node_modules/@pagefind/{name}：请用 python3 build.py 运行，它会先安装。"
        )
    return program


def version(root: Path) -> str:
    """The version of the npm package."""
    package = json.loads((root / "node_modules" / "pagefind" / "package.json").read_bytes())
    return str(package["version"])


def write_index(program: Path, records: Iterable[Record], out: Path) -> None:
    """Index ``records`` into the folder ``out``. One process an index, so that memory is given back."""
    with _Service(program) as service:
        index = service.call({"type": "NewIndex", "config": {}})["index_id"]
        for record in records:
            service.call(
                {
                    "type": "AddRecord",
                    "index_id": index,
                    "url": record.url,
                    "content": record.content,
                    "language": LANGUAGE,
                    "meta": {"title": record.title},
                    "filters": {},
                    "sort": {},
                }
            )
        service.call({"type": "WriteFiles", "index_id": index, "output_path": str(out)})


class _Service:
    """The program in its mode of messages: JSON in base64, a comma after each."""

    def __init__(self, program: Path) -> None:
        self._program = program
        self._count = 0

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [self._program, "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._process.kill()
        self._process.communicate()

    def call(self, payload: dict[str, Any]) -> dict[str, Any]:
        """One message and its answer. Raises `MissingPagefindError` when the program says no or is gone."""
        source, target = self._process.stdout, self._process.stdin
        assert source is not None
        assert target is not None
        self._count += 1
        message = json.dumps({"message_id": self._count, "payload": payload}).encode()
        try:
            target.write(base64.b64encode(message) + b",")
            target.flush()
        except OSError as error:
            raise MissingPagefindError(f"Pagefind 没有运行起来：{error}") from error
        answer = bytearray()
        while not answer.endswith(b","):
            part = os.read(source.fileno(), 1 << 16)
            if not part:
                raise MissingPagefindError("Pagefind 中途停止了。")
            answer += part
        found: dict[str, Any] = json.loads(base64.b64decode(answer[:-1]))["payload"]
        if found["type"] == "Error":
            raise MissingPagefindError(f"Pagefind 没有建成索引：{found.get('message', '')}")
        return found
