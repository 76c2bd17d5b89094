"""The memory of Python that a browser keeps: where later visits begin, and never with any doubt."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route

from builder.runtime import RuntimeInfo
from tests.site.conftest import Visits

START = """async ({ rules, text }) => {
  const script = document.querySelector("script[src$='js/site.js']").src;
  const { startRuntime } = await import(new URL("runtime/client.js", script));
  const runtime = startRuntime({ base: new URL("../", location.href) });
  const { recalled } = await runtime.ready;
  let verdict = null;
  if (rules) {
    const { key } = await runtime.call("open_rules", { rules });
    const row = ["2025-03-02", "公需", "15", text, "", "", "申报", "", "", ""];
    const asked = { key, rows: [row], totals: null, today: "2025-11-20", answers: {} };
    verdict = await runtime.call("judge", asked);
    const receipt = await runtime.call("receipt", asked);
    verdict = JSON.stringify([verdict, receipt.text]);
  }
  window.running = runtime;
  return { recalled, verdict };
}"""
"""Starts Python on an empty page; says whether it began with a kept memory, and a verdict."""

KEPT = """async () => {
  for (let tries = 0; tries < 2400; tries += 1) {
    const cache = await caches.open("xueshi-memory-%2F");
    const [file] = await cache.keys();
    if (file) return { address: file.url, bytes: (await (await cache.match(file)).arrayBuffer()).byteLength };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("no memory was ever kept");
}"""
"""Waits until a memory is kept; says where."""

CHANGE = """async (change) => {
  const cache = await caches.open("xueshi-memory-%2F");
  const [file] = await cache.keys();
  const kept = await cache.match(file);
  const bytes = new Uint8Array(await kept.arrayBuffer());
  if (change === "byte") bytes[bytes.length >> 1] ^= 1;
  if (change === "half") bytes.fill(0, bytes.length >> 1);
  const address = change === "version" ? file.url.replace(/[0-9a-f]{16}/, "0".repeat(16)) : file.url;
  await cache.delete(file);
  await cache.put(address, new Response(bytes, { headers: kept.headers }));
}"""

HOLDS = """async (text) => {
  const cache = await caches.open("xueshi-memory-%2F");
  const bytes = new Uint8Array(await (await cache.match((await cache.keys())[0])).arrayBuffer());
  const codes = [...text].map((letter) => letter.charCodeAt(0));
  const wide = new Uint8Array(codes.flatMap((code) => [code & 255, code >> 8]));
  const found = (wanted) => {
    for (let at = bytes.indexOf(wanted[0]); at >= 0; at = bytes.indexOf(wanted[0], at + 1)) {
      if (wanted.every((byte, next) => bytes[at + next] === byte)) return true;
    }
    return false;
  };
  return found(wide) || found(new TextEncoder().encode(text));
}"""

TYPED = "某人填写的课程名称"


def rules_of(site: Path) -> Any:
    """Published rules, for a verdict."""
    return json.loads((site / "api/v1/rules/sanmenxia/2025.json").read_text("utf-8"))


def stop(page: Page) -> None:
    page.evaluate("window.running.stop()")


def test_a_later_visit_begins_with_the_memory_of_the_first_and_judges_the_same(
    loose: Visits, site: Path
) -> None:
    """What is kept was taken before anything was typed."""
    page = loose.page("about/")
    order = {"rules": rules_of(site), "text": TYPED}
    first = page.evaluate(START, order)
    kept = page.evaluate(KEPT)
    info = RuntimeInfo.read(site / "assets/runtime/manifest.json")
    assert info.folder in kept["address"]
    assert page.evaluate(HOLDS, "还差") or page.evaluate(HOLDS, "未达标")
    assert not page.evaluate(HOLDS, TYPED)
    stop(page)
    second = page.evaluate(START, order)
    assert (first["recalled"], second["recalled"]) == (False, True)
    assert first["verdict"] == second["verdict"]


def test_a_memory_that_was_changed_or_is_of_another_version_is_not_used(loose: Visits) -> None:
    page = loose.page("about/")
    order = {"rules": None, "text": ""}
    page.evaluate(START, order)
    for change in ("byte", "half", "version"):
        page.evaluate(KEPT)
        stop(page)
        page.evaluate(CHANGE, change)
        assert page.evaluate(START, order)["recalled"] is False
    assert (
        page.evaluate(
            "caches.open('xueshi-memory-%2F').then((cache) => cache.keys()).then((all) => all.length)"
        )
        <= 1
    )


def test_a_browser_without_room_starts_as_ever_and_keeps_nothing(loose: Visits, site: Path) -> None:
    context = loose.context()
    context.route("**/js/runtime/worker.js", full)
    page = loose.page("about/", context=context)
    started = page.evaluate(START, {"rules": rules_of(site), "text": TYPED})
    assert started["recalled"] is False
    assert "未达标" in started["verdict"]
    page.evaluate(REFUSED)
    assert not page.evaluate("caches.has('xueshi-memory-%2F')")


REFUSED = """async () => {
  while (await caches.has("xueshi-memory-%2F")) await new Promise((resolve) => setTimeout(resolve, 50));
}"""
"""Waits until the worker has thrown away what it could not keep."""


def full(route: Route) -> None:
    """A worker whose browser has no room."""
    answer = route.fetch()
    refuse = "Cache.prototype.put = async () => { throw new DOMException('full', 'QuotaExceededError'); };\n"
    route.fulfill(response=answer, body=refuse + answer.text())
