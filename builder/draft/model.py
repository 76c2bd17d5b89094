"""A notice taken apart: everything found in it, ready to be written down. Pure: no files, no clock."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from builder.draft.facts.bases import FoundList, base_lists
from builder.draft.facts.deadlines import deadlines
from builder.draft.facts.forms import FoundForm, forms
from builder.draft.facts.funding import rates
from builder.draft.facts.head import Cited, citations, head
from builder.draft.facts.minima import Rejected, minima
from builder.draft.facts.period import period
from builder.draft.facts.platforms import FoundPlatform, platforms, providers_open
from builder.draft.facts.policies import policies
from builder.draft.facts.provisions import FoundProvision, provisions
from builder.draft.facts.slips import Slip, slips
from builder.draft.facts.targets import TargetsFound, targets
from builder.draft.finding import Finding, Place, settle
from builder.draft.text import Notice


@dataclass(frozen=True, slots=True)
class Known:
    """What the data has already, so that a draft refers to it instead of entering it twice."""

    documents: Mapping[str, str] = field(default_factory=dict)
    """Printed numbers and titles of documents, each with the reference the data uses."""
    platforms: Mapping[str, str] = field(default_factory=dict)
    """Names and aliases of platforms, each with the id."""
    base_lists: Mapping[str, str] = field(default_factory=dict)
    """Ids of lists of bases by title and names: the same list is not entered twice."""


@dataclass(frozen=True, slots=True)
class Where:
    """Whose notice it is."""

    city: str
    """Id of the city, pinyin."""
    city_name: str
    """Full name, such as 三门峡市."""
    year: int
    province: str = "henan"
    province_name: str = "河南省"

    @property
    def short(self) -> str:
        """The name without 市."""
        return self.city_name.removesuffix("市")


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything found in one notice."""

    where: Where
    known: Known
    facts: dict[str, Finding]
    """Single facts by name, each settled: one value, or none with the reason."""
    every: dict[str, list[Finding]]
    """All findings by name, in the order of the notice."""
    left: list[Rejected]
    """Numbers of hours that were not taken, with the reason."""
    units: set[str]
    cited: list[Cited]
    platforms: list[FoundPlatform]
    open: Place | None
    """The 等 that leaves the list of platforms or ways open."""
    base_lists: list[FoundList]
    targets: TargetsFound | None
    forms: list[FoundForm]
    provisions: list[FoundProvision]
    slips: list[Slip]
    text: str
    """The notice as it was read."""

    def get(self, name: str) -> Finding | None:
        """The settled finding of a fact."""
        return self.facts.get(name)

    def value(self, name: str) -> object:
        """The value of a fact; None where there is none."""
        found = self.facts.get(name)
        return None if found is None else found.value


def take_apart(text: str, where: Where, known: Known | None = None) -> Draft:
    """Everything that a notice says, as far as it can be told without guessing."""
    notice = Notice(text)
    hours = minima(notice, where.year)
    every: dict[str, list[Finding]] = {}
    found = [*head(notice, where.year), *hours.found, *deadlines(notice, where.year)]
    for item in [*found, *period(notice, where.year), *policies(notice, where.year), *rates(notice)]:
        every.setdefault(item.field, []).append(item)
    own = next((str(item.value) for item in every.get("document.title", []) if item.value), "")
    if doubt := _other_year(own, where.year):
        every = {name: [_doubted(item, doubt) for item in items] for name, items in every.items()}
    facts = {}
    for name, items in every.items():
        settled = settle(_outweighed(items))
        if settled is not None:
            facts[name] = settled
    listed = platforms(notice)
    return Draft(
        where=where,
        known=known or Known(),
        facts=facts,
        every=every,
        left=hours.left,
        units=hours.units,
        cited=[
            item for item in citations(notice) if item.title != own and f"印发《{item.title}》" not in own
        ],
        platforms=listed,
        open=providers_open(notice, [item.name for item in listed]),
        base_lists=base_lists(notice),
        targets=targets(notice),
        forms=forms(notice),
        provisions=provisions(notice),
        slips=slips(notice),
        text=notice.raw,
    )


def _other_year(title: str, year: int) -> str:
    """What is doubtful about all values, when the title is of other years; empty when it is not."""
    printed = [int(item) for item in re.findall(r"(?<!\d)20\d\d(?=\s*(?:年|-20|至20))", title)]
    if not printed or min(printed) <= year <= max(printed):
        return ""
    return f"通知标题说的是 {printed[-1]} 年，不是 {year} 年"


def _doubted(item: Finding, doubt: str) -> Finding:
    """A finding without its value; what the notice itself is stays."""
    if item.value is None or item.field.startswith("document."):
        return item
    return replace(item, value=None, proposal=str(item.value), doubt=doubt)


def _outweighed(items: list[Finding]) -> list[Finding]:
    """Leave out what another finding says more of: “要求备案” where a consequence is stated as well."""
    strong = [item for item in items if not item.more.get("weak")]
    return strong or items
