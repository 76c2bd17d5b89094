// The search box over every page: a dialog with a field, two filters and a list of links.

import { hits, make, told } from "./draw.js";
import { forget, recent, remember } from "./recent.js";
import { repaired } from "./repaired.js";

const HOME = new URL("../../../", import.meta.url).href;
const HERE = /\/cities\/([a-z]+)\//.exec(location.pathname)?.[1] ?? null; // the city whose page is open
const WAIT = 120; // milliseconds without typing before a query is asked
const PRINTED = /^\P{C}$/u;

class Panel {
  constructor() {
    this.asked = 0;
    this.answers = new Map();
    this.draw();
    this.ready = this.start();
    this.ready.catch(() => this.fail());
  }

  draw() {
    this.field = make("input", {
      type: "search", id: "xs-search-field", class: "xs-search__field", placeholder: "城市、年度、文号、问题",
      autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "search", "aria-describedby": "xs-search-keys",
    });
    const close = make("button", { type: "button", class: "xs-search__close" }, "关闭");
    this.city = make("select", { "aria-label": "只看城市" }, make("option", { value: "" }, "全部城市"));
    this.year = make("select", { "aria-label": "只看年度" }, make("option", { value: "" }, "全部年度"));
    this.status = make("p", { class: "xs-search__status", role: "status" }, "正在准备查找…");
    this.body = make("div", { class: "xs-search__body" });
    this.form = make("form", { class: "xs-search__form", role: "search" },
      make("label", { for: "xs-search-field", class: "xs-search__label" }, "查找"), this.field, close);
    this.dialog = make("dialog", { class: "xs-search", "aria-label": "站内查找" }, this.form,
      make("div", { class: "xs-search__filters" }, this.city, this.year), this.status, this.body,
      make("p", { class: "xs-search__keys", id: "xs-search-keys" }, "↑ ↓ 选择，回车打开，Esc 关闭"));
    document.body.append(this.dialog);
    close.addEventListener("click", () => this.dialog.close());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask(0).then(() => this.links()[0]?.focus());
    });
    this.field.addEventListener("input", (event) => event.isComposing || this.ask(WAIT));
    this.field.addEventListener("compositionend", () => this.ask(WAIT));
    for (const filter of [this.city, this.year]) filter.addEventListener("change", () => this.ask(0));
    this.dialog.addEventListener("keydown", (event) => this.key(event));
    this.dialog.addEventListener("click", (event) => this.click(event));
    this.dialog.addEventListener("close", () => this.address(null));
  }

  async start() {
    const script = new URL("worker.js", import.meta.url);
    this.worker = new Worker(script, { type: "module" });
    this.worker.onmessage = ({ data }) => this.settle(data);
    this.worker.onerror = () => {
      document.dispatchEvent(new CustomEvent("xueshi-missing", { detail: script.href }));
      this.settleAll();
    };
    this.offers = await this.call("open", { base: HOME });
    const group = (label, cities) =>
      make("optgroup", { label }, ...cities.map(({ id, name }) => make("option", { value: id }, name)));
    const filed = this.offers.cities.filter(({ years }) => years.length);
    const others = this.offers.cities.filter(({ years }) => !years.length);
    fill(this.city, group("已收录", filed), ...(others.length ? [group("尚未收录", others)] : []));
    const years = [...new Set(filed.flatMap((city) => city.years))].sort((one, other) => other - one);
    fill(this.year, ...years.map((year) => make("option", { value: year }, `${year} 年度`)));
  }

  call(op, message) {
    const id = (this.asked += 1);
    this.worker.postMessage({ id, op, ...message });
    return new Promise((resolve, reject) => this.answers.set(id, { resolve, reject }));
  }

  settle({ id, view, error }) {
    const { resolve, reject } = this.answers.get(id) ?? {};
    this.answers.delete(id);
    if (error) reject?.(new Error(error));
    else resolve?.(view);
  }

  settleAll() {
    for (const { reject } of this.answers.values()) reject(new Error("worker"));
    this.answers.clear();
  }

  open(query) {
    if (query !== undefined) this.field.value = query;
    if (!this.dialog.open) this.dialog.showModal();
    this.field.focus();
    if (query === undefined) this.field.select();
    return this.ask(0);
  }

  async ask(wait) {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    if (wait) await new Promise((resolve) => setTimeout(resolve, wait));
    if (turn !== this.turn) return;
    const query = this.field.value;
    const chosen = { city: this.city.value, year: this.year.value };
    try {
      await this.ready;
      if (!query.trim() && !chosen.city && !chosen.year) {
        this.offer();
        return;
      }
      const view = await this.call("find", { query, chosen, near: HERE });
      if (turn === this.turn) this.show(view, query.trim());
    } catch {
      if (turn === this.turn) this.fail();
    }
  }

  show(view, query) {
    const count = view.results.length;
    const shown = count ? view.results : view.nearest.map(near);
    const lines = told(view, query);
    const heard = make("span", { class: "xs-search__heard" }, lines.map((line) => line.textContent).join(""));
    this.status.replaceChildren(count ? `找到 ${count} 页` : view.partial ? "没有取到" : "没有找到", heard);
    const inside = this.body.contains(document.activeElement); // what had the focus goes: it is not lost to the page
    this.body.replaceChildren(...lines, hits(shown, HOME));
    if (inside) this.field.focus();
    this.body.scrollTop = 0;
    Object.assign(this.body.dataset, { shown: query, by: view.by, year: view.year ?? "" });
    this.address(query);
  }

  // The empty box: what was asked before, what others ask, the newest years.
  offer() {
    this.status.textContent = "";
    const asked = recent();
    const chip = (query) => make("button", { type: "button", class: "xs-chip", "data-query": query }, make("bdi", {}, query));
    const clear = make("button", { type: "button", class: "xs-search__clear", "data-clear": true }, "清除");
    const newest = this.offers.newest.map(({ url, title }) => make("li", {}, make("a", { href: HOME + url }, title)));
    this.body.replaceChildren(
      ...(asked.length
        ? [make("h2", {}, "最近查过", make("small", {}, "只存在本机"), clear), make("div", { class: "xs-chips" }, ...asked.map(chip))]
        : []),
      make("h2", {}, "可以这样查"),
      make("div", { class: "xs-chips" }, ...this.offers.suggested.map(chip)),
      make("h2", {}, "已收录"),
      make("ul", { class: "xs-search__newest" }, ...newest),
    );
    this.address("");
  }

  fail() {
    this.status.textContent = "查找没有打开。";
    const again = make("button", { type: "button", class: "xs-chip", "data-again": true }, "再试一次");
    const cities = make("a", { href: `${HOME}cities/` }, "按城市找");
    this.body.replaceChildren(make("p", {}, "可能是网络断了，或浏览器太旧。也可以", cities, "。"), again);
  }

  links() {
    return [...this.body.querySelectorAll("a, button")];
  }

  key(event) {
    const { key, target } = event;
    event.stopPropagation(); // the theme turns pages on single letters
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || target instanceof HTMLSelectElement) return;
    if (key === "Escape") {
      event.preventDefault(); // a search field would be emptied first
      this.dialog.close();
      return;
    }
    const links = this.links();
    const at = links.indexOf(target);
    if (key === "ArrowDown" && (target === this.field || at >= 0)) this.go(event, links[at + 1]);
    else if (key === "ArrowUp" && at >= 0) this.go(event, links[at - 1] ?? this.field);
    else if (key === "Home" && at >= 0) this.go(event, links[0]);
    else if (key === "End" && at >= 0) this.go(event, links.at(-1));
    else if (at >= 0 && key !== " " && PRINTED.test(key)) this.field.focus();
  }

  go(event, target) {
    event.preventDefault();
    target?.focus();
  }

  click(event) {
    const { target } = event;
    if (target === this.dialog) this.dialog.close();
    const link = target.closest("a");
    const button = target.closest("button");
    if (link) {
      remember(this.field.value);
      if (this.here(link)) this.dialog.close();
    } else if (button?.dataset.query !== undefined) {
      this.field.value = button.dataset.query;
      this.field.focus();
      this.ask(0);
    } else if (button && "clear" in button.dataset) {
      forget();
      this.offer();
      this.field.focus();
    } else if (button && "again" in button.dataset) {
      this.worker?.terminate();
      this.ready = this.start();
      this.ask(0);
    }
  }

  // A place on this very page: nothing will be loaded that could take the dialog away.
  here({ href }) {
    const [one, other] = [new URL(href), new URL(location.href)];
    return one.pathname === other.pathname && Boolean(one.hash);
  }

  // The query stands in the address while the box is open, so that the way back leads to its results.
  address(query) {
    const url = new URL(location.href);
    if (query) url.searchParams.set("q", query);
    else url.searchParams.delete("q");
    if (url.href !== location.href) history.replaceState(history.state, "", url);
  }
}

// The choices after the first, that of all; a start after a failed one keeps what was chosen.
function fill(select, ...choices) {
  const { value } = select;
  select.replaceChildren(select.options[0], ...choices);
  select.value = value;
}

const near = ({ url, title }) => ({ url, title: [[title, false]], kind: "year", sections: [] });

const style = make("link", { rel: "stylesheet", href: new URL("../../css/search.css", import.meta.url).href });
const styled = new Promise((resolve) => {
  style.addEventListener("load", resolve);
  style.addEventListener("error", resolve);
});
document.head.append(style);

let panel = null;

export async function openSearch(query) {
  await styled;
  panel ??= new Panel();
  await panel.open(repaired(query));
}
