"""What the engine does for one person on one processor, shape by shape, and in the page's Python."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from builder.api.rules import make_rules
from builder.bench.roster import inside
from builder.bench.roster.people import ledgers, today_of
from builder.bench.roster.rules import shaped_rules
from builder.bench.synthetic import write_synthetic
from builder.catalog import Catalog, load_catalog
from xueshi import jsontext
from xueshi.judge import compile_rule, judge
from xueshi.ledger.table import Ledger
from xueshi.model.plain import unstructure
from xueshi.model.published import Rules
from xueshi.model.rule import Requirement, Rule
from xueshi.roster.brief import judge_outcome
from xueshi.roster.command.collecting import rarely_collecting

UNITS = 18
"""City-years of one province: as many as Henan has units."""

ROUNDS = 3
"""How often the page's Python and this one are compared."""

VERDICTS = 40
"""People of whom the whole verdict is made, for comparison."""


@dataclass(frozen=True)
class Case:
    """A rule with people under it; the first half is judged before the clock runs."""

    name: str
    rules: Rules
    people: Sequence[Ledger]


def cases(catalog: Catalog, count: int) -> Iterator[Case]:
    """The published rules, the invented one shape by shape, and all shapes at once."""
    for city_year in catalog.city_years:
        rules = make_rules(catalog, city_year)
        yield _case(f"{rules.city_name} {rules.year}", rules, 5 * count)
    full = shaped_rules()
    bare = _bare(full.rule)
    one_by_one: dict[str, dict[str, object]] = {
        "只有最低学时": {},
        "加：学习方式和专题的最低": {"axes": full.rule.axes},
        "加：比例和科目上限": {"requirements": full.rule.requirements},
        "加：折算": {"conversions": full.rule.conversions},
        "加：每天上限": {"caps": tuple(cap for cap in full.rule.caps if not cap.values)},
    }
    for name, changes in one_by_one.items():
        yield _case(name, replace(full, rule=replace(bare, **changes)), count)  # type: ignore[arg-type]
    yield _case("全部写法同时出现，情况都没答", full, max(1, count // 20))


def _bare(rule: Rule) -> Rule:
    """The rule with nothing but its tree of minima."""

    def node(item: Requirement) -> Requirement:
        return replace(item, cap=None, min_ratio=None, children=tuple(map(node, item.children)))

    return replace(
        rule,
        requirements=node(rule.requirements),
        axes=(),
        caps=(),
        conversions=(),
        questions=(),
        variants=(),
        conditions=(),
    )


def _case(name: str, rules: Rules, count: int) -> Case:
    return Case(name, rules, [own for _, own in ledgers(rules, count)])


def speeds(case: Case) -> tuple[float, float]:
    """People per processor second: outcomes, and whole verdicts of some of them."""
    compiled, day = compile_rule(case.rules), today_of(case.rules)
    half = len(case.people) // 2
    with rarely_collecting():  # as in the command
        for person in case.people[:half]:
            judge_outcome(compiled, person, day)
        began = time.process_time()
        for person in case.people[half:]:
            judge_outcome(compiled, person, day)
        outcomes = (len(case.people) - half) / (time.process_time() - began)
    some = random.Random(1).sample(case.people, min(VERDICTS, len(case.people)))
    began = time.process_time()
    for person in some:
        judge(compiled, person, day)
    return outcomes, len(some) / (time.process_time() - began)


def province(folder: Path, people: int) -> tuple[int, float]:
    """City-years whose rules are written in as many ways as notices write them (invented, see
    ``builder.bench.synthetic``), and people per processor second under all of them, from the first on."""
    write_synthetic(folder, UNITS)
    catalog, _ = load_catalog(folder)
    assert catalog
    units = [_case(item.city, make_rules(catalog, item), people) for item in catalog.city_years]
    with rarely_collecting():
        began = time.process_time()
        for unit in units:
            compiled, day = compile_rule(unit.rules), today_of(unit.rules)
            for person in unit.people:
                judge_outcome(compiled, person, day)
        return len(units), people * len(units) / (time.process_time() - began)


def in_the_page(root: Path, case: Case) -> tuple[float, float]:
    """People per second in the page's Python under Node and in this one, by turns in fresh processes.

    Of the rounds the one is taken of which the ratio is the median.
    """
    task = json.dumps(
        {
            "rules": jsontext.dumps(unstructure(case.rules)),
            "day": str(today_of(case.rules)),
            "people": [[line.cells for line in person.lines] for person in case.people],
        },
        ensure_ascii=False,
    )
    given = {
        "core": str(root / "node_modules" / "pyodide"),
        "sources": str(root / "calculator" / "src"),
        "code": Path(inside.__file__).read_text("utf-8"),
        "task": task,
    }
    runner = Path(__file__).with_name("page.mjs")
    program = f"{given['code']}\nimport sys\nprint(timed(sys.stdin.read()))"
    own = os.environ | {"PYTHONPATH": given["sources"]}
    rounds = [
        (_told(["node", str(runner)], json.dumps(given)), _told([sys.executable, "-c", program], task, own))
        for _ in range(ROUNDS)
    ]
    return sorted(rounds, key=lambda found: found[0] / found[1])[ROUNDS // 2]


def _told(command: Sequence[str], given: str, environ: Mapping[str, str] = os.environ) -> float:
    """The number in which what a program of its own prints ends."""
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True, env=environ)
    return float(done.stdout.split()[-1])
