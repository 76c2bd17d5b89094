"""A draft as flat facts, one value for each name: what a score compares with data made by hand."""

from __future__ import annotations

from fractions import Fraction

from builder.draft.facts.targets import Cell
from builder.draft.model import Draft
from builder.draft.registers import corrections
from builder.draft.text import narrow
from builder.draft.write import subjects, whole_year
from builder.draft.write_further import clauses_joined

Facts = dict[str, str]
"""Values as text by name; a fact without a value is not there."""

SINGLE = (
    "carry_over.policy",
    "declaration.channel",
    "review.employer_days",
    "review.department_days",
    "plan_filing.policy",
)


def shown(value: object) -> str:
    """A value as it is compared: one width, no blanks."""
    if isinstance(value, Fraction):
        return str(value)
    return narrow(str(value)).replace("“", "").replace("”", "")


def flat_draft(draft: Draft) -> Facts:
    """Every fact that the draft gives a value."""
    facts: Facts = {}
    for name in ("title", "number", "issuer", "issued_on"):
        _single(facts, draft, f"document.{name}")
    for cited in draft.cited:
        facts[f"rests_on.{shown(cited.title)}"] = "yes"
        if cited.number:
            facts[f"cited.{shown(cited.title)}.number"] = shown(cited.number)
        if cited.url:
            facts[f"cited.{shown(cited.title)}.url"] = cited.url
    _rule(facts, draft)
    _lists(facts, draft)
    for printed, _, _, _ in corrections(draft):
        facts[f"correction.{shown(printed)}"] = "yes"
    return facts


def _single(facts: Facts, draft: Draft, name: str, *, clause: bool = False) -> None:
    found = draft.get(name)
    if found is not None and found.value is not None:
        facts[name] = shown(found.value)
        if clause:
            facts[f"{name}.clause"] = found.place.clause


def _rule(facts: Facts, draft: Draft) -> None:
    if len(draft.units) == 1 and "(" not in next(iter(draft.units)):
        facts["unit"] = next(iter(draft.units))
    _single(facts, draft, "period.start")
    _single(facts, draft, "period.end")
    if whole_year(draft)[0]:
        facts["period.start"], facts["period.end"] = f"{draft.where.year}-01-01", f"{draft.where.year}-12-31"
    for subject in subjects(draft):
        facts[f"subject.{subject}"] = "yes"
        _single(facts, draft, f"min.{subject}", clause=True)
        _single(facts, draft, f"ratio.{subject}", clause=True)
    for name, found in draft.facts.items():
        if name.startswith("deadline."):
            _single(facts, draft, name, clause=True)
            if "printed" in found.more:
                facts[f"{name}.printed"] = shown(found.more["printed"])
            if duty := found.more.get("duty"):
                facts[f"{name}.duty"] = duty
        elif name.startswith("rate."):
            _single(facts, draft, name, clause=True)
            if found.value is not None:
                facts[f"{name}.base"] = shown(found.more["base"])
    for name in SINGLE:
        _single(facts, draft, name, clause=True)
    _single(facts, draft, "auto_credit.policy", clause=True)
    automatic = draft.get("auto_credit.policy")
    if automatic is not None and automatic.value is not None and automatic.more.get("channel"):
        facts["auto_credit.channel"] = shown(automatic.more["channel"])


def _lists(facts: Facts, draft: Draft) -> None:
    for platform in draft.platforms:
        name = f"platform.{shown(platform.name)}"
        if not (platform.listed or platform.printed):
            continue
        facts[name] = "yes"
        if platform.printed:
            facts[f"{name}.printed"] = shown(platform.printed)
        if platform.url and not platform.doubt:
            facts[f"{name}.url"] = platform.url.rstrip("/")
        for phone in platform.hotlines:
            facts[f"{name}.hotline.{phone}"] = "yes"
        if platform.listed:
            facts[f"{name}.listed"] = "yes"
            for subject in platform.subjects:
                facts[f"{name}.subject.{subject}"] = "yes"
            if platform.clauses:
                facts[f"{name}.clause"] = clauses_joined(platform.clauses)
    if draft.open is not None:
        facts["providers_open"] = "true"
    for item in draft.base_lists:
        title = f"bases.{shown(item.title)}"
        facts[f"{title}.clause"] = item.annex
        for index, base in enumerate(item.bases, 1):
            if base.name:
                facts[f"{title}.{index}"] = shown(base.name)
            if base.contact:
                facts[f"{title}.{index}.contact"] = shown(base.contact)
            if base.phone:
                facts[f"{title}.{index}.phone"] = base.phone
    for form in draft.forms:
        name = f"form.{shown(form.name)}"
        facts[name] = "yes"
        given = {
            "copies": form.copies,
            "number_in_body": form.number_in_body,
            "number_in_list": form.number_in_list,
        }
        for key, value in given.items():
            if value:
                facts[f"{name}.{key}"] = shown(value)
        for index, label in enumerate(form.fields, 1):
            facts[f"{name}.field.{index}"] = shown(label)
    _targets(facts, draft)


def _targets(facts: Facts, draft: Draft) -> None:
    if draft.targets is None:
        return
    facts["targets.title"] = shown(draft.targets.title)
    if draft.targets.year:
        facts["targets.year"] = str(draft.targets.year)
    if draft.targets.unit:
        facts["targets.unit"] = draft.targets.unit
    for row in draft.targets.rows:
        facts[f"targets.{row.name}"] = "yes"
        cells: dict[str, Cell] = {"target": row.target, "done": row.done, "ratio": row.ratio}
        for key, cell in cells.items():
            if cell.value:
                facts[f"targets.{row.name}.{key}"] = cell.value
        if row.name in draft.targets.praised:
            facts[f"targets.{row.name}.praised"] = "yes"
