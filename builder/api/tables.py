"""The registers as CSV that Excel and WPS open: UTF-8 with a mark, CRLF, no cell read as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator

from builder.addresses import year_page
from builder.catalog import Catalog
from builder.deadlines import dues
from builder.making.recipe import Part, Parts
from xueshi.ledger.files import FORMULA_STARTS
from xueshi.model.plain import unstructure
from xueshi.model.policy import CityYear
from xueshi.model.values import Silence, Source

Row = tuple[object, ...]
Rows = Callable[[Catalog], Iterator[Row]]
RowsOfYear = Callable[[Catalog, CityYear], Iterator[Row]]

MARK = "\ufeff"


def table_parts(catalog: Catalog, name: str) -> Parts:
    """One table as text; the first row names the columns."""
    return Parts(_parts(catalog, name))


def _parts(catalog: Catalog, name: str) -> Iterator[str | Part]:
    yield MARK
    if name in BY_YEAR:
        head, rows = BY_YEAR[name]
        yield _lines([head])
        for year in catalog.city_years:
            yield Part((year.city, year.year), _of_year, (rows, year))
    else:
        head, all_rows = WHOLE[name]
        yield _lines([head, *all_rows(catalog)])


def _of_year(catalog: Catalog, rows: RowsOfYear, year: CityYear) -> str:
    return _lines(rows(catalog, year))


def _lines(rows: Iterable[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return out.getvalue()


def _phone(digits: str | None) -> str | None:
    """A telephone with a dash behind the area code: in a spreadsheet a number loses its first 0."""
    return digits and re.sub(r"^(0(?:10|2\d|[3-9]\d\d))(?=\d{7,8}$)", r"\1-", digits)


def _cell(value: object) -> str:
    plain = unstructure(value)
    if plain is None:
        return ""
    if isinstance(plain, list):
        return "、".join(str(item) for item in plain)
    text = str(plain)
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def _requirements(catalog: Catalog, year: CityYear) -> Iterator[Row]:
    root, main = year.rule.requirements, catalog.main_document(year)
    above = {child.id: node.name for node in root.walk() for child in node.children}
    for node in root.walk():
        source = node.source
        yield (
            year.city,
            catalog.city_name(year.city),
            year.year,
            node.id,
            node.name,
            above.get(node.id),
            node.min_hours,
            year.rule.unit,
            _document(catalog, source, main.ref) if source else None,
            source.clause if source else None,
            year_page(year),
        )


def _deadlines(catalog: Catalog, year: CityYear) -> Iterator[Row]:
    main = catalog.main_document(year)
    for due in dues(year):
        source = due.deadline.source
        yield (
            year.city,
            catalog.city_name(year.city),
            year.year,
            due.name,
            due.deadline.date,
            due.deadline.printed,
            due.deadline.duty,
            _document(catalog, source, main.ref),
            source.clause,
            due.deadline.note,
        )


def _platforms(catalog: Catalog) -> Iterator[Row]:
    for platform in catalog.platforms:
        for address in platform.addresses or (None,):
            yield (
                platform.id,
                platform.name,
                platform.level,
                platform.role,
                address.printed if address else None,
                address.url if address else Silence.NOT_STATED,
                tuple(map(_phone, platform.hotlines)),
                address.source.document if address else None,
            )


def _bases(catalog: Catalog) -> Iterator[Row]:
    for listed in catalog.base_lists:
        for base in listed.bases:
            yield (
                listed.id,
                listed.title,
                listed.level,
                base.name,
                _phone(base.phone),
                listed.source.document,
                listed.source.clause,
            )


def _documents(catalog: Catalog) -> Iterator[Row]:
    for item in catalog.documents:
        yield (
            item.id,
            item.title,
            item.number,
            item.level,
            item.region,
            item.issuer,
            item.issued_on,
            item.held,
            item.url,
        )


BY_YEAR: dict[str, tuple[Row, RowsOfYear]] = {
    "requirements": (
        ("城市代号", "城市", "年度", "科目代号", "科目", "上级科目", "至少", "单位", "文号", "条款", "网页"),
        _requirements,
    ),
    "deadlines": (
        ("城市代号", "城市", "年度", "种类", "最后一天", "照印", "谁的事", "文号", "条款", "说明"),
        _deadlines,
    ),
}
"""The tables of what every city-year states, by name: the heading, and the rows of one."""

WHOLE: dict[str, tuple[Row, Rows]] = {
    "platforms": (("平台代号", "平台", "级别", "用途", "印出的网址", "网址", "服务热线", "文号"), _platforms),
    "bases": (("名单代号", "名单", "级别", "基地", "联系电话", "文号", "条款"), _bases),
    "documents": (
        ("文件代号", "标题", "文号", "级别", "城市代号", "发文机关", "印发日期", "收录情况", "原文网址"),
        _documents,
    ),
}
"""The others by name: the heading, and all rows."""

HEADS = {name: head for name, (head, _) in (*BY_YEAR.items(), *WHOLE.items())}
"""The names of the columns of each table."""


def _document(catalog: Catalog, source: Source, main: str) -> str:
    found = catalog.document(source.document) if source.document else None
    return found.ref if found else source.document or main
