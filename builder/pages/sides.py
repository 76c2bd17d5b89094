"""One city-year as a column that can stand beside any other: the same questions, one after the other.

The page shows two of them; its script fetches others as JSON and draws them the same way. Whether two cells
differ is decided by their keys, made here: a last day that only moved along with the year has the same key.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, fields

from builder.addresses import year_page
from builder.catalog import Catalog
from builder.deadlines import DEADLINES
from builder.making.recipe import Recipe
from builder.pages.book import Book
from builder.pages.further import further
from builder.pages.keyfacts import keyfacts
from builder.pages.wording import chinese_date, number, short_date
from xueshi.jsontext import dumps
from xueshi.model.plain import unstructure
from xueshi.model.policy import CityYear
from xueshi.model.registers import Document, Held, Level
from xueshi.model.rule import Deadline, Requirement
from xueshi.model.values import Silence, Source

SILENT = "通知没有写明"
FOLDER = "assets/compare"

BASIS, LAYERS, HOURS, FURTHER, DAYS, RECORD, PLACES, OTHERS = (
    "依据",
    "三层规定",
    "要学多少",
    "另外的规定",
    "日期",
    "入账和审核",
    "平台和基地",
    "表格和经费",
)
GROUPS = (BASIS, LAYERS, HOURS, FURTHER, DAYS, RECORD, PLACES, OTHERS)
"""The sections of the table, in their order."""


@dataclass(frozen=True, slots=True)
class Cited:
    """Where a cell stands: enough to draw a link and a quotation."""

    document: str
    page: str
    clause: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer. ``id`` says which question; cells with equal ``key`` are the same answer."""

    id: str
    group: str
    name: str
    text: str
    key: str
    silent: bool = False
    source: Cited | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One city-year as a column."""

    place: str
    """``city/year``, as it stands in the address."""
    title: str
    page: str
    cells: tuple[Cell, ...]


def side(book: Book, year: CityYear) -> Side:
    """The column of a city-year."""
    title = f"{book.region(year.city).name} {year.year} 年度"
    return Side(f"{year.city}/{year.year}", title, year_page(year), tuple(_Teller(book, year).cells()))


def side_recipes(catalog: Catalog) -> Iterator[Recipe]:
    """The column of every city-year, for the page's script."""
    for year in catalog.city_years:
        yield Recipe(f"{FOLDER}/{year.city}/{year.year}.json", _column, (year,))


def _column(catalog: Catalog, year: CityYear) -> str:
    return dumps(unstructure(side(Book(catalog), year))) + "\n"


class _Teller:
    """Tells one city-year, cell by cell."""

    def __init__(self, book: Book, year: CityYear) -> None:
        self.book, self.year, self.rule = book, year, year.rule

    def cells(self) -> Iterator[Cell]:
        yield from self.basis()
        yield from self.layers()
        for node in self.rule.requirements.walk():
            yield self.subject(node)
        for item in further(self.rule):
            source = item.sources[0] if item.sources else None
            yield self.cell(f"further:{item.title}", FURTHER, item.title, item.text, source)
        for refused in self.rule.not_modelled:
            yield self.cell(f"refused:{refused.name}", FURTHER, refused.name, "本工具不判断", refused.source)
        yield from self.days()
        yield from self.record()
        yield from self.places()
        yield from self.others()

    def cell(
        self,
        key: str,
        group: str,
        name: str,
        text: str,
        source: Source | None = None,
        same: str | None = None,
    ) -> Cell:
        cited = self.cited(source) if source is not None else None
        return Cell(key, group, name, text, text if same is None else same, source=cited)

    def silent(self, key: str, group: str, name: str, text: str = SILENT) -> Cell:
        return Cell(key, group, name, text, SILENT, silent=True)

    def cited(self, source: Source) -> Cited:
        document = self.book.catalog.document_of(source, self.year)
        return Cited(document.ref, self.book.document_url(document.ref) or "", source.clause, source.evidence)

    def basis(self) -> Iterator[Cell]:
        notices = [found for ref in self.year.notices if (found := self.book.document(ref)) is not None]
        yield self.cell("notice", BASIS, "通知", "、".join(notice.ref for notice in notices))
        main = notices[0]
        if isinstance(main.issued_on, Silence):
            yield self.silent("issued", BASIS, "印发日期")
        else:
            yield self.cell("issued", BASIS, "印发日期", chinese_date(main.issued_on))
        yield self.cell("checked", BASIS, "逐条核对", chinese_date(self.year.checked_on))

    def layers(self) -> Iterator[Cell]:
        """Nation, province, city: which documents stand there, and which one the calculator follows."""
        followed = {
            self.book.catalog.document_of(node.source, self.year).ref
            for node in self.rule.requirements.walk()
            if node.source is not None
        }
        notices = [found for ref in self.year.notices if (found := self.book.document(ref)) is not None]
        above = [
            found
            for notice in notices
            for ref in notice.rests_on
            if (found := self.book.document(ref)) is not None
        ]
        for level in Level:
            named = {item.ref: item for item in (*above, *notices) if item.level is level}
            told = "；".join(_layer(item, item.ref in followed) for item in named.values())
            name = level.value
            if told:
                yield self.cell(f"layer:{name}", LAYERS, name, told)
            else:
                yield self.silent(f"layer:{name}", LAYERS, name, "通知没有写依据这一层的文件")

    def subject(self, node: Requirement) -> Cell:
        key = f"subject:{node.id}"
        if isinstance(node.min_hours, Silence):
            text = "按比例规定" if node.min_ratio else "没有单独规定"
            return self.silent(key, HOURS, node.name, text)
        return self.cell(
            key, HOURS, node.name, f"至少 {number(node.min_hours)} {self.rule.unit}", node.source
        )

    def days(self) -> Iterator[Cell]:
        period = self.rule.period
        yield self.cell(
            "period",
            DAYS,
            "学习时间",
            f"{chinese_date(period.start)}至 {chinese_date(period.end)}",
            period.source,
            f"{self.moved(period.start)} {self.moved(period.end)}",
        )
        for item in fields(self.rule.deadlines):
            value, name = getattr(self.rule.deadlines, item.name), DEADLINES[item.name]
            key = f"day:{item.name}"
            if not isinstance(value, Deadline):
                yield self.silent(key, DAYS, name, value.value if value != "未规定" else SILENT)
            elif isinstance(value.date, Silence):
                yield self.cell(key, DAYS, name, f"“{value.printed}”，没有给出日期", value.source)
            else:
                own = value.date.year == period.start.year
                text = short_date(value.date) if own else chinese_date(value.date)
                yield self.cell(key, DAYS, name, text, value.source, self.moved(value.date))

    def moved(self, day: datetime.date) -> str:
        """A day as it is counted from the year: the same for a last day that only moved along."""
        return f"{day.year - self.year.year:+d}-{day.month}-{day.day}"

    def record(self) -> Iterator[Cell]:
        declaration = self.rule.declaration
        yield self.cell("declare", RECORD, "在哪里申报", declaration.channel, declaration.source)
        for fact in keyfacts(self.year):
            key = f"fact:{fact.name}"
            if fact.silent and not fact.sources:
                yield self.silent(key, RECORD, fact.name, fact.text)
            else:
                source = fact.sources[0] if fact.sources else None
                yield self.cell(key, RECORD, fact.name, fact.text, source)

    def places(self) -> Iterator[Cell]:
        names = [self.book.platform(item.platform).name for item in self.year.platforms]
        source = self.year.platforms[0].source if self.year.platforms else None
        if names:
            yield self.cell("platforms", PLACES, "列出的学习平台", "、".join(names), source)
        else:
            yield self.silent("platforms", PLACES, "列出的学习平台", "没有列出")
        state = "开放，名单以外的也可以" if self.year.providers_open else "不开放"
        yield self.cell("open", PLACES, "名单是否开放", state)
        lists = [self.book.bases(key) for key in self.year.bases]
        if lists:
            told = "；".join(f"{item.title} {len(item.bases)} 家" for item in lists)
            yield self.cell("bases", PLACES, "继续教育基地", told, lists[0].source)
        else:
            yield self.silent("bases", PLACES, "继续教育基地", "没有附名单")

    def others(self) -> Iterator[Cell]:
        for form in self.year.forms:
            copies = "" if isinstance(form.copies, Silence) else f"，一式 {form.copies} 份"
            yield self.cell(f"form:{form.id}", OTHERS, form.name, f"{form.used_for}{copies}", form.source)
        for rate in self.year.rates:
            text = f"{number(rate.percent)}%（按{rate.base}）"
            yield self.cell(f"rate:{rate.id}", OTHERS, rate.name, text, rate.source)


def _layer(document: Document, followed: bool) -> str:
    read = "已读原文" if document.held is Held.READ else "没有读到原文，只见引用"
    return f"{document.ref}（{read}）" + ("——计算器按这一份判断" if followed else "")
