// What screen readers hear: how it stands with one's own message, and new ones of others, politely, bundled, and only for
// who wants it. The first after a silence comes soon, a burst as one sentence.
import { quoteOf } from "./message.js";

const SOON_MS = 300;
const SAY_EVERY_MS = 5_000;
const SPOKEN_CHARS = 200;

export class Voice {
  constructor(room, isSilent) {
    Object.assign(this, { words: room.words, isSilent });
    this.heard = [];
    this.saidAt = -SAY_EVERY_MS;
    this.element = document.getElementById("stem");
  }

  /** Somebody else's message stands there now. */
  hear(item) {
    this.heard.push(item);
    const pause = Math.max(SOON_MS, this.saidAt + SAY_EVERY_MS - performance.now());
    this.saying ??= setTimeout(() => this.say(), pause);
  }

  say() {
    const still = this.heard.filter((item) => item.isConnected);
    const latest = still.at(-1);
    this.heard = [];
    this.saying = undefined;
    if (!latest || this.isSilent()) return;
    this.saidAt = performance.now();
    this.spoken = latest.id;
    this.element.textContent =
      still.length === 1
        ? quoteOf(latest, SPOKEN_CHARS)
        : this.words.new_from.replace("{n}", still.length).replace("{name}", latest.querySelector("[data-part=name]").textContent);
  }

  /** Say at once how it stands with what one wrote. */
  tell(text) {
    this.spoken = "";
    this.element.textContent = text;
  }

  /** What was said last is no longer so: it was edited, hidden or taken back. */
  forget({ id }) {
    if (id === this.spoken) this.tell("");
  }
}
