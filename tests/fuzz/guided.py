"""Fuzzing by coverage: atheris changes bytes and goes on from those that reached code not seen before."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

from builder.tools import python_tool
from tests.fuzz.target import Script, Target

SEEDS = 60
"""Inputs that a corpus begins with."""

LONGEST = 8_192
"""Bytes of an input."""

INSIDE = """
import sys
sys.path.insert(0, sys.argv.pop(1))
import atheris
with atheris.instrument_imports(include=["xueshi", "builder"]):
    import xueshi.page, builder.editor.door, builder.draft.docx, builder.draft.pdf
from tests.fuzz.run import TARGETS
target = TARGETS[sys.argv.pop(1)]
atheris.Setup(sys.argv, lambda data: target.check(target.of_bytes(data)))
atheris.Fuzz()
"""


def run_guided(root: Path, kept: Path, targets: Sequence[Target | Script], count: int) -> int:
    """Run atheris on each target that reads bytes; 1 when an input broke a promise of one of them."""
    tool = python_tool("fuzz")
    failed = 0
    for target in targets:
        if isinstance(target, Script) or target.of_bytes is None:
            continue
        corpus = kept / "corpus" / target.name
        corpus.mkdir(parents=True, exist_ok=True)
        _sow(target, corpus)
        options = [
            f"-runs={max(1, count // target.share)}",
            f"-max_len={LONGEST}",
            "-timeout=2",
            "-print_final_stats=1",
        ]
        command = [sys.executable, "-P", "-c", INSIDE, str(tool), target.name, *options]
        command += [f"-artifact_prefix={kept / target.name}-", str(corpus)]
        done = subprocess.run(command, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, check=False)
        print(f"{target.name}: {'no finding' if done.returncode == 0 else 'FINDING'}", flush=True)
        failed |= done.returncode != 0
    return int(failed)


def _sow(target: Target, corpus: Path) -> None:
    """Begin with what sound files and small changes of them look like."""
    for number in range(SEEDS):
        given = target.make(Random(f"seed/{target.name}/{number}"))
        data = given if isinstance(given, bytes) else str(given).encode("utf-8", "replace")
        (corpus / f"seed-{number}").write_bytes(data[:LONGEST])
