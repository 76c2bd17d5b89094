"""Worked cases: a ledger, a day, and the verdict a person worked out by hand, held against ``judge``.

A case is plain data, written as YAML beside the rules (``data/cities/<city>/<year>.cases.yml``) by people who
know the notice and not the program. What ``expect`` does not name is not compared.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from xueshi.judge import CompiledRule, judge
from xueshi.ledger.files import UnreadableLedgerError, read_csv
from xueshi.ledger.table import COLUMNS, Ledger, ledger_of_totals
from xueshi.model.hints import closest
from xueshi.model.published import Rules
from xueshi.model.structure import Path
from xueshi.texts import STATUS_NAMES

Placed = tuple[Path, str]
"""A sentence with the path, inside the case, to what it is about."""

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

CASE_KEYS = ("case", "today", "ledger", "quick", "answers", "expect")
"""Keys of a case: its sentence, the day, the ledger (CSV) or quick hours by subject, answers, the verdict."""


def differences(rules: Rules | CompiledRule, case: Mapping[str, Any]) -> list[str]:
    """What ``judge`` says otherwise than the case expects, in Chinese; empty when they agree.

    A case with faults is not judged: its faults are what is returned.
    """
    return [text for _, text in placed_faults(case)] or [text for _, text in placed_differences(rules, case)]


def placed_differences(rules: Rules | CompiledRule, case: Mapping[str, Any]) -> list[Placed]:
    """The differences of a case without faults, each with the path to what is expected otherwise."""
    verdict = _verdict(rules, case)
    return [
        (("expect", key), text)
        for key, wanted in case["expect"].items()
        for text in EXPECTATIONS[key](wanted, verdict)
    ]


def unread_rows(rules: Rules | CompiledRule, case: Mapping[str, Any]) -> Iterator[Placed]:
    """Rows of a case that could not be read and were not expected so: the likely cause of differences."""
    expected = {str(row): column for row, column in case["expect"].get("row_errors", {}).items()}
    for error in _verdict(rules, case)["row_errors"]:
        row, column = error["row"], error["column"]
        if expected.get(str(row)) != column:
            yield ("ledger",), f"台账第 {row} 行的“{column}”读不懂：{error['message']}"


def _verdict(rules: Rules | CompiledRule, case: Mapping[str, Any]) -> Mapping[str, Any]:
    answers = {str(key): str(value) for key, value in (case.get("answers") or {}).items()}
    return judge(rules, _ledger(case), datetime.date.fromisoformat(case["today"]), answers).plain()


def placed_faults(case: object) -> Iterator[Placed]:
    """Why something is no case: it holds only known keys, a day, one kind of ledger, and what to compare."""
    if not isinstance(case, Mapping):
        yield (), "每个算例是若干“字段: 值”：" + "、".join(CASE_KEYS)
        return
    unknown = [key for key in case if key not in CASE_KEYS]
    yield from (((key,), f"不认识的字段{_choice(key, CASE_KEYS)}") for key in unknown)
    meant = {closest(key, CASE_KEYS) for key in unknown}
    if "case" not in meant and not isinstance(case.get("case"), str):
        yield ("case",), "缺少 case：用一句话写明这个算例说明什么"
    if "today" not in meant and not _is_day(case.get("today")):
        yield ("today",), f"today 不是日期：“{case.get('today')}”，写法如 2025-11-20"
    if not meant & {"ledger", "quick"}:
        yield from _ledger_faults(case)
    if "expect" not in meant:
        yield from _expect_faults(case.get("expect"))


def _is_day(text: object) -> bool:
    if not isinstance(text, str) or not DAY.fullmatch(text):
        return False
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _choice(found: object, allowed: Iterable[str], called: Mapping[str, str] = MappingProxyType({})) -> str:
    """A word that is not one of those allowed, with these and the one that was probably meant; ``called`` is
    what people call them."""
    names = tuple(allowed)
    close = next((name for name in called if called[name] == found), None) or closest(found, names)
    return f"“{found}”，可用：{'、'.join(names)}" + (f"；您是不是想写 {close}？" if close else "")


def _ledger_faults(case: Mapping[str, Any]) -> Iterator[Placed]:
    if ("ledger" in case) == ("quick" in case):
        yield ("quick",) if "quick" in case else (), "ledger 和 quick 要写一个，也只写一个"
        return
    for key in ("quick", "answers"):
        if key in case and not isinstance(case[key], Mapping):
            yield (key,), f"{key} 应写成若干“代号: 值”"
    if "ledger" not in case:
        return
    if not isinstance(case["ledger"], str):
        yield ("ledger",), "ledger 应是带表头的表格文字"
        return
    if "\n" not in case["ledger"].strip() and case["ledger"].count(",") > len(COLUMNS):
        yield ("ledger",), "ledger 的各行连成了一行：“ledger:” 后面要有竖线，写成 ledger: |"
        return
    try:
        _ledger(case)
    except UnreadableLedgerError as error:
        yield ("ledger",), f"ledger 读不出来：{error}"


def _expect_faults(expect: object) -> Iterator[Placed]:
    if not isinstance(expect, Mapping) or not expect:
        yield ("expect",), "缺少 expect：应该得出的结论，写成若干“字段: 值”"
        return
    for key, wanted in expect.items():
        path = ("expect", key)
        if key not in EXPECTATIONS:
            yield path, f"expect 里不认识的字段{_choice(key, EXPECTATIONS)}"
        elif key == "status" and wanted not in STATUS_NAMES:
            yield path, f"没有这个 status：{_choice(wanted, STATUS_NAMES, STATUS_NAMES)}"
        elif key in LISTS and not _is_list_of_words(wanted):
            yield path, f"{key} 应写成列表，如 [a, b]"
        elif key in MAPPINGS and not _is_mapping_of(wanted, MAPPINGS[key]):
            yield path, f"{key} 的写法不对，应如 {MAPPING_FORMS[MAPPINGS[key]]}"


def _is_list_of_words(wanted: object) -> bool:
    return isinstance(wanted, list) and all(isinstance(item, str) for item in wanted)


def _is_mapping_of(wanted: object, kind: type) -> bool:
    if not isinstance(wanted, Mapping):
        return False
    return all(
        _is_list_of_words(item) if kind is list else isinstance(item, kind) for item in wanted.values()
    )


def _ledger(case: Mapping[str, Any]) -> Ledger:
    if "quick" in case:
        return ledger_of_totals({str(key): str(value) for key, value in case["quick"].items()})
    return read_csv(case["ledger"].encode()).ledger


def _unequal(name: str, wanted: object, found: object) -> Iterator[str]:
    if wanted != found:
        yield f"{name}：应为 {_shown(wanted)}，程序得出 {_shown(found)}"


def _shown(value: object) -> str:
    if value is None:
        return "（无）"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{" + "，".join(f"{key} {_shown(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + "，".join(map(_shown, value)) + "]"
    return str(value)


def _value(key: str) -> Callable[[Any, Mapping[str, Any]], Iterator[str]]:
    return lambda wanted, verdict: _unequal(key, wanted, verdict[key])


def _nodes(key: str, kind: str) -> Callable[[Any, Mapping[str, Any]], Iterator[str]]:
    """Compare what is written of some requirements: of subjects, or of values of a second axis."""

    def compare(wanted: Mapping[str, Mapping[str, Any]], verdict: Mapping[str, Any]) -> Iterator[str]:
        nodes = {node["id"]: node for node in verdict[key]}
        for node_id, values in wanted.items():
            node = nodes.get(node_id)
            if node is None:
                yield f"{key}：规则里没有{kind} {node_id}"
                continue
            for name, value in values.items():
                if name == "clause":
                    found = node["source"] and node["source"]["clause"]
                else:
                    found = node.get(name, "（没有这一项）")
                yield from _unequal(f"{node_id} 的 {name}", value, found)

    return compare


def _plan(wanted: Mapping[str, Any], verdict: Mapping[str, Any]) -> Iterator[str]:
    """Hours by subject; where a value of a second axis is named, by ``subject/value``."""
    found = {"/".join((item["requirement"], *item["values"])): item["hours"] for item in verdict["plan"]}
    if list(wanted.items()) != list(found.items()):
        yield f"plan：应为 {_shown(wanted)}，程序得出 {_shown(found)}"


def _rows(wanted: Mapping[Any, Mapping[str, Any]], verdict: Mapping[str, Any]) -> Iterator[str]:
    for number, row in _named_rows(wanted, verdict):
        for name, value in wanted[number].items():
            yield from _unequal(f"第 {number} 行的 {name}", value, row.get(name, "（没有这一项）"))
    yield from _unjudged(wanted, verdict)


def _issues(wanted: Mapping[Any, Sequence[str]], verdict: Mapping[str, Any]) -> Iterator[str]:
    for number, row in _named_rows(wanted, verdict):
        found = sorted(issue["code"] for issue in row["issues"])
        yield from _unequal(f"第 {number} 行的 issues", sorted(wanted[number]), found)
    yield from _unjudged(wanted, verdict)


def _clauses(wanted: Mapping[Any, Sequence[str]], verdict: Mapping[str, Any]) -> Iterator[str]:
    for number, row in _named_rows(wanted, verdict):
        found = [issue["source"]["clause"] for issue in row["issues"] if issue["source"]]
        yield from _unequal(f"第 {number} 行引用的条款", list(wanted[number]), found)
    yield from _unjudged(wanted, verdict)


def _says(wanted: Mapping[Any, Sequence[str]], verdict: Mapping[str, Any]) -> Iterator[str]:
    for number, row in _named_rows(wanted, verdict):
        text = "；".join(issue["message"] for issue in row["issues"])
        yield from (
            f"第 {number} 行应说到“{words}”，程序说：{text}" for words in wanted[number] if words not in text
        )
    yield from _unjudged(wanted, verdict)


def _named_rows(
    wanted: Mapping[Any, Any], verdict: Mapping[str, Any]
) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    """The judged rows that are named, each with its number as it is written (a number, in JSON a text)."""
    written = {str(number): number for number in wanted}
    for row in verdict["rows"]:
        if str(row["row"]) in written:
            yield written[str(row["row"])], row


def _unjudged(wanted: Mapping[Any, Any], verdict: Mapping[str, Any]) -> Iterator[str]:
    judged = {str(row["row"]) for row in verdict["rows"]}
    yield from (f"第 {number} 行没有参加判断" for number in wanted if str(number) not in judged)


def _row_errors(wanted: Mapping[Any, str], verdict: Mapping[str, Any]) -> Iterator[str]:
    found = {str(error["row"]): error["column"] for error in verdict["row_errors"]}
    yield from _unequal("row_errors", {str(number): column for number, column in wanted.items()}, found)


def _questions(wanted: Sequence[str], verdict: Mapping[str, Any]) -> Iterator[str]:
    yield from _unequal("questions", list(wanted), [question["id"] for question in verdict["questions"]])


def _answer_errors(wanted: Sequence[str], verdict: Mapping[str, Any]) -> Iterator[str]:
    found = [error["question"] for error in verdict["answer_errors"]]
    yield from _unequal("answer_errors", list(wanted), found)


def _notes(wanted: Sequence[str], verdict: Mapping[str, Any]) -> Iterator[str]:
    found = {note["code"] for note in verdict["notes"]}
    yield from (f"notes 里没有 {code}" for code in wanted if code not in found)


def _next_steps(wanted: Mapping[str, Any], verdict: Mapping[str, Any]) -> Iterator[str]:
    """Each step is named with its day (or null for none), or with several of its values."""
    found = {step["code"]: step for step in verdict["next_steps"]}
    for code, values in wanted.items():
        if code not in found:
            yield f"next_steps 里没有 {code}"
            continue
        named = values if isinstance(values, Mapping) else {"by": values}
        for name, value in named.items():
            yield from _unequal(f"{code} 的 {name}", value, found[code].get(name, "（没有这一项）"))


def _no_steps(wanted: Sequence[str], verdict: Mapping[str, Any]) -> Iterator[str]:
    found = {step["code"] for step in verdict["next_steps"]}
    yield from (f"next_steps 里不应有 {code}" for code in wanted if code in found)


EXPECTATIONS: Mapping[str, Callable[[Any, Mapping[str, Any]], Iterator[str]]] = {
    "status": _value("status"),
    "closed": _value("closed"),
    "unit": _value("unit"),
    "requirements": _nodes("requirements", "科目"),
    "axis_requirements": _nodes("axis_requirements", "值"),
    "plan": _plan,
    "rows": _rows,
    "issues": _issues,
    "clauses": _clauses,
    "says": _says,
    "row_errors": _row_errors,
    "questions": _questions,
    "answer_errors": _answer_errors,
    "notes": _notes,
    "next_steps": _next_steps,
    "no_steps": _no_steps,
}
"""What ``expect`` may name, and how each is compared."""

LISTS = ("questions", "answer_errors", "notes", "no_steps")
"""Parts of ``expect`` that are lists."""

MAPPINGS: Mapping[str, type] = {
    "requirements": dict,
    "axis_requirements": dict,
    "plan": object,
    "rows": dict,
    "issues": list,
    "clauses": list,
    "says": list,
    "row_errors": str,
    "next_steps": object,
}
"""Parts of ``expect`` that are mappings, and what they map to."""

MAPPING_FORMS = {
    dict: "{ 2: { stage: approved } }",
    list: "{ 2: [a, b] }",
    str: "{ 2: 科目 }",
    object: "{ public: 30 }",
}
"""How each kind of mapping is written."""
