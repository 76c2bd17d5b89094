"""`build.py build`: check, write pages, render, add data and runtime, and only then replace the site.

Everything is made elsewhere. Nothing reaches the site's folder unless all of it succeeded, so the last
good site stays until there is a better one: after an error, a full disk, or a machine that stopped.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from builder.catalog import Catalog
from builder.checks import check_and_load, print_problems
from builder.editor.publish import write_editor
from builder.front.folder import front_files, front_folder, place_front
from builder.front.joining import JoiningError
from builder.hosting.hashes import Hashes, Marks
from builder.hosting.offline import write_worker
from builder.hosting.parts import write_parts
from builder.hosting.siblings import write_packed
from builder.hosting.sums import write_sums
from builder.leaving import NothingToLeaveOutError
from builder.maker import Maker
from builder.making.shop import Shop
from builder.progress import Progress
from builder.reading import reason
from builder.runtime import MissingPyodideError, build_runtime, prepared_runtime
from builder.search import MissingPagefindError, build_search
from builder.shell import ShellError
from builder.swap import is_replaceable, publish, recover

STEPS = 6


class SiteShop(Shop):
    """A shop with the maker of the site that it published."""

    def __init__(self) -> None:
        super().__init__()
        self.maker: Maker | None = None
        self.marks = Marks()
        self.hashes: Hashes | None = None


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
    leaving: Sequence[str] = (),
    shop: SiteShop | None = None,
) -> int:
    """Build the site of ``data`` into ``out``. Returns the number of errors: 0 means published.

    ``work`` is where everything is made first, ``build/`` unless said otherwise; two builds at once need two.
    Data that is marked as synthetic is refused unless ``synthetic`` asks for it.
    ``leaving`` names cities and city-years that are left out this time; their pages say so. With the ``shop``
    of an earlier build into ``out``, only what changed in ``data`` is made anew, in its place.
    """
    work = work or root / "build"
    if not is_replaceable(out):
        progress.note(f"没有生成网站：{out} 不是本程序生成的网站，不会覆盖它。请用 --out 另选一个空文件夹。")
        return 1
    recover(out)
    progress.expect(STEPS)
    try:
        with progress.step("检查数据"):
            catalog, problems = check_and_load(data, sources, leaving, shop)
    except NothingToLeaveOutError as error:
        progress.note(f"没有生成网站：{error}{_kept(out)}")
        return 1
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
    try:
        if shop is not None and shop.maker is not None:
            maker, shop.maker = shop.maker, None
            done = _make_again(root, data, catalog, out, maker, progress, shop)
            shop.maker = maker  # only now: a making that broke off is not gone on with
            return done
        return _make(root, data, catalog, out, base_url, progress, work, shop)
    except ShellError as error:
        for line in error.problems:
            sys.stderr.write(line + "\n")
        progress.note("没有生成网站：有页面没有套好版式。" + _kept(out))
        return len(error.problems)
    except (JoiningError, MissingPagefindError, MissingPyodideError) as error:
        progress.note(f"没有生成网站：{error}{_kept(out)}")
    except OSError as error:
        where = f"{error.filename}：" if error.filename else ""
        progress.note(f"没有生成网站：文件写不成（{where}{reason(error, root)}）。{_kept(out)}")
    return 1


def _make(
    root: Path,
    data: Path,
    catalog: Catalog,
    out: Path,
    base_url: str | None,
    progress: Progress,
    work: Path,
    shop: SiteShop | None,
) -> int:
    """Make everything in ``work``, then let it take the place of ``out``."""
    with progress.step("生成页面和数据接口") as step:
        runtime = prepared_runtime(root, step.detail)
        front = front_files(root, runtime)
        maker = Maker(root, work / "shell", base_url, front_folder(front))
        made = maker.made
        maker.make(catalog, made, step.detail)
        place_front(made, front)
    marks = Marks()
    _put_beside(root, data, catalog, made, progress, Hashes(made, maker.hashes), marks)
    with progress.step("换上新网站"):
        publish(made, out)
    if shop is not None:
        shop.maker, shop.marks, shop.hashes = maker, marks, Hashes(out)
    for item in catalog.left_out:
        progress.note(f"没有发布 {item.city}/{item.year}：按 --leave-out 留出，页面上已经写明。")
    return 0


def _make_again(
    root: Path,
    data: Path,
    catalog: Catalog,
    out: Path,
    maker: Maker,
    progress: Progress,
    shop: SiteShop,
) -> int:
    """Make what changed in the site that is there."""
    with progress.step("重新生成有变化的文件") as step:
        changes = maker.make(catalog, out, step.detail)
    if changes:
        hashes = shop.hashes or Hashes(out)
        hashes.made(maker.hashes)
        _put_beside(root, data, catalog, out, progress, hashes, shop.marks, again=True)
    progress.note(f"写了 {len(changes.written)} 个文件，删了 {len(changes.removed)} 个。")
    return 0


def _put_beside(
    root: Path,
    data: Path,
    catalog: Catalog,
    made: Path,
    progress: Progress,
    hashes: Hashes,
    marks: Marks | None = None,
    *,
    again: bool = False,
) -> None:
    """What is made of the finished pages, and what follows from the program alone."""
    with progress.step("准备查找"):
        build_search(root, catalog, made)
    with progress.step("准备浏览器里的计算程序") as step:
        if not again:  # it follows from the program, which is the same
            build_runtime(root, made, step.detail)
        write_editor(root, data, catalog, made, step.detail, marks=marks)
    with progress.step("压缩、登记文件"):
        write_worker(made, hashes)
        write_packed(made, root / "build" / "cache", marks=marks)
        write_parts(root, made, catalog.checked_on.isoformat())
        write_sums(made, hashes)


def _kept(out: Path) -> str:
    return "上一次的网站没有改动。" if out.is_dir() else ""
