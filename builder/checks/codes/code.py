"""The texts of one code."""

from __future__ import annotations

from dataclasses import dataclass

MEANT = "您是不是想写 “{hint}”？"


@dataclass(frozen=True, slots=True)
class Code:
    """What is said of one kind of problem.

    ``message`` is the first line, with ``{found}`` and ``{hint}`` filled in; ``label`` stands before the list
    of what is allowed; ``advice`` is shown where there is no such list; ``ask`` carries the hint; ``why``
    explains the rule in the documentation.
    """

    title: str
    message: str
    why: str
    advice: str = ""
    label: str = "应为"
    ask: str = MEANT
