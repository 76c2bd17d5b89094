// What can be drawn before Python has answered: names and printed numbers, read from the published rules as they
// stand. As soon as Python has opened the rules, its own answer takes the place of this.

// The headers of the ledger are part of its file format; the question is part of quick mode.
const COLUMNS = ["完成日期", "科目", "学时", "课程", "施教机构", "学习方式", "入账方式", "申报日期", "审核日期", "计划备案"];
const QUESTION = { id: "all_approved", text: "都已申报并审核通过了吗？", options: ["是", "否", "不清楚"] };

/** Rules JSON -> the same keys as Python's `open_rules` gives, as far as they can be copied. */
export function outlineOf(rules) {
  const subjects = [...walk(rules.rule.requirements, null, 0)];
  return {
    key: `${rules.city}/${rules.year}`,
    city: rules.city,
    city_name: rules.city_name,
    year: rules.year,
    unit: rules.rule.unit,
    document: rules.document,
    subjects,
    quick: [...quickFields(subjects)],
    quick_question: QUESTION,
    columns: COLUMNS,
    entry_modes: ["自动", "申报"],
    plan_values: ["是", "否"],
    providers: [],
  };
}

// A field a leaf, and after the last leaf of a subject one for the subject itself, as Python has them.
function* quickFields(subjects) {
  for (const { id, name, required, leaf, parent } of subjects) {
    if (!leaf) continue;
    yield { id, name, hint: null, required };
    const above = subjects.find((subject) => subject.id === parent);
    if (above?.parent && subjects.findLast((subject) => subject.parent === parent).id === id) {
      yield { id: above.id, name: above.name, hint: null, required: null };
    }
  }
}

/** Number or title of a document -> its title and page, for the sources of a verdict. */
export function documentsOf(rules) {
  return Object.fromEntries(
    rules.documents.map(({ ref, title, issued_on, page }) => [ref, { title, issued_on, page }]),
  );
}

function* walk(node, parent, depth) {
  const required = typeof node.min_hours === "number" ? node.min_hours : null;
  const children = node.children ?? [];
  yield { id: node.id, name: node.name, aliases: node.aliases ?? [], depth, parent, required, leaf: !children.length };
  for (const child of children) yield* walk(child, node.id, depth + 1);
}
