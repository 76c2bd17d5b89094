"""A draft as the YAML of a city-year, in the order of the model; what is missing is 待填, with a hint."""

from __future__ import annotations

import re

from builder.draft.finding import Finding, Place
from builder.draft.model import Draft
from builder.draft.sheet import TO_FILL, Sheet, flow, scalar
from builder.draft.write_further import write_further
from xueshi.model.rule import Duty
from xueshi.model.values import Silence

SILENT = f"没有找到；通知确实没有写的，填 {Silence.NOT_STATED.value}"
ALIASES = {
    "public": "[公需科目, 公需课, 公需课程]",
    "professional": "[专业科目, 专业课, 专业课程]",
    "public_compulsory": "[必修, 必修课, 公需必修课, 公需科目必修课]",
    "public_elective": "[选修, 选修课, 公需选修课, 公需科目选修课]",
}
NAMES = {
    "total": "总学时",
    "public": "公需",
    "public_compulsory": "公需必修",
    "public_elective": "公需选修",
    "professional": "专业",
    "class_one": "Ⅰ类学分",
    "class_two": "Ⅱ类学分",
}
CHILDREN = {
    "total": ("public", "professional", "class_one", "class_two"),
    "public": ("public_compulsory", "public_elective"),
}
KINDS = {
    "learn": "学完",
    "declare": "申报",
    "review": "审核完成",
    "plan_filing": "培训计划备案",
    "platform_filing": "网络平台备案",
    "platform_close": "平台关闭",
    "before_title": "职称申报前",
}
HALF = 14
"""Characters of each of two stretches that are joined to one evidence."""
DUTIES = "、".join(item.value for item in Duty)
HEADER = (
    "草稿：由 build.py draft 从通知里摘出，还没有人核对。",
    "每个值后面的注释写着它在通知文字的第几行。请逐个对照原文；“待填”的都要由人填上，填完以前检查通不过。",
    "注释里“建议”的是可能的读法，程序没有替您决定。填完以后把不需要的注释删掉。",
)


def write_city_year(draft: Draft) -> str:
    """The file ``data/cities/<city>/<year>.yml``."""
    sheet = Sheet()
    for line in HEADER:
        sheet.note(0, line)
    where = draft.where
    sheet.put(0, f"city: {where.city}")
    sheet.put(0, f"year: {where.year}")
    number = draft.get("document.number")
    sheet.put(0, f"notices: [{_value(number)}]", _comment(number, "没有找到文号；没有文号的写标题"))
    sheet.put(0, f"checked_on: {TO_FILL}", "核对原文的日期，如 2026-01-31")
    sheet.put(0, f"checked_by: {TO_FILL}", "谁核对的：单位或岗位，不写私人姓名")
    sheet.put(0, f"summary: {TO_FILL}", "一句话概括，用自己的话")
    _rule(sheet, draft)
    write_further(sheet, draft)
    return sheet.text


def _value(found: Finding | None) -> str:
    return TO_FILL if found is None or found.value is None else scalar(found.value)


def _comment(found: Finding | None, missing: str = SILENT) -> str:
    """The line of a value; for what is to be filled, the proposal first, then the reason."""
    if found is None:
        return missing
    if found.value is not None:
        return f"第 {found.place.line} 行"
    parts = [f"建议 {found.proposal}"] if found.proposal else []
    if found.field.endswith(".policy"):
        parts.append("如果填 未规定，下面的出处要删掉")
    parts.append(f"{found.doubt or '请对照原文'}（第 {found.place.line} 行“{found.place.evidence}”）")
    return "；".join(parts)


def source(sheet: Sheet, level: int, place: Place | None, derivation: str = "", key: str = "source") -> None:
    """Where a value stands."""
    if place is None:
        rest = f", derivation: {scalar(derivation)}" if derivation else ""
        hint = "第几条，原文里的几个字（最多 30 字）"
        sheet.put(level, f"{key}: {{ clause: {TO_FILL}, evidence: {TO_FILL}{rest} }}", hint)
        return
    given = {"clause": place.clause, "evidence": place.evidence}
    if derivation:
        given["derivation"] = derivation
    sheet.put(level, f"{key}: {flow(**given)}", f"第 {place.line} 行")


def found_source(sheet: Sheet, level: int, found: Finding) -> None:
    """Where a number stands; of a damaged one the source also says how it is read, once it is decided."""
    printed = found.more.get("printed")
    if found.value is None and found.proposal and printed:
        given = flow(clause=found.place.clause, evidence=found.place.evidence)
        reading = f"建议 “{printed}”读作 {found.proposal}；数字有损坏，怎样读要写明"
        sheet.put(level, f"source: {given[:-2]}, derivation: {TO_FILL} }}", reading)
        return
    source(sheet, level, found.place, found.derivation)


def _rule(sheet: Sheet, draft: Draft) -> None:
    sheet.gap()
    sheet.put(0, "rule:")
    units = sorted(draft.units)
    if len(units) == 1 and "(" not in units[0]:
        sheet.put(1, f"unit: {units[0]}")
    else:
        sheet.put(
            1,
            f"unit: {TO_FILL}",
            f"建议 {'、'.join(units)}；单位的写法不止一种" if units else "单位，如 学时",
        )
    _period(sheet, draft)
    sheet.gap()
    sheet.put(1, "requirements:")
    _subject(sheet, draft, 2, "total", "")
    _left(sheet, draft)
    sheet.gap()
    sheet.put(1, "deadlines:")
    for kind, words in KINDS.items():
        _deadline(sheet, draft, kind, words)
    sheet.gap()
    _policies(sheet, draft)


def _period(sheet: Sheet, draft: Draft) -> None:
    """The calendar year, where the notice itself ties learning to the year; nothing otherwise."""
    sheet.put(1, "period:")
    year = draft.where.year
    derivation = f"{year} 年度 → {year} 年 1 月 1 日至 12 月 31 日"
    printed = draft.get("period.start")
    if printed is not None:
        for name in ("start", "end"):
            found = draft.get(f"period.{name}")
            sheet.put(2, f"{name}: {_value(found)}", _comment(found))
        source(sheet, 2, printed.place)
        return
    calendar_year, place = whole_year(draft)
    if calendar_year:
        sheet.put(2, f"start: {year}-01-01", "年度从 1 月 1 日起，是推出来的，请核对")
        sheet.put(2, f"end: {year}-12-31")
        source(sheet, 2, place, derivation)
        return
    hint = "没有找到学习时间的起止；按自然年算的是这一天"
    sheet.put(2, f"start: {TO_FILL}", f"建议 {year}-01-01；{hint}")
    sheet.put(2, f"end: {TO_FILL}", f"建议 {year}-12-31；{hint}")
    source(sheet, 2, place, derivation)


def whole_year(draft: Draft) -> tuple[bool, Place | None]:
    """Whether the notice ties learning to the calendar year, with the words that do."""
    found = draft.get("deadline.learn") or draft.get("deadline.declare")
    if found is None:
        return False, None
    sure = found.value == f"{draft.where.year}-12-31" and "period.start" not in draft.every
    sure = sure and not found.more.get("range")
    return sure, found.place


def subjects(draft: Draft) -> list[str]:
    """Ids of the subjects that a notice has, parents first."""
    named = {name.removeprefix("min.") for name in draft.every if name.startswith("min.")}
    if re.search(r"公需[^。;]{0,8}选修|选修[^。;]{0,4}课", draft.text) and "public_compulsory" in named:
        named.add("public_elective")
    if "ratio.professional" in draft.every:
        named.add("professional")
    if named & {"public_compulsory", "public_elective"}:
        named.add("public")
    return [name for name in NAMES if name in named | {"total"}]


def _subject(sheet: Sheet, draft: Draft, level: int, name: str, lead: str) -> None:
    found = draft.get(f"min.{name}")
    sheet.put(level, f"{lead}id: {name}")
    level += 1 if lead else 0
    sheet.put(level, f"name: {scalar(NAMES[name])}")
    if name in ALIASES:
        sheet.put(level, f"aliases: {ALIASES[name]}")
    sheet.put(level, f"min_hours: {_value(found)}", _comment(found))
    if found is not None:
        found_source(sheet, level, found)
    ratio = draft.get(f"ratio.{name}")
    if ratio is not None:
        sheet.put(level, "min_ratio:")
        sheet.put(level + 1, f"value: {_value(ratio)}", _comment(ratio))
        sheet.put(level + 1, f"of: {TO_FILL}", "可填 要求的总数、学得的总数")
        source(sheet, level + 1, ratio.place)
    inner = [child for child in CHILDREN.get(name, ()) if child in subjects(draft)]
    if inner:
        sheet.put(level, "children:")
        for child in inner:
            _subject(sheet, draft, level + 1, child, "- ")


def _left(sheet: Sheet, draft: Draft) -> None:
    """Numbers of hours that were not taken: another minimum, a cap, a shape this tool refuses by name."""
    for item in draft.left:
        sheet.note(
            2,
            f"没有采用：第 {item.place.line} 行“{item.printed}”（{item.why}）。"
            "如果也是要求，请写进科目、axes、caps、variants；写不进去的写 not_modelled。",
        )


def _deadline(sheet: Sheet, draft: Draft, kind: str, words: str) -> None:
    found = draft.get(f"deadline.{kind}")
    if found is None:
        sheet.put(2, f"{kind}: {TO_FILL}", f"{words}：{SILENT}")
        return
    sheet.put(2, f"{kind}:", words)
    printed = str(found.more.get("printed") or TO_FILL)
    sheet.put(3, f"printed: {scalar(printed)}", f"第 {found.place.line} 行")
    sheet.put(3, f"date: {_value(found)}", _comment(found) if found.value is None else "")
    duty = found.more.get("duty")
    sheet.put(3, f"duty: {duty or TO_FILL}", "" if duty else f"可填 {DUTIES}")
    if note := found.more.get("note"):
        sheet.put(3, f"note: {scalar(note)}")
    source(sheet, 3, found.place, found.derivation)


def _policies(sheet: Sheet, draft: Draft) -> None:
    moved = draft.get("carry_over.policy")
    sheet.put(1, "carry_over:")
    sheet.put(2, f"policy: {_value(moved)}", _comment(moved, f"可填 允许、不允许；{SILENT}"))
    if moved is not None:
        sheet.put(2, "sources:")
        every = draft.every["carry_over.policy"]
        same = [item for item in every if moved.value is None or item.value == moved.value]
        for item in same:
            given = flow(clause=item.place.clause, evidence=item.place.evidence)
            sheet.put(3, f"- {given}", f"第 {item.place.line} 行")
    automatic = draft.get("auto_credit.policy")
    sheet.put(1, "auto_credit:")
    sheet.put(2, f"policy: {_value(automatic)}", _comment(automatic, f"可填 自动计入；{SILENT}"))
    if automatic is not None:
        channel = automatic.more.get("channel")
        sheet.put(
            2,
            f"channel: {scalar(channel) if channel else TO_FILL}",
            "" if channel else "从哪里学的学时会自动计入",
        )
        source(sheet, 2, automatic.place)
    declared = draft.get("declaration.channel")
    sheet.put(1, "declaration:")
    sheet.put(
        2,
        f"channel: {_value(declared)}",
        _comment(declared, "在哪里申报学时：没有找到；通知没有写的，写“通知没有写明”"),
    )
    source(sheet, 2, declared.place if declared else None)
    _review(sheet, draft)
    filed = draft.get("plan_filing.policy")
    sheet.put(1, "plan_filing:")
    sheet.put(2, f"policy: {_value(filed)}", _comment(filed, f"可填 要求备案、未备案不予认可；{SILENT}"))
    if filed is not None:
        scope = next(
            (item.more["scope"] for item in draft.every["plan_filing.policy"] if "scope" in item.more), ""
        )
        if scope:
            sheet.put(2, f"scope: {scalar(scope)}")
        source(sheet, 2, filed.place)


def _review(sheet: Sheet, draft: Draft) -> None:
    sheet.put(1, "review:")
    for name, words in (("employer_days", "用人单位"), ("department_days", "行业主管部门")):
        found = draft.get(f"review.{name}")
        sheet.put(2, f"{name}: {_value(found)}", _comment(found, f"{words}审核的工作日数：{SILENT}"))
    limits = [draft.get("review.employer_days"), draft.get("review.department_days")]
    stated = [item for item in limits if item is not None]
    if not stated:
        source(sheet, 2, None)
        return
    first, last = stated[0].place, stated[-1].place
    if first.evidence == last.evidence:
        found_source(sheet, 2, stated[0])
    elif first.clause == last.clause and first.start < last.start:
        joined = f"{first.evidence[-HALF:]}…{last.evidence[-HALF:]}"
        source(sheet, 2, Place(first.clause, joined, first.line))
    else:
        source(sheet, 2, first)
        sheet.note(2, f"行业主管部门的天数在第 {last.line} 行“{last.evidence}”，出处请合成一条")
