"""The commands of build.py. Each brings in its own room only when it runs."""

import argparse
import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from builder.bench.command import add_options, bench
from builder.progress import Progress

if TYPE_CHECKING:
    from builder.catalog import Catalog
    from builder.site import SiteShop

ROOT = Path(__file__).resolve().parent.parent
CHINA = datetime.timezone(datetime.timedelta(hours=8))


def main(argv: list[str]) -> int:
    """Runs one command; returns the exit code: 0 done, 1 errors found, 2 wrong use, 130 interrupted."""
    own, passed_on = _split(argv)
    parser = _parser()
    options = parser.parse_args(own)
    if passed_on and options.command != "test":
        parser.error("只有 test 命令接受 -- 之后的参数")
    for name in ("data", "sources"):
        folder = getattr(options, name, None)
        if folder is not None and not folder.is_dir():
            parser.error(f"--{name} 不是文件夹：{folder}")
    try:
        match options.command:
            case "serve":
                return _serve(options)
            case "build":
                return _build(options)
            case "check":
                return _check(options)
            case "draft":
                return _draft(options, parser)
            case "new":
                from builder.fresh.command import new

                return new(options.data.resolve(), options.city, options.year, options.before)
            case "test":
                from builder.testing import run_tests

                return run_tests(ROOT, quick=options.quick, pytest_options=passed_on)
            case "shots":
                return _shots(options)
            case "browsers":
                return _browsers(options)
            case "bench":
                return bench(options, lambda: _catalog(options), lambda: _site(options))
            case "changes":
                return _changes(options)
            case "links":
                return _links(options)
            case "schema":
                return _schema()
            case "setup":
                print("环境已备好。")
                return 0
            case _:
                parser.print_help()
                return 2
    except KeyboardInterrupt:
        return 130


def _serve(options: argparse.Namespace) -> int:
    from builder.serving.command import serve

    build = ["--data", str(options.data.resolve())]
    build += ["--sources", str(options.sources.resolve())] if options.sources else []
    build += ["--synthetic"] if options.synthetic else []
    build += [word for name in options.leaving for word in ("--leave-out", name)]
    return serve(
        ROOT,
        options.data.resolve(),
        options.out.resolve(),
        build_options=build,
        host=options.host,
        port=options.port,
        watching=options.watching,
    )


def _build(options: argparse.Namespace) -> int:
    from builder.site import SiteShop

    if not options.again:
        return _site(options) or _office(options)
    shop = SiteShop()
    for _ in sys.stdin:
        print(_site(options, shop), flush=True)
    return 0


def _office(options: argparse.Namespace) -> int:
    """The ZIP of what was built, where one is asked for."""
    if options.office is None:
        return 0
    from builder.hosting.office import write_office

    out = options.office.resolve()
    try:
        size = write_office(options.out.resolve(), out)
    except OSError as error:
        print(f"压缩包没有写成：{out}（{error.strerror}）。请换一个能写的位置。", file=sys.stderr)
        return 1
    print(f"压缩包：{out}（{size / 1_000_000:.1f} MB），给没有网络的办公室，里面有使用说明。")
    return 0


def _site(options: argparse.Namespace, shop: "SiteShop | None" = None) -> int:
    from builder.site import build_site

    errors = build_site(
        ROOT,
        options.data.resolve(),
        options.out.resolve(),
        base_url=options.base_url,
        sources=options.sources.resolve() if options.sources else None,
        progress=Progress(),
        synthetic=options.synthetic,
        leaving=options.leaving,
        shop=shop,
    )
    return 1 if errors else 0


def _shots(options: argparse.Namespace) -> int:
    from builder.shots.taking import take_shots

    if _site(options):
        return 1
    return 1 if take_shots(options.out.resolve(), ROOT / "build" / "shots", Progress()) else 0


def _browsers(options: argparse.Namespace) -> int:
    from builder.browsers.command import tour_browsers

    if _build(options):
        return 1
    pictures = ROOT / "build" / "browsers"
    return tour_browsers(
        options.out.resolve(), pictures, options.only, lambda text: print(text, file=sys.stderr)
    )


def _check(options: argparse.Namespace) -> int:
    from builder.checks import FORMATS, print_problems, run_checks
    from builder.checks.cache import checked

    sources = options.sources.resolve() if options.sources else None
    data = options.data.resolve()
    problems = run_checks(data, sources) if options.again else checked(ROOT, data, sources, run_checks)
    if options.format in FORMATS:
        print(FORMATS[options.format](problems), end="")
    else:
        print_problems(problems, sys.stderr)
    if any(problem.is_error for problem in problems):
        return 1
    return _mutations(options.data.resolve()) if options.mutations else 0


def _mutations(data: Path) -> int:
    from builder.catalog import make_catalog
    from builder.folder import read_folder
    from builder.worked.mutations import run_mutations

    folder = read_folder(data)
    return run_mutations(folder, make_catalog(folder), ROOT)


def _catalog(options: argparse.Namespace) -> "Catalog | None":
    """The catalog of the data; its errors are printed."""
    from builder.catalog import load_catalog
    from builder.checks import print_problems

    catalog, problems = load_catalog(options.data.resolve())
    print_problems([problem for problem in problems if problem.is_error], sys.stderr)
    return catalog


def _changes(options: argparse.Namespace) -> int:
    from builder.changes.report import report
    from builder.changes.site import site_changes
    from builder.checks import check_and_load, print_problems
    from xueshi.rulesjson import UnusableRulesError

    catalog, problems = check_and_load(options.data.resolve())
    if catalog is None:
        print_problems(problems, sys.stderr)
        return 1
    try:
        print(report(site_changes(catalog, options.against)), end="")
    except UnusableRulesError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _draft(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    from builder.draft.command import run_draft, run_score

    if options.score:
        if options.sources is None:
            parser.error("--score 要同时给出 --sources 原文目录")
        return run_score(options.data.resolve(), options.sources.resolve())
    if options.notice is None or options.city is None or options.year is None:
        parser.error("要写通知的文件名、--city 和 --year")
    return run_draft(ROOT, options.notice, options.city, options.year, options.data.resolve(), options.out)


def _links(options: argparse.Namespace) -> int:
    from builder.links.command import run_links

    catalog = _catalog(options)
    today = options.today or datetime.datetime.now(CHINA).date()
    return run_links(catalog, today, options.out) if catalog else 1


def _schema() -> int:
    from builder.schema import write

    for path in write(ROOT):
        print(f"已更新 {path.relative_to(ROOT).as_posix()}")
    return 0


def _split(argv: list[str]) -> tuple[list[str], list[str]]:
    """The arguments before and after the first `--`."""
    if "--" not in argv:
        return argv, []
    at = argv.index("--")
    return argv[:at], argv[at + 1 :]


def _day(text: str) -> datetime.date:
    """A day as 2026-01-31."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("日期写成 2026-01-31 这样") from None


def _year(text: str) -> int:
    """A year of four digits."""
    if not (text.isascii() and text.isdecimal() and 1990 <= int(text) <= 2100):
        raise argparse.ArgumentTypeError("年度写四位数字，如 2026")
    return int(text)


class _Parser(argparse.ArgumentParser):
    """Says in Chinese that the command line is wrong."""

    def error(self, message: str) -> NoReturn:
        from xueshi.usage import in_chinese

        self.exit(2, f"参数有误（{in_chinese(message)}）。用法见：python3 build.py 命令 --help\n")


def _parser() -> _Parser:
    parser = _Parser(
        prog="python3 build.py",
        description="学时自查：检查数据、生成网站、预览、测试。第一次运行会自动准备环境。",
    )
    commands = parser.add_subparsers(dest="command", metavar="命令", title="命令")

    reads = _Parser(add_help=False)
    reads.add_argument(
        "--data", type=Path, default=ROOT / "data", metavar="目录", help="数据目录（默认 data）"
    )
    sources = "原文目录：给出时逐条核对数据里的原文摘录"
    reads.add_argument("--sources", type=Path, default=None, metavar="目录", help=sources)
    writes = _Parser(add_help=False)
    marked = "数据是测速用的合成数据也照样生成（每页写明，不要发布）"
    writes.add_argument("--synthetic", action="store_true", help=marked)
    writes.add_argument(
        "--out", type=Path, default=ROOT / "site", metavar="目录", help="输出目录（默认 site）"
    )

    leaves = _Parser(add_help=False)
    leaves.add_argument(
        "--leave-out",
        dest="leaving",
        action="append",
        default=[],
        metavar="城市[/年度]",
        help="这一次不发布的城市或年度，页面上写明；其余照常发布；可以写多次",
    )

    serve = commands.add_parser(
        "serve", parents=[reads, writes, leaves], help="生成网站并预览，文件改动后自动重建"
    )
    serve.add_argument("--host", default="127.0.0.1", metavar="地址", help="监听地址（默认 127.0.0.1）")
    serve.add_argument(
        "--port", type=int, default=8000, metavar="端口", help="端口（默认 8000，被占用时顺延）"
    )
    serve.add_argument("--no-watch", dest="watching", action="store_false", help="只预览，不随改动重建")

    build = commands.add_parser("build", parents=[reads, writes, leaves], help="检查数据并生成网站")
    build.add_argument("--base-url", default=None, metavar="网址", help="网站的正式网址，用于订阅和规范链接")
    build.add_argument(
        "--zip",
        dest="office",
        type=Path,
        metavar="文件",
        help="再把网站做成一个压缩包，给没有网络的办公室用（解压后一行命令就能打开）",
    )
    build.add_argument("--again", action="store_true", help=argparse.SUPPRESS)

    check = commands.add_parser("check", parents=[reads], help="只检查数据，几秒内给出全部问题")
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

    changes = commands.add_parser(
        "changes", parents=[reads], help="与已发布的网站相比，数据改了什么：可以贴进审查意见的文字"
    )
    changes.add_argument(
        "--against",
        default=str(ROOT / "site"),
        metavar="网站",
        help="已发布的网站：目录或网址（默认 site）",
    )

    fresh = commands.add_parser("new", parents=[reads], help="搭一个新年度的架子：每个值都标着“待填”")
    fresh.add_argument("--city", required=True, metavar="城市", help="城市代号或名称，如 sanmenxia")
    fresh.add_argument("--year", type=_year, required=True, metavar="年度", help="年度，如 2026")
    fresh.add_argument(
        "--from",
        dest="before",
        type=_year,
        metavar="年度",
        help="照这个城市已有年度的结构；不写就从格式生成，附每个字段的说明",
    )

    draft = commands.add_parser(
        "draft", parents=[reads], help="从通知（文字、DOCX、PDF）摘出数据的草稿，找不到、拿不准的写“待填”"
    )
    draft.add_argument("notice", type=Path, nargs="?", metavar="通知", help="通知的文件：.txt、.docx 或 .pdf")
    draft.add_argument("--city", metavar="代号", help="城市代号，如 sanmenxia")
    draft.add_argument("--year", type=_year, metavar="年度", help="年度，如 2026")
    draft.add_argument(
        "--out", type=Path, metavar="目录", help="草稿写在哪里（默认 build/draft/城市-年度，不覆盖已有的）"
    )
    draft.add_argument(
        "--score", action="store_true", help="不写草稿，把收录了的通知重新摘一遍，与人工数据逐项比较"
    )

    shots = commands.add_parser("shots", parents=[reads, writes], help="给各种页面截图，放到 build/shots")
    shots.set_defaults(base_url=None, leaving=())

    browsers = commands.add_parser(
        "browsers",
        parents=[reads, writes],
        help="在这台机器上的 Chromium、Firefox、WebKit 里各走一遍：查、算、名单、断网",
    )
    browsers.add_argument(
        "--only",
        action="append",
        default=[],
        choices=["chromium", "firefox", "webkit"],
        metavar="浏览器",
        help="只用 chromium、firefox 或 webkit；可以写多次",
    )
    browsers.set_defaults(base_url=None, leaving=())

    measures = commands.add_parser(
        "bench", parents=[reads, writes], help="测量速度：浏览器里的首次结论；各种写法的规则下结论要多久"
    )
    measures.set_defaults(base_url=None, leaving=())
    add_options(measures)

    links = commands.add_parser(
        "links", parents=[reads], help="定期运行：数据里的链接还打得开吗，哪些数据该看一看；只写一份报告"
    )
    links.add_argument("--out", type=Path, metavar="文件", help="报告写到哪里（默认印出来）")
    links.add_argument("--today", type=_day, metavar="日期", help="站在哪一天看（默认今天）")

    test = commands.add_parser("test", help="运行全部检查和测试；-- 之后的参数交给 pytest")
    test.add_argument("--quick", action="store_true", help="只测计算程序和生成程序，不开浏览器")

    commands.add_parser("schema", help="改了数据、模型、错误代码或理由之后，重新生成随它们变的文件")

    commands.add_parser("setup", help="只准备环境")
    return parser
