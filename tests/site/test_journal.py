"""A large ledger is kept as a whole now and then; what changes in it is written down at once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Error, Page, expect

from tests.site.calculator import SANMENXIA, TRADE, Calculator, quick
from tests.site.conftest import DESK, Visits, with_end
from xueshi.ledger.table import USUAL_COLUMNS

MANY = 600

STALLED = """{
let isStalled = false;
new BroadcastChannel("stall").onmessage = ({ target }) => {
  isStalled = true;
  target.postMessage("stalled");
};
const { save } = Cabinet.prototype;
Cabinet.prototype.save = function (...given) {
  return isStalled ? new Promise(() => {}) : save.apply(this, given);
};
}
"""
"""After the desk: a database that comes to no end with a whole ledger, once it is told so."""

STALL = """() => new Promise((stalled) => {
  const channel = new BroadcastChannel("stall");
  channel.onmessage = stalled;
  channel.postMessage("stall");
})"""

READ = """async ([name, store]) => {
  const all = await new Promise((done) => {
    const opening = indexedDB.open(name);
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onerror = () => done([]);
    opening.onsuccess = () => {
      const asking = opening.result.transaction(store).objectStore(store).getAll();
      asking.onsuccess = () => { opening.result.close(); done(asking.result); };
    };
  });
  return JSON.stringify(all);
}"""
"""All that a store of this browser holds."""

WHOLE, NOTES = ("xueshi", "ledgers"), ("xueshi-journal", "notes")


def wait_for(page: Page, place: tuple[str, str], holds: Callable[[str], bool]) -> None:
    """Ask a store until it holds something."""
    for _ in range(2400):
        if holds(page.evaluate(READ, place)):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"{place} never held it")


def many(visits: Visits) -> Calculator:
    """A ledger of many rows, kept as a whole for the last time."""
    context = visits.context()
    context.route(DESK, with_end(STALLED))
    calculator = quick(visits, context=context).open_ledger()
    rows = [[*TRADE[:3], f"课程 {at}", *TRADE[4:]] for at in range(MANY)]
    lines = [",".join(cells) for cells in (USUAL_COLUMNS, *rows)]
    calculator.open_file("台账.csv", "\n".join(lines).encode())
    expect(calculator.row(2)).to_be_visible()
    page = calculator.page
    wait_for(page, WHOLE, lambda held: f"课程 {MANY - 1}" in held)
    page.evaluate(STALL)
    return calculator


def course(calculator: Calculator, line: int) -> str:
    """What stands under 课程 in a row."""
    return calculator.row(line).locator('.cell[data-name="课程"]').inner_text()


def edit(calculator: Calculator, line: int, words: str) -> None:
    """Type a course into a row, and stay in the field."""
    calculator.root.get_by_role("button", name=f"编辑第 {line} 行", exact=True).click()
    calculator.root.get_by_label("课程", exact=True).fill(words)


def test_what_was_typed_into_a_large_ledger_is_there_after_the_page_was_killed(visits: Visits) -> None:
    """As when a phone closes the tab without a word: rows that were changed, and rows that were removed."""
    calculator = many(visits)
    page, context = calculator.page, calculator.page.context
    calculator.root.get_by_role("button", name="删除第 3 行", exact=True).click()
    expect(calculator.row(3).locator('.cell[data-name="课程"]')).to_have_text("课程 2")
    edit(calculator, 4, "刚改的课")
    wait_for(page, NOTES, lambda held: "刚改的课" in held)
    context.unroute(DESK)
    with page.expect_event("crash"), pytest.raises(Error):
        page.goto("chrome://crash")
    again = Calculator(visits.page(SANMENXIA, context=context))
    expect(again.row(2)).to_be_visible()
    assert [course(again, line) for line in (2, 3, 4, 5)] == ["课程 0", "课程 2", "刚改的课", "课程 4"]
    # It is part of the whole by now, and nothing else of it lies about.
    wait_for(again.page, WHOLE, lambda held: "刚改的课" in held and '"课程 1"' not in held)
    wait_for(again.page, NOTES, lambda held: held == "[]")
    again.page.reload()
    expect(again.row(4).locator('.cell[data-name="课程"]')).to_have_text("刚改的课")


def test_a_reload_right_after_typing_into_a_large_ledger_loses_nothing(visits: Visits) -> None:
    """Neither what the desk has noted, nor what never reached it."""
    calculator = many(visits)
    edit(calculator, 5, "先改的课")
    calculator.button("完成").click()
    page = calculator.page
    wait_for(page, NOTES, lambda held: "先改的课" in held)
    page.evaluate("() => { Worker.prototype.postMessage = () => {}; }")  # nothing reaches the desk any more
    page.context.unroute(DESK)
    calculator.root.get_by_label("按哪一天判断").fill("2025-11-21")
    calculator.tabs.get_by_role("tab", name="快速自查").click()
    calculator.fill_hours(公需="12")
    page.reload()
    again = Calculator(page)
    expect(again.hours("公需")).to_have_value("12")
    again.open_ledger()
    expect(again.row(5).locator('.cell[data-name="课程"]')).to_have_text("先改的课")


LAW = """async (seeds) => {
  const { src } = document.querySelector("script[src$='js/site.js']");
  const load = (name) => import(new URL(`calculator/desk/${name}.js`, src));
  const [{ Book }, { changesSince, goneOn, shotOf }] = [await load("book"), await load("since")];
  const wrong = [];
  for (let seed = 1; seed <= seeds; seed += 1) {
    let state = seed;
    const draw = (below) => (state = (state * 48271) % 2147483647) % below;
    const book = new Book();
    book.load(Array.from({ length: 700 }, (_, at) => ({ cells: [String(at)] })));
    const id = () => book.rows[draw(book.length)].id;
    const ways = [
      () => book.edit(id(), draw(10), String(draw(1000))),
      () => book.add([String(draw(1000))]),
      () => book.remove([id(), id()], "removed"),
      () => book.undo(),
      () => book.restore(id(), [String(draw(1000))], "restored"),
      () => book.drop(id()),
      () => Object.assign(book.at(id()), { answers: { parts: String(draw(9)) }, asked: {} }),
      () => book.take([["taken"], ["taken"]], { label: "taken" }),
    ];
    const some = () => { for (let left = draw(12); left >= 0; left -= 1) ways[draw(ways.length)](); };
    const whole = (totals) => structuredClone({ totals, rows: book.dump() });
    const copy = (turn) => ({ ...shotOf(book), turn, body: whole(turn) });
    some();
    const one = copy(1);
    some();
    const two = copy(2); // is being kept while the note, which refers to the first, is written
    some();
    const now = whole(3);
    const about = { by: "us", schema: 1, turn: 3, revision: 7, saved: 1, form: { totals: 3 } };
    const note = structuredClone({ ...about, ...changesSince(one, two, book) });
    const late = { ...note, form: {}, saved: 9 };
    const others = [{ ...late, turn: 1, revision: 5 }, { ...late, by: "them", revision: 3 }];
    const kept = ({ body, runs, turn }, by, revision) => ({ body, ids: runs, turn, by, revision });
    const found = [
      goneOn([...others, note], kept(two, "us", 8)),
      goneOn([...others, note], kept(one, "earlier", 7)),
    ];
    if (found.some((one) => JSON.stringify(one?.body) !== JSON.stringify(now))) wrong.push(seed);
    const none = [
      goneOn([note], kept(two, "another tab", 8)),
      goneOn([{ ...note, schema: 2 }], kept(one, "us", 7)),
      goneOn([note], { ...kept(two, "us", 8), turn: 3 }),
    ];
    if (none.some((one) => one !== null)) wrong.push(-seed);
  }
  return wrong;
}"""
"""Notes of a ledger that is changed at random, laid on the copy they refer to and on the one after it."""


def test_notes_make_of_a_copy_what_stood_on_the_page(loose: Visits) -> None:
    """Of the copy they refer to and of a later one of the same page, but of no copy of another tab."""
    assert loose.page("about/").evaluate(LAW, 60) == []
