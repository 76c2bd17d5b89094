"""Every value that the data holds as printed, with the document it is printed in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from builder.checks.context import Context
from builder.folder import DataFile
from xueshi.model import structure as model
from xueshi.model.policy import Form, TargetRow, Targets
from xueshi.model.registers import Address, BaseList, Document, Platform
from xueshi.model.rule import Deadline
from xueshi.model.values import Silence

HEADINGS = re.compile(r"[：（）/]")
"""Between the headings of a form's field: group and column stand in different cells of the print."""


@dataclass(frozen=True, slots=True)
class Printed:
    """Words that must stand in a document; ``document`` None means in any."""

    file: DataFile
    path: model.Path
    value: str
    document: str | None
    digits: bool = False
    """A whole number: no other digits may stand around it."""


def printed_values(context: Context) -> Iterator[Printed]:
    """Everything that was taken over as printed."""
    for file in context.folder.files:
        for path, node in file.nodes:
            if isinstance(node, Document):
                yield from _document(file, path, node)
            elif isinstance(node, Platform):
                yield from _platform(file, path, node)
            elif isinstance(node, Deadline | Form | Targets | Address | BaseList):
                document = context.document_of(file, node.source)
                if document is not None:
                    yield from _fields(file, path, node, document.ref)


def _document(file: DataFile, path: model.Path, document: Document) -> Iterator[Printed]:
    if document.source_text is not None:
        yield Printed(file, (*path, "title"), document.title, document.ref)
        if not isinstance(document.number, Silence):
            yield Printed(file, (*path, "number"), document.number, document.ref)


def _platform(file: DataFile, path: model.Path, platform: Platform) -> Iterator[Printed]:
    yield Printed(file, (*path, "name"), platform.name, None)
    for index, number in enumerate(platform.hotlines):
        yield Printed(file, (*path, "hotlines", index), number, None, digits=True)


def _fields(
    file: DataFile, path: model.Path, node: Deadline | Form | Targets | Address | BaseList, ref: str
) -> Iterator[Printed]:
    if isinstance(node, Deadline | Address):
        yield Printed(file, (*path, "printed"), node.printed, ref)
    elif isinstance(node, Form):
        yield Printed(file, (*path, "name"), node.name, ref)
        for index, name in enumerate(node.fields):
            for part in filter(None, HEADINGS.split(name)):
                yield Printed(file, (*path, "fields", index), part, ref)
    elif isinstance(node, Targets):
        yield Printed(file, (*path, "title"), node.title, ref)
        yield from _rows(file, path, node, ref)
    else:
        yield Printed(file, (*path, "title"), node.title, ref)
        for index, base in enumerate(node.bases):
            place = (*path, "bases", index)
            yield Printed(file, (*place, "name"), base.name, ref)
            if base.contact is not None:
                yield Printed(file, (*place, "contact"), base.contact, ref)
            if base.phone is not None:
                yield Printed(file, (*place, "phone"), base.phone, ref, digits=True)


def _rows(file: DataFile, path: model.Path, targets: Targets, ref: str) -> Iterator[Printed]:
    """Each row as one stretch, as the columns stand side by side in the text."""
    for index, row in enumerate(targets.rows):
        yield Printed(file, (*path, "rows", index, "name"), row_as_printed(row), ref)


def row_as_printed(row: TargetRow) -> str:
    """The cells of a row, as they follow each other in the text."""
    return f"{row.name} {row.target} {row.done} {row.ratio}"
