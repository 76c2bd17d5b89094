// Without a network: keeps what was seen, says when there is none, and offers a new version when there is one.

const TEXT = {
  offline: "现在没有网络。显示的是上次打开时保存的内容，自查照常可用。",
  fresh: "网站有更新，规则也可能变了。",
  outdated: "网站已经更新，这一页还是旧版，有的功能用不了了。",
  kept: "已填的内容会留着。",
  reopened: "换成新版以后，名单要重新打开。",
  late: "这一部分没有打开。请检查网络，再按一次；还不行，请刷新页面。",
  seen: "知道了",
  take: "换成新版",
  later: "先不换",
};
const MOST = 30_000; // milliseconds to wait for a calculator that is not asked for anything
const ASK_AGAIN = 3_600_000; // milliseconds between questions after a new version, of a page that stays open
const GONE = [404, 410]; // what a site answers that has no such file any more

const root = new URL("../../", import.meta.url);

function bar(name, text, ...buttons) {
  const found = document.querySelector(`.xs-bar--${name}`);
  if (found) return found;
  const made = document.createElement("div");
  made.className = `xs-bar xs-bar--${name}`;
  made.setAttribute("role", "status");
  const words = document.createElement("p");
  words.textContent = text;
  made.append(words, ...buttons);
  document.body.append(made);
  return made;
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "md-button";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function tellNetwork() {
  if (navigator.onLine) document.querySelector(".xs-bar--offline")?.remove();
  else bar("offline", TEXT.offline);
}

function offer(worker) {
  const take = button(TEXT.take, () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    worker.postMessage({ kind: "take over" });
  });
  offerWith(TEXT.fresh, take);
}

// Something was asked for that the old version needs and that is gone from the site.
function tellOutdated() {
  offerWith(TEXT.outdated, button(TEXT.take, () => location.reload()));
}

// A part did not come. Only where the site is there and says that it has no such file is the page an old one; else
// the line is to blame.
async function tellMissing(address) {
  const answer = await fetch(address, { cache: "reload" }).catch(() => null);
  if (GONE.includes(answer?.status)) document.dispatchEvent(new Event("xueshi-outdated"));
  else if (!document.querySelector("dialog[open]")) {
    const shown = bar("late", TEXT.late, button(TEXT.seen, () => shown.remove()));
  }
}

function offerWith(words, take) {
  const isKept = document.querySelector("xueshi-roster") === null;
  const shown = bar("fresh", words + (isKept ? TEXT.kept : TEXT.reopened), take, button(TEXT.later, () => shown.remove()));
}

function watch(registration) {
  if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const { installing, active } = registration;
    if (!active) return; // the first one is no update, whatever WebKit says when of its controller
    installing?.addEventListener("statechange", () => {
      if (installing.state === "installed" && navigator.serviceWorker.controller) offer(installing);
    });
  });
  let asked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || Date.now() - asked < ASK_AGAIN) return;
    asked = Date.now();
    registration.update().catch(() => {});
  });
}

// What a calculator's own worker fetches: the page does not see it.
function dataOf({ dataset: { city, year, edition } }) {
  return ["", `?${edition}`].map((which) => new URL(`assets/calculator/${city}/${year}.json${which}`, root).href);
}

// What a roster asks Python to have beside the rest.
async function packOfRoster() {
  if (!document.querySelector("xueshi-roster")) return [];
  const { folder } = await (await fetch(new URL("assets/runtime/manifest.json", root))).json();
  return [new URL(`${folder}roster.zip`, root).href];
}

// What this page loaded before the worker was there; Python's files only where the page has a calculator and the
// reader does not pay for every byte.
async function keep() {
  const { active } = await navigator.serviceWorker.ready;
  const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
  const here = location.href.split("#")[0];
  const calculators = [...document.querySelectorAll("xueshi-calculator")];
  const asked = calculators.filter((one) => one.dataset.city).flatMap(dataOf);
  const addresses = [...new Set([here, ...loaded, ...asked, ...(await packOfRoster())])].filter((address) => address.startsWith(root.href));
  const saving = navigator.connection?.saveData === true;
  const runtime = document.querySelector("xueshi-calculator, xueshi-roster") !== null && !saving;
  active.postMessage({ kind: "keep", addresses, runtime });
}

// The first verdict comes first: what is kept for later would take its share of the line.
function calm() {
  if (!document.querySelector("xueshi-calculator")) return Promise.resolve();
  return new Promise((resolve) => {
    document.addEventListener("xueshi-calm", resolve, { once: true });
    setTimeout(resolve, MOST);
  });
}

async function start() {
  await quiet;
  const registration = await navigator.serviceWorker.register(new URL("sw.js", root), { scope: root.pathname });
  watch(registration);
  await keep();
}

const quiet = calm();
tellNetwork();
addEventListener("online", tellNetwork);
addEventListener("offline", tellNetwork);
document.addEventListener("xueshi-outdated", tellOutdated);
document.addEventListener("xueshi-missing", ({ detail }) => tellMissing(detail));
if (navigator.serviceWorker && isSecureContext) {
  const begin = () => setTimeout(() => start().catch(() => {}), 1000);
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin);
}
