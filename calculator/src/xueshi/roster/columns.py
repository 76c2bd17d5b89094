"""Which column of a table means what: by the names people use, else by asking; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from xueshi.ledger import table as ledger
from xueshi.ledger.cells import plain
from xueshi.model.published import Rules
from xueshi.model.rule import Requirement
from xueshi.model.shapes import Condition, RuleQuestion
from xueshi.roster.headers import (
    ANSWER_TO,
    APPROVED,
    CREDIT,
    FIELDS,
    HOURS_OF,
    LENIENT,
    MEANINGS,
    NAME,
    PERSON_FIELDS,
    STAFF_ID,
    SUMS,
    UNCLEAR,
    UNUSED,
    bare_header,
    is_harmless,
    may_be_hours,
    may_be_unlearned,
    review_meaning,
    visible,
    without_hours,
    without_remarks,
)
from xueshi.roster.sentences import say
from xueshi.roster.table import Record, UnreadableRosterError

HEADER_ROWS = 3
"""Rows of one header at most: a group, its subjects, and what of them."""

HEADER_WITHIN = 50
"""Rows among which the header is looked for; titles and notes often stand above it."""


class WrongFormError(UnreadableRosterError):
    """Raised for a table that cannot have the form that its owner named."""


class Form(StrEnum):
    """What a row of a table is."""

    ROWS = "rows"
    """One thing that somebody learned."""
    TOTALS = "totals"
    """One person, with hours per subject."""
    STAFF = "staff"
    """One person, and nothing about hours: who has no rows elsewhere has learned nothing."""


@dataclass(frozen=True, slots=True)
class ColumnQuestion:
    """Something about the columns that only the table's owner knows.

    ``options`` are meanings of the column ``header``, or where that is empty the headers of which one is
    ``meaning``. Answers are given as meanings by header.
    """

    id: str
    header: str
    meaning: str
    text: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A table's columns: where each meaning stands. Columns count from 0."""

    form: Form
    header_line: int
    headers: tuple[str, ...]
    places: Mapping[str, int]
    """By field."""
    subjects: tuple[tuple[str, int], ...] = ()
    """Names of subjects as written, where a row is a person."""
    answers: tuple[tuple[str, int], ...] = ()
    """Questions of the rule by id."""
    unread: tuple[str, ...] = ()
    """Headers that mean nothing here."""
    questions: tuple[ColumnQuestion, ...] = field(default=())
    """What has to be asked first; without answers nothing is read."""


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

    def meaning(self, header: str) -> str | tuple[str, ...] | None:
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

    def _named(self, name: str) -> str | tuple[str, ...] | None:
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


def names_of(node: Requirement) -> tuple[str, ...]:
    """Everything a subject may be called."""
    return node.id, node.name, *node.aliases


def find_header(records: Iterable[Record], words: Words, given: Mapping[str, str]) -> Record:
    """The row that names the columns, among the first rows. Raises ``UnreadableRosterError``.

    A header of several rows (``公需`` above ``必修`` and ``选修``) is one, with the line of the last.
    """
    first = [record for _, record in zip(range(HEADER_WITHIN + 1), records, strict=False)]
    best, most = None, 1
    for at, record in enumerate(first[:HEADER_WITHIN]):
        meanings = [_meaning(cell, words, given) for cell in record.cells if cell.strip()]
        likely = (item[0] if isinstance(item, tuple) and len(item) == 2 else item for item in meanings)
        known = {item for item in likely if isinstance(item, str) and item != UNUSED}
        people = known & set(PERSON_FIELDS)
        score = len(known) + 2 * bool(people)
        if score > most and (people or len(known) > 2):
            best, most = at, score
    if best is None:
        raise UnreadableRosterError(say("no_header", within=HEADER_WITHIN))
    header = _grouped(first[best - 1], first[best], words, given) if best else first[best]
    for below in first[best + 1 : best + HEADER_ROWS]:
        joined = _joined(header, below, words, given)
        if joined is header:
            break
        header = joined
    return header


def _joined(upper: Record, lower: Record, words: Words, given: Mapping[str, str]) -> Record:
    """Two rows of a header as one, where the second names columns and nothing else.

    What says more of a subject above it (``应学``) is put in brackets behind that one's name.
    """
    width = max(len(upper.cells), len(lower.cells))
    above, below = ((*row.cells, *[""] * width)[:width] for row in (upper, lower))
    own = [at for at in range(width) if below[at].strip() and at not in lower.merged]
    means = {at: _meaning(below[at], words, given) for at in own}
    if not own or any(item in PERSON_FIELDS for item in means.values()):
        return upper
    tops = [_meaning(cell, words, given) if cell.strip() else None for cell in above]
    joined, under = list(above), []
    for at in own:
        lower_means, joined[at] = means[at], below[at]
        top = next((place for place in range(at, -1, -1) if above[place].strip()), at)
        names_itself = isinstance(lower_means, str) and (lower_means.startswith(HOURS_OF) or top != at)
        if _is_hours(tops[top]):
            under.append(at)
            if not names_itself or lower_means == ledger.HOURS:
                joined[at] = f"{above[top].strip()}（{below[at].strip()}）"
    if not all(means.values()):
        people = [at for at in range(width) if _is_person(tops[at])]
        if any(at in own for at in people) or not under or any(_NUMBER.fullmatch(below[at]) for at in under):
            return upper
    return _grouped(upper, Record(lower.line, tuple(joined)), words, given)


def _grouped(above: Record, header: Record, words: Words, given: Mapping[str, str]) -> Record:
    """A header whose subjects say also what stands above several of them, where that may be no learned hours.

    It stands in brackets behind the subject's name, so that it is asked about.
    """
    cells = list(header.cells)
    means = [_meaning(cell, words, given) if cell.strip() else None for cell in cells]
    group = ""
    for at, meaning in enumerate(means):
        text = above.cells[at].strip() if at < len(above.cells) else ""
        group = "" if _is_person(meaning) or text == header.cells[at].strip() else text or group
        told = bool(group) and may_be_unlearned(group) and not _is_hours(_meaning(group, words, given))
        if told and isinstance(meaning, str) and _is_hours(meaning):
            cells[at] = f"{cells[at].strip()}（{group}）"
    return Record(header.line, tuple(cells), header.merged) if cells != list(header.cells) else header


_NUMBER = re.compile(r"\s*[0-9][0-9.,/:%-]*\s*(?:学时|课时|小时)?\s*")


def _is_hours(meaning: str | tuple[str, ...] | None) -> bool:
    return _likely(meaning).startswith(HOURS_OF)


def _is_person(meaning: str | tuple[str, ...] | None) -> bool:
    return _likely(meaning) in PERSON_FIELDS


def _likely(meaning: str | tuple[str, ...] | None) -> str:
    """The meaning, the first of several, or nothing."""
    return meaning[0] if isinstance(meaning, tuple) else meaning or ""


def lay_out(header: Record, words: Words, given: Mapping[str, str], form: Form | None = None) -> Layout:
    """The meaning of every column under a header. ``given`` are the owner's answers: meanings by header.

    Raises ``UnreadableRosterError`` where an answer is none or the table lacks what it needs.
    """
    headers = _named_apart(header.cells)
    _refuse_unknown(given, headers, words)
    meanings = [_meaning(name, words, given) for name in headers]
    if form:
        _refuse_form(form, meanings)
    form = form or _form(meanings)
    questions = list(_unclear(headers, meanings, form, words))
    taken: dict[str, list[int]] = {}
    for at, meaning in enumerate(meanings):
        if isinstance(meaning, str) and meaning != UNUSED and _has_use(meaning, form):
            taken.setdefault(meaning, []).append(at)
    for meaning, places in taken.items():
        if len(places) > 1:
            options = tuple(headers[at] for at in places)
            text = say("ask_which", meaning=meaning, headers="”、“".join(options))
            questions.append(ColumnQuestion(f"which:{meaning}", "", meaning, text, options))
    free = tuple(name for name, meaning in zip(headers, meanings, strict=True) if name and not meaning)
    questions.extend(_missing(taken, free, form, questions))
    first = {meaning: places[0] for meaning, places in taken.items()}
    used = {at for places in taken.values() for at in places}
    return Layout(
        form,
        header.line,
        headers,
        {name: at for name, at in first.items() if name in FIELDS},
        tuple((name.removeprefix(HOURS_OF), at) for name, at in first.items() if name.startswith(HOURS_OF)),
        tuple((name.removeprefix(ANSWER_TO), at) for name, at in first.items() if name.startswith(ANSWER_TO)),
        tuple(name for at, name in enumerate(headers) if name and at not in used),
        tuple(questions),
    )


def _named_apart(cells: Sequence[str]) -> tuple[str, ...]:
    """The headers as they are shown; of equal ones the later are named with their place."""
    names: list[str] = []
    for at, cell in enumerate(cells, 1):
        name = " ".join(visible(cell).split())
        names.append(say("header_again", name=name, at=at) if name and name in names else name)
    return tuple(names)


def _meaning(header: str, words: Words, given: Mapping[str, str]) -> str | tuple[str, ...] | None:
    name = " ".join(visible(header).split())
    return given[name] if name in given else words.meaning(name)


def _refuse_unknown(given: Mapping[str, str], headers: Sequence[str], words: Words) -> None:
    allowed = words.allowed()
    for header, meaning in given.items():
        if header in headers and meaning not in allowed:
            raise UnreadableRosterError(
                say("unknown_meaning", header=header, value=meaning, allowed="、".join(allowed))
            )


def _form(meanings: Iterable[str | tuple[str, ...] | None]) -> Form:
    """The form that the columns speak for."""
    known = {item for item in meanings if isinstance(item, str)}
    unclear = {option for item in meanings if isinstance(item, tuple) for option in item}
    needed = set(ledger.REQUIRED_COLUMNS)
    by_subject = any(item.startswith(HOURS_OF) for item in known)
    if (
        len(known & needed) >= 2
        or (known & needed and not by_subject)
        or (needed & unclear and not by_subject)
    ):
        return Form.ROWS
    if by_subject or any(item.startswith(HOURS_OF) for item in unclear):
        return Form.TOTALS
    return Form.STAFF


def _refuse_form(form: Form, meanings: Iterable[str | tuple[str, ...] | None]) -> None:
    """Raises ``WrongFormError`` where a table has not the form that was named: hours would be lost."""
    found = [item for item in meanings if item]
    known = {item for item in found if isinstance(item, str)}
    subjects = [item for item in known if item.startswith(HOURS_OF)]
    if form is Form.TOTALS and not any(map(_is_hours, found)):
        raise WrongFormError(say("form_totals"))
    columns = [name for name in ledger.REQUIRED_COLUMNS if name in known]
    # One subject alone may be what somebody has studied (专业), and no hours.
    if form is Form.STAFF and (columns or len(subjects) > 1):
        names = [*columns, *sorted(item.removeprefix(HOURS_OF) for item in subjects)]
        raise WrongFormError(say("form_staff", names="、".join(names)))


def _has_use(meaning: str, form: Form) -> bool:
    """Whether a table of this form reads such a column."""
    if meaning.startswith(HOURS_OF):
        return form is Form.TOTALS
    if meaning == APPROVED:
        return form is not Form.STAFF
    return meaning not in ledger.COLUMNS or form is Form.ROWS


def _unclear(
    headers: Sequence[str],
    meanings: Sequence[str | tuple[str, ...] | None],
    form: Form,
    words: Words,
) -> Iterable[ColumnQuestion]:
    """A question for every header that can mean several things here, as far as nothing else means them."""
    # Of two columns with a subject's name, one may be what is required; of two reviews one may have failed.
    subjects = {HOURS_OF + name for name in words.subjects.values()}
    known = {item for item in meanings if isinstance(item, str)} - subjects - {APPROVED}
    for header, meaning in zip(headers, meanings, strict=True):
        if not isinstance(meaning, tuple):
            continue
        options = tuple(
            item for item in meaning if item == UNUSED or (_has_use(item, form) and item not in known)
        )
        if options != (UNUSED,) and options:
            text = say("ask_meaning", header=header)
            yield ColumnQuestion(f"column:{header}", header, "", text, options)


def _missing(
    taken: Mapping[str, Sequence[int]],
    free: Sequence[str],
    form: Form,
    asked: Sequence[ColumnQuestion],
) -> Iterable[ColumnQuestion]:
    """A question for every column that must be there and that an unknown header may be."""
    offered = {option for question in asked for option in question.options}
    needed = list(ledger.REQUIRED_COLUMNS) if form is Form.ROWS else []
    lacking = [name for name in needed if name not in taken and name not in offered]
    if not any(name in taken or name in offered for name in PERSON_FIELDS):
        lacking.append(f"{NAME}或{STAFF_ID}")
    if lacking and not free:
        raise UnreadableRosterError(say("columns_missing", missing="、".join(lacking)))
    for name in lacking:
        meaning = NAME if name not in FIELDS else name
        text = say("ask_missing", meaning=name)
        yield ColumnQuestion(f"missing:{meaning}", "", meaning, text, tuple(free))
