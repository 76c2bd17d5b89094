"""Give every reader inputs that nobody would write, and see whether it keeps what it promises.

    .venv/bin/python -P -m tests.fuzz --count 1000000
    .venv/bin/python -P -m tests.fuzz --count 20000 csv xlsx
    .venv/bin/python -P -m tests.fuzz --guided --count 1000000 csv

Inputs are changed from sound ones by a generator with a seed: the same seed tries the same inputs. A slow
target gets fewer, and the table says how many. With ``--guided`` atheris looks which code an input reaches
and goes on from there. What breaks a promise, or takes longer than two seconds of the processor, is kept in
``build/fuzz`` and told; 1 is the exit code then.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.fuzz.run import TARGETS, chosen, run, told

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "build" / "fuzz"


def parser() -> argparse.ArgumentParser:
    """What can be asked for."""
    parser = argparse.ArgumentParser(prog="tests.fuzz", description=__doc__.partition("\n")[0])
    parser.add_argument(
        "targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}; all of them else"
    )
    parser.add_argument("--count", type=int, default=100_000, help="inputs of the quickest targets")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--guided", action="store_true", help="by coverage, where a target reads bytes")
    return parser


def main(arguments: list[str]) -> int:
    """Run targets; 0 when every input was dealt with as promised."""
    given = parser().parse_args(arguments)
    unknown = [name for name in given.targets if name not in TARGETS]
    if unknown:
        parser().error(f"no such target: {', '.join(unknown)}")
    if given.guided:
        from tests.fuzz.guided import run_guided

        return run_guided(ROOT, KEPT, chosen(given.targets), given.count)
    found = 0
    for target in chosen(given.targets):
        result = run(target, max(1, given.count // target.share), given.seed, KEPT / target.name)
        print(told(result), flush=True)
        found += len(result.findings)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
