"""Last days of each kind: told by what is to be done by then, never by the day alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from builder.draft.facts import context
from builder.draft.facts.days import DAMAGED_DAY, Printed, days
from builder.draft.finding import Finding, place
from builder.draft.numerals import repaired
from builder.draft.text import Notice, Sentence

HOURS = r"(?:学时|学分|继续教育(?:证书|情况|学时))"
LEARN = re.compile(
    r"(?:完成|学完|修满|学满|达到)[^,。]{0,30}?(?:学习|任务|学时|学分|继续教育|公需科目|专业科目)|学习(?:时间)?(?:截止|结束)|停止学习|学习任务"
)
LEARN_BEFORE = re.compile(
    r"学习(?:时间)?自[^,。;]{0,16}起(?:至|到)$|(?:学习|培训)(?:的)?(?:截止)?(?:时间|日期|期限)?(?:截止)?(?:至|到|为|于|:|是|截止)*$|学习(?:时间|期限)[^,。]{0,12}[-至到]$"
)
DECLARE = re.compile(
    rf"{HOURS}(?:的)?(?:网上)?(?:申报|登记|录入|填报|上传)|(?:申报|登记|录入|填报|上传)(?:个人|本人|年度|{HOURS}|的|继续教育)*{HOURS}"
)
DECLARE_BEFORE = re.compile(
    r"(?:学时|学分)(?:申报|登记|录入|填报)(?:工作)?(?:的)?(?:截止)?(?:时间|日期|期限)?(?:截止)?(?:至|到|为|于|:|是|截止)*$"
)
DECLARED = re.compile(r"^[,]?完成(?:网上)?申报(?=$|[,。])|完成(?:个人)?学[时分]申报|申报(?:个人)?学[时分]")
RECORDING = re.compile(r"(?:学时|学分)的?(?:网上)?(?:登记|申报|录入|填报|审核|审验|认定|上报|汇总|确认|统计)")
RECORDED = re.compile(r"(?:登记|申报|录入|填报)(?:完毕|完成|结束|工作)")
TASK = re.compile(r"完成(?:本)?年度[^,。]{0,8}(?:学习)?任务[,]?(?:并)?(?:于|在)?$")
REVIEW = re.compile(
    r"(?:完成|结束)[^,。]{0,20}?(?:审核|审验|验证|审定|认定)(?!时限|期限|不[得超])|(?:审核|审验|验证)(?:工作)?[^,。]{0,6}(?:完成|完毕|结束)"
)
REVIEW_BEFORE = re.compile(
    r"(?:审核|审验|验证)(?:工作)?(?:的)?(?:截止)?(?:时间|日期|期限)?(?:截止)?(?:至|到|为|于|:|是)*$"
)
PLAN = re.compile(r"(?:培训|年度|教育|施教|办班)计划")
FILE = re.compile(r"备案|各案|报送|上报|报至|报[市县区省州同人我]|报送至|申报|提交")
PLATFORM = re.compile(r"(?:网络|学习|培训|在线)[^,。]{0,6}平台|平台备案")
CLOSE = re.compile(r"(?:准时|统一|自动|将|予以|全面)?(?:关闭|关停|停止(?:学习|服务|运行|开放|网络))")
CLOSING = re.compile(r"(?:学习)?(?:平台|系统|网站|通道|入口|端口)[^。;]{0,12}(?:将)?(?:于|在|至|定于)?$")
TITLE = re.compile(r"职称(?:申报|评审|评定|评聘|推荐)(?:申报)?(?:工作)?(?:开始)?(?:之)?前")
LEARNING_TIME = re.compile(r"学习(?:时间|期限|截止|起止)")
NOT_LEARNERS = re.compile(
    r"管理人员|工作人员|师资|自查|总结|统计|调查|调研|名单|报名|缴费|开票|发票|考试|选课|注册|开班|竣工|签订|汇总|目标任务|报告|验收"
    r"|聘任|补录|补报|补登|补学|评选|推荐|申报表|遴选|整改|会议|领取|打印|换证|年检"
)
LEARNERS = re.compile(
    r"会计人员|卫生技术人员|医务人员|教育对象"
    r"|专业技术人员|专技人员|专业技术人才|学员|参训人员|学习人员|个人|本人"
)
OWN_TASK = re.compile(
    r"(?:本年度|年度|当年|全年|规定的|20\d\d年度?)[^,。]{0,10}(?:继续教育|学习|学时|学分|公需|专业科目)[^,。]{0,8}"
)
PARTIAL = re.compile(r"(?:高级|中级|初级|公需|专业|必修|选修|申报职称|晋升|评审|补|新)")
LIKE_A_DAY = re.compile(r"[\dA-Za-z|〇′]{1,4}月[\dA-Za-z|〇′]{0,3}")
"""Where the words of the next day begin, even of one that is damaged."""
DUTIES = (
    ("本人", re.compile(r"专业技术人员|专技人员|专业技术人才|学员|个人|本人")),
    ("用人单位", re.compile(r"用人单位|各单位|所在单位|各?企事业单位")),
    ("行业主管部门", re.compile(r"(?:行业|业务)?主管(?:部门|单位)|行业部门")),
    ("施教机构", re.compile(r"(?:继续教育|培训)?基地|施教机构|培训机构|学习平台|平台将")),
    ("人社部门", re.compile(r"人社(?:部门|局)|人力资源(?:和)?社会保障(?:部门|局)(?!申报|备案)")),
)


def deadlines(notice: Notice, year: int) -> Iterator[Finding]:
    """Every last day of the body of a notice, with its kind."""
    for sentence in notice.statements:
        yield from _damaged(notice, sentence)
        found = list(days(sentence.text, year))
        found = [item for item in found if not _inside(item, found)]
        for printed in found:
            for kind in _kinds(sentence, printed, found, year):
                yield _finding(notice, sentence, printed, kind, year)
        yield from _ahead(notice, sentence)
        yield from _before_title(notice, sentence)


def _inside(item: Printed, found: list[Printed]) -> bool:
    return any(other is not item and other.start <= item.start and item.end <= other.end for other in found)


def _kinds(sentence: Sentence, printed: Printed, found: list[Printed], year: int) -> list[str]:
    """What must be done by a day: told by the words behind it, or by those that lead up to it."""
    text = context.masked(sentence.text)
    later = min((item.start for item in found if item.start > printed.start), default=len(text))
    earlier = max(
        (item.end for item in found if item.end < printed.end and item.start < printed.start), default=0
    )
    head, tail = text[earlier : printed.start], text[printed.end : later]
    if later < len(text) and "," in tail:
        tail = tail[: tail.rindex(",")]  # what follows leads up to the next day
    elif later < len(text) and printed.words.endswith("止"):
        tail = ""  # 止 closes what was said; without a comma the rest leads up to the next day as well
    if printed.year_printed and printed.date is not None and printed.date.year not in (year, year + 1):
        return []
    if re.match(r"(?:起|以来|以后|后|至|到|-|开始|之后|印发|颁布|下发|发布|召开|举办|施行|实施)", tail):
        return []
    if re.search(r"(?:自|从|截至|已于|曾于|不得早于|不早于|印发|以来)$", head) or context.PAST.search(
        head[-14:]
    ):
        return []
    if context.REVOKED.search(text) or context.QUOTED.search(sentence.text):
        return []
    if re.fullmatch(r"(?:起)?(?:至|到|-{1,2}|止)", head):
        before = [item for item in found if item.start < printed.start]
        head = text[: before[-1].start] if before else head
        head = re.sub(r"(?:自|从|为|:|于)+$", "", head) + "至"
    limits = printed.limits or re.search(
        r"(?:于|在|至|到|截止(?:时间|日期)?(?:为|至|到|:)?|不迟于|不晚于|为|:|止于)$", head
    )
    return _by_words(text, head, tail, printed) if limits else []


def _by_words(text: str, head: str, tail: str, printed: Printed) -> list[str]:
    action = LIKE_A_DAY.split(tail.split("。")[0])[0]
    first = re.split(r"[,]", action.removeprefix(","))[0]
    near = re.split(r"[,]", head)[-1]
    if CLOSE.search(first) and CLOSING.search(head) and not re.search(r"申报|审核", near):
        return ["platform_close"]
    whole = near + first
    if PLATFORM.search(head) and FILE.search(first) and "备案" in text and not PLAN.search(near + action):
        return ["platform_filing"]
    if PLAN.search(whole) and FILE.search(whole):
        return ["plan_filing"]
    if re.search(r"备案|各案|报送|报市|报省|上报|职称|材料", first):
        return []
    kinds = []
    if not NOT_LEARNERS.search(whole) and not PLAN.search(whole):
        if (
            REVIEW.search(first)
            or REVIEW_BEFORE.search(near)
            or (
                re.search(r"(?:学时|学分)?(?:审核|审验)工作(?:应|须|需|要)?(?:于|在)?$", near)
                and "完成" in first
            )
        ):
            kinds.append("review")
        learned = LEARN.search(RECORDING.sub("", first)) or LEARN_BEFORE.search(near)
        if (
            learned
            and "review" not in kinds
            and (LEARNERS.search(head + first) or OWN_TASK.search(near + first) or LEARNING_TIME.search(near))
        ):
            kinds.append("learn")
        declared = (
            DECLARE.search(action if "learn" in kinds else first)
            or DECLARE_BEFORE.search(near)
            or (RECORDED.match(first) and re.search(r"学[时分]", near))
        )
        if declared or ("review" not in kinds and DECLARED.search(action)):
            kinds.append("declare")
        if kinds == ["declare"] and printed.words.startswith(("当年", "年内", "本年")) and TASK.search(head):
            kinds.insert(0, "learn")
    return kinds


def _finding(notice: Notice, sentence: Sentence, printed: Printed, kind: str, year: int) -> Finding:
    start, end = sentence.start + printed.start, sentence.start + printed.end
    tail = re.match(r"[^,。;]{0,14}", sentence.text[printed.end :])
    where = place(notice, start, end + (len(tail[0]) if tail else 0))
    words = notice.printed(start, end)
    more: dict[str, Any] = {"printed": words, "duty": _duty(sentence, printed, kind)}
    field = f"deadline.{kind}"
    if re.search(r"[日号\d](?:起)?(?:至|到|-{1,2})$", sentence.text[: printed.start]):
        more["range"] = True
    if printed.date is None:
        more["note"] = f"印作“{words}”，日历上没有这一天"
        return Finding(field, "未规定", where, more=more)
    head = re.split(r"[,:(]", sentence.text[: printed.start])[-1] + (tail[0] if tail else "")
    rest = sentence.text[: printed.start]
    groups = context.group(notice, rest)
    partial = (_part(head) or groups) if kind in ("learn", "declare", "review") else ""
    if partial:
        doubt = f"这句话好像只说一部分人、一部分科目（“{partial}”），是不是所有人的截止日期请判断"
        return Finding(
            field, None, where, printed.date.isoformat(), doubt, printed.derivation, more | {"rival": True}
        )
    if context.SOFT.search(head):
        return Finding(
            field, None, where, printed.date.isoformat(), "只是建议或“原则上”", printed.derivation, more
        )
    wrong = [value for value in context.years(sentence.text) if value < year]
    if not printed.year_printed and wrong:
        doubt = f"没有印年份，这句话里还有 {wrong[0]} 年"
        return Finding(field, None, where, printed.date.isoformat(), doubt, printed.derivation, more)
    return Finding(field, printed.date.isoformat(), where, "", "", printed.derivation, more)


def _part(words: str) -> str:
    """The word that makes a demand one of some people or subjects only; both subjects together are all."""
    found = [match[0] for match in PARTIAL.finditer(context.EVERYBODY.sub("", words))]
    return "" if {"公需", "专业"} <= set(found) or not found else found[0]


def _duty(sentence: Sentence, printed: Printed, kind: str) -> str:
    """Whose duty it is, where the sentence names one only."""
    head = context.masked(sentence.text[: printed.start])
    named = [(min(m.start() for m in form.finditer(head)), who) for who, form in DUTIES if form.search(head)]
    if kind == "platform_close":
        return "施教机构" if re.search(r"平台", head) else ""
    if kind in ("learn", "declare"):
        people = DUTIES[0][1].search(head)
        return "本人" if people and not re.search(r"组织|督促|确保|指导", head) else ""
    near = re.split(r"[,]", head)[-1]
    close = [who for who, form in DUTIES if form.search(near)]
    if kind == "review" and (close or [who for _, who in named]) == ["本人"]:
        return ""  # who learns is named for what comes before; nobody reviews their own hours
    if len(close) == 1:
        return close[0]
    return named[0][1] if len(named) == 1 and not close else ""


def _damaged(notice: Notice, sentence: Sentence) -> Iterator[Finding]:
    """Days with a damaged digit: shown, never read."""
    for match in DAMAGED_DAY.finditer(sentence.text):
        if re.fullmatch(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日", match["word"]):
            continue
        start, end = sentence.start + match.start(), sentence.start + match.end()
        words = notice.printed(start, end)
        likely = "".join(
            repaired(part) or part
            for part in re.split(r"(?<=[年月])|(?=[年月日曰目口])", match["word"])
            if part
        )
        likely = re.sub(r"[曰目口]$", "日", likely)
        doubt = f"印作“{words}”，日期有损坏，可能是 {likely}"
        yield Finding("damaged.day", None, place(notice, start, end), likely, doubt, more={"printed": words})


def _ahead(notice: Notice, sentence: Sentence) -> Iterator[Finding]:
    """A plan that is due beforehand, without a day."""
    match = re.search(
        r"(?:需|应|须|要)?提前(?=[^,。;]{0,40}计划[^,。;]{0,14}(?:备案|各案|报送|上报)|向[^,。;]{0,12}报送[^,。;]{0,30}计划)",
        sentence.text,
    )
    if match is None:
        return
    tail = re.match(r"[^。;,]{0,60}?(?:备案|各案|报送[^,。;]{0,26}计划)", sentence.text[match.end() :])
    start = sentence.start + match.start()
    where = place(notice, start, start + len(match[0]) + (len(tail[0]) if tail else 0))
    words = notice.printed(start, start + len(match[0]))
    yield Finding("deadline.plan_filing", "未规定", where, more={"printed": words, "duty": "", "weak": True})


def _before_title(notice: Notice, sentence: Sentence) -> Iterator[Finding]:
    """What must be done before the application for a title."""
    for match in TITLE.finditer(sentence.text):
        head = re.split(r"[,]", sentence.text[: match.start()])[-1]
        tail = re.match(r"[^,。;]{0,20}", sentence.text[match.end() :])
        if (
            tail is None
            or not re.search(r"完成|办结|办理", tail[0])
            or not re.search(r"学时|学分|审核|继续教育|学习", tail[0])
        ):
            continue
        start = sentence.start + match.start()
        if sentence.text[: match.start()].endswith("在"):
            start -= 1
        end = sentence.start + match.end()
        duty = "本人" if LEARNERS.search(head) else ""
        more = {"printed": notice.printed(start, end), "duty": duty}
        yield Finding("deadline.before_title", "未规定", place(notice, start, end + len(tail[0])), more=more)
