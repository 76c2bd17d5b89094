"""`build.py draft`: one notice into a folder of drafts, or the drafts of known notices against the data."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

from builder.catalog import Catalog, load_catalog
from builder.draft.docx import UnreadableError
from builder.draft.files import draft_files, to_fill
from builder.draft.model import Draft, Known, Where, take_apart
from builder.draft.opening import notice_text
from builder.draft.registers import list_key
from builder.draft.score import scores


def run_draft(root: Path, notice: Path, city: str, year: int, data: Path, out: Path | None) -> int:
    """Write the drafts of one notice. Returns 0; 1 for an unreadable notice; 2 for wrong use."""
    catalog, problems = load_catalog(data)
    if catalog is None:
        _say(
            f"数据目录里有错误（{sum(item.is_error for item in problems)} 处），先运行 python3 build.py check"
        )
        return 2
    region = catalog.region(city)
    if region is None:
        ids = [item.id for item in catalog.province.regions]
        close = difflib.get_close_matches(city, ids, n=1)
        meant = f"，您是不是想写 {close[0]}？" if close else f"；可以写：{'、'.join(ids)}"
        _say(f"没有这个城市：{city}{meant}")
        return 2
    folder = out or root / "build" / "draft" / f"{city}-{year}"
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        _say(f"{_shown(folder)} 里已经有东西，没有改动。用 --out 换一个文件夹，或者先把它移走")
        return 2
    try:
        text, recognised = notice_text(notice)
    except UnreadableError as error:
        _say(f"{notice.name}：{error}")
        return 1
    province = catalog.province
    where = Where(city, region.name, year, province.id, province.name)
    draft = take_apart(text, where, known_of(catalog))
    files = draft_files(draft)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8", newline="\n")
    _report(draft, folder, files, recognised=recognised)
    return 0


def run_score(data: Path, sources: Path) -> int:
    """Print how the drafts of all notices on file compare with their data. Returns 1 if any is wrong."""
    wrong = 0
    compared = list(scores(data, sources))
    if not compared:
        _say(f"{_shown(sources)} 里没有收录过的通知的文字（文件名见 data/documents/ 的 source_text）")
        return 2
    for name, score in compared:
        total = len(score.right) + len(score.missing) + len(score.wrong)
        print(f"{name}：{total} 项，找到且正确 {len(score.right)}（{score.share:.1%}），", end="")
        hinted = f"其中 {len(score.proposed)} 项有正确的建议"
        print(f"没有找到 {len(score.missing)}（{hinted}），错 {len(score.wrong)}")
        for group, (right, of) in score.groups().items():
            print(f"  {group}：{right} / {of}")
        for title, items in (("没有找到", score.missing), ("错", score.wrong)):
            if items:
                print(f"  {title}：" + "；".join(items))
        wrong += len(score.wrong)
    return 1 if wrong else 0


def known_of(catalog: Catalog) -> Known:
    """What the data has already."""
    documents = {item.title: item.ref for item in catalog.documents} | {
        item.ref: item.ref for item in catalog.documents
    }
    platforms = {name: item.id for item in catalog.platforms for name in (*item.aliases, item.name)}
    lists = {list_key(item.title, [base.name for base in item.bases]): item.id for item in catalog.base_lists}
    return Known(documents, platforms, lists)


def _report(draft: Draft, folder: Path, files: dict[str, str], *, recognised: bool) -> None:
    drafts = "".join(content for name, content in files.items() if name.endswith(".yml"))
    print(f"草稿写在 {_shown(folder)}：")
    for name, content in files.items():
        if name.endswith(".yml"):
            print(f"  {name}：待填 {to_fill(content)} 处")
        else:
            print(f"  {name}：通知的文字，核对证据用")
    if recognised:
        print("文字是从扫描件识别出来的，每个字都要对照原件。")
    print(f"有建议、要您决定的 {drafts.count('# 建议 ')} 处；没有采用的学时数 {len(draft.left)} 处。")
    print("下一步：逐个对照通知填好，把文件移进 data/ 的同名位置；")
    print("platforms.yml、bases.yml 里只有新的条目，加到原文件末尾。")
    print(f"再运行 python3 build.py check --sources {_shown(folder / 'sources')}")


def _shown(path: Path) -> str:
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def _say(message: str) -> None:
    print(message, file=sys.stderr)
