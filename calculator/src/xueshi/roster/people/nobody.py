"""Rows of a table that are nobody's: sums and notes, which stand where a name or a number should."""

from __future__ import annotations

import re

from xueshi.roster.tables.headers import SUM_ROWS, bare_header

_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】|〔[^〕]*〕")
_SUM = re.compile("^(?:合计|小计|总计|共计)|(?:合计|小计|总计|共计)$")
_COUNT = re.compile(r"(?:^|\()[共计约]*[0-9]+[人名位]\)?$")
_NOTE = re.compile(
    "(?:注|附注|备注|说明|填表说明)[:：]|(?:制表|填表|审核|负责|填报|经办)(?:人|日期|时间|单位|[:：])"
    "|第?[0-9]+页|以下(?:空白|无)|(?:单位)?(?:负责人|联系人|领导)[:：(]|.*(?:盖章|公章)"
)


def nobody(text: str) -> str:
    """The code of what stands for a name or an id and is no person's; empty where it may be one."""
    bare = bare_header(text)
    if _NOTE.match(bare):
        return "row_is_note"
    short = bare_header(_BRACKETED.sub("", bare)) or bare
    summed = short in SUM_ROWS or _SUM.search(short) or _COUNT.search(bare)
    return "row_is_sum" if summed else ""
