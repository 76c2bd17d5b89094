"""Pages of the units and of their years: ``/cities/``, ``/cities/<id>/``, ``/cities/<id>/<year>/``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from operator import attrgetter
from typing import Any

from markupsafe import Markup

from builder import deadlines
from builder.addresses import calendar_path, card_page, city_page, feed_path, page_of_year, year_page
from builder.api import paths
from builder.changes.amended import amendments
from builder.changes.years import since_last_year
from builder.coverage import state
from builder.leaving import LeftOut
from builder.pages import scale
from builder.pages.book import CITIES, Book
from builder.pages.card import frame
from builder.pages.environment import environment, render
from builder.pages.further import further
from builder.pages.keyfacts import keyfacts
from builder.pages.page import Crumb, Page, relative
from builder.pages.provinces import Part, parts
from builder.pages.wording import PLAN_FILING, TOPICS, chinese_date, number
from builder.sheets import edition
from builder.silence import silences
from xueshi.model.policy import CityYear, Provision, Topic
from xueshi.model.registers import BaseList, Document, Region
from xueshi.model.rule import PlanFilingPolicy

BY_YEAR = attrgetter("year")

LONGEST_SPAN = 8
"""At most so many years stand side by side; earlier ones are on the unit's own page."""


OTHERS = 12
"""So many of the latest city-years are looked through for examples of what is on file."""


def hub(book: Book) -> Page:
    """The list of all units."""
    url = CITIES.url
    units = [(region, book.years(region.id)) for region in book.catalog.province.regions]
    if split := parts(book.catalog):
        body = render(
            "provinces.md.jinja",
            provinces=[(part, sum(1 for item in part.regions if book.years(item.id))) for part in split],
            total=len(units),
            source=book.catalog.province.source,
            link=partial(relative, start=url),
        )
    else:
        body = _table(book, url, "各市的年度通知", book.catalog.province.name, units)
    on_file = sum(1 for _, years in units if years)
    return Page(
        url,
        "各市的年度通知",
        f"{book.catalog.province.name} {len(units)} 个省辖市和省直管市："
        f"已收录 {on_file} 个，其余如实标明尚未收录。",
        body,
    )


def province(book: Book, part: Part) -> Page:
    """The units of one of several provinces."""
    units = [(region, book.years(region.id)) for region in part.regions]
    title = f"{part.name}各市的年度通知"
    return Page(
        part.url,
        title,
        f"{part.name} {len(units)} 个单位：已收录 {sum(1 for _, years in units if years)} 个。",
        _table(book, part.url, title, part.name, units),
        (CITIES,),
        about=title,
    )


def _table(
    book: Book, url: str, title: str, where: str, units: Sequence[tuple[Region, tuple[CityYear, ...]]]
) -> str:
    return render(
        "cities.md.jinja",
        book=book,
        title=title,
        where=where,
        units=units,
        span=_span(book),
        link=partial(relative, start=url),
    )


def _span(book: Book) -> list[int]:
    """The years that the table of all units shows: from the first on file to that of the data."""
    years = [*book.catalog.first_and_last, *(item.year for item in book.catalog.left_out)]
    last = max([book.catalog.last_year, *years])
    return list(range(max(min(years, default=last), last - LONGEST_SPAN + 1), last + 1))


def city(book: Book, region: Region) -> Page:
    """One unit: its years, or that none is on file."""
    url = city_page(region.id)
    years = book.years(region.id)
    own = book.catalog.documents_of(region.id)
    others = [item for item in book.catalog.latest(OTHERS) if item.city != region.id]
    body = render(
        "city.md.jinja",
        book=book,
        region=region,
        years=years,
        withheld=book.withheld(region.id),
        changes=[found for item in years if (found := since_last_year(book.catalog, item))],
        documents=own,
        others=others,
        feed=feed_path(region.id),
        calendar=calendar_path(region.id),
        link=partial(relative, start=url),
        bars=scale.bars,
    )
    if years:
        stated = "、".join(f"{item.year} 年度" for item in years)
        description = f"{region.name}专业技术人员继续教育：已收录{stated}的通知。"
    elif book.withheld(region.id):
        description = f"{region.name}专业技术人员继续教育：已收录的年度正在更正，暂停发布。"
    else:
        description = f"{region.name}专业技术人员继续教育：尚未收录年度通知，本站不给结论。"
    return Page(
        url,
        region.name,
        description,
        body,
        (CITIES,),
        about=f"{region.name}（data/cities/{region.id}/）",
        extra={"short": region.short, "feed": feed_path(region.id)},
    )


def city_year(book: Book, year: CityYear, named: str | None = None) -> Page:
    """One city and year, with the calculator; ``named`` is the edition of its file where that was made."""
    url = year_page(year)
    region = book.region(year.city)
    link = partial(relative, start=url)
    cites = book.citations(url, year.notices[0])
    own = book.years(year.city)
    notices = [found for ref in year.notices if (found := book.document(ref)) is not None]
    bars = scale.bars(year.rule.requirements)
    names = {node.id: node.name for node in year.rule.requirements.walk()}
    body = render(
        "city_year.md.jinja",
        book=book,
        year=year,
        rule=year.rule,
        region=region,
        notices=notices,
        earlier=max((item for item in own if item.year < year.year), key=BY_YEAR, default=None),
        later=min((item for item in own if item.year > year.year), key=BY_YEAR, default=None),
        edition=named or edition(book.catalog, year),
        link=link,
        cites=cites,
        bars=bars,
        ticks=scale.ticks(bars),
        months=scale.months(year.rule.period),
        days=deadlines.days(year),
        keyfacts=keyfacts(year),
        further=further(year.rule),
        topics=_topics(year),
        topic=Topic,
        plan_filing_words=PLAN_FILING,
        filing_refused=year.rule.plan_filing.policy is PlanFilingPolicy.REFUSED,
        subject=lambda key: names.get(key, key),
        check_state=state(book.catalog, year),
        beside=_beside(book, year),
        compared=since_last_year(book.catalog, year),
        amended=amendments(year),
        silences=silences(year),
        funds={"set_aside", "deduction"} <= {rate.id for rate in year.rates},
        printed=_printed(notices),
        noted=any(notice.remarks or notice.corrections for notice in notices),
        base_list=_drawn,
        api=paths.city_year_path(year),
        rules=paths.rules_path(year),
        feed=feed_path(year.city),
        calendar=calendar_path(year.city),
        card=card_page(year),
        frame=frame(region.name, year),
        data_file=f"data/cities/{year.city}/{year.year}.yml",
    )
    return Page(
        url,
        f"{region.name} {year.year} 年度继续教育学时",
        description(year, region, bars),
        body,
        (CITIES, Crumb(region.name, city_page(region.id))),
        about=f"{region.name} {year.year} 年度，{year.notices[0]}（data/cities/{year.city}/{year.year}.yml）",
        extra={
            "calculator": True,
            "feed": feed_path(year.city),
            "dataset": _dataset(year, region),
        },
        cites=cites,
    )


def _beside(book: Book, year: CityYear) -> str | None:
    """The address that shows a city-year beside its own year before, else beside the newest other."""
    own = [(item.city, item.year) for item in book.years(year.city) if item.year < year.year]
    others = own or [place for place in book.catalog.first_places if place != (year.city, year.year)]
    if not others:
        return None
    city, other = others[0]
    return f"compare/?a={year.city}/{year.year}&b={city}/{other}"


def withheld(book: Book, left: LeftOut) -> Page:
    """The place of a city-year that this build leaves out: its address stays, and says so."""
    region = book.region(left.city)
    url = page_of_year(left.city, left.year)
    body = render(
        "withheld.md.jinja",
        region=region,
        year=left.year,
        link=partial(relative, start=url),
    )
    return Page(
        url,
        f"{region.name} {left.year} 年度（暂停发布）",
        f"{region.name} {left.year} 年度的数据正在更正，暂停发布。",
        body,
        (CITIES, Crumb(region.name, city_page(region.id))),
        about=f"{region.name} {left.year} 年度（暂停发布）",
    )


def description(year: CityYear, region: Region, bars: Sequence[scale.Bar]) -> str:
    """The sentence that previews and search engines show."""
    parts = [f"{bar.node.name} {number(bar.hours)} {year.rule.unit}" for bar in bars if bar.hours is not None]
    last = next((due.day for due in deadlines.dues(year) if due.kind == "declare" and due.day), None)
    until = f"；申报到 {chinese_date(last)}" if last else ""
    return f"{region.name} {year.year} 年度（{year.notices[0]}）：{'，'.join(parts)}{until}。"


def _dataset(year: CityYear, region: Region) -> dict[str, str]:
    """What search engines are told of the page's data."""
    return {
        "path": paths.city_year_path(year),
        "modified": year.checked_on.isoformat(),
        "place": region.name,
        "period": f"{year.rule.period.start.isoformat()}/{year.rule.period.end.isoformat()}",
    }


def _topics(year: CityYear) -> dict[Topic, list[Provision]]:
    """The provisions by the section that shows them, in the order of the file."""
    return {topic: [item for item in year.provisions if item.topic is topic] for topic in TOPICS}


def _drawn(bases: BaseList) -> Markup:
    """A list of bases as HTML: drawn once for all city-years that show it."""
    known = _lists.get(bases.id)
    if known is None or known[0] is not bases:
        macros: Any = environment().get_template("macros.jinja").module
        known = _lists[bases.id] = (bases, macros.base_list(bases))
    return known[1]


_lists: dict[str, tuple[BaseList, Markup]] = {}


def _printed(notices: list[Document]) -> dict[str, str]:
    """How corrected values of the annexes are printed, by their reading."""
    return {
        item.reading: item.printed
        for notice in notices
        for item in notice.corrections
        if item.clause.startswith("附件")
    }
