"""Forms annexed to a notice: name, columns, copies, and the numbers under which they are called."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from builder.draft.facts.targets import is_target_annex
from builder.draft.finding import Place, place
from builder.draft.tables import Annex, annexes
from builder.draft.text import Notice

FORM = re.compile(r"(?:登记表|申报表|备案表|申请表|汇总表|统计表|审核表|计划表|报名表|认定表|情况表)$")
MENTION = re.compile(
    r"《(?P<name>[^《》]{4,60}表)》(?P<ref>\((?P<number>(?:详?见)?附件[\d一二三四五六七八九十]{0,2})\))?"
)
COPIES = re.compile(r"一式([两二三四五六七八九]|\d{1,2})份")
COUNT = dict(zip("两二三四五六七八九", (2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
LISTED = re.compile(r"^(?:附件:)?(?P<number>\d{1,2})\.(?P<name>[^\n]{4,60}?)\s*$", re.MULTILINE)
BLANK = re.compile(r"\(?(?:单位)?\(?公?章?\)?\)?(?:\(.{0,6}章\))?年月日(?:公章)?|\(\)|\d{1,2}|\.{3}|…|公章")
VALUE = re.compile(r"年月日|\(.*章\)")


@dataclass
class FoundForm:
    """One form."""

    name: str
    place: Place
    copies: int | None = None
    number_in_body: str = ""
    number_in_list: str = ""
    fields: list[str] = field(default_factory=list)


def forms(notice: Notice) -> list[FoundForm]:
    """Every form that the body names and the annexes hold, in the order of the annexes."""
    found: dict[str, FoundForm] = {}
    for annex in annexes(notice):
        if FORM.search(annex.title) and not is_target_annex(annex) and "名单" not in annex.title:
            where = Place(annex.name, annex.title[:30], annex.line)
            found[_key(annex.title)] = FoundForm(annex.title, where, fields=columns(annex))
    for match in MENTION.finditer(notice.text[: notice.outline.annexes]):
        if not FORM.search(match["name"]):
            continue
        one = found.get(_key(match["name"]))
        if one is None:
            where = place(notice, match.start(), match.end())
            one = found.setdefault(_key(match["name"]), FoundForm(match["name"], where))
        _mention(notice, one, match)
    for match in LISTED.finditer(notice.text[: notice.outline.annexes]):
        listed = found.get(_key(match["name"]))
        if listed is not None and notice.clause_at(match.start()) == "附件清单":
            listed.number_in_list = match["number"]
    return list(found.values())


def _key(name: str) -> str:
    """A name without its year and its signs: the body and the list differ in 度 and quotation marks."""
    return re.sub(r"20\d\d年度?|[《》\s()]", "", name)


def _mention(notice: Notice, one: FoundForm, match: re.Match[str]) -> None:
    number = re.sub(r"^详?见", "", match["number"] or "")
    if number:
        one.number_in_body = re.sub(r"附件(?=.)", "附件 ", number)
    tail = re.match(r"[^。;]{0,24}", notice.text[match.end() :])
    copies = COPIES.search(tail[0]) if tail else None
    if copies:
        one.copies = COUNT.get(copies[1]) or int(copies[1])
        start = match.end() + copies.start()
        one.place = place(notice, start, match.end() + copies.end())
    elif number:
        one.place = place(notice, match.start(), match.end())


def columns(annex: Annex) -> list[str]:
    """The labels of a form. A label beside another label heads it; an empty first cell continues the head."""
    found: list[str] = []
    group = ""
    for row in annex.rows:
        cells = [re.sub(r"\s", "", cell).rstrip(":") for cell in row.cells]
        if len(cells) == 1 or "\t" not in row.raw:
            found += _line("".join(cells))
            group = ""
            continue
        filled = [index for index, cell in enumerate(cells) if cell and not BLANK.fullmatch(cell)]
        if not filled:
            continue
        if filled[0] == 0:
            group = ""
        labels = [index for index in filled if not VALUE.search(cells[index])]
        names, group = _row(cells, labels, group)
        found += names
    return [_wide(item) for item in dict.fromkeys(found) if item]


def _wide(name: str) -> str:
    """A label with full-width brackets, as the data writes them."""
    return name.replace("(", "（").replace(")", "）")


def _row(cells: list[str], labels: list[int], group: str) -> tuple[list[str], str]:
    texts = [re.sub(r"\(\)$", "", cells[index]) for index in labels]
    adjacent = len(labels) > 1 and labels[1] == labels[0] + 1
    if labels and labels[0] == 0 and len(labels) >= 5 and labels[-1] == len(labels) - 1:
        return texts, ""
    if labels and labels[0] == 0 and adjacent and not VALUE.search("".join(cells[1:2])):
        return [f"{texts[0]}：{text}" for text in texts[1:]], texts[0]
    if labels and labels[0] == 1 and group and adjacent:
        return [f"{group}：{texts[0]}（{text}）" for text in texts[1:]], group
    if labels and labels[0] >= 1 and group:
        return [f"{group}：{text}" for text in texts], group
    return texts, ""


def _line(text: str) -> list[str]:
    """The labels of a line outside of the grid: ``申报日期 年 月 日``, ``联系人：``."""
    text = re.sub(r"年月日.*$", "", text)
    return [part for part in re.split(r":", text) if 2 <= len(part) <= 12 and not re.search(r"[。,;]", part)]
