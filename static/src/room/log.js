// The conversation on the page: every message once, in the order of its seq, also when it comes twice or late.
import { draw, drawSupport, quoteOf } from "./message.js";

const NEAR_THE_END_PX = 120;
const SAY_EVERY_MS = 5_000;

export class Log {
  constructor(page, room) {
    this.room = room;
    this.box = page.querySelector("#gesprek");
    this.list = this.box.querySelector("ol");
    this.more = page.querySelector("#nieuw");
    this.last = Number(page.dataset.lastSeq);
    this.waiting = new Map(); // seq -> message that came before one it must follow
    this.unread = 0;
    this.unsaid = [];
    this.acted = async () => ({});
    this.replied = () => {};
    this.voice = document.createElement("p");
    this.voice.className = "sr";
    this.voice.setAttribute("role", "status");
    this.box.after(this.voice);
    // From here on we announce ourselves, bundled; the log itself would read out every message.
    this.box.setAttribute("aria-live", "off");
    this.list.addEventListener("submit", (event) => this.act(event));
    this.list.addEventListener("click", (event) => this.reply(event));
    this.box.addEventListener("scroll", () => this.isAtEnd() && this.forgetUnread(), { passive: true });
    this.more.addEventListener("click", () => this.toEnd());
    if (!location.hash) this.toEnd();
  }

  whenActed(ask) {
    this.acted = ask;
  }

  whenReplied(hear) {
    this.replied = hear;
  }

  /** What entering answered: everything since, what changed, and where it begins (older is no hole). */
  take({ messages, changed, from_seq: from }) {
    if (from > this.last + 1) this.last = from - 1;
    for (const message of messages) this.add(message);
    for (const message of changed) this.change(message);
  }

  /** Show a message in its turn. False when one before it is missing. */
  add(message) {
    if (message.seq > this.last) this.waiting.set(message.seq, message);
    else if (!this.find(message.id)) this.place(message);
    while (this.waiting.has(this.last + 1)) {
      this.last += 1;
      this.place(this.waiting.get(this.last));
      this.waiting.delete(this.last);
    }
    for (const seq of this.waiting.keys()) if (seq <= this.last) this.waiting.delete(seq);
    return this.waiting.size === 0;
  }

  place(message) {
    const stays = this.isAtEnd() || "client_id" in message;
    this.removeDouble(message);
    const item = this.draw(message);
    const next = [...this.list.querySelectorAll("[data-seq]")].find((other) => Number(other.dataset.seq) > message.seq);
    const pending = this.list.querySelector("[data-unsent], .msg--held");
    this.list.insertBefore(item, next ?? pending);
    if (stays) this.toEnd();
    else this.count();
    if (!("client_id" in message)) this.say(item);
  }

  /** A held one that was released, or what one sent oneself, stands there already in another form. */
  removeDouble({ id, client_id: clientId }) {
    this.find(id)?.remove();
    if (clientId) this.list.querySelector(`[data-client-id="${CSS.escape(clientId)}"]`)?.remove();
    this.list.querySelector(`[data-card-of="${CSS.escape(id)}"]`)?.remove();
  }

  hold(message) {
    const stays = this.isAtEnd() || "client_id" in message;
    const [item, before] = [this.draw(message), this.find(message.id)];
    if (before) before.replaceWith(item);
    else this.list.append(item);
    if (stays) this.toEnd();
    if (this.room.isHost && !("client_id" in message)) this.say(item);
    return item;
  }

  change(message) {
    const item = this.find(message.id);
    if (!item) return;
    if (message.seq === null && message.state !== "held" && !("client_id" in message)) return item.remove();
    const isOpen = item.querySelector(".steun")?.open;
    if (this.hasSameWords(item, message)) return drawSupport(item, message.reactions, this.given(item));
    const fresh = this.draw(message, this.given(item));
    if (isOpen && fresh.querySelector(".steun")) fresh.querySelector(".steun").open = true;
    item.replaceWith(fresh);
  }

  hasSameWords(item, { state, edited, html }) {
    const isPlain = !item.matches(".msg--held, .msg--hidden") && (state === "visible" || state === "masked");
    return isPlain && !edited && item.querySelector("[data-part=words]").innerHTML === html;
  }

  draw(message, given = new Set()) {
    return draw(message, this.room, given, (id) => this.find(id));
  }

  given(item) {
    return new Set([...item.querySelectorAll("button[name=reaction][aria-pressed=true]")].map((button) => button.value));
  }

  find(id) {
    return document.getElementById(`bericht-${id}`);
  }

  /** The small forms under a message: support, and what a host decides. */
  async act(event) {
    const { submitter, target: form } = event;
    event.preventDefault();
    const id = form.elements.id.value;
    if (submitter.name === "decision") return this.acted("message:decide", { id, decision: submitter.value });
    const item = form.closest("li");
    const answer = await this.acted("message:react", { id, reaction: submitter.value });
    if (!answer.ok) return;
    const isGiven = submitter.getAttribute("aria-pressed") === "true";
    submitter.setAttribute("aria-pressed", String(!isGiven));
    item.querySelector(".steun").open = false;
  }

  reply(event) {
    const link = event.target.closest("[data-part=reply]");
    if (!link) return;
    event.preventDefault();
    const item = link.closest("li");
    this.replied({ id: item.id.replace("bericht-", ""), quote: quoteOf(item) });
  }

  isAtEnd() {
    return this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < NEAR_THE_END_PX;
  }

  toEnd() {
    this.box.scrollTop = this.box.scrollHeight;
    this.forgetUnread();
  }

  count() {
    this.unread += 1;
    this.more.textContent = this.unread === 1 ? this.room.words.new_one : this.room.words.new_many.replace("{n}", this.unread);
    this.more.hidden = false;
  }

  forgetUnread() {
    this.unread = 0;
    this.more.hidden = true;
  }

  /** Say new messages politely, bundled to one announcement in five seconds. */
  say(item) {
    this.unsaid.push(quoteOf(item));
    this.saying ??= setTimeout(() => {
      const number = this.unsaid.length;
      const latest = this.unsaid.at(-1);
      this.voice.textContent = number === 1 ? latest : `${this.room.words.new_many.replace("{n}", number)}. ${latest}`;
      this.unsaid = [];
      this.saying = undefined;
    }, SAY_EVERY_MS);
  }
}
