"""Try the tests of the calculator: change its code in small ways, and list the changes that no test notices.

    .venv/bin/python -P -m tests.mutation judge/workdays judge/tally
    .venv/bin/python -P -m tests.mutation --every 3 roster/people/people -- tests/builder -k roster

Every test runs once, and it is noted which lines of the modules it reaches. Each change is then put into the
running program in a process of its own, and only tests that reach its lines run, the quick ones and those
that noticed something first, until one fails. No file is changed. What follows ``--`` goes to pytest.

A change ends as noticed, survived, timed out (a test took many times what it takes else), not reached (by any
test) or not run, with the reason.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.mutation.trial import NOTICED, SURVIVED, Trial, described

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "calculator" / "src" / "xueshi"


def parser() -> argparse.ArgumentParser:
    """What can be asked for."""
    parser = argparse.ArgumentParser(prog="tests.mutation", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("modules", nargs="+", metavar="MODULE", help="as judge/rows")
    parser.add_argument("--every", type=int, default=1, help="try only each so manieth change")
    parser.add_argument("--seconds", type=float, default=10, help="processor time of the tests of one change")
    return parser


def main(arguments: list[str]) -> int:
    """0 when every change tried was noticed, 1 when one was not; 2: wrong use, or tests that fail."""
    own, rest = arguments, ["tests/calculator"]
    if "--" in arguments:
        own, rest = arguments[: arguments.index("--")], arguments[arguments.index("--") + 1 :]
    given = parser().parse_args(own)
    missing = [name for name in given.modules if not (PACKAGE / f"{name}.py").is_file()]
    if missing:
        parser().error(f"no such module: {', '.join(missing)}")
    trial = Trial(given.modules, given.every, given.seconds)
    ended = pytest.main(["-q", "-s", "-p", "no:randomly", *rest], plugins=[trial])
    if ended not in (0, pytest.ExitCode.NO_TESTS_COLLECTED) or trial.failing or not trial.outcomes:
        print("tests that fail on the sound code:", *trial.failing, sep="\n", file=sys.stderr)
        return 2
    for name in given.modules:
        ends = Counter(outcome.end for outcome in trial.outcomes if outcome.module == name)
        print(f"\n{name}: {ends.total()} changes, " + ", ".join(f"{n} {end}" for end, n in ends.items()))
        for outcome in trial.outcomes:
            if outcome.module == name and outcome.end != NOTICED:
                print(f"    {outcome.end:11} {described(outcome)}")
    return int(any(outcome.end == SURVIVED for outcome in trial.outcomes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
