// Runs calls of the calculator in Pyodide under Node. Reads {core, archive, extra, calls} as JSON from the standard
// input (extra: {path, sha256} of one more archive, or null)
// and prints {answers, modules, missed}: what each call gave, the modules imported from the archive, and how
// many methods of dataclasses had to be compiled.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { core, archive, extra, calls } = JSON.parse(readFileSync(0, "utf8"));
const { loadPyodide } = await import(pathToFileURL(join(core, "pyodide.mjs")));
const { info } = JSON.parse(readFileSync(join(core, "pyodide-lock.json"), "utf8"));

const python = await loadPyodide({
  indexURL: core,
  stdLibURL: archive,
  lockFileContents: { info, packages: {} },
  stdout: (line) => console.error(line),
});
const { call } = python.pyimport("bridge");
if (extra) {
  const order = JSON.stringify({ name: "extra", sha256: extra.sha256 });
  call("add_pack", order, python.toPy(new Uint8Array(readFileSync(extra.path))));
}

const answers = calls.map(({ operation, payload, data }) => {
  const bytes = data === null ? undefined : python.toPy(new Uint8Array(Buffer.from(data, "base64")));
  try {
    const [result, file] = call(operation, payload, bytes).toJs();
    return { result, data: file ? Buffer.from(file).toString("base64") : null };
  } catch (error) {
    return { error: error.type ?? "fatal", detail: error.message };
  }
});

const { exec } = python.pyimport("dataclasses");
const missed = exec.missed;

const modules = python
  .runPython(
    `
import sys
[name for name, module in sys.modules.items()
 if type(module).__name__ != "Later" and (getattr(getattr(module, "__spec__", None), "origin", None) or "").startswith("/lib/python313.zip/")]
`,
  )
  .toJs();
console.log(JSON.stringify({ answers, modules, missed }));
