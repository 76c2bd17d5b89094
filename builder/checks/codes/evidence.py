"""Evidence against the text of its document (E3…)."""

from __future__ import annotations

from typing import Final

from builder.checks.codes.code import Code

EVIDENCE: Final = {
    "E301": Code(
        "证据里没有这个数",
        "证据里找不到 {found}",
        "证据要能看出这个数（阿拉伯数字或中文数字都可以）。不是直接印出来的，用 derivation 写明怎样推出。",
        "摘有这个数的几个字，或者写 derivation",
    ),
    "E302": Code(
        "证据里没有这个日期",
        "证据里找不到 {found} 的月和日",
        "证据要能看出月和日；印了年份的，年份也要一致。"
        "不是直接印出来的（如“当年”），用 derivation 写明怎样推出。",
        "摘有这个日期的几个字，或者写 derivation",
    ),
    "E303": Code(
        "原文里没有这句证据",
        "{found} 的原文里找不到这几个字",
        "证据照原文抄写。空白、全角半角、引号样式不影响；扫描损坏的，在文件的 corrections 里登记读法。",
        "从原文复制",
        ask="最接近的原文是 “{hint}”。",
    ),
    "E304": Code(
        "原文里没有这个名称或号码",
        "{found}",
        "名称、号码、栏目照印出来的写。",
        "从原文复制；印错的在 corrections 里登记",
        ask="最接近的原文是 “{hint}”。",
    ),
    "E305": Code(
        "原文里没有这个数",
        "这段话里的 {found}，{hint} 的原文里没有",
        "用自己的话写时，数字也要来自原文。算出来的数，在 source 的 derivation 里写明。",
        "改正数字，或者写 derivation",
        ask="",
    ),
    "E306": Code(
        "更正里的原样不在原文里",
        "原文里找不到要更正的 “{found}”",
        "corrections 的 printed 要照原文的样子写，这样才能核对。",
        "从原文复制",
        ask="最接近的原文是 “{hint}”。",
    ),
    "E307": Code(
        "证据不在这一条里",
        "{found}",
        "clause 是证据所在的条款，读者要照它去翻原文。程序按原文里“一、”“（一）”“附件”开头的行分条。",
        "照原文改正 clause",
    ),
    "E308": Code(
        "名单或表与原文不同",
        "{found}",
        "名单和表照印出来的次序写，一项不漏。原文里相邻的两项之间，只应有序号、联系人和电话。",
        "补上漏掉的，或者照原文排好次序",
    ),
    "E309": Code(
        "来源文本不是这份文件",
        "“{found}”里既没有这份文件的标题，也没有它的文号，没有用它核对",
        "source_text 应是这份文件自己的文字。放错了文件，所有证据都会对不上。",
        "改正 source_text、标题或者文号",
    ),
    "E310": Code(
        "表扬与原文不同",
        "{found}",
        "praised 照 praise_source 所在的那句话写，句子里点了名的才是。",
        "照原文改正 praised",
    ),
}
