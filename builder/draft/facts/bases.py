"""Lists of continuing-education bases, as annexed: names in order, contacts and telephones beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from builder.draft.numerals import PHONE, PHONE_ENDS
from builder.draft.tables import Annex, Row, annexes
from builder.draft.text import Notice

ITEM = re.compile(r"\(?(\d{1,3})[.、)](.+)")
DAMAGED_ITEM = re.compile(r"[A-Za-z|()\d]{1,3}[.、][一-鿿]{4,40}")
CONTACT = re.compile(r"联系人:?(.{2,8})")
NUMBERED_PHONE = re.compile(rf"(?:联系)?(?:电话|方式|手机):?({PHONE}){PHONE_ENDS}")
PRINTED_PHONE = re.compile(r"(?:联系)?(?:电话|方式|手机):?([\dA-Za-z|.-]{5,16})")
MISSING_MOST = 5
"""So many numbers may be missing in a list before it is another list."""
LABELS = {
    "name": ("名称", "单位", "基地"),
    "contact": ("联系人", "负责人"),
    "phone": ("电话", "联系方式", "手机"),
}


@dataclass
class FoundBase:
    """One base of a list."""

    name: str
    line: int
    contact: str = ""
    phone: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class FoundList:
    """One list of bases."""

    title: str
    annex: str
    line: int
    bases: list[FoundBase]


def base_lists(notice: Notice) -> list[FoundList]:
    """Every annex whose title calls it a list of bases."""
    found = []
    for annex in annexes(notice):
        if not re.search(r"(?:基地|施教机构|培训机构).{0,6}(?:名单|一览|目录)", annex.title):
            continue
        bases = _table(annex) or _numbered(annex)
        if bases:
            found.append(FoundList(annex.title, annex.name, annex.line, bases))
    return found


def _numbered(annex: Annex) -> list[FoundBase]:
    """Numbered lines; a number out of order leaves the rest to the admin."""
    found: list[FoundBase] = []
    for row in annex.rows:
        text = "".join(row.cells)
        item = ITEM.fullmatch(text)
        if item is not None and not re.match(r"\d", item[2]):
            found += _item(int(item[1]), item[2], row.line, len(found))
        elif found and re.fullmatch(r"\d{1,8}", text):
            _broken_phone(found[-1], row)
        elif DAMAGED_ITEM.fullmatch(text):
            found.append(FoundBase("", row.line, doubt=f"印作“{row.raw.strip()}”，序号有损坏"))
        elif found and (CONTACT.search(text) or PRINTED_PHONE.search(text)):
            _details(found[-1], text)
        elif found and re.search(r"年\d{1,2}月|印发|抄送", text):
            break
    return found


def _item(number: int, text: str, line: int, before: int) -> list[FoundBase]:
    """The base of one numbered line, behind those whose numbers were passed over."""
    base = FoundBase(_name(text), line)
    missing = number - before - 1
    gaps = missing if 0 < missing <= MISSING_MOST else 0
    if missing and not gaps:
        base.doubt = f"序号印作 {number}，前面有 {before} 家"
    name, *rest = re.split(r"[,;(]?(?:联系人|联系电话|电话)", text, maxsplit=1)
    if rest:
        base.name = _name(name)
        _details(base, text)
    return [*(FoundBase("", line, doubt=f"第 {line} 行以前少了一家") for _ in range(gaps)), base]


def _broken_phone(base: FoundBase, row: Row) -> None:
    """A line of digits alone is the rest of the number above it."""
    base.phone, base.doubt = "", f"电话在第 {row.line} 行断开了"


def _details(base: FoundBase, text: str) -> None:
    contact, phone = CONTACT.search(text), NUMBERED_PHONE.search(text)
    if (contact and base.contact) or (phone and base.phone):
        base.doubt = "后面还有另一家的联系人或电话，名单可能缺了一家"
        return
    if contact:
        base.contact = re.split(r"[,;:(]|联系|电话|手机", contact[1])[0].strip(")")
    if phone:
        base.phone = re.sub(r"[- ]", "", phone[1])
    elif printed := PRINTED_PHONE.search(text):
        base.doubt = f"电话印作“{printed[1]}”，不像完整的号码"


def _name(text: str) -> str:
    return text.strip("。;,、( ")


def _table(annex: Annex) -> list[FoundBase]:
    """A table with a row of labels."""
    for index, row in enumerate(annex.rows):
        columns = _columns(row)
        if "name" in columns and len([cell for cell in row.cells if cell]) > 1:
            return _rows(annex.rows[index + 1 :], columns, len(row.cells))
    return []


def _columns(row: Row) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, cell in enumerate(row.cells):
        for field, words in LABELS.items():
            if field not in found and len(cell) <= 10 and any(word in cell for word in words):
                if field == "name" and any(word in cell for word in ("联系", "主管", "性质", "电话")):
                    continue
                found[field] = index
                break
    return found


def _rows(rows: tuple[Row, ...], columns: dict[str, int], width: int) -> list[FoundBase]:
    found: list[FoundBase] = []
    for row in rows:
        if found and re.fullmatch(r"\d{1,8}", "".join(row.cells)):
            _broken_phone(found[-1], row)
        if len(row.cells) != width or not row.cells[columns["name"]]:
            continue
        base = FoundBase(row.cells[columns["name"]], row.line)
        if "contact" in columns:
            base.contact = row.cells[columns["contact"]]
        if "phone" in columns:
            printed = row.cells[columns["phone"]]
            if re.fullmatch(PHONE, printed):
                base.phone = re.sub(r"[- ]", "", printed)
            elif printed:
                base.doubt = f"电话印作“{printed}”，不像完整的号码"
        found.append(base)
    return found
