// What a roster costs the page: the steps of roster/app.js on the published archives, under Node, where the size of
// Python's memory can be seen. Reads {core, runtime, table, rules, key, city, today} as JSON from the standard input and
// prints [{phase, seconds, longest, heap}]: longest is the longest single call, heap the bytes that WebAssembly holds.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { core, runtime, table, rules, key, city, today } = JSON.parse(readFileSync(0, "utf8"));
const { loadPyodide } = await import(pathToFileURL(join(core, "pyodide.mjs")));
const { info } = JSON.parse(readFileSync(join(core, "pyodide-lock.json"), "utf8"));
const python = await loadPyodide({
  indexURL: core,
  stdLibURL: join(runtime, "python.zip"),
  lockFileContents: { info, packages: {} },
});
const { call } = python.pyimport("bridge");
const phases = [];
let longest = 0;

function ask(operation, payload, bytes) {
  const began = performance.now();
  const data = bytes && python.toPy(new Uint8Array(bytes));
  const pair = call(operation, JSON.stringify(payload), data);
  const [result, file] = pair.toJs();
  pair.destroy();
  data?.destroy();
  longest = Math.max(longest, performance.now() - began);
  return { ...JSON.parse(result), bytes: file };
}

const door = (operation, payload = {}, bytes = undefined) => ask(`xueshi.roster.page.door:${operation}`, payload, bytes);

function phase(name, work) {
  const began = performance.now();
  longest = 0;
  const said = work();
  phases.push({
    phase: name,
    seconds: (performance.now() - began) / 1000,
    longest,
    heap: python._module.HEAPU8.length,
    said,
  });
}

function steps(operation, payload, count) {
  for (;;) {
    const answer = door(operation, { ...payload, count });
    if (answer.error) throw new Error(answer.error);
    if (answer.finished) return answer;
    payload.begin = false;
  }
}

phase("start", () => ask("add_pack", { name: "roster" }, readFileSync(join(runtime, "roster.zip"))) && "");
phase("open", () => {
  const name = table.endsWith(".xlsx") ? "staff.xlsx" : "staff.csv";
  door("open", { name, key, today, cities: [city] }, readFileSync(table));
  steps("look", {}, 20);
  door("rules", { key, rules });
  return door("settle", { answers: {} }).error ?? "";
});
phase("read", () => steps("read", {}, 500).rows);
phase("judge", () => steps("judge", { today }, 100).judged);
phase("result", () => door("result").all);
phase("list", () => door("list", { start: 0, count: 50, sort: "grave" }).total);
phase("again", () => door("list", { start: 50, count: 50, sort: "grave" }).total);
phase("name", () => door("list", { start: 0, count: 50, sort: "name" }).total);
phase("search", () => door("list", { start: 0, count: 50, text: "甲" }).total);
phase("person", () => door("person", { at: door("list", { start: 0, count: 1 }).people[0].at, turn: 0, today }).id);
phase("export", () => steps("export", { what: "results", format: "xlsx", mark: 1, begin: true }, 200).bytes.length);
phase("csv", () => steps("export", { what: "results", format: "csv", mark: 2, begin: true }, 200).share);
console.log(JSON.stringify(phases));
