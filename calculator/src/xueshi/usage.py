"""What argparse says, in Chinese: its help, and of a wrong command line. For ``xueshi`` and ``build.py``."""

from __future__ import annotations

import argparse
import re
from typing import Any

SENTENCES = (
    (r"the following arguments are required: (.*)", r"缺少：\1"),
    (r"one of the arguments (.*) is required", r"请写其中一个：\1"),
    (r"unrecognized arguments: (.*)", r"不认识：\1"),
    (r"argument (.*): expected (?:one|at least one) argument", r"\1 后面要写一个值"),
    (r"argument (.*): not allowed with argument (.*)", r"\1 和 \2 只能写一个"),
    (r"argument (.*): (“.*”不是.*)", r"\1 \2"),
    (r"argument (.*): invalid int value: (.*)", r"\1 应是整数，写的是 \2"),
    (r"argument 命令: invalid choice: '?(.*?)'? \(choose from (.*)\)", r"没有命令 \1，可以写：\2"),
    (r"argument (.*): invalid choice: (\S+) \(choose from (.*)\)", r"\1 没有 \2，可以写：\3"),
    (r"argument (.*): ignored explicit argument (.*)", r"\1 后面不用写值，写的是 \2"),
    (r"argument (\S+): (.*[\u4e00-\u9fff].*)", r"\1 写得不对：\2"),
    (r"ambiguous option: (\S+) could match (.*)", r"\1 不知道是哪一个：\2"),
)
"""The sentences of argparse and ours."""

_HEADINGS = {"options": "选项", "positional arguments": "参数"}


class _Help(argparse.HelpFormatter):
    """Help in Chinese throughout."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        super().start_section(_HEADINGS.get(heading or "", heading))


class ChineseParser(argparse.ArgumentParser):
    """Gives its help in Chinese."""

    def __init__(self, *, add_help: bool = True, **options: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Help, **options)
        if add_help:
            self.add_argument("-h", "--help", action="help", help="显示这份说明")


def in_chinese(message: str) -> str:
    """The sentence of argparse in Chinese, without a full stop; one that is not known stays as it is."""
    for pattern, ours in SENTENCES:
        if re.fullmatch(pattern, message):
            return re.sub(pattern, ours, message)
    return message
