"""Model objects as the plain data that is published: whole sources, no persons, the same head everywhere."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from builder.addresses import document_page
from builder.api.shapes import PublishedSource
from builder.catalog import Catalog
from xueshi.jsontext import dumps_plain
from xueshi.model.plain import unstructure
from xueshi.model.published import SCHEMA_VERSION
from xueshi.model.registers import Base, Document
from xueshi.model.values import Source

LICENSE = "CC-BY-4.0"

PRIVATE: dict[type, frozenset[str]] = {Base: frozenset({"contact"})}
"""Fields that never leave the pages."""


def text_of(checked_on: datetime.date, content: Mapping[str, Any]) -> str:
    """A file of the interface: version and date of its data, then its content, which is plain already."""
    head = {"schema_version": SCHEMA_VERSION, "generated_at": checked_on.isoformat()}
    return dumps_plain({**head, **content}, indent=1) + "\n"


def plain(catalog: Catalog, value: object, main: Document | None = None) -> Any:
    """Plain data with every source told in full and without the fields that stay on the pages.

    ``main`` is the document a source stands in that names none.
    """
    if isinstance(value, Source):
        return unstructure(source_in_full(catalog, value, main))
    kind: Any = type(value)
    if kept := _kept(kind):
        own = value if isinstance(value, Document) else main
        return {
            name: item if type(item := getattr(value, name)) is str else plain(catalog, item, own)
            for name in kept
        }
    if isinstance(value, tuple):
        return [plain(catalog, item, main) for item in value]
    return unstructure(value)


@cache
def _kept(kind: type) -> tuple[str, ...]:
    """The fields of a class that are published; nothing for what is no class of the model."""
    if not is_dataclass(kind):
        return ()
    return tuple(item.name for item in fields(kind) if item.name not in PRIVATE.get(kind, ()))


def source_in_full(catalog: Catalog, source: Source, main: Document | None) -> PublishedSource:
    """The source with its document's number, title and page."""
    document = catalog.document(source.document) if source.document is not None else main
    return PublishedSource(
        document=document.ref if document else source.document,
        title=document.title if document else None,
        page=document_page(document) if document else None,
        clause=source.clause,
        evidence=source.evidence,
        derivation=source.derivation,
    )
