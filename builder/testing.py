"""`build.py test`: lint, format, types, then all tests; pytest's closing line ends the output."""

import subprocess
import sys
from pathlib import Path

from builder.progress import Progress

_CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("代码规范 ruff check", ("ruff", "check", "--quiet")),
    ("代码格式 ruff format", ("ruff", "format", "--check", "--quiet")),
    ("类型 mypy", ("mypy", "--no-error-summary")),
    (
        "类型 mypy（计算程序，Python 3.11）",
        ("mypy", "--no-error-summary", "--python-version", "3.11", "calculator/src"),
    ),
)

_PYTHON = (sys.executable, "-P", "-m")
"""-P keeps the top folder from the front of the path, where build.py would hide the package `build`."""

_QUICK = ("tests/calculator", "tests/builder")


def run_tests(root: Path, *, quick: bool, pytest_options: list[str]) -> int:
    """Runs every check even after one failed, then pytest. Returns 0 only if all of it passed."""
    progress = Progress(total=len(_CHECKS) + 1)
    failed = [title for title, command in _CHECKS if not _passes(root, title, command, progress)]
    folders = [folder for folder in _QUICK if quick and (root / folder).is_dir()]
    progress.note(f"[{len(_CHECKS) + 1}/{len(_CHECKS) + 1}] 测试 pytest …")
    tests = subprocess.run([*_PYTHON, "pytest", *folders, *pytest_options], cwd=root, check=False)
    if failed:
        progress.note(f"未通过：{'、'.join(failed)}（见上文）")
    return tests.returncode or (1 if failed else 0)


def _passes(root: Path, title: str, command: tuple[str, ...], progress: Progress) -> bool:
    with progress.step(title):
        done = subprocess.run([*_PYTHON, *command], cwd=root, check=False, capture_output=True, text=True)
    if done.returncode:
        progress.note((done.stdout + done.stderr).rstrip())
    return done.returncode == 0
