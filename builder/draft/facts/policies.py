"""Carry-over, automatic credit, where to declare, days of review, filing of plans."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.draft.facts import context
from builder.draft.finding import Finding, place
from builder.draft.numerals import NUMBER, number, repaired
from builder.draft.text import Notice, Sentence

MOVE = (
    r"(?:结转|顺延|跨年(?:度)?(?:使用|计算|结转|累计|认定)|转入下一?年|延至下一?年|移至下一?年|累积到下一?年)"
)
FORBIDDEN = re.compile(
    rf"(?:不得|不能|不可(?:以)?|不予|不允许|不再?(?={MOVE}))[^,。;]{{0,12}}?{MOVE}|不{MOVE}"
)
ALLOWED = re.compile(rf"(?:(?<!是否)可(?!否)以?|允许|准予|能够)[^,。;不]{{0,14}}?{MOVE}")
ONE_KIND = re.compile(r"(?:I{1,3}|[一二三甲乙])类学[时分]|(?:公需|专业|必修|选修)(?:科目|课)?的?学[时分]")
"""Hours of one kind: what is said of them is not said of all."""
ONLY_THIS_YEAR = re.compile(r"(?:当年度?|本年度|年度内|仅?限当年)(?:内)?有效")
MONEY = re.compile(r"经费|纳税|税|扣除|资金|预算|工资|费用|支出|名额|指标|假期|年休")
OF_HOURS = re.compile(r"学时|学分|学习|继续教育")
SPECIAL = re.compile(r"因|特殊|经[^,。]{0,12}(?:批准|同意|审核)|确有|病|产假|援|除外|另有规定")

AUTOMATIC = re.compile(
    r"(?:自动|直接|实时)(?:计入|记入|登记|导入|同步|推送|归集|录入|生成|对接|传输|汇入|认定)"
)
NOT_AUTOMATIC = re.compile(r"(?:不|不再|不会|不能|无法|未|暂不(?:能|支持)?)(?:予以)?(?:自动|直接)")
SOURCE_OF_HOURS = re.compile(
    r"(?:通过|在(?!线)|登录)(?P<channel>“?[^,。;“”]{3,30}”?(?:平台|系统|网)?”?(?:中|的|上)?(?:“[^”]{2,12}”)?)"
    r"(?:参加)?(?:在线|线上|网络|网上)?(?:学习|培训)?(?:所?(?:获得|取得|完成))?的?(?:公需科目|专业科目|继续教育)?(?:学时|学分|课程)"
)
WINDOW = re.compile(
    r"(?:在|登录|登陆|通过|进入)“(?P<platform>[^“”。;()]{2,38}?(?:平台|系统|网站?|中心|窗口))"
    r"”?(?:\(网址:[^)。;]{4,60}\))?”?(?:的|中|上|在)?“?(?P<window>[一-鿿]{2,12}?(?:窗口|入口|系统|模块|栏目))?”?"
    r"(?:栏目|模块)?(?:进行|完成|办理|自行|及时|,)?"
    r"(?P<what>(?:申报|登记|填报|录入)(?:个人|本人|年度)?(?:继续教育)?(?:学时|学分)"
    r"|(?:个人)?(?:学时|学分)(?:的)?(?:申报|登记|填报|录入))"
)
UNQUOTED = re.compile(
    r"(?:在|登录|登陆|通过|进入)(?P<platform>[一-鿿]{4,30}?(?:平台|系统|网))(?:\([^)。;]{4,60}\))?(?:的|中|上)?"
    r"(?P<window>[一-鿿]{2,10}?(?:窗口|入口|模块|栏目))?(?:,)?(?:进行|完成|办理|自行|及时)?(?P<what>(?:申报|登记|填报|录入)(?:个人|本人|年度)?(?:继续教育)?(?:学时|学分)|(?:个人)?(?:学时|学分)(?:的)?(?:申报|登记|填报|录入))"
)
WORKING = re.compile(rf"(?P<number>{NUMBER})个?工作日")
DAMAGED_WORKING = re.compile(
    r"(?<![\dA-Za-z.|〇○'′’·)])(?P<number>[\dOolI|〇]{1,3}|[一二三四五六七八九十]{1,3})个?工作[日曰目]"
)
REVIEWING = re.compile(r"审核|审验|审批|审定|初审|复审|复核|验证")
NOT_ASKED = re.compile(r"不要求|不作要求|不做要求|无需|无须|不必|不再|不强制")
NOT_REVIEW = re.compile(
    r"公示|申诉|举报|异议|答复|反馈|提前|公布|通知|报备|备案|制证|发证|打印|更正|补正|整改|注册|开班|培训班|退费|发票|报告"
)
EMPLOYER = re.compile(r"(?:用人|所在|本|申报|各)单位|单位(?:继续教育)?管理员")
DEPARTMENT = re.compile(r"主管(?:部门|单位)|行业部门")
BUREAU = re.compile(r"人社|人力资源")

REFUSED = re.compile(
    r"(?:未|没有|不)(?:按(?:规定|要求|时|期))?(?:经)?(?:进行|办理)?备案(?:或[^,。;]{0,12})?(?:的|,)[^。;]{0,30}?(?:不予|不得|不能|不)(?:以)?(?:认可|认定|承认|登记|计入|审核|受理|计算)"
)
ASKED = re.compile(
    r"(?:报|向|送)[^。;]{0,40}?(?:备案|各案)|备案[^。;]{0,20}?计划|计划[^。;]{0,40}?(?:备案|各案)"
)
PLAN = re.compile(
    r"(?P<scope>(?:专业课|公需课|专业科目|公需科目|继续教育)?(?:年度)?培训计划|(?:年度)?(?:继续教育|办班|施教)计划)"
)


def policies(notice: Notice, year: int) -> Iterator[Finding]:
    """All findings of this kind in the body."""
    for sentence in notice.statements:
        yield from carry_over(notice, sentence, year)
        yield from auto_credit(notice, sentence, year)
        yield from declaration(notice, sentence, year)
        yield from review_days(notice, sentence, year)
        yield from plan_filing(notice, sentence, year)


def _stands(sentence: Sentence, year: int) -> bool:
    """Whether a sentence says what holds this year."""
    text = context.masked(sentence.text)
    if context.QUOTED.search(sentence.text):
        return False
    return not (
        context.of_another_year(sentence, year) and min(context.years(sentence.text)) < year
    ) and not (context.REVOKED.search(text) or re.search(r"此前|以前|以往|原来|过去|去年|上年|往年", text))


def carry_over(notice: Notice, sentence: Sentence, year: int) -> Iterator[Finding]:
    """Whether hours may move to another year."""
    text = sentence.text
    for piece in re.finditer(r"[^,;]+", text):
        before = text[: piece.end()]
        if MONEY.search(before) or not OF_HOURS.search(before):
            continue
        forbidden, allowed = FORBIDDEN.search(piece[0]), ALLOWED.search(piece[0])
        only = ONLY_THIS_YEAR.search(piece[0])
        match = forbidden or allowed or only
        if match is None:
            continue
        end = sentence.start + piece.start() + match.end()
        tail = re.match(
            r"(?:[或和、]?(?:顺延|结转))*(?:至|到)?(?:下一?年度?|次年|以后年度|下年度)?(?:使用|计算)?",
            text[piece.start() + match.end() :],
        )
        where = place(
            notice, sentence.start + piece.start() + match.start(), end + (len(tail[0]) if tail else 0)
        )
        value = "不允许" if forbidden or not allowed else "允许"
        rival = {"rival": True}
        if not _stands(sentence, year):
            yield Finding("carry_over.policy", None, where, value, "这句话说的是别的年份或改动")
        elif SPECIAL.search(text) and not forbidden:
            yield Finding("carry_over.policy", None, where, value, "好像只在特殊情况下", more=rival)
        elif len({kind[0] for kind in ONE_KIND.finditer(before)}) == 1:
            yield Finding("carry_over.policy", None, where, value, "好像只说一种学时", more=rival)
        elif only and not forbidden and not allowed:
            yield Finding("carry_over.policy", None, where, value, "只说“当年有效”，没有说结转")
        else:
            yield Finding("carry_over.policy", value, where)


def auto_credit(notice: Notice, sentence: Sentence, year: int) -> Iterator[Finding]:
    """Whether some hours enter the record by themselves."""
    text = sentence.text
    match = AUTOMATIC.search(text)
    if (
        match is None
        or not re.search(r"学时|学分", text)
        or not re.search(r"档案|记录|平台|系统|申报|账户|证书|登记", text)
    ):
        return
    piece_start = max(text.rfind(",", 0, match.start()), 0)
    tail = re.match(r"[^。;]{0,18}", text[match.end() :])
    end = sentence.start + match.end() + (len(tail[0]) if tail else 0)
    where = place(notice, sentence.start + match.start(), end)
    channel = next(reversed(list(SOURCE_OF_HOURS.finditer(text[: match.start()]))), None)
    if NOT_AUTOMATIC.search(text) or not _stands(sentence, year):
        yield Finding(
            "auto_credit.policy", None, where, "", "有“自动”二字，但意思好像相反，或者说的是别的年份"
        )
        return
    where = place(notice, sentence.start + max(piece_start, match.start()), end)
    more = {"channel": _channel(channel["channel"]) if channel else ""}
    yield Finding("auto_credit.policy", "自动计入", where, more=more)


def _channel(words: str) -> str:
    """The entrance as the notice names it: ``“甲”中“乙”`` is 甲的“乙”."""
    quoted = re.findall(r"“([^”]+)”", words)
    if len(quoted) == 2:
        return f"{quoted[0]}的“{quoted[1]}”"
    return quoted[0] if len(quoted) == 1 and words.startswith("“") else words.strip("“”中的上")


def declaration(notice: Notice, sentence: Sentence, year: int) -> Iterator[Finding]:
    """Where hours are declared."""
    match = WINDOW.search(sentence.text) or UNQUOTED.search(sentence.text)
    if match is None or not _stands(sentence, year) or "自动" in sentence.text[match.start() : match.end()]:
        return
    window = match["window"] or ""
    window = re.sub(r"^(?:的|中|上)", "", window)
    channel = match["platform"] + (f"的{window}" if window else "")
    first = match.start("window") if window else match.start("what")
    where = place(notice, sentence.start + first, sentence.start + match.end())
    yield Finding("declaration.channel", channel, where)


def review_days(notice: Notice, sentence: Sentence, year: int) -> Iterator[Finding]:
    """How many working days reviewers have."""
    text = sentence.text
    last = 0
    for match in DAMAGED_WORKING.finditer(text):
        piece = text[last : match.start()]
        last = match.end()
        after = re.match(r"[^,。;]{0,16}", text[match.end() :])
        near = re.split(r"[,]", piece)[-1] + (after[0] if after else "")
        if not REVIEWING.search(piece + text[match.end() :][:40]) or NOT_REVIEW.search(near):
            continue
        where = place(notice, sentence.start + match.start(), sentence.start + match.end())
        limit = re.search(
            r"不(?:得|应)?(?:超过|多于)|(?:在|于|应当?在|自[^,]{2,20}(?:起|内),?)[^,]{0,12}$|限|为$|:$", piece
        ) or re.match(r"(?:之)?(?:内|以内|完成)", text[match.end() :])
        if re.search(r"异议|申诉|投诉|举报", text[: match.start()]):
            continue
        if limit is None or NOT_ASKED.search(piece) or not _stands(sentence, year):
            continue
        value = number(match["number"])
        follows = after[0] if after and not DAMAGED_WORKING.search(after[0]) else ""
        who = _reviewers(piece if _has_reviewer(piece) else piece + follows)
        if WORKING.match(text, match.start()) is None or value is None:
            printed = notice.printed(sentence.start + match.start(), sentence.start + match.end())
            doubt = f"印作“{printed}”，数字有损坏"
            for field in who or ("review.employer_days", "review.department_days"):
                yield Finding(field, None, where, repaired(match["number"]), doubt, more={"printed": printed})
            continue
        soft = context.SOFT.search(piece[-20:])
        if not who and BUREAU.search(piece):
            continue
        if not who or soft:
            doubt = "没有写是谁的审核时限" if not who else "只是建议或“原则上”"
            for field in ("review.employer_days", "review.department_days"):
                yield Finding(field, None, where, str(value), doubt)
        for field in who if not soft else ():
            yield Finding(field, value, where)


def _has_reviewer(piece: str) -> bool:
    return bool(EMPLOYER.search(piece) or DEPARTMENT.search(piece) or BUREAU.search(piece))


def _reviewers(words: str) -> tuple[str, ...]:
    """Whose limit it is: those named in the last stretch before the number."""
    pieces = [piece for piece in re.split(r"[,;]|(?<=[日天内])、", words) if _has_reviewer(piece)]
    if not pieces:
        return ()
    piece = pieces[-1]
    found = []
    if EMPLOYER.search(DEPARTMENT.sub("", piece)):
        found.append("review.employer_days")
    if DEPARTMENT.search(piece):
        found.append("review.department_days")
    return tuple(found)


def plan_filing(notice: Notice, sentence: Sentence, year: int) -> Iterator[Finding]:
    """Whether plans are filed, and what follows when one was not."""
    text = sentence.text
    if refused := REFUSED.search(text):
        start = sentence.start + refused.start()
        where = place(notice, start, sentence.start + refused.end())
        near = notice.text[notice.outline.start(start) : start + 1]
        if _stands(sentence, year) and PLAN.search(near):
            yield Finding("plan_filing.policy", "未备案不予认可", where)
        return
    plan, asked = PLAN.search(text), ASKED.search(text)
    if plan is None or asked is None or not _stands(sentence, year):
        return
    if re.search(r"(?:无需|不需|不必|无须|不用|免于)[^,。;]{0,20}(?:备案|报送)", text):
        where = place(notice, sentence.start + plan.start(), sentence.start + plan.end())
        yield Finding("plan_filing.policy", None, where, "", "说的好像是不用备案", more={"rival": True})
        return
    where = place(notice, sentence.start + asked.start(), sentence.start + asked.end())
    yield Finding("plan_filing.policy", "要求备案", where, more={"scope": plan["scope"], "weak": True})
