"""What ``xueshi roster`` is told on the command line; apart from its work, which other commands need not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xueshi.roster.tables.layout import Form

TEMPLATES = (Form.ROWS.value, Form.TOTALS.value)
"""Forms of which a table to fill in is made."""


class RosterUsageError(ValueError):
    """Raised when the command cannot be carried out as given; its message is one line for the user."""


def add_command(commands: Any, year: Callable[[str], int]) -> None:
    """Describe ``roster`` to the parser of the command line."""
    roster = commands.add_parser("roster", help="判断一份名单：一个单位或一个地区的许多人")
    roster.add_argument(
        "files", metavar="表格", nargs="*", help="名单或台账：CSV、.xlsx、.parquet，可以有几份"
    )
    place = roster.add_mutually_exclusive_group(required=True)
    place.add_argument("--site", metavar="文件夹或网址", help="建好的网站")
    place.add_argument("--rules", metavar="文件", action="append", help="规则文件（JSON），可以写几次")
    roster.add_argument(
        "--template",
        metavar="形式",
        choices=TEMPLATES,
        help="只写空白模板：rows 一人多行，totals 一人一行",
    )
    roster.add_argument("--city", metavar="城市", help="表里没有写城市的人，按这个城市")
    roster.add_argument("--year", metavar="年度", type=year, help="表里没有写年度的人，按这个年度")
    roster.add_argument("--out", metavar="文件", required=True, help="结果：.csv、.xlsx 或 .parquet")
    roster.add_argument("--errors", metavar="文件", help="要改正的行：.csv 或 .xlsx；不写就放在结果旁边")
    roster.add_argument("--today", metavar="日期", help="按哪一天判断，如 2025-11-20；不写就是今天")
    roster.add_argument("--answers", metavar="JSON", help="回答：{columns: …, everyone: …, people: …}")
    roster.add_argument(
        "--form",
        metavar="形式",
        choices=tuple(Form),
        help="rows 一行一条学习，totals 一行一个人，staff 只有人",
    )
    roster.add_argument("--jobs", metavar="个数", type=int, help="同时用几个处理器；不写就全部用上")
    roster.add_argument("--letters", action="store_true", help="给每个人写一段提醒文字")
