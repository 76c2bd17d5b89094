// What the JSON Schema says of a place, in the terms of the form: one kind for every value, references followed.
//
// A kind: {type: "text"|"number"|"integer"|"date"|"choice"|"yesno"|"object"|"list", words, options, fields, item,
// longest, name}. `words` are what may be written in place of a value (未规定, 不适用); `name` is the class.

import { T, TO_FILL } from "./text.js";

export class Kinds {
  #root;
  #known = new Map();

  constructor(schema) {
    this.#root = schema;
  }

  root() {
    return this.of(this.#root);
  }

  of(schema) {
    if (!this.#known.has(schema)) this.#known.set(schema, this.#make(schema));
    return this.#known.get(schema);
  }

  #make(schema) {
    const parts = (schema.anyOf ?? [schema]).map((part) => this.#follow(part));
    const words = parts.length > 1 ? parts.flatMap((part) => part.schema.enum ?? []) : [];
    const open = parts.filter((part) => parts.length === 1 || !part.schema.enum);
    if (!open.length) return { words: [], type: "choice", options: words, name: "" };
    return { words: words.length ? [...words, TO_FILL] : [], ...this.#plain(open[0]) };
  }

  #follow(part) {
    if (!part.$ref) return { schema: part, name: "" };
    const name = part.$ref.split("/").at(-1);
    return { schema: this.#root.$defs[name] ?? this.#root, name };
  }

  #plain({ schema, name }) {
    if (schema.enum) return { type: "choice", options: schema.enum, name };
    if (schema.type === "array") return { type: "list", item: schema.items, name };
    if (schema.type === "boolean") return { type: "yesno", name };
    if (schema.type === "number" || schema.type === "integer") return { type: schema.type, name };
    if (schema.format === "date") return { type: "date", name };
    if (!schema.properties) return { type: "text", longest: schema.maxLength ?? 0, name };
    const required = new Set(schema.required);
    const fields = Object.entries(schema.properties).map(([field, said]) => ({
      name: field,
      schema: said,
      title: said.title ?? field,
      help: said.description ?? "",
      required: required.has(field),
    }));
    return { type: "object", fields, order: fields.map((field) => field.name), title: schema.title ?? "", name };
  }

  /** The titles on the way to a place. */
  trail(path) {
    let kind = this.root();
    return path.map((step) => {
      if (typeof step === "number") {
        kind = kind?.item && this.of(kind.item);
        return T.form.item(step + 1);
      }
      const field = kind?.fields?.find((one) => one.name === step);
      kind = field && this.of(field.schema);
      return field?.title ?? step;
    });
  }

  /** A value with nothing in it yet: what must be there is there, and empty, so that the check asks for it. */
  blank(kind) {
    if (kind.type === "list") return [];
    if (kind.type === "text") return "";
    if (kind.type !== "object") return word("");
    const wanted = kind.fields.filter((field) => field.required);
    return Object.fromEntries(wanted.map((field) => [field.name, this.blank(this.of(field.schema))]));
  }
}

/** A word that is written without quotes: numbers, dates, allowed words. */
export const word = (text) => ({ $plain: text });

/** How the typed text of a kind is written. */
export const written = (kind, text) => (kind.type === "text" ? text : word(text));

const TELLING = ["title", "name", "printed", "policy", "channel", "platform", "text", "clause", "start", "id"];

/** A few characters by which a person knows an object or list again. */
export function gist(value) {
  if (Array.isArray(value)) return value.length ? `${value.length} 项` : "空";
  if (value === null || value === undefined) return "";
  if (typeof value !== "object") return String(value);
  if (value.start && value.end) return `${value.start} – ${value.end}`;
  const key = TELLING.find((name) => typeof value[name] === "string" && value[name]);
  return key ? value[key] : "";
}

/** Whether a kind has parts of its own. */
export const isNested = (kind) => kind.type === "object" || kind.type === "list";
