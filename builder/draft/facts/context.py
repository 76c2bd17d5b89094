"""What surrounds a number: whose it is, of which year, and whether it is a demand at all."""

from __future__ import annotations

import re

from builder.draft.text import Notice, Sentence

TITLES = re.compile(r"《[^《》]*》")
NUMBERS_OF_DOCUMENTS = re.compile(r"[A-Z]?[〔\[(【]?\s?(?:19|20)\d\d\s?[〕\])】]\s?\d+号")
YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?=年|-20\d\d|至20\d\d|/)|([二一][〇○零九][〇○零一二三四五六七八九]{2})年"
)

PAST = re.compile(
    r"去年|上年|往年|前年|上一年|此前|以前年度|原规定|原要求|原来|过去|曾经|已有\d|已完成|已达|人均|平均|共完成|共培训|累计培训"
    r"|同比|占比|合格率|完成率|历年|旧办法"
)
REVOKED = re.compile(
    r"不再(?!延|重复|另行)|取消|废止|停止执行|失效|不作.{0,4}要求|不做.{0,4}要求|不作硬性|无需达到|暂不|予以免除|免修|改为"
    r"|调整为|修改为|由.{1,12}(?:提高|降低|调整|改|增加|减少)"
)
CONDITION = re.compile(
    r"^(?:如|若|凡|对(?!参加)|对于|未|不足|不满|没有|尚未|除|经)|(?:的话|未达|未满|未完成|不足|不满|未修满)"
)
SOFT = re.compile(r"建议|鼓励|提倡|倡导|原则上|一般|力争|争取|可参照|宜")
GROUPS = re.compile(
    r"(?<![企、和及])事业单位|(?<![、和及])企业(?!事业|、事业|和事业|及事业)|新(?:教师|进|任|入职|聘|录用|参加)|试用期|见习期|高级|中级|初级|正高|副高|助理|员级|卫生|医|护|药|教师|中小学|会计|审计|法律|律师|乡镇|基层|新入职|新聘|新参加"
    r"|退休|返聘|援|下派|产假|病假|残疾|博士|硕士|学历|职称系列|管理人员|工作人员|公务员|师资|教官|基地负责人"
    r"|公益|自由职业|建筑|建造师|工程师|统计|农技|农业|图书|档案|文物|体育|播音|新闻|翻译|高技能|技师|技能人才|机关"
)
EVERYBODY = re.compile(r"专业技术人员|专技人员|专业技术人才|继续教育对象|学员|个人")
OTHER_SPAN = re.compile(
    r"(?:近|最近|前|连续|满|任期内?的?|任现职以来)\s?[两二三四五六七八九十\d]年|[两二三四五六七八九十2-9]年内|每[两二三四五六七八九十2-9]年"
    r"|[两二三四五六七八九十]年(?:为一个)?周期|一个周期|周期内|[两二三四五六七八九十2-9]年累计|任期|聘期|半年|每季|每月|每季度"
)
CAP = re.compile(r"不超过|不得超过|不应超过|不高于|不得多于|不得高于|最多|最高|至多|上限|封顶|以内|以下")
PER_ITEM = re.compile(
    r"每[天日半门项篇次期班场讲课节部册学个件本课](?!年)|每完成|每\d|每通过|折算|折合|折抵|抵扣|抵算|抵充|计算|视同|视为|视作|认定为"
    r"|按照?\d|计\d|记\d|等于|=|\d分钟|免费提供|赠送|补学|补修|补足"
)
TRAINING = re.compile(
    r"管理员|施教机构|培训机构|开设|开班|举办|承办|配备|选派|培训班|研修班|研修项目|培训项目|每班|班次|课件|课程(?:时长|总|资源|数)|讲座|题库|单门|办班|脱产|时长|规模|授课"
)
WAYS = re.compile(r"面授|线上|线下|网络|网上|远程|在线|集中培训|集中学习|自学|实践|脱产|现场|直播")


QUOTED = re.compile(
    r"(?:印发|下发|发布|制定|出台)的?(?:《[^》]*》|通知|文件)[^。]{0,40}?(?:规定|要求|明确|执行)|原《|原通知|原文件|原定"
)
"""What another document said."""


BRACKETS = re.compile(r"\([^()]*\)")


def audience(notice: Notice) -> set[str]:
    """Words for groups of people that the title has: then the whole notice is for them."""
    title = re.search(r"关于[^\n]{2,80}(?:通知|意见|办法|公告|方案)", notice.text[:1500])
    return set(GROUPS.findall(title[0])) if title else set()


def group(notice: Notice, text: str) -> str:
    """The first word of a text for a group of people other than those the whole notice is for."""
    own = audience(notice)
    rest = EVERYBODY.sub("", text)
    return next((match[0] for match in GROUPS.finditer(rest) if match[0] not in own), "")


def masked(text: str) -> str:
    """A text in which titles and numbers of documents are blotted out, with all places kept."""
    for form in (TITLES, NUMBERS_OF_DOCUMENTS):
        text = form.sub(lambda match: "□" * len(match[0]), text)
    return text


def years(text: str) -> set[int]:
    """The years a text names, outside of titles and document numbers."""
    digits = str.maketrans("〇○零一二三四五六七八九", "000123456789")
    return {int(one or two.translate(digits)) for one, two in YEAR.findall(masked(text))}


def of_another_year(sentence: Sentence, year: int, at: int | None = None) -> bool:
    """Whether a sentence, or the part of it around a place, speaks of another year than that of the notice.

    What stands in brackets is a part of its own: ``不少于30学时(2022年以前不少于24学时)``.
    """
    text = masked(sentence.text)
    if at is None:
        return bool(years(text) - {year})
    inner = next((item for item in BRACKETS.finditer(text) if item.start() < at < item.end()), None)
    around = inner[0] if inner else BRACKETS.sub("", text)
    return bool((years(around) | (years(BRACKETS.sub("", text)) if inner else set())) - {year})


def heading(notice: Notice, offset: int) -> str:
    """What the clause of a place is called, where the name is short enough to be a name."""
    return notice.outline.label(offset)
