"""A notice as text: a normalised copy to search in, with the way back to every character as printed."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from builder.draft.outline import Outline

EVIDENCE_MOST = 30
"""Longest evidence in characters, as the model has it."""

SAME = {
    "∶": ":",
    "︰": ":",
    "⻓": "长",
    "⻔": "门",
    "⻋": "车",
    "⻚": "页",
    "﹝": "〔",
    "﹞": "〕",
    "〖": "【",
}
SAME |= {"〗": "】", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "―": "-", "~": "-"}
SAME |= {"„": "“", "‟": "”", "「": "“", "」": "”", "『": "“", "』": "”"}

FOLDED = ((0x2F00, 0x2FDF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF), (0x2160, 0x217F), (0xFE30, 0xFE6F))
"""Blocks that NFKC may change. Not circled numbers or raised digits: ``①90`` must not become 190."""

UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufffe\uffff]"
)
"""Characters that no data may hold, because nobody sees them (``builder.reading.characters``)."""

MARKUP = re.compile(r"^[\s>]*(?:#{1,6}\s+|[-*•]\s+)?")
HEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十百]+[条章]"
    r"|\d{1,2}[.、](?!\d)|\(\d{1,2}\)|[①-⑳]|附件)"
)
STANDS_ALONE = re.compile(
    r"(?:联系人|联系电话|电话|邮箱|单位|抄送|主办|\d{4}年\d{1,2}月\d{1,2}日|[二〇○零一二三四五六七八九]{4}年).{0,24}$"
)
ENDS = tuple("。;:!?！？")
TITLE_ENDS = re.compile(r"(?:的?通知|意见|公告|办法|规定|方案|名单|情况|表|文件|号)$")
CONTACTS = re.compile(r"联系人|联系电话|咨询电话|电话|邮箱|抄送")
SIGNATURE = re.compile(r"[一-鿿]{4,24}(?:局|厅|委员会|办公室)")
META = re.compile(r"索引号|发文|文号|主题|成文|发布|来源|公开")
OWN_TITLE = re.compile(
    r"关于.{2,60}(?:的?通知|意见|公告|办法|方案|的?答复|的?(?:温馨)?提示|的?函|的?通告|的?批复)(?:\(.{1,8}\))?$"
)
BROKEN_LEAST = 22
"""A line this long that ends without a mark was broken by the page, not by its writer."""

MARKED_QUOTES = re.compile(r"[“”\"'‘’′″`]{1,2}")
PAGE_MARK = re.compile(r"[-=_*]{2,}|-\d{1,3}-|第\d{1,3}页(?:共\d{1,3}页)?")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch between two full stops, by its offsets in the copy."""

    start: int
    end: int
    text: str


class Notice:
    """One notice. ``text`` is the copy; everything found in it is told by offsets into it."""

    def __init__(self, raw: str) -> None:
        lines = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
        self.raw = UNSEEN.sub("", lines)  # what nobody sees can be no evidence
        self.lines = self.raw.split("\n")
        self._line_starts = _starts(self.lines)
        self.text, self._origins = self._join()
        self.outline = Outline(self.text)

    def _join(self) -> tuple[str, list[int]]:
        """One block for each paragraph: the lines of a page are joined, headings and lists are not."""
        chars: list[str] = []
        origins: list[int] = []
        last = ""
        width, in_annex = self._page_width(), False
        for start, line in zip(self._line_starts, self.lines, strict=True):
            marks = MARKUP.match(line)
            skip = marks.end() if marks else 0
            pairs = list(_narrow(line[skip:], start + skip))
            text = "".join(char for char, _ in pairs)
            if not text or PAGE_MARK.fullmatch(text) or (text.isdecimal() and last.endswith(ENDS)):
                continue
            in_annex = in_annex or re.fullmatch(r"附件\d{0,2}:?", text) is not None
            marked = line[:skip].strip() != ""
            quote = bool(last) and (MARKED_QUOTES.fullmatch(text) or MARKED_QUOTES.fullmatch(last[-1]))
            goes_on = quote or _goes_on(last, text, width=0 if in_annex else width)
            if last and (marked or "\t" in line or not goes_on):
                chars.append("\n")
                origins.append(start)
                last = ""
            elif last and _would_glue(last[-1], text[0]):
                chars.append(" ")
                origins.append(start)
            chars += text
            origins += [origin for _, origin in pairs]
            if "\t" in line:
                last = "\n"
            elif line[:skip].strip().startswith("#"):
                last = "#" + text
            else:
                last = last + text if quote else text
        return "".join(chars), origins

    def _page_width(self) -> int:
        """Characters a line of the printed page holds; 0 where every paragraph is one line."""
        widths = sorted(len(narrow(line)) for line in self.lines if len(line.strip()) > 12)
        usual = widths[len(widths) * 3 // 4] if widths else 0
        return usual if 12 < usual < 60 else 0

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences of the copy, in order; brackets do not end one."""
        found = []
        start = 0
        for match in re.finditer(r"[。;!?！？\n]|$", self.text):
            if self.text[start : match.start()].strip():
                found.append(Sentence(start, match.start(), self.text[start : match.start()]))
            start = match.end()
        return tuple(found)

    @cached_property
    def statements(self) -> tuple[Sentence, ...]:
        """The sentences of the body that say something: no questions, nothing of the annexes."""
        body = (item for item in self.sentences if item.start < self.outline.annexes)
        return tuple(item for item in body if not self._asks(item))

    def _asks(self, sentence: Sentence) -> bool:
        ends = self.text[sentence.end : sentence.end + 1]
        return ends in ("?", "？") or sentence.text.endswith(("吗", "么", "呢"))

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence around an offset."""
        index = bisect_right([item.start for item in self.sentences], offset) - 1
        return self.sentences[max(0, index)]

    def line_at(self, offset: int) -> int:
        """The line of the original, from 1, that an offset of the copy stands on."""
        return bisect_right(self._line_starts, self._origins[offset])

    def clause_at(self, offset: int) -> str:
        """The clause around an offset, as a source names it."""
        return self.outline.at(offset)

    def printed(self, start: int, end: int) -> str:
        """The words as printed, without the blanks and marks that only set them."""
        stretch = self.raw[self._origins[start] : self._origins[end - 1] + 1]
        return re.sub(r"[\s*#]+", "", stretch)

    def as_it_stands(self, start: int, end: int) -> str:
        """The words with the blanks between them, to show damage."""
        return " ".join(self.raw[self._origins[start] : self._origins[end - 1] + 1].split())

    def evidence(self, start: int, end: int) -> str:
        """At most 30 printed characters: ``start:end`` and what stands before it in the sentence."""
        sentence = self.sentence_at(start)
        end = min(end, sentence.end)
        first = max(sentence.start, min(start, end - 1))
        while first > sentence.start and len(self.printed(first - 1, end)) <= EVIDENCE_MOST:
            if self.text[first - 1] in ",:" and first <= start:
                break
            first -= 1
        words = self.printed(first, end)[:EVIDENCE_MOST]
        return re.sub(r"^[,，、:：)）”]+", "", words)

    def find(self, pattern: str | re.Pattern[str]) -> Iterator[re.Match[str]]:
        """All places of a pattern in the copy."""
        return re.compile(pattern).finditer(self.text)


def _starts(lines: list[str]) -> list[int]:
    found, at = [], 0
    for line in lines:
        found.append(at)
        at += len(line) + 1
    return found


def narrow(text: str) -> str:
    """A text as it stands in the copy."""
    return "".join(char for char, _ in _narrow(text, 0))


def _narrow(text: str, start: int) -> Iterator[tuple[str, int]]:
    """Characters of the copy with their places: no blanks, except between two Latin words or numbers."""
    waiting = False
    last = ""
    for index, char in enumerate(text):
        if char.isspace() or char in "\u200b\u2060\ufeff\u00ad":
            waiting = True
            continue
        if char == "*" and "**" in text:
            continue
        for part in _fold(char):
            if waiting and last and _would_glue(last, part):
                yield " ", start + index
            waiting = False
            last = part
            yield part, start + index


def _fold(char: str) -> str:
    char = SAME.get(char, char)
    if any(low <= ord(char) <= high for low, high in FOLDED):
        char = unicodedata.normalize("NFKC", char)
    return "".join(SAME.get(part, part) for part in char)


def _would_glue(left: str, right: str) -> bool:
    """Whether two characters would become one word or number without the blank between them."""
    return left.isascii() and right.isascii() and left.isalnum() and right.isalnum()


def _goes_on(last: str, text: str, *, width: int) -> bool:
    """Whether a line continues the one before."""
    if not last or last == "\n":
        return False
    if text[0] == "”" or (last.rfind("(") > last.rfind(")") and not HEADING.match(text)):
        return True
    if last[-1].isdigit() and re.match(r"\d+(?![.、\d])", text) and not STANDS_ALONE.match(text):
        return True
    if OWN_TITLE.search(last) or META.match(last) or (len(last) < 40 and CONTACTS.match(last)):
        return False
    if not width and SIGNATURE.fullmatch(text):
        return False
    if last.startswith("#") or last.endswith(ENDS) or HEADING.match(text) or STANDS_ALONE.match(text):
        return False
    if last.endswith((",", "、", "《", "(", "“", "和", "及", "的")):
        return True
    if TITLE_ENDS.search(last) and len(last) < 30:
        return False
    if not width:
        return len(last) >= BROKEN_LEAST
    return len(last) >= width * (3 if HEADING.match(last) else 2) // 4
