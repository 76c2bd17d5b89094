"""People to results: each is judged under the rule of his city and year, or told that there is none."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from xueshi.judge import not_on_file
from xueshi.judge.compiled import CompiledRule
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
from xueshi.model.hints import nearest_name
from xueshi.model.published import Rules
from xueshi.roster.brief import judge_outcome
from xueshi.roster.outcome import AUTO_DOUBTFUL, Outcome, outcome_of
from xueshi.roster.people.answers import Answers, options_of, unusable_answers
from xueshi.roster.people.people import Person
from xueshi.roster.people.rows import Place
from xueshi.roster.sentences import say
from xueshi.roster.tables.headers import CITY
from xueshi.roster.tables.table import UnreadableRosterError
from xueshi.roster.tables.words import names_of

MOST_LOOKS = 5_000
"""Ways to write a row that are remembered."""

_MODE, _WAY, _DECLARED, _REVIEWED = map(COLUMNS.index, (ENTRY_MODE, WAY, DECLARED, REVIEWED))

_PROVINCE, _DISTRICT = re.compile("^[^省市]{2,3}省"), re.compile("[^市]{1,6}[区县]|[^市]{1,4}市")


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
        self._strange: dict[str, str] = {}
        self._doubts: dict[tuple[str, int, str, bool], bool] = {}

    def city(self, written: str) -> str | None:
        """The id of a city as somebody wrote it; or None."""
        return city_of(self.cities, written)

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

    def _strange_city(self, person: Person) -> RowError:
        """What is said of a city that is none of these; asked once for each spelling."""
        written = person.city
        if written not in self._strange:
            near = nearest_name(_PROVINCE.sub("", "".join(plain(written).split())), self.cities)
            meant = (
                say("row_city_meant", name=self._names.get(self.cities[near], near))
                if near
                else say("row_city_mend")
            )
            if len(self._strange) >= MOST_LOOKS:
                self._strange.clear()
            self._strange[written] = say("row_city", value=written) + meant
        return RowError(person.first, CITY, written, self._strange[written])

    def _refuse_unusable(self, rules: Rules) -> None:
        """An answer for everybody that is none would silently be nobody's."""
        for name, answer in self.answers.everyone.items():
            allowed = options_of(rules).get(name)
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
            errors = (*person.faults, *((self._strange_city(person),) if strange else ()))
            return Result(person, self._names.get(city or "", person.city), None, outcome, errors)
        totals, faults = self._totals(person, (city, person.year), compiled)
        ledger = Ledger(person.lines) if totals is None else ledger_of_totals(totals)
        outcome = judge_outcome(compiled, ledger, self.today, self.answers.of(person))
        if keys:
            self._refuse_own(keys, person, ledger, compiled)
        unusable = unusable_answers(person, compiled.rules) if person.answers else ()
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
                    for entry in entries:
                        codes = {issue.code for issue in judge.alone(entry)[1]}
                        self._doubts[look] = AUTO_DOUBTFUL in codes
                if self._doubts.get(look):
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
        known = options_of(compiled.rules)
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


def city_of(cities: Mapping[str, str], written: str) -> str | None:
    """The id of a city as somebody wrote it, also with its province or a district; or None.

    ``cities`` are those of ``city_names``.
    """
    text = "".join(plain(written).split())
    known = cities.get(text)
    if known is not None or not text:
        return known
    short = _PROVINCE.sub("", text)
    city, _, district = short.partition("市")
    whole = cities.get(f"{city}市") if _DISTRICT.fullmatch(district) else None
    return cities.get(short) or (None if district in cities else whole)
