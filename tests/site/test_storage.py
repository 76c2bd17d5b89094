"""What the browser keeps: over a reload, beside another tab, and where it keeps nothing."""

import json
from pathlib import Path

from playwright.sync_api import expect

from tests.site.calculator import PUBLIC, SANMENXIA, TRADE, Calculator, ledger, quick
from tests.site.conftest import DESK, Visits, with_end, with_head


def test_a_reload_keeps_the_ledger_and_quick_mode(visits: Visits) -> None:
    calculator = quick(visits).fill_hours(公需="12", 专业="7.5").open_ledger().paste(PUBLIC, TRADE)
    calculator.page.reload()
    again = Calculator(calculator.page)
    expect(again.rows).to_have_count(2)
    assert again.cells() == [list(PUBLIC), list(TRADE)]
    again.tabs.get_by_role("tab", name="快速自查").click()
    expect(again.hours("专业")).to_have_value("7.5")


NEVER = "\nCabinet.prototype.save = () => new Promise(() => {});\n"
"""After the desk: a database that never comes to an end with anything."""

LEFT = "() => Object.keys(localStorage).filter((key) => key.startsWith('xueshi:left')).length"


def test_what_was_typed_a_moment_before_the_page_went_is_there_again(visits: Visits) -> None:
    """However long the browser's database takes: it never has the rows, the hours, the field not yet left."""
    context = visits.context()
    context.route(DESK, with_end(NEVER))
    calculator = quick(visits, context=context).fill_hours(公需="12").open_ledger().paste(PUBLIC, TRADE)
    calculator.root.get_by_role("button", name="编辑第 3 行").click()
    calculator.root.get_by_label("课程", exact=True).fill("刚改的课")
    context.unroute(DESK)
    calculator.page.reload()
    again = Calculator(calculator.page)
    expect(again.row(3).locator('.cell[data-name="课程"]')).to_have_text("刚改的课")
    assert again.cells()[0] == list(PUBLIC)
    # By now the database has it, and nothing else is left behind.
    again.page.wait_for_function(LEFT.replace(".length", ".length === 0"))
    again.page.reload()
    expect(again.row(3).locator('.cell[data-name="课程"]')).to_have_text("刚改的课")
    again.tabs.get_by_role("tab", name="快速自查").click()
    expect(again.hours("公需")).to_have_value("12")


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
    # The desk lives in a worker, which no script of the test can reach: refuse from inside its own script.
    # Firefox refuses to tell other tabs, too, and throws at the very name of the page's own storage.
    context.route(DESK, with_head(REFUSING + SILENT))
    context.add_init_script(NO_STORAGE)
    calculator = Calculator(visits.page(SANMENXIA, context=context)).open_ledger().paste(PUBLIC)
    expect(calculator.root.get_by_text("浏览器不让保存")).to_be_visible()
    with calculator.page.expect_download() as saving:
        calculator.button("导出 CSV").click()
    assert "数字技术" in saving.value.path().read_text(encoding="utf-8-sig")


CUT = """{
let isCut = true;
const { transaction } = IDBDatabase.prototype;
IDBDatabase.prototype.transaction = function (names, mode) {
  if (mode !== "readwrite" || !isCut) return transaction.call(this, names, mode);
  isCut = false;
  throw new DOMException("The database connection is closing.", "InvalidStateError");
};
}
"""
"""Before the desk: a phone that slept has cut the line to the database."""


LAST_WORD = """async () => {
  const { src } = document.querySelector("script[src$='js/site.js']");
  const { Keeper } = await import(new URL("calculator/desk/keeper.js", src));
  const opened = async () => {
    const keeper = new Keeper("nowhere/2000", () => {}, () => {});
    await keeper.reopen();
    return keeper;
  };
  const shown = { rows: [], words: "typed first" };
  const keeper = await opened();
  keeper.keep(() => ({ ...shown })); // is being written from now on
  shown.words = "typed last";
  keeper.keep(() => ({ ...shown }));
  keeper.close();
  shown.words = "of another city";
  await keeper.settled();
  return (await opened()).body.words;
}"""
"""What is kept of a ledger that is turned away from while it is being written."""


def test_what_waits_to_be_kept_is_kept_as_it_stood_when_another_city_was_turned_to(loose: Visits) -> None:
    """It was put together only when its turn came: by then it was the other city's."""
    assert loose.page("about/").evaluate(LAST_WORD) == "typed last"


def test_a_line_to_the_database_that_was_cut_is_made_anew(visits: Visits) -> None:
    """Nobody is told that nothing can be kept, and it is kept."""
    context = visits.context()
    context.route(DESK, with_head(CUT))
    calculator = quick(visits, context=context).fill_hours(公需="12")
    calculator.page.evaluate(HAS)
    expect(calculator.root.get_by_text("浏览器不让保存")).to_have_count(0)
    assert any(worker.url.endswith("/desk/worker.js") for worker in calculator.page.workers)


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


OLD = Path(__file__).resolve().parents[1] / "fixtures" / "kept" / "ledger-1.json"
"""A record as the first version kept it. Never made anew: browsers have such records."""

PUT = """record => new Promise(done => {
  const opening = indexedDB.open("xueshi");
  opening.onsuccess = () => {
    const writing = opening.result.transaction("ledgers", "readwrite");
    writing.objectStore("ledgers").put(record);
    writing.oncomplete = () => { opening.result.close(); done(); };
  };
})"""

HAS = """async () => {
  for (let tries = 0; tries < 2400; tries += 1) {
    const all = await new Promise(done => {
      const opening = indexedDB.open("xueshi");
      opening.onsuccess = () => {
        const asking = opening.result.transaction("ledgers").objectStore("ledgers").getAll();
        asking.onsuccess = () => { opening.result.close(); done(asking.result); };
      };
    });
    if (all.length) return;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error("nothing was ever kept");
}"""
"""Waits until the browser keeps a ledger."""


def test_what_the_first_version_kept_is_read_and_a_newer_one_is_left_alone(visits: Visits) -> None:
    record = json.loads(OLD.read_text(encoding="utf-8"))
    context = visits.context()
    page = Calculator(visits.page(SANMENXIA, context=context)).open_ledger().page
    page.evaluate(HAS)  # else what this page is writing would be written over it, or beside it
    page.evaluate(PUT, record)
    page.reload()
    again = Calculator(page)
    expect(again.rows).to_have_count(2)
    assert again.cells()[1][:4] == ["2025-06-20", "专业", "45.5", "工程造价新规范"]
    again.judge_on("2025-11-20").expect_status("未达标")
    again.tabs.get_by_role("tab", name="快速自查").click()
    expect(again.hours("专业")).to_have_value("7.5")
    expect(again.root.get_by_label("否", exact=True)).to_be_checked()
    page.evaluate(PUT, {**record, "schema": 99})
    page.reload()
    expect(Calculator(page).root.get_by_text("更新版本的本页")).to_be_visible()


def test_a_kept_ledger_is_lifted_step_by_step(loose: Visits) -> None:
    """Versions to come (invented) lift the record of the first; one without a step is not guessed at."""
    page = loose.page("about/")
    lifted, newer = page.evaluate(
        """async record => {
          const script = document.querySelector("script[src$='js/site.js']").src;
          const { lift } = await import(new URL("calculator/desk/lifts.js", script));
          const lifts = {
            1: body => {
              const rows = body.rows.map(({ cells }) => ({ cells: [...cells, "+"] }));
              return { ...body, day: "", rows };
            },
            2: body => ({ ...body, day: "2025-11-20" }),
          };
          const body = lift(record, { schema: 3, lifts });
          try { lift({ ...record, schema: 4 }, { schema: 3, lifts }); } catch (error) {
            return [body, error.message];
          }
        }""",
        json.loads(OLD.read_text(encoding="utf-8")),
    )
    assert (lifted["day"], lifted["rows"][1]["cells"][-1], lifted["mode"]) == ("2025-11-20", "+", "ledger")
    assert newer == "schema 4"


NO_STORAGE = """for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, { get() { throw new DOMException("refused", "SecurityError"); } });
}"""

SILENT = "class BroadcastChannel { constructor() { throw new DOMException('refused', 'SecurityError'); } }\n"
"""Before the desk: a browser that lets tabs tell each other nothing."""

REFUSING = "const indexedDB = { open() { throw new DOMException('refused', 'SecurityError'); } };\n"
"""Before the line to databases: a browser that refuses, as private windows and locked-down offices have."""
