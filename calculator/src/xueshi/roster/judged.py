"""People to results: each is judged under the rule of his city and year, or told that there is none."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from xueshi.judge import not_on_file
from xueshi.judge.compiled import CompiledRule
from xueshi.judge.decide import ALL_APPROVED, OPTIONS
from xueshi.judge.person import YES_NO
from xueshi.judge.portions import PARTS, UNKNOWN, VALUE
from xueshi.judge.verdict import Verdict
from xueshi.ledger.cells import plain
from xueshi.ledger.entries import RowError
from xueshi.ledger.table import (
    COLUMNS,
    DECLARED,
    ENTRY_AUTOMATIC,
    ENTRY_MODE,
    HOURS,
    REVIEWED,
    WAY,
    Ledger,
    Line,
    ledger_of_totals,
)
from xueshi.model.published import Rules
from xueshi.roster.brief import judge_outcome
from xueshi.roster.headers import CITY
from xueshi.roster.outcome import AUTO_DOUBTFUL, Outcome, outcome_of
from xueshi.roster.people import Person
from xueshi.roster.sentences import say
from xueshi.roster.table import UnreadableRosterError
from xueshi.roster.words import names_of

MOST_LOOKS = 5_000
"""Ways to write a row that are remembered."""

_MODE, _WAY, _DECLARED, _REVIEWED = map(COLUMNS.index, (ENTRY_MODE, WAY, DECLARED, REVIEWED))

_PROVINCE, _DISTRICT = re.compile("^[^省市]{2,3}省"), re.compile("[^市]{1,6}[区县]|[^市]{1,4}市")

Place = tuple[str, int]
"""Id of a city, and a year."""


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


@dataclass(frozen=True, slots=True)
class Result:
    """A person with his outcome. ``rules`` are those he was judged under, None where none is on file."""

    person: Person
    city: str
    """Name of the city."""
    rules: Rules | None
    outcome: Outcome
    errors: tuple[RowError, ...]
    """Cells that cannot be read, with the number of their row."""
    doubtful: tuple[Line, ...] = ()
    """Rows that count as entered by themselves although they are written like declared ones."""

    @property
    def beside(self) -> tuple[RowError, ...]:
        """Those of the errors that the verdict does not tell of."""
        return self.errors[: len(self.errors) - len(self.outcome.errors)]


class Office:
    """Judges people under the rules of many cities and years, each compiled once.

    ``cities`` are id by every name of a city; ``load`` has the rules of a place on file, or None.
    """

    def __init__(
        self,
        cities: Mapping[str, str],
        load: Callable[[Place], Rules | None],
        today: datetime.date,
        answers: Answers,
    ) -> None:
        self.cities, self.load = cities, load
        self.today, self.answers = today, answers
        self.keys: Counter[str] = Counter()
        """How many people were judged whom a key of the answers fits."""
        self._names: dict[str, str] = {}
        for written, key in cities.items():
            if written != key:
                self._names.setdefault(key, written)
        self._compiled: dict[Place, CompiledRule | None] = {}
        self._subjects: dict[Place, Mapping[str, str]] = {}
        self._doubts: dict[tuple[str, int, str, bool], bool] = {}

    def city(self, written: str) -> str | None:
        """The id of a city as somebody wrote it, also with its province or a district; or None."""
        text = "".join(plain(written).split())
        known = self.cities.get(text)
        if known is not None or not text:
            return known
        short = _PROVINCE.sub("", text)
        city, _, district = short.partition("市")
        whole = self.cities.get(f"{city}市") if _DISTRICT.fullmatch(district) else None
        return self.cities.get(short) or (None if district in self.cities else whole)

    def compiled(self, place: Place) -> CompiledRule | None:
        """The rule of a place, made ready; None where none is on file."""
        if place not in self._compiled:
            rules = self.load(place)
            if rules:
                self._refuse_unusable(rules)
            self._compiled[place] = CompiledRule(rules) if rules else None
            nodes = list(rules.rule.requirements.walk()) if rules else []
            self._subjects[place] = {plain(name): node.id for node in nodes for name in names_of(node)}
        return self._compiled[place]

    def _refuse_unusable(self, rules: Rules) -> None:
        """An answer for everybody that is none would silently be nobody's."""
        for name, answer in self.answers.everyone.items():
            allowed = _options(rules).get(name)
            if allowed and str(answer).strip() not in (*allowed, *UNKNOWN):
                values = {"question": name, "value": str(answer), "allowed": "、".join(allowed)}
                raise UnreadableRosterError(say("answer_everyone", **values))

    def judge(self, person: Person) -> Result:
        """The result of one person. Raises ``UnreadableRosterError`` for an answer of his that is none."""
        keys = self.answers.keys_of(person)
        self.keys.update(keys)
        city = self.city(person.city)
        compiled = self.compiled((city, person.year)) if city else None
        if compiled is None or city is None:
            outcome = outcome_of(not_on_file(city or "", person.city, person.year, self.today))
            strange = city is None and len(set(self.cities.values())) > 1
            wrong = RowError(person.first, CITY, person.city, say("row_city", value=person.city))
            errors = (*person.faults, *((wrong,) if strange else ()))
            return Result(person, self._names.get(city or "", person.city), None, outcome, errors)
        totals, faults = self._totals(person, (city, person.year), compiled)
        ledger = Ledger(person.lines) if totals is None else ledger_of_totals(totals)
        outcome = judge_outcome(compiled, ledger, self.today, self.answers.of(person))
        if keys:
            self._refuse_own(keys, person, ledger, compiled)
        unusable = _unusable_answers(person, compiled.rules) if person.answers else ()
        errors = (*person.faults, *faults, *unusable, *(_placed(error, person) for error in outcome.errors))
        doubtful = self._doubtful((city, person.year), compiled, person.lines, outcome)
        return Result(person, compiled.rules.city_name, compiled.rules, outcome, errors, doubtful)

    def _doubtful(
        self, place: Place, compiled: CompiledRule, lines: Iterable[Line], outcome: Outcome
    ) -> tuple[Line, ...]:
        """Rows that count, of which the judge doubts that they entered by themselves."""
        found = []
        for line in lines:
            mode, way = line.cells[_MODE], line.cells[_WAY]
            days = line.cells[_DECLARED] + line.cells[_REVIEWED]
            if mode and (way or days) and plain(mode) == ENTRY_AUTOMATIC:
                look = (*place, way, bool(days.strip()))
                if look not in self._doubts:
                    if len(self._doubts) > MOST_LOOKS:
                        self._doubts.clear()
                    entries, _ = compiled.reader.read((line,), self.today)
                    judge = compiled.row_judge(compiled.rules, self.today)
                    codes = {issue.code for one in entries for issue in judge.alone(one)[1]}
                    self._doubts[look] = AUTO_DOUBTFUL in codes
                if self._doubts[look]:
                    found.append(line)
        if not found:
            return ()
        lost = {row for row, _ in outcome.excluded} | {error.row for error in outcome.errors}
        return tuple(line for line in found if line.number not in lost)

    def _refuse_own(
        self, keys: Sequence[str], person: Person, ledger: Ledger, compiled: CompiledRule
    ) -> None:
        """Answers about one person that are of no question of his, or none of its answers."""
        from xueshi.judge import judge

        if len(keys) > 1:
            raise UnreadableRosterError(say("answer_two_keys", keys="、".join(keys)))
        (key,) = keys
        known = _options(compiled.rules)
        rows = {str(line.number) for line in person.lines}
        for name, value in self.answers.people[key].items():
            allowed = (*known.get(name, ()), *UNKNOWN)
            of_row = name.startswith((PARTS, VALUE)) and (
                person.totals is not None or name.split(":")[1] in rows
            )
            if name in known and str(value).strip() not in allowed:
                values = {"allowed": "、".join(known[name]), "value": str(value)}
                raise UnreadableRosterError(say("answer_person", key=key, question=name, **values))
            if name not in known and not of_row:
                raise UnreadableRosterError(say("answer_no_question", key=key, question=name))
        for wrong in judge(compiled, ledger, self.today, self.answers.of(person)).answer_errors:
            if wrong.question in self.answers.people[key]:
                found = {"question": wrong.question, "value": wrong.value, "allowed": wrong.message}
                raise UnreadableRosterError(say("answer_person", key=key, **found))

    def verdict(self, person: Person) -> Verdict:
        """The whole verdict of one person, with every sentence."""
        from xueshi.judge import judge

        city = self.city(person.city)
        compiled = self.compiled((city, person.year)) if city else None
        if compiled is None or city is None:
            return not_on_file(city or "", person.city, person.year, self.today)
        totals, _ = self._totals(person, (city, person.year), compiled)
        ledger = Ledger(person.lines) if totals is None else ledger_of_totals(totals)
        return judge(compiled, ledger, self.today, self.answers.of(person))

    def _totals(
        self, person: Person, place: Place, compiled: CompiledRule
    ) -> tuple[Mapping[str, str] | None, Sequence[RowError]]:
        """Hours by the id of the subject, and those of subjects that this rule does not have."""
        if person.totals is None:
            return None, ()
        known, totals, faults = self._subjects[place], {}, []
        for name, text in person.totals.items():
            subject = known.get(plain(name))
            if subject is not None:
                totals[subject] = text
            elif plain(text) not in ("", "0"):
                names = "、".join(compiled.reader.names.subject_names)
                message = say("row_other_subject", name=name, names=names)
                faults.append(RowError(person.summed, name, text, message))
        return totals, faults


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
    known = dict.fromkeys(name for one in rules for name in _options(one))
    for name in answers.everyone:
        if rules and name not in known:
            allowed = "、".join(known)
            raise UnreadableRosterError(say("answer_unknown", question=name, allowed=allowed))


def _options(rules: Rules) -> Mapping[str, tuple[str, ...]]:
    """The answers to what a rule asks of a person, by question."""
    asked = {item.id: item.options for item in rules.rule.questions}
    return asked | {item.id: YES_NO for item in rules.rule.conditions} | {ALL_APPROVED: OPTIONS}


def _unusable_answers(person: Person, rules: Rules) -> tuple[RowError, ...]:
    """Answers of a person's own row that are none of those that can be given."""
    texts = {item.id: item.text for item in rules.rule.questions}
    texts.update({item.id: item.text for item in rules.rule.conditions})
    faults = []
    for name, answer in person.answers.items():
        options = _options(rules).get(name, ())
        if name in texts and str(answer) not in (*options, *UNKNOWN):
            message = say("answer_choice", allowed="、".join(options))
            faults.append(RowError(person.first, texts[name], str(answer), message))
    return tuple(faults)


def _placed(error: RowError, person: Person) -> RowError:
    """An error of a number without a row lies in the person's own row."""
    if error.row is not None:
        return error
    return RowError(person.first, error.column or HOURS, error.value, error.message)


def city_names(cities: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Every name of some cities, given as id and name, to their id."""
    names: dict[str, str] = {}
    for key, name in cities:
        for written in (key, name, name.removesuffix("市")):
            names["".join(plain(written).split())] = key
    return names
