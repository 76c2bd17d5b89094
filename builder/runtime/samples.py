"""Calls that make the calculator do all that it does in a page: to learn what it imports, and to measure."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

HEADER = "完成日期,科目,学时,课程,施教机构,学习方式,入账方式,申报日期,审核日期,计划备案"


@dataclass(frozen=True, slots=True)
class Call:
    """One call of ``xueshi.page.handle``; ``data`` are the bytes of a file."""

    operation: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    data: bytes | None = None


def first_verdict(rules: Mapping[str, Any]) -> list[Call]:
    """What stands between an opened page and its first verdict, for published rules."""
    return [Call("open_rules", {"rules": rules}), _judged(rules, totals={})]


def every_operation(rules: Mapping[str, Any]) -> list[Call]:
    """Every operation on good, odd and broken input. The last call fails on purpose: failing imports, too."""
    year, leaf = rules["year"], _leaf(rules["rule"]["requirements"])
    rows = [
        [f"{year}-03-04", leaf["name"], "8", "课程甲", "某机构", "面授", "申报", f"{year}-03-05", "", "是"],
        [f"{year}/3/4", leaf["name"], "23.5", "<script>课程乙</script>", "", "", "自动", "", "", ""],
        [f"{year}年2月31日", "没有的科目", "六十", "", "", "", "乱填", f"{year}-13-01", "去年", "？"],
        ["", "", "", "", "", "", "", "", "", ""],
    ]
    text = "\r\n".join([HEADER, *(",".join(row) for row in rows), ""])
    key = f"{rules['city']}/{year}"
    return [
        *first_verdict(rules),
        _judged(rules, totals={leaf["id"]: "90"}, answers={"all_approved": "是"}),
        _judged(rules, totals={leaf["id"]: "一百"}, answers={"all_approved": "不清楚"}),
        _judged(rules, rows=rows),
        Call("sample", {"key": key}),
        Call("write_csv", {"key": key, "rows": rows}),
        Call("read_paste", {"text": text.replace(",", "\t")}),
        Call("read_file", {}, text.encode("utf-8-sig")),
        Call("read_file", {}, text.encode("gb18030")),
        Call("read_file", {}, b"\x00\xff\xfe\x81"),
        Call("no such operation"),
    ]


def _judged(rules: Mapping[str, Any], **payload: Any) -> Call:
    today = datetime.date(rules["year"], 11, 20).isoformat()
    return Call("judge", {"key": f"{rules['city']}/{rules['year']}", "today": today, **payload})


def _leaf(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """The last subject of the tree that has none below it."""
    children = node.get("children") or []
    return _leaf(children[-1]) if children else node
