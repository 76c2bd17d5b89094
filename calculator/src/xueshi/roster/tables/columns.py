"""Which column of a table means what: by the names people use, else by asking; nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from xueshi.ledger import table as ledger
from xueshi.roster.sentences import say
from xueshi.roster.tables.headers import (
    ANSWER_TO,
    APPROVED,
    EVERY,
    FIELDS,
    HOURS_OF,
    NAME,
    PERSON_FIELDS,
    STAFF_ID,
    UNUSED,
)
from xueshi.roster.tables.layout import ColumnQuestion, Form, Layout
from xueshi.roster.tables.table import Record, UnreadableRosterError
from xueshi.roster.tables.words import Meaning, Words, is_hours, meaning_of, shown

REVIEWS = (APPROVED, ledger.REVIEWED)
"""What a table may say several times: a unit and a department each review."""


class WrongFormError(UnreadableRosterError):
    """Raised for a table that cannot have the form that its owner named."""


def lay_out(header: Record, words: Words, given: Mapping[str, str], form: Form | None = None) -> Layout:
    """The meaning of every column under a header. ``given`` are the owner's answers: meanings by header.

    Raises ``UnreadableRosterError`` where an answer is none or the table lacks what it needs.
    """
    headers = _named_apart(header.cells)
    _refuse_unknown(given, headers, words)
    meanings = [meaning_of(name, words, given) for name in headers]
    if form:
        _refuse_form(form, meanings)
    form = form or _form(meanings)
    questions = list(_unclear(headers, meanings, form, words))
    taken: dict[str, list[int]] = {}
    for at, meaning in enumerate(meanings):
        if isinstance(meaning, str) and meaning != UNUSED and _has_use(meaning, form):
            taken.setdefault(meaning, []).append(at)
    together: dict[str, tuple[int, ...]] = {}
    for meaning, places in taken.items():
        if len(places) < 2:
            continue
        options = tuple(headers[at] for at in places)
        if meaning in REVIEWS and all(name in given for name in options):
            together[meaning] = tuple(places)
            continue
        several = (EVERY,) if meaning in REVIEWS else ()
        text = say("ask_reviews" if several else "ask_which", meaning=meaning, headers="”、“".join(options))
        questions.append(ColumnQuestion(f"which:{meaning}", "", meaning, text, (*options, *several)))
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
        together,
        unread=tuple(name for at, name in enumerate(headers) if name and at not in used),
        questions=tuple(questions),
    )


def _named_apart(cells: Sequence[str]) -> tuple[str, ...]:
    """The headers as they are shown; of equal ones the later are named with their place."""
    names: list[str] = []
    for at, cell in enumerate(cells, 1):
        name = shown(cell)
        names.append(say("header_again", name=name, at=at) if name and name in names else name)
    return tuple(names)


def _refuse_unknown(given: Mapping[str, str], headers: Sequence[str], words: Words) -> None:
    allowed = words.allowed()
    for header, meaning in given.items():
        if header in headers and meaning not in allowed:
            raise UnreadableRosterError(
                say("unknown_meaning", header=header, value=meaning, allowed="、".join(allowed))
            )


def _form(meanings: Iterable[Meaning]) -> Form:
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


def _refuse_form(form: Form, meanings: Iterable[Meaning]) -> None:
    """Raises ``WrongFormError`` where a table has not the form that was named: hours would be lost."""
    found = [item for item in meanings if item]
    known = {item for item in found if isinstance(item, str)}
    subjects = [item for item in known if item.startswith(HOURS_OF)]
    if form is Form.TOTALS and not any(map(is_hours, found)):
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
    meanings: Sequence[Meaning],
    form: Form,
    words: Words,
) -> Iterable[ColumnQuestion]:
    """A question for every header that can mean several things here, as far as nothing else means them."""
    # Of two columns with a subject's name, one may be what is required; of two reviews one may have failed.
    subjects = {HOURS_OF + name for name in words.subjects.values()}
    known = {item for item in meanings if isinstance(item, str)} - subjects - set(REVIEWS)
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
