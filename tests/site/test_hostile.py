"""Hostile words wherever somebody can put text, drawn in the browser: all is shown, nothing of it is done."""

from __future__ import annotations

import csv
import io
import json
import re
import urllib.parse

from playwright.sync_api import FilePayload, Page, expect

from tests.site.calculator import PUBLIC, ledger_row, quick
from tests.site.conftest import Visits
from tests.site.test_editor import YEAR, Editor
from tests.site.test_keep import open_receipt, saved

WORDS = (
    "<script>hit()</script>",
    "<img src=x onerror=hit()><svg onload=hit()>",
    "</textarea></style><iframe src=javascript:hit()>",
    "[点](javascript:hit()) ![图](https://elsewhere.example/x.png) **粗** `码`",
    "{{ 7219*7 }}{% include 'x' %}${7219*7}#{7219*7}",
    '=HYPERLINK("https://elsewhere.example","点")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\u202e学倒着\u2066写\u2067的\u202d字",
    "零\u200b宽\u200d的\ufeff字\u2060。",
)

TOGETHER, BESIDE = "".join(WORDS[:7]), "".join(WORDS[7:])
"""What could be read as a program, and what could turn the words beside it around."""

FOREIGN = """() => {
  const roots = [document];
  const found = [];
  for (const root of roots) {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) roots.push(element.shadowRoot);
      if (element.contentDocument) roots.push(element.contentDocument);
      const names = [...element.attributes].map(({ name }) => name);
      const link = element.getAttribute("href") ?? element.getAttribute("src") ?? "";
      const strange = names.some((name) => name.startsWith("on")) || /^javascript:|elsewhere/.test(link);
      if (strange) found.push(element.outerHTML);
      if (element.matches("script") && /hit\\(/.test(element.textContent)) found.push(element.outerHTML);
    }
  }
  return found;
}"""
"""Elements that only hostile words could have made, also inside of shadow trees and frames."""

LOOSE = """(mark) => {
  const roots = [document];
  const found = [];
  for (const root of roots) {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) roots.push(element.shadowRoot);
      const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
      if (!own.some((node) => node.data.includes(mark))) continue;
      if (element.closest("textarea, option, script, style, title")) continue;
      if (!/isolate|plaintext/.test(getComputedStyle(element).unicodeBidi)) found.push(element.outerHTML);
    }
  }
  return found;
}"""
"""Text with a mark of direction that could turn around what stands beside it."""


def unharmed(page: Page) -> None:
    """Nothing was run, made or loaded, and no mark of direction reaches beyond its own words."""
    assert page.evaluate("window.struck") is None
    assert page.evaluate(FOREIGN) == []
    assert page.evaluate(LOOSE, "\u202e") == []
    assert "50533" not in page.content()


def test_hostile_words_in_the_calculator_are_only_words(visits: Visits) -> None:
    """Ledger cells, the name of a file, a receipt, an export, a shared link."""
    context = visits.context()
    context.add_init_script("window.hit = () => { window.struck = true; };")
    context.on("dialog", lambda _: visits.problems.append("a dialog"))
    calculator = quick(visits, context=context).open_ledger()
    rows = [
        ledger_row(完成日期=word, 科目=word, 学时=word, 课程=word, 施教机构=word, 入账方式=word)
        for word in WORDS
    ]
    rows += [
        ledger_row(完成日期="2025-06-01", 科目="专业", 学时="6", 课程=word, 施教机构=word) for word in WORDS
    ]
    calculator.paste(PUBLIC, *rows).expect_status("未达标")
    assert calculator.cells() == [list(PUBLIC), *map(list, rows)]
    unharmed(calculator.page)

    _, data = saved(calculator, "导出 CSV")
    read = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert not [cell for row in read for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    _, receipt = saved(calculator, "保存回执")
    calculator.empty()
    calculator.open_file("台账.csv", data)
    expect(calculator.rows.first).to_be_visible()
    for word in (TOGETHER, BESIDE):
        calculator.open_file(f"{word}.csv".replace("/", "／"), data)
        dialog = calculator.root.get_by_role("dialog")
        expect(dialog).to_contain_text(".csv")
        unharmed(calculator.page)
        dialog.get_by_role("button", name="替换").click()
    assert calculator.cells() == [list(PUBLIC), *map(list, rows)]
    calculator.empty()
    open_receipt(calculator, receipt)
    calculator.button("把回执里的台账放回本页").click()
    expect(calculator.rows).to_have_count(len(rows) + 1)
    assert calculator.cells() == [list(PUBLIC), *map(list, rows)]
    calculator.root.get_by_role("button", name="编辑第 10 行").click()
    expect(calculator.root.get_by_label("课程", exact=True)).to_have_value(WORDS[7])
    unharmed(calculator.page)


def test_hostile_links_and_queries_are_only_words(visits: Visits) -> None:
    """What a link hands to a page is refused or shown; a search shows what was asked for."""
    context = visits.context()
    context.add_init_script("window.hit = () => { window.struck = true; };")
    for word in (TOGETHER, BESIDE):
        asked = urllib.parse.quote(word)
        page = visits.page(
            f"calculator/#share=1&of=sanmenxia/2025&h.public={asked}&a.{asked}={asked}", context=context
        )
        expect(page.locator("xueshi-calculator").get_by_text("分享链接不完整或被改动过")).to_be_visible()
        unharmed(page)
        page.close()
    page = visits.page(f"about/?q={urllib.parse.quote(''.join(WORDS))}", context=context)
    expect(page.locator("#xs-search-field")).to_have_value("".join(WORDS))
    for word in WORDS:
        page.locator("#xs-search-field").fill(word)
        expect(page.locator("dialog .xs-search__body")).to_have_attribute("data-shown", word)
        unharmed(page)


def test_hostile_words_in_the_editor_are_only_words(visits: Visits) -> None:
    """In every text of a year, its name and its preview."""
    context = visits.context()
    context.add_init_script("delete window.showOpenFilePicker; window.hit = () => { window.struck = true; };")
    page = visits.page("admin/", context=context)
    editor = Editor(page)
    text = YEAR.read_text("utf-8").splitlines()
    at = next(number for number, line in enumerate(text) if line.startswith("summary:"))
    for word in (WORDS[1], WORDS[3], WORDS[4], BESIDE):
        text[at] = f"summary: {json.dumps('某' + word, ensure_ascii=False)}"
        with page.expect_file_chooser() as chooser:
            editor.press("选择文件")
        content = "\n".join([*text, ""]).encode()
        name = f"{word}.yml".replace("/", "／")
        chooser.value.set_files(FilePayload(name=name, mimeType="text/yaml", buffer=content))
        if not word.isprintable():
            expect(editor.root.get_by_label("全文")).to_have_value(re.compile(re.escape(word)))
            expect(editor.found.filter(has_text="E008").first).to_contain_text("□")
            unharmed(page)
            editor.press("关闭文件")
            continue
        expect(editor.root.get_by_label("一句话概括")).to_have_value("某" + word)
        unharmed(page)
        editor.view("预览")
        shown = editor.root.locator("iframe:visible, .preview .plain-note:visible")
        expect(shown.first).to_be_visible()
        unharmed(page)
        editor.press("关闭文件")


def test_hostile_words_in_a_staff_table_are_only_words(visits: Visits) -> None:
    """Names, numbers, departments, subjects and courses of people, and the name of their file."""
    context = visits.context()
    context.add_init_script("window.hit = () => { window.struck = true; };")
    page = visits.page("roster/", context=context)
    root = page.locator("xueshi-roster")
    root.get_by_label("城市", exact=True).select_option("sanmenxia")
    root.get_by_label("按哪一天判断").first.fill("2025-11-20")
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(["工号", "姓名", "单位", "完成日期", "科目", "学时", "课程"])
    for at, word in enumerate(WORDS):
        table.writerow([f"{at}{word}", word, word, "2025-03-05", "公需", "30", word])
        table.writerow([f"{at}{word}", word, word, "2025-03-05", word, word, word])
    with page.expect_file_chooser() as chooser:
        root.get_by_role("button", name="选择表格").click()
    name = f"{''.join(WORDS)[:80]}.csv".replace("/", "／")
    content = text.getvalue().encode("utf-8-sig")
    chooser.value.set_files(FilePayload(name=name, mimeType="text/csv", buffer=content))
    expect(root.get_by_role("heading", name="全体人员")).to_be_visible()
    expect(root.locator("[data-status]").first).to_be_visible()
    unharmed(page)
