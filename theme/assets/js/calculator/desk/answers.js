// Answers to questions. One about a row is kept with the row, so that it moves along when lines change.

/** Keeps or, with an empty value, takes back an answer; `holder` is the row, or the state for the whole ledger. */
export function keepAnswer(holder, question, value) {
  const name = nameOf(question);
  holder.answers = { ...holder.answers };
  holder.asked = { ...holder.asked };
  if (value === "") {
    delete holder.answers[name];
    delete holder.asked[name];
  } else {
    holder.answers[name] = value;
    holder.asked[name] = question;
  }
}

/** The name under which the answer to a question is kept by what it is about. */
export function nameOf(question) {
  return question.row === null ? question.id : question.id.replace(`:${question.row}`, "");
}

/** Question id -> answer, the ids with the lines that the rows have now. */
export function answersFor(state, rows) {
  const answers = { ...state.answers };
  rows.forEach((row, at) => {
    for (const [name, value] of Object.entries(row.answers)) answers[`${name}:${at + 2}`] = value;
  });
  return answers;
}

/** Questions that have an answer, with it: the verdict asks them no longer, but the answer can be changed. */
export function answered(state, rows) {
  const list = Object.entries(state.asked).map(([name, question]) => {
    return { question, row: null, value: state.answers[name] };
  });
  rows.forEach((row, at) => {
    const line = at + 2;
    for (const [name, question] of Object.entries(row.asked)) {
      const now = { ...question, id: `${name}:${line}`, row: line, moved: question.row !== line };
      list.push({ question: now, row: row.id, value: row.answers[name] });
    }
  });
  return list;
}
