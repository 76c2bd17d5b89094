"""The 出处 list of a page: every number in the text links to the line that shows where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from builder.pages.templating import escaped, safe
from xueshi.model.values import Source

JOINER = "\u2060"
"""Keeps a mark on the line of the word before it."""
NOTHING = Markup("")


@dataclass(slots=True)
class Entry:
    """One line of the list."""

    number: int
    document: str
    """文号 or title of the document."""
    href: str | None
    """Address of the document's page, seen from the page that cites it."""
    source: Source
    marks: list[tuple[str, str]] = field(default_factory=list)
    """The places in the text that point here, in reading order: id, and what is shown there."""

    @property
    def id(self) -> str:
        """Anchor of the line; `Citations` writes it too."""
        return f"src-{self.number}"

    @property
    def places(self) -> dict[str, str]:
        """What the text shows on the strength of this line, and where it does so first."""
        found: dict[str, str] = {}
        for mark, label in self.marks:
            found.setdefault(label, mark)
        return found

    @property
    def labels(self) -> list[str]:
        """The same without the places, and without unnamed ones."""
        return [label for label in self.places if label]


class Citations:
    """Collects the sources of one page while its template runs, and numbers them in reading order.

    Sources with the same document, clause and evidence share a line. ``main`` is the document that a source
    without a document of its own stands in; ``resolve`` gives a document's name and the address of its page.
    """

    def __init__(self, main: str, resolve: Callable[[str], tuple[str, str | None]]) -> None:
        self._main = main
        self._resolve = resolve
        self._entries: dict[tuple[str, str, str, str | None], Entry] = {}
        self._resolved: dict[str, tuple[str, str | None]] = {}

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def _use(self, source: Source, label: str) -> tuple[Entry, str]:
        document = source.document or self._main
        key = (document, source.clause, source.evidence, source.derivation)
        entry = self._entries.get(key)
        if entry is None:
            if (resolved := self._resolved.get(document)) is None:
                resolved = self._resolved[document] = self._resolve(document)
            entry = Entry(len(self._entries) + 1, *resolved, source)
            self._entries[key] = entry
        mark = f"ref-{entry.number}-{len(entry.marks) + 1}"
        entry.marks.append((mark, label))
        return entry, mark

    def note(self, source: Source | None, label: str = "") -> Markup:
        """A small number in brackets that leads to the source's line; nothing without a source."""
        if source is None:
            return NOTHING
        entry, mark = self._use(source, label)
        no = entry.number
        return safe(
            f'{JOINER}<sup class="xs-cite">'
            f'<a id="{mark}" href="#src-{no}" aria-label="出处 {no}">{no}</a></sup>'
        )

    def figure(self, text: object, source: Source | None, label: str = "") -> Markup:
        """A number or date that is itself the link to its source's line."""
        if source is None:
            return escape(text)
        entry, mark = self._use(source, label)
        no = entry.number
        return safe(
            f'<a class="xs-fig" id="{mark}" href="#src-{no}" title="出处 {no}：{escaped(source.clause)}">'
            f"{escaped(text)}</a>"
        )
