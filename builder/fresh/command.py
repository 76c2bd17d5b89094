"""`build.py new`: where the files go, what must be there before, and what comes next."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

from builder.folder import read_folder
from builder.fresh.blank import blank
from builder.fresh.cases import cases
from builder.fresh.copied import UncopiedError, copied
from xueshi.model.hints import nearest_name
from xueshi.model.registers import Province, Region

NEXT = """\
接下来：
1. 在 {documents} 登记这份通知。
2. 对照通知，把 {file} 里的“待填”逐个填上；通知没有写明的写“未规定”。
3. 照通知手算，填好 {cases}。
4. 检查：python3 build.py check
"""


def new(data: Path, city: str, year: int, before: int | None) -> int:
    """Write both files; nothing that is there already is touched. Returns the exit code: 0 or 2."""
    region, why = _region(data, city)
    if region is None:
        return _refuse(why)
    folder = data / "cities" / region.id
    file, worked = folder / f"{year}.yml", folder / f"{year}.cases.yml"
    there = [path for path in (file, worked) if path.exists()]
    if there:
        return _refuse(f"已经有 {there[0]} 了，不会覆盖它。")
    head = f"# {region.name} {year} 年度。“待填”都要对照通知填上，填完以前检查通不过；没有写明的写 未规定。\n"
    if before is None:
        body = blank(region.id, year)
    else:
        earlier = folder / f"{before}.yml"
        if not earlier.is_file():
            return _refuse(f"没有 {earlier}，不能照着它搭架子。{_years(folder)}")
        try:
            body = copied(earlier.read_text("utf-8-sig"), str(earlier), year, before)
        except UncopiedError as error:
            return _refuse(str(error))
        head += f"# 照 {before} 年的样子搭的架子：去年有的今年未必有，去年“未规定”的今年未必还没有规定。\n"
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text(head + body, encoding="utf-8", newline="\n")
    worked.write_text(cases(region.name, year), encoding="utf-8", newline="\n")
    print(f"已写好 {file} 和 {worked}。")
    print(
        NEXT.format(documents=data / "documents" / f"{region.id}.yml", file=file.name, cases=worked.name),
        end="",
    )
    return 0


def _region(data: Path, city: str) -> tuple[Region | None, str]:
    """The unit of an id or name; else why there is none."""
    values = {file.place.as_posix(): file.value for file in read_folder(data).files}
    province = values.get("regions.yml")
    if province is None:
        return None, f"{data / 'regions.yml'} 有错误，请先运行 check 改好。"
    regions = cast(Province, province).regions
    for region in regions:
        if city in (region.id, region.name, region.short):
            return region, ""
    hint = nearest_name(
        city, {word: item.id for item in regions for word in (item.id, item.name, item.short)}
    )
    return None, f"regions.yml 里没有“{city}”。" + (f"您是不是想写“{hint}”？" if hint else "")


def _years(folder: Path) -> str:
    years = sorted(path.stem for path in folder.glob("*.yml") if path.stem.isdecimal())
    return f"有的是：{'、'.join(years)}。" if years else "这个城市还没有收录任何年度。"


def _refuse(why: str) -> int:
    print(why, file=sys.stderr)
    return 2
