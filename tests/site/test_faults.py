"""Faults: whatever stops in the middle, what was typed is there afterwards, and what happened is said."""

from __future__ import annotations

import datetime
import email.utils
import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Route, expect

from tests.site.calculator import PUBLIC, SANMENXIA, TRADE, Calculator, axe, ledger, quick
from tests.site.conftest import DESK, PATIENCE, Visits, with_head
from tests.site.test_editor import BREAK, PICKER, YEAR, Editor, changed_lines

STRIKE = """{
let struck = 0;
globalThis.Worker = class extends Worker {
  postMessage(message, ...more) {
    if (message.op !== "judge" || struck >= TIMES) return super.postMessage(message, ...more);
    struck += 1;
    this.terminate();
    return queueMicrotask(() => this.onerror(new ErrorEvent("error", { message: "out of memory" })));
  }
};
}
"""
"""Before the desk, which starts Python: its worker is struck down in a verdict, so many times."""


KEPT = """async () => {
  for (let tries = 0; tries < 2400; tries += 1) {
    const rows = await new Promise((done) => {
      const opening = indexedDB.open("xueshi");
      opening.onsuccess = () => {
        const all = opening.result.transaction("ledgers").objectStore("ledgers").getAll();
        all.onsuccess = () => { opening.result.close(); done(all.result[0]?.body.rows ?? []); };
      };
    });
    if (rows.length) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("no row was ever kept");
}"""
"""Waits until the browser keeps a row."""


def none_early(route: Route) -> None:
    """A page whose head starts no Python: the desk does."""
    route.fulfill(content_type="text/javascript", body="export const lend = () => null;")


def judged(context: BrowserContext, visits: Visits) -> Calculator:
    """A ledger of two rows on a day of its year."""
    calculator = Calculator(visits.page(SANMENXIA, context=context)).judge_on("2025-11-20")
    return calculator.open_ledger().paste(PUBLIC, TRADE)


def test_a_python_that_breaks_down_in_a_verdict_is_replaced(visits: Visits) -> None:
    """The person notices nothing but a moment, and what is typed afterwards is judged as well."""
    context = visits.context()
    context.route(DESK, with_head(STRIKE.replace("TIMES", "1")))
    context.route("**/runtime/early.js", none_early)
    calculator = judged(context, visits).expect_status("已达标")
    assert calculator.cells() == [list(PUBLIC), list(TRADE)]
    calculator.tabs.get_by_role("tab", name="快速自查").click()
    calculator.fill_hours(公需="3").expect_status("未达标")
    calculator.fill_hours(公需="30", 专业="60").all_approved("是").expect_status("已达标")


def test_a_python_that_breaks_down_every_time_is_told_and_costs_no_row(visits: Visits) -> None:
    """The ledger stays, is kept, and can be judged again."""
    context = visits.context()
    context.route(DESK, with_head(STRIKE.replace("TIMES", "9")))
    context.route("**/runtime/early.js", none_early)
    calculator = judged(context, visits)
    told = calculator.root.get_by_text("计算程序意外停止").first
    expect(told).to_be_visible(timeout=3 * PATIENCE)  # it was started twice
    assert calculator.cells() == [list(PUBLIC), list(TRADE)]
    context.unroute(DESK)
    calculator.page.reload()
    again = Calculator(calculator.page).judge_on("2025-11-20").expect_status("已达标")
    assert again.cells() == [list(PUBLIC), list(TRADE)]


BROUGHT_DOWN = """async () => {
  const { src } = document.querySelector("script[src$='js/site.js']");
  const { Engine } = await import(new URL("calculator/desk/engine.js", src));
  const { RuntimeFailure } = await import(new URL("runtime/client.js", src));
  let made = 0;
  const begin = () => {
    const number = (made += 1);
    const waiting = [];
    const call = (operation) => new Promise((resolve, reject) => {
      if (operation === "judge") reject(new RuntimeFailure("crashed"));
      else if (number === 1) waiting.push(reject);
      else resolve(`${operation} by ${number}`);
    });
    const stop = () => waiting.forEach((reject) => reject(new RuntimeFailure("stopped")));
    return { ready: Promise.resolve(), call, stop };
  };
  const engine = new Engine(begin, () => {}, () => {});
  const answers = [engine.call("read_paste"), engine.call("judge").catch(({ code }) => code)];
  return Promise.all(answers);
}"""
"""Two calls at once, of which the second brings Python down."""


def test_what_was_pasted_while_a_verdict_brings_python_down_is_read_by_the_next(loose: Visits) -> None:
    """It was silently not taken where the one came in the middle of the other, as on a slow machine."""
    assert loose.page("about/").evaluate(BROUGHT_DOWN) == ["read_paste by 2", "crashed"]


def test_a_page_that_crashes_loses_nothing(visits: Visits) -> None:
    """As when a phone closes a tab for want of memory: rows and totals are there when it is opened again."""
    context = visits.context()
    calculator = quick(visits, context=context).fill_hours(公需="12").open_ledger().paste(PUBLIC)
    calculator.page.evaluate(KEPT)
    with calculator.page.expect_event("crash"), pytest.raises(Error):
        calculator.page.goto("chrome://crash")
    again = Calculator(visits.page(SANMENXIA, context=context))
    expect(again.rows).to_have_count(1)
    again.tabs.get_by_role("tab", name="快速自查").click()
    expect(again.hours("公需")).to_have_value("12")


FULL = """{
let room = false;
const channel = new BroadcastChannel("room");
channel.onmessage = () => { room = true; channel.postMessage("made"); };
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (record) {
  if (room) return put.call(this, record);
  const { transaction } = this;
  Object.defineProperty(transaction, "error", { value: new DOMException("full", "QuotaExceededError") });
  transaction.abort();
};
}
"""
"""Before the desk: a disk that is full until somebody makes room."""

MAKE_ROOM = """() => new Promise((made) => {
  const channel = new BroadcastChannel("room");
  channel.onmessage = made;
  channel.postMessage("make");
})"""


def test_a_full_disk_is_told_and_what_is_typed_stays_and_is_kept_once_there_is_room(visits: Visits) -> None:
    """Nothing is lost but the keeping; and the keeping comes back by itself."""
    context = visits.context()
    context.route(DESK, with_head(FULL))
    calculator = judged(context, visits).expect_status("已达标")
    told = calculator.root.get_by_text("保存空间满了")
    expect(told).to_be_visible()
    with calculator.page.expect_download() as saving:
        calculator.button("导出 CSV").click()
    assert "数字技术" in saving.value.path().read_text(encoding="utf-8-sig")
    calculator.page.evaluate(MAKE_ROOM)
    calculator.paste(PUBLIC)
    expect(told).to_be_hidden()
    context.unroute(DESK)
    calculator.page.reload()
    expect(Calculator(calculator.page).rows).to_have_count(3)


@pytest.mark.parametrize("years", [-1, 1])
def test_a_clock_that_is_wrong_by_a_year_is_told(visits: Visits, years: int) -> None:
    """A verdict is always as of the day that is shown; that this day is hardly today's is said beside it."""
    context = visits.context()
    there = datetime.timezone(datetime.timedelta(hours=8))  # the browser's, on every evening
    day = datetime.datetime.now(there) + datetime.timedelta(days=365 * years)
    context.clock.set_fixed_time(day)
    page = visits.page(SANMENXIA, context=context)
    told = page.locator("xueshi-calculator .storage-notice").filter(has_text="网站服务器的日期")
    expect(told).to_contain_text(f"这台设备的日期是 {day.year}-")
    right = visits.page(SANMENXIA)
    expect(right.locator("xueshi-calculator .quick")).to_be_visible()
    expect(right.get_by_text("网站服务器的日期")).to_have_count(0)


def test_escape_takes_back_what_was_typed_into_a_row_and_undo_brings_it_again(visits: Visits) -> None:
    """A key that is easily hit by mistake must not cost what was typed, in a new row or in an old one."""
    calculator = ledger(visits)
    page = calculator.page
    calculator.button("添加一行").click()
    calculator.root.get_by_label("完成日期", exact=True).fill("2025-03-05")
    calculator.root.get_by_label("课程", exact=True).fill("新技术")
    page.keyboard.press("Escape")
    expect(calculator.rows).to_have_count(0)
    calculator.button("撤销：放弃第 2 行刚填的").click()
    expect(calculator.rows).to_have_count(1)
    assert calculator.cells()[0][:4] == ["2025-03-05", "", "", "新技术"]
    calculator.root.get_by_role("button", name="编辑第 2 行").click()
    calculator.root.get_by_label("课程", exact=True).fill("别的")
    calculator.button("还原").click()
    calculator.button("撤销：放弃第 2 行刚填的").click()
    expect(calculator.row(2).locator('.cell[data-name="课程"]')).to_have_text("别的")


def test_two_tabs_of_the_editor_keep_both_works(visits: Visits) -> None:
    """Neither writes over the other, also when one took up the other's work; both are offered afterwards."""
    context = visits.context()
    pages = [visits.page("admin/", context=context) for _ in range(2)]
    one, two = (Editor(page) for page in pages)
    for editor, words in ((one, "甲写的。"), (two, "乙写的。")):
        editor.page.bring_to_front()
        editor.open_published("sanmenxia/2025")
        summary = editor.root.get_by_label("一句话概括")
        summary.fill(words)
        summary.press("Tab")
        expect(editor.root.locator(".topbar .saved")).to_have_text("有改动，还没有保存")
    third = Editor(visits.page("admin/", context=context))
    expect(third.root.get_by_role("button", name="接着编辑")).to_have_count(2)
    assert {"甲写的。" in text or "乙写的。" in text for text in texts(third.page)} == {True}
    third.root.get_by_role("button", name="接着编辑").last.click()
    expect(third.root.get_by_label("一句话概括")).to_have_value("甲写的。")
    one.page.bring_to_front()
    summary = one.root.get_by_label("一句话概括")
    summary.fill("甲又写了。")
    summary.press("Tab")
    expect(one.root.locator(".kept")).to_contain_text("两份都在")
    one.page.wait_for_function(
        "() => Object.entries(localStorage).some(([key, kept]) =>"
        " key.startsWith('xueshi:editor') && JSON.parse(kept).text.includes('甲又写了'))"
    )
    kept = "".join(texts(one.page))
    assert [kept.count(words) for words in ("甲写的", "甲又写了", "乙写的")] == [1, 1, 1]


def texts(page: Page) -> Iterator[str]:
    """The works that the browser keeps."""
    kept: list[str] = page.evaluate(
        "() => Object.entries(localStorage)"
        ".filter(([key]) => key.startsWith('xueshi:editor')).map(([, kept]) => kept)"
    )
    return (str(json.loads(record)["text"]) for record in kept)


def test_a_change_that_fails_is_made_before_those_that_came_after_it(visits: Visits) -> None:
    """Until then it counts as unsaved: the file is neither saved nor closed without it in silence."""
    page = visits.page("admin/", width=1280)
    editor = Editor(page)
    editor.open_published("sanmenxia/2025")
    numbers = editor.unfold("通知文号")
    summary = editor.root.get_by_label("一句话概括")
    page.evaluate(BREAK, "edit")
    for words in ("先写的。", "后写的。"):
        summary.fill(words)
        summary.press("Tab")
    numbers.get_by_role("button", name="添加一项").click()
    # Until the item is there, what is typed might go to another than it was meant for.
    expect(editor.root.locator(".form")).to_have_attribute("inert", "")
    page.evaluate("() => window.fail()")
    again = editor.root.locator(".strip").get_by_role("button", name="再试一次")
    expect(again).to_be_visible()
    saved = editor.root.locator(".topbar .saved")
    expect(saved).to_have_text("有改动，还没有保存")
    editor.press("保存")
    dialog = editor.root.get_by_role("dialog")
    expect(dialog.get_by_role("listitem")).to_have_text(
        ["一句话概括：“先写的。”", "一句话概括：“后写的。”", "通知文号 › 第 2 项：添加一项"]
    )
    dialog.get_by_role("button", name="继续编辑").click()
    expect(saved).to_contain_text("没有保存：有改动还没有写进文件")
    editor.press("关闭文件")
    editor.press("继续编辑")
    expect(numbers.locator("input")).to_have_count(1)
    again.click()
    expect(numbers.locator("input")).to_have_count(2)
    expect(summary).to_have_value("后写的。")
    expect(again).to_have_count(0)
    expect(editor.root.locator(".form")).not_to_have_attribute("inert", "")
    # What is still under the hand is part of what is saved.
    summary.fill("最后写的。")
    with page.expect_download() as download:
        summary.press("Control+s")
    assert "summary: 最后写的。" in download.value.path().read_text("utf-8")


NEVER = """(words) => {
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...more) {
    if (!message.payload?.includes(words)) return post.call(this, message, ...more);
    return queueMicrotask(() => this.onmessage({ data: { id: message.id, error: { code: "memory" } } }));
  };
}"""
"""From now on Python fails on every message with these words."""


def test_a_change_that_fails_every_time_is_laid_aside_and_all_else_goes_on(visits: Visits) -> None:
    """It is neither lost nor in the way: the file is saved without it, which is said, and it is listed."""
    page = visits.page("admin/", width=1280)
    editor = Editor(page)
    editor.open_published("sanmenxia/2025")
    page.evaluate(NEVER, "写不进去")
    summary, by = (editor.root.get_by_label(label) for label in ("一句话概括", "谁核对的"))
    for field, words in ((summary, "这句写不进去。"), (by, "某市人社局职称科")):
        field.fill(words)
        field.press("Tab")
    editor.press("再试一次")
    aside = editor.root.get_by_role("region", name="没有写进文件的改动")
    expect(aside).to_be_hidden()
    editor.press("先放一边，接着做别的")
    expect(aside.get_by_role("listitem")).to_contain_text(["一句话概括"])
    expect(editor.root.locator(".strip")).to_be_hidden()
    assert axe(page, "xueshi-editor") == []
    saved = editor.root.locator(".topbar .saved")
    # Another, and this time the file is saved at once.
    learn = editor.unfold("规则", "截止日期", "学完").get_by_label("最后一天", exact=True)
    learn.fill("写不进去的日子")
    with page.expect_download() as download:
        editor.press("保存")
        editor.root.get_by_role("dialog").get_by_role("button", name="不带它们保存").click()
    expect(saved).to_contain_text("有 2 处改动不在里面，列在“没有写进文件的改动”里")
    text = download.value.path().read_text("utf-8")
    assert changed_lines(YEAR.read_text("utf-8"), text)[1:] == ["+checked_by: 某市人社局职称科"]
    expect(summary).not_to_have_value("这句写不进去。")
    # What was laid aside is there again after the page closed, until it is written or given up.
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    with page.expect_download() as download:
        editor.press("下载")
    assert download.value.path().read_text("utf-8") == text
    expect(editor.root.get_by_role("alert")).to_contain_text("有 2 处改动没有写进去")
    editor.press("接着编辑")
    expect(aside.locator("pre")).to_have_text(["这句写不进去。", "写不进去的日子"])
    summary.fill("这句写不进去。")
    summary.press("Tab")
    expect(aside.locator("pre")).to_have_text(["写不进去的日子"])
    aside.get_by_role("button", name="不要了").click()
    editor.root.get_by_role("dialog").get_by_role("button", name="不要了").click()
    expect(aside).to_be_hidden()
    expect(summary).to_have_value("这句写不进去。")


def test_a_text_on_which_python_fails_every_time_is_saved_as_it_is(visits: Visits) -> None:
    """It is what the file is to hold, whether or not it can be checked; and the way back is open."""
    page = visits.page("admin/", width=1280)
    editor = Editor(page)
    editor.open_published("sanmenxia/2025")
    editor.view("文本")
    whole = editor.root.get_by_label("全文")
    before = YEAR.read_text("utf-8")
    expect(whole).to_have_value(before)
    page.evaluate(NEVER, "查不了")
    whole.fill(before + "# 查不了\n")
    whole.press("Tab")
    expect(editor.closing).to_have_text("没有检查成")
    with page.expect_download() as download:
        editor.press("保存")
    assert download.value.path().read_text("utf-8") == before + "# 查不了\n"
    expect(editor.root.locator(".topbar .saved")).to_contain_text("程序没能检查这份文字")
    editor.view("表单")
    expect(editor.root.get_by_text("表单暂时打不开")).to_be_visible()
    editor.press("撤销")
    expect(editor.closing).to_contain_text("检查通过")
    expect(editor.root.get_by_label("一句话概括")).to_be_visible()
    editor.view("文本")
    expect(whole).to_have_value(before)


def test_a_file_that_another_program_changed_is_not_written_over_in_silence(visits: Visits) -> None:
    """The editor asks; a copy can be saved beside it, and nothing is written meanwhile."""
    context = visits.context(width=1280)
    content = json.dumps(list(YEAR.read_bytes()))
    context.add_init_script(
        PICKER.replace("CONTENT", "(window.onDisk ?? CONTENT)").replace("CONTENT", content)
    )
    page = visits.page("admin/", context=context)
    editor = Editor(page)
    editor.press("选择文件")
    summary = editor.root.get_by_label("一句话概括")
    summary.fill("全年至少 90 学时。")
    summary.press("Tab")
    page.evaluate("() => { window.onDisk = [97, 58, 32, 49]; }")
    editor.press("保存")
    dialog = editor.root.get_by_role("dialog")
    expect(dialog).to_contain_text("2025.yml 在打开以后被改过")
    assert page.evaluate("() => window.written") is None
    with page.expect_download() as download:
        dialog.get_by_role("button", name="另存一份（下载）").click()
    assert "全年至少 90 学时。" in download.value.path().read_text("utf-8")
    assert page.evaluate("() => window.written") is None


def test_the_host_says_what_day_it_is(visits: Visits) -> None:
    """What the comparison of clocks rests on."""
    answer = visits.context().request.head(visits.server.url + "manifest.webmanifest")
    there = email.utils.parsedate_to_datetime(answer.headers["date"])
    assert abs(there - datetime.datetime.now(datetime.UTC)) < datetime.timedelta(minutes=5)
