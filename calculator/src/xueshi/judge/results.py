"""A decided world as the verdict shows it: requirements with tallies, rows with what counts, the plan."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from xueshi.judge.decide import Decided, Tallies
from xueshi.judge.demands import Demands
from xueshi.judge.rows import cite
from xueshi.judge.solve import Solution
from xueshi.judge.tally import ZERO, Kind
from xueshi.judge.verdict import Issue, IssueLevel, PlanItem, RequirementVerdict, RowVerdict, Stage
from xueshi.model.values import Silence
from xueshi.texts import say


def subject_requirements(decided: Decided, tallies: Tallies) -> tuple[RequirementVerdict, ...]:
    """Every subject of the tree with its minimum for this person and its three tallies."""
    demands, tree = decided.world.demands, decided.world.demands.tree
    minima = {item.id: item for item in demands.minima}
    found = []
    for node in tree.nodes.values():
        item = minima.get(node.id)
        silent = isinstance(node.min_hours, Silence) and not node.min_ratio
        required = item.hours if item else None if silent else ZERO
        found.append(
            _requirement(
                RequirementVerdict(
                    id=node.id,
                    name=node.name,
                    parent=tree.parent[node.id],
                    depth=tree.depth(node.id),
                    required=required,
                    learned=tallies.learned.subjects[node.id],
                    declared=tallies.declared.subjects[node.id],
                    approved=tallies.approved.subjects[node.id],
                    shortfall=ZERO,
                    source=cite(decided.world.rules, item.source if item else node.source),
                ),
            )
        )
    return tuple(found)


def axis_requirements(decided: Decided, tallies: Tallies) -> tuple[RequirementVerdict, ...]:
    """Every value of a second axis, and every choice of one among several, with its three tallies."""
    demands, rules = decided.world.demands, decided.world.rules
    minima = {item.id: item for item in demands.minima}
    counts = (tallies.learned.values, tallies.declared.values, tallies.approved.values)
    found = []
    for axis in rules.rule.axes:
        for value in axis.values:
            item = minima.get(value.id)
            learned, declared, approved = (hours[value.id] for hours in counts)
            silent = isinstance(value.min_hours, Silence)
            required = item.hours if item else None if silent else ZERO
            source = cite(rules, item.source if item else value.source)
            found.append(
                _requirement(
                    RequirementVerdict(
                        value.id, value.name, axis.id, 1, required, learned, declared, approved, ZERO, source
                    ),
                )
            )
        for choice in axis.one_of:
            learned, declared, approved = (max(hours[name] for name in choice.values) for hours in counts)
            source = cite(rules, choice.source)
            found.append(
                _requirement(
                    RequirementVerdict(
                        choice.id,
                        choice.name,
                        axis.id,
                        1,
                        choice.min_hours,
                        learned,
                        declared,
                        approved,
                        ZERO,
                        source,
                    ),
                )
            )
    return tuple(found)


def _requirement(item: RequirementVerdict) -> RequirementVerdict:
    """The requirement with its shortfall."""
    return replace(item, shortfall=max(ZERO, (item.required or ZERO) - item.learned))


def counted_rows(decided: Decided, learned: Solution) -> tuple[RowVerdict, ...]:
    """The rows with the hours that count of each; what a cap or a share cut off is said."""
    if learned.counted is None:
        return decided.rows
    rows = []
    for row in decided.rows:
        taken = learned.counted.get(row.row, ZERO)
        if row.stage is Stage.EXCLUDED or taken == row.hours:
            rows.append(row)
            continue
        issue = _cut(decided, row, row.hours - taken)
        rows.append(replace(row, counted=taken, issues=(*row.issues, issue)))
    return tuple(rows)


def _cut(decided: Decided, row: RowVerdict, cut: Fraction) -> Issue:
    """Why some hours of a row do not count: the first cap on hours of its kind, or a share."""
    rules = decided.world.rules
    kinds = [portion.kind for portion in decided.portions if portion.key == row.row]
    for cap in decided.world.demands.caps:
        if any(cap.selector.takes(kind) for kind in kinds):
            message = say("over_cap", name=cap.name, most=cap.hours, cut=cut, unit=rules.rule.unit)
            return Issue("over_cap", IssueLevel.WARNING, message, cite(rules, cap.source))
    shares = decided.world.demands.shares
    source = cite(rules, shares[0].source) if shares else None
    return Issue(
        "surplus_unused", IssueLevel.INFO, say("surplus_unused", cut=cut, unit=rules.rule.unit), source
    )


def make_plan(decided: Decided, learned: Solution) -> tuple[PlanItem, ...]:
    """The fewest further hours; empty when nothing is missing or nothing could help."""
    unit, demands = decided.world.rules.rule.unit, decided.world.demands
    items = []
    for kind, hours in learned.further or ():
        name = _kind_name(decided, demands, kind)
        message = say("plan_item", hours=hours, unit=unit, name=name)
        values = tuple(value for value in kind.values if value is not None)
        items.append(PlanItem(kind.subject, name, hours, message, values))
    return tuple(items)


def _kind_name(decided: Decided, demands: Demands, kind: Kind) -> str:
    names = {value.id: value.name for axis in decided.world.rules.rule.axes for value in axis.values}
    values = "、".join(names[value] for value in kind.values if value is not None)
    subject = demands.tree.nodes[kind.subject].name
    return say("plan_name", name=subject, values=values) if values else subject
