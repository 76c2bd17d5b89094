"""The scripts of the theme joined: what a page or a worker loads is one file, not a chain of them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.node import node_program

BROWSERS = ("chrome112", "edge112", "firefox114", "safari16.4", "ios16.4")
"""The oldest that ``docs/about.md`` promises, as esbuild names them. It has nothing to rewrite for them."""

_PROGRAM = Path(__file__).with_name("joining.mjs")
_ROOT = Path(__file__).resolve().parents[2]
_MISSING = "缺少 node_modules/esbuild：请用 python3 build.py 运行，它会先安装。"


class JoiningError(RuntimeError):
    """esbuild is not there, or a script has a fault; the message is Chinese and names the place."""


@dataclass(frozen=True, slots=True)
class Joined:
    """What the pages load of the scripts; paths are those below ``js/``, ``/`` between their parts."""

    files: Mapping[str, str]
    """The text of each file."""
    modules: Mapping[str, tuple[str, ...]]
    """The scripts of the theme that are in each file."""


def join_scripts(scripts: Path, published: str, browsers: Sequence[str] = BROWSERS) -> Joined:
    """Join the scripts of a folder; equal scripts give equal bytes.

    ``published`` is the text of ``runtime/published.js``. Raises `JoiningError`.
    """
    try:
        node = node_program(_ROOT)
    except LookupError:
        raise JoiningError(_MISSING) from None
    if not (_ROOT / "node_modules" / "esbuild").is_dir():
        raise JoiningError(_MISSING)
    command = [str(node), str(_PROGRAM), str(scripts), *browsers]
    done = subprocess.run(command, input=published, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise JoiningError(f"脚本没有合并成。esbuild 说：\n{done.stderr.strip()}\n")
    told = json.loads(done.stdout)
    return Joined(told["files"], {name: tuple(names) for name, names in told["modules"].items()})
