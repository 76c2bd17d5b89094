// Numbers that somebody shared by a link: whose they are, the way back to one's own, and the link to share these.

import { fill, h } from "./dom.js";
import { copyText } from "./download.js";
import { deviceDay } from "./format.js";
import { icon } from "./icons.js";
import { canShare, shareLink } from "./share.js";
import { T } from "./text.js";

class Unclear extends Error {}

export class Guest {
  /** @param {{desk: object, place: Element, onOwn: Function}} parts `onOwn` hears that shared numbers are given up */
  constructor({ desk, place, onOwn }) {
    Object.assign(this, { desk, place, onOwn });
    this.element = h("div", { class: "storage-notice guest", role: "status", hidden: true });
  }

  /** Says whose numbers these are (`guest`), that a link could not be used (`broken`), or nothing. */
  tell(link) {
    this.element.hidden = !link;
    if (!link) return;
    const own = h(
      "button",
      { type: "button", class: "button", on: { click: () => this.desk.ask("dismiss") } },
      T.share.own,
    );
    const guest = link === "guest";
    fill(this.element, icon("info", "icon small"), h("p", {}, guest ? T.share.guest : T.share.broken), guest && own);
  }

  /** Shared numbers became one's own, or were given up. */
  leave() {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.onOwn();
  }

  /** Copies a link to the numbers of quick mode; gives what is to be said of it. */
  async share({ base, city, year }) {
    const link = this.desk.ask("shareable").then(({ today, ...typed }) => {
      if (!canShare(typed.totals)) throw new Unclear();
      const day = today === deviceDay() ? null : today;
      return shareLink(base, { city, year, day, ...typed });
    });
    try {
      return (await copyText(link, this.place)) ? T.share.copied : "";
    } catch (error) {
      if (error instanceof Unclear) return T.share.unclear;
      throw error;
    }
  }
}
