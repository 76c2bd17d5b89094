"""A whole staff, invented, in the browser: loaded, watched, stopped, filtered, corrected, exported."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Dialog, FilePayload, Page, Route, expect

from builder.bench.staff import staff_csv, staff_rows
from tests.site.calculator import (
    PINGDINGSHAN,
    PUBLIC,
    SANMENXIA,
    TRADE,
    Calculator,
    Element,
    width_overflow,
)
from tests.site.conftest import PATIENCE, Visits
from tests.site.test_offline import settled

SUBJECTS = ("公需", "专业")
DAY = "2025-11-20"

UNTIL = """async (path) => {
    const at = () => path.split(".").reduce((value, name) => value?.[name], window);
    while (!at()) await new Promise((resolve) => setTimeout(resolve, 50));
}"""
"""Waits until there is something in a place of the window; the page's policy lets no test write functions."""


KEPT = """async () => {
    const found = (await indexedDB.databases()).map((one) => one.name);
    for (const store of [localStorage, sessionStorage])
        found.push(...Object.values(store).filter((text) => text.includes("名单（虚构）")));
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
            const kept = new TextDecoder().decode(await (await cache.match(request)).arrayBuffer());
            if (/名单（虚构）|全部审核通过\\r\\n甲/.test(kept)) found.push(request.url);
        }
    }
    return found;
}"""
"""Databases there are, and whatever is kept of the name or the rows of a list."""


class Roster(Element):
    """The page for employers; every method does what a person could do."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, "xueshi-roster")
        self.people = self.root.locator("table.people tbody tr")
        self.found = self.root.locator(".found")
        self.person = self.root.locator("article.person")
        self.title = self.root.get_by_role("heading", name="全体人员")
        expect(self.button("选择表格")).to_be_visible()

    def button(self, name: str) -> Any:
        """A button by its words."""
        return self.root.get_by_role("button", name=name, exact=True)

    def choose(self, city: str = "三门峡市", day: str = DAY) -> Roster:
        """City (with one year on file) and day."""
        self.root.get_by_label("城市", exact=True).select_option(label=city)
        self.root.get_by_label("按哪一天判断").first.fill(day)
        return self

    def load(self, data: bytes, name: str = "名单（虚构）.csv", via: str = "选择表格") -> Roster:
        """Choose a file."""
        with self.page.expect_file_chooser() as chooser:
            self.button(via).click()
        chooser.value.set_files(FilePayload(name=name, mimeType="application/octet-stream", buffer=data))
        return self

    def expect_people(self, count: int) -> Roster:
        """Wait until so many people are judged and listed."""
        expect(self.found).to_have_text(f"共 {count:,} 人", timeout=2 * PATIENCE)
        expect(self.root.locator(".progress")).to_be_hidden()
        return self

    def count(self, status: str) -> int:
        """The number on the tile of a status."""
        return int(self.root.locator(f".number-tile[data-status={status}] b").inner_text().replace(",", ""))

    def open_person(self, name: str) -> Roster:
        """Open the first person of this name or number."""
        self.root.get_by_label("按姓名或工号找").fill(name)
        expect(self.people).to_have_count(1)
        self.people.get_by_role("button").click()
        expect(self.person.locator(".verdict .status")).to_be_visible()
        return self

    def saved(self, button: str) -> tuple[str, bytes]:
        """Name and bytes of what a button hands out."""
        with self.page.expect_download() as saving:
            self.button(button).click()
        return saving.value.suggested_filename, saving.value.path().read_bytes()


def roster(visits: Visits, **screen: Any) -> Roster:
    """The page with city and day chosen."""
    return Roster(visits.page("roster/", **screen)).choose()


def staff(people: int, **more: int) -> bytes:
    """An invented staff under the rules of 三门峡 2025."""
    return staff_csv(people, 2025, SUBJECTS, **more)


def test_a_thousand_people_are_loaded_filtered_opened_and_handed_out(visits: Visits) -> None:
    one = roster(visits).load(staff(1_000, wrong=5))
    one.expect_people(1_000)
    numbers = {status: one.count(status) for status in ("met", "pending", "short", "needs_info")}
    assert sum(numbers.values()) == 1_000
    assert min(numbers["met"], numbers["pending"], numbers["short"]) > 50
    drawn = one.root.locator(".parts")
    expect(drawn).to_have_attribute("role", "img")
    assert f"未达标 {numbers['short']} 人" in (drawn.get_attribute("aria-label") or "")
    expect(one.people).to_have_count(50)
    # What the employer has to do stands above the list, with a day and a clause.
    duties = one.root.locator(".duties")
    expect(duties).to_contain_text("审核超期")
    expect(duties).to_contain_text("三人社专技〔2025〕1号")

    one.root.locator(".number-tile[data-status=short]").click()
    expect(one.found).to_have_text(f"筛出 {numbers['short']} 人，共 1,000 人")
    one.root.get_by_label("排序").select_option(label="缺得多的在前")
    one.root.get_by_label("部门").select_option(index=1)
    expect(one.people.first.locator(".of-unit")).to_contain_text("虚构")
    one.button("清除筛选").click()
    expect(one.found).to_have_text("共 1,000 人")

    name, data = one.saved("导出 CSV")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert (name[-4:], len(rows)) == (".csv", 1_000)
    assert sum(row["结论"] == "未达标" for row in rows) == numbers["short"]
    one.root.get_by_label("缺哪一科").select_option(index=1)
    expect(one.found).to_contain_text("筛出")
    _, data = one.saved("导出 Excel")
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["结果", "单位要办的事"]
    shown = int(one.found.inner_text().removeprefix("筛出 ").partition(" ")[0].replace(",", ""))
    assert book["结果"].max_row == shown + 1
    assert book["结果"]["A2"].value.startswith("2025")


def test_a_person_has_the_same_answer_as_in_the_calculator(visits: Visits) -> None:
    header = "工号,姓名,完成日期,科目,学时,课程,施教机构,学习方式,入账方式,申报日期,审核日期,计划备案"
    card = "11010519491231002X"
    lines = [
        header,
        *(f"{card},甲某,{','.join(cells)}" for cells in (PUBLIC, (*TRADE[:2], "59.5", *TRADE[3:]))),
    ]
    one = roster(visits).load("\r\n".join([*lines, f"2,乙某,{','.join(PUBLIC)}"]).encode("gb18030"))
    one.expect_people(2).open_person(card)
    expect(one.person).to_contain_text(card)
    expect(one.person.locator(".verdict .status")).to_have_text("未达标")
    expect(one.person.locator(".letter-text")).to_contain_text("甲某，您好！")
    expect(one.person.locator(".own-rows tbody")).to_have_count(2)
    told = one.person.locator(".person-result")
    own = [told.locator(part).inner_text() for part in (".verdict", ".bars", ".steps", ".tree")]

    alone = Calculator(visits.page(SANMENXIA)).judge_on(DAY).open_ledger()
    alone.paste(PUBLIC, (*TRADE[:2], "59.5", *TRADE[3:])).expect_status("未达标")
    result = alone.root.locator(".result")
    assert own[:2] == [result.locator(part).inner_text() for part in (".verdict", ".bars")]
    assert own[3] == result.locator(".tree").inner_text()
    one.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()); }")
    one.button("复制提醒文字").click()
    shown = one.root.get_by_role("dialog").get_by_role("textbox", name="复制提醒文字")
    expect(shown).to_be_focused()
    assert shown.evaluate("(box) => box.value.slice(box.selectionStart, box.selectionEnd)") == (
        one.person.locator(".letter-text").text_content()
    )
    one.page.keyboard.press("Escape")
    one.button("回到名单").click()
    expect(one.people.get_by_role("button")).to_be_focused()


def test_the_work_stops_at_once_and_goes_on_where_it_was(visits: Visits) -> None:
    one = roster(visits).load(staff(20_000, rows_each=1))
    expect(
        one.root.locator(".progress:has-text('正在判断') [role=progressbar][aria-valuenow]")
    ).to_be_visible()
    one.button("停止").click()
    expect(one.root.locator(".progress")).to_be_hidden()
    expect(one.root.locator(".plain-note", has_text="已停止")).to_be_visible()
    expect(one.found).to_have_text(re.compile(r"^共 [\d,]+ 人$"))
    some = int(one.found.inner_text().removeprefix("共 ").removesuffix(" 人").replace(",", ""))
    assert 0 < some < 20_000
    one.button("接着判断").click()
    one.expect_people(20_000)
    # A file is made in steps, too: the list answers meanwhile; what was stopped is no part of the next one.
    one.button("导出 Excel").click()
    progress = one.root.locator(".progress:has-text('正在写出文件')")
    expect(progress.get_by_role("progressbar")).to_have_attribute("aria-valuenow", re.compile("[1-9]"))
    one.root.get_by_label("按姓名或工号找").fill("2025000007")
    expect(one.people).to_have_count(1)
    expect(progress).to_be_visible()
    one.button("停止").click()
    expect(progress).to_be_hidden()
    name, data = one.saved("导出 CSV")
    assert (name[-4:], data.count(b"\r\n")) == (".csv", 2)
    # To leave the page now is to lose the results: the browser asks first.
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    one.page.on("dialog", answer)
    one.page.reload()
    assert asked == ["beforeunload"]


def test_what_is_doubtful_is_asked_or_told_where_the_person_is_opened(visits: Visits) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for cells in (
        ["姓名", "公需", "专业", "审核结果", "审批结果"],
        ["甲", 30, 60, "通过", "通过"],
        ["乙", 30, 60, "通过", "不通过"],
        ["丙", "=15+15", 60, "通过", "通过"],
    ):
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    one = roster(visits).load(out.getvalue(), "名单（虚构）.xlsx")
    form = one.root.locator(".columns-form")
    expect(form.locator(".samples")).to_have_count(2)
    expect(form.locator(".samples").last).to_contain_text("不通过")
    form.get_by_role("combobox").select_option(label="每一列都要")
    one.button("接着读").click()
    one.expect_people(3)
    assert (one.count("met"), one.count("short")) == (1, 1)
    expect(one.root.locator(".faults")).to_contain_text("第 4 行 丙")
    one.open_person("丙")
    expect(one.person.get_by_role("list", name="没有算进去的")).to_contain_text("没有存计算结果")
    expect(one.person.locator(".letter-text")).to_contain_text("1 行读不懂")
    # What is to be corrected is no roster: whoever opens it as one is told what it is for.
    one.button("回到名单").click()
    _, wrong = one.saved("下载这些行（Excel）")
    one.button("换一份名单").click()
    one.root.get_by_role("dialog").get_by_role("button", name="换一份").click()
    one.load(wrong, "要改正的行.xlsx")
    expect(one.root.get_by_role("alert")).to_contain_text("读入改好的行")


def test_rows_with_errors_are_taken_out_corrected_and_loaded_again(visits: Visits) -> None:
    one = roster(visits).load(staff(60, wrong=40)).expect_people(60)
    faults = one.root.locator(".faults")
    expect(faults).to_contain_text("行有错误，没有算进去")
    _, data = one.saved("下载这些行（CSV）")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    hours = rows[0].index("学时")
    assert all("学时" in row[0] for row in rows[1:])
    for row in rows[1:]:
        row[hours] = "36"
    out = io.StringIO(newline="")
    csv.writer(out).writerows([rows[0], *([*row[:-1], "77777"] for row in rows[1:2])])
    one.load(out.getvalue().encode("utf-8-sig"), "改好的.csv", "读入改好的行")
    dialog = one.root.get_by_role("dialog")
    expect(dialog).to_contain_text("一行也没有替换")
    dialog.get_by_role("button", name="知道了").click()
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    one.load(out.getvalue().encode("gb18030"), "改好的.csv", "读入改好的行")
    expect(faults).to_be_hidden()
    expect(one.root.locator(".plain-note", has_text=f"替换了 {len(rows) - 1} 行")).to_be_visible()
    one.expect_people(60)
    # The button that was pressed is gone with the rows.
    expect(one.title).to_be_focused()


@pytest.mark.parametrize(("kind", "end"), [("CSV", "csv"), ("Excel", "xlsx")])
def test_long_ids_and_names_like_formulas_come_back_as_they_were(visits: Visits, kind: str, end: str) -> None:
    """From the page into a spreadsheet, corrected there, loaded again, handed out."""
    people = {"11010519491231002X": "=1+1", "110105194912310038": "@甲", "110105194912310046": "-乙"}
    lines = [
        f"{card},{name},{hours},60,是" for (card, name), hours in zip(people.items(), "三39", strict=True)
    ]
    one = roster(visits).load("\r\n".join(["证件号码,姓名,公需,专业,全部审核通过", *lines]).encode())
    one.expect_people(3)
    _, data = one.saved(f"下载这些行（{kind}）")
    rows = _cells(data)
    assert len(rows) == 2
    rows[1][rows[0].index("公需")] = "30"
    one.load(_file(rows, end), f"改好的.{end}", "读入改好的行")
    expect(one.root.locator(".plain-note", has_text="替换了 1 行")).to_be_visible()
    one.expect_people(3)
    assert (one.count("met"), one.count("short")) == (1, 2)
    _, data = one.saved(f"导出 {kind}")
    header, *rows = _cells(data)
    # In CSV a mark keeps spreadsheet programs from making a number or a formula of a text.
    who = [[row[header.index(name)].removeprefix("'") for name in ("工号", "姓名")] for row in rows]
    assert dict(who) == people


def _cells(data: bytes) -> list[list[str]]:
    """The cells of a file in either form; none of them is a formula."""
    if not data.startswith(b"PK"):
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    return [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]


def _file(rows: list[list[str]], end: str) -> bytes:
    """A file in either form, as a spreadsheet program saves it."""
    if end == "csv":
        out = io.StringIO(newline="")
        csv.writer(out).writerows(rows)
        return out.getvalue().encode("utf-8-sig")
    book = openpyxl.Workbook()
    for row, cells in enumerate(rows, 1):
        for column, text in enumerate(cells, 1):
            book.worksheets[0].cell(row, column, text).data_type = "s"
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def test_what_hangs_on_an_answer_is_asked_once_for_all_and_an_unclear_column_is_asked_for(
    visits: Visits,
) -> None:
    one = roster(visits).load("姓名,编号,公需,专业\r\n甲,1,30,60\r\n甲,2,30,60\r\n乙,3,1,2\r\n".encode())
    form = one.root.locator(".columns-form")
    form.get_by_label("“编号”").select_option(label="工号")
    one.button("接着读").click()
    one.expect_people(3)
    assert one.count("needs_info") == 2
    question = one.root.get_by_role("group", name="都已申报并审核通过了吗？")
    expect(question).to_contain_text("2 人的结论取决于")
    question.get_by_label("是", exact=True).check()
    expect(one.root.locator(".number-tile[data-status=met] b")).to_have_text("2")
    assert one.count("needs_info") == 0
    question.get_by_label("否", exact=True).check()
    expect(one.root.locator(".number-tile[data-status=pending] b")).to_have_text("2")


def test_a_table_that_comes_before_the_city_waits_for_it(visits: Visits) -> None:
    one = Roster(visits.page("roster/"))
    table = FilePayload(name="名单.csv", mimeType="text/csv", buffer="姓名,公需,专业\r\n甲,1,2\r\n".encode())
    one.root.locator("input[type=file]").first.set_input_files(table)
    expect(one.root.get_by_role("alert")).to_contain_text("“名单.csv”已收到")
    one.root.get_by_label("城市", exact=True).select_option(label="三门峡市")
    one.expect_people(1)


def test_who_stops_while_rules_are_brought_hears_nothing_of_them_any_more(visits: Visits) -> None:
    """Neither an empty result nor a failure follows the form that was gone back to."""
    visits.forgive("Failed to load resource", "ERR_FAILED")
    one = Roster(visits.page("roster/"))
    one.root.get_by_label("城市", exact=True).select_option(label="按表里的“城市”“年度”两列")
    held: list[Route] = []
    one.page.route("**/assets/calculator/*/*.json", lambda route: held.append(route))
    table = "姓名,城市,年度,公需,专业,全部审核通过\r\n甲,三门峡市,2025,30,60,是\r\n".encode()
    for ending in ("requestfinished", "requestfailed"):
        with one.page.expect_request("**/assets/calculator/*/*.json"):
            one.load(table)
        one.button("停止").click()
        expect(one.button("选择表格")).to_be_visible()
        with one.page.expect_event(ending):
            held.pop().continue_() if ending == "requestfinished" else held.pop().abort()
        one.page.evaluate("() => new Promise((resolve) => setTimeout(resolve))")
        expect(one.button("选择表格")).to_be_visible()
        expect(one.root.locator(".failure")).to_be_hidden()
    one.page.unroute("**/assets/calculator/*/*.json")
    one.load(table).expect_people(1)


@pytest.mark.parametrize("width", [320, 1440])
def test_names_from_a_file_are_never_run_and_a_broken_file_is_named(visits: Visits, width: int) -> None:
    one = roster(visits, width=width)
    one.load(b"%PDF-1.7", "a.pdf")
    alert = one.root.get_by_role("alert")
    expect(alert).to_contain_text("PDF")
    one.load("甲,乙\r\n1,2\r\n".encode(), "b.csv")
    expect(alert).to_contain_text("表头")
    hostile = ("<img src=x onerror=alert(1)>", "=HYPERLINK()", "\u202e倒过来", "长" * 300)
    lines = ["工号,姓名,完成日期,科目,学时"]
    for at, name in enumerate(hostile):
        lines += [
            f'41010119900101{at + 1:04},"{name}",2025-03-05,{cells}' for cells in ("公需,30", "专业,60")
        ]
    one.load("\r\n".join(lines).encode()).expect_people(4)
    expect(one.people.first).to_contain_text(hostile[0])
    assert width_overflow(one.page) == 0
    # An identity number beside the widest of the tags stays on one line: broken in two it is misread.
    assert one.count("pending") == 4
    lines_of = (
        "(cells) => cells.map((cell) => cell.offsetHeight / parseFloat(getComputedStyle(cell).fontSize))"
    )
    assert max(one.people.locator(".who-id").evaluate_all(lines_of)) < 2
    one.people.first.get_by_role("button").click()
    expect(one.person.locator("h2")).to_have_text(hostile[0])
    assert width_overflow(one.page) == 0
    assert one.page.locator("img[src=x]").count() == 0


def test_every_state_is_sound_in_both_colours_on_every_width_and_on_paper(visits: Visits) -> None:
    one = roster(visits, width=360)

    def look(state: str) -> None:
        assert one.flaws() == [], state

    look("start")
    one.load("姓名,编号,日期,类别,学时\r\n甲,1,2025-03-05,公需,30\r\n".encode())
    expect(one.button("接着读")).to_be_visible()
    look("columns")
    one.button("取消").click()
    expect(one.button("选择表格")).to_be_focused()
    one.load("姓名,证件号码,公需,专业\r\n甲,411201199001010000,30,60\r\n".encode())
    expect(one.root.locator(".plain-note", has_text="没有一个人可以判断")).to_be_visible()
    expect(one.title).to_be_focused()
    expect(one.people).to_have_count(0)
    look("nobody")
    one.button("换一份名单").click()
    one.root.get_by_role("dialog").get_by_role("button", name="换一份").click()
    rows = list(staff_rows(40, 2025, SUBJECTS, wrong=60))
    text = "\r\n".join(",".join(row) for row in rows)
    one.load(text.encode()).expect_people(40)
    look("result")
    one.root.locator(".own-duties summary").click()
    one.people.first.get_by_role("button").click()
    expect(one.person.locator(".verdict")).to_be_visible()
    look("person")
    one.button("回到名单").click()
    one.page.evaluate("window.print = () => { window.printed = true; }")
    one.button("打印名单").click()
    one.page.evaluate(UNTIL, "printed")
    one.page.emulate_media(media="print")
    expect(one.people).to_have_count(40)
    expect(one.people.last).to_be_visible()
    expect(one.root.locator(".numbers")).to_be_visible()
    expect(one.page.locator("h1")).to_be_hidden()
    expect(one.button("导出 CSV")).to_be_hidden()


def test_who_used_it_once_can_use_it_without_a_network(visits: Visits) -> None:
    visits.forgive("Failed to load resource", "ERR_INTERNET_DISCONNECTED", "ERR_FAILED")
    context = visits.context(service_workers="allow")
    page = visits.page("roster/", context=context)
    settled(page, 5, "/")
    text = "姓名,公需,专业,全部审核通过\r\n甲,30,60,是\r\n乙,1,2,是\r\n".encode()
    Roster(page).choose().load(text).expect_people(2)
    page.on("dialog", lambda dialog: dialog.accept())
    context.set_offline(True)
    page.reload()
    again = Roster(page).choose().load(text).expect_people(2)
    assert (again.count("met"), again.count("short")) == (1, 1)
    again.open_person("乙")
    expect(again.person.locator(".bars")).to_contain_text("公需")
    # What was kept for that is the site: nothing of the list.
    assert page.evaluate(KEPT) == []


def test_templates_fit_the_rule_and_a_staff_list_in_the_calculator_leads_here(visits: Visits) -> None:
    one = roster(visits).choose("平顶山市", "2021-11-20")
    _, data = one.saved("下载模板：一人多行（每门课一行），Excel")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]][:2] == ["工号", "姓名"]
    offered = " ".join(str(item.formula1) for item in sheet.data_validations.dataValidation)
    assert "公需必修" in offered
    one.load(data, "模板.xlsx")
    expect(one.root.get_by_role("alert")).to_contain_text("下面没有一行")
    _, data = one.saved("下载模板：一人一行（各科合计），CSV")
    assert "公需必修" in data.decode("utf-8-sig")

    alone = Calculator(visits.page(PINGDINGSHAN)).judge_on("2021-11-20").open_ledger()
    alone.open_file(
        "名单.csv", "姓名,完成日期,科目,学时\n甲,2021-03-01,公需,3\n乙,2021-03-02,公需,3\n".encode()
    )
    alone.root.get_by_role("link", name="去“批量自查”").click()
    expect(alone.page).to_have_url(visits.server.url + "roster/")
