"""Every code a verdict can carry: what it means and what to do. The page of reasons is made from it.

Titles and explanations are Chinese because users read them. A test holds the codes against the program.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from xueshi.texts import STATUS_NAMES


class Group(StrEnum):
    """What kind of thing a code names."""

    STATUS = "结论"
    ROW = "台账里一行的理由"
    CELL = "读不懂的内容"
    QUESTION = "要问的问题"
    STEP = "下一步"
    NOTE = "附注"


@dataclass(frozen=True, slots=True)
class Reason:
    """One code: its title, when it appears, and what to do about it."""

    code: str
    group: Group
    title: str
    meaning: str
    remedy: str


_ROWS = (
    (
        "duplicate_row",
        "重复的行",
        "两行的每一格都相同，后一行不计入。",
        "确实学了两次的，在课程名里写明区别。",
    ),
    (
        "outside_period",
        "不在本年度",
        "完成日期不在本年度之内，不计入；通知对结转怎样规定，理由里会写明。",
        "核对完成日期；属于另一年度的，到那一年度判断。",
    ),
    (
        "learned_too_late",
        "学完得太晚",
        "完成日期晚于学完的截止日，不计入；有的人截止得更早（如毕业班教师）。",
        "核对完成日期。",
    ),
    (
        "not_declared_in_time",
        "没有按时申报",
        "申报晚于截止日，或者截止日已过仍没有写申报日期，不计入。",
        "已经申报的，补上申报日期。",
    ),
    (
        "plan_not_filed",
        "培训计划没有备案",
        "通知写明未备案的学时不予认可的，不计入；通知只要求备案、没写后果的，只提醒。",
        "向单位核实计划是否备案。",
    ),
    (
        "plan_filing_unknown",
        "不知道计划是否备案",
        "通知写明未备案的学时不予认可，而这一行没有写是否备案，也还没有审核。",
        "向单位核实后，在“计划备案”列写“是”或“否”。",
    ),
    (
        "auto_credit_not_stated",
        "通知没有写自动入账",
        "入账方式写了“自动”，但这份通知没有写明哪些学时自动入账，按尚未申报处理。",
        "已申报的，把入账方式改为“申报”，写上日期。",
    ),
    ("declared_in_future", "申报日期还没到", "申报日期在判断的当天之后，按尚未申报计算。", "核对日期。"),
    ("reviewed_in_future", "审核日期还没到", "审核日期在判断的当天之后，按尚未审核计算。", "核对日期。"),
    (
        "declared_date_missing",
        "没有写申报日期",
        "写了审核日期、没有写申报日期。审核不会早于申报，所以照常计入。",
        "有空时补上申报日期。",
    ),
    (
        "review_overdue",
        "审核超过时限",
        "已申报，单位审核、主管部门审核的工作日数先后相加已满，仍没有审核日期。通知写明两级各几个工作日，先后相加是本站推算的。",
        "联系单位催办。",
    ),
    (
        "reviewed_after_year_end",
        "审核晚于要求",
        "申报及时、审核晚于通知要求的日期。学时仍计入。",
        "确认平台已经登记。",
    ),
    (
        "provider_not_listed",
        "机构不在名单里",
        "施教机构不在通知列出的平台和基地里，照常计入。",
        "确认审核时会被认可。",
    ),
    (
        "provider_other_subject",
        "机构列在别的科目下",
        "通知把这家机构列在别的科目下，照常计入。",
        "确认审核时会被认可。",
    ),
    ("platform_closed", "平台已经关闭", "完成日期晚于这个平台关闭的日期，照常计入。", "核对完成日期。"),
    (
        "platform_differs",
        "与平台显示不一致",
        "“平台显示”列与“学时”列的数不同。",
        "审核以平台登记为准，请到平台核对。",
    ),
    (
        "over_cap",
        "超过上限",
        "这类学时有最多计多少的上限，本行只计入一部分或不计入。",
        "看上限的出处；改学别的科目或方式。",
    ),
    (
        "placed_in",
        "整项计入哪个科目",
        "这项成果可以计入几个科目之一；程序试过所有办法，按对本人最有利的一个整项计入。",
        "不用处理。",
    ),
    (
        "excess_moved",
        "超出部分改计",
        "这个科目已经计满，通知允许把超出的部分改计到另一个科目。",
        "不用处理。",
    ),
    (
        "surplus_unused",
        "暂时用不上",
        "通知按学得的比例提要求，本行多出的部分先不用，结论不会因此变差。",
        "补学比例要求的那个科目。",
    ),
)

_CELLS = (
    ("row_date", "日期读不懂", "写的不是日历上有的日期。", "写成 2025-09-05、2025/9/5 或 2025年9月5日。"),
    ("row_date_missing", "没有完成日期", "完成日期空着，无法知道属于哪一年度。", "补上完成日期。"),
    (
        "row_date_future",
        "完成日期还没到",
        "完成日期在判断的当天之后。",
        "学完以后再计入，或者改“按哪一天判断”。",
    ),
    ("row_subject", "科目不认识", "科目不是这份规则的代号、名称或别名。", "照提示里的名称写。"),
    ("row_hours", "学时读不懂", "不是阿拉伯数字。", "写数字，如 8 或 4.5。"),
    ("row_hours_zero", "学时不大于 0", "学时应大于 0。", "核对学时。"),
    ("row_items", "项数读不懂", "成果按项折算，这里应写有几项。", "写数字，如 1。"),
    ("row_choice", "选项不认识", "这一列只能写规定的几个词。", "照提示选一个，或者留空。"),
    (
        "row_declared_before_completed",
        "申报早于完成",
        "还没有学完就申报，日期一定有一个写错了。",
        "核对两个日期。",
    ),
    (
        "row_reviewed_before_declared",
        "审核早于申报",
        "还没有申报就审核，日期一定有一个写错了。",
        "核对两个日期。",
    ),
    (
        "row_reviewed_before_completed",
        "审核早于完成",
        "还没有学完就审核，日期一定有一个写错了。",
        "核对两个日期。",
    ),
)

_QUESTIONS = (
    (
        "all_approved",
        "都审核通过了吗",
        "快速模式没有日期，要问是否都已申报并审核通过。",
        "到平台查看后回答。",
    ),
    (
        "all_declared",
        "都按时申报了吗",
        "申报截止后，按时申报过的可以等审核，没有申报的不再计入。",
        "到平台查看申报日期后回答。",
    ),
    (
        "parts",
        "其中必修是多少",
        "只写了上级科目的学时，不能证明其中有多少属于下级科目；会改变结论时才问。",
        "看课程清单，填下级科目的学时；也可以把这一行拆成两行。",
    ),
    (
        "value",
        "是哪种方式或专题",
        "通知对学习方式或专题另有要求，而这一行没有写。",
        "补上这一列，或者在问题里选。",
    ),
    (
        "rule",
        "您的情况",
        "通知对不同级别、领域或情况的人要求不同，会改变结论时才问。",
        "照实选；不知道的选“不知道”。",
    ),
)

_STEPS = (
    ("fix_rows", "改正读不懂的内容", "有的格子读不懂，那些行没有计入。", "照每一格的提示改。"),
    ("answer", "回答问题", "答案不同，结论不同。", "回答后结论会立刻更新。"),
    ("condition", "满足条件", "通知有不是学时的条件，还没有满足。", "先满足条件。"),
    ("learn", "补学", "列出的是同时满足所有要求的最少学时。", "在学完的最后一天前学完。"),
    ("platform_close", "平台关闭", "学习平台会在这一天关闭。", "在此之前学完。"),
    (
        "declare_safe",
        "最好这天前申报",
        "从年底往回数，给两级审核留足工作日。这是本站推算的，不是通知规定的截止日。",
        "尽量在这一天前申报。",
    ),
    ("declare", "申报截止", "通知规定的最后一天，含当天。", "在这一天前申报。"),
    ("closed", "已经截止", "申报截止日已过，缺的学时不能再补进本年度。", "询问当地人社部门。"),
    ("review", "等单位审核", "已申报、未审核，是单位和主管部门的事。", "可以提醒单位。"),
    ("urge_review", "催办审核", "两级审核的工作日数先后相加已满（本站推算），仍没有审核日期。", "联系单位。"),
    ("confirm_plan_filing", "核实计划备案", "有的行没有写培训计划是否备案。", "向单位核实。"),
    ("file_plan", "单位备案计划", "单位要在这一天前报备培训计划。", "提醒单位。"),
    ("before_title", "职称申报前", "本年度晋升职称的，须在职称申报前完成审核。", "早申报、早审核。"),
    ("confirm_approval", "核实审核", "快速模式没有逐条日期。", "到平台查看每一条是否都显示已审核。"),
)

_NOTES = (
    ("note_row_errors", "有行没有计入", "有的行读不懂，结论没有算上它们。", "改正后再看结论。"),
    ("note_quick", "快速模式", "只看各科目学时，不逐条核对。", "要核对日期、重复和备案，用台账模式。"),
    (
        "note_assumed",
        "先按一种情况计算",
        "有的情况没有回答，怎样回答结论都一样，但要学多少或最晚哪天会不同；先按要求最高的一种计算。",
        "回答问题，就按您的情况计算。",
    ),
    (
        "note_presumed",
        "工作日是推定的",
        "放假安排还没有公布的年份，按星期一至星期五推定。",
        "公布后以实际安排为准。",
    ),
    ("note_answer_unused", "回答没有用上", "有的回答对应的问题已经不存在。", "不用处理。"),
    ("note_disclaimer", "以审核部门为准", "结论按通知文字推算。", "有疑问的，问审核部门。"),
)

_STATUS_MEANINGS = {
    "met": ("每一项下限都已由审核通过的学时满足。", "不用再做什么；保留证书和记录。"),
    "pending": ("学的学时够了，也来得及或者已经按时申报，但还没有全部审核通过。", "看“下一步”，把手续办完。"),
    "short": ("有的下限没有达到，或者有必须满足的条件没有满足。", "看“还差多少”；申报已经截止的会写明。"),
    "needs_info": ("有问题的答案会改变结论。", "先回答问题。"),
    "not_on_file": (
        "本站没有收录这个城市这一年度的通知。",
        "可以按另一份通知试算，但那不是结论；也欢迎把通知发来。",
    ),
    "not_modelled": ("通知里有本工具不能判断的要求。", "直接看通知，或者询问当地人社部门。"),
}


def _all() -> tuple[Reason, ...]:
    groups = (
        (Group.ROW, _ROWS),
        (Group.CELL, _CELLS),
        (Group.QUESTION, _QUESTIONS),
        (Group.STEP, _STEPS),
        (Group.NOTE, _NOTES),
    )
    statuses = (
        Reason(code, Group.STATUS, STATUS_NAMES[code], *words) for code, words in _STATUS_MEANINGS.items()
    )
    others = (Reason(code, group, *words) for group, table in groups for code, *words in table)
    return (*statuses, *others)


REASONS = _all()
"""All codes, in the order of the page."""
