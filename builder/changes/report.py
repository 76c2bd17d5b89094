"""Differences as Markdown in Chinese: what somebody pastes into a review."""

from __future__ import annotations

from collections.abc import Iterator

from builder.changes.site import CityYearChanges, SiteChanges
from builder.changes.years import Told

STATES = {"新增": "新收录的年度，每个值都要对照原文。", "撤下": "已发布的网站上有，这一份数据里没有了。"}


def report(found: SiteChanges) -> str:
    """The whole text; it says so where nothing differs."""
    return "\n".join(_lines(found)).rstrip() + "\n"


def _lines(found: SiteChanges) -> Iterator[str]:
    yield "# 与已发布网站相比的改动"
    yield ""
    yield f"已发布的数据日期：{found.published_on}。"
    yield ""
    if found.is_empty:
        yield "没有改动。"
        return
    for item in found.city_years:
        yield from _city_year(item)
    for name, values in found.registers.items():
        if values:
            yield f"## {name}"
            yield ""
            yield from (f"- {value.text}" for value in values)
            yield ""
    if found.same:
        yield f"没有改动：{'、'.join(found.same)}。"


def _city_year(item: CityYearChanges) -> Iterator[str]:
    yield f"## {item.name} {item.year} 年度（{item.state}）"
    yield ""
    if item.state in STATES:
        yield STATES[item.state]
        yield ""
        return
    for told in item.rule:
        yield f"- **{told.words}**{_cited(told, item.main)}"
    yield from (f"- {value.text}" for value in item.values)
    yield ""
    if item.unchecked:
        yield "> 改了值，`checked_on` 没有变：还没有写明改后重新核对过。"
        yield ""


def _cited(told: Told, main: str) -> str:
    source = told.source
    if source is None:
        return ""
    return f"——{source.document or main} {source.clause}：“{source.evidence}”"
