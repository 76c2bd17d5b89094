// The engine in Pyodide under Node. Reads {core, sources, code, task} as JSON from the standard input: the npm
// folder, the folder of xueshi, the text of inside.py, its task; prints people per second.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { core, sources, code, task } = JSON.parse(readFileSync(0, "utf8"));
const { loadPyodide } = await import(pathToFileURL(join(core, "pyodide.mjs")));
const python = await loadPyodide({ indexURL: core, stdout: (line) => console.error(line) });
python.FS.mkdirTree("/sources");
python.FS.mount(python.FS.filesystems.NODEFS, { root: sources }, "/sources");
python.runPython("import sys; sys.path.insert(0, '/sources'); sys.dont_write_bytecode = True");
python.globals.set("task", task);
console.log(python.runPython(`${code}\ntimed(task)`));
