"""Worked cases (E4…)."""

from __future__ import annotations

from typing import Final

from builder.checks.codes.code import Code

WORKED: Final = {
    "E401": Code(
        "算例与程序的结论不同",
        "算例{found}",
        "算例是照通知手算的结论，构建时逐个验算。不同就是规则抄错了、算例算错了，或者程序错了，三者必须查清一个。",
        "对照通知，查清是规则、算例还是程序错了",
    ),
    "E402": Code(
        "算例的写法不对",
        "算例的写法不对：{found}",
        "每个算例要有一句说明、一个日期、一份台账（或各科目学时）和应该得出的结论。",
        "照同一文件里别的算例的样子写",
    ),
    "E403": Code(
        "算例没有对应的年度",
        "旁边没有 {found}，这些算例没有验算",
        "算例文件和年度文件放在一起，名称只差“.cases”。",
        "检查文件名里的年度",
    ),
}
