"""What argparse says of a wrong command line, in Chinese: for the commands ``xueshi`` and ``build.py``."""

from __future__ import annotations

import re

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


def in_chinese(message: str) -> str:
    """The sentence of argparse in Chinese, without a full stop; one that is not known stays as it is."""
    for pattern, ours in SENTENCES:
        if re.fullmatch(pattern, message):
            return re.sub(pattern, ours, message)
    return message
