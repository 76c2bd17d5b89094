"""The sentences of the roster's page that no other way to a roster needs."""

from __future__ import annotations

from typing import Final

from xueshi import texts

SENTENCES: Final = {
    "nobody_read": "表头读到了，下面没有一行是人员的记录。请核对文件。",
    "is_correction": "这是“要改正的行”，不是名单：请先打开原来的名单，再点“读入改好的行”选这个文件。"
    "要单独判断这几行，请删去“{own}”这几列。",
    "share": "{share}%",
    "drawn": "共 {total} 人：{parts}。",
    "drawn_part": "{name} {count} 人，占 {share}",
    "spread_told": "{name}：{count} 人还差，看这些人",
    "scope_place": "{city} {year} 年度",
    "scope_count": "{count} 个城市年度",
    "errors_told": "{rows} 行有错误，没有算进去",
    "question_told": "{people} 人的结论取决于：{text}",
    "question_answered": "已按“{value}”判断：{text}",
    "mend_nothing": "没有“{columns}”这两列，不知道改的是哪几行。请用“下载这些行”得到的文件改。",
    "mend_unknown": "第 {line} 行写的原文件、原行号在名单里找不到，一行也没有替换。是不是另一份名单的？",
    "mend_other_row": "第 {line} 行的“原行核对码”和名单里的行对不上，一行也没有替换。是不是另一份名单的？",
    "mend_twice": "第 {line} 行和前面一行改的是同一行，内容不同，一行也没有替换。请只留一处。",
    "mend_columns": "这个文件的列和名单的不同（缺少：{names}），所以一行也没有替换。",
    "mend_empty": "这个文件里一行也没有，没有替换。",
    "mended": "替换了 {rows} 行，并重新判断了这些人。",
    "name_results": "{file}-结果-{day}",
    "name_faults": "{file}-要改正的行",
    "name_template_rows": "名单模板-{city}{year}-一人多行",
    "name_template_hours": "名单模板-{city}{year}-一人一行",
    "name_pasted": "名单",
    "fault_place": "{table}第 {line} 行",
    "sample_of": "{header}：",
    "person_gone": "名单里没有这个人了。",
    "unused": "不用这一列",
}


def say(code: str, **values: object) -> str:
    """The sentence of a code with its values. Raises ``KeyError`` for a code without a text (a bug)."""
    return texts.fill(SENTENCES[code], values)
