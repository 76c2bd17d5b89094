"""Rules that hold the data against the texts of its documents (``--sources``)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from fractions import Fraction

from builder.checks.clauses import Clauses, fits, name
from builder.checks.context import Context, problem
from builder.checks.printed import Printed, printed_values, row_as_printed
from builder.checks.sequence import gap
from builder.checks.source_text import SourceText, comparable
from builder.folder import DataFile
from builder.reading import Problem
from xueshi.model.plain import plain_number
from xueshi.model.policy import Provision, Targets
from xueshi.model.registers import BaseList, Document, Held, Remark, StatedFact
from xueshi.model.structure import Path
from xueshi.model.values import Source
from xueshi.validate.dates import matches
from xueshi.validate.numbers import ARABIC, WORDS, days_in, numbers_in, plain

Texts = dict[str, SourceText]
"""Source texts by the reference of their document."""

Rule = Callable[[Context, Texts], Iterator[Problem]]

UNITS = "(个工作日|学时|%|份|天)"
ARABIC_AMOUNT = re.compile(f"({ARABIC.pattern}){UNITS}")
AMOUNT = re.compile(f"({ARABIC.pattern}|[{WORDS}]+){UNITS}")


def load_texts(context: Context) -> tuple[Texts, list[Problem]]:
    """Read the texts of all documents that name one; what is missing is a reminder, another text an error."""
    texts: Texts = {}
    problems = []
    assert context.sources is not None
    for file, path, document in context.every("documents", Document):
        if document.source_text is None:
            if document.held is Held.READ:
                problems.append(problem(file, (*path, "held"), "W302", document.ref))
            continue
        try:
            text = (context.sources / document.source_text).read_bytes().decode("utf-8-sig", "replace")
        except OSError:
            problems.append(problem(file, (*path, "source_text"), "W301", document.source_text))
            continue
        found = SourceText(text, document.corrections)
        if found.has(document.title) or found.has(document.ref):
            texts[document.ref] = found
        else:
            problems.append(problem(file, (*path, "source_text"), "E309", document.source_text))
    return texts, problems


def evidence_is_in_text(context: Context, texts: Texts) -> Iterator[Problem]:
    """Every evidence stands in the text of its document, word for word, and in the clause that is named."""
    clauses = {ref: Clauses(text.original) for ref, text in texts.items()}
    for file, path, source, document in context.used_sources():
        text = texts.get(document.ref) if document is not None else None
        if document is None or text is None:
            continue
        if not text.has(source.evidence):
            hint = text.nearest(source.evidence)
            yield problem(file, (*path, "evidence"), "E303", document.ref, hint=hint)
            continue
        places = [clauses[document.ref].at(offset) for offset in text.offsets(source.evidence)]
        if places and not any(fits(source.clause, place) for place in places):
            names = "、".join(dict.fromkeys(name(place) for place in places if place is not None))
            found = f"这几个字在原文的“{names}”，不在“{source.clause}”"
            yield problem(file, (*path, "clause"), "E307", found, hint=names)


def issue_days_are_in_text(context: Context, texts: Texts) -> Iterator[Problem]:
    """The day a document was issued stands in its text."""
    for file, path, document in context.every("documents", Document):
        day, text = document.issued_on, texts.get(document.ref)
        if text is not None and isinstance(day, datetime.date) and not matches(day, text.days):
            printed = f"{day.year}年{day.month}月{day.day}日"
            found = f"{document.ref} 的原文里找不到 “{printed}”"
            yield problem(file, (*path, "issued_on"), "E304", found)


def lists_are_as_printed(context: Context, texts: Texts) -> Iterator[Problem]:
    """Bases and rows of a table stand in the text side by side, in this order, and none beside them."""
    for file in context.folder.files:
        for path, node in file.nodes:
            if not isinstance(node, BaseList | Targets):
                continue
            document = context.document_of(file, node.source)
            text = texts.get(document.ref) if document is not None else None
            if text is None:
                continue
            if isinstance(node, BaseList):
                field, items = "bases", [base.name for base in node.bases]
                extras = [word for base in node.bases for word in (base.contact, base.phone) if word]
            else:
                field, items, extras = "rows", [row_as_printed(row) for row in node.rows], []
            if (found := gap(text.corrected, items, extras)) is not None:
                yield problem(file, (*path, field), "E308", found)


def praised_rows_are_in_text(context: Context, texts: Texts) -> Iterator[Problem]:
    """Who is praised in a table, and nobody else, is named in the sentence that praises."""
    for file, path, targets in context.every("cities", Targets):
        source = targets.praise_source
        document = context.document_of(file, source) if source is not None else None
        text = texts.get(document.ref) if document is not None else None
        sentence = text.sentence(source.evidence) if text is not None and source is not None else ""
        for index, row in enumerate(targets.rows if sentence else ()):
            if row.praised != (comparable(row.name) in sentence):
                words = "不在表扬的那句话里，却写了" if row.praised else "在表扬的那句话里，却没有写"
                found = f"“{row.name}”{words} praised: true"
                yield problem(
                    file, (*path, "rows", index, "praised" if row.praised else "name"), "E310", found
                )


def printed_values_are_in_text(context: Context, texts: Texts) -> Iterator[Problem]:
    """Names, numbers and columns that the data has as printed stand in the text."""
    for item in printed_values(context):
        known = [item.document] if item.document is not None else list(texts)
        if not known or any(ref not in texts for ref in known):
            continue
        if not any(_stands(item, texts[ref]) for ref in known):
            ref = item.document or known[0]
            hint = texts[ref].nearest(item.value) if not item.digits else None
            where = f"{item.document} 的原文里" if item.document else "各份通知的原文里都"
            yield problem(item.file, item.path, "E304", f"{where}找不到 “{item.value}”", hint=hint)


def corrections_are_of_the_text(context: Context, texts: Texts) -> Iterator[Problem]:
    """What a correction corrects stands in the text."""
    for file, path, document in context.every("documents", Document):
        if (text := texts.get(document.ref)) is not None:
            for index, item in enumerate(document.corrections):
                if not text.has_as_printed(item.printed):
                    place = (*path, "corrections", index, "printed")
                    yield problem(file, place, "E306", item.printed, hint=text.nearest(item.printed))


def told_numbers_are_in_text(context: Context, texts: Texts) -> Iterator[Problem]:
    """Numbers told in our own words stand in the text of the source, or a derivation is declared."""
    for file in context.folder.files:
        for path, node in file.nodes:
            if isinstance(node, Provision | StatedFact | Remark) and node.source is not None:
                yield from _told(context, texts, file, path, node, node.source)


def _told(
    context: Context,
    texts: Texts,
    file: DataFile,
    path: Path,
    node: Provision | StatedFact | Remark,
    source: Source,
) -> Iterator[Problem]:
    document = context.document_of(file, source)
    text = texts.get(document.ref) if document is not None else None
    if document is None or text is None or source.derivation is not None:
        return
    own = f"{document.number} {document.title}"
    known = text.numbers | set(_numbers(own))
    amounts, days = _amounts(text.original) | _amounts(text.corrected), text.days | days_in(own)
    fields = {"text": node.text} if isinstance(node, StatedFact) else {"title": node.title, "text": node.text}
    for name_, words in fields.items():
        strange = [str(plain_number(number)) for number in _numbers(words) if number not in known]
        strange += [
            f"{plain_number(number)} {unit}"
            for number, unit in sorted(_amounts(words, form=ARABIC_AMOUNT) - amounts)
            if number in known
        ]
        strange += [
            f"{day.month} 月 {day.day} 日"
            for day in days_in(words)
            if not any((day.month, day.day) == (item.month, item.day) for item in days)
        ]
        for found in strange:
            yield problem(file, (*path, name_), "E305", found, hint=document.ref)


def _numbers(text: str) -> list[Fraction]:
    """Numbers in Arabic digits, in order, each once."""
    return list(dict.fromkeys(Fraction(word.replace(",", "")) for word in ARABIC.findall(plain(text))))


def _amounts(text: str, form: re.Pattern[str] = AMOUNT) -> set[tuple[Fraction, str]]:
    """Numbers with the unit behind them: in a long text every small number stands somewhere."""
    found = form.findall(plain(text))
    return {(number, unit) for word, unit in found for number in numbers_in(word)}


def _stands(item: Printed, text: SourceText) -> bool:
    return text.has_number(item.value) if item.digits else text.has(item.value)


RULES: tuple[Rule, ...] = (
    evidence_is_in_text,
    issue_days_are_in_text,
    lists_are_as_printed,
    praised_rows_are_in_text,
    printed_values_are_in_text,
    corrections_are_of_the_text,
    told_numbers_are_in_text,
)
