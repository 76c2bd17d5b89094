"""Prints the methods that dataclasses write while the calculator is imported, as JSON ``{key: source}``.

A program of its own, run by ``methods.py`` as `python -I -S collect.py LIBRARY PACKAGE`, so that the classes
are made anew, by the ``dataclasses`` of Pyodide's library, and nothing of the build is in their way.
"""

import importlib
import importlib.util
import json
import sys
import zipimport
from typing import Any


def main(library: str, package: str) -> None:
    """Import the bridge of the archive ``package`` under the ``dataclasses`` of the archive ``library``."""
    spec = zipimport.zipimporter(library).find_spec("dataclasses")
    if spec is None or spec.loader is None:
        raise LookupError(f"{library} has no dataclasses")
    dataclasses = importlib.util.module_from_spec(spec)
    sys.modules["dataclasses"] = dataclasses
    spec.loader.exec_module(dataclasses)
    sources: list[str] = []

    def run(source: str, names: dict[str, Any], scope: dict[str, Any]) -> None:
        sources.append(source)
        exec(source, names, scope)

    vars(dataclasses)["exec"] = run
    sys.path.insert(0, package)
    bridge = importlib.import_module("bridge")
    importlib.import_module("xueshi.errands")  # which the bridge imports when it is asked for one
    json.dump({bridge.method_key(source).hex(): source for source in sources}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
