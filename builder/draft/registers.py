"""What a draft adds to the registers: the document itself, those it cites, platforms, lists of bases."""

from __future__ import annotations

import re

from builder.draft.facts.bases import FoundList
from builder.draft.facts.head import Cited
from builder.draft.facts.platforms import FoundPlatform
from builder.draft.model import Draft
from builder.draft.sheet import TO_FILL, Sheet, flow, scalar

LEVELS = "可填 国家、省级、市级"


def own_ref(draft: Draft) -> str:
    """How sources name the notice itself."""
    number, title = draft.value("document.number"), draft.value("document.title")
    return str(number or title or TO_FILL)


def source_name(draft: Draft) -> str:
    """The file that the text of the notice is kept in."""
    return f"{draft.where.city}-{draft.where.year}.txt"


def _level(draft: Draft, name: str) -> str:
    if name.startswith(draft.where.province_name):
        return "省级"
    return "市级" if name.startswith(draft.where.short) else ""


def platform_id(draft: Draft, item: FoundPlatform) -> str:
    """The id the data has already, or one made of the address."""
    if known := draft.known.platforms.get(item.name):
        return known
    host = re.match(r"https?://(?:www\.)?([a-z0-9.-]+)", item.url)
    parts = host[1].split(".") if host else []
    parts = [part for part in parts if part not in ("com", "cn", "net", "org", "gov", "edu", "www")]
    made = "-".join(parts)
    same = [other for other in draft.platforms if other.url and other is not item and other.url == item.url]
    # An address of digits alone, or like no.com, would make a number or a yes of the id.
    if re.fullmatch(r"[a-z0-9][a-z0-9-]*", made) and scalar(made) == made and not same:
        return made
    return f"{draft.where.city}-{draft.where.year}-p{draft.platforms.index(item) + 1}"


def base_list_id(draft: Draft, item: FoundList) -> str:
    """The id the data has already for the same list, or one made of place and year."""
    if known := draft.known.base_lists.get(list_key(item.title, [base.name for base in item.bases])):
        return known
    owner = draft.where.province if _level(draft, item.title) == "省级" else draft.where.city
    made = f"{owner}-{draft.where.year}"
    twins = [
        other
        for other in draft.base_lists
        if (_level(draft, other.title) == "省级") == (owner == draft.where.province)
    ]
    at = next(index for index, other in enumerate(twins) if other is item)
    return made if at == 0 else f"{made}-{at + 1}"


def list_key(title: str, names: list[str]) -> str:
    """What makes two lists of bases the same: title and names in order."""
    return "\n".join([title, *names])


def write_documents(draft: Draft) -> str:
    """The entries for ``data/documents/``: the notice, and what it cites and the data does not have."""
    sheet = Sheet()
    sheet.note(
        0, f"草稿：{draft.where.city_name} {draft.where.year} 年的通知，和它引用的、还没有登记的文件。"
    )
    _own(sheet, draft)
    for index, item in enumerate(draft.cited, 1):
        if _known(draft, item) is None:
            sheet.gap()
            _stub(sheet, draft, item, index)
    return sheet.text


def _known(draft: Draft, item: Cited) -> str | None:
    return draft.known.documents.get(item.number or "?") or draft.known.documents.get(item.title)


def _own(sheet: Sheet, draft: Draft) -> None:
    number = draft.get("document.number")
    digits = re.search(r"(\d+)号", str(number.value)) if number and number.value else None
    where = draft.where
    sheet.put(0, f"- id: {where.city}-{where.year}-{digits[1] if digits else 'notice'}")
    missing = {
        "title": "标题，照印",
        "number": "文号，照印；没有的填 未规定",
        "issuer": "发文机关；没有的填 未规定",
        "issued_on": "印发日期；没有的填 未规定",
    }
    for name in ("title", "number"):
        _single(sheet, draft, name, missing[name])
    issuer = str(draft.value("document.issuer") or "")
    level = _level(draft, issuer)
    sheet.put(1, f"level: {level or TO_FILL}", "" if level else LEVELS)
    for name in ("issuer", "issued_on"):
        _single(sheet, draft, name, missing[name])
    sheet.put(1, "held: 已读原文")
    sheet.put(1, f"url: {TO_FILL}", "原文网址；没有的填 未规定")
    sheet.put(1, f"region: {where.city}")
    sheet.put(1, f"source_text: {source_name(draft)}")
    if draft.cited:
        sheet.put(1, "rests_on:")
        for item in draft.cited:
            sheet.put(2, f"- {scalar(_known(draft, item) or item.ref)}", _cited_comment(item))
    _corrections(sheet, draft)


def _single(sheet: Sheet, draft: Draft, name: str, missing: str) -> None:
    found = draft.get(f"document.{name}")
    if found is not None and found.value is not None:
        sheet.put(1, f"{name}: {scalar(found.value)}", f"第 {found.place.line} 行")
        return
    if found is not None:
        likely = f"建议 {found.proposal}；" if found.proposal else ""
        sheet.put(1, f"{name}: {TO_FILL}", f"{likely}{found.doubt}（第 {found.place.line} 行）")
        return
    sheet.put(1, f"{name}: {TO_FILL}", f"没有找到；{missing}")


def _cited_comment(item: Cited) -> str:
    damaged = f"；文号印作“{item.printed}”，可能是 {item.proposal}" if item.printed else ""
    return f"第 {item.place.line} 行{damaged}"


def _stub(sheet: Sheet, draft: Draft, item: Cited, index: int) -> None:
    sheet.put(0, f"- id: {draft.where.city}-{draft.where.year}-cited-{index}")
    sheet.put(1, f"title: {scalar(item.title)}")
    if item.printed:
        sheet.put(1, f"number: {TO_FILL}", f"建议 {item.proposal}；印作“{item.printed}”，文号有损坏")
    elif item.number:
        sheet.put(1, f"number: {scalar(item.number)}")
    else:
        sheet.put(1, "number: 未规定", "通知没有印文号")
    sheet.put(1, f"level: {TO_FILL}", LEVELS)
    sheet.put(1, f"issuer: {TO_FILL}", "发文机关；通知没有写的填 未规定")
    sheet.put(1, "issued_on: 未规定", "没有读到原文")
    sheet.put(1, "held: 仅见引用")
    sheet.put(1, f"url: {scalar(item.url) if item.url else '未规定'}")
    sheet.put(1, "facts:")
    sheet.put(2, f"- text: {TO_FILL}", "通知引用它时说了什么，用自己的话")
    sheet.put(3, "source:")
    sheet.put(4, f"document: {scalar(own_ref(draft))}")
    sheet.put(4, f"clause: {scalar(item.place.clause)}")
    sheet.put(4, f"evidence: {scalar(item.place.evidence)}", f"第 {item.place.line} 行")


def corrections(draft: Draft) -> list[tuple[str, str, str, str]]:
    """Damage that the draft met: as printed, likely reading, reason, clause."""
    found = [(item.printed, item.reading, item.reason, item.clause) for item in draft.slips]
    for one in draft.platforms:
        for printed, place in one.printings:
            if one.doubt or printed.rstrip("/") != one.url.rstrip("/"):
                reason = one.doubt or "网址里的标点或大小写被识别错"
                found.append((printed, one.url, reason, place.clause))
    found += [
        (item.printed, item.proposal, "文号的括号或数字损坏", item.place.clause)
        for item in draft.cited
        if item.printed
    ]
    for items in draft.every.values():
        for finding in items:
            if (
                finding.value is None
                and finding.proposal
                and "损坏" in finding.doubt
                and "printed" in finding.more
            ):
                found.append(
                    (finding.more["printed"], finding.proposal, "数字或单位损坏", finding.place.clause)
                )
    if draft.targets is not None:
        for row in draft.targets.rows:
            for name, cell in (("目标", row.target), ("完成", row.done), ("比率", row.ratio)):
                if not cell.value:
                    reason = (
                        f"{row.name}的{name}一格损坏；建议的读法与同一行的另两格相符"
                        if cell.proposal
                        else f"{row.name}的{name}一格损坏"
                    )
                    found.append((cell.printed, cell.proposal, reason, draft.targets.place.clause))
    return list(dict.fromkeys(found))


def _corrections(sheet: Sheet, draft: Draft) -> None:
    found = corrections(draft)
    if not found:
        return
    sheet.note(1, "扫描损坏的地方：照印的样子在前，读法请对照原件决定；不是损坏的整条删掉。")
    sheet.put(1, "corrections:")
    for printed, reading, reason, clause in found:
        sheet.put(2, f"- printed: {scalar(printed)}")
        sheet.put(3, f"reading: {TO_FILL}", f"建议 {reading}；" if reading else "照原件写")
        sheet.put(3, f"reason: {scalar(reason)}")
        sheet.put(3, f"clause: {scalar(clause)}")


def write_platforms(draft: Draft) -> str:
    """The entries for ``data/platforms.yml`` that the data does not have; empty when there is none."""
    sheet = Sheet()
    for item in draft.platforms:
        if item.name not in draft.known.platforms and (item.listed or item.printed):
            sheet.gap()
            _platform(sheet, draft, item)
    return sheet.text if sheet.lines else ""


def _platform(sheet: Sheet, draft: Draft, item: FoundPlatform) -> None:
    sheet.put(0, f"- id: {platform_id(draft, item)}")
    sheet.put(1, f"name: {scalar(item.name)}", f"第 {item.place.line} 行")
    level = _level(draft, item.name)
    sheet.put(1, f"level: {level or TO_FILL}", "" if level else f"{LEVELS}；通知没有说明的填 未规定")
    sheet.put(1, f"role: {TO_FILL}", "做什么用，用自己的话")
    if item.printed and item.address_place is not None:
        sheet.put(1, "addresses:")
        sheet.put(2, f"- printed: {scalar(item.printed)}", f"第 {item.address_place.line} 行")
        if item.doubt:
            sheet.put(3, f"url: {TO_FILL}", f"建议 {item.url}；{item.doubt}；读不准的填 未规定")
        else:
            sheet.put(3, f"url: {scalar(item.url)}")
        given = {
            "document": own_ref(draft),
            "clause": item.address_place.clause,
            "evidence": item.printed[:30],
        }
        sheet.put(3, f"source: {flow(**given)}")
    if item.hotlines:
        sheet.put(1, "hotlines: [" + ", ".join(f"'{phone}'" for phone in item.hotlines) + "]")


def write_base_lists(draft: Draft) -> str:
    """The entries for ``data/bases.yml`` that the data does not have; empty when there is none."""
    sheet = Sheet()
    for item in draft.base_lists:
        key = list_key(item.title, [base.name for base in item.bases])
        if key in draft.known.base_lists:
            continue
        sheet.gap()
        sheet.put(0, f"- id: {base_list_id(draft, item)}")
        sheet.put(1, f"title: {scalar(item.title)}", f"第 {item.line} 行")
        level = _level(draft, item.title)
        sheet.put(1, f"level: {level or TO_FILL}", "" if level else "可填 省级、市级")
        given = {"document": own_ref(draft), "clause": item.annex, "evidence": item.title[:30]}
        sheet.put(1, f"source: {flow(**given)}")
        sheet.put(1, "bases:")
        for base in item.bases:
            hint = f"第 {base.line} 行" + (f"；{base.doubt}" if base.doubt else "")
            sheet.put(2, f"- name: {scalar(base.name) if base.name else TO_FILL}", hint)
            if base.contact:
                sheet.put(3, f"contact: {scalar(base.contact)}")
            if base.phone:
                sheet.put(3, f"phone: '{base.phone}'")
    return sheet.text if sheet.lines else ""
