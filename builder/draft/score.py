"""The draft of a notice against the data made by hand: right, missing, wrong, field by field.

Not compared is what people write in their own words (summary, title and text of provisions, notes, roles,
names of rates, ``who``, ``used_for``), what they add (aliases, ids, checked_on) and the section in which a
provision is shown, but for uses, consequences and funding, where the words of the notice decide it. A fact
on which the notice is silent is no field: a draft that leaves it 待填 is neither right nor missing, one
that gives it a value is wrong.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from builder.catalog import Catalog, load_catalog
from builder.draft.facts.provisions import SURE
from builder.draft.flat import Facts, flat_draft, shown
from builder.draft.model import Draft, Where, take_apart
from xueshi.model.policy import CityYear
from xueshi.model.registers import Document
from xueshi.model.rule import Deadline
from xueshi.model.values import Silence

CONTAINED = (".printed", ".clause", ".base")
"""Names whose value is a stretch of print: the shorter may lie in the longer."""

GROUPS = {
    "document": "文件",
    "rests_on": "依据",
    "cited": "依据",
    "correction": "印刷和扫描的错误",
    "rate": "经费比例",
}
GROUPS |= {
    "platform": "平台",
    "providers_open": "平台",
    "bases": "基地名单",
    "form": "表格",
    "targets": "目标任务表",
}
GROUPS |= {"provision": "其他内容"}
"""Parts of the data by the first word of a name; everything else is the rule."""


@dataclass(frozen=True, slots=True)
class Score:
    """What became of the fields of one notice."""

    right: tuple[str, ...]
    missing: tuple[str, ...]
    wrong: tuple[str, ...]
    proposed: tuple[str, ...] = ()
    """Those of the missing for which the draft shows the right reading as a proposal."""

    def groups(self) -> dict[str, tuple[int, int]]:
        """Found and all fields of each part of the data."""
        counted: dict[str, tuple[int, int]] = {}
        for found, names in ((1, self.right), (0, self.missing), (0, self.wrong)):
            for name in names:
                group = GROUPS.get(name.partition(".")[0].partition("：")[0], "规则")
                right, of = counted.get(group, (0, 0))
                counted[group] = (right + found, of + 1)
        return counted

    @property
    def share(self) -> float:
        """Found and right, of all fields."""
        return len(self.right) / max(1, len(self.right) + len(self.missing) + len(self.wrong))


def compare(truth: Facts, found: Facts, proposals: Facts | None = None) -> Score:
    """Hold the facts of a draft against the true ones."""
    right, missing, wrong, proposed = [], [], [], []
    for name, value in truth.items():
        if name.startswith("correction.") and any(
            name.removeprefix("correction.") in other for other in found
        ):
            right.append(name)
        elif name not in found:
            missing.append(name)
            if (proposals or {}).get(name) == value:
                proposed.append(name)
        elif _same(name, value, found[name]):
            right.append(name)
        else:
            wrong.append(f"{name}：应为 {value}，草稿写 {found[name]}")
    wrong += [
        f"{name}：通知没有，草稿写 {found[name]}"
        for name in found
        if name not in truth and not name.startswith("correction.")
    ]
    return Score(tuple(right), tuple(missing), tuple(wrong), tuple(proposed))


def _same(name: str, value: str, found: str) -> bool:
    if value == found:
        return True
    if name.endswith(".clause"):
        return value.partition("（")[0] == found.partition("（")[0]
    return name.endswith(CONTAINED) and (value in found or found in value)


def proposals(draft: Draft) -> Facts:
    """Proposed readings by the name of their fact."""
    facts = {
        name: shown(item.proposal)
        for name, item in draft.facts.items()
        if item.value is None and item.proposal
    }
    for row in draft.targets.rows if draft.targets else ():
        for key, cell in (("target", row.target), ("done", row.done), ("ratio", row.ratio)):
            if not cell.value and cell.proposal:
                facts[f"targets.{row.name}.{key}"] = cell.proposal
    for cited in draft.cited:
        if cited.proposal:
            facts[f"cited.{shown(cited.title)}.number"] = shown(cited.proposal)
    for platform in draft.platforms:
        if platform.doubt:
            facts[f"platform.{shown(platform.name)}.url"] = platform.url.rstrip("/")
    return facts


def flat_data(catalog: Catalog, city_year: CityYear) -> Facts:
    """The facts of a city-year and of its document, as the data has them."""
    document = catalog.main_document(city_year)
    facts: Facts = {}
    _document(facts, catalog, document)
    _rule(facts, city_year)
    _platforms(facts, catalog, city_year, document)
    _annexes(facts, catalog, city_year)
    return facts


def _document(facts: Facts, catalog: Catalog, document: Document) -> None:
    for name in ("title", "number", "issuer", "issued_on"):
        value = getattr(document, name)
        if not isinstance(value, Silence):
            facts[f"document.{name}"] = shown(value)
    for ref in document.rests_on:
        cited = catalog.document(ref)
        if cited is None:
            continue
        facts[f"rests_on.{shown(cited.title)}"] = "yes"
        if not isinstance(cited.number, Silence):
            facts[f"cited.{shown(cited.title)}.number"] = shown(cited.number)
        if not isinstance(cited.url, Silence):
            facts[f"cited.{shown(cited.title)}.url"] = cited.url
    for item in document.corrections:
        if item.clause != "版记":
            facts[f"correction.{shown(item.printed)}"] = "yes"


def _rule(facts: Facts, city_year: CityYear) -> None:
    rule = city_year.rule
    facts["unit"] = rule.unit
    facts["period.start"], facts["period.end"] = rule.period.start.isoformat(), rule.period.end.isoformat()
    for node in rule.requirements.walk():
        facts[f"subject.{node.id}"] = "yes"
        if not isinstance(node.min_hours, Silence) and node.source is not None:
            facts[f"min.{node.id}"] = shown(node.min_hours)
            facts[f"min.{node.id}.clause"] = node.source.clause
        if node.min_ratio is not None:
            facts[f"ratio.{node.id}"] = shown(node.min_ratio.value)
    for item in fields(rule.deadlines):
        deadline = getattr(rule.deadlines, item.name)
        if isinstance(deadline, Deadline):
            facts |= _deadline(f"deadline.{item.name}", deadline)
    facts["carry_over.policy"] = rule.carry_over.policy.value
    if rule.carry_over.sources:
        facts["carry_over.policy.clause"] = rule.carry_over.sources[0].clause
    facts["auto_credit.policy"] = rule.auto_credit.policy.value
    if rule.auto_credit.source is not None:
        facts["auto_credit.policy.clause"] = rule.auto_credit.source.clause
        facts["auto_credit.channel"] = shown(rule.auto_credit.channel)
    facts["declaration.channel"] = shown(rule.declaration.channel)
    facts["declaration.channel.clause"] = rule.declaration.source.clause
    for name in ("employer_days", "department_days"):
        value = getattr(rule.review, name)
        if not isinstance(value, Silence):
            facts[f"review.{name}"] = str(value)
            facts[f"review.{name}.clause"] = rule.review.source.clause
    facts["plan_filing.policy"] = rule.plan_filing.policy.value
    if rule.plan_filing.source is not None:
        facts["plan_filing.policy.clause"] = rule.plan_filing.source.clause
    for rate in city_year.rates:
        facts[f"rate.{rate.id}"] = shown(rate.percent)
        facts[f"rate.{rate.id}.clause"] = rate.source.clause
        facts[f"rate.{rate.id}.base"] = shown(rate.base)
    for name in [name for name, value in facts.items() if value == Silence.NOT_STATED.value]:
        if not name.startswith("deadline."):
            del facts[name]


def _deadline(name: str, deadline: Deadline) -> Facts:
    value = deadline.date.isoformat() if isinstance(deadline.date, datetime.date) else deadline.date.value
    printed = {f"{name}.printed": shown(deadline.printed), f"{name}.duty": deadline.duty.value}
    return {name: value, f"{name}.clause": deadline.source.clause, **printed}


def _platforms(facts: Facts, catalog: Catalog, city_year: CityYear, document: Document) -> None:
    for platform in catalog.platforms:
        name = f"platform.{shown(platform.name)}"
        own = [item for item in platform.addresses if item.source.document == document.ref]
        listed = next((item for item in city_year.platforms if item.platform == platform.id), None)
        if not own and listed is None:
            continue
        facts[name] = "yes"
        for address in own:
            facts[f"{name}.printed"] = shown(address.printed)
            if not isinstance(address.url, Silence):
                facts[f"{name}.url"] = address.url.rstrip("/")
        for phone in platform.hotlines if own else ():
            facts[f"{name}.hotline.{phone}"] = "yes"
        if listed is not None:
            facts[f"{name}.listed"] = "yes"
            facts[f"{name}.clause"] = listed.source.clause
            for subject in listed.subjects:
                facts[f"{name}.subject.{subject}"] = "yes"
    if city_year.providers_open:
        facts["providers_open"] = "true"


def _annexes(facts: Facts, catalog: Catalog, city_year: CityYear) -> None:
    for list_id in city_year.bases:
        item = catalog.base_list(list_id)
        if item is None:
            continue
        title = f"bases.{shown(item.title)}"
        facts[f"{title}.clause"] = item.source.clause
        for index, base in enumerate(item.bases, 1):
            facts[f"{title}.{index}"] = shown(base.name)
            for key, value in (("contact", base.contact), ("phone", base.phone)):
                if value is not None:
                    facts[f"{title}.{index}.{key}"] = shown(value)
    for form in city_year.forms:
        name = f"form.{shown(form.name)}"
        facts[name] = "yes"
        for key in ("copies", "number_in_body", "number_in_list"):
            value = getattr(form, key)
            if value is not None and not isinstance(value, Silence):
                facts[f"{name}.{key}"] = shown(value)
        for index, label in enumerate(form.fields, 1):
            facts[f"{name}.field.{index}"] = shown(label)
    targets = city_year.targets
    if targets is not None:
        facts |= {
            "targets.title": shown(targets.title),
            "targets.year": str(targets.year),
            "targets.unit": targets.unit,
        }
        for row in targets.rows:
            facts[f"targets.{row.name}"] = "yes"
            for key in ("target", "done", "ratio"):
                facts[f"targets.{row.name}.{key}"] = shown(getattr(row, key))
            if row.praised:
                facts[f"targets.{row.name}.praised"] = "yes"


def score_provisions(city_year: CityYear, draft: Draft, score: Score) -> Score:
    """Add what the notice says besides the rule: is its sentence in the draft, in its section?"""
    right, missing, wrong = list(score.right), list(score.missing), list(score.wrong)
    sentences = [(item, shown(item.words)) for item in draft.provisions]
    for index, provision in enumerate(city_year.provisions):
        name = f"provision.{index + 1}.{provision.title}"
        evidence = shown(provision.source.evidence)
        holding = [item for item, words in sentences if evidence in words or _overlap(evidence, words)]
        if not holding:
            missing.append(name)
            continue
        right.append(name)
        asserted = {item.topic for item in holding} - {""}
        if provision.topic.value in asserted:
            right.append(f"{name}.topic")
        elif len(asserted) == len(holding) == 1:
            wrong.append(f"{name}.topic：应为 {provision.topic.value}，草稿写 {asserted.pop()}")
        elif provision.topic.value in SURE:
            missing.append(f"{name}.topic")
    return Score(tuple(right), tuple(missing), tuple(wrong), score.proposed)


def _overlap(evidence: str, words: str) -> bool:
    """Whether an evidence that runs over a full stop begins or ends in a sentence."""
    half = len(evidence) // 2
    return evidence[:half] in words or evidence[half:] in words


def scores(data: Path, sources: Path) -> Iterator[tuple[str, Score]]:
    """The score of every city-year whose notice lies among the sources."""
    catalog, _ = load_catalog(data)
    for city_year in catalog.city_years if catalog is not None else ():
        assert catalog is not None
        document, region = catalog.main_document(city_year), catalog.region(city_year.city)
        path = sources / (document.source_text or "")
        if region is None or not path.is_file():
            continue
        where = Where(region.id, region.name, city_year.year, catalog.province.id, catalog.province.name)
        draft = take_apart(path.read_text("utf-8"), where)
        score = compare(flat_data(catalog, city_year), flat_draft(draft), proposals(draft))
        yield f"{region.name} {city_year.year}", score_provisions(city_year, draft, score)
