// Writing: nothing typed is lost. A message gets its client_id before it is sent, so that sending it again after a lost
// line says it once; what is not sent yet survives a reload and says in words how it stands with it.
import { icon } from "../lib/ui.js";
import { Kept } from "./kept.js";

const TYPING_EVERY_MS = 3_000;
const TYPING_LASTS_MS = 4_000;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 20_000;
const PASSES_AFTER_MS = 8_000;
const STALE_AFTER_MS = 3_600_000;
const MOST_CHARS = 1_000;
const KEEPS_TRYING = new Set(["lost", "too_fast", "unavailable", "not_joined"]);

export class Composer {
  constructor(page, room, line, log) {
    Object.assign(this, { page, room, line, log, words: room.words });
    this.form = page.querySelector("#schrijf");
    this.state = page.querySelector("#toestand");
    this.kept = new Kept(room.slug, page.dataset.whose);
    this.pause = FIRST_PAUSE_MS;
    this.excess = "";
    this.maySpeak = Boolean(this.form);
    const { draft = "", reply_to: answered, unsent = [] } = this.kept.read();
    // What arrived while this page was loading stands there already.
    this.unsent = unsent.filter(({ client_id: id }) => !log.list.querySelector(`[data-client-id="${CSS.escape(id)}"]`));
    if (this.form) this.prepare(draft, answered);
    else if (draft) this.unsent.push({ client_id: newId(), body: draft, refused: this.words.reads });
    for (const message of this.unsent) {
      if (Date.now() - message.at > STALE_AFTER_MS) message.refused ??= this.words.stale;
      this.show(message);
    }
  }

  prepare(draft, answered) {
    this.field = this.form.elements.body;
    this.answer = this.page.querySelector("#antwoord");
    this.field.value ||= draft;
    this.field.removeAttribute("maxlength"); // it would cut off what one pastes without a word; we say what fits
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("keydown", (event) => this.keyed(event));
    // The keyboard of a phone stays open, and the button stays where the thumb is.
    this.form.querySelector("button[type=submit]").addEventListener("mousedown", (event) => event.preventDefault());
    this.answer.querySelector("a").addEventListener("click", (event) => (event.preventDefault(), this.replyTo(null)));
    if (answered) this.replyTo(this.log.answerable(answered), false);
  }

  keep() {
    const draft = this.field?.value ?? "";
    this.kept.write({ draft, reply_to: this.form?.elements.reply_to.value, unsent: this.unsent });
  }

  /** Nothing is written to this device any more. */
  stop() {
    this.isStopped = true;
    this.kept.close();
    clearTimeout(this.again);
  }

  /** The room closed: what was not sent stays in sight, with the reason, until one leaves. */
  close() {
    this.stop();
    this.maySpeak = false;
    const words = [...this.unsent.map(({ body }) => body), this.field?.value].filter(Boolean).join("\n\n");
    if (this.form) {
      this.replyTo(null, false);
      this.field.value = words;
      this.field.readOnly = true;
      this.form.hidden = !words;
      this.form.querySelector("button[type=submit]").hidden = true;
    }
    this.page.querySelector(".chat__hint")?.remove();
    this.said = {};
    this.tell("line", words ? `${this.words.closed} ${this.words.not_sent}` : this.words.closed);
  }

  keyed(event) {
    if (event.key === "Escape" && !event.isComposing && this.form.elements.reply_to.value) return this.replyTo(null);
    // 229: the Enter that ends a composed character, as Safari tells it.
    const isPlainEnter = event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229;
    if (!isPlainEnter || !this.room.sendsByEnter() || !matchMedia("(pointer: fine)").matches) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  typed() {
    this.keep();
    const tooMany = this.tooMany(this.field.value);
    if (tooMany !== this.excess) this.tell("passing", (this.excess = tooMany));
    if (!tooMany) this.field.removeAttribute("aria-invalid");
    const now = Date.now();
    if (!this.line.isEntered || now - (this.toldAt ?? 0) < TYPING_EVERY_MS) return;
    this.toldAt = now;
    this.line.ask("typing", { room: this.room.slug });
  }

  get isTyping() {
    return Date.now() - (this.toldAt ?? 0) < TYPING_LASTS_MS;
  }

  tooMany(body) {
    const number = [...body.trim()].length;
    return number > MOST_CHARS ? this.words.too_long.replace("{n}", number) : "";
  }

  submit(event) {
    event.preventDefault();
    const body = this.field.value.trim();
    const tooMany = this.tooMany(body);
    if (!body) return this.sendWaiting();
    if (tooMany) this.field.setAttribute("aria-invalid", "true");
    if (tooMany || !this.maySpeak) return this.tell("passing", tooMany);
    const answered = this.form.elements.reply_to.value;
    const message = { client_id: newId(), body, at: Date.now(), ...(answered && { reply_to: answered }) };
    this.field.value = "";
    this.replyTo(null, false);
    this.unsent.push(message);
    this.show(message);
    this.log.toEnd();
    this.keep();
    this.sendWaiting();
  }

  /** Send what waits, one after the other, so that the order stays. */
  async sendWaiting() {
    clearTimeout(this.again);
    while (!this.isSending && !this.isStopped && this.line.isEntered && this.maySpeak) {
      const message = this.unsent.find(({ refused }) => !refused);
      if (!message) break;
      this.mark(message, this.words.sending);
      this.isSending = true;
      const { client_id, body, reply_to } = message;
      const answer = await this.line.ask("message:post", { room: this.room.slug, client_id, body, reply_to });
      this.isSending = false;
      if (!(answer.ok ? this.sent(message, answer) : this.failed(message, answer.error))) return;
    }
    this.markWaiting();
  }

  markWaiting(text = this.words.not_yet) {
    if (!this.isSending) for (const message of this.unsent) if (!message.refused) this.mark(message, text);
  }

  sent({ waited }, { message, card }) {
    this.pause = FIRST_PAUSE_MS;
    this.arrived(message);
    if (message.seq === null) this.care(this.log.hold(message), message, card);
    else if (!this.log.add(message)) this.line.catchUp(() => this.log.hasHole);
    if (message.seq === null) return true; // its own note says that it waits
    this.log.find(message.id)?.querySelector(".msg__who")?.append(this.label(this.words.sent));
    if (waited) this.tell("passing", this.words.sent);
    return true;
  }

  /** The word behind the time, at one message only: how it stands with what was sent last. */
  label(text) {
    this.latest?.remove();
    this.latest = make("span", "msg__state", text);
    return this.latest;
  }

  /** It is there (by answer or by news): it waits no longer. True if it was one of ours that waited. */
  arrived({ client_id: clientId }) {
    const before = this.unsent.length;
    this.unsent = this.unsent.filter((message) => message.client_id !== clientId);
    if (this.unsent.length === before) return false;
    this.log.still(() => this.item(clientId)?.remove());
    this.keep();
    return this.isSending;
  }

  failed(message, { code, message: text, retry_after: seconds }) {
    if (code === "room_closed") return this.line.closed();
    if (!KEEPS_TRYING.has(code)) return this.refuse(message, text);
    message.waited = true;
    this.markWaiting(code === "too_fast" ? this.words.soon.replace("{n}", seconds ?? 2) : this.words.not_yet);
    const pause = seconds ? 1000 * seconds + Math.random() * 500 : Math.random() * this.pause;
    this.pause = seconds ? FIRST_PAUSE_MS : Math.min(this.pause * 2, LONGEST_PAUSE_MS);
    this.again = setTimeout(() => (code === "not_joined" ? this.line.enter() : this.sendWaiting()), pause);
    return false;
  }

  /** It will not be sent: it keeps its place with the reason beside it, to change or to throw away. */
  refuse(message, why) {
    message.refused = why;
    this.log.still(() => this.item(message.client_id)?.remove());
    this.show(message);
    this.log.toEnd();
    this.keep();
    this.log.voice.tell(why);
    return true;
  }

  lost() {
    this.isLost = true;
    for (const message of this.unsent) message.waited = true;
    this.markWaiting();
    this.tell("line", this.words.line_gone);
  }

  /** Entered, again or for the first time; missed: how many messages of others came meanwhile. */
  back(missed) {
    const { back, back_one: one, back_many: many } = this.words;
    if (this.isLost) this.tell("passing", missed > 1 ? many.replace("{n}", missed) : missed ? one : back);
    this.isLost = false;
    this.tell("line", "");
    this.sendWaiting();
  }

  /** An own message that is not sent yet, with its state in words. */
  show(message) {
    const item = this.log.hold({
      ...message,
      id: message.client_id,
      seq: null,
      author: { name: "", avatar: { bird: "wulp", tint: 1 }, badge: null },
      html: "",
      state: "held",
      edited: false,
      reactions: {},
      sent_at: new Date(message.at ?? Date.now()).toISOString(),
      reply_to: message.reply_to ?? null,
    });
    item.dataset.unsent = "";
    item.querySelector("[data-part=waiting]")?.remove(); // the server does not know it yet
    item.querySelector("[data-part=words]").append(make("p", "msg__typed", message.body));
    const note = item.querySelector("[data-part=note]");
    if (message.refused) {
      note.firstElementChild.replaceWith(icon("circle-alert"));
      note.lastElementChild.replaceChildren(message.refused, this.ways(message));
    } else note.remove();
    if (!message.refused) this.mark(message, this.line.isEntered && navigator.onLine ? this.words.sending : this.words.not_yet);
  }

  /** Say behind the time of one of ours how it stands with it. */
  mark({ client_id: clientId }, text) {
    const item = this.item(clientId);
    if (!item) return;
    const state = item.querySelector(".msg__state") ?? make("span", "msg__state");
    if (state.textContent === text) return;
    this.log.still(() => {
      item.classList.toggle("msg--held", text !== this.words.sending);
      state.textContent = text;
      item.querySelector(".msg__who").append(state);
    });
    if (text !== this.words.sending) this.log.voice.tell(text);
  }

  /** What one can do with what was refused. */
  ways(message) {
    const row = make("span", "row");
    const add = (text, go) => {
      const button = make("button", "btn btn--line btn--small", text);
      button.type = "button";
      button.addEventListener("click", () => go());
      row.append(button);
    };
    if (this.form) add(this.words.rewrite, () => this.rewrite(message));
    add(this.words.drop, () => this.drop(message));
    return row;
  }

  drop(message) {
    this.arrived(message);
    (this.field ?? this.log.box).focus({ preventScroll: true });
  }

  rewrite(message) {
    this.field.value = [message.body, this.field.value].filter(Boolean).join("\n");
    this.drop(message);
    this.typed();
  }

  item(clientId) {
    return this.log.list.querySelector(`[data-unsent][data-client-id="${CSS.escape(clientId)}"]`);
  }

  /** What stands at once under a message that waits: who reads it, and where to go now (L11). */
  care(item, { id }, card) {
    if (!card) return;
    item.querySelector("[data-part=note] span").textContent = card.kind === "crisis" ? this.words.held : card.text;
    if (card.kind === "crisis") item.after(this.crisisCard(id, card));
    this.log.toEnd();
  }

  crisisCard(id, card) {
    const box = document.getElementById("zorg").content.firstElementChild.cloneNode(true);
    box.dataset.cardOf = id;
    box.querySelector("h2").textContent = card.title;
    box.querySelector("h2 + p").textContent = card.text;
    const [call, link] = box.querySelectorAll("a");
    for (const [index, { label, url }] of card.actions.entries()) {
      const button = index === 0 ? call : link.cloneNode(true);
      button.href = url;
      button.append(label);
      if (index > 0) link.before(button);
    }
    link.remove();
    return box;
  }

  replyTo(message, takesFocus = true) {
    this.form.elements.reply_to.value = message?.id ?? "";
    this.answer.firstElementChild.textContent = message?.quote ?? "";
    this.answer.hidden = !message;
    if (message) this.field.setAttribute("aria-describedby", "antwoord");
    else this.field.removeAttribute("aria-describedby");
    if (takesFocus) this.field.focus({ preventScroll: true });
    this.keep();
  }

  /** May one speak now, or at which place does one wait? */
  seat({ may_speak: maySpeak, place_in_queue: place }) {
    if (!this.form) return maySpeak && location.reload();
    this.maySpeak = maySpeak;
    this.form.querySelector("button[type=submit]").disabled = !maySpeak;
    this.tell("seat", place ? this.words.waits.replace("{n}", place) : maySpeak ? "" : this.words.reads);
    if (maySpeak && this.waited) this.tell("passing", this.words.your_turn);
    this.waited = Boolean(place);
    this.sendWaiting();
  }

  /** Say how it stands, in words, above the field. What passes goes by itself; the rest until it is no longer so. */
  tell(kind, text, url) {
    this.said = { ...this.said, [kind]: text && { text, url } };
    if (kind === "passing" && text) {
      clearTimeout(this.passing);
      this.passing = setTimeout(() => this.tell("passing", ""), PASSES_AFTER_MS);
    }
    this.showState();
  }

  showState() {
    const { decision, line, seat, passing } = this.said;
    const now = [line, decision, seat, passing].find(Boolean);
    if (now?.text === this.shown) return;
    this.shown = now?.text;
    this.state.textContent = now?.text ?? "";
    if (!now?.url) return;
    const link = make("a", "", this.words.read_more);
    link.href = now.url;
    this.state.append(" ", link);
  }
}

function make(tag, className, textContent = "") {
  return Object.assign(document.createElement(tag), { className, textContent });
}

function newId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
