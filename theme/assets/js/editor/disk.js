// Files of the person's own computer: opened with a handle where the browser has such, else by the old ways.

import { saveFile } from "../calculator/download.js";
import { h } from "../calculator/dom.js";

const TYPES = [{ description: "YAML", accept: { "text/yaml": [".yml", ".yaml"] } }];
const NOTICES = ".docx,.txt,.md,text/plain";
const MOST = 4 * 1024 * 1024; // bytes that are read; Python refuses a quarter of it already, and says so

/** A file chosen by the person: `{name, bytes, handle}`, or null. */
export async function choose() {
  if (typeof window.showOpenFilePicker === "function") {
    try {
      const [handle] = await window.showOpenFilePicker({ types: TYPES });
      return await read(await handle.getFile(), handle);
    } catch (error) {
      if (error.name === "AbortError") return null;
      // What is not allowed here (a frame, a strange browser) goes the old way.
    }
  }
  return pick(".yml,.yaml,text/yaml");
}

/** The file of a notice. */
export const chooseNotice = () => pick(NOTICES);

function pick(accept) {
  return new Promise((resolve) => {
    const input = h("input", { type: "file", accept, hidden: true });
    const end = () => {
      input.remove();
      resolve(input.files[0] ? read(input.files[0]) : null);
    };
    input.addEventListener("change", end);
    input.addEventListener("cancel", end);
    document.body.append(input); // Safari forgets the choice of a field that stands nowhere
    input.click();
  });
}

/** A file as bytes; of one that is far too large only the beginning. */
export async function read(file, handle = null) {
  return { name: file.name, bytes: await file.slice(0, MOST).arrayBuffer(), handle };
}

/** A text as it is saved: with the line ends and the mark at the beginning that its file came with. */
export function whole({ text, crlf, bom }) {
  return (bom ? "\ufeff" : "") + (crlf ? text.replaceAll("\n", "\r\n") : text);
}

/**
 * Writes a text back; "written", "downloaded", or "refused" when the browser did not let it and it was downloaded.
 * "changed", with nothing done, when the file no longer holds the bytes that were read from it, if those are given.
 */
export async function save(text, name, handle, onDisk) {
  let result = "downloaded";
  if (handle) {
    try {
      if (onDisk && !same(onDisk, await (await handle.getFile()).arrayBuffer())) return "changed";
      const stream = await handle.createWritable();
      await stream.write(text);
      await stream.close();
      return "written";
    } catch {
      result = "refused";
    }
  }
  await saveFile(new Blob([text], { type: "text/yaml;charset=utf-8" }), name);
  return result;
}

function same(one, other) {
  const [left, right] = [new Uint8Array(one), new Uint8Array(other)];
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}
