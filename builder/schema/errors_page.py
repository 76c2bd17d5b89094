"""``docs/errors.md``: every code with its cause, its cure and what is printed for it."""

from __future__ import annotations

import html
from pathlib import Path

from builder.checks.codes import Code
from builder.checks.codes.evidence import EVIDENCE
from builder.checks.codes.form import YAML
from builder.checks.codes.meaning import MEANING
from builder.checks.codes.reminders import REMINDERS
from builder.checks.codes.structure import STRUCTURE
from builder.checks.codes.worked import WORKED

LEAD = """\
# 错误代码

<!-- 由 build.py schema 生成，请勿手改。 -->

`python3 build.py check` 检查数据时，每个问题先给出文件、行、列，再说明哪里不对、可以怎样写。
错误（E 开头）改好以前不会发布；提醒（W 开头）不影响发布。下面例子里的城市和通知都是虚构的。
"""

GROUPS: tuple[tuple[str, str, str, dict[str, Code]], ...] = (
    ("E0", "文件的写法", "文件还没有读懂就出现的问题，多半来自输入法、复制粘贴和缩进。", YAML),
    ("E1", "字段和值", "文件读懂了，但字段名、值的种类或写法不对。", STRUCTURE),
    ("E2", "意思", "每个值单独看没有错，放在一起不对。", MEANING),
    (
        "E3",
        "证据",
        "证据和它要证明的内容对不上。E303 以后的只在指定来源目录（`--sources`）时检查。",
        EVIDENCE,
    ),
    ("E4", "算例", "算例是照通知手算的结论，每次检查都会用程序验算。", WORKED),
    ("W", "提醒", "不影响发布，但值得再看一眼。", REMINDERS),
)


def errors_page(broken: Path) -> str:
    """The whole page; ``broken`` is the folder of broken fixtures."""
    lines = [LEAD]
    for prefix, title, lead, codes in GROUPS:
        lines += [f"## {prefix}：{title} {{ #{prefix} }}", "", lead, ""]
        for name, code in codes.items():
            lines += [f"### {name} {code.title} {{ #{name} }}", "", _text(code.why), ""]
            if code.advice:
                lines += [f"**改法**：{_text(code.advice)}。", ""]
            lines += ["```text", *example(broken, name), "```", ""]
    return "\n".join(lines).rstrip() + "\n"


def example(broken: Path, code: str) -> list[str]:
    """What is printed for a code in its own fixture."""
    lines = (broken / code / "expected.txt").read_text("utf-8").splitlines()
    start = next(index for index, line in enumerate(lines) if f": {code} " in line)
    block = [lines[start]]
    for line in lines[start + 1 :]:
        if not line.startswith(" "):
            break
        block.append(line)
    return block


def _text(words: str) -> str:
    """Words in Markdown: what looks like its marks is meant as it stands."""
    escaped = html.escape(words, quote=False)
    for mark in ("\\", "*", "_", "[", "]", "`", "#"):
        escaped = escaped.replace(mark, "\\" + mark)
    return escaped
