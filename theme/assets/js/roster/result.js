// What came out for all: the numbers first, drawn; then what the employer must do, what is still to be answered,
// and the rows that could not be read.

import { fileInput, fill, freshId, h } from "../calculator/dom.js";
import { dayParts } from "../calculator/format.js";
import { icon } from "../calculator/icons.js";
import { count, T } from "./text.js";

const ROOM = 14; // per cent of the bar from which on a part has room for its name

export class Result {
  #numbers = h("div", { class: "numbers", role: "group", "aria-label": T.status });
  #bar = h("div", { class: "parts", role: "img" });
  #spread = h("div", { class: "spread" });
  #duties = h("section", { class: "duties", hidden: true });
  #questions = h("section", { class: "questions", hidden: true });
  #errors = h("section", { class: "faults", hidden: true });
  #notes = h("section", { class: "notes", hidden: true });
  #asked = new Map();

  /**
   * @param {{onFilter: (filter: object) => void, onAnswer: (id: string, value: string) => void,
   *   onErrors: (format: string) => void, onMend: (file: File) => void}} parts
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.input = fileInput(".csv,.xlsx", this.onMend);
    this.title = h("h2", { class: "unseen", id: freshId("all"), tabindex: "-1" }, T.resultTitle);
    this.overview = h(
      "section",
      { class: "overview", "aria-labelledby": this.title.id },
      this.title,
      this.#numbers,
      this.#bar,
      this.#spread,
    );
    this.element = h(
      "div",
      { class: "whole" },
      this.overview,
      this.#questions,
      this.#duties,
      this.#errors,
      this.#notes,
      this.input,
    );
  }

  /** The numbers alone, while people are still being judged. */
  live(told) {
    this.#drawNumbers(told, {});
    this.#drawBar(told);
  }

  update(result, filter) {
    this.#drawNumbers(result, filter);
    this.#drawBar(result);
    this.#drawSpread(result);
    this.#drawDuties(result.duties);
    this.#drawQuestions(result.questions);
    this.#drawErrors(result.errors);
    this.#notes.hidden = !result.notes.length;
    fill(
      this.#notes,
      h("h3", { class: "part-title" }, T.notesTitle),
      h(
        "ul",
        {},
        result.notes.map((line) => h("li", {}, line)),
      ),
    );
  }

  /** Marks the status that the list is filtered by. */
  mark(filter) {
    for (const tile of this.#numbers.children)
      tile.setAttribute("aria-pressed", String(tile.dataset.status === (filter.status ?? "")));
  }

  #drawNumbers({ statuses }, filter) {
    const tiles = statuses.map(({ id, name, count: people, share }) =>
      h(
        "button",
        {
          type: "button",
          class: "number-tile",
          "data-status": id,
          disabled: people === 0,
          on: { click: (event) => this.onFilter({ status: this.#pressed(event) ? "" : id }) },
        },
        h("span", { class: "tile-name" }, icon(id, "icon small"), name),
        h("b", {}, count(people)),
        h("span", { class: "quiet" }, share),
      ),
    );
    const focused = this.#numbers.contains(this.#numbers.getRootNode().activeElement)
      ? this.#numbers.getRootNode().activeElement.dataset.status
      : null;
    fill(this.#numbers, tiles);
    if (focused !== null) tiles.find((tile) => tile.dataset.status === focused)?.focus();
    this.mark(filter);
  }

  #pressed(event) {
    return event.currentTarget.getAttribute("aria-pressed") === "true";
  }

  #drawBar({ statuses, judged, drawn }) {
    this.#bar.hidden = !judged;
    this.#bar.setAttribute("aria-label", drawn);
    fill(
      this.#bar,
      statuses
        .filter(({ count: people }) => people)
        .map(({ id, name, count: people }) => {
          const width = (100 * people) / judged;
          return h(
            "span",
            { class: "part", "data-status": id, style: { "flex-grow": String(people) } },
            width >= ROOM ? h("span", { class: "part-words" }, icon(id, "icon small"), name) : null,
          );
        }),
    );
  }

  #drawSpread({ subjects, judged }) {
    const short = subjects.filter(({ people }) => people);
    this.#spread.hidden = !short.length;
    fill(
      this.#spread,
      h("h3", { class: "part-title" }, T.short),
      h(
        "ul",
        { class: "spread-list", role: "list" },
        short.map(({ id, name, people, told }) =>
          h(
            "li",
            {},
            h(
              "button",
              { type: "button", class: "link", "aria-label": told, on: { click: () => this.onFilter({ subject: id }) } },
              name,
            ),
            h(
              "span",
              { class: "spread-track", "aria-hidden": "true" },
              h("span", { class: "spread-length", style: { "inline-size": `${(100 * people) / judged}%` } }),
            ),
            h("b", { "aria-hidden": "true" }, T.people(people)),
          ),
        ),
      ),
    );
  }

  #drawDuties(duties) {
    this.#duties.hidden = !duties.length;
    const places = new Set(duties.map(({ place }) => place));
    const list = (own) =>
      h(
        "ol",
        { class: "step-list", role: "list" },
        duties.filter((duty) => duty.own === own).map((duty) => this.#duty(duty, places.size > 1)),
      );
    const [theirs, own] = [list(false), list(true)];
    fill(
      this.#duties,
      theirs.childElementCount ? [h("h3", { class: "part-title" }, T.dutiesTitle), theirs] : null,
      own.childElementCount
        ? h("details", { class: "own-duties" }, h("summary", {}, T.ownDuties(own.childElementCount)), own)
        : null,
    );
  }

  #duty({ place, duty, own, message, by, people, filter, source, late }, named) {
    return h(
      "li",
      { class: `step${late ? " late" : ""}` },
      by ? when(by) : h("span", { class: "when none" }, T.anyDay),
      h(
        "div",
        {},
        own ? null : h("span", { class: "duty" }, duty),
        named ? h("span", { class: "quiet" }, ` ${place} `) : " ",
        late ? icon("warning", "icon small") : null,
        h("span", {}, message),
        source ? h("span", { class: "quiet" }, ` ${T.source}${source}`) : null,
        filter
          ? [
              " ",
              h(
                "button",
                { type: "button", class: "link", on: { click: () => this.onFilter(filter) } },
                T.showThese(people),
              ),
            ]
          : null,
      ),
    );
  }

  // A question that is being answered keeps its field, so that the focus stays where it is.
  #drawQuestions(questions) {
    this.#questions.hidden = !questions.length;
    const fields = new Map(
      questions.map((question) => [question.id, this.#asked.get(question.id) ?? this.#question(question)]),
    );
    for (const question of questions) fields.get(question.id).show(question);
    const same = [...fields.keys()].join() === [...this.#asked.keys()].join();
    this.#asked = fields;
    if (same && this.#questions.childElementCount) return;
    fill(
      this.#questions,
      h("h3", { class: "part-title" }, T.questionsTitle),
      [...fields.values()].map((field) => field.element),
    );
  }

  #question({ id, options, filter }) {
    const text = h("span");
    const legend = h("legend", {}, text);
    const name = freshId("question");
    const choices = (options ?? []).map((value) => {
      const input = h("input", { type: "radio", name, value, on: { change: () => this.onAnswer(id, value) } });
      return { input, label: h("label", { class: "choice" }, input, value) };
    });
    const people = h("button", { type: "button", class: "link", on: { click: () => this.onFilter(filter) } });
    const element = h(
      "fieldset",
      { class: "question" },
      legend,
      choices.length ? h("p", { class: "quiet" }, T.forAll) : null,
      choices.length
        ? h(
            "div",
            { class: "choices" },
            choices.map(({ label }) => label),
          )
        : null,
      h("p", { class: "quiet" }, T.perPerson, " ", people),
    );
    const show = ({ told, people: many, value }) => {
      fill(text, told);
      fill(people, T.showThese(many));
      people.hidden = !many;
      for (const { input } of choices) input.checked = input.value === value;
    };
    return { element, show };
  }

  #drawErrors({ rows, told, list }) {
    this.#errors.hidden = !rows;
    if (!rows) return;
    const save = (format, label) =>
      h(
        "button",
        { type: "button", class: "button", on: { click: () => this.onErrors(format) } },
        icon("download", "icon small"),
        label,
      );
    fill(
      this.#errors,
      h("h3", { class: "part-title" }, icon("warning", "icon small"), ` ${told}`),
      h("p", { class: "quiet" }, T.errorsMore),
      h(
        "div",
        { class: "toolbar" },
        save("xlsx", T.errorsExcel),
        save("csv", T.errorsCsv),
        h(
          "button",
          { type: "button", class: "button strong", on: { click: () => this.input.click() } },
          icon("open", "icon small"),
          T.mend,
        ),
      ),
      h(
        "ul",
        { class: "error-list", role: "list" },
        list.map(({ sheet, line, who, reasons }) =>
          h(
            "li",
            {},
            icon("warning", "icon small"),
            h("div", {}, h("b", {}, T.errorPlace(sheet, line), " ", h("bdi", {}, who)), " ", h("bdi", {}, reasons.join("；"))),
          ),
        ),
      ),
      rows > list.length ? h("p", { class: "quiet" }, T.more(rows - list.length)) : null,
    );
  }
}

function when(by) {
  const { year, day } = dayParts(by);
  return h("time", { class: "when", datetime: by }, h("b", {}, day), h("span", {}, `${year}年`));
}
