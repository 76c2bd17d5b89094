"""The one report: what was found, or that nothing was, always under the same title."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from builder.links.ask import Answer, State
from builder.links.facts import Place, Stale

MARK = "<!-- xueshi:links -->"
"""First line of every report: by it the one report is found again."""

TITLE = "链接和时效检查"

GROUPS = (
    (State.GONE, "打不开的链接", "换成现在的网址；没有了的写“未规定”，并在文件的说明里写一句。"),
    (State.MOVED, "换了地方的链接", "打开看是不是同一份内容，是的换成新网址。"),
    (State.UNSURE, "说不准的链接", "可能只是不让程序访问，请用浏览器打开看一下。"),
    (State.UNASKED, "没有去问的链接", "请用浏览器打开看一下。"),
)


def report(
    today: datetime.date, found: Sequence[Place], answers: Sequence[Answer], old: Sequence[Stale]
) -> str:
    """The report as Markdown. The same findings give the same text, but for the day."""
    where: dict[str, list[str]] = {}
    for place in found:
        where.setdefault(place.address, []).append(place.where)
    lines = [MARK, f"# {TITLE}", "", f"{today}，问了 {len(answers)} 个网址。", ""]
    for state, title, advice in GROUPS:
        items = sorted(
            (answer for answer in answers if answer.state is state), key=lambda answer: answer.address
        )
        if items:
            lines += [f"## {title}", "", advice, ""]
            lines += [
                f"- `{_plain(item.address)}`：{_plain(item.detail)}。见 {'、'.join(where[item.address])}"
                for item in items
            ]
            lines.append("")
    if old:
        lines += ["## 该看一看的数据", "", *(f"- {item.what}：{item.why}" for item in old), ""]
    if not needs_work(answers, old):
        lines += ["没有要处理的。", ""]
    return "\n".join(lines)


def needs_work(answers: Sequence[Answer], old: Sequence[Stale]) -> bool:
    """Whether somebody has to do something."""
    return bool(old) or any(answer.state is not State.ALIVE for answer in answers)


def _plain(text: str) -> str:
    """What a server said, so that it is no Markdown."""
    return "".join(letter for letter in text if letter.isprintable() and letter not in "`<>|[]")[:200]
