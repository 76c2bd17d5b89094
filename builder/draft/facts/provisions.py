"""What else a notice says, sorted by the sections of the page. The words are left to the admin."""

from __future__ import annotations

import re
from dataclasses import dataclass

from builder.draft.finding import Place
from builder.draft.text import EVIDENCE_MOST, Notice

USES = r"重要依据|重要条件|必[备各要]条件|基本条件|评优|评先|一票否决|不予申报|不得申报|挂钩"
BLAME = r"后果(?:由|自)|责任(?:由|自)|自行承担|自负|通报批评|追究|取消[^,。]{0,10}资格"

STRONG: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("经费", re.compile(r"经费|工资总额|薪金总额|税前扣除|纳税年度")),
    ("结果使用", re.compile(rf"{USES}|{BLAME}")),
    ("计划备案", re.compile(r"备案|各案|年度培训计划")),
    ("审核与登记", re.compile(r"审核|审验|筛查|佐证|认定标准|登记管理制度|影像资料|抽查|核查|进行记录")),
    (
        "注册与申报",
        re.compile(
            r"注册|(?:学时|学分)(?:的)?申报|申报(?:个人)?(?:学时|学分)|结转|顺延|自动计入|计入当年|账号|申报流程"
        ),
    ),
    ("学习内容", re.compile(r"主要内容|主要围绕|重点围绕|基本知识|新理论|公需科目主题")),
)
WEAK: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("平台与机构", re.compile(r"学习平台|施教机构|基地|网址|指定")),
    ("学习方式", re.compile(r"方式|面授|线上|在线学习|公益性|多种形式|自学")),
    ("单位职责", re.compile(r"用人单位|激励机制|学习条件|提醒|督促|管理人员培训|分层次|指导|各单位|各部门")),
)
TOPICS = STRONG + WEAK
SURE = ("经费", "结果使用")
"""Sections that the words themselves decide; into which of the others a sentence goes, the editor does."""

SMALLEST = 8
"""Shorter sentences say nothing of their own."""


@dataclass(frozen=True, slots=True)
class FoundProvision:
    """One sentence that the page may have to tell."""

    topics: tuple[str, ...]
    """Where it may belong, the likeliest first."""
    place: Place
    words: str
    """The sentence as printed, for the comment."""

    @property
    def topic(self) -> str:
        """The section, where the words decide it; empty otherwise."""
        return self.topics[0] if len(self.topics) == 1 and self.topics[0] in SURE else ""


def provisions(notice: Notice) -> list[FoundProvision]:
    """Sentences of the body, each with the section it probably belongs in."""
    found: list[FoundProvision] = []
    for sentence in notice.sentences:
        clause = notice.clause_at(sentence.start)
        if (
            sentence.start >= notice.outline.annexes
            or clause in ("开头", "附件清单")
            or _is_heading(notice, sentence.start, sentence.end)
        ):
            continue
        for start, end in _parts(sentence.start, sentence.text):
            words = notice.text[start:end]
            topics = [topic for topic, form in STRONG if form.search(words)]
            topics = topics or [topic for topic, form in WEAK if form.search(words)]
            if len(words) < SMALLEST or not topics or re.match(r"附件|联系", words):
                continue
            printed = notice.printed(start, end)
            where = Place(clause, _evidence(notice, start, end, words), notice.line_at(start), start)
            found.append(FoundProvision(tuple(topics), where, printed))
    return found


def _parts(start: int, text: str) -> list[tuple[int, int]]:
    """A sentence without the number of its clause."""
    lead = re.match(r"(?:\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、]|[①-⑳])", text)
    return [(start + (lead.end() if lead else 0), start + len(text))]


def _is_heading(notice: Notice, start: int, end: int) -> bool:
    words = notice.text[start:end]
    return (
        re.match(r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))", words) is not None
        and len(words) < 30
    )


def _evidence(notice: Notice, start: int, end: int, words: str) -> str:
    """The stretch around the word that gave the section, as printed."""
    hit = min((match.start() for _, form in TOPICS if (match := form.search(words))), default=0)
    first = max(0, words.rfind(",", 0, hit) + 1)
    printed = notice.printed(start + first, end)
    return re.split(r"[。]", printed)[0][:EVIDENCE_MOST]
