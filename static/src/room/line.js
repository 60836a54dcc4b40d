// The socket: entering again after every interruption, asking for what was missed by the last seq. The database is the
// truth, this is only news. Coming back is ours and not socket.io's: its "jitter 1" doubles what it spreads over and its
// first wait is too short for a house full of people whose line went at the same moment.
// The package's own entry brings what finds lines by their address besides; there is one line here.
import { Manager } from "../../../node_modules/socket.io-client/build/esm/manager.js";

const ANSWER_WITHIN_MS = 10_000;
// Coming in takes its turn when two thousand come back at once; asking again would make it take longer for all.
const IN_WITHIN_MS = 60_000;
const FIRST_WINDOW_MS = 4_000;
const LONGEST_WINDOW_MS = 30_000;
const CALM_AFTER_MS = 30_000;
const OWN_CAUSE_WINDOW_MS = 500;
const HOLE_MAY_FILL_MS = 700;
const LONG_HIDDEN_MS = 25_000;
const ENDS_HERE = new Set(["not_signed_in", "not_allowed", "not_found"]);

export class Line {
  constructor(slug) {
    this.slug = slug;
    this.isEntered = false;
    this.window = FIRST_WINDOW_MS;
    this.asks = this.entered = this.lost = this.waits = this.closed = this.shut = () => {};
    this.socket = new Manager(location.origin, {
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      autoConnect: false,
      reconnection: false,
    }).socket("/chat");
  }

  on(event, hear) {
    this.socket.on(event, (payload) => (payload.room ?? payload.slug ?? this.slug) === this.slug && hear(payload));
  }

  /** Hear how it stands: asks(), entered(answer), lost(), waits(text), closed(), shut(). */
  when(hears) {
    Object.assign(this, hears);
  }

  /** Connect; lastSeq() says what the page has already. */
  begin(lastSeq) {
    this.lastSeq = lastSeq;
    this.socket.on("connect", () => this.enter());
    for (const event of ["disconnect", "connect_error"]) this.socket.on(event, () => this.gone());
    // A device that says it is offline knows it sooner than a silent line does; back online it need not wait for others.
    addEventListener("offline", () => this.lost());
    addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => this.looked());
    this.socket.connect();
  }

  gone() {
    this.isEntered = false;
    clearTimeout(this.calm);
    this.lost();
    this.later(() => this.socket.connect());
  }

  hurry() {
    if (this.isEnded) return;
    if (this.socket.connected) return this.enter();
    this.window = OWN_CAUSE_WINDOW_MS;
    this.later(() => this.socket.connect());
    this.window = FIRST_WINDOW_MS;
  }

  /** A phone that slept holds a line that may be dead without knowing it: ask, and what was missed comes along. */
  looked() {
    if (document.hidden) this.hiddenAt = Date.now();
    else if (!this.isEntered) this.hurry();
    else if (Date.now() - this.hiddenAt > LONG_HIDDEN_MS) this.enter();
  }

  async enter() {
    if (this.isEntering) return;
    this.isEntering = true;
    this.asks();
    const before = this.lastSeq();
    const answer = await this.ask("room:enter", { room: this.slug, after: before });
    this.isEntering = false;
    if (this.isEnded) return;
    if (!answer.ok) return this.refused(answer.error);
    this.isEntered = true;
    clearTimeout(this.calm);
    this.calm = setTimeout(() => (this.window = FIRST_WINDOW_MS), CALM_AFTER_MS);
    this.entered(answer);
    if (answer.more && this.lastSeq() > before) this.enter();
  }

  /** A hole: wait a moment for what may be on its way, then ask. */
  catchUp(hasHole) {
    clearTimeout(this.hole);
    this.hole = setTimeout(() => this.isEntered && hasHole() && this.enter(), HOLE_MAY_FILL_MS);
  }

  refused({ code, message, retry_after: seconds = 0 }) {
    if (code === "room_closed") return this.closed();
    if (ENDS_HERE.has(code)) return this.shut();
    if (code !== "lost") this.waits(message);
    if (this.socket.connected) this.later(() => this.enter(), 1000 * seconds);
  }

  /** Ask and get the answer; a line that is gone answers as one that was never there. */
  async ask(event, wish) {
    const lost = { ok: false, error: { code: "lost", message: "" } };
    if (!this.socket.connected) return lost;
    return this.socket
      .timeout(event === "room:enter" ? IN_WITHIN_MS : ANSWER_WITHIN_MS)
      .emitWithAck(event, wish)
      .catch(() => lost);
  }

  /** Full jitter: any moment in a window that doubles, so that two thousand people do not come back in one second. */
  later(again, atLeastMs = 0) {
    clearTimeout(this.timer);
    this.timer = setTimeout(again, atLeastMs + Math.random() * this.window);
    this.window = Math.min(this.window * 2, LONGEST_WINDOW_MS);
  }

  end() {
    this.isEnded = true;
    this.isEntered = false;
    for (const timer of [this.timer, this.hole, this.calm]) clearTimeout(timer);
    this.socket.off();
    this.socket.disconnect();
  }
}
