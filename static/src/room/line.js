// The socket: entering again after every interruption, asking for what was missed by the last seq. The database is the
// truth, this is only news.
import { io } from "socket.io-client";

const ANSWER_WITHIN_MS = 10_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 20_000;

export class Line {
  constructor(slug) {
    this.slug = slug;
    this.isEntered = false;
    this.pause = FIRST_PAUSE_MS;
    this.entered = this.lost = () => {};
    // Full jitter (factor 1): after a restart two thousand people come back spread over seconds, not in one.
    this.socket = io("/chat", {
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      autoConnect: false,
      reconnectionDelay: FIRST_PAUSE_MS,
      reconnectionDelayMax: LONGEST_PAUSE_MS,
      randomizationFactor: 1,
    });
  }

  on(event, hear) {
    this.socket.on(event, (payload) => (payload.room ?? payload.slug ?? this.slug) === this.slug && hear(payload));
  }

  whenEntered(hear) {
    this.entered = hear;
  }

  whenLost(hear) {
    this.lost = hear;
  }

  /** Connect; lastSeq() says what the page has already. */
  begin(lastSeq) {
    this.lastSeq = lastSeq;
    this.socket.on("connect", () => this.enter());
    this.socket.on("disconnect", (reason) => {
      this.isEntered = false;
      this.lost();
      // Cut by the server: come back once by ourselves, later than others; whoever was signed out learns it then.
      if (reason === "io server disconnect") this.later(() => this.socket.connect());
    });
    // A device that says it is offline knows it sooner than a silent line does.
    addEventListener("offline", () => this.lost());
    this.socket.connect();
  }

  async enter() {
    const answer = await this.ask("room:enter", { room: this.slug, after: this.lastSeq() });
    if (!answer.ok) return this.refused(answer.error);
    this.isEntered = true;
    this.pause = FIRST_PAUSE_MS;
    this.entered(answer);
    if (answer.more) this.enter();
  }

  /** A hole: wait a moment for what may be on its way, then ask. */
  catchUp(last) {
    clearTimeout(this.hole);
    this.hole = setTimeout(() => this.isEntered && this.lastSeq() === last && this.enter(), 700);
  }

  refused({ code }) {
    if (["room_closed", "not_signed_in", "not_allowed", "not_found"].includes(code)) return location.reload();
    this.later(() => this.socket.connected && this.enter());
  }

  /** Ask and get the answer; a line that is gone answers as one that was never there. */
  ask(event, wish) {
    return this.socket
      .timeout(ANSWER_WITHIN_MS)
      .emitWithAck(event, wish)
      .catch(() => ({ ok: false, error: { code: "lost", message: "" } }));
  }

  later(again) {
    const wait = Math.random() * this.pause;
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
    this.timer = setTimeout(again, 500 + wait);
  }

  end() {
    clearTimeout(this.timer);
    this.socket.off();
    this.socket.io.reconnection(false);
    this.socket.disconnect();
  }
}
