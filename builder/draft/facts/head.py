"""What the notice itself is: number, issuer, title, day, and the documents it rests on."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from builder.draft.facts.days import days
from builder.draft.finding import Finding, Place, place
from builder.draft.text import Notice

ORGAN = r"[一-鿿]{2,16}"
SOUND = re.compile(
    rf"(?P<word>{ORGAN})(?P<open>[〔\[【(])(?P<year>20\d\d)(?P<close>[〕\]】)])(?P<number>第?\d{{1,4}})号"
)
DAMAGED = re.compile(
    rf"(?P<word>{ORGAN}?)(?P<open>[〔\[【(EeC{{<]?)(?P<year>[12][0-9OoQ〇lI|]{{3}})(?P<close>[〕\]】)}}>J]?)(?:第)?"
    r"(?P<number>[\dOoQ〇lI|]{1,4})号"
)
PAIRS = {"〔": "〕", "[": "]", "【": "】", "(": ")"}
ORDER = re.compile(r"(?P<word>[一-鿿]{1,12}令)(?:\(?20\d\d年\)?)?第?(?P<number>\d{1,3})号")
TITLE = re.compile(
    r"《(?P<title>[^《》]{4,80})》(?P<rest>\((?P<number>[^()]{0,20}(?:\([^()]{0,12}[)〕])?[^()《》。]{0,30})\))?"
)
LINK = re.compile(r"\(?<?(?P<url>https?://[\w./?=&%#-]+)>?\)?")
NOT_DOCUMENTS = re.compile(
    r"(?:表|证书|证|名单|清单|册|档案|合格证明|登记|认定单|计划|指南|手册|目录|课程|报告|流程|公需课|说明|审批单)$"
)
KIND = re.compile(r"(?:规定|办法|意见|通知|规划|条例|法|细则|方案|决定|纲要|令|函)(?:\([^()]{1,6}\))?$")
JOINT = re.compile(r"(?:局|厅|委员会)(?=[一-鿿]{2,6}[市县区省州盟])")
"""Two organs in one line: their names were set apart by a blank only."""
REVOKED = re.compile(r"[^。;《]{0,20}(?:废止|停止执行|失效)")
SIGNED = re.compile(r"(?:局|厅|部|办公室|委员会|委|院|中心)(?:办公室)?$")


@dataclass(frozen=True, slots=True)
class Cited:
    """A document that the notice names."""

    title: str
    number: str
    """Empty where none is printed, or where it is damaged."""
    place: Place
    printed: str = ""
    """The number as printed, when it is damaged."""
    proposal: str = ""
    url: str = ""

    @property
    def ref(self) -> str:
        """How the data names it."""
        return self.number or self.title


def head(notice: Notice, year: int) -> Iterator[Finding]:
    """Number, title, issuer and day of the notice."""
    lines = _head_lines(notice)
    numbers = list(_number(notice, lines))
    yield from numbers
    issuer = _masthead(lines)
    title, where = _title(notice, lines, issuer)
    if title is not None and where is not None:
        yield Finding("document.title", title, where)
        if not issuer and (match := re.match(r"(.{4,40}?(?:局|厅|委员会|部|办公室))关于", title)):
            issuer = match[1]
    if not issuer:
        issuer = _signature(notice)
    if issuer:
        at = max(notice.text.find(issuer), 0)
        where = place(notice, at, at + len(issuer))
        if JOINT.search(issuer):
            yield Finding("document.issuer", None, where, "", f"印作“{issuer}”，好像是几个部门联合发的")
        else:
            yield Finding("document.issuer", issuer, where)
    yield from (_of_its_number(item, numbers) for item in _issued(notice, year))


def _of_its_number(issued: Finding, numbers: list[Finding]) -> Finding:
    """The day, only proposed where its year is not that of the number: it may be of another document."""
    number = next((str(item.value) for item in numbers if item.value is not None), "")
    printed = re.search(r"20\d\d", number)
    if issued.value is None or printed is None or issued.value.startswith(printed[0]):
        return issued
    doubt = f"文号是 {printed[0]} 年的，这一天不是，可能是别的文件的日期"
    return replace(issued, value=None, proposal=issued.value, doubt=doubt)


def _head_lines(notice: Notice) -> list[tuple[int, str]]:
    """The blocks above the body, with their offsets."""
    found: list[tuple[int, str]] = []
    at = 0
    for block in notice.text.split("\n"):
        if re.match(r"[一]、|\([一]\)|第一条", block) or len(found) >= 14:
            break
        found.append((at, block))
        at += len(block) + 1
        if (
            block.endswith(":")
            and re.match(r"各|有关|市直|省直|[一-鿿]{2,14}(?:局|单位)", block)
            and len(block) > 4
        ):
            break
    return found


def _number(notice: Notice, lines: list[tuple[int, str]]) -> Iterator[Finding]:
    for offset, block in lines:
        if re.match(r"各|为|根据|按照|依据", block) or "《" in block:
            continue
        match = SOUND.search(block)
        if match and PAIRS[match["open"]] == match["close"] and len(block) - len(match[0]) < 60:
            word = re.sub(r"^(?:发?文?字?号|文号)", "", match["word"])
            word = re.sub(r".*(?:文件|通知|通告)(?=[一-鿿]{2,})", "", word)
            start = offset + match.end("word") - len(word)
            if not 2 <= len(word) <= 10:
                continue
            value = f"{word}〔{match['year']}〕{match['number']}号"
            yield Finding("document.number", value, place(notice, start, offset + match.end()))
            return
        damaged = DAMAGED.search(block)
        if damaged and damaged["word"] and len(block) < 40:
            printed = notice.printed(offset + damaged.start(), offset + damaged.end())
            where = place(notice, offset + damaged.start(), offset + damaged.end())
            likely = f"{damaged['word']}〔{_digits(damaged['year'])}〕{_digits(damaged['number'])}号"
            doubt = f"印作“{printed}”，文号有损坏"
            yield Finding("document.number", None, where, likely, doubt, more={"printed": printed})
            return


def _digits(word: str) -> str:
    return word.translate(str.maketrans("OoQ〇lI|", "0000111"))


def _masthead(lines: list[tuple[int, str]]) -> str:
    for _, block in lines:
        if match := re.fullmatch(r"([一-鿿]{4,40}(?:局|厅|委员会|部|办公室|委|院))文件", block):
            return match[1]
    return ""


def _title(notice: Notice, lines: list[tuple[int, str]], issuer: str) -> tuple[str | None, Place | None]:
    for index, (offset, block) in enumerate(lines):
        start = block.find("关于")
        if start < 0 or re.match(r"各|为|根据|按照", block) or len(block) - start > 90:
            continue
        title, end = block, offset + len(block)
        for _, following in lines[index + 1 : index + 3]:
            if re.search(r"(?:通知|意见|办法|方案|公告|答复|函|通告|批复|提示)(?:\([^)]{1,8}\))?$", title):
                break
            if following.endswith(":"):
                return None, None
            title, end = title + following, end + 1 + len(following)
        if (
            not re.search(
                r"(?:通知|意见|办法|方案|公告|规定|答复|函|通告|批复|提示)(?:\([^)]{1,8}\))?$", title
            )
            or len(title) > 80
        ):
            continue
        before = lines[index - 1][1] if index else ""
        if (
            block.startswith("关于")
            and SIGNED.search(before)
            and not before.endswith("文件")
            and (not issuer or before == issuer)
        ):
            title = before + title
        where = place(notice, offset, end)
        return notice.printed(offset, end) if title == block else title, where
    return None, None


def _signature(notice: Notice) -> str:
    """The organ that signs above the day; two organs, or none, are left to the admin."""
    found = re.findall(
        r"\n([一-鿿]{2,10}[市县区省州盟][一-鿿]{2,20}(?:局|厅|委员会))\n(?:20\d\d[年.]|二[〇○零])",
        notice.text,
    )
    return found[0] if len(set(found)) == 1 else ""


def _issued(notice: Notice, year: int) -> Iterator[Finding]:
    """The day of printing (印发); where there is none, the day below the signature."""
    printed: list[Finding] = []
    signed: list[Finding] = []
    at = 0
    for block in notice.text.split("\n"):
        found = [item for item in days(block, year) if item.year_printed and item.date is not None]
        for item in found:
            where = place(notice, at + item.start, at + item.end)
            assert item.date is not None
            one = Finding("document.issued_on", item.date.isoformat(), where)
            if re.fullmatch(r"印发?[一-鿿]{0,30}", block[item.end :]) and len(block) < 60:
                printed.append(one)
            elif len(block) == item.end - item.start:
                signed.append(one)
        at += len(block) + 1
    for group in (printed, signed):
        days_found = {item.value for item in group}
        if len(days_found) == 1:
            first = group[0]
            when = datetime.date.fromisoformat(first.value)
            if when.year not in (year - 1, year, year + 1):
                doubt = f"印的是 {when.year} 年，和年度 {year} 对不上"
                first = replace(first, value=None, proposal=first.value, doubt=doubt)
            yield first
            return
        if group:
            yield Finding(
                "document.issued_on",
                None,
                group[0].place,
                "",
                "有几个不同的日期：" + "、".join(sorted(days_found)),
            )
            return


def citations(notice: Notice) -> list[Cited]:
    """Every regulation, notice and plan that is named, once each."""
    found: dict[str, Cited] = {}
    for match in TITLE.finditer(notice.text):
        title = match["title"]
        start = match.start()
        if start >= notice.outline.annexes or NOT_DOCUMENTS.search(re.sub(r"\([^()]*\)$", "", title)):
            continue
        if not KIND.search(title) or REVOKED.match(notice.text, match.end()):
            continue
        where = place(notice, start, match.end())
        number, printed, proposal = _cited_number(notice, match)
        tail = notice.text[match.end() : match.end() + 3 + 90]
        link = LINK.match(tail)
        one = Cited(
            title,
            number,
            where,
            printed,
            proposal,
            link["url"] if link and not re.match(r" [A-Za-z0-9]", tail[link.end("url") :]) else "",
        )
        known = found.get(title)
        if known is None:
            found[title] = one
        elif not known.number and (number or printed):
            found[title] = replace(known, number=number, printed=printed, proposal=proposal)
    return list(found.values())


def _cited_number(notice: Notice, match: re.Match[str]) -> tuple[str, str, str]:
    """The number behind a title: as it is, or as printed with a proposal."""
    words = match["number"] or ""
    if not words:
        tail = notice.text[match.end() : match.end() + 40]
        damaged = re.match(rf"\((?P<all>{DAMAGED.pattern})\)", tail)
        if damaged is None:
            return "", "", ""
        words = damaged["all"]
    if order := ORDER.fullmatch(words.replace("人力资源和社会保障部令", "人力资源和社会保障部令")):
        return f"{order['word']}第{order['number']}号", "", ""
    sound = SOUND.fullmatch(words)
    if sound and PAIRS[sound["open"]] == sound["close"]:
        return f"{sound['word']}〔{sound['year']}〕{sound['number']}号", "", ""
    damaged = DAMAGED.fullmatch(words)
    if damaged and damaged["word"]:
        start = notice.text.find(words, match.start())
        printed = notice.printed(start, start + len(words))
        return "", printed, f"{damaged['word']}〔{_digits(damaged['year'])}〕{_digits(damaged['number'])}号"
    return "", "", ""
