"""Pages of the documents: ``/documents/`` and ``/documents/<id>/``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from builder.pages.book import CITIES, DOCUMENTS, Book
from builder.pages.citations import Entry
from builder.pages.environment import render
from builder.pages.page import Page, relative
from xueshi.model.registers import Document, Held, Level, StatedFact
from xueshi.model.values import Silence, Source


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page's 出处, as far as the page of the document shows it."""

    number: int
    source: Source
    labels: tuple[str, ...]

    @property
    def id(self) -> str:
        """Anchor of the line."""
        return f"src-{self.number}"

    @property
    def words(self) -> str:
        """What the line stands for, in one text."""
        return "；".join(self.labels)


@dataclass(frozen=True, slots=True)
class Taken:
    """What one page took from a document. Lines are many: they are put together when they are asked for."""

    title: str
    url: str
    numbers: tuple[int, ...]
    sources: tuple[Source, ...]
    labels: tuple[tuple[str, ...], ...]

    @property
    def entries(self) -> list[Line]:
        """The lines of the page's 出处 that name the document."""
        return list(map(Line, self.numbers, self.sources, self.labels))


class Taking:
    """What all pages take from the documents, noted page by page, in any order."""

    def __init__(self) -> None:
        self._by_document: dict[str, dict[str, Taken]] = {}
        self._by_page: dict[str, tuple[str, ...]] = {}
        self._same: dict[tuple[object, ...], tuple[Any, ...]] = {}

    def note(self, page: Page) -> None:
        """Note the sources of a page, in the place of what was noted of it before."""
        self.forget(page.url)
        by_document: dict[str, list[Entry]] = {}
        for entry in page.cites or ():
            by_document.setdefault(entry.document, []).append(entry)
        for ref, entries in by_document.items():
            self._by_document.setdefault(ref, {})[page.url] = Taken(
                page.title,
                page.url,
                self._shared(tuple(entry.number for entry in entries)),
                tuple(entry.source for entry in entries),
                self._shared(tuple(self._shared(tuple(entry.labels)) for entry in entries)),
            )
        if by_document:
            self._by_page[page.url] = tuple(by_document)

    def _shared[T](self, values: tuple[T, ...]) -> tuple[T, ...]:
        """The same values as they were met first: pages have many of them in common."""
        return self._same.setdefault(values, values)

    def keep(self, urls: Iterable[str]) -> None:
        """Forget the pages that are no longer there."""
        for url in self._by_page.keys() - set(urls):
            self.forget(url)

    def forget(self, url: str) -> None:
        """A page is no longer there."""
        for ref in self._by_page.pop(url, ()):
            del self._by_document[ref][url]

    def of(self, document: Document) -> tuple[Taken, ...]:
        """What was taken from a document: by city-years, then by other pages."""
        found = self._by_document.get(document.ref, {}).values()
        return tuple(sorted(found, key=lambda item: (not item.url.startswith(CITIES.url), item.url)))


def hub(book: Book) -> Page:
    """All documents by who stands behind them."""
    url = DOCUMENTS.url
    groups = [
        (level, [item for item in book.catalog.documents if item.level is level])
        for level in (Level.CITY, Level.PROVINCE, Level.NATION)
    ]
    body = render("documents.md.jinja", groups=groups, held=Held, link=partial(relative, start=url))
    return Page(
        url,
        "文件",
        f"本站引用的 {len(book.catalog.documents)} 份文件：文号、发文机关、日期，读过原文还是仅见引用。",
        body,
    )


def document(book: Book, item: Document, taken: tuple[Taken, ...]) -> Page:
    """One document: what it is, what it rests on, what others say of it, what the site took from it."""
    url = f"{DOCUMENTS.url}{item.id}/"
    facts: list[tuple[StatedFact, str | None]] = [
        (fact, book.document_url(fact.source.document) if fact.source.document else None)
        for fact in item.facts
    ]
    used_by = book.resting_on(item)
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
