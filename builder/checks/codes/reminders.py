"""Reminders: worth a look, but no reason to hold the data back (W…)."""

from __future__ import annotations

from typing import Final

from builder.checks.codes.code import Code

REMINDERS: Final = {
    "W201": Code(
        "本工具不判断的要求",
        "写了本工具不判断的要求：{found}",
        "not_modelled 里只要有一条，这一年就只显示“本工具不判断”，不给结论。",
        "确认模型确实写不了这条要求",
    ),
    "W202": Code(
        "没有平台提供这个科目",
        "列出的平台都不提供“{found}”",
        "通知要求这个科目，列出的平台却都没有列在它下面。通知可能确实没有列。",
        "检查各平台的 subjects",
    ),
    "W203": Code(
        "比率不是四舍五入",
        "表里的比率是{found}，note 里没有说明",
        "读者自己计算时会发现差 0.01。",
        "在 note 里写明，如“比率是截断，不是四舍五入”",
    ),
    "W204": Code(
        "表扬与比率不一致",
        "{found}",
        "受表扬的比没有受表扬的完成得少，多半是标错了行。",
        "对照正文检查 praised",
    ),
    "W206": Code(
        "不像电话号码",
        "不像电话号码：{found}",
        "座机（带区号）、手机、400 号码都不是这个样子。通知可能印错了，也可能抄错了。",
        "对照原文检查",
    ),
    "W207": Code(
        "网址容易看混",
        "两个网址只差容易看混的字符：{found}",
        "数字 1 和字母 l、数字 0 和字母 o 印出来很像，多半有一个是错的。",
        "核对后在 remark 里说明",
    ),
    "W301": Code(
        "找不到来源文本",
        "来源目录里没有 “{found}”，这份文件的证据没有核对",
        "用 --sources 指定来源文本的目录时，才核对证据。",
        "把文本放进来源目录，或者改正 source_text",
    ),
    "W302": Code(
        "没有写来源文本",
        "“{found}” 已读原文，但没有写 source_text，证据没有核对",
        "有来源文本的文件，每次检查都会核对证据是否在原文里。",
        "写上来源文本的文件名",
    ),
}
