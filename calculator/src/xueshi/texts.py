"""Every sentence the program says, as templates keyed by code: one place, ready for another language.

``say(code, **values)`` fills a template. Hours are written exactly (``89.5``, ``1/3``), days as 2025年12月17日.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from xueshi.model.plain import plain_number

STATUS_NAMES: Final = {
    "met": "已达标",
    "pending": "学时已够，手续未完",
    "short": "未达标",
    "needs_info": "需补充信息",
    "not_on_file": "尚未收录该年度通知",
    "not_modelled": "本工具不判断",
}

HOUSE: Final = "本站规则"
"""Stands where a document is named when no notice but this program says so."""

HOUSE_RULES: Final = {
    "duplicate_row": ("重复登记", "每一格都相同的行，只计第一行"),
    "nearly_duplicate": ("重复登记", "只有手续几列不同的行照常计入，提醒核对"),
    "declared_in_future": ("还没到的日期", "判断当天以后的日期，当作还没有发生"),
    "reviewed_in_future": ("还没到的日期", "判断当天以后的日期，当作还没有发生"),
    "declared_date_missing": ("没有写申报日期", "审核不会早于申报，所以照常计入"),
    "platform_differs": ("平台显示", "“平台显示”与“学时”两列不同的，提醒核对"),
    "plan_not_filed": ("计划备案", "通知没有写明备案要求的，照常计入"),
    "provider_not_listed": ("施教机构", "不在名单里的照常计入，提醒核对"),
    "platform_closed": ("平台关闭", "关闭以后学的照常计入，提醒核对"),
}
"""What stands as clause and words of a reason that rests on no notice, by its code."""

TEXTS: Final = {
    # Files
    "file_empty": "文件是空的，里面什么也没有。请打开填好的台账。",
    "file_pdf": "这是 PDF 文件，读不出表格。请在表格软件里打开台账，“另存为 CSV”，再打开一次。",
    "file_image": "这是图片，读不出表格。请把台账录入表格软件，“另存为 CSV”，再打开一次。",
    "file_old_office": "这是旧版办公软件的文件（.xls、.et、.doc），或加了密码。请在 Excel 或 WPS 里去掉密码，另存为 .xlsx 或 CSV，再打开一次。",
    "file_zip": "这是压缩包，不是表格。请解开以后，打开里面的台账。",
    "file_document": "这是网页或文档，不是表格。请在表格软件里打开台账，“另存为 CSV”，再打开一次。",
    "file_encoding": "读不出文件的文字编码。请在表格软件里“另存为 CSV UTF-8”，再打开一次。",
    "file_binary": "这不是文本表格。请在表格软件里“另存为 CSV”，再打开一次。",
    "file_csv": "第 {line} 行起的表格结构读不懂（多半是引号没有成对）。请改好这一行，再打开一次。",
    "file_header": "第一行应是表头，缺少：{missing}。完整表头：{columns}",
    "file_header_comma": "第一行用“{found}”分开各列，读不出表头。请在表格软件里打开，“另存为 CSV（逗号分隔）”；或者把整份文件里分开各列的“{found}”改成英文逗号。",
    "file_header_other": "第 {row} 行是另一个表头，各列和上面的表头不同，往下会读错。请把两张表分开，再打开一次。",
    "file_header_twice": "表头里有重复的列：{found}。每一列只能出现一次。",
    "file_extra_columns": "表里还有本工具不用的列：{found}。这些列没有读入。",
    "file_wide": "有 {count} 行比表头多出格子（第 {rows} 行；表头只有 {columns} 列），多半是某一格里有逗号而没有加引号，后面的都错了一格。这些行先不计，多出的放在“学时”格里，请改正。",
    "file_several_people": "表里有 {count} 个人的记录（看“{column}”一列）。这里一次只判断一个人，几个人的学时不能加在一起。全体人员请用“批量自查”一页；只看一个人的，请按人筛选后再打开。",
    "xlsx_sheet": "学时台账",
    "file_workbook": "这个 Excel 文件已经损坏，或不是真正的 .xlsx。请用 Excel 或 WPS 打开，另存为 .xlsx 再试。",
    "file_other_workbook": "这不是 .xlsx 文件。请在 Excel 或 WPS 里另存为 .xlsx 或 CSV，再打开一次。",
    "file_too_many_bytes": "这个文件超过 {most} MB，不像一个人的台账，没有读入。请分成几份再试。",
    "file_spread": "表里有一片合并的单元格（{area}）大得打不开。请在 Excel 或 WPS 里取消这片合并，保存以后再打开。",
    "file_too_large": "这个文件太大，在浏览器里打不开。请分成几份，或另存为 CSV 再试。",
    "long_cell": "第 {line} 行有一格超过 {most} 个字，读不了。请删短这一格再试。",
    "long_text": "有一格超过 {most} 个字，读不了。请删短这一格再试。",
    "large_workbook": "这个 Excel 文件展开以后太大，读不了。请分成几份，或另存为 CSV 再试。",
    "file_no_table": "每张工作表里都没有找到台账的表头。表头这一行至少要有：{missing}。",
    "file_sheet": "读的是工作表“{name}”，其他工作表没有读。",
    "file_sheets": "有几张工作表都像台账：{names}。请指明读哪一张。",
    "file_hidden_rows": "有 {count} 行在表里是隐藏的，也读进来了。",
    "file_hidden_columns": "这些列在表里是隐藏的，也读进来了：{names}。不要的请先删去，再打开一次。",
    "file_hidden_sheet": "读的工作表“{name}”在文件里是隐藏的，请核对是不是要读这一张。",
    "file_beside": "第 {row} 行{more}的“{column}”和左边的格子合并在一起，不知道合并处的内容是不是{column}，按空白读。请取消合并，把{column}写在自己的格子里，再打开一次。",
    "file_beside_more": "等 {count} 行",
    "file_formula": "有 {count} 个格子是公式，文件里没有存计算结果，按空白读（第一处在第 {row} 行）。请用 Excel 或 WPS 打开、保存一次再读。",
    "file_no_year": "有 {count} 个日期只显示了月和日，年份按文件里存着的读（第一处在第 {row} 行：{text}），请核对。",
    "file_rounded": "有 {count} 个数显示时四舍五入了，按存着的数读（第一处在第 {row} 行：{text}）。",
    "file_header_beside": "表头“{names}”下面合并了几列，只读了最左边的一列，其余各列的内容没有读入。请让每一列有自己的表头，再打开一次。",
    "file_struck": "有 {count} 个格子画了删除线，也照样读了（第一处在第 {row} 行：{text}）。作废的请先删去，再打开一次。",
    "file_covered": "有 {count} 个格子被合并单元格盖住，里面另有内容，表里看不见，没有读入（第一处在第 {row} 行）。要算的请先取消合并，再打开一次。",
    "file_merged": "有 {count} 个格子是合并单元格，按合并处显示的内容读。",
    "file_merged_hours": "有 {count} 行的学时在合并单元格里，只算第一行；其余各行请写上自己的学时。",
    # Cells
    "row_date": "“{value}”不是日历上有的日期。写法如 2025-09-05、2025/9/5 或 2025年9月5日。",
    "row_date_missing": "没有写完成日期。写法如 2025-09-05。",
    "row_date_future": "完成日期“{value}”在判断的当天（{today}）之后，还没有学完的不能计入。",
    "row_subject": "这份规则里没有科目“{value}”。可以写：{names}。",
    "row_subject_missing": "没有写科目。可以写：{names}。",
    "row_hours_missing": "没有写学时。请写阿拉伯数字，如 8 或 4.5。",
    "row_too_early": "本年度从{start}开始；判断的当天（{today}）还没有开始，不能有学时。请核对“按哪一天判断”。",
    "row_hours": "“{value}”不是学时数。请写阿拉伯数字，如 8 或 4.5。",
    "row_items": "“{value}”不是项数。请写阿拉伯数字，如 1。",
    "row_items_or_hours": "“{value}”是项数还是{unit}？这种成果每项折 {each} {unit}，这里写有几项：只有一项写 1，几项写成“{number}项”。",
    "row_hours_much": "学时“{value}”比一年的小时数（{most}）还多，一定写错了，没有计入。请核对。",
    "row_hours_zero": "学时“{value}”应大于 0。",
    "row_choice": "不认识“{value}”。可以写：{allowed}，或者留空。",
    "row_declared_before_completed": "申报日期“{value}”早于完成日期（{completed}），请核对这两个日期。",
    "row_reviewed_before_declared": "审核日期“{value}”早于申报日期（{declared}），请核对这两个日期。",
    "row_reviewed_before_completed": "审核日期“{value}”早于完成日期（{completed}），请核对这两个日期。",
    # Issues of rows
    "duplicate_row": "与第 {first} 行完全相同，按重复登记不计入。确实学了两次的，请在课程名里写明。",
    "nearly_duplicate": "与第 {first} 行的完成日期、科目、学时、课程、施教机构都相同，两行都计入了。如果是同一次学习写了两遍，请删去一行，否则学时会多算。",
    "outside_period": "完成日期 {completed} 不在本年度（{start}至{end}）内，不计入。",
    "outside_period_forbidden": "完成日期 {completed} 不在本年度（{start}至{end}）内，不计入；通知写明学时不得结转。",
    "outside_period_not_stated": "完成日期 {completed} 不在本年度（{start}至{end}）内，不计入；能否结转，通知没有写明。",
    "plan_not_filed": "培训计划没有备案，通知写明这样申报的学时不予认可。",
    "plan_not_filed_asked": "通知要求事先备案（{scope}），但没有写明未备案的后果；本行照常计算，请向单位核实。",
    "plan_not_filed_silent": "通知没有写明培训计划备案的要求；本行照常计算。",
    "plan_filing_unknown": "没有写培训计划是否已备案。未备案的，申报的学时不予认可，请向单位核实。",
    "not_declared_in_time": "{declared}申报，晚于申报截止日 {last}，不计入。",
    "not_declared_at_all": "申报截止日 {last}已过，本行没有写已经申报，不计入。已申报的请补上申报日期。",
    "auto_credit_not_stated": "通知没有写明哪些学时会自动入账，本行按“尚未申报”处理。已申报的，请把入账方式改为“申报”并写上日期。",
    "auto_credit_doubtful": "通知只写明{channel}学得的学时自动计入，而这一行的学习方式不同，或者写了申报、审核日期。请核对入账方式；是申报的，请改为“申报”。",
    "declared_in_future": "申报日期 {declared}还没到，按尚未申报计算。",
    "reviewed_in_future": "审核日期 {reviewed}还没到，按尚未审核计算。",
    "declared_date_missing": "没有写申报日期；{reviewed}已审核，可知此前已经申报。",
    "review_overdue": "{declared}申报，审核要{clock}，到 {due}已满（先后相加，本站推算），至今没有审核日期。请联系单位。",
    "reviewed_after_year_end": "{reviewed}才审核，晚于通知要求的 {last}；学时仍计入，请确认平台已经登记。",
    "provider_not_listed": "“{provider}”不在通知列出的平台和基地里；名单不是封闭的，照常计入，请确认审核时会被认可。",
    "provider_not_listed_closed": "“{provider}”不在通知列出的名单里，照常计入，请确认审核时会被认可。",
    "provider_other_subject": "通知只把这家机构列在“{names}”下，照常计入，请确认审核时会被认可。",
    "platform_closed": "这个平台已于 {closed}关闭，晚于该日的学习请核实。",
    "over_cap": "“{name}”最多计 {most} {unit}，本行有 {cut} {unit}超出，不计入。",
    "over_cap_named": "按“{name}”，本行有 {cut} {unit}超出，不计入。",
    "cap_carried": "上年度结转",
    "cap_made_up": "补学",
    "placed_in": "本行整项计入“{name}”：在可以计入的科目里，这样对您最有利。",
    "excess_moved": "“{name}”最多计 {most} {unit}，本行有 {moved} {unit}超出，改计入“{other}”。",
    "learned_too_late": "完成日期 {completed} 晚于学完的截止日 {last}，不计入。",
    "surplus_unused": "按比例要求，本行有 {cut} {unit}暂时用不上。",
    "platform_differs": "平台显示 {shown} {unit}，台账写 {hours} {unit}，不一致。审核以平台登记为准，请核对。",
    # Questions
    "question_parts": "第 {row} 行的 {hours} {unit}{name}，其中{part}是多少{unit}？",
    "question_parts_quick": "“{name}（分不清的）”{hours} {unit}，其中{part}是多少{unit}？",
    "question_subject": "第 {row} 行的 {hours} {unit}只写了“{name}”，属于哪个科目？",
    "question_subject_quick": "“{name}”{hours} {unit}，属于哪个科目？",
    "question_part": "第 {row} 行（还没有分清的）{hours} {unit}{name}，其中{part}是多少{unit}？",
    "question_part_quick": "“{name}（还没有分清的）”{hours} {unit}，其中{part}是多少{unit}？",
    "hangs_on_parts": "通知要求{parts}，回答不同，结论不同。",
    "at_most": "{name}最多计 {hours} {unit}",
    "at_least_share": "{name}不少于所学的 {ratio}",
    "at_least": "{name}不少于 {hours} {unit}",
    "question_all_approved": "都已申报并审核通过了吗？",
    "hangs_on_all_approved": "只有审核通过的学时才能算达标。",
    "question_all_declared": "都在申报截止日（{last}）前申报了吗？",
    "hangs_on_all_declared": "截止日前申报的等审核即可；没有申报的，截止后不再计入。",
    "question_includes": "“{name}（分不清的）”里填的数，是不是{parts}的合计？",
    "hangs_on_includes": "是合计的，只算一次；不是的，加在一起算。",
    "question_value": "第 {row} 行的{axis}是哪一种？",
    "question_value_quick": "“{name}”{hours} {unit}的{axis}是哪一种？不止一种的，请改用台账逐条填写。",
    "hangs_on_value": "通知对{axis}另有要求。",
    "hangs_on_option": "{option}：{statuses}",
    "answer_choice": "请选一个：{allowed}。",
    "answer_parts": "请填 0 到 {max} 之间的数字，或者留空。",
    # Summaries
    "summary_met": "{city}{year}年度的要求都已由审核通过的{unit}满足。",
    "summary_waived": "按您的情况（{names}），{city}{year}年度视为完成。",
    "summary_pending": "学的{unit}已经够了，还差手续：{missing}。",
    "summary_short": "还差 {plan}。",
    "summary_failed": "有必须满足的条件没有满足：{conditions}",
    "summary_capped": "几项上限合在一起，再学也补不齐要求的{unit}，请核对规则或询问当地人社部门。",
    "summary_parts_open": "有 {hours} {unit}只写了“{name}”：其中如有{parts}，写明以后，还差的会更少。",
    "summary_short_closed": "还差 {plan}；申报已于 {last}截止。",
    "summary_needs_info": "有 {count} 个问题的答案会改变结论，请先回答。",
    "summary_not_on_file": "本站还没有收录{city}{year}年度的通知，不能下结论。各年、各市的要求不同，不能照搬。",
    "summary_not_modelled": "通知里有本工具不判断的要求：{names}。请直接看通知，或询问当地人社部门。",
    "pending_declare": "{count} 行尚未申报",
    "pending_review": "{count} 行等待审核",
    "pending_quick": "尚未全部申报并审核通过",
    # Plan and next steps
    "plan_item": "{name}再学 {hours} {unit}",
    "plan_name": "{name}（{values}）",
    "plan_or": "或",
    "plan_piece": "{name} {hours} {unit}",
    "step_condition": "先满足这个条件：{condition}",
    "step_learn": "再学 {plan}，{by}前学完（含当天）。",
    "step_learn_open": "再学 {plan}。",
    "step_declare_safe": "最好在 {by}前申报（含当天）：审核要{clock}，才赶得上 {end}前审完（先后相加，本站推算）。",
    "step_declare": "在 {by}前完成申报（含当天），逾期不计入。",
    "step_declare_open": "完成申报。",
    "step_platform_close": "学习平台 {by}关闭；还没学完的人，请在此之前学完。",
    "step_closed": "本年度的申报已于 {last}截止，缺的{unit}不能再补进本年度；{carry}",
    "closed_forbidden": "通知写明学时不得结转。",
    "closed_not_stated": "能否以后补学，通知没有写明，请询问当地人社部门。",
    "closed_allowed": "能否以后补学，请看通知的结转规定。",
    "step_review": "审核第 {rows} 行：{clock}，最早申报的一行到 {by}满（先后相加，本站推算）。",
    "step_review_overdue": "第 {rows} 行还没有审核日期：{clock}，最早申报的一行到 {by}已满（先后相加，本站推算），请催办。",
    "step_review_open": "审核第 {rows} 行；通知没有写明审核要几天，请主动联系单位。",
    "step_confirm_plan": "向单位核实第 {rows} 行的培训计划已经备案；未备案的不予认可。",
    "step_file_plan": "单位的培训计划要在 {by}前报备（含当天）；未备案的，申报的学时不予认可。",
    "step_file_platform": "办网络学习的，学习平台要在 {by}前备案（含当天）；未备案的，申报的学时不予认可。",
    "step_before_title": "本年度晋升职称的，须在职称申报前完成审核。",
    "step_before_title_days": "本年度晋升职称的，须在职称申报前完成审核：{clock}，所以至少提前 {days} 个工作日申报学时（先后相加，本站推算）。",
    "review_clock_stage": "{duty} {days} 个工作日",
    "review_clock": "{stages}＝{sum} 个工作日",
    "step_fix_rows": "改正 {count} 处读不懂的内容；这些行没有计入。",
    "step_fix_fields": "改正 {count} 个读不懂的数；它们没有计入。",
    "step_answer": "回答上面的问题，结论才能确定。",
    "step_confirm_approval": "到平台查看每一条学时是否都显示已审核。",
    # Notes
    "note_row_errors": "有 {count} 行读不懂，没有计入。",
    "note_field_errors": "“{names}”填的读不懂，没有算上。",
    "note_assumed": "“{text}”还没有回答，要求和计划先按“{answer}”计算。",
    "note_hasty": "能计入的办法太多，没有逐一试完：“还差多少”可能偏多，也可能其实已经够了。请把科目、专题填全，或者分开核对。",
    "note_presumed": "用到了国务院尚未公布放假安排的年份，工作日按星期一至星期五推定。",
    "note_quick": "快速模式不逐条核对日期、重复和计划备案；以平台登记为准。",
    "note_answer_unused": "问题“{question}”的回答没有用上。",
    "note_disclaimer": "本结论按通知文字推算，最终以审核部门的认定为准。",
    # Training fund
    "amount": "“{value}”不是金额。请写数字，如 1200000 或 98000.50。",
    "fund_set_aside": "应提取",
    "fund_set_aside_sum": "{wages} 元 × {percent}%",
    "fund_limit": "税前扣除上限",
    "fund_limit_sum": "{taxed_wages} 元 × {deduction}%",
    "fund_deductible": "本年度可以扣除",
    "fund_deductible_sum": "本年发生 {spent} 元，加上以前年度结转 {carried} 元，共 {pool} 元；最多 {most} 元",
    "fund_carried_on": "结转以后年度扣除",
    "fund_carried_on_sum": "{pool} 元里超过 {most} 元的部分",
    # Trials
    "trial": "按{city}{year}年度通知试算，不是结论",
    # Changes between two rules
    "change": "{name}：{before} → {after}",
    "change_absent": "没有",
    "change_present": "有",
    "change_other": "内容有变",
    "change_minimum": "至少 {hours}",
    "change_no_minimum": "没有单独的下限",
    "change_ratio": "不少于{of}的 {ratio}",
    "change_cap": "最多计 {hours}",
    "change_unit": "单位",
    "change_period": "学习时间",
    "change_days": "{start}至{end}",
    "change_workdays": "{count} 个工作日",
    "diff_added": "新增{name}：{after}",
    "diff_removed": "取消{name}（原来{before}）",
    "diff_unsaid": "不再写明{name}（原来{before}）",
    "diff_changed": "{name}由{before}改为{after}",
    "diff_subject": "科目“{name}”",
    "diff_minimum": "{name}的下限",
    "diff_hours": "至少 {hours} {unit}",
    "diff_cap": "最多计 {hours} {unit}",
    "diff_day": "{month}月{day}日",
    "diff_said": "写明了{name}：{after}",
    "diff_named": "“{name}”",
    "diff_content": "“{name}”的内容有变",
    "policy_words_允许": "可以结转",
    "policy_words_不允许": "不得结转",
    "policy_words_自动计入": "部分自动计入，不用申报",
    "policy_words_未备案不予认可": "不予认可",
    "policy_words_要求备案": "要求备案，没有写后果",
    "list_axes": "第二口径",
    "list_caps": "上限",
    "list_units": "单位折算",
    "list_conversions": "成果折算",
    "list_questions": "要问的情况",
    "list_variants": "因人而异的要求",
    "list_conditions": "另外的条件",
    "list_not_modelled": "本工具不判断的要求",
    "deadline_learn": "学完的最后一天",
    "deadline_declare": "申报截止",
    "deadline_review": "审核截止",
    "deadline_plan_filing": "培训计划备案截止",
    "deadline_platform_filing": "网络平台备案截止",
    "deadline_platform_close": "学习平台关闭",
    "deadline_before_title": "职称申报前",
    "policy_carry_over": "结转",
    "policy_auto_credit": "自动计入",
    "policy_plan_filing": "未备案的后果",
    "policy_employer_days": "单位审核时限",
    "policy_department_days": "主管部门审核时限",
    # Receipts and reminders
    "receipt_name": "{city}{year}年度学时自查回执.json",
    "receipt_no_json": "这不是回执文件（应是本站保存的 .json 文件）。",
    "receipt_other_file": "这个文件不是本站保存的回执。",
    "receipt_version": "这份回执的格式版本是 {version}，本页读不了。请刷新页面后再试。",
    "receipt_changed": "这份回执保存以后被改动过或没有保存完整，不能使用。",
    "receipt_rules": "回执里的规则读不出来。",
    "receipt_other_rules": "这份回执属于{city}{year}年度，请在那一年度的页面打开。",
    "ics_name": "{city}{year}年度继续教育",
    "ics_title": "{city}{year}年度继续教育：{message}",
    "ics_duty": "谁的事：{duty}。",
    "ics_source": "依据：{document} {clause}",
    "ics_file": "{city}{year}年度继续教育日程.ics",
    # Ledger of the page
    "sample_course": "示例课程：{name}（{part}）",
    "sample_way": "在线学习",
    "quick_plain": "{name}（分不清的）",
    "quick_plain_hint": "说不清属于{names}哪一种的学时填在这里；上面填过的不要再填，这里也不是合计。",
    "csv_name": "{city}{year}年度学时台账.csv",
    "xlsx_name": "{city}{year}年度学时台账.xlsx",
    "csv_name_plain": "学时台账.csv",
    # Explanation
    "explain_met": "{name}：要求不少于 {required} {unit}，已审核 {approved} {unit}，够了。",
    "explain_pending": "{name}：要求不少于 {required} {unit}，已学 {learned} {unit}，已申报 {declared} {unit}，已审核 {approved} {unit}，手续还没办完。",
    "explain_short": "{name}：要求不少于 {required} {unit}，只有 {learned} {unit}，还差 {shortfall} {unit}。",
    "explain_free": "{name}：没有单独的下限，已学 {learned} {unit}，已审核 {approved} {unit}。",
    "explain_open": "{name}：能证明的有 {learned} {unit}，要求不少于 {required} {unit}；没有写明细分科目的学时可能补足。",
    "explain_answer": "{text}回答：{answer}。",
    "explain_variant": "按您的情况适用：{name}。",
    "explain_excluded": "不计入的 {count} 行",
    "explain_warned": "计入、但要留意的 {count} 行",
    "explain_row": "第 {row} 行：{message}",
    "explain_rules": "适用的规则",
    "explain_period": "学习时间：{start}至{end}。",
    "explain_declare": "申报截止：{last}（含当天）。",
    "explain_declare_open": "通知没有写明申报截止日期。",
    "explain_carry_forbidden": "学时不得结转到下一年度。",
    "explain_carry_not_stated": "能否结转：通知没有写明。",
    "explain_carry_allowed": "学时可以结转，详见通知。",
    "explain_auto": "{channel}学得的{unit}自动计入，不用申报。",
    "explain_auto_not_stated": "哪些学时自动计入：通知没有写明，都按需要申报处理。",
    "explain_review": "审核：{clock}，从申报起算（先后相加是本站推算）。",
    "explain_review_one": "审核：{clock}，从申报起算。",
    "explain_review_not_stated": "审核要几天：通知没有写明。",
    "explain_question": "还要问：{text}{hangs_on}",
    "answer_leads": "答“{answer}”：{status}。",
    "answer_below": "少于 {high}：{status}。",
    "answer_range": "{low} 到不足 {high}：{status}。",
    "answer_from": "{low} 或更多：{status}。",
    "answer_none": "填 0：{status}。",
    "answer_all": "填 {hours}：{status}。",
    "answer_open": "还要看别的问题（{statuses}）",
    # What would change the result
    "explain_changes": "怎样会改变结论",
    "change_learn": "再学 {plan}即可：{last}前学完（含当天），没有申报的都申报，审核通过后就达标。",
    "change_learn_and_declare": "再学 {plan}即可：{last}前学完，{by}前把没有申报的都申报（都含当天），审核通过后就达标。",
    "change_learn_over": "学完的最后一天 {last}已过，现在再学的{unit}不能计入本年度。",
    "change_condition": "要达标，还须满足这个条件：{condition}",
    "change_closed": "申报已于 {last}截止，现在再学的{unit}不能补进本年度。",
    "change_undeclared": "第 {rows} 行如果其实在 {last}前（含当天）已经申报，补上申报日期，{unit}就够了；确实没有申报的，已不能补报。",
    "change_declared_late": "第 {rows} 行若在 {last}前（含当天）申报，{unit}就够了；实际申报得晚，已不能补救。",
    "change_not_filed": "第 {rows} 行的培训计划如果其实已经备案，把“计划备案”改为“是”，{unit}就够了；确实没有备案的，不予认可。",
    "change_duplicate": "第 {rows} 行如果不是重复登记，在课程名里写明区别，{unit}就够了。",
    "change_too_late": "第 {rows} 行若在 {last}前（含当天）学完，{unit}就够了；实际学完得晚，已不能补救。",
    "change_outside_forbidden": "第 {rows} 行若在本年度内学完，{unit}就够了；通知写明不得结转，不能用它来补。完成日期写错的，请改正。",
    "change_outside_not_stated": "第 {rows} 行若能计入本年度，{unit}就够了；能否结转，通知没有写明，请询问当地人社部门。完成日期写错的，请改正。",
    "change_outside_allowed": "第 {rows} 行若能计入本年度，{unit}就够了；它不在通知允许结转或补学的日子里。完成日期写错的，请改正。",
    "change_approve": "第 {rows} 行审核通过后就达标，不用再学。",
    "change_approve_rest": "第 {rows} 行审核通过后就达标，不用再学；没有申报的第 {rest} 行不影响结论。",
    "change_approve_quick": "到平台确认每一条都已申报并审核通过，把上面的回答改为“是”，就是已达标。",
    "change_declare": "申报第 {rows} 行，审核通过后就达标，不用再学。",
    "change_declare_both": "申报第 {rows} 行，它们和已申报的第 {waiting} 行审核通过后就达标，不用再学。",
    "change_declare_safe": "若在 {safe}前申报（含当天），{clock}，{end}前审得完（先后相加，本站推算）。",
    "change_lost": "若到 {last}（含当天）还没有申报，第 {rows} 行不再计入，{unit}就不够了。",
    "change_not_counted": "若到 {last}（含当天）还没有申报，第 {rows} 行不再计入。",
}


def day(value: datetime.date) -> str:
    """A day as people write it."""
    return f"{value.year}年{value.month}月{value.day}日"


def hours_text(value: Fraction) -> str:
    """Hours exactly: ``8``, ``89.5`` or ``1/3``."""
    if value.denominator == 1:
        return str(value.numerator)
    plain = plain_number(value)
    return plain if isinstance(plain, str) else format(plain, "f")


FOREIGN: Final = ("value", "provider", "found", "question")
"""Values that come out of somebody's file or form; long ones are cut."""

UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
"""Characters nobody sees, shown as a box: a mark of direction would turn our own sentence around."""

LONGEST_FOREIGN: Final = 80


def say(code: str, **values: object) -> str:
    """The sentence of a code with its values. Raises ``KeyError`` for a code without a text (a bug)."""
    return fill(TEXTS[code], values)


def fill(template: str, values: Mapping[str, object]) -> str:
    """A template with its values, each written as people write it."""
    return template.format(**{name: _shown(name, value) for name, value in values.items()})


def _shown(name: str, value: object) -> object:
    if isinstance(value, datetime.date):
        return day(value)
    if isinstance(value, Fraction):
        return hours_text(value)
    if isinstance(value, str) and not value.isprintable():
        value = UNSEEN.sub("□", value)
    if name in FOREIGN and isinstance(value, str) and len(value) > LONGEST_FOREIGN:
        return value[: LONGEST_FOREIGN - 1] + "…"
    return value
