"""Rules that hold the data against the texts of its documents (``--sources``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from builder.checks.context import Context, main_notice, problem
from builder.checks.printed import Printed, printed_values
from builder.checks.source_text import SourceText
from builder.folder import DataFile
from builder.reading import Problem
from xueshi.model import structure as model
from xueshi.model.policy import CityYear, Document, Held, Provision, Remark, StatedFact
from xueshi.model.values import Source
from xueshi.validate.numbers import ARABIC, plain
from xueshi.validate.walk import walk

Texts = dict[str, SourceText]
"""Source texts by the reference of their document."""

Rule = Callable[[Context, Texts], Iterator[Problem]]


def load_texts(context: Context) -> tuple[Texts, list[Problem]]:
    """Read the texts of all documents that name one; what is missing is a reminder."""
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
        else:
            texts[document.ref] = SourceText(text, document.corrections)
    return texts, problems


def evidence_is_in_text(context: Context, texts: Texts) -> Iterator[Problem]:
    """Every evidence stands in the text of its document, word for word."""
    for file, path, source, document in context.used_sources():
        text = texts.get(document.ref) if document is not None else None
        if document is not None and text is not None and not text.has(source.evidence):
            hint = text.nearest(source.evidence)
            yield problem(file, (*path, "evidence"), "E303", document.ref, hint=hint)


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


def summary_numbers_are_in_rule_or_text(context: Context, texts: Texts) -> Iterator[Problem]:
    """Numbers in the summary of a year are numbers of its rule or of its main notice."""
    for file, city_year in context.city_years():
        text = texts.get(main_notice(file) or "")
        if text is not None:
            known = text.numbers | _rule_numbers(city_year)
            for number in _numbers(city_year.summary):
                if number not in known:
                    found = str(model.plain_number(number))
                    yield problem(file, ("summary",), "E305", found, hint=main_notice(file))


def _told(
    context: Context,
    texts: Texts,
    file: DataFile,
    path: model.Path,
    node: Provision | StatedFact | Remark,
    source: Source,
) -> Iterator[Problem]:
    document = context.document_of(file, source)
    text = texts.get(document.ref) if document is not None else None
    if document is None or text is None or source.derivation is not None:
        return
    known = text.numbers | set(_numbers(f"{document.number} {document.title}"))
    fields = {"text": node.text} if isinstance(node, StatedFact) else {"title": node.title, "text": node.text}
    for name, words in fields.items():
        for number in _numbers(words):
            if number not in known:
                found = str(model.plain_number(number))
                yield problem(file, (*path, name), "E305", found, hint=document.ref)


def _numbers(text: str) -> list[Fraction]:
    """Numbers in Arabic digits, in order, each once."""
    return list(dict.fromkeys(Fraction(word.replace(",", "")) for word in ARABIC.findall(plain(text))))


def _rule_numbers(city_year: CityYear) -> set[Fraction]:
    found = {Fraction(city_year.year)}
    for _, node in walk(city_year.rule.requirements):
        hours = getattr(node, "min_hours", None)
        if isinstance(hours, Fraction):
            found.add(hours)
    return found


def _stands(item: Printed, text: SourceText) -> bool:
    return text.has_number(item.value) if item.digits else text.has(item.value)


RULES: tuple[Rule, ...] = (
    evidence_is_in_text,
    printed_values_are_in_text,
    corrections_are_of_the_text,
    told_numbers_are_in_text,
    summary_numbers_are_in_rule_or_text,
)
