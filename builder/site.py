"""`build.py build`: check, write pages, render, add data and runtime, and only then replace the site.

Everything is made elsewhere. Nothing reaches the site's folder unless all of it succeeded, so the last
good site stays until there is a better one.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from builder.api import write_api
from builder.checks import check_and_load, print_problems
from builder.pages import write_pages
from builder.progress import Progress
from builder.runtime import MissingPyodideError, build_runtime
from builder.sheets import write_sheets
from builder.shell import ShellError, put_into_shell

STEPS = 6


def build_site(
    root: Path,
    data: Path,
    out: Path,
    *,
    base_url: str | None = None,
    sources: Path | None = None,
    progress: Progress,
    work: Path | None = None,
    synthetic: bool = False,
) -> int:
    """Build the site of ``data`` into ``out``. Returns the number of errors: 0 means published.

    ``work`` is where everything is made first, ``build/`` unless said otherwise; two builds at once need two.
    Data that is marked as synthetic is refused unless ``synthetic`` asks for it.
    """
    work = work or root / "build"
    progress.expect(STEPS)
    with progress.step("检查数据"):
        catalog, problems = check_and_load(data, sources)
    errors = sum(1 for problem in problems if problem.is_error)
    if problems:
        print_problems(problems, sys.stderr)
    if errors or catalog is None:
        progress.note("没有生成网站：先改正上面的错误。" + _kept(out))
        return max(errors, 1)
    if catalog.province.synthetic and not synthetic:
        progress.note(
            "没有生成网站：这是合成数据，不能当作正式网站发布；确实要看它，请加 --synthetic。" + _kept(out)
        )
        return 1

    pages, made = work / "pages", work / "site"
    with progress.step("生成页面"):
        written = write_pages(catalog, root / "docs", pages)
    try:
        with progress.step(f"套用版式（{len(written)} 页）"):
            put_into_shell(root / "mkdocs.yml", pages, made, base_url)
    except ShellError as error:
        for line in error.problems:
            sys.stderr.write(line + "\n")
        progress.note("没有生成网站：有页面没有套好版式。" + _kept(out))
        return len(error.problems)
    with progress.step("写数据接口"):
        write_api(catalog, made)
        write_sheets(catalog, made)
    try:
        with progress.step("准备浏览器里的计算程序") as step:
            build_runtime(root, made, step.detail)
    except MissingPyodideError as error:
        progress.note(f"没有生成网站：{error}{_kept(out)}")
        return 1
    with progress.step("换上新网站"):
        publish(made, out, work / "site.before")
    return 0


def publish(made: Path, out: Path, before: Path) -> None:
    """Put ``made`` in the place of ``out``; the old site is set aside first and removed last."""
    shutil.rmtree(before, ignore_errors=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    if out.exists():
        shutil.move(out, before)
    shutil.move(made, out)
    shutil.rmtree(before, ignore_errors=True)


def _kept(out: Path) -> str:
    return "上一次的网站没有改动。" if out.is_dir() else ""
