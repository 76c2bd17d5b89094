"""Percentages of the funding rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from builder.draft.facts import context
from builder.draft.finding import Finding, place
from builder.draft.text import Notice

BASE = (
    r"(?P<base>(?:本单位|企业|单位)?(?:上年度?)?(?:职工|员工|从业人员)?(?:年度)?(?:工资薪金|工资|薪酬)总额)"
)
RATE = re.compile(rf"(?:{BASE})?(?:的)?(?<![\d.OoIl|])(?P<percent>\d{{1,2}}(?:\.\d{{1,2}})?)%")
IDS = (
    ("deduction", "企业所得税税前扣除上限", re.compile(r"扣除")),
    ("set_aside_higher", "可以采用的较高比例", re.compile(r"可(?:以)?按|可(?:以)?提高|最高可")),
    ("set_aside", "职工教育经费提取比例", re.compile(r"提取|列支|安排|提足")),
)


def rates(notice: Notice) -> Iterator[Finding]:
    """Every percentage of a payroll that is set aside or deducted."""
    for sentence in notice.statements:
        text = sentence.text
        if (
            sentence.start >= notice.outline.annexes
            or not re.search(r"经费|教育费", text)
            or "总额" not in text
        ):
            continue
        base = ""
        for match in RATE.finditer(text):
            base = match["base"] or base
            piece = re.split(r"[,;]", text[: match.start()])[-1]
            tail = text[match.end() :].split(";")[0]
            near = piece + match[0] + tail.split(",")[0]
            if not base or context.REVOKED.search(near) or re.search(r"完成率|同比|增长", near):
                continue
            found = _kind(near) or _kind(near + tail[:40])
            if re.match(r"(?:-{1,2}|至|到|、|或)[\dA-Za-z]", text[match.end() :]) or re.search(
                r"(?:%|\d)(?:-{1,2}|至|到)$", piece
            ):
                continue
            if context.CAP.search(near) and found is not None and found[0] != "deduction":
                found = IDS[0][:2] if "扣除" in tail[:40] else None
            if found is None:
                continue
            where = place(notice, sentence.start + match.start(), sentence.start + match.end())
            percent = Fraction(match["percent"])
            more = {"name": found[1], "base": base}
            yield Finding(f"rate.{found[0]}", percent, where, more=more)


def _kind(words: str) -> tuple[str, str] | None:
    return next(((rate, name) for rate, name, form in IDS if form.search(words)), None)
