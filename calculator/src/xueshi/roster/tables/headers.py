"""The names under which people write the columns of a staff's table."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from xueshi.ledger import table as ledger
from xueshi.ledger.cells import UNSEEN

STAFF_ID = "工号"
CARD = "证件号码"
NAME = "姓名"
UNIT = "单位"
DEPARTMENT = "部门"
CITY = "城市"
YEAR = "年度"
APPROVED = "全部审核通过"
SOURCE_FILE = "原文件"
SOURCE_LINE = "原行号"
SOURCE_MARK = "原行核对码"
REASON = "要改正的问题"
BEYOND = "多出的格"

UNUSED = "不用"
"""Stands as the meaning of a column that is not to be read."""

EVERY = "每一列都要"
"""Answers which of several columns about a review holds: only what all of them say."""

HOURS_OF = "学时："
"""Begins the meaning of a column with the hours of one subject; its name follows."""

ANSWER_TO = "情况："
"""Begins the meaning of a column with the answers to a question of the rule; its id follows."""

PERSON_FIELDS = (STAFF_ID, CARD, NAME)
"""Columns of which a table must have one, to know whose a row is."""

PLACE_FIELDS = (UNIT, DEPARTMENT, CITY, YEAR)

FIELDS = (
    *PERSON_FIELDS,
    *PLACE_FIELDS,
    *ledger.COLUMNS,
    APPROVED,
    SOURCE_FILE,
    SOURCE_LINE,
    SOURCE_MARK,
    REASON,
    BEYOND,
)
"""What a column can mean, besides the hours of a subject and an answer."""

NAMES: Final = {
    STAFF_ID: "工号 人员编号 人员代码 职工号 职工编号 职工工号 职工代码 员工号 员工编号 员工工号 学员编号 教师编号 教职工号",
    CARD: "证件号码 证件号 身份证 身份证号 身份证号码 身份证件号 身份证件号码 居民身份证号 居民身份证号码"
    " 公民身份号码 公民身份证号码 有效证件号码",
    NAME: "姓名 员工姓名 职工姓名 学员姓名 人员姓名 教师姓名 申报人 申报人姓名 本人姓名 专业技术人员姓名",
    UNIT: "单位 单位名称 工作单位 所在单位 所属单位 用人单位 用人单位名称 工作单位名称 现工作单位",
    DEPARTMENT: "部门 部门名称 所在部门 所属部门 科室 处室 二级部门 内设机构",
    CITY: "城市 地区 地市 所在城市 所在地区 所属城市 所属地区 所在市 参加城市",
    YEAR: "年度 年份 学习年度 培训年度 学时年度 继续教育年度 所属年度 申报年度",
    ledger.COMPLETED: "完成日期 完成时间 学习完成时间 学习完成日期 培训完成日期 培训完成时间 课程完成日期 学完日期 培训时间 培训日期 培训结束时间 培训结束日期 学习日期"
    " 结业日期 结业时间 结束日期 结束时间 取得日期 取得时间 获得日期 获得时间",
    ledger.SUBJECT: "科目 科目名称 科目类别 科目类型 学习科目 培训科目 课程类别 课程类型 课程性质 学时类别 学时类型",
    ledger.HOURS: "学时 学时数 课时 课时数 获得学时 所获学时 取得学时 认定学时 学习学时 培训学时 完成学时",
    ledger.COURSE: "课程 课程名称 课程名 学习课程 培训课程 学习内容 培训内容 学习项目 培训项目 项目名称 培训名称 学习名称"
    " 培训班名称 培训班次",
    ledger.PROVIDER: "施教机构 施教机构名称 施教单位 培训机构 培训机构名称 学习机构 举办机构 举办单位 主办单位 承办单位"
    " 培训单位 培训平台 学习平台 平台名称",
    ledger.WAY: "学习方式 培训方式 学习形式 培训形式 授课方式 授课形式",
    ledger.ENTRY_MODE: "入账方式 登记方式 计入方式 学时来源",
    ledger.DECLARED: "申报日期 申报时间 提交日期 提交时间 上报日期 上报时间 申请日期 申请时间",
    ledger.REVIEWED: "审核日期 审核时间 审核通过日期 审核通过时间 审批日期 审批时间 通过日期 通过时间 认定日期 认定时间",
    ledger.PLAN_FILED: "计划备案 是否备案 培训计划备案 计划是否备案 培训计划是否备案 是否计划备案",
    ledger.SHOWN: "平台显示 平台学时 平台显示学时",
    ledger.TOPIC: "主题 培训主题 学习主题 专题",
    APPROVED: "全部审核通过 是否全部审核通过 全部已审核 已审核 是否审核 是否已审核 审核通过 是否审核通过 都已申报并审核通过"
    " 审核状态 审核结果 审核意见 审核情况 审核结论 审批状态 审批结果 审批意见 审批情况 是否通过",
    SOURCE_FILE: SOURCE_FILE,
    SOURCE_LINE: SOURCE_LINE,
    SOURCE_MARK: SOURCE_MARK,
    REASON: REASON,
    BEYOND: BEYOND,
}
"""Names by meaning; none stands under two meanings."""

UNCLEAR: Final = {
    "编号": (STAFF_ID, UNUSED),
    "代码": (STAFF_ID, UNUSED),
    "账号": (STAFF_ID, UNUSED),
    "名称": (ledger.COURSE, UNIT, NAME, UNUSED),
    "日期": (ledger.COMPLETED, ledger.DECLARED, ledger.REVIEWED, UNUSED),
    "时间": (ledger.COMPLETED, ledger.DECLARED, ledger.REVIEWED, ledger.HOURS, UNUSED),
    "学习时间": (ledger.COMPLETED, ledger.HOURS, UNUSED),
    "登记时间": (ledger.DECLARED, ledger.REVIEWED, UNUSED),
    "登记日期": (ledger.DECLARED, ledger.REVIEWED, UNUSED),
    "类别": (ledger.SUBJECT, ledger.WAY, ledger.ENTRY_MODE, UNUSED),
    "类型": (ledger.SUBJECT, ledger.WAY, ledger.ENTRY_MODE, UNUSED),
    "学习类别": (ledger.SUBJECT, ledger.WAY, UNUSED),
    "培训类别": (ledger.SUBJECT, ledger.WAY, UNUSED),
    "学习类型": (ledger.SUBJECT, ledger.WAY, UNUSED),
    "培训类型": (ledger.SUBJECT, ledger.WAY, UNUSED),
    "方式": (ledger.WAY, ledger.ENTRY_MODE, UNUSED),
    "形式": (ledger.WAY, ledger.ENTRY_MODE, UNUSED),
    "机构": (ledger.PROVIDER, UNIT, UNUSED),
    "机构名称": (ledger.PROVIDER, UNIT, UNUSED),
    "平台": (ledger.PROVIDER, UNUSED),
    "内容": (ledger.COURSE, ledger.TOPIC, UNUSED),
    "项目": (ledger.COURSE, ledger.SUBJECT, UNUSED),
    "备案": (ledger.PLAN_FILED, UNUSED),
    "学分": (ledger.HOURS, UNUSED),
}
"""Names that can mean several things: nobody but the table's owner knows which."""

SUMS = ("合计", "总计", "总学时", "学时合计", "合计学时", "学时总计", "总课时", "累计学时", "学时总数")
"""Columns with the sum of others, which may also be all that is known."""

SUM_ROWS = ("合计", "总计", "小计", "共计", "平均", "总学时", "平均值", "人数")
"""What stands instead of a name in a row that is no person's."""

CREDIT = "学分"
"""A unit that is not the hour: a column of it is one of hours only where the rule counts in it."""

LENIENT = frozenset((UNIT, DEPARTMENT, ledger.COURSE, ledger.PROVIDER, ledger.WAY, ledger.TOPIC))
"""Columns of words, whose meaning no remark in brackets changes."""

MEANINGS: Final = {name: field for field, names in NAMES.items() for name in names.split()}

_INVISIBLE = re.compile(f"[{UNSEEN}]")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】|〔[^〕]*〕")
_EDGES = " \t*:;,.、，：；。★※#?"
_HOURS_ENDS = ("学时数", "课时数", "学时", "课时")
_HARMLESS = re.compile(
    "必填项?|选填项?|非必填|可不填|可以不填|可选|可空|学时数?|课时数?|小时数?|单位:(?:学时|课时|小时)|年月日"
    "|(?:填写)?格式.*|示例.*|例.*|写法.*|[yY]{4}.*|是[/、或]?否|文本(?:格式)?|数字|日期|下拉选择|18位|全称|第[0-9]+列"
)
_OF_HOURS = re.compile(
    "学时|课时|学分|分钟|小时|[应已未需所实还][学修完获得认]|还[差需]|尚[差缺]|差额|欠缺|剩余|完成|要求|申报|审核|目标|标准|累计|合计|计划|拟学|[上去往]年|结转"
    "|其中|必修|选修|线上|线下|面授|网络|网上|在线|半年|季度|^[0-9]{1,2}$"
)
_NOT_LEARNED = re.compile(
    "[应差缺未拟]|[还所]需|需[要学修]|要求|标准|目标|计划|剩余|[上去往]年|结转|20[0-9]{2}"
)
_OF_REVIEW = re.compile("审核|审批|状态")
_NO_REVIEW = re.compile("(?:人|人员|者|单位|部门|机构|编号|备注|电话)$|^(?:在职|在岗|人员|岗位|婚姻)")


def visible(text: str) -> str:
    """A text without characters that nobody sees; others that cannot be printed are spaces."""
    cleared = _INVISIBLE.sub("", text)
    if cleared.isprintable():
        return cleared
    return "".join(char if char.isprintable() else " " for char in cleared)


def bare_header(text: str) -> str:
    """A header as it is compared: half-width, without white space, stars and colons at its edges."""
    return "".join(unicodedata.normalize("NFKC", visible(text)).split()).strip(_EDGES)


def without_remarks(header: str) -> tuple[str, tuple[str, ...]]:
    """What is left of a bare header without remarks in brackets, and these."""
    short = _BRACKETS.sub("", header).strip(_EDGES)
    return (short, tuple(found[1:-1] for found in _BRACKETS.findall(header))) if short else (header, ())


def is_harmless(remark: str) -> bool:
    """Whether a remark only says how a column is filled in, and cannot change what stands in it."""
    return _HARMLESS.fullmatch(remark) is not None


def may_be_hours(header: str, subject: str) -> bool:
    """Whether a header with a subject in it may be about hours: learned ones, required ones, missing ones, or
    some of them (``其中：必修``, ``公需线上``)."""
    rest = header.replace(subject, "", 1)
    return _OF_HOURS.search(rest) is not None and ("学时" in rest or not rest.startswith("技术"))


def may_be_unlearned(group: str) -> bool:
    """Whether what stands above several columns may say that their hours are not those learned this year."""
    return _NOT_LEARNED.search(bare_header(group)) is not None


def review_meaning(header: str) -> str | None:
    """What a header may mean that is about a review: its day, its hours, else what came of it."""
    if not _OF_REVIEW.search(header) or _NO_REVIEW.search(header):
        return None
    if header.endswith(("日期", "时间")):
        return ledger.REVIEWED
    return ledger.HOURS if "学时" in header else APPROVED


def without_hours(header: str) -> tuple[str, ...]:
    """A header, and without a word for hours at its end (``公需学时``)."""
    found = [header]
    for end in _HOURS_ENDS:
        if header.endswith(end) and header != end:
            found.append(header.removesuffix(end))
            break
    return tuple(found)
