// Answers that came from elsewhere, a receipt or a shared link: ids and values, without the questions' words.

/** Puts answers where they belong: one about a line with its row, the rest with the whole form. */
export function placeAnswers(answers, form, rows) {
  for (const [id, value] of Object.entries(answers)) {
    const [, name, line] = /^(.*):(\d+)$/.exec(id) ?? [null, id, null];
    const holder = line === null ? form : rows[line - 2];
    if (holder) holder.answers = { ...holder.answers, [name]: value };
  }
}

/**
 * The questions to which the answers of a payload belong, found by judging with ever more of the answers given.
 *
 * @param {object} payload as it is judged
 * @param {(payload: object) => Promise<object>} judge
 */
export async function questionsOf(payload, judge) {
  const given = {};
  const found = [];
  for (;;) {
    const { questions } = await judge({ ...payload, answers: { ...given } });
    const fresh = questions.filter(({ id }) => id in payload.answers && !(id in given));
    if (!fresh.length) return found;
    found.push(...fresh);
    for (const { id } of fresh) given[id] = payload.answers[id];
  }
}
