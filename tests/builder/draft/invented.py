"""The invented notices: text, the true facts, whose they are; and a draft filled as its comments say."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from builder.draft.flat import Facts, flat_draft, shown
from builder.draft.model import Draft, Where, take_apart
from builder.draft.score import Score, compare, proposals

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
FOLDER = FIXTURES / "notices"
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.txt")))

NOT_TOLD = re.compile(r"(?:correction|subject)\..*|.*\.clause$|deadline\.\w+\.printed$")
"""Facts that are held otherwise: the clause and the words must stand in the text."""


def text_of(name: str) -> str:
    """The text of an invented notice."""
    return (FOLDER / f"{name}.txt").read_text("utf-8")


def truth_of(name: str) -> Facts:
    """The facts that the notice states, as a person reads them."""
    data = yaml.safe_load((FOLDER / f"{name}.yml").read_text("utf-8"))
    return {key: "yes" if value is True else shown(value) for key, value in data.items()}


def where_of(name: str) -> Where:
    """City and year: the year of the number, the city of the title."""
    truth = truth_of(name)
    year = re.search(r"〔(20\d\d)〕", truth.get("document.number", ""))
    city = re.search(r"[一-鿿]{2,3}市", truth["document.title"])
    return Where("anshan", city[0] if city else "明河市", int(year[1]) if year else 2025)


def draft_of(name: str) -> Draft:
    """The draft of an invented notice."""
    return take_apart(text_of(name), where_of(name))


def score_of(name: str) -> Score:
    """The draft of an invented notice against its true facts."""
    draft = draft_of(name)
    found = {key: value for key, value in flat_draft(draft).items() if not NOT_TOLD.fullmatch(key)}
    return compare(truth_of(name), found, proposals(draft))


OWN_WORDS = {
    "checked_on": "2026-11-22",
    "checked_by": "市人社局专技科",
    "summary": "照通知填好的一年",
    "title": "小标题",
    "text": "用自己的话写的内容",
    "role": "在线学习",
    "who": "企业",
    "used_for": "申报时填写",
    "of": "要求的总数",
    "providers_open": "false",
    "channel": "通知没有写明",
    "issuer": "未规定",
    "url": "未规定",
    "year": "2024",
    "unit": "学时",
    "duty": "用人单位",
}
"""What a person writes who has the notice before them."""


def filled(text: str, evidence: str) -> str:
    """A draft in which every 待填 is filled as its comment says."""
    return "\n".join(_filled(line, evidence) for line in text.split("\n"))


def _filled(line: str, evidence: str) -> str:
    value, mark, comment = line.partition("  # ")
    if "待填" not in value:
        return line
    if "clause: 待填" in value:
        return value.replace("clause: 待填", "clause: 开头").replace(
            "evidence: 待填", f"evidence: '{evidence}'"
        )
    field = value.rpartition("待填")[0].strip().strip("[-").strip().rstrip(":").split(" ")[-1]
    proposed = re.search(r"建议 ([^；（]+)", comment)
    allowed = re.search(r"可填 ([^、；]+)", comment)
    if proposed:
        word = proposed[1].strip()
    elif "填 未规定" in comment and field not in ("channel",):
        word = "未规定"
    else:
        word = OWN_WORDS.get(field) or (allowed[1] if allowed else "未规定")
    quoted = (
        word
        if (re.fullmatch(r"[\w.%〔〕/-]+", word) and not word.isdecimal()) or field in NUMBERS
        else f"'{word}'"
    )
    return value.replace("待填", quoted) + mark + comment


NUMBERS = ("min_hours", "target", "done", "employer_days", "department_days", "percent", "copies", "year")
"""Fields that hold plain numbers."""
