"""What the owner of the tables answered: about columns, about everybody, about single people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from xueshi.judge.decide import ALL_APPROVED, OPTIONS
from xueshi.judge.person import YES_NO
from xueshi.judge.portions import UNKNOWN
from xueshi.ledger.entries import RowError
from xueshi.model.published import Rules
from xueshi.roster.people.people import Person
from xueshi.roster.sentences import say
from xueshi.roster.tables.table import UnreadableRosterError


@dataclass(frozen=True, slots=True)
class Answers:
    """What the owner of the tables answered: about columns by header, about everybody, about single people.

    ``people`` are named by id or name; ``@`` adds the unit, department, city or year that tells them from
    others (``张伟@某医院@2025``). ``single`` are named by what ``mark_of`` makes: no two share it.
    """

    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    everyone: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    people: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))
    single: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, person: Person) -> Mapping[str, Any]:
        """The answers that hold for one person: his own before those of his row, and these before all's."""
        found = {**self.everyone, **person.answers}
        for key in self.keys_of(person):
            found.update(self.people[key])
        if self.single:
            found.update(self.single.get(mark_of(person), {}))
        return found

    _starts: Mapping[str, Sequence[tuple[str, frozenset[str]]]] = field(init=False, repr=False, compare=False)
    """By what a key can begin with: the key, and what it says further."""

    def __post_init__(self) -> None:
        starts: dict[str, list[tuple[str, frozenset[str]]]] = {}
        for key in self.people:
            words = key.split("@")
            for count in range(1, len(words) + 1):
                further = frozenset(words[count:])
                starts.setdefault("@".join(words[:count]), []).append((key, further))
        object.__setattr__(self, "_starts", starts)

    def keys_of(self, person: Person) -> tuple[str, ...]:
        """The keys of ``people`` that fit a person; one that fits several is no answer."""
        if not self._starts:
            return ()
        rest = {person.unit, person.department, person.city, person.city.removesuffix("市"), str(person.year)}
        found = [
            key
            for name in (person.id, person.name)
            if name
            for key, further in self._starts.get(name, ())
            if further <= rest
        ]
        return tuple(dict.fromkeys(found))


def mark_of(person: Person) -> str:
    """A name for a person that no other of the same tables has, nor whoever takes the place of his row."""
    return f"{person.first}/{person.city}/{person.year}/{person.id}/{person.name}"


def answers_of(data: Mapping[str, Any]) -> Answers:
    """Answers as they stand in a file. Raises ``UnreadableRosterError``."""
    names = {"columns", "everyone", "people"}
    people = data.get("people", {})
    if set(data) - names or not all(isinstance(data.get(name, {}), dict) for name in names):
        raise UnreadableRosterError(say("answers_form"))
    if not all(isinstance(value, dict) for value in people.values()):
        raise UnreadableRosterError(say("answers_form"))
    columns = {str(header): str(meaning) for header, meaning in data.get("columns", {}).items()}
    return Answers(columns, data.get("everyone", {}), people)


def refuse_keys(answers: Answers, found: Mapping[str, int]) -> None:
    """Answers about nobody, or about several. ``found`` is how many people each key fits.

    Raises ``UnreadableRosterError``.
    """
    for key in answers.people:
        if found.get(key, 0) != 1:
            code = "answer_many" if found.get(key) else "answer_nobody"
            raise UnreadableRosterError(say(code, key=key, count=found.get(key, 0)))


def refuse_unknown(answers: Answers, rules: Sequence[Rules]) -> None:
    """An answer for everybody to what no rule asks. Raises ``UnreadableRosterError``."""
    known = dict.fromkeys(name for one in rules for name in options_of(one))
    for name in answers.everyone:
        if rules and name not in known:
            allowed = "、".join(known)
            raise UnreadableRosterError(say("answer_unknown", question=name, allowed=allowed))


def options_of(rules: Rules) -> Mapping[str, tuple[str, ...]]:
    """The answers to what a rule asks of a person, by question."""
    asked = {item.id: item.options for item in rules.rule.questions}
    return asked | {item.id: YES_NO for item in rules.rule.conditions} | {ALL_APPROVED: OPTIONS}


def unusable_answers(person: Person, rules: Rules) -> tuple[RowError, ...]:
    """Answers of a person's own row that are none of those that can be given."""
    texts = {item.id: item.text for item in rules.rule.questions}
    texts.update({item.id: item.text for item in rules.rule.conditions})
    faults = []
    for name, answer in person.answers.items():
        options = options_of(rules).get(name, ())
        if name in texts and str(answer) not in (*options, *UNKNOWN):
            message = say("answer_choice", allowed="、".join(options))
            faults.append(RowError(person.first, texts[name], str(answer), message))
    return tuple(faults)
