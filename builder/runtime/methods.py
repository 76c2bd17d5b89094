"""The methods of the calculator's dataclasses, compiled when the site is built instead of in every page."""

import json
import marshal
import subprocess
import sys
from pathlib import Path

from builder.runtime.lines import on_one_line

_COLLECT = Path(__file__).with_name("collect.py")


def compiled_methods(library: Path, package: Path) -> bytes:
    """What the bridge looks methods up in, for archives of source.

    Errors: ``subprocess.CalledProcessError`` when the bridge cannot be imported.
    """
    command = [sys.executable, "-I", "-S", str(_COLLECT), str(library), str(package)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return marshal.dumps(
        {
            bytes.fromhex(key): on_one_line(
                compile(source, "<dataclass>", "exec", dont_inherit=True, optimize=2)
            )
            for key, source in sorted(json.loads(printed).items())
        }
    )
