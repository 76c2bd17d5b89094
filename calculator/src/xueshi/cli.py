"""The command line: ``xueshi check`` prints a verdict, ``xueshi roster`` judges many people.

It only reads, judges and renders.
"""

from __future__ import annotations

import argparse
import datetime
import re
import sys
import unicodedata
from collections.abc import Sequence
from json import JSONDecodeError
from typing import Any, NoReturn

from xueshi import __version__, jsontext
from xueshi.judge import judge, not_on_file
from xueshi.judge.verdict import Explanation, Verdict
from xueshi.ledger.files import UnreadableLedgerError, is_workbook, read_csv
from xueshi.ledger.table import Ledger, ledger_of_totals
from xueshi.ledger.workbooks import SheetChoice, read_workbook_ledger
from xueshi.model.hints import date_hint, show
from xueshi.model.published import Rules
from xueshi.roster.command.arguments import RosterUsageError, add_command
from xueshi.roster.sentences import say as roster_say
from xueshi.roster.tables.parquet import NoParquetLibraryError
from xueshi.roster.tables.table import UnreadableRosterError
from xueshi.rulesfile import Site, UnknownCityError, load_rules, read_file, reason
from xueshi.rulesjson import UnusableRulesError
from xueshi.texts import hours_text, say
from xueshi.usage import ChineseParser, in_chinese

EXIT_OK, EXIT_USAGE, EXIT_STOPPED = 0, 2, 130


class UsageError(ValueError):
    """Raised when the command cannot be carried out as given; its message is one line for the user."""


_TOLD = (
    UsageError,
    UnreadableLedgerError,
    UnusableRulesError,
    UnknownCityError,
    UnreadableRosterError,
    NoParquetLibraryError,
    RosterUsageError,
)
"""What is told in one line."""


class _Parser(ChineseParser):
    """Reports bad usage as one line."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(in_chinese(message) + "。")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code (0 when a verdict was reached, 2 for bad usage)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        options = command_line().parse_args(arguments)
        if options.command == "roster":
            return _print(_roster(options))
        verdict, remarks = _check(options)
    except KeyboardInterrupt:
        print("\nxueshi: " + roster_say("stopped"), file=sys.stderr)
        return EXIT_STOPPED
    except _TOLD as error:
        print("xueshi: " + " ".join(str(error).split()), file=sys.stderr)
        return EXIT_USAGE
    if options.json:
        return _print(jsontext.dumps({**verdict.plain(), "file_remarks": list(remarks)}, indent=1))
    return _print(render(verdict, remarks))


def _print(text: str) -> int:
    try:
        print(text, flush=True)
    except BrokenPipeError:
        sys.stdout = None  # a reader such as `head` has had enough; nothing is left to flush
    except OSError as error:
        sys.stdout = None  # what is left in it would fail once more at the end
        print(f"xueshi: 结果没有写完（{reason(error)}）。", file=sys.stderr)
        return EXIT_USAGE
    return EXIT_OK


def command_line() -> argparse.ArgumentParser:
    """Reads the words behind `xueshi`."""
    parser = _Parser(prog="xueshi", description="继续教育学时自查：按通知判断一份学习台账。")
    parser.add_argument("--version", action="version", version=f"xueshi {__version__}", help="显示版本")
    commands = parser.add_subparsers(
        title="命令", dest="command", metavar="命令", required=True, parser_class=_Parser
    )
    check = commands.add_parser("check", help="判断一份台账")
    place = check.add_mutually_exclusive_group(required=True)
    place.add_argument("--site", metavar="文件夹或网址", help="建好的网站")
    place.add_argument("--rules", metavar="文件", help="一份规则文件（JSON）")
    check.add_argument("--city", metavar="城市", help="城市代号或名称，如 sanmenxia、三门峡市")
    check.add_argument("--year", metavar="年度", type=_year, help="年度，如 2025")
    source = check.add_mutually_exclusive_group(required=True)
    source.add_argument("--ledger", metavar="文件", help="学习台账：CSV 或 .xlsx")
    source.add_argument(
        "--totals",
        metavar="JSON",
        help="快速模式：{科目的代号或名称: 学时}；有下级的科目只写分不清下级的学时，不写合计",
    )
    check.add_argument("--sheet", metavar="名称", help=".xlsx 里有几张台账时，读哪一张工作表")
    check.add_argument("--today", metavar="日期", help="按哪一天判断，如 2025-11-20；不写就是今天")
    check.add_argument("--answers", metavar="JSON", help="问题的回答：{问题代号: 回答}")
    check.add_argument("--json", action="store_true", help="输出 JSON")
    add_command(commands, _year)
    return parser


def _year(text: str) -> int:
    """A year as people write it, also ``2025年`` or full-width."""
    digits = unicodedata.normalize("NFKC", text).strip().removesuffix("度").removesuffix("年")
    if not re.fullmatch(r"[12][0-9]{3}", digits):
        raise argparse.ArgumentTypeError(f"“{text}”不是年度，写法如 2025")
    return int(digits)


def _check(options: argparse.Namespace) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict, and what is to be said of the file: formulas without results, columns not read."""
    today = _today(options.today)
    ledger, remarks = _ledger(options)
    return _judged(options, ledger, today), remarks


def _judged(options: argparse.Namespace, ledger: Ledger, today: datetime.date) -> Verdict:
    answers = _mapping(options.answers, "--answers") if options.answers else {}
    if options.rules:
        rules = load_rules(options.rules)
        if options.city not in (None, rules.city, rules.city_name, rules.city_name.removesuffix("市")):
            raise UsageError(f"--city 是 {options.city}，规则文件却是 {rules.city} 的。")
        if options.year not in (None, rules.year):
            raise UsageError(f"--year 是 {options.year}，规则文件却是 {rules.year} 的。")
        return judge(rules, _by_subject(ledger, rules), today, answers)
    if options.city is None or options.year is None:
        raise UsageError("用 --site 时要同时写 --city 和 --year。")
    site = Site(options.site)
    city = site.city(options.city)
    if options.year not in city.years:
        return not_on_file(city.id, city.name, options.year, today)
    rules = site.rules(city.id, options.year)
    return judge(rules, _by_subject(ledger, rules), today, answers)


def _by_subject(ledger: Ledger, rules: Rules) -> Ledger:
    """Hours by subject under the subjects' ids, which may be written by name too, as in a ledger."""
    if ledger.totals is None:
        return ledger
    nodes = tuple(rules.rule.requirements.walk())
    ids = {name: node.id for node in nodes for name in (*node.aliases, node.name)}
    ids |= {node.id: node.id for node in nodes}
    written: dict[str, str] = {}
    for key in ledger.totals:
        subject = ids.get(key, key)
        if subject in written:
            raise UsageError(f"--totals 里的“{written[subject]}”和“{key}”是同一个科目，请只留一个。")
        written[subject] = key
    return ledger_of_totals({subject: ledger.totals[key] for subject, key in written.items()})


def _roster(options: argparse.Namespace) -> str:
    # It knows of processes, of which a single verdict needs none.
    from xueshi.roster.command.command import run

    answers = _mapping(options.answers, "--answers") if options.answers else {}
    return run(options, _today(options.today), answers)


def _today(text: str | None) -> datetime.date:
    if text is None:
        return datetime.date.today()  # noqa: DTZ011 - the user's own day is meant
    try:
        return datetime.datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError as error:
        meant = date_hint(text)
        hint = f"您是不是想写 {meant}？" if meant else "写法如 2025-11-20。"
        raise UsageError(f"--today “{text}”不是日期，{hint}") from error


def _ledger(options: argparse.Namespace) -> tuple[Ledger, tuple[str, ...]]:
    if options.totals:
        totals = _mapping(options.totals, "--totals")
        return ledger_of_totals({key: _typed(value) for key, value in totals.items()}), ()
    data = _bytes(options.ledger)
    if not is_workbook(data):
        read = read_csv(data)
        return read.ledger, read.remarks
    found = read_workbook_ledger(data, options.sheet)
    if isinstance(found, SheetChoice):
        raise UsageError(say("file_sheets", names="、".join(found.names)) + "写法：--sheet 名称")
    return found.ledger, found.remarks


def _typed(value: object) -> str:
    """A value of a file as somebody would have typed it; null is an empty field."""
    return value if isinstance(value, str) else "" if value is None else jsontext.dumps(value)


def _bytes(path: str) -> bytes:
    try:
        return read_file(path)
    except (OSError, ValueError) as error:
        raise UsageError(f"读不到文件 {path}（{reason(error)}）。") from error


def _mapping(path: str, option: str) -> dict[str, Any]:
    content = _bytes(path)
    try:
        data = jsontext.loads_foreign(content, once=True)
    except jsontext.RepeatedKeyError as error:
        raise UsageError(f"{option} 的文件 {path} 里“{show(error.key)}”写了两次，请只留一个。") from error
    except ValueError as error:
        place = (
            f"（第 {error.lineno} 行第 {error.colno} 个字附近）" if isinstance(error, JSONDecodeError) else ""
        )
        form = '写法如 {"all_approved": "是"}，用英文引号和逗号'
        raise UsageError(f"{option} 的文件 {path} 不是 JSON{place}。{form}。") from error
    if not isinstance(data, dict):
        raise UsageError(f"{option} 的文件 {path} 应是 {{代号: 值}}。")
    return data


def render(verdict: Verdict, remarks: Sequence[str] = ()) -> str:
    """The verdict as plain text for a terminal, with what is to be said of the file."""
    lines = [f"{verdict.city_name} {verdict.year} 年度　{verdict.status_name}", verdict.summary, ""]
    for item in (*verdict.requirements, *verdict.axis_requirements):
        required = "无单独下限" if item.required is None else f"不少于 {hours_text(item.required)}"
        hours = (("已学", item.learned), ("已申报", item.declared), ("已审核", item.approved))
        tally = "，".join(f"{name} {hours_text(value)}" for name, value in hours)
        lines.append(f"{'　' * item.depth}{item.name}：{required}；{tally}")
    lines.extend(f"？{question.text}（{question.id}）" for question in verdict.questions)
    lines.extend(f"→ {step.by or '—'}　{step.duty}　{step.message}" for step in verdict.next_steps)
    lines.extend(f"！第 {error.row} 行 {error.column}：{error.message}" for error in verdict.row_errors)
    lines.extend(f"！{remark}" for remark in remarks)
    lines.append("")
    lines.extend(_explained(verdict.explanation, 0))
    lines.extend(note.message for note in verdict.notes)
    return "\n".join(lines)


def _explained(node: Explanation, depth: int) -> list[str]:
    source = f"　〔{node.source.document} {node.source.clause}〕" if node.source else ""
    lines = [f"{'  ' * depth}- {node.text}{source}"]
    for child in node.children:
        lines.extend(_explained(child, depth + 1))
    return lines
