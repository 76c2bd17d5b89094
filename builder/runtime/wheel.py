"""The wheel of the calculator, built by its own back end without network and without isolation."""

import subprocess
import sys
from pathlib import Path


def build_wheel(project: Path, folder: Path) -> Path:
    """Build the wheel of the distribution in ``project`` into the empty ``folder`` and return its path.

    In a process of its own with ``-I``, or our ``build.py`` would be taken for the package ``build``.
    Errors: ``subprocess.CalledProcessError`` when the back end refuses the project.
    """
    command = [sys.executable, "-I", "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*command, str(project)], check=True, capture_output=True, text=True)
    (wheel,) = folder.glob("*.whl")
    return wheel
