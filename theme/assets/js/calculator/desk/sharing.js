// Numbers of quick mode that travel in a link: those that came with one, and those that go into one.

export class Sharing {
  #desk;

  /** @param {object} desk what the clerks of desk.js share */
  constructor(desk) {
    this.#desk = desk;
  }

  /** What a link may carry of quick mode. */
  async shareable() {
    const { form } = this.#desk;
    const { totals, answers, asked } = form.shown;
    return { totals, answers, asked, today: form.today };
  }

  /** Puts one's own numbers back in place of shared ones. */
  async dismiss() {
    this.#desk.form.dismiss();
    this.#desk.fillIn({});
    this.#desk.touched({ keep: false });
  }
}
