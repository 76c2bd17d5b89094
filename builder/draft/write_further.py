"""The second half of a city-year: provisions, platforms, bases, rates, forms, table."""

from __future__ import annotations

from builder.draft.facts.forms import FoundForm
from builder.draft.facts.targets import Cell
from builder.draft.model import Draft
from builder.draft.registers import base_list_id, platform_id
from builder.draft.sheet import TO_FILL, Sheet, flow, scalar


def write_further(sheet: Sheet, draft: Draft) -> None:
    """Everything below the rule."""
    sheet.gap()
    _provisions(sheet, draft)
    sheet.gap()
    _platforms(sheet, draft)
    lists = [base_list_id(draft, item) for item in draft.base_lists]
    if lists:
        sheet.put(0, f"bases: [{', '.join(lists)}]")
    else:
        sheet.note(0, "bases：没有找到基地名单；附有名单的，写进 data/bases.yml，这里写名单代号")
    sheet.gap()
    _rates(sheet, draft)
    _forms(sheet, draft)
    _targets(sheet, draft)


def _provisions(sheet: Sheet, draft: Draft) -> None:
    if not draft.provisions:
        sheet.put(0, "provisions: []", "没有找到；通知的其他内容写在这里")
        return
    sheet.note(0, "通知的其他内容，一句一条：标题和内容用自己的话写，不抄整句；不需要告诉读者的，整条删掉。")
    sheet.put(0, "provisions:")
    for item in draft.provisions:
        sheet.note(1, f"第 {item.place.line} 行：{item.words}")
        others = f"；也可能是 {'、'.join(item.topics[1:])}" if item.topics[1:] else ""
        sheet.put(
            1, f"- topic: {item.topic or TO_FILL}", "" if item.topic else f"建议 {item.topics[0]}{others}"
        )
        sheet.put(2, f"title: {TO_FILL}", "小标题")
        sheet.put(2, f"text: {TO_FILL}", "用自己的话")
        sheet.put(2, f"source: {flow(clause=item.place.clause, evidence=item.place.evidence)}")


def _platforms(sheet: Sheet, draft: Draft) -> None:
    listed = [item for item in draft.platforms if item.listed]
    if not listed:
        sheet.put(0, "platforms: []", "没有找到通知列出的学习平台")
    else:
        sheet.put(0, "platforms:")
    for item in listed:
        sheet.put(1, f"- platform: {platform_id(draft, item)}", item.name)
        if item.subjects:
            order = [name for name in ("public", "professional") if name in item.subjects]
            sheet.put(2, f"subjects: [{', '.join(order)}]")
        place = item.listed_place or item.place
        given = flow(clause=clauses_joined(item.clauses or [place.clause]), evidence=item.name[:30])
        sheet.put(2, f"source: {given}", f"第 {place.line} 行")
    if draft.open is not None:
        sheet.put(0, "providers_open: true", f"第 {draft.open.line} 行“{draft.open.evidence}”")
    else:
        sheet.put(
            0, f"providers_open: {TO_FILL}", "可填 true、false；名单用了“等”字，或允许其他方式的，填 true"
        )


def clauses_joined(clauses: list[str]) -> str:
    """Several parts of one section as a source names them: ``三（一）（二）``."""
    ordered = sorted(clauses, key=lambda item: (len(item), item)) if len(clauses) > 1 else clauses
    ordered = sorted(ordered, key=_order)
    first = ordered[0]
    section = first.partition("（")[0]
    if all(item.partition("（")[0] == section for item in ordered):
        return section + "".join(item[len(section) :] for item in ordered)
    return "、".join(ordered)


def _order(clause: str) -> list[int]:
    return ["一二三四五六七八九十".find(char) for char in clause]


def _rates(sheet: Sheet, draft: Draft) -> None:
    found = [(name, item) for name, item in draft.facts.items() if name.startswith("rate.")]
    if not found:
        return
    sheet.put(0, "rates:")
    for name, item in found:
        sheet.put(1, f"- id: {name.removeprefix('rate.')}")
        sheet.put(2, f"name: {item.more['name']}")
        value = TO_FILL if item.value is None else scalar(item.value)
        sheet.put(
            2, f"percent: {value}", f"第 {item.place.line} 行" if item.value is not None else item.doubt
        )
        sheet.put(2, f"base: {scalar(item.more['base'])}")
        sheet.put(2, f"who: {TO_FILL}", "适用于谁")
        sheet.put(2, f"source: {flow(clause=item.place.clause, evidence=item.place.evidence)}")
    sheet.gap()


def _forms(sheet: Sheet, draft: Draft) -> None:
    if not draft.forms:
        return
    sheet.put(0, "forms:")
    for index, item in enumerate(draft.forms, 1):
        _form(sheet, index, item)
    sheet.gap()


def _form(sheet: Sheet, index: int, item: FoundForm) -> None:
    sheet.put(1, f"- id: form-{index}")
    sheet.put(2, f"name: {scalar(item.name)}", f"第 {item.place.line} 行")
    sheet.put(2, f"used_for: {TO_FILL}", "谁、为什么填")
    if item.copies is not None:
        sheet.put(2, f"copies: {item.copies}")
    if item.number_in_body:
        sheet.put(2, f"number_in_body: {scalar(item.number_in_body)}")
    if item.number_in_list:
        sheet.put(2, f"number_in_list: '{item.number_in_list}'")
    given = {"clause": item.place.clause, "evidence": item.place.evidence}
    if item.copies is not None and str(item.copies) not in item.place.evidence:
        given["derivation"] = f"一式几份 → {item.copies} 份"
    sheet.put(2, f"source: {flow(**given)}")
    if not item.fields:
        sheet.put(2, "fields:")
        sheet.put(3, f"- {TO_FILL}", "表里的栏目，照印")
        return
    sheet.put(2, "fields:", "请对照表格核对")
    for name in item.fields:
        sheet.put(3, f"- {scalar(name)}")


def _targets(sheet: Sheet, draft: Draft) -> None:
    found = draft.targets
    if found is None:
        return
    sheet.put(0, "targets:")
    sheet.put(1, f"title: {scalar(found.title)}", f"表头在第 {found.place.line} 行")
    sheet.put(1, f"year: {found.year or TO_FILL}", "" if found.year else "表里是哪一年的数")
    sheet.put(1, f"unit: {found.unit or TO_FILL}", "" if found.unit else "单位，如 人")
    sheet.put(1, f"source: {flow(clause=found.place.clause, evidence=found.place.evidence)}")
    if found.praise is not None:
        given = flow(clause=found.praise.clause, evidence=found.praise.evidence)
        sheet.put(1, f"praise_source: {given}", f"第 {found.praise.line} 行")
    sheet.put(1, "rows:")
    for row in found.rows:
        sheet.put(2, f"- name: {scalar(row.name)}", f"第 {row.line} 行")
        _cell(sheet, "target", row.target)
        _cell(sheet, "done", row.done)
        _cell(sheet, "ratio", row.ratio)
        if row.name in found.praised:
            sheet.put(3, "praised: true")


def _cell(sheet: Sheet, name: str, cell: Cell) -> None:
    if cell.value:
        sheet.put(3, f"{name}: {cell.value}")
        return
    likely = f"建议 {cell.proposal}；" if cell.proposal else ""
    sheet.put(3, f"{name}: {TO_FILL}", f"{likely}印作“{cell.printed}”，请对照原件")
