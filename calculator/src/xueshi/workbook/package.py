"""An Excel file as a package: the parts that hold its sheets together, and a text as a cell keeps it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence

from xueshi.workbook.marks import written

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_STAMP = (1980, 1, 1, 0, 0, 0)


def part_info(name: str) -> zipfile.ZipInfo:
    """A part of a package, of no day and no system: equal content gives equal bytes."""
    info = zipfile.ZipInfo(name, _STAMP)
    info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
    return info


def finish(archive: zipfile.ZipFile, titles: Sequence[str], styles: str) -> None:
    """Write what holds the sheets together, which are ``xl/worksheets/sheet1.xml`` and so on; close it."""
    numbers = range(1, len(titles) + 1)
    sheets = "".join(
        f'<sheet name="{escape(title)}" sheetId="{at}" r:id="rId{at}"/>'
        for at, title in zip(numbers, titles, strict=True)
    )
    _put(
        archive,
        "xl/workbook.xml",
        f'<workbook xmlns="{NAMESPACE}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
    )
    links = [(f"rId{at}", "worksheet", f"worksheets/sheet{at}.xml") for at in numbers]
    links.append((f"rId{len(titles) + 1}", "styles", "styles.xml"))
    _put(archive, "xl/_rels/workbook.xml.rels", _relations(links))
    _put(archive, "_rels/.rels", _relations([("rId1", "officeDocument", "xl/workbook.xml")]))
    kinds = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
    kinds += [(f"/xl/worksheets/sheet{at}.xml", "worksheet") for at in numbers]
    base = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    overrides = "".join(
        f'<Override PartName="{part}" ContentType="{base}{kind}+xml"/>' for part, kind in kinds
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    _put(
        archive,
        "[Content_Types].xml",
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="{relations}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
    )
    archive.writestr(part_info("xl/styles.xml"), styles)
    archive.close()


def _put(archive: zipfile.ZipFile, name: str, content: str) -> None:
    archive.writestr(part_info(name), HEADER + content)


def _relations(links: Iterable[tuple[str, str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for key, kind, target in links
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


def escape(text: str) -> str:
    """A text as it stands in XML, also between quotation marks. ``xml.sax`` would bring half a web client."""
    marks = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\r", "&#13;"))
    for mark, name in marks:
        text = text.replace(mark, name)
    return text


def text_cell(text: str, style: int) -> str:
    """A cell with a text, whatever it looks like; it follows the cell before it."""
    content = escape(written(text))
    kept = ' xml:space="preserve"' if content != content.strip() or "\n" in content else ""
    return f'<c s="{style}" t="inlineStr"><is><t{kept}>{content}</t></is></c>'
