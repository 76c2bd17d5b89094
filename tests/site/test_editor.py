"""The data editor as a clerk uses it: open, change, be corrected, look, save; nothing typed is lost."""

from __future__ import annotations

import difflib
import json
from pathlib import Path

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.builder.broken import FIXTURES
from tests.site.calculator import axe
from tests.site.conftest import ROOT, Visits

YEAR = ROOT / "data/cities/sanmenxia/2025.yml"
NOTICE = (FIXTURES / "sources/minghe-2025.txt").read_text("utf-8")

PICKER = """
window.showOpenFilePicker = async () => [{
  getFile: async () => new File([Uint8Array.from(CONTENT)], "2025.yml"),
  createWritable: async () => ({ write: async (text) => { window.written = text; }, close: async () => {} }),
}];
"""
"""Stands for a browser that hands out files to write back to; the dialog itself belongs to the system."""

BREAK = """(operation) => {
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...more) {
    if (!message.op?.endsWith(`door:${operation}`)) return post.call(this, message, ...more);
    Worker.prototype.postMessage = post;
    window.fail = () => this.onmessage({ data: { id: message.id, error: { code: "memory" } } });
  };
}"""
"""The next such message to Python gets no answer, and fails when the test says so."""

HOSTILE = {
    "ten megabytes": (b"a: 1\n" * 2_100_000, "MB"),
    "binary": (b"\x00\x01\x02", "不是文本"),
    "aliases that double": (
        ("a: &a [x, x]\n" + "".join(f"b{n}: [*a, *a]\n" for n in range(20))).encode(),
        "E013",
    ),
    "deep": (b"city: x\na: " + b"[" * 3000, "E004"),
    "tabs": (b"city: minghe\n\tyear: 2025\n", "E00"),
    "merge keys": (b"<<: {rule: 1}\nyear: 2025\n", "E013"),
    "markup": (b"city: <script>hit()</script>\nsummary: '<img src=x onerror=hit()>'\n", "E101"),
}


class Editor:
    """The editor of a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root = page.locator("xueshi-editor")
        self.closing = self.root.locator(".closing")
        self.found = self.root.locator(".found > li")

    def open_published(self, year: str) -> None:
        """Open a year of the site."""
        self.root.get_by_label("城市和年度").select_option(year)
        self.press("打开")
        expect(self.root.locator(".topbar")).to_be_visible()

    def press(self, name: str) -> None:
        """Press a button."""
        self.root.get_by_role("button", name=name, exact=True).click()

    def view(self, name: str) -> None:
        """Turn to the form, the text or the preview."""
        self.root.get_by_role("tab", name=name).click()

    def unfold(self, *titles: str) -> Locator:
        """Open sections, each inside the one before; gives the inside of the last."""
        inside = self.root.locator(".form")
        for title in titles:
            fold = inside.locator("details").filter(
                has=self.page.locator(f"> summary > .title:text-is('{title}')")
            )
            if fold.first.get_attribute("open") is None:
                fold.first.locator("> summary").click()
            inside = fold.first
        return inside

    def kept(self) -> str:
        """The text that this browser keeps."""
        kept: str = self.page.evaluate("() => localStorage.getItem('xueshi:editor') ?? '{}'")
        return str(json.loads(kept).get("text"))


def changed_lines(before: str, after: str) -> list[str]:
    """The lines that differ, with their signs."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in lines if line[0] in "+-" and line[:3] not in ("+++", "---")]


def test_a_file_is_opened_corrected_previewed_and_written_back(visits: Visits) -> None:
    """Only the changed place of the file changes; comments, order and its Windows line ends stay."""
    original = YEAR.read_text("utf-8").replace("\n", "\r\n")
    context = visits.context(width=1280)
    context.add_init_script(PICKER.replace("CONTENT", json.dumps(list(original.encode()))))
    page = visits.page("admin/", context=context)
    editor = Editor(page)
    editor.press("选择文件")
    expect(editor.closing).to_have_text("检查通过，没有错误，也没有提醒。")

    public = editor.unfold("规则", "科目和学时", "下级科目", "公需")
    hours = public.get_by_label("至少", exact=True)
    hours.fill("31")
    hours.press("Tab")
    expect(editor.found).to_have_count(2)
    expect(editor.root.locator(".found strong")).to_have_text(["E205", "E301"])
    evidence = public.get_by_label("原文的字").first
    expect(evidence).to_have_attribute("aria-invalid", "true")
    expect(public.locator(".fault")).to_contain_text("证据里找不到 31")
    editor.root.get_by_role("button", name="到这一处").nth(1).click()
    expect(evidence).to_be_focused()
    editor.view("预览")
    expect(editor.root.locator(".preview .plain-note")).to_have_text("还有错误，改好以后才能预览。")
    editor.view("表单")
    hours.fill("30")
    hours.press("Tab")
    expect(editor.closing).to_have_text("检查通过，没有错误，也没有提醒。")

    summary = editor.root.get_by_label("一句话概括")
    summary.fill("全年至少 90 学时，十二月底前学完并申报。")
    summary.press("Tab")
    editor.press("检查")
    expect(editor.root.locator(".problems .quiet").first).to_have_text("连同算例检查过。")
    editor.view("预览")
    frame = editor.root.frame_locator("iframe")
    expect(frame.locator(".xs-lede")).to_have_text("全年至少 90 学时，十二月底前学完并申报。")
    editor.root.get_by_label("公需（学时）").fill("30")
    editor.press("试算")
    expect(editor.root.locator(".verdict-box .verdict-status")).to_have_text("未达标")

    editor.press("保存")
    expect(editor.root.locator(".saved")).to_have_text("已写回 2025.yml。")
    written = page.evaluate("() => window.written")
    assert written.count("\r\n") == original.count("\r\n")
    assert changed_lines(original, written) == [
        next(f"-{line}" for line in original.splitlines() if line.startswith("summary:")),
        "+summary: 全年至少 90 学时，十二月底前学完并申报。",
    ]
    assert editor.kept() == "None", "what is saved is not kept a second time"


def test_lists_grow_and_shrink_by_keyboard_and_nothing_typed_is_lost(visits: Visits) -> None:
    """What was typed is there again after the page closed, also what Python had not answered."""
    context = visits.context(width=360, height=740, dark=True)
    page = visits.page("admin/", context=context)
    editor = Editor(page)
    assert axe(page, "xueshi-editor") == []
    editor.open_published("sanmenxia/2025")

    section = editor.unfold("通知文号")
    add = section.get_by_role("button", name="添加一项")
    add.press("Enter")
    fresh = section.locator("input").nth(1)
    expect(fresh).to_be_focused()
    expect(section.locator(".fault")).to_be_visible()
    page.keyboard.type("豫人社〔2024〕1号")
    page.keyboard.press("Tab")
    expect(editor.root.locator(".found strong").first).to_have_text("E236")
    section.get_by_role("button", name="删除：通知文号 第 2 项").press("Enter")
    expect(editor.closing).to_contain_text("检查通过")
    editor.press("撤销")
    expect(section.locator("input")).to_have_count(2)
    editor.press("重做")
    expect(section.locator("input")).to_have_count(1)

    learn = editor.unfold("规则", "截止日期", "学完")
    day = learn.get_by_label("最后一天", exact=True)
    day.fill("2025-13-01")
    expect(learn.locator(".fault")).to_contain_text("不是日期")
    assert axe(page, "xueshi-editor") == []
    assert page.evaluate("() => document.documentElement.scrollWidth") == 360
    learn.get_by_label("学完：写明还是没有规定").select_option("未规定")
    expect(day).to_have_count(0)
    expect(editor.closing).to_contain_text("检查通过")
    page.evaluate("() => { Worker.prototype.postMessage = MessagePort.prototype.postMessage = () => {}; }")
    by = editor.root.get_by_label("谁核对的")
    by.fill("某市人社局职称科")
    by.press("Tab")
    year = editor.root.locator(".form").get_by_label("年度", exact=True)
    year.fill("2026")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    editor.press("接着编辑")
    expect(editor.root.get_by_label("谁核对的")).to_have_value("某市人社局职称科")
    expect(editor.root.locator(".form").get_by_label("年度", exact=True)).to_have_value("2026")
    expect(editor.root.locator(".found strong").first).to_have_text("E234")
    assert "    learn: 未规定\n" in editor.kept()
    editor.view("文本")
    whole = editor.root.get_by_label("全文")
    typed = editor.kept() + "# 待核对\n"
    expect(whole).to_have_value(editor.kept())
    whole.fill(typed)
    page.reload()
    editor.press("接着编辑")
    editor.view("文本")
    expect(whole).to_have_value(typed)
    assert axe(page, "xueshi-editor") == []


def test_a_notice_is_drafted_and_filled_in(visits: Visits) -> None:
    page = visits.page("admin/", width=1280)
    editor = Editor(page)
    editor.press("起草")
    expect(editor.root.get_by_role("alert")).to_have_text("先填年度，四位数字，如 2026。")
    editor.root.get_by_label("城市", exact=True).select_option("zhumadian")
    editor.root.get_by_label("年度", exact=True).fill("2025")
    editor.press("不起草，从模板开始")
    expect(editor.root.get_by_label("一句话概括")).to_have_value("待填")
    editor.press("关闭文件")
    editor.press("关闭，不保存")
    editor.root.get_by_label("通知的文字").fill(NOTICE)
    editor.press("起草")
    checked = editor.root.get_by_label("核对日期")
    expect(checked).to_have_value("待填")
    expect(editor.root.locator(".others code")).to_contain_text(["documents/zhumadian-2025.yml"])
    before = editor.found.count()
    checked.fill("2026-01-31")
    checked.press("Tab")
    expect(editor.found).to_have_count(before - 1)
    hours = editor.unfold("规则", "科目和学时").get_by_label("至少", exact=True).first
    expect(hours).to_have_value("90")
    expect(editor.root.locator(".remark").filter(has_text="第 11 行").first).to_be_visible()
    assert axe(page, "xueshi-editor") == []
    # From one file of the draft to another and back, with a Python that fails on the way.
    others = editor.root.locator(".others li")
    others.filter(has_text="documents/").get_by_role("button", name="编辑").click()
    back = others.filter(has_text="cities/zhumadian/2025.yml").get_by_role("button", name="编辑")
    expect(back).to_be_visible()
    page.evaluate(BREAK, "state")
    back.click()
    page.wait_for_function("() => window.fail")
    expect(editor.root.locator(".work")).to_have_attribute("inert", "")
    page.evaluate("() => window.fail()")
    expect(editor.root.locator(".work")).not_to_have_attribute("inert", "")
    editor.press("再试一次")
    expect(checked).to_have_value("2026-01-31")
    with page.expect_download() as download:
        editor.press("保存")
    assert download.value.suggested_filename == "2025.yml"
    text = Path(download.value.path()).read_text("utf-8")
    assert "checked_on: 2026-01-31  # 核对原文的日期" in text


def test_hostile_files_are_refused_in_words(visits: Visits) -> None:
    """One page survives them all, and runs nothing of what is written in them."""
    context = visits.context()
    context.add_init_script("delete window.showOpenFilePicker; window.hit = () => { window.wasHit = true; };")
    page = visits.page("admin/", context=context)
    editor = Editor(page)
    for content, words in HOSTILE.values():
        with page.expect_file_chooser() as chooser:
            editor.press("选择文件")
        chooser.value.set_files(FilePayload(name="2025.yml", mimeType="text/yaml", buffer=content))
        if words.startswith("E"):
            expect(editor.found.filter(has_text=words).first).to_be_visible()
            editor.press("关闭文件")
        else:
            expect(editor.root.get_by_role("alert")).to_contain_text(words)
    assert page.evaluate("() => window.wasHit ?? false") is False
