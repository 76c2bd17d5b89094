"""Atom feeds (RFC 4287): one entry a city-year, dated by the day on which it was last checked."""

from __future__ import annotations

import datetime
import html
import posixpath
import uuid
from collections.abc import Iterator
from xml.etree import ElementTree

from builder.addresses import calendar_path, city_page, feed_path, year_page
from builder.api.paths import city_year_path
from builder.catalog import Catalog
from builder.changes.amended import amendments
from builder.changes.years import since_last_year
from builder.deadlines import dues
from builder.making.recipe import Part, Parts, joined
from builder.pages.wording import chinese_date
from xueshi.model.policy import CityYear
from xueshi.model.registers import Region

ATOM = "http://www.w3.org/2005/Atom"
END = "</feed>"
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "xueshi")
"""Names are made from what an entry is about, so that they stay when the site moves."""


def feed(catalog: Catalog, region: Region | None, base_url: str | None) -> str:
    """The feed of one city, or of all. Without ``base_url`` the links are relative to the feed."""
    return joined(catalog, feed_parts(catalog, region, base_url))


def feed_parts(catalog: Catalog, region: Region | None, base_url: str | None) -> Parts:
    """The same, a part for every city-year."""
    return Parts(_parts(catalog, region, base_url))


def _parts(catalog: Catalog, region: Region | None, base_url: str | None) -> Iterator[str | Part]:
    own = feed_path(region.id if region else None)
    chosen = catalog.years_of(region.id) if region else catalog.city_years
    years = sorted(chosen, key=lambda item: (item.checked_on, item.year, item.city), reverse=True)
    where = region.name if region else catalog.province.name
    root = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": "zh-Hans"})
    _text(root, "id", _urn(region.id if region else catalog.province.id))
    _text(root, "title", f"{where}专业技术人员继续教育：学时自查")
    on_file = "、".join(f"{item.year} 年度" for item in years) if region else f"{len(years)} 个城市年度"
    _text(root, "subtitle", f"已收录{on_file}" if years else "尚未收录年度通知；收录后出现在这里")
    _text(root, "updated", _moment(years[0].checked_on if years else catalog.checked_on))
    _text(ElementTree.SubElement(root, "author"), "name", "学时自查")
    _text(root, "rights", "数据 CC BY 4.0")
    home = city_page(region.id) if region else ""
    _link(root, own, own, base_url, rel="self", type="application/atom+xml")
    _link(root, home, own, base_url, rel="alternate", type="text/html")
    if years:
        days = calendar_path(region.id if region else None)
        _link(root, days, own, base_url, rel="related", type="text/calendar")
    ElementTree.indent(root)
    head = ElementTree.tostring(root, encoding="unicode")
    yield f"{DECLARATION}\n{head.removesuffix(f'\n{END}')}\n"
    for year in years:
        yield Part((year.city, year.year), _entry, (year, own, base_url))
    yield f"{END}\n"


def _entry(catalog: Catalog, year: CityYear, own: str, base_url: str | None) -> str:
    """An entry as it stands in the feed."""
    entry = ElementTree.Element("entry")
    _text(entry, "id", _urn(f"{year.city}/{year.year}"))
    _text(entry, "title", f"{catalog.city_name(year.city)} {year.year} 年度继续教育学时")
    _text(entry, "updated", _moment(year.checked_on))
    _link(entry, year_page(year), own, base_url, rel="alternate", type="text/html")
    _link(entry, city_year_path(year), own, base_url, rel="related", type="application/json")
    _text(entry, "summary", year.summary)
    content = _text(entry, "content", _content(catalog, year))
    content.set("type", "html")
    ElementTree.indent(entry, level=1)
    return f"  {ElementTree.tostring(entry, encoding='unicode')}\n"


def _content(catalog: Catalog, year: CityYear) -> str:
    """What a reader sees without following the link: the sum, the last days, what changed, the notice."""
    lines = [f"<p>{html.escape(year.summary)}</p>"]
    dated = [due for due in dues(year) if due.day is not None]
    if dated:
        items = [
            f"<li>{chinese_date(due.day)}：{html.escape(due.name)}（{due.deadline.duty}）</li>"
            for due in dated
            if due.day
        ]
        lines.append(f"<ul>{''.join(items)}</ul>")
    compared = since_last_year(catalog, year)
    if compared is not None and compared.told:
        lines.append(f"<p>与 {compared.before.year} 年度相比：{html.escape(compared.words)}。</p>")
    amended = "；".join(item.words for item in amendments(year))
    if amended:
        lines.append(f"<p>本年度里改过：{html.escape(amended)}。</p>")
    notices = "、".join(year.notices)
    lines.append(
        f"<p>依据：{html.escape(notices)}；{chinese_date(year.checked_on)}逐条核对。"
        f"以{html.escape(catalog.city_name(year.city))}人社部门的通知为准。</p>"
    )
    return "".join(lines)


def _urn(name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(NAMES, name)}"


def _moment(day: datetime.date) -> str:
    """The first moment of a day in China."""
    return f"{day.isoformat()}T00:00:00+08:00"


def _text(parent: ElementTree.Element, name: str, text: str) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, name)
    made.text = text
    return made


def _link(parent: ElementTree.Element, target: str, own: str, base_url: str | None, **more: str) -> None:
    if base_url:
        href = f"{base_url.rstrip('/')}/{target}"
    else:
        way = posixpath.relpath(f"/{target}", posixpath.dirname(f"/{own}"))
        href = f"{way}/" if target.endswith("/") or not target else way
    ElementTree.SubElement(parent, "link", {"href": href, **more})
