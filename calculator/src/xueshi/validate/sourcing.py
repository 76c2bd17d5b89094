"""Rules for what needs a source, and what must not have one."""

from __future__ import annotations

from collections.abc import Iterator

from xueshi.model.registers import Address, BaseList, StatedFact
from xueshi.model.rule import (
    AutoCredit,
    AutoCreditPolicy,
    CarryOver,
    CarryOverPolicy,
    PlanFiling,
    PlanFilingPolicy,
    Requirement,
    Rule,
)
from xueshi.model.structure import Fault, Path
from xueshi.model.values import Silence
from xueshi.validate.walk import Check


def minimum_has_source(node: Requirement, path: Path) -> Iterator[Fault]:
    """A stated minimum says where it stands."""
    if not isinstance(node.min_hours, Silence) and node.source is None:
        yield Fault("E206", (*path, "min_hours"), node.name)


def carry_over_and_source(node: CarryOver, path: Path) -> Iterator[Fault]:
    """Carry-over that is stated has sources; 未规定 has none."""
    silent = node.policy is CarryOverPolicy.NOT_STATED
    yield from _both(silent, path, node.policy, {"sources": bool(node.sources)}, needs=("sources",))


def auto_credit_and_source(node: AutoCredit, path: Path) -> Iterator[Fault]:
    """Automatic credit names its entrance and its source; 未规定 has neither."""
    silent = node.policy is AutoCreditPolicy.NOT_STATED
    given = {"channel": node.channel is not None, "source": node.source is not None}
    yield from _both(silent, path, node.policy, given, needs=("channel", "source"))


def plan_filing_and_source(node: PlanFiling, path: Path) -> Iterator[Fault]:
    """Plan filing that is stated has a source; 未规定 has neither source nor scope."""
    silent = node.policy is PlanFilingPolicy.NOT_STATED
    given = {"scope": node.scope is not None, "source": node.source is not None}
    yield from _both(silent, path, node.policy, given, needs=("source",))


def source_names_document(node: Address | BaseList | StatedFact, path: Path) -> Iterator[Fault]:
    """Outside a city-year a source names its document: there is no main notice to fall back on."""
    if node.source.document is None:
        yield Fault("E221", (*path, "source"), "document")


def demand_refused_by_name(rule: Rule, path: Path) -> Iterator[Fault]:
    """A demand that cannot be judged keeps the whole year from a verdict; the admin is reminded of it."""
    for index, demand in enumerate(rule.not_modelled):
        yield Fault("W201", (*path, "not_modelled", index, "name"), demand.name)


def _both(
    silent: bool, path: Path, policy: str, given: dict[str, bool], *, needs: tuple[str, ...]
) -> Iterator[Fault]:
    for name, there in given.items():
        if silent and there:
            yield Fault("E208", (*path, name), name, on_key=True)
        elif not silent and not there and name in needs:
            yield Fault("E207", (*path, "policy"), f"“{policy}”缺少 {name}")


CHECKS: tuple[tuple[type, Check], ...] = (
    (Requirement, minimum_has_source),
    (CarryOver, carry_over_and_source),
    (AutoCredit, auto_credit_and_source),
    (PlanFiling, plan_filing_and_source),
    (Address, source_names_document),
    (BaseList, source_names_document),
    (StatedFact, source_names_document),
    (Rule, demand_refused_by_name),
)
