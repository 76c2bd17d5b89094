"""Tools that few commands need: each is installed when one asks for it, from a lock of its own.

Each has a folder of its own below ``.cache/tools``. Its copy of the lock is written last: an interrupted
installation begins again, and so does one whose lock is another by now.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from builder.environment import npm_environ

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".cache" / "tools"
LOCKS = ROOT / "requirements"


def python_tool(name: str) -> Path:
    """What ``requirements/<name>.txt`` pins: the folder, for the path of another process.

    Raises ``subprocess.CalledProcessError`` when pip fails.
    """
    lock, folder = LOCKS / f"{name}.txt", TOOLS / name
    if not _made(lock, folder):
        command = [sys.executable, "-m", "pip", "install", "-q", "--require-hashes", "--no-deps"]
        subprocess.run([*command, "--target", str(folder), "-r", str(lock)], check=True)
        shutil.copyfile(lock, folder / STAMP)
    return folder


def python_wheels(name: str) -> list[Path]:
    """What ``requirements/<name>.txt`` pins, as wheels that nobody installed.

    Raises ``subprocess.CalledProcessError`` when pip fails.
    """
    lock, folder = LOCKS / f"{name}.txt", TOOLS / name
    if not _made(lock, folder):
        command = [sys.executable, "-m", "pip", "download", "-q", "--require-hashes", "--no-deps"]
        subprocess.run([*command, "--only-binary", ":all:", "-d", str(folder), "-r", str(lock)], check=True)
        shutil.copyfile(lock, folder / STAMP)
    return sorted(folder.glob("*.whl"))


def node_tool(name: str, npm: Sequence[str]) -> Path:
    """What ``requirements/<name>/package-lock.json`` pins: the folder ``node_modules`` with it.

    Raises ``subprocess.CalledProcessError`` when npm fails.
    """
    lock, folder = LOCKS / name / "package-lock.json", TOOLS / name
    if not _made(lock, folder):
        shutil.copytree(lock.parent, folder)
        command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=folder, env=npm_environ(ROOT), check=True)
        shutil.copyfile(lock, folder / STAMP)
    return folder / "node_modules"


STAMP = "made-for.txt"


def _made(lock: Path, folder: Path) -> bool:
    """Whether the tool is there as the lock says. What is there of another one is removed."""
    stamp = folder / STAMP
    if stamp.is_file() and stamp.read_bytes() == lock.read_bytes():
        return True
    print(f"安装 {lock.relative_to(ROOT).as_posix()} 里的程序 …", file=sys.stderr)
    shutil.rmtree(folder, ignore_errors=True)
    return False
