"""The commands of build.py. Each brings in its own room only when it runs."""

import argparse
import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from builder.bench.command import bench
from builder.progress import Progress
from builder.refusals import why
from builder.usage import command_line

if TYPE_CHECKING:
    from builder.catalog import Catalog
    from builder.site import SiteShop

ROOT = Path(__file__).resolve().parent.parent
NO_ADDRESS = (
    "没有写网站的网址，所以没有站点地图 sitemap.xml，页面里没有规范链接，订阅里没有完整网址。"
    "要放到网上的，请加上 --base-url https://网址/ 再生成一次。"
)
CHINA = datetime.timezone(datetime.timedelta(hours=8))


def main(argv: list[str]) -> int:
    """Runs one command; returns the exit code: 0 done, 1 errors found, 2 wrong use, 130 interrupted."""
    own, passed_on = _split(argv)
    parser = command_line(ROOT)
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
        return _site(options) or _addressless(options) or _office(options)
    shop = SiteShop()
    for _ in sys.stdin:
        print(_site(options, shop), flush=True)
    return 0


def _addressless(options: argparse.Namespace) -> int:
    """Tells what a site lacks that does not know its address; an office without a network needs none."""
    if options.base_url is None and options.office is None:
        print(NO_ADDRESS)
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
        print(f"压缩包没有写成：{out}（{why(error)}）。请换一个能写的位置。", file=sys.stderr)
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

    if _site(options):
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
