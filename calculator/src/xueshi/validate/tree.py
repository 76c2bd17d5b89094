"""Rules for the tree of subjects."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from fractions import Fraction

from xueshi.model.hints import one_slip
from xueshi.model.plain import plain_number
from xueshi.model.rule import ROOT, Requirement, Rule
from xueshi.model.shapes import Conversion
from xueshi.model.structure import Fault, Path
from xueshi.model.values import Silence
from xueshi.validate.walk import Check, walk

USUAL = ("public", "public_compulsory", "public_elective", "professional")
"""Ids that most rules have; what reads the published data looks for them."""


def root_is_total(rule: Rule, path: Path) -> Iterator[Fault]:
    """The top of the tree has the id ``total``."""
    if rule.requirements.id != ROOT:
        yield Fault("E201", (*path, "requirements", "id"), rule.requirements.id, (ROOT,), ROOT)


def ids_differ(rule: Rule, path: Path) -> Iterator[Fault]:
    """No two subjects of a tree have the same id."""
    seen: set[str] = set()
    for where, node in _subjects(rule, path):
        if node.id in seen:
            yield Fault("E202", (*where, "id"), node.id)
        seen.add(node.id)


def ids_are_no_slips(rule: Rule, path: Path) -> Iterator[Fault]:
    """No id is one letter off one of the usual ids, which the tree lacks: ids may be chosen freely."""
    taken = {node.id for _, node in _subjects(rule, path)}
    for where, node in _subjects(rule, path):
        near = (usual for usual in USUAL if usual not in taken and one_slip(node.id, usual))
        if node is not rule.requirements and node.id not in USUAL and (meant := next(near, None)):
            yield Fault("E245", (*where, "id"), node.id, USUAL, meant)


def names_differ(rule: Rule, path: Path) -> Iterator[Fault]:
    """In the ledger an id, a name or an alias leads to one subject or conversion, and none lists it twice."""
    seen: dict[str, str] = {}
    named: list[tuple[Path, Requirement | Conversion]] = list(_subjects(rule, path))
    named += [((*path, "conversions", index), item) for index, item in enumerate(rule.conversions)]
    ids = {node.id: node.name for _, node in reversed(named)}
    for where, node in named:
        places: list[tuple[Path, str]] = [((*where, "name"), node.name)]
        places += [((*where, "aliases", index), alias) for index, alias in enumerate(node.aliases)]
        for place, name in places:
            form = unicodedata.normalize("NFKC", name).strip().casefold()
            taken = seen.get(form) or (ids.get(form) if form != node.id else None)
            if taken is not None:
                yield Fault("E203", place, f"“{name}”已经指“{taken}”")
            seen.setdefault(form, node.name)


def parts_within_whole(node: Requirement, path: Path) -> Iterator[Fault]:
    """The minima of the parts, alone and together, are not above the minimum of the whole."""
    if isinstance(node.min_hours, Silence):
        return
    needs = [least(child) for child in node.children]
    alone = [index for index, need in enumerate(needs) if need > node.min_hours]
    whole = f"“{node.name}”的 {plain_number(node.min_hours)}"
    for index in alone:
        child = node.children[index]
        found = f"“{child.name}”的 {plain_number(needs[index])} 大于上级{whole}"
        yield Fault("E204", (*path, "children", index, "min_hours"), found)
    if not alone and sum(needs) > node.min_hours:
        terms = " + ".join(str(plain_number(need)) for need in needs if need)
        found = f"{terms} = {plain_number(sum(needs, Fraction(0)))} 大于{whole}"
        yield Fault("E205", (*path, "min_hours"), found)


def least(node: Requirement) -> Fraction:
    """The fewest hours a subject takes: its own minimum, or where it has none, that of its parts together."""
    if not isinstance(node.min_hours, Silence):
        return node.min_hours
    return sum((least(child) for child in node.children), Fraction(0))


def _subjects(rule: Rule, path: Path) -> Iterator[tuple[Path, Requirement]]:
    for where, node in walk(rule.requirements, (*path, "requirements")):
        if isinstance(node, Requirement):
            yield where, node


CHECKS: tuple[tuple[type, Check], ...] = (
    (Rule, root_is_total),
    (Rule, ids_differ),
    (Rule, ids_are_no_slips),
    (Rule, names_differ),
    (Requirement, parts_within_whole),
)
