"""From whatever Python started build.py to the Python of `.venv/`, and there to builder.cli.

Reads on Python 3.6 and newer and needs the standard library only. When the environment is current (its stamps
match the locks) nothing is searched and nothing is run: one hash, one exec.
"""

import glob
import os
import re
import subprocess
import sys
from typing import Dict, Iterator, List, Optional

from builder.installed import NEEDED, is_current, venv_folder, venv_python

PYTHON_MISSING = (
    "没有找到 Python 3.13。请先安装，例如 uv python install 3.13 或 pyenv install 3.13，再运行一次 / "
    "Python 3.13 not found: install it (uv, pyenv, your system or python.org) and run again"
)

_PROBE = "import sys; print(*sys.version_info[:2], getattr(sys, '_base_executable', sys.executable))"


def main(root: str, argv: List[str]) -> int:
    """Runs the command `argv` with the environment of the folder `root`, which it makes first if needed."""
    inside = os.path.isdir(venv_folder(root)) and os.path.samefile(sys.prefix, venv_folder(root))
    if is_current(root):
        if not inside:
            return go_on(venv_python(root), root, argv)
        # Last on the path: in front, build.py would hide the package `build` that others import.
        sys.path[:] = [entry for entry in sys.path if entry != root] + [root]
        from builder.cli import main as command

        return command(argv)
    if inside:  # the environment is about to be made anew: not by its own interpreter
        return go_on(getattr(sys, "_base_executable"), root, argv)  # noqa: B009 (mypy knows no such name)
    if "%d.%d" % sys.version_info[:2] != NEEDED:
        python = find_python(root, dict(os.environ))
        if python is None:
            say(PYTHON_MISSING)
            return 2
        return go_on(python, root, argv)
    from builder.environment import prepare

    return prepare(root, say) or go_on(venv_python(root), root, argv)


def find_python(root: str, environ: Dict[str, str]) -> Optional[str]:
    """A Python 3.13 that runs, or None. A program's name proves nothing (pyenv's shims): each is asked."""
    for candidate in _candidates(root, environ):
        found = _ask(candidate, root, environ)
        if found is not None:
            return found
    return None


def _candidates(root: str, environ: Dict[str, str]) -> Iterator[str]:
    name = "python" + NEEDED
    for folder in environ.get("PATH", "").split(os.pathsep):
        yield os.path.join(folder, name + (".exe" if os.name == "nt" else ""))
    home = environ.get("HOME") or os.path.expanduser("~")
    pyenv = os.path.join(home, ".pyenv")
    for base in (environ.get("PYENV_ROOT"), pyenv, os.path.join(pyenv, "pyenv-win")):
        versions = glob.glob(os.path.join(base, "versions", NEEDED + "*")) if base else []
        for version in sorted(versions, key=_version_order, reverse=True):
            yield os.path.join(version, "bin", "python3")
            yield os.path.join(version, "python.exe")
    for folder in environ.get("PATH", "").split(os.pathsep):
        uv = os.path.join(folder, "uv.exe" if os.name == "nt" else "uv")
        if os.path.isfile(uv):
            calm = dict(environ, UV_PYTHON_DOWNLOADS="never")
            yield (_output([uv, "python", "find", "--system", NEEDED], root, calm) or "").strip()
    if os.name == "nt":
        launcher = ["py", "-" + NEEDED, "-c", "import sys; print(sys.executable)"]
        yield (_output(launcher, root, environ) or "").strip()
    framework = "/Library/Frameworks/Python.framework/Versions/" + NEEDED + "/bin"
    for folder in ("/usr/local/bin", "/opt/homebrew/bin", framework):
        yield os.path.join(folder, name)


def _version_order(path: str) -> List[int]:
    return [int(number) for number in re.findall(r"\d+", os.path.basename(path))]


def _ask(candidate: str, root: str, environ: Dict[str, str]) -> Optional[str]:
    """The real interpreter behind `candidate` if that is of the needed version, else None."""
    if not candidate or not os.path.isfile(candidate):
        return None
    answer = (_output([candidate, "-c", _PROBE], root, environ) or "").strip().split(" ", 2)
    if len(answer) == 3 and answer[:2] == NEEDED.split(".") and os.path.exists(answer[2]):
        return answer[2]
    return None


def _output(command: List[str], folder: str, environ: Dict[str, str]) -> Optional[str]:
    """What the command prints; None if it cannot be run, fails or takes longer than 20 seconds."""
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=20,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def go_on(python: str, root: str, argv: List[str]) -> int:
    """Replaces this process by `python build.py argv` (on Windows waits for it), free of foreign PYTHONPATHs.

    Returns on Windows only: there the exit code.
    """
    environ = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME")}
    environ["PYTHONUTF8"] = "1"
    environ["NO_MKDOCS_2_WARNING"] = "1"
    command = [python, os.path.join(root, "build.py"), *argv]
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.execve(python, command, environ)
    return subprocess.call(command, env=environ)


def say(line: str) -> None:
    """Prints a line to the error stream, as UTF-8 where the stream's own encoding lacks Chinese."""
    try:
        line.encode(sys.stderr.encoding or "ascii")
        sys.stderr.write(line + "\n")
    except UnicodeError:
        sys.stderr.buffer.write(line.encode("utf-8") + b"\n")
    sys.stderr.flush()
