"""The tour: from home to a verdict, a table, a second visit, a roster, the search, and all without a network.

Every step does what a person does, sees the result or raises `Wrong`.
"""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from builder.bench.staff import staff_csv
from builder.browsers.driven import PATIENCE_S, BrowserFailure, Driven
from builder.serving.server import SiteServer
from xueshi.ledger.table import USUAL_COLUMNS

YEAR = "cities/sanmenxia/2025/"
DAY = "2025-11-20"
PEOPLE = 200
TABLE = (
    USUAL_COLUMNS,
    ("2025-03-05", "公需", "30", "数字技术（虚构）", "河南大学", "", "自动", "", "", ""),
    (
        "2025-05-11",
        "专业",
        "60",
        "施工（虚构）",
        "三门峡职业技术学院",
        "",
        "申报",
        "2025-05-20",
        "2025-05-28",
        "是",
    ),
)
"""A ledger that is enough; what stands in it is invented."""

FIND = """(css) => {
  const look = (root) => {
    const found = root.querySelector(css);
    if (found) return found;
    for (const { shadowRoot } of root.querySelectorAll("*")) {
      const inner = shadowRoot && look(shadowRoot);
      if (inner) return inner;
    }
    return null;
  };
  return look(document);
}"""
"""In a page: the first element that matches, inside of components, too."""

SET = """(element, value, event) => {
  element.value = value;
  element.dispatchEvent(new Event(event, { bubbles: true, composed: true }));
}"""


class Wrong(Exception):  # noqa: N818 (it is what was seen, not an error of the program)
    """The browser showed something else than what it should; the message says what."""


def element(css: str) -> str:
    """A JavaScript expression for the first element that matches."""
    return f"({FIND})({json.dumps(css, ensure_ascii=False)})"


@dataclass
class Tour:
    """One walk with one browser through one served site; files are written into `folder`."""

    driven: Driven
    server: SiteServer
    folder: Path

    def steps(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """The steps in order, with names for the table; the last one takes the server away."""
        yield "首页", self.home
        yield "快速自查", self.quick
        yield "台账（CSV）", self.ledger
        yield "台账（Excel）", self.workbook
        yield "再次打开", self.again
        yield f"名单 {PEOPLE} 人", self.roster
        yield "查找", self.search
        yield "编辑数据", self.editor
        yield "断网", self.offline

    # steps

    def home(self) -> None:
        """The way from home to a city and year."""
        self.driven.open(self.server.url)
        self.click(f'main a[href*="{YEAR}"]')
        self.shown("h1", "三门峡市 2025 年度")

    def quick(self) -> None:
        """Hours and one answer make a verdict, from a cold start; half an hour less makes another."""
        self.judged_on(DAY)
        fields = ".quick .field:nth-child({}) input"
        self.type(fields.format(1), "30")
        self.type(fields.format(2), "60")
        self.click('.quick input[type=radio][value="是"]')
        self.shown(".result .verdict .status", "已达标")
        self.driven.run(f"() => {element(fields.format(2))}.value = ''")
        self.type(fields.format(2), "59.5")
        self.shown(".result .verdict .status", "未达标")
        self.seen(f"/专业\\s*0\\.5/.test({element('.result .verdict')}.textContent)", "还差 专业 0.5")

    def ledger(self) -> None:
        """A table as CSV is read and judged."""
        self.driven.open(f"{self.server.url}{YEAR}")
        self.judged_on(DAY)
        self.click("[role=tab]:nth-of-type(2)")
        said = io.StringIO()
        csv.writer(said).writerows(TABLE)
        self.attach("虚构.csv", said.getvalue().encode("gb18030"))
        self.shown(".result .verdict .status", "已达标")

    def workbook(self) -> None:
        """Two more rows from an Excel file."""
        book = openpyxl.Workbook()
        assert book.active is not None
        for row in (
            TABLE[0],
            ("2025-06-01", "专业", 8, "更多（虚构）"),
            ("2025-06-02", "专业", 8, "再多（虚构）"),
        ):
            book.active.append(row)
        said = io.BytesIO()
        book.save(said)
        self.attach("虚构.xlsx", said.getvalue())
        self.click("dialog[open] button.strong")
        self.seen(f"{element('.ledger-table')}?.textContent.includes('再多（虚构）')", "Excel 文件里的行")

    def again(self) -> None:
        """What was typed is there; Python begins with the memory that was kept."""
        self.seen(MEMORY, "留在本机的启动状态")
        self.driven.open(f"{self.server.url}{YEAR}")
        self.shown(".result .verdict .status", "已达标")

    def roster(self) -> None:
        """Many people at once."""
        self.driven.open(f"{self.server.url}roster/")
        self.set(".start select", "sanmenxia", "change")
        self.set(".start input[type=date]", DAY, "change")
        self.attach("名单（虚构）.csv", staff_csv(PEOPLE, 2025, ("公需", "专业")))
        self.shown(".found", f"共 {PEOPLE} 人")

    def search(self) -> None:
        """Words in Chinese find the page."""
        self.driven.open(f"{self.server.url}about/")
        self.click("[data-xs-search]")
        self.type("#xs-search-field", "三门峡 2025")
        self.seen(
            f"{element('[data-search-result]')}?.href?.endsWith({json.dumps(YEAR)})",
            "第一条结果是这一页",
        )

    def editor(self) -> None:
        """The editor of data opens a published year, checks it and shows its page."""
        self.driven.open(f"{self.server.url}admin/")
        self.click(".starts select + button")
        self.shown(".closing", "检查通过，没有错误，也没有提醒。")
        self.click("[role=tab]:nth-of-type(3)")
        frame = element(".preview iframe")
        self.seen(f"!{frame}.hidden && {frame}.srcdoc.length > 1000", "预览里的页面")

    def offline(self) -> None:
        """After the visits the same works when nothing can be reached."""
        kept = "caches.keys().then((all) => all.some((name) => name.startsWith('xueshi-core-')))"
        self.driven.open(f"{self.server.url}{YEAR}")
        self.seen(f"Boolean(navigator.serviceWorker?.controller) && {kept}", "离线程序（service worker）")
        self.seen(KEPT, "存在本机的计算程序")
        self.server.__exit__(None, None, None)
        self.driven.open(f"{self.server.url}{YEAR}")
        self.shown(".result .verdict .status", "已达标")
        self.click("[role=tab]:nth-of-type(1)")
        self.shown(".result .verdict .status", "未达标")

    # what a person does

    def click(self, css: str) -> None:
        """Presses something once it is there."""
        self.seen(f"{element(css)} !== null", css)
        self.driven.run(f"() => {element(css)}.click()")

    def type(self, css: str, text: str) -> None:
        """Types into a field once it is there."""
        self.seen(f"{element(css)} !== null", css)
        self.driven.type(element(css), text)

    def set(self, css: str, value: str, event: str) -> None:
        """Chooses a value; how a list or a calendar is used depends on the browser."""
        self.seen(f"{element(css)} !== null", css)
        self.driven.run(f"(...given) => ({SET})({element(css)}, ...given)", value, event)

    def judged_on(self, day: str) -> None:
        """The day for which is judged."""
        self.set(".today input[type=date]", day, "change")

    def attach(self, name: str, data: bytes) -> None:
        """Chooses a file."""
        file = self.folder / name
        file.write_bytes(data)
        self.driven.attach(element("input[type=file][accept*=csv]"), file)

    # what a person sees

    def shown(self, css: str, text: str) -> None:
        """Waits until an element shows exactly this text."""
        got = f"{element(css)}?.textContent.trim()"
        try:
            self.seen(f"{got} === {json.dumps(text, ensure_ascii=False)}", css)
        except Wrong:
            shown = self.driven.run(f"() => {got} ?? null")
            raise Wrong(f"{css} 应是“{text}”，显示的是“{shown}”") from None

    def seen(self, condition: str, what: str) -> None:
        """Waits until an expression is true (or promises it); a page that just goes away is no answer."""
        end = time.monotonic() + PATIENCE_S
        while True:
            with suppress(BrowserFailure):
                if self.driven.run(f"async () => Boolean(await ({condition}))"):
                    return
            if time.monotonic() > end:
                raise Wrong(f"等了 {PATIENCE_S} 秒没有看到：{what}")
            time.sleep(0.1)


MEMORY = """(async () => {
  const name = (await caches.keys()).find((one) => one.startsWith("xueshi-memory"));
  return name && (await (await caches.open(name)).keys()).length > 0;
})()"""
"""In any page: whether the memory of a started Python is kept."""

KEPT = """(async () => {
  const root = new URL("../../../", location.href);
  const { files, folder } = await (await fetch(new URL("assets/runtime/manifest.json", root))).json();
  const all = files.map(({ name }) => new URL(`${folder}${name}`, root).href);
  const found = await Promise.all(all.map((address) => caches.match(address)));
  return found.every(Boolean);
})()"""
"""In the page of a city and year: whether all of Python's files are kept."""
