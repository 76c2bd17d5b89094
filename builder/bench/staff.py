"""An invented staff: people who do not exist, with hours under the rules of a city and year.

``python -P -m builder.bench.staff 10000 10`` says what such a staff costs the page: seconds,
the longest single call, and the memory that Python holds, on the archives of the built site, under Node.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import io
import json
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from builder.node import node_program
from builder.runtime.publish import RuntimeInfo
from xueshi.ledger.table import USUAL_COLUMNS

HEADER = ("工号", "姓名", "部门", *USUAL_COLUMNS)

_DEPARTMENTS = (
    "内科（虚构）",
    "外科（虚构）",
    "护理部（虚构）",
    "检验科（虚构）",
    "设备科（虚构）",
    "信息科（虚构）",
)
_FAMILY = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
_GIVEN = "一二三四五六七八九十百千"
_SHORT, _UNREVIEWED, _UNDECLARED = 0.28, 0.8, 0.92
"""Shares of those who have learned too little, whose reviews are done, who have declared everything."""

_COURSES = ("数字技术基础", "职业道德", "法律知识", "新技术应用", "学术讲座", "岗位研修")


def staff_rows(
    people: int, year: int, subjects: tuple[str, ...], *, seed: int = 1, rows_each: int = 4, wrong: int = 0
) -> Iterator[tuple[str, ...]]:
    """Rows of so many invented people, the header first; about ``wrong`` of a thousand rows have an error."""
    luck = random.Random(seed)
    yield HEADER
    for number in range(people):
        name = f"{luck.choice(_FAMILY)}{luck.choice(_FAMILY)}{luck.choice(_GIVEN)}"
        who = (f"{year}{number:06d}", name, luck.choice(_DEPARTMENTS))
        fate = luck.random()
        for at in range(rows_each):
            subject = subjects[at % len(subjects)]
            done = datetime.date(year, 1, 10) + datetime.timedelta(days=luck.randrange(260))
            hours = str(luck.choice((30, 32, 36)) if fate > _SHORT or at % 3 else luck.choice((4, 8, 12.5)))
            declared = done + datetime.timedelta(days=luck.randrange(1, 20))
            reviewed = declared + datetime.timedelta(days=luck.randrange(1, 7))
            if luck.randrange(1000) < wrong:
                hours = luck.choice(("三十", "0", "很多"))
            yield (
                *who, done.isoformat(), subject, hours, luck.choice(_COURSES), "", "在线学习", "申报",
                declared.isoformat() if fate < _UNDECLARED or at > 1 else "",
                reviewed.isoformat() if fate < _UNREVIEWED or at > 2 else "",
                "是",
            )  # fmt: skip


def staff_csv(people: int, year: int, subjects: tuple[str, ...], **more: int) -> bytes:
    """The same as a CSV file in UTF-8 with a mark."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(staff_rows(people, year, subjects, **more))
    return out.getvalue().encode("utf-8-sig")


def main() -> None:
    """Measure, and print a line for each phase."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=int)
    parser.add_argument("rows", type=int, help="of each")
    parser.add_argument("--site", type=Path, default=Path("site"))
    parser.add_argument("--key", default="sanmenxia/2025")
    options = parser.parse_args()
    root = Path(__file__).resolve().parents[2]
    rules = json.loads((options.site / "api" / "v1" / "rules" / f"{options.key}.json").read_bytes())
    subjects = tuple(node["name"] for node in rules["rule"]["requirements"]["children"])
    info = RuntimeInfo.read(options.site / "assets" / "runtime" / "manifest.json")
    with TemporaryDirectory() as folder:
        table = Path(folder) / "staff.csv"
        table.write_bytes(staff_csv(options.people, rules["year"], subjects, rows_each=options.rows, wrong=2))
        order = {
            "core": str(root / "node_modules" / "pyodide"),
            "runtime": str((options.site / info.folder).resolve()),
            "table": str(table),
            "rules": rules,
            "key": options.key,
            "city": {"id": rules["city"], "name": rules["city_name"]},
            "today": f"{rules['year']}-11-20",
        }
        script = Path(__file__).with_name("staff_heap.mjs")
        command = [str(node_program(root)), str(script)]
        done = subprocess.run(command, input=json.dumps(order), capture_output=True, text=True, check=True)
    print(f"{options.people} people, {options.rows} rows each")
    for one in json.loads(done.stdout):
        print(
            f"{one['phase']:8}{one['seconds']:8.1f} s   longest call {one['longest']:7.0f} ms"
            f"   memory {one['heap'] / 2**20:6.0f} MB   {one['said']}"
        )


if __name__ == "__main__":
    main()
