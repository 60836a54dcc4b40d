// What the room says calmly: what is pinned, the pace, that all is read first, who waits, and once that it closes soon.
const SAYS_CLOSING_MS = 10 * 60_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export class Calm {
  constructor(page, { words }, log) {
    Object.assign(this, { words, log });
    this.find = (id) => page.querySelector(`#${id}`);
    this.closing = this.find("sluit");
    this.closesAt = Date.parse(this.closing?.dataset.at);
    const wait = 1000 * this.closing?.dataset.in - SAYS_CLOSING_MS;
    if (wait < LONGEST_TIMER_MS) this.timer = setTimeout(() => this.tell(), wait);
  }

  show({ pinned, hold_all: holdsAll, slow_mode_seconds: seconds, waiting, closes_at: closesAt }) {
    this.log.still(() => this.put("prikbord", pinned));
    const first = this.find("eerst-lezen");
    if (first) first.hidden = !holdsAll;
    this.put("rustig", seconds && this.words.slow.replace("{n}", seconds));
    this.waiting = waiting;
    this.showQueue();
    if (this.closing && Date.parse(closesAt) !== this.closesAt) this.forgetClosing();
  }

  /** What one is told about oneself: one's place in the queue. */
  seat({ place_in_queue: place }) {
    this.place = place;
    this.showQueue();
  }

  showQueue() {
    const { waiting_one: one, waiting_many: many } = this.words;
    const isTold = !this.waiting || this.place; // who waits oneself is told one's own place above the field
    this.put("rij", !isTold && (this.waiting === 1 ? one : many.replace("{n}", this.waiting)));
  }

  put(id, text) {
    const line = this.find(id);
    if (!line) return;
    if (line.textContent !== (text || "")) line.textContent = text || "";
    line.hidden = !text;
  }

  /** Its hours were moved while one sat here: better no line than a wrong one. */
  forgetClosing() {
    clearTimeout(this.timer);
    this.closing.remove();
    this.closing = null;
  }

  tell() {
    if (!this.closing.hidden) return;
    this.log.still(() => {
      this.closing.hidden = false;
      this.log.list.append(this.closing);
    });
    this.log.voice.tell(this.closing.textContent);
  }
}
