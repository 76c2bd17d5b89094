"""`build.py build`: check, write pages, render, add data and runtime, and only then replace the site.

Everything is made elsewhere. Nothing reaches the site's folder unless all of it succeeded, so the last
good site stays until there is a better one: after an error, a full disk, or a machine that stopped.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
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
from builder.refusals import why
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
    build = _Build(root, data, out, base_url, progress, work or root / "build", shop)
    if not is_replaceable(out):
        progress.note(f"没有生成网站：{out} 不是本程序生成的网站，不会覆盖它。请用 --out 另选一个空文件夹。")
        return 1
    recover(out)
    progress.expect(STEPS)
    try:
        catalog, errors = build.checked(sources, leaving)
    except NothingToLeaveOutError as error:
        return build.stopped(str(error))
    if catalog is None:
        build.stopped("先改正上面的错误。")
        return max(errors, 1)
    if catalog.province.synthetic and not synthetic:
        return build.stopped("这是合成数据，不能当作正式网站发布；确实要看它，请加 --synthetic。")
    try:
        build.make(catalog)
    except ShellError as error:
        for line in error.problems:
            sys.stderr.write(line + "\n")
        build.stopped("有页面没有套好版式。")
        return len(error.problems)
    except (JoiningError, MissingPagefindError, MissingPyodideError) as error:
        return build.stopped(str(error))
    except OSError as error:
        where = f"{error.filename}：" if error.filename else ""
        return build.stopped(f"文件写不成（{where}{why(error)}）。")
    return 0


@dataclass(frozen=True)
class _Build:
    """One build: from where, to where, and what is kept of it."""

    root: Path
    data: Path
    out: Path
    base_url: str | None
    progress: Progress
    work: Path
    shop: SiteShop | None

    def stopped(self, why: str) -> int:
        """Say why there is no new site; gives 1."""
        kept = "上一次的网站没有改动。" if self.out.is_dir() else ""
        self.progress.note(f"没有生成网站：{why}{kept}")
        return 1

    def checked(self, sources: Path | None, leaving: Sequence[str]) -> tuple[Catalog | None, int]:
        """The catalog, None where there are errors, and how many there are; all problems are printed.

        Raises ``NothingToLeaveOutError``.
        """
        with self.progress.step("检查数据"):
            catalog, problems = check_and_load(self.data, sources, leaving, self.shop)
        if problems:
            print_problems(problems, sys.stderr)
        errors = sum(1 for problem in problems if problem.is_error)
        return catalog, errors

    def make(self, catalog: Catalog) -> None:
        """Make the site, or what changed in the one that the shop has.

        Raises ``ShellError``, ``OSError``, and the errors of what is missing.
        """
        shop = self.shop
        if shop is None or shop.maker is None:
            self._make_whole(catalog)
            return
        maker, shop.maker = shop.maker, None
        self._make_again(catalog, maker, shop)
        shop.maker = maker  # only now: a making that broke off is not gone on with

    def _make_whole(self, catalog: Catalog) -> None:
        """Make everything in ``work``, then let it take the place of ``out``."""
        with self.progress.step("生成页面和数据接口") as step:
            runtime = prepared_runtime(self.root, step.detail)
            front = front_files(self.root, runtime)
            maker = Maker(self.root, self.work / "shell", self.base_url, front_folder(front))
            made = maker.made
            maker.make(catalog, made, step.detail)
            place_front(made, front)
        marks = Marks()
        self._put_beside(catalog, made, Hashes(made, maker.hashes), marks)
        with self.progress.step("换上新网站"):
            publish(made, self.out)
        if self.shop is not None:
            self.shop.maker, self.shop.marks, self.shop.hashes = maker, marks, Hashes(self.out)
        for item in catalog.left_out:
            self.progress.note(f"没有发布 {item.city}/{item.year}：按 --leave-out 留出，页面上已经写明。")

    def _make_again(self, catalog: Catalog, maker: Maker, shop: SiteShop) -> None:
        """Make what changed in the site that is there."""
        with self.progress.step("重新生成有变化的文件") as step:
            changes = maker.make(catalog, self.out, step.detail)
        if changes:
            hashes = shop.hashes or Hashes(self.out)
            hashes.made(maker.hashes)
            self._put_beside(catalog, self.out, hashes, shop.marks, again=True)
        self.progress.note(f"写了 {len(changes.written)} 个文件，删了 {len(changes.removed)} 个。")

    def _put_beside(
        self, catalog: Catalog, made: Path, hashes: Hashes, marks: Marks, *, again: bool = False
    ) -> None:
        """What is made of the finished pages, and what follows from the program alone."""
        with self.progress.step("准备查找"):
            build_search(self.root, catalog, made)
        with self.progress.step("准备浏览器里的计算程序") as step:
            if not again:  # it follows from the program, which is the same
                build_runtime(self.root, made, step.detail)
            write_editor(self.root, self.data, catalog, made, step.detail, marks=marks)
        with self.progress.step("压缩、登记文件"):
            write_worker(made, hashes)
            write_packed(made, self.root / "build" / "cache", marks=marks)
            write_parts(self.root, made, catalog.checked_on.isoformat())
            write_sums(made, hashes)
