"""What the header of a column means under the rules at hand, as far as anybody but its writer can know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xueshi.ledger import table as ledger
from xueshi.ledger.cells import plain
from xueshi.model.published import Rules
from xueshi.model.rule import Requirement
from xueshi.model.shapes import Condition, RuleQuestion
from xueshi.roster.tables.headers import (
    ANSWER_TO,
    CREDIT,
    FIELDS,
    HOURS_OF,
    LENIENT,
    MEANINGS,
    PERSON_FIELDS,
    SUMS,
    UNCLEAR,
    UNUSED,
    bare_header,
    is_harmless,
    may_be_hours,
    review_meaning,
    visible,
    without_hours,
    without_remarks,
)

Meaning = str | tuple[str, ...] | None
"""One meaning, several of which only the owner knows which, or none."""


class Words:
    """The words that the rules at hand add to the headers: subjects, questions, the unit."""

    def __init__(self, rules: Iterable[Rules]) -> None:
        every = tuple(rules)
        whole = [one.rule.requirements for one in every if one.rule.requirements.children]
        nodes = [node for one in every for node in one.rule.requirements.walk() if node not in whole]
        self.subjects = {plain(name): node.name for node in nodes for name in names_of(node)}
        self.roots = tuple(dict.fromkeys(root.name for root in whole))
        self.sums = {plain(name) for root in whole for name in names_of(root)} | set(SUMS)
        asked: list[RuleQuestion | Condition] = []
        for one in every:
            asked.extend((*one.rule.questions, *one.rule.conditions))
        self.questions = {bare_header(text): item.id for item in asked for text in (item.id, item.text)}
        self.units = {one.rule.unit for one in every}

    def meaning(self, header: str) -> Meaning:
        """What a header means, or the choices where that is unclear, or None where it says nothing."""
        whole = bare_header(header)
        name, remarks = without_remarks(whole)
        found = self._named(whole)
        if found is not None or not remarks:
            return found or self._probable(whole)
        found = self._named(name) or self._probable(name)
        if not isinstance(found, str) or found in LENIENT:
            return found
        harmless = all(is_harmless(remark) or self._named(remark) == found for remark in remarks)
        return found if harmless else (found, UNUSED)

    def _named(self, name: str) -> Meaning:
        """What a name means by itself."""
        if name in MEANINGS:
            return MEANINGS[name]
        if name in self.questions:
            return ANSWER_TO + self.questions[name]
        for short in without_hours(name):
            if short in self.subjects and short not in UNCLEAR:
                return HOURS_OF + self.subjects[short]
        subject = self.subjects.get(name.removesuffix(CREDIT))
        if subject:
            return HOURS_OF + subject if self.units == {CREDIT} else (HOURS_OF + subject, UNUSED)
        if {name} == self.units:
            return ledger.HOURS
        if name in self.sums:
            return (*(HOURS_OF + root for root in self.roots), UNUSED)
        return UNCLEAR.get(name)

    def _probable(self, name: str) -> tuple[str, ...] | None:
        """What a name that nobody has listed may mean: only its writer knows."""
        inside = [one for one in self.subjects if len(one) > 1 and not one.isascii() and one in name]
        if inside:
            subject = max(inside, key=len)
            if may_be_hours(name, subject):
                return HOURS_OF + self.subjects[subject], UNUSED
        review = review_meaning(name)
        return (review, UNUSED) if review else None

    def allowed(self) -> tuple[str, ...]:
        """Every meaning that an answer may give to a column."""
        subjects = (HOURS_OF + name for name in dict.fromkeys((*self.roots, *self.subjects.values())))
        answers = (ANSWER_TO + name for name in dict.fromkeys(self.questions.values()))
        return (*FIELDS, *subjects, *answers, UNUSED)


def shown(header: str) -> str:
    """A header as it is shown, and as answers name it."""
    return " ".join(visible(header).split())


def meaning_of(header: str, words: Words, given: Mapping[str, str]) -> Meaning:
    """What a header means: by its owner's answer, else by its name."""
    name = shown(header)
    return given[name] if name in given else words.meaning(name)


def is_hours(meaning: Meaning) -> bool:
    """Whether a meaning, the first of several, is the hours of a subject."""
    return _likely(meaning).startswith(HOURS_OF)


def is_person(meaning: Meaning) -> bool:
    """Whether a meaning, the first of several, tells who somebody is."""
    return _likely(meaning) in PERSON_FIELDS


def _likely(meaning: Meaning) -> str:
    return meaning[0] if isinstance(meaning, tuple) else meaning or ""


def names_of(node: Requirement) -> tuple[str, ...]:
    """Everything a subject may be called."""
    return node.id, node.name, *node.aliases
