"""The calculator of the built site, used in a real browser with the real Python in it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from builder.server import SiteServer
from tests.site.calculator import COLUMNS, Calculator, ledger_row
from tests.site.conftest import Visits
from xueshi import jsontext
from xueshi.page import handle

SANMENXIA = "cities/sanmenxia/2025/"
PINGDINGSHAN = "cities/pingdingshan/2021/"

PUBLIC = ledger_row(
    完成日期="2025-03-05",
    科目="公需",
    学时="30",
    课程="数字技术与网络安全",
    施教机构="河南大学",
    入账方式="自动",
)
TRADE = ledger_row(
    完成日期="2025-05-11",
    科目="专业",
    学时="60",
    课程="施工新技术",
    施教机构="三门峡职业技术学院",
    入账方式="申报",
    申报日期="2025-05-20",
    审核日期="2025-05-28",
    计划备案="是",
)
HOSTILE = "<script>window.struck = 1</script><img src=x onerror='window.struck = 1'>"


def quick(visits: Visits, path: str = SANMENXIA, day: str = "2025-11-20", **screen: Any) -> Calculator:
    return Calculator(visits.page(path, **screen)).judge_on(day)


def ledger(visits: Visits, *rows: tuple[str, ...], **screen: Any) -> Calculator:
    calculator = quick(visits, **screen).open_ledger()
    return calculator.paste(*rows) if rows else calculator


# From home to verdict


def test_by_mouse_from_home_to_verdict(visits: Visits) -> None:
    page = visits.page()
    page.locator(f'main a[href*="{SANMENXIA}"]:visible').first.click()
    calculator = Calculator(page).judge_on("2025-11-20").fill_hours(公需="30", 专业="60")
    calculator.all_approved("是").expect_status("已达标")
    calculator.fill_hours(专业="59.5").expect_status("未达标")
    expect(calculator.verdict).to_contain_text("0.5")


def test_by_keyboard_alone_from_home_to_verdict(visits: Visits) -> None:
    page = visits.page()
    tab_until(page, f'a[href*="{SANMENXIA}"]')
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{SANMENXIA}*")
    calculator = Calculator(page)
    tab_until(page, "input[type=date]")
    # The parts of a date field depend on the browser's language; the day itself is set as its calendar would.
    calculator.judge_on("2025-11-20")
    tab_until(page, ".quick input[type=text]")
    page.keyboard.type("30")
    page.keyboard.press("Tab")
    page.keyboard.type("６０")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    calculator.expect_status("已达标")


def test_the_ledger_by_keyboard_alone(visits: Visits) -> None:
    calculator = quick(visits)
    page = calculator.page
    calculator.tabs.get_by_role("tab", name="快速自查").focus()
    page.keyboard.press("ArrowRight")
    expect(calculator.tabs.get_by_role("tab", name="逐条台账")).to_be_focused()
    tab_until(page, "button.strong")
    page.keyboard.press("Enter")
    expect(calculator.root.get_by_label("完成日期", exact=True)).to_be_focused()
    page.keyboard.type("2025-03-05")
    tab_until(page, "select")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("30")
    page.keyboard.press("Enter")
    expect(calculator.button("添加一行")).to_be_focused()
    calculator.expect_status("未达标")
    assert calculator.cells() == [["2025-03-05", "公需", "30", *[""] * 7]]
    tab_until(page, ".act button + button")
    page.keyboard.press("Enter")
    expect(calculator.rows).to_have_count(0)
    expect(calculator.button("撤销：删除第 2 行")).to_be_focused()
    page.keyboard.press("Enter")
    expect(calculator.rows).to_have_count(1)


def test_the_page_of_its_own_offers_what_is_on_file_and_names_what_is_not(visits: Visits) -> None:
    page = visits.page("calculator/")
    root = page.locator("xueshi-calculator")
    city = root.get_by_label("城市")
    expect(city.locator("option:enabled")).to_contain_text(["请选择", "平顶山市", "三门峡市"])
    expect(city.locator('optgroup[label="尚未收录"] option')).to_have_count(16)
    city.select_option(label="三门峡市")
    calculator = Calculator(page).judge_on("2025-11-20").fill_hours(公需="30", 专业="10")
    calculator.expect_status("未达标")
    page.reload()
    calculator = Calculator(page)
    expect(calculator.hours("公需")).to_have_value("30")
    city.select_option(label="平顶山市")
    expect(calculator.hours("公需必修")).to_have_value("")
    calculator.judge_on("2021-11-20").fill_hours(公需必修="24").expect_status("未达标")
    expect(calculator.verdict).to_contain_text("平顶山市 2021 年度")
    city.select_option(label="三门峡市")
    expect(calculator.hours("专业")).to_have_value("10")


def test_it_works_below_a_sub_path(visits: Visits, server: SiteServer) -> None:
    with SiteServer(server.folder, prefix="/hn/xueshi/") as below:
        calculator = Calculator(visits.page(SANMENXIA, base=below.url)).judge_on("2025-11-20")
        calculator.fill_hours(公需="30", 专业="60").all_approved("是").expect_status("已达标")
        calculator.root.locator(".bars summary").first.click()
        expect(calculator.root.get_by_role("link", name="看这份文件").first).to_have_attribute(
            "href", re.compile(re.escape(below.url) + "documents/")
        )


# What the result says first


def test_what_is_missing_is_said_once(visits: Visits) -> None:
    calculator = quick(visits).fill_hours(公需="30", 专业="54.5").expect_status("未达标")
    assert calculator.verdict.inner_text().count("还差") == 1
    expect(calculator.verdict).to_contain_text("5.5")


def test_an_open_question_is_named_and_nothing_is_called_missing_that_hangs_on_it(visits: Visits) -> None:
    calculator = quick(visits, PINGDINGSHAN, "2021-11-20", width=360)
    calculator.hours("公需（分不清的）").fill("30")
    calculator.fill_hours(专业="60").expect_status("需补充信息")
    calculator.verdict.get_by_role("button", name="都已申报并审核通过了吗？").click()
    expect(calculator.root.get_by_role("radio", name="是", exact=True)).to_be_focused()
    calculator.all_approved("是")
    expect(calculator.verdict.get_by_role("button")).to_have_count(0)
    calculator.expect_status("需补充信息")
    for part in (calculator.verdict, calculator.root.locator(".strip"), calculator.root.locator(".bars")):
        expect(part).not_to_contain_text("还差 公需必修")
    lacking = calculator.root.get_by_role("row").filter(has_text="公需必修")
    expect(lacking).to_contain_text("等您回答")
    expect(lacking).not_to_contain_text("还差")


# While the page loads, and without script


@pytest.mark.parametrize("path", ["calculator/", SANMENXIA])
def test_without_script_it_says_so_and_the_numbers_are_there(visits: Visits, path: str) -> None:
    root = visits.page(path, java_script_enabled=False).locator("xueshi-calculator")
    said = root.inner_text()
    assert "需要打开 JavaScript" in said
    assert "专业至少 60 学时" in said


def test_a_slow_line_is_not_blamed_on_a_browser_without_script(visits: Visits) -> None:
    context = visits.context()
    context.route("**/assets/js/calculator/app.js", lambda _: None)
    root = visits.page("calculator/", context=context).locator("xueshi-calculator")
    expect(root.get_by_text("可以先对照各年度的要求")).to_be_visible()
    expect(root.get_by_text("需要打开 JavaScript")).to_be_hidden()


# While Python loads, and when it does not


def test_what_is_typed_while_python_loads_is_judged_when_it_is_ready(visits: Visits) -> None:
    context = visits.context()
    held: list[Route] = []
    context.route("**/assets/runtime/**/python.zip", lambda route: held.append(route))
    page = visits.page(SANMENXIA, context=context)
    calculator = Calculator(page).judge_on("2025-11-20").fill_hours(公需="30", 专业="60").all_approved("是")
    expect(calculator.root.get_by_role("progressbar")).to_be_visible()
    expect(calculator.verdict).to_contain_text("正在准备计算程序")
    for _ in range(100):
        if held:
            break
        page.wait_for_timeout(50)
    for route in held:
        route.continue_()
    calculator.expect_status("已达标")


@pytest.mark.parametrize("lost", ["**/assets/runtime/**/*.wasm", "**/api/v1/rules/**"])
def test_without_python_or_rules_it_says_so_and_tries_again_on_demand(visits: Visits, lost: str) -> None:
    context = visits.context()
    context.route(lost, lambda route: route.abort())
    calculator = Calculator(visits.page(SANMENXIA, context=context)).fill_hours(公需="30")
    expect(calculator.verdict).to_contain_text("暂时给不出结果")
    expect(calculator.root.get_by_role("row").filter(has_text="专业")).to_contain_text("至少 60")
    expect(calculator.hours("公需")).to_have_value("30")
    visits.forgive("ERR_FAILED", "wasm")
    context.unroute(lost)
    calculator.judge_on("2025-11-20").button("重试").click()
    calculator.expect_status("未达标")


def test_the_form_drawn_before_python_is_the_one_python_knows(site: Path) -> None:
    for sheet in (site / "assets" / "calculator").rglob("*.json"):
        key = sheet.relative_to(site / "assets" / "calculator")
        rules = jsontext.loads((site / "api" / "v1" / "rules" / key).read_text(encoding="utf-8"))
        assert jsontext.loads(sheet.read_text(encoding="utf-8")) == handle("open_rules", {"rules": rules})
    assert len(list((site / "assets" / "calculator").rglob("*.json"))) == 2


def test_without_its_form_the_page_says_so_and_still_shows_the_numbers(visits: Visits) -> None:
    context = visits.context()
    context.route("**/assets/calculator/**", lambda route: route.abort())
    page = visits.page(SANMENXIA, context=context)
    root = page.locator("xueshi-calculator")
    expect(root.get_by_role("alert")).to_contain_text("没有打开")
    expect(root).to_contain_text("90")
    visits.forgive("ERR_FAILED", "wasm")
    context.unroute("**/assets/calculator/**")
    root.get_by_role("button", name="重试").click()
    expect(Calculator(page).hours("公需")).to_be_visible()


def test_a_rule_it_cannot_judge_is_refused_by_name(visits: Visits) -> None:
    context = visits.context()
    context.route("**/api/v1/rules/**", with_demand("面授不少于 16 学时"))
    calculator = Calculator(visits.page(SANMENXIA, context=context)).fill_hours(公需="30", 专业="60")
    calculator.expect_status("本工具不判断")
    expect(calculator.verdict).to_contain_text("面授不少于 16 学时")
    expect(calculator.root.locator(".bars")).to_be_hidden()
    assert calculator.axe() == []


# Keeping


def test_a_reload_keeps_the_ledger_and_quick_mode(visits: Visits) -> None:
    calculator = quick(visits).fill_hours(公需="12", 专业="7.5").open_ledger().paste(PUBLIC, TRADE)
    calculator.page.reload()
    again = Calculator(calculator.page)
    expect(again.rows).to_have_count(2)
    assert again.cells() == [list(PUBLIC), list(TRADE)]
    again.tabs.get_by_role("tab", name="快速自查").click()
    expect(again.hours("专业")).to_have_value("7.5")


def test_deleting_what_is_kept_leaves_nothing_behind(visits: Visits) -> None:
    calculator = ledger(visits, PUBLIC)
    calculator.button("删除保存的内容").click()
    calculator.root.get_by_role("dialog").get_by_role("button", name="删除保存的内容").click()
    expect(calculator.rows).to_have_count(0)
    calculator.page.reload()
    expect(Calculator(calculator.page).rows).to_have_count(0)
    kept = calculator.page.evaluate(
        """() => new Promise(done => {
          const opening = indexedDB.open("xueshi");
          opening.onsuccess = () => {
            const all = opening.result.transaction("ledgers").objectStore("ledgers").getAll();
            all.onsuccess = () => done(JSON.stringify(all.result));
          };
        })"""
    )
    assert "数字技术" not in kept


def test_a_browser_that_keeps_nothing_is_named_and_export_still_works(visits: Visits) -> None:
    context = visits.context()
    # The desk lives in a worker, which no script of the test can reach: refuse from inside its own module.
    context.route("**/calculator/desk/cabinet.js", refuse_database)
    calculator = Calculator(visits.page(SANMENXIA, context=context)).open_ledger().paste(PUBLIC)
    expect(calculator.root.get_by_text("浏览器不让保存")).to_be_visible()
    with calculator.page.expect_download() as saving:
        calculator.button("导出 CSV").click()
    assert "数字技术" in saving.value.path().read_text(encoding="utf-8-sig")


def test_two_tabs_do_not_overwrite_each_other_in_silence(visits: Visits) -> None:
    context = visits.context()
    one = Calculator(visits.page(SANMENXIA, context=context)).open_ledger().paste(PUBLIC)
    two = Calculator(visits.page(SANMENXIA, context=context))
    expect(two.rows).to_have_count(1)
    one.page.bring_to_front()
    one.root.get_by_role("button", name="编辑第 2 行").click()
    two.page.bring_to_front()
    two.paste(TRADE)
    one.page.bring_to_front()
    notice = one.root.get_by_text("在另一个标签页里")
    expect(notice).to_be_visible()
    one.root.get_by_label("学时", exact=True).fill("8")
    expect(one.root.get_by_text("暂不保存")).to_be_visible()
    one.button("换成那边的").click()
    expect(one.rows).to_have_count(2)
    expect(notice).to_be_hidden()


# Rows


def test_pasted_cells_become_rows_and_text_stays_text(visits: Visits) -> None:
    hostile = ledger_row(完成日期="2025-06-01", 科目="专业", 学时="8", 课程=HOSTILE, 施教机构=HOSTILE)
    calculator = ledger(visits, PUBLIC, TRADE, hostile)
    calculator.expect_status("已达标")
    assert calculator.cells()[2][3] == HOSTILE
    expect(calculator.row(4)).to_contain_text(HOSTILE)
    calculator.root.get_by_role("button", name="编辑第 4 行").click()
    expect(calculator.root.get_by_label("课程", exact=True)).to_have_value(HOSTILE)
    assert calculator.page.evaluate("window.struck") is None


def test_a_paste_onto_the_ledger_adds_rows_and_can_be_taken_back(visits: Visits) -> None:
    calculator = ledger(visits, PUBLIC)
    calculator.root.locator(".ledger-body").click()
    calculator.page.evaluate(
        """text => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          const paste = new ClipboardEvent("paste", {clipboardData, bubbles: true, composed: true});
          document.body.dispatchEvent(paste);
        }""",
        "\t".join(COLUMNS) + "\n" + "\t".join(TRADE),
    )
    expect(calculator.rows).to_have_count(2)
    calculator.expect_status("已达标")
    calculator.button("撤销：粘贴 1 行").click()
    expect(calculator.rows).to_have_count(1)
    calculator.expect_status("未达标")


def test_files_of_chinese_spreadsheets_are_read(visits: Visits) -> None:
    text = "\r\n".join([",".join(COLUMNS), ",".join(PUBLIC), ",".join(TRADE), ""])
    calculator = ledger(visits)
    for encoding in ("gb18030", "utf-8", "utf-8-sig"):
        calculator.open_file(f"{encoding}.csv", text.encode(encoding))
        expect(calculator.rows).to_have_count(2)
        assert calculator.cells() == [list(PUBLIC), list(TRADE)], encoding
        calculator.expect_status("已达标").empty()


def test_a_file_that_is_no_table_is_refused_and_destroys_nothing(visits: Visits) -> None:
    calculator = ledger(visits, PUBLIC).open_file("图片.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    expect(calculator.root.get_by_role("dialog")).to_contain_text("读不进来")
    calculator.button("知道了").click()
    expect(calculator.rows).to_have_count(1)


def test_a_file_of_the_header_alone_is_read_and_holds_no_rows(visits: Visits) -> None:
    calculator = ledger(visits, PUBLIC).open_file("表头.csv", ",".join(COLUMNS).encode())
    expect(calculator.root.get_by_role("dialog")).to_contain_text("没有读到记录")
    expect(calculator.root.get_by_role("dialog")).not_to_contain_text("读不进来")
    calculator.button("知道了").click()
    expect(calculator.rows).to_have_count(1)


@pytest.mark.parametrize("width", [1280, 1440])
def test_the_ledger_stays_beside_the_list_of_contents(visits: Visits, width: int) -> None:
    full = ("2024-02-31", "必修", "1000.125", "长" * 60, "河南省专业技术人员公共服务平台", "在线学习", "申报")
    calculator = ledger(visits, PUBLIC, (*full, "2025-05-20", "2025-05-28", "是"), width=width)
    expect(calculator.row(3)).to_contain_text("有错，未计入")
    room = calculator.root.bounding_box()
    table = calculator.root.locator(".ledger-table").bounding_box()
    assert room and table and table["x"] + table["width"] <= room["x"] + room["width"] + 1


def test_a_second_file_asks_where_its_rows_go(visits: Visits) -> None:
    text = "\n".join([",".join(COLUMNS), ",".join(TRADE)])
    calculator = ledger(visits, PUBLIC).open_file("二.csv", text.encode())
    calculator.button("替换现有 1 行").click()
    expect(calculator.row(2)).to_contain_text("施工新技术")
    calculator.button("撤销：读入 1 行").click()
    expect(calculator.row(2)).to_contain_text("数字技术与网络安全")


def test_an_exported_ledger_opens_again_as_the_same_rows(visits: Visits) -> None:
    odd = ledger_row(
        完成日期="2025-06-01", 科目="专业", 学时="8", 课程='=1+1，"引号"，逗号,', 学习方式="-面授"
    )
    calculator = ledger(visits, PUBLIC, odd)
    with calculator.page.expect_download() as saving:
        calculator.button("导出 CSV").click()
    assert saving.value.suggested_filename.endswith(".csv")
    data = saving.value.path().read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    calculator.empty()
    calculator.open_file("再开.csv", data)
    expect(calculator.rows).to_have_count(2)
    assert calculator.cells() == [list(PUBLIC), list(odd)]


def test_the_sample_ledger_is_one_that_can_be_judged(visits: Visits) -> None:
    calculator = ledger(visits)
    with calculator.page.expect_download() as saving:
        calculator.button("下载示例台账").click()
    calculator.open_file("示例.csv", saving.value.path().read_bytes())
    expect(calculator.rows).not_to_have_count(0)
    expect(calculator.verdict.locator(".as-of")).to_be_visible()
    expect(calculator.root.locator(".stage.wrong")).to_have_count(0)


def test_what_cannot_be_read_is_told_at_its_cell_and_stays_there(visits: Visits) -> None:
    wrong = [
        ("完成日期", "2025-02-31"),
        ("学时", "六十"),
        ("学时", "-8"),
        ("学时", "0"),
        ("科目", "必修"),
        ("入账方式", "手动"),
    ]
    rows = [replaced(TRADE, column, value) for column, value in wrong]
    calculator = ledger(visits, PUBLIC, *rows).expect_status("未达标")
    for line, (column, value) in enumerate(wrong, start=3):
        cell = calculator.row(line).locator(f'.cell[data-name="{column}"]')
        expect(cell).to_contain_text(value)
        expect(calculator.root.locator(f"#{cell.get_attribute('aria-describedby')}")).to_contain_text(value)
        expect(calculator.row(line)).to_contain_text("有错，未计入")
    for line, (column, value) in enumerate(wrong, start=3):
        calculator.root.get_by_role("button", name=f"去改第 {line} 行", exact=True).click()
        field = calculator.root.get_by_label(column, exact=True)
        expect(field).to_be_focused()
        expect(field).to_have_value(value)
        expect(field).to_have_attribute("aria-invalid", "true")
        right = TRADE[COLUMNS.index(column)]
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(right)
        else:
            field.fill(right)
        expect(field).to_have_attribute("aria-invalid", "false")
    calculator.button("完成").click()
    expect(calculator.root.locator(".stage.wrong")).to_have_count(0)
    calculator.expect_status("已达标")


def test_a_wrong_number_in_quick_mode_is_told_at_its_field(visits: Visits) -> None:
    calculator = quick(visits).fill_hours(公需="六十", 专业="60")
    expect(calculator.hours("公需")).to_have_attribute("aria-invalid", "true")
    expect(calculator.hours("公需")).to_have_value("六十")
    calculator.fill_hours(公需="30").all_approved("是").expect_status("已达标")


def test_an_answer_moves_along_with_its_row(visits: Visits) -> None:
    done = {"完成日期": "2021-04-01", "申报日期": "2021-05-01", "审核日期": "2021-05-06"}
    plain = ledger_row(科目="公需", 学时="30", 课程="公需课", **done)
    trade = ledger_row(科目="专业", 学时="60", 课程="专业课", **done)
    calculator = quick(visits, PINGDINGSHAN, "2021-11-20").open_ledger().paste(trade, plain)
    calculator.expect_status("需补充信息")
    question = calculator.root.get_by_label(re.compile("其中公需必修是多少"))
    question.press_sequentially("24")
    expect(question).to_be_focused()
    calculator.expect_status("已达标")
    calculator.root.get_by_role("button", name="删除第 2 行").click()
    calculator.expect_status("未达标")
    expect(calculator.root.locator(".bars tr").filter(has_text="公需必修")).to_contain_text("24")
    calculator.page.reload()
    again = Calculator(calculator.page).judge_on("2021-11-20")
    again.expect_status("未达标")
    expect(again.root.locator(".bars tr").filter(has_text="公需必修").locator(".learned b")).to_have_text(
        "24"
    )
    again.paste(trade)
    again.expect_status("已达标")


def test_fifty_thousand_rows_are_paged_edited_and_judged(visits: Visits, tmp_path: Path) -> None:
    lines = [",".join(COLUMNS)]
    lines += [f"2025-03-{day % 28 + 1:02},专业,0.5,课程 {day},,,申报,,,是" for day in range(50_000)]
    calculator = ledger(visits)
    file = tmp_path / "全市.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    with calculator.page.expect_file_chooser() as chooser:
        calculator.button("打开 CSV").click()
    chooser.value.set_files(file)
    expect(calculator.rows).to_have_count(100)
    expect(calculator.root.get_by_text("共 50000 行").first).to_be_visible()
    calculator.button("下一页").click()
    expect(calculator.row(102)).to_be_visible()
    calculator.root.get_by_role("button", name="编辑第 102 行").click()
    calculator.root.get_by_label("学时", exact=True).fill("6")
    calculator.button("完成").click()
    expect(calculator.row(102)).to_contain_text("6")
    expect(calculator.rows).to_have_count(100)
    calculator.expect_status("未达标")


# Looks


def test_axe_finds_nothing_in_any_state_light_or_dark(visits: Visits) -> None:
    for state, calculator in states(visits):
        for scheme in ("default", "slate"):
            calculator.page.evaluate(
                "scheme => document.body.setAttribute('data-md-color-scheme', scheme)", scheme
            )
            assert calculator.axe() == [], f"{state}, {scheme}"


def test_nothing_scrolls_sideways_and_nothing_is_too_small_to_press(visits: Visits) -> None:
    for state, calculator in states(visits):
        for width in (1440, 768, 360, 320):
            calculator.page.set_viewport_size({"width": width, "height": 800})
            assert calculator.width_overflow() == 0, f"{state}, {width} px"
            assert calculator.small_targets() == [], f"{state}, {width} px"


def test_the_page_does_not_jump_when_the_calculator_appears(visits: Visits) -> None:
    context = visits.context(width=360, height=740)
    context.add_init_script(
        """window.jumps = 0;
        new PerformanceObserver(list => {
          for (const jump of list.getEntries()) if (!jump.hadRecentInput) window.jumps += jump.value;
        }).observe({type: "layout-shift", buffered: true});"""
    )
    page = visits.page(f"{SANMENXIA}#check", context=context)
    calculator = Calculator(page)
    calculator.root.scroll_into_view_if_needed()
    expect(calculator.root.get_by_role("progressbar")).to_have_count(0)
    page.wait_for_timeout(300)
    assert page.evaluate("window.jumps") < 0.02


def test_the_result_prints_as_a_page_of_its_own(visits: Visits) -> None:
    calculator = ledger(visits, PUBLIC, TRADE).expect_status("已达标")
    page = calculator.page
    page.evaluate(
        "window.print = () => { window.dispatchEvent(new Event('beforeprint')); window.printed = true; }"
    )
    calculator.button("打印结果").click()
    page.emulate_media(media="print")
    expect(calculator.verdict).to_be_visible()
    expect(calculator.rows.first).to_be_visible()
    expect(calculator.root.locator(".clauses")).to_contain_text("不少于90学时")
    expect(page.get_by_role("searchbox")).to_be_hidden()
    expect(page.locator("h1")).to_be_hidden()
    expect(calculator.tabs).to_be_hidden()
    expect(calculator.button("导出 CSV")).to_be_hidden()
    expect(calculator.root.get_by_text("来自 http")).to_be_visible()


def test_the_result_can_be_copied_as_text(visits: Visits) -> None:
    context = visits.context(permissions=["clipboard-read", "clipboard-write"])
    calculator = Calculator(visits.page(SANMENXIA, context=context)).judge_on("2025-11-20")
    calculator.fill_hours(公需="20", 专业="60").expect_status("未达标")
    calculator.button("复制结果").click()
    expect(calculator.root.get_by_text("已复制")).to_be_visible()
    text = calculator.page.evaluate("navigator.clipboard.readText()")
    assert "【未达标】" in text
    assert "公需（至少 30 学时）" in text
    assert "三人社专技〔2025〕1号" in text
    assert "2025-11-20" in text


# Helpers


def states(visits: Visits) -> Iterator[tuple[str, Calculator]]:
    """Calculators brought into each of the states they can be in, as few visits as possible."""
    calculator = quick(visits)
    expect(calculator.verdict.locator(".status")).to_have_text("填上学时，结果马上显示在这里")
    yield "empty", calculator
    yield "short", calculator.fill_hours(公需="20.5", 专业="60").expect_status("未达标")
    yield "pending", calculator.fill_hours(公需="30").all_approved("否").expect_status("学时已够，手续未完")
    calculator.root.locator(".why summary").first.click()
    yield "met", calculator.all_approved("是").expect_status("已达标")
    calculator.judge_on("2026-01-05").fill_hours(公需="六十").all_approved("否")
    expect(calculator.verdict).to_contain_text("申报已截止")
    yield "closed, a wrong number", calculator
    calculator.judge_on("2025-11-20").open_ledger()
    expect(calculator.root.get_by_text("台账还是空的")).to_be_visible()
    yield "empty ledger", calculator
    wrong = ledger_row(完成日期="2025-02-31", 科目="必修", 学时="六十", 课程="长" * 60)
    late = ledger_row(完成日期="2024-12-30", 科目="公需", 学时="8", 课程="W" * 60, 计划备案="否")
    calculator.paste(PUBLIC, wrong, late).expect_status("未达标")
    expect(calculator.row(3)).to_contain_text("有错，未计入")
    for name in (".ledger .source summary", ".bars .source summary", ".steps .source summary"):
        calculator.root.locator(name).first.click()
    yield "errors, sources", calculator
    calculator.root.get_by_role("button", name="编辑第 3 行").click()
    expect(calculator.root.get_by_label("完成日期", exact=True)).to_be_focused()
    yield "editor", calculator
    calculator.button("粘贴").click()
    yield "dialog", calculator
    other = quick(visits, PINGDINGSHAN, "2021-11-20").fill_hours(公需必修="12", 专业="60")
    other.hours("公需（分不清的）").fill("18")
    yield "needs_info", other.all_approved("是").expect_status("需补充信息")
    context = visits.context()
    context.route("**/assets/runtime/**/*.wasm", lambda route: route.abort())
    failed = Calculator(visits.page(SANMENXIA, context=context)).fill_hours(公需="30")
    expect(failed.verdict).to_contain_text("暂时给不出结果")
    visits.forgive("ERR_FAILED", "wasm")
    yield "failed", failed


def replaced(row: tuple[str, ...], column: str, value: str) -> tuple[str, ...]:
    """The row with another value in a column."""
    return tuple(value if name == column else cell for name, cell in zip(COLUMNS, row, strict=True))


def with_demand(name: str) -> Callable[[Route], None]:
    """Serve the rules with one more demand, of a kind that the model has no place for."""

    def answer(route: Route) -> None:
        rules = route.fetch().json()
        source = rules["rule"]["requirements"]["source"]
        rules["rule"]["not_modelled"] = [{"name": name, "source": source}]
        route.fulfill(json=rules)

    return answer


def tab_until(page: Page, selector: str) -> None:
    """Press Tab until something that matches has the focus, also inside the calculator."""
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate(
            """selector => {
              let active = document.activeElement;
              while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
              return active?.matches(selector) ?? false;
            }""",
            selector,
        ):
            return
    pytest.fail(f"Tab never reached {selector}")


def refuse_database(route: Route) -> None:
    """Give the desk a browser whose IndexedDB refuses, as private windows and locked-down offices have."""
    answer = route.fetch()
    refusing = "const indexedDB = { open() { throw new DOMException('refused', 'SecurityError'); } };\n"
    route.fulfill(response=answer, body=refusing + answer.text())
