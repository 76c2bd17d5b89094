"""What may be written after `python3 build.py`: the commands, their options, and what each is for."""

import argparse
import datetime
import urllib.parse
from pathlib import Path
from typing import NoReturn

from builder.bench.command import add_options
from builder.serving.ports import LAST_PORT
from xueshi.usage import ChineseParser, in_chinese


def _day(text: str) -> datetime.date:
    """A day as 2026-01-31."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("日期写成 2026-01-31 这样") from None


def _base_url(text: str) -> str:
    """An address that other sites can link to."""
    told = argparse.ArgumentTypeError("网址写完整，如 https://xueshi.example.cn/")
    try:
        parts = urllib.parse.urlsplit(text)
    except ValueError:
        raise told from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise told
    return text


def _year(text: str) -> int:
    """A year of four digits."""
    if not (text.isascii() and text.isdecimal() and 1990 <= int(text) <= 2100):
        raise argparse.ArgumentTypeError("年度写四位数字，如 2026")
    return int(text)


def _port(text: str) -> int:
    """The number of a port; 0 is any that is free."""
    if not (text.isascii() and text.isdecimal() and int(text) <= LAST_PORT):
        raise argparse.ArgumentTypeError(f"端口写 0 到 {LAST_PORT} 的整数，写的是 {text}")
    return int(text)


class Parser(ChineseParser):
    """Says in Chinese that the command line is wrong."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"参数有误（{in_chinese(message)}）。用法见：python3 build.py 命令 --help\n")


def command_line(root: Path) -> Parser:
    """Reads the words behind `build.py`; folders that are not named lie in the repository ``root``."""
    parser = Parser(
        prog="python3 build.py",
        description="学时自查：检查数据、生成网站、预览、测试。第一次运行会自动准备环境。",
    )
    commands = parser.add_subparsers(dest="command", metavar="命令", title="命令")
    reads, writes, leaves = _reads(root), _writes(root), _leaves()

    _serve(
        commands.add_parser(
            "serve", parents=[reads, writes, leaves], help="生成网站并预览，文件改动后自动重建"
        )
    )
    _build(commands.add_parser("build", parents=[reads, writes, leaves], help="检查数据并生成网站"))
    _check(commands.add_parser("check", parents=[reads], help="只检查数据，几秒内给出全部问题"))
    told = "与已发布的网站相比，数据改了什么：可以贴进审查意见的文字"
    _changes(commands.add_parser("changes", parents=[reads], help=told), root)
    _new(commands.add_parser("new", parents=[reads], help="搭一个新年度的架子：每个值都标着“待填”"))
    told = "从通知（文字、DOCX、PDF）摘出数据的草稿，找不到、拿不准的写“待填”"
    _draft(commands.add_parser("draft", parents=[reads], help=told))
    whole = {"base_url": None, "leaving": ()}
    shots = commands.add_parser("shots", parents=[reads, writes], help="给各种页面截图，放到 build/shots")
    shots.set_defaults(**whole)
    told = "在这台机器上的 Chromium、Firefox、WebKit 里各走一遍：查、算、名单、断网"
    browsers = commands.add_parser("browsers", parents=[reads, writes], help=told)
    browsers.set_defaults(**whole)
    _browsers(browsers)
    told = "测量速度：浏览器里的首次结论；各种写法的规则下结论要多久"
    measures = commands.add_parser("bench", parents=[reads, writes], help=told)
    measures.set_defaults(**whole)
    add_options(measures)
    told = "定期运行：数据里的链接还打得开吗，哪些数据该看一看；只写一份报告"
    _links(commands.add_parser("links", parents=[reads], help=told))
    test = commands.add_parser("test", help="运行全部检查和测试；-- 之后的参数交给 pytest")
    test.add_argument("--quick", action="store_true", help="只测计算程序和生成程序，不开浏览器")
    commands.add_parser("schema", help="改了数据、模型、错误代码或理由之后，重新生成随它们变的文件")
    commands.add_parser("setup", help="只准备环境")
    return parser


def _reads(root: Path) -> Parser:
    """Which data is read."""
    reads = Parser(add_help=False)
    reads.add_argument(
        "--data", type=Path, default=root / "data", metavar="目录", help="数据目录（默认 data）"
    )
    sources = "原文目录：给出时逐条核对数据里的原文摘录"
    reads.add_argument("--sources", type=Path, default=None, metavar="目录", help=sources)
    return reads


def _writes(root: Path) -> Parser:
    """Where the site is written."""
    writes = Parser(add_help=False)
    marked = "数据是测速用的合成数据也照样生成（每页写明，不要发布）"
    writes.add_argument("--synthetic", action="store_true", help=marked)
    writes.add_argument(
        "--out", type=Path, default=root / "site", metavar="目录", help="输出目录（默认 site）"
    )
    return writes


def _leaves() -> Parser:
    """What is left out of it."""
    leaves = Parser(add_help=False)
    leaves.add_argument(
        "--leave-out",
        dest="leaving",
        action="append",
        default=[],
        metavar="城市[/年度]",
        help="这一次不发布的城市或年度，页面上写明；其余照常发布；可以写多次",
    )
    return leaves


def _serve(serve: argparse.ArgumentParser) -> None:
    serve.add_argument("--host", default="127.0.0.1", metavar="地址", help="监听地址（默认 127.0.0.1）")
    serve.add_argument(
        "--port", type=_port, default=8000, metavar="端口", help="端口（默认 8000，被占用时顺延）"
    )
    serve.add_argument("--no-watch", dest="watching", action="store_false", help="只预览，不随改动重建")


def _build(build: argparse.ArgumentParser) -> None:
    build.add_argument(
        "--base-url", type=_base_url, default=None, metavar="网址", help="网站的正式网址，用于订阅和规范链接"
    )
    build.add_argument(
        "--zip",
        dest="office",
        type=Path,
        metavar="文件",
        help="再把网站做成一个压缩包，给没有网络的办公室用（解压后一行命令就能打开）",
    )
    build.add_argument("--again", action="store_true", help=argparse.SUPPRESS)


def _check(check: argparse.ArgumentParser) -> None:
    check.add_argument(
        "--mutations",
        action="store_true",
        help="再把规则里的每个数、日期、政策各改动一步，列出没有算例发现的改动",
    )
    check.add_argument("--again", action="store_true", help="没有改动也重新检查，不用上次的结果")
    check.add_argument(
        "--format",
        choices=["text", "json", "github"],
        default="text",
        help="text：给人看（默认）；json：给程序；github：合并请求里逐行标注",
    )


def _changes(changes: argparse.ArgumentParser, root: Path) -> None:
    changes.add_argument(
        "--against",
        default=str(root / "site"),
        metavar="网站",
        help="已发布的网站：目录或网址（默认 site）",
    )


def _new(fresh: argparse.ArgumentParser) -> None:
    fresh.add_argument("--city", required=True, metavar="城市", help="城市代号或名称，如 sanmenxia")
    fresh.add_argument("--year", type=_year, required=True, metavar="年度", help="年度，如 2026")
    fresh.add_argument(
        "--from",
        dest="before",
        type=_year,
        metavar="年度",
        help="照这个城市已有年度的结构；不写就从格式生成，附每个字段的说明",
    )


def _draft(draft: argparse.ArgumentParser) -> None:
    draft.add_argument("notice", type=Path, nargs="?", metavar="通知", help="通知的文件：.txt、.docx 或 .pdf")
    draft.add_argument("--city", metavar="代号", help="城市代号，如 sanmenxia")
    draft.add_argument("--year", type=_year, metavar="年度", help="年度，如 2026")
    draft.add_argument(
        "--out", type=Path, metavar="目录", help="草稿写在哪里（默认 build/draft/城市-年度，不覆盖已有的）"
    )
    draft.add_argument(
        "--score", action="store_true", help="不写草稿，把收录了的通知重新摘一遍，与人工数据逐项比较"
    )


def _browsers(browsers: argparse.ArgumentParser) -> None:
    browsers.add_argument(
        "--only",
        action="append",
        default=[],
        choices=["chromium", "firefox", "webkit"],
        metavar="浏览器",
        help="只用 chromium、firefox 或 webkit；可以写多次",
    )


def _links(links: argparse.ArgumentParser) -> None:
    links.add_argument("--out", type=Path, metavar="文件", help="报告写到哪里（默认印出来）")
    links.add_argument("--today", type=_day, metavar="日期", help="站在哪一天看（默认今天）")
