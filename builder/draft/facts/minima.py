"""The fewest hours of a year and of its subjects. What is not surely such a minimum is only shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from builder.draft.facts import context
from builder.draft.facts.shares import shares
from builder.draft.finding import Finding, Place, place
from builder.draft.numerals import DAMAGED, NUMBER, number, repaired
from builder.draft.text import Notice, Sentence

UNIT = r"(?:个)?(?:学时|学分|课时)(?:\(学?[时分]\))?"
DAMAGED_UNIT = r"学[肘吋旪対寸吩]|字时|学日寸|学田寸|学时问"
CUE = (
    r"(?:不(?:应|得|能|可|宜)?(?:少|低)于|(?:应|须|需|应当|必须|要)?(?:至少|最低|最少)(?:要|应|须|需)?(?:完成|达到|参加|为)?"
    r"|(?:应|须|需|应当|必须|要求|需要)(?:累计)?(?:完成|达到|修满|学满|取得|参加|达)(?:到)?|≥|>=)"
)
MINIMUM = re.compile(rf"(?P<cue>{CUE})(?P<number>{NUMBER})(?P<unit>{UNIT})")
ABOVE = re.compile(rf"(?P<cue>)(?P<number>{NUMBER})(?P<unit>{UNIT})\(?(?:及以上|以上|或以上)")
LISTED = re.compile(
    r"(?P<cue>(?:公需|专业|必修|选修)(?:科目|课程|课|学时|学分|学习|必修课?|选修课?)?(?:为|须|应|需|要)?(?:完成|达到|满|不少于|:)?)"
    rf"(?P<number>{NUMBER})(?P<unit>{UNIT})"
)
ANY = re.compile(rf"(?P<cue>)(?P<number>{NUMBER})(?P<unit>{UNIT})")
BROKEN = re.compile(rf"(?P<cue>{CUE})(?P<number>{DAMAGED})(?P<unit>{UNIT}|{DAMAGED_UNIT})")
DISTRIBUTED = re.compile(rf"分别[^,。;]{{0,6}}?{CUE}[^,。;]*")
"""Several numbers after one 不少于, in the order of the subjects before 分别."""
RANGE = re.compile(r"(?:\d|[一二三四五六七八九十])(?:个?学[时分])?(?:-{1,2}|至|到|、|/)$")
ANNUAL = re.compile(
    r"每年|每人每年|年度|全年|当年|本年|一年|总学时|总学分|累计|合计|总计|总共|共计|年继续教育"
)
PEOPLE = re.compile(r"公需|人员|专技|继续教育|学习|参加|对象|教师|总学[时分]")
ALL = re.compile(r"累计|合计|共计|总计|总共|总学[时分]|总数|全年")

SUBJECTS = {
    "public_compulsory": re.compile(r"公需(?:科目|课程?)?(?:中的?|的)?\(?必修(?:科目|课程?)?"),
    "public_elective": re.compile(r"公需(?:科目|课程?)?(?:中的?|的)?\(?选修(?:科目|课程?)?"),
    "public": re.compile(r"公需(?:科目|课程?|学习|部分|类|学[时分]|知识)?|公修科目?|公共科目"),
    "professional": re.compile(r"专业(?:科目|课程?|学习|部分|类|学[时分])(?!研究|带头)"),
    "class_one": re.compile(r"(?:I|一)类(?:学分|项目|继续医学教育)?(?!I)"),
    "class_two": re.compile(r"(?:II|二)类(?:学分|项目|继续医学教育)?"),
}
SPLIT = {"必修": "public_compulsory", "选修": "public_elective"}
MOST = 400
"""More hours a year than this no notice asks for: the number is damaged or means something else."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A number of hours that was not taken, with the reason."""

    place: Place
    printed: str
    why: str


@dataclass(frozen=True, slots=True)
class Minima:
    """All that a notice says in hours."""

    found: list[Finding]
    left: list[Rejected]
    units: set[str]


def minima(notice: Notice, year: int) -> Minima:
    """Every minimum of the body of a notice, and every other number of hours."""
    found: list[Finding] = []
    left: list[Rejected] = []
    units: set[str] = set()
    for sentence in _body(notice):
        used: set[int] = set()
        governed = False
        for match in _amounts(sentence):
            used.add(match.start("number"))
            start, end = sentence.start + match.start(), sentence.start + match.end()
            why = _why_not(notice, sentence, match, year, governed=governed)
            subject = "" if why else _subject(notice, sentence, match)
            where = place(notice, start, end)
            printed = notice.as_it_stands(start, end)
            if why or not subject:
                left.append(Rejected(where, printed, why or "说不准是哪个科目的"))
                continue
            governed = True
            found.append(_finding(subject, match, where, printed))
            units.add(match["unit"].lstrip("个"))
        left += _others(notice, sentence, used)
    found += shares(notice, year)
    return Minima(_plausible(found), left, units)


def _body(notice: Notice) -> Iterator[Sentence]:
    for sentence in notice.statements:
        if re.search(r"学[时分肘吋対寸吩]|课时|字时", sentence.text):
            yield sentence


def _amounts(sentence: Sentence) -> list[re.Match[str]]:
    """Numbers of hours that may be minima, each once, in order."""
    taken: dict[int, re.Match[str]] = {}
    for form in (MINIMUM, ABOVE, BROKEN, LISTED):
        for match in form.finditer(sentence.text):
            sound = re.fullmatch(UNIT, match["unit"]) and number(match["number"].strip()) is not None
            if form is BROKEN and sound:
                continue
            start, end = match.start("number"), match.end()
            if not any(start < other.end() and other.start() < end for other in taken.values()):
                taken[start] = match
    for span in DISTRIBUTED.finditer(sentence.text):
        for match in ANY.finditer(sentence.text, span.start(), span.end()):
            taken.setdefault(match.start("number"), match)
    return [taken[key] for key in sorted(taken)]


def _why_not(notice: Notice, sentence: Sentence, match: re.Match[str], year: int, *, governed: bool) -> str:
    """Why a number of hours is no minimum of this year for everybody; empty when it is one."""
    text = context.masked(sentence.text)
    before = text[: match.start("number")]
    piece = re.split(r"[,;:]", before)[-1]
    after = text[match.end() : match.end() + 12]
    if context.of_another_year(sentence, year, match.start("number")):
        return "这句话说的是别的年份"
    if context.QUOTED.search(sentence.text):
        return "说的是另一份文件"
    if match.re is LISTED and not governed and not re.search(CUE, before):
        return "没有“不少于”一类的字"
    if (RANGE.search(before) and "分别" not in piece) or re.match(r"(?:-{1,2}|至|到)\d", after):
        return "是一个范围"
    tests = (
        (context.CAP, piece + match[0] + after[:4], "是上限"),
        (context.PAST, before, "说的是已经完成的"),
        (context.REVOKED, text, "说的是不再要求或改动"),
        (context.OTHER_SPAN, before, "不是一年的要求"),
        (context.PER_ITEM, piece, "是折算或每次的数"),
        (context.TRAINING, piece, "是对培训班、课程的要求"),
        (context.SOFT, piece, "只是建议或“原则上”"),
    )
    for form, where, why in tests:
        if form.search(where):
            return why
    if re.search(r"(?:或者?|或是)(?:累计|达到|为)?$", text[: match.start()]):
        return "前面有“或”字，不止一种算法"
    if any(context.CONDITION.search(part) for part in re.split(r"[,:]", before)[-2:]):
        return "是条件，不是要求"
    if re.match(r"的(?:人员|专业技术人员|单位|,|。|$|方可|可|视|不)|方可|才能|后(?:方|才|可)", after):
        return "是条件，不是要求"
    return _whose(notice, sentence, match, before, piece)


def _whose(notice: Notice, sentence: Sentence, match: re.Match[str], before: str, piece: str) -> str:
    """Whether a number is of some people or of a way of learning only."""
    own = re.sub(
        r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、])", "", before
    )
    groups = context.group(notice, own)
    label = context.heading(notice, sentence.start)
    if not groups and sentence.start > notice.outline.start(sentence.start):
        groups = context.group(notice, label.split(" ")[-1])
    if groups:
        return "只是一部分人的要求"
    if re.match(r"[^,;]{0,6}(?:公需|专业)", sentence.text[match.end() :]) is None:
        way = context.WAYS.search(piece)
        if way is not None:
            return "是某种学习方式的要求"
    return ""


def _subject(notice: Notice, sentence: Sentence, match: re.Match[str]) -> str:
    """The id of the subject a number belongs to; empty when the words leave a choice."""
    before = context.masked(sentence.text)[: match.end("cue") or match.start("number")]
    if "分别" in re.split(r"[,;]", before)[-1]:
        return _in_order(sentence, match)
    after = re.match(r"的?(公需|专业)(?:科目|课)", sentence.text[match.end() :])
    previous = [item.end() for item in ANY.finditer(before) if item.end() <= match.start("number")]
    segment = before[previous[-1] if previous else 0 :]
    pieces = [piece for piece in re.split(r"[,:;(]", segment) if piece.strip(")")]
    if after is not None:
        mentioned = _named(pieces[-1] if pieces else "", before)
        return ("public" if after[1] == "公需" else "professional") if not mentioned else ""
    for index, piece in enumerate(reversed(pieces)):
        if index and re.search(CUE, piece):
            break
        named = _named(piece, before)
        if len(named) > 1:
            joint = re.search(r"合计|共计|总计|总共|累计", piece)
            return "total" if joint or (index and ANNUAL.search(pieces[-1])) else ""
        if named:
            if ALL.search(pieces[-1]) and index:
                return ""
            return named[0]
    return _unnamed(notice, sentence, segment)


def _unnamed(notice: Notice, sentence: Sentence, segment: str) -> str:
    """The subject of a number whose sentence names none: that of the heading, or the whole year."""
    named = _named(context.heading(notice, sentence.start).split(" ")[-1], "")
    if len(named) == 1:
        return "" if ALL.search(segment) else named[0]
    of_people = PEOPLE.search(context.masked(sentence.text))
    return "total" if ANNUAL.search(segment) and of_people else ""


def _named(piece: str, before: str) -> list[str]:
    """Ids of the subjects that a piece of a sentence names; 必修 alone is that of the subject before it."""
    found: list[str] = []
    rest = piece
    for subject, form in SUBJECTS.items():
        if form.search(rest):
            found.append(subject)
            rest = form.sub("", rest)
    for word, subject in SPLIT.items():
        if word in rest:
            last = max((before.rfind("公需"), "public"), (_last_professional(before), "professional"))
            if last[1] == "public" and last[0] >= 0:
                found = [item for item in found if item != "public"] + [subject]
            else:
                found.append(f"?{subject}")
    return [] if any(item.startswith("?") for item in found) and len(found) == 1 else found


def _last_professional(text: str) -> int:
    return max((match.start() for match in SUBJECTS["professional"].finditer(text)), default=-1)


def _in_order(sentence: Sentence, match: re.Match[str]) -> str:
    """The subject of one of several numbers that follow 分别 in the order of the subjects before it."""
    span = next((item for item in DISTRIBUTED.finditer(sentence.text) if item.start() < match.start()), None)
    if span is None:
        return ""
    head = re.split(r"[;]", sentence.text[: span.start()])[-1]
    places = sorted(
        (item.start(), key) for key in ("public", "professional") for item in SUBJECTS[key].finditer(head)
    )
    order = list(dict.fromkeys(key for _, key in places))
    numbers = [item.start("number") for item in ANY.finditer(sentence.text, span.start(), span.end())]
    if len(order) != len(numbers) or match.start("number") not in numbers:
        return ""
    return order[numbers.index(match.start("number"))]


def _finding(subject: str, match: re.Match[str], where: Place, printed: str) -> Finding:
    value = number(match["number"])
    field = f"min.{subject}"
    if match.re is BROKEN or value is None:
        proposal = repaired(match["number"])
        doubt = f"印作“{printed}”，数字或单位有损坏"
        return Finding(field, None, where, proposal, doubt, more={"printed": printed})
    if value > MOST or value < 1 or "." in match["number"]:
        doubt = f"印作“{printed}”，这个数不像一年的学时，可能有损坏"
        return Finding(field, None, where, "", doubt, more={"printed": printed})
    return Finding(field, value, where)


def _others(notice: Notice, sentence: Sentence, used: set[int]) -> Iterator[Rejected]:
    """Numbers of hours that no form of a minimum fits."""
    for match in ANY.finditer(sentence.text):
        if match.start("number") not in used:
            start, end = sentence.start + match.start(), sentence.start + match.end()
            why = "没有“不少于”一类的字"
            yield Rejected(place(notice, start, end), notice.printed(start, end), why)


def _plausible(found: list[Finding]) -> list[Finding]:
    """Parts that are more than their whole are a sign of damage: then all of them are left to the admin."""
    values: dict[str, Fraction] = {}
    for item in found:
        if item.value is not None and item.field.startswith("min."):
            values.setdefault(item.field.removeprefix("min."), item.value)
    total, public = values.get("total"), values.get("public")
    parts = sum((values.get(key, Fraction(0)) for key in ("public", "professional")), Fraction(0))
    halves = sum(
        (values.get(key, Fraction(0)) for key in ("public_compulsory", "public_elective")), Fraction(0)
    )
    if (total is None or parts <= total) and (public is None or halves <= public):
        return found
    doubt = "各科目的数加起来大于总数，有的数可能读错了"
    return [
        Finding(item.field, None, item.place, str(item.value), doubt)
        if item.value is not None and item.field.startswith("min.")
        else item
        for item in found
    ]
