// Elements of the search. All text goes in as text: nothing typed or found is ever read as HTML.

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

const marks = (parts) => parts.map(([text, mark]) => (mark ? make("mark", {}, text) : text));

const KINDS = { year: "年度通知", city: "城市", document: "文件", register: "名单", page: "说明" };

function sections(result, home) {
  const shown = result.sections.filter(({ heading, text }) => heading.length || text.length);
  if (!shown.length) return null;
  const items = shown.map(({ id, heading, text }) => {
    const words = make("span", { class: "xs-hit__text" }, ...marks(text));
    const name = heading.length ? make("span", { class: "xs-hit__name" }, ...marks(heading)) : null;
    return make("li", {}, make("a", { href: `${home}${result.url}${id ? `#${id}` : ""}`, class: "xs-hit__place" }, name, words));
  });
  return make("ul", { class: "xs-hit__places" }, ...items);
}

function hit(result, home) {
  const tag = result.near ? "最近的已收录年度" : KINDS[result.kind];
  const link = make("a", { href: home + result.url, "data-search-result": true }, ...marks(result.title));
  const title = make("h3", { class: "xs-hit__title" }, link, make("span", { class: "xs-hit__kind" }, tag));
  return make("li", { class: "xs-hit" }, title, sections(result, home));
}

export const hits = (results, home) => make("ol", { class: "xs-hits" }, ...results.map((result) => hit(result, home)));

// What is told above the results.
export function told(view, typed) {
  const said = make("bdi", {}, typed.length > 40 ? `${typed.slice(0, 40)}…` : typed);
  const lines = [];
  if (view.slip) {
    lines.push(make("p", {}, "把“", make("bdi", {}, view.slip.said), `”当作“${view.slip.meant}”来查。`));
  }
  if (view.county) lines.push(make("p", {}, `${view.county.said}按行政区划在${view.county.city}，下面是${view.county.city}的。`));
  if (view.notice) {
    const { city, year, years } = view.notice;
    const known = years.length ? `已收录：${years.slice(0, 6).join("、")} 年度。` : "下面是离它最近的已收录年度，数字不能套用。";
    const missing = year ? `尚未收录${city} ${year} 年度的通知。` : `尚未收录${city}任何年度的通知。`;
    lines.push(make("p", { class: "xs-search__missing" }, make("strong", {}, missing), ` ${known}`));
  }
  if (view.relaxed) lines.push(make("p", {}, `${view.relaxed}没有更合适的内容，也列出其他城市和年度的。`));
  if (view.untold) lines.push(make("p", {}, "没有哪一页写着这些词，先列最新的年度。通知没有写的，本站也不推测。"));
  if (view.among.length) lines.push(make("p", {}, `先列${view.among.join("、")}的；写上或选择城市，就查那里的。`));
  if (view.partial) {
    const again = make("button", { type: "button", class: "xs-chip", "data-again": true }, "再试一次");
    lines.unshift(make("p", {}, "有的内容没有取到，可能是网络断了，结果不全。", again));
  } else if (!view.results.length) {
    lines.push(make("p", {}, make("strong", {}, "没有找到“", said, "”。"), "换个短一点的词，或者从已收录的年度看起："));
  }
  return lines;
}
