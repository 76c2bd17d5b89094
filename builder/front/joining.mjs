// Joins the scripts of the theme into the files that pages and workers load: one for each, and one for each part that
// is asked for only when it is wanted. What leaves here is what was written, without spaces and comments.
//
//   node joining.mjs <folder of the scripts> <oldest browsers, as esbuild names them …>
//
// In:  the text of runtime/published.js, which the build writes
// Out: JSON {files: {path: text}, modules: {path: [paths of what is in it]}}, or on the error stream what is wrong.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, resolve, sep } from "node:path";
import { build, transform } from "esbuild";

const [folder, ...target] = process.argv.slice(2);
const root = resolve(folder);

// What a page or another script names by its address.
const LOADED = [
  "calculator/desk/worker.js",
  "calculator/element.js",
  "compare.js",
  "due.js",
  "editor/element.js",
  "filter.js",
  "offline.js",
  "paper.js",
  "roster/element.js",
  "runtime/early.js",
  "runtime/worker.js",
  "search/panel.js",
  "search/worker.js",
  "site.js",
];
const CLASSIC = ["palette.js", "shell.js"]; // no modules: they run before the page is drawn
const PUBLISHED = "runtime/published.js";
const ONCE = "runtime/early.js"; // one for a whole page, whoever imports it: it lends what it has started

const WRITTEN = {
  charset: "utf8",
  legalComments: "none",
  minifySyntax: true, // but no name: an error shows it, and is looked up in the theme
  minifyWhitespace: true,
  supported: { "regexp-unicode-property-escapes": true }, // esbuild rewrites those whose names it does not know
  target,
};

const nameOf = (path) => relative(root, path).split(sep).join("/");
const published = readFileSync(0, "utf8");
const textOf = (name) => (name === PUBLISHED ? published : readFileSync(join(root, name), "utf8"));
const isThere = new Set(readdirSync(root, { recursive: true }).map((path) => path.split(sep).join("/")));

// The address of one script as another imports it.
function seen(from, name) {
  const path = posix.relative(from, name);
  return path.startsWith(".") ? path : `./${path}`;
}

// What is imported when it is wanted, and is no file of its own: it shares what the file has that asks for it.
function partsOf(names) {
  const asked = names.flatMap((name) =>
    [...textOf(name).matchAll(/\bimport\("([^"]+)"\)/g)].map((found) => posix.join(posix.dirname(name), found[1])),
  );
  return new Set(asked.filter((name) => isThere.has(name) && !LOADED.includes(name)));
}

const parts = partsOf([...isThere].filter((name) => name.endsWith(".js")));

// All that comes out of `entry` lies in its folder: addresses that a script makes of its own place are made of where
// it stood.
function placing(entry) {
  const home = posix.dirname(entry);
  return {
    name: "placing",
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^\./ }, ({ path, resolveDir, kind }) => {
        const name = nameOf(resolve(resolveDir, path));
        const isApart = kind === "dynamic-import" && !parts.has(name);
        if (name === entry || (isThere.has(name) && !isApart && name !== ONCE)) return { path: join(root, name) };
        // What is not there lies elsewhere in the published site, seen from the folder of all scripts and styles.
        const target = isThere.has(name) ? name : posix.join("front/js", nameOf(resolveDir), path);
        return { path: seen(isThere.has(name) ? home : posix.join("front/js", home), target), external: true };
      });
      onLoad({ filter: /\.js$/ }, ({ path }) => {
        const name = nameOf(path);
        const isHome = posix.dirname(name) === home;
        const place = isHome ? "import.meta.url" : `new URL("${seen(home, name)}", import.meta.url)`;
        const text = textOf(name).replaceAll("import.meta.url", place);
        // A part needs what `entry` has, all of it: so that is one file, not one for each set of parts that share some.
        return { contents: parts.has(name) ? `import "${seen(posix.dirname(name), entry)}";${text}` : text };
      });
    },
  };
}

async function joined(entry) {
  const home = posix.dirname(entry);
  const { outputFiles, metafile } = await build({
    ...WRITTEN,
    absWorkingDir: root,
    bundle: true,
    chunkNames: posix.join(home, "[name]-[hash]"),
    entryPoints: [entry],
    format: "esm",
    logLevel: "silent",
    metafile: true,
    outbase: root,
    outdir: root,
    plugins: [placing(entry)],
    splitting: true,
    write: false,
  });
  const texts = new Map(outputFiles.map(({ path, text }) => [nameOf(path), text]));
  const inside = new Map(Object.entries(metafile.outputs).map(([name, { inputs }]) => [name, Object.keys(inputs)]));
  // Where parts share what the entry has, its own file only imports it: what is imported takes its place.
  const [whole] = [...inside].find(([, names]) => names.includes(entry));
  if (whole !== entry) {
    for (const each of [texts, inside]) {
      each.set(entry, each.get(whole));
      each.delete(whole);
    }
    for (const [name, text] of texts) texts.set(name, text.replaceAll(seen(home, whole), seen(home, entry)));
  }
  return { texts, inside };
}

const files = {};
const modules = {};
try {
  for (const name of CLASSIC) {
    files[name] = (await transform(textOf(name), WRITTEN)).code;
    modules[name] = [name];
  }
  for (const { texts, inside } of await Promise.all(LOADED.map(joined))) {
    for (const [name, text] of texts) files[name] = text;
    for (const [name, names] of inside) modules[name] = names;
  }
  process.stdout.write(JSON.stringify({ files, modules }));
} catch (error) {
  for (const { location, text } of error.errors ?? [{ text: String(error.stack) }]) {
    const place = location ? `theme/assets/js/${location.file}:${location.line}:${location.column + 1}: ` : "";
    process.stderr.write(`${place}${text}\n`);
  }
  process.exitCode = 1;
}
