"""Pages of the documents: ``/documents/`` and ``/documents/<id>/``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from builder.pages.book import DOCUMENTS, Book
from builder.pages.citations import Citations, Entry
from builder.pages.environment import render
from builder.pages.page import Page, relative
from xueshi.model.policy import Document, Held, Level, StatedFact
from xueshi.model.values import Silence


@dataclass(frozen=True, slots=True)
class Citing:
    """A page that cites sources."""

    title: str
    url: str
    cites: Citations


@dataclass(frozen=True, slots=True)
class Taken:
    """What one page took from a document."""

    title: str
    url: str
    entries: tuple[Entry, ...]


def hub(book: Book) -> Page:
    """All documents by who stands behind them."""
    url = DOCUMENTS.url
    groups = [
        (level, [item for item in book.catalog.documents if item.level is level])
        for level in (Level.CITY, Level.PROVINCE, Level.NATION)
    ]
    body = render(
        "documents.md.jinja", book=book, groups=groups, held=Held, link=partial(relative, start=url)
    )
    return Page(
        url,
        "文件",
        f"本站引用的 {len(book.catalog.documents)} 份文件：文号、发文机关、日期，读过原文还是仅见引用。",
        body,
    )


def document(book: Book, item: Document, citing: Sequence[Citing]) -> Page:
    """One document: what it is, what it rests on, what others say of it, what the site took from it."""
    url = f"{DOCUMENTS.url}{item.id}/"
    taken = [
        Taken(source.title, source.url, entries)
        for source in citing
        if (entries := tuple(entry for entry in source.cites if entry.document == item.ref))
    ]
    facts: list[tuple[StatedFact, str | None]] = [
        (fact, book.document_url(fact.source.document) if fact.source.document else None)
        for fact in item.facts
    ]
    used_by = [
        other
        for other in book.catalog.documents
        if any((found := book.document(ref)) is not None and found.id == item.id for ref in other.rests_on)
    ]
    body = render(
        "document.md.jinja",
        book=book,
        item=item,
        held=Held,
        taken=taken,
        facts=facts,
        used_by=used_by,
        link=partial(relative, start=url),
    )
    number = "" if isinstance(item.number, Silence) else f"（{item.number}）"
    return Page(
        url,
        item.title if not number else f"{item.number} {item.title}",
        f"{item.title}{number}：{item.held.value}。",
        body,
        (DOCUMENTS,),
        about=f"{item.title}{number}",
    )
