// Runs pytest inside Pyodide under Node. Reads {core, archive, repository, packages, tests} as JSON from the
// standard input: the npm folder, the archive with the standard library and xueshi, the repository, the folder
// of pytest and its like, the tests. Prints pytest's output, then one line of JSON: {passed, failed, from}.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { core, archive, repository, packages, tests } = JSON.parse(readFileSync(0, "utf8"));
const { loadPyodide } = await import(pathToFileURL(join(core, "pyodide.mjs")));
const { info } = JSON.parse(readFileSync(join(core, "pyodide-lock.json"), "utf8"));

const python = await loadPyodide({
  indexURL: core,
  stdLibURL: archive,
  lockFileContents: { info, packages: {} },
  env: { PYTEST_DISABLE_PLUGIN_AUTOLOAD: "1", HYPOTHESIS_STORAGE_DIRECTORY: "/inside/hypothesis" },
});
for (const [root, place] of [
  [repository, "/repository"],
  [packages, "/packages"],
]) {
  python.FS.mkdirTree(place);
  python.FS.mount(python.FS.filesystems.NODEFS, { root }, place);
}
python.FS.mkdirTree("/inside");
python.FS.writeFile("/inside/inside.py", readFileSync(new URL("inside.py", import.meta.url)));
const outcome = python.runPython(
  `
import sys
sys.dont_write_bytecode = True
sys.path[:0] = ["/inside", "/repository"]
sys.path.append("/packages")
from inside import run
run
`,
)(tests);
console.log(outcome);
