// Writing: nothing typed is lost. A message gets its client_id before it is sent, so that sending it again after a lost
// line says it once; what is not sent yet survives a reload and says so in words.
const TYPING_EVERY_MS = 3_000;
const TYPING_LASTS_MS = 4_000;
const KEEPS_TRYING = new Set(["lost", "too_fast", "unavailable", "not_joined"]);

export class Composer {
  constructor(page, room, line, log) {
    Object.assign(this, { page, room, line, log, words: room.words });
    this.form = page.querySelector("#schrijf");
    this.state = page.querySelector("#toestand");
    this.key = `moi:room:${room.slug}`;
    this.unsent = this.kept().unsent ?? [];
    if (!this.form) return;
    this.field = this.form.elements.body;
    this.answer = page.querySelector("#antwoord");
    this.field.value ||= this.kept().draft ?? "";
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("keydown", (event) => this.keyed(event));
    this.answer.querySelector("a").addEventListener("click", (event) => (event.preventDefault(), this.replyTo(null)));
    for (const message of this.unsent) this.show(message);
  }

  // What this tab remembers, so that a reload loses nothing; Snel weg empties it.
  kept() {
    try {
      return JSON.parse(sessionStorage.getItem(this.key)) ?? {};
    } catch {
      return {};
    }
  }

  keep() {
    if (this.isStopped) return;
    const draft = this.field?.value ?? "";
    try {
      if (draft || this.unsent.length) sessionStorage.setItem(this.key, JSON.stringify({ draft, unsent: this.unsent }));
      else sessionStorage.removeItem(this.key);
    } catch {
      // Storage is off or full; the text still stands on the page.
    }
  }

  stop() {
    this.isStopped = true;
    this.unsent = [];
  }

  keyed(event) {
    const isPlainEnter = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    if (!isPlainEnter || !matchMedia("(pointer: fine)").matches) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  typed() {
    this.keep();
    const now = Date.now();
    this.typedAt = now;
    if (!this.line.isEntered || now - (this.toldAt ?? 0) < TYPING_EVERY_MS) return;
    this.toldAt = now;
    this.line.ask("typing", { room: this.room.slug });
  }

  get isTyping() {
    return Date.now() - (this.toldAt ?? 0) < TYPING_LASTS_MS;
  }

  submit(event) {
    event.preventDefault();
    const body = this.field.value.trim();
    if (!body) return this.unsent.length ? this.sendWaiting() : undefined;
    const { client_id: id, reply_to: answered } = this.form.elements;
    const message = { client_id: id.value, body, ...(answered.value && { reply_to: answered.value }) };
    id.value = newId();
    this.field.value = "";
    this.replyTo(null);
    this.unsent.push(message);
    this.show(message);
    this.tell(this.line.isEntered && navigator.onLine ? "" : this.words.not_yet);
    this.keep();
    this.sendWaiting();
  }

  /** Send what waits, one after the other, so that the order stays. */
  async sendWaiting() {
    if (this.isSending || !this.line.isEntered) return;
    this.isSending = true;
    while (this.unsent.length && this.line.isEntered) {
      const [message] = this.unsent;
      const answer = await this.line.ask("message:post", { room: this.room.slug, ...message });
      if (!(answer.ok ? this.sent(answer) : this.failed(message, answer.error))) break;
    }
    this.isSending = false;
  }

  sent({ message, card }) {
    this.arrived(message);
    if (message.seq === null) this.care(this.log.hold(message), message, card);
    else if (!this.log.add(message)) this.line.catchUp(this.log.last);
    this.tell("");
    return true;
  }

  /** It is there (by answer or by news): it waits no longer. True if it was one of ours that waited. */
  arrived({ client_id: clientId }) {
    const before = this.unsent.length;
    this.unsent = this.unsent.filter((message) => message.client_id !== clientId);
    if (this.unsent.length === before) return false;
    this.item(clientId)?.remove();
    this.keep();
    return this.isSending;
  }

  failed(message, { code, message: text, retry_after: seconds }) {
    if (KEEPS_TRYING.has(code)) {
      this.tell(code === "lost" ? this.words.not_yet : text);
      clearTimeout(this.again);
      const pause = 1000 * (seconds ?? 2) + Math.random() * 500;
      this.again = setTimeout(() => (code === "not_joined" ? this.line.enter() : this.sendWaiting()), pause);
      return false;
    }
    this.unsent = this.unsent.filter((other) => other !== message);
    this.item(message.client_id)?.remove();
    this.field.value = [message.body, this.field.value].filter(Boolean).join("\n");
    this.tell(text);
    this.keep();
    return true;
  }

  lost() {
    if (this.unsent.length) this.tell(this.words.not_yet);
    else this.tell(this.words.line_gone);
    this.isLost = true;
  }

  /** An own message that is not sent yet, dashed, with its state in words. */
  show(message) {
    const item = this.log.hold({
      ...message,
      id: message.client_id,
      seq: null,
      author: { name: "", avatar: { bird: "wulp", tint: 1 }, badge: null },
      html: "",
      state: "held",
      reactions: {},
      sent_at: new Date().toISOString(),
      reply_to: null,
    });
    const words = document.createElement("p");
    words.textContent = message.body;
    item.dataset.unsent = "";
    item.querySelector("[data-part=words]").append(words);
    item.querySelector("[data-part=note] span").textContent = this.words.sending;
    this.log.toEnd();
  }

  item(clientId) {
    return this.log.list.querySelector(`[data-unsent][data-client-id="${CSS.escape(clientId)}"]`);
  }

  /** What stands at once under a message that waits: who reads it, and where to go now (L11). */
  care(item, { id }, card) {
    if (!card) return;
    item.querySelector("[data-part=note] span").textContent = card.kind === "crisis" ? this.words.held : card.text;
    if (card.kind !== "crisis") return;
    const box = document.getElementById("zorg").content.firstElementChild.cloneNode(true);
    box.dataset.cardOf = id;
    box.querySelector("h2").textContent = card.title;
    box.querySelector("h2 + p").textContent = card.text;
    const buttons = box.querySelectorAll("a");
    const [call, link] = buttons;
    for (const [index, { label, url }] of card.actions.entries()) {
      const button = index === 0 ? call : link.cloneNode(true);
      button.href = url;
      button.append(label);
      if (index > 0) link.before(button);
    }
    link.remove();
    item.after(box);
    this.log.toEnd();
  }

  replyTo(message) {
    this.form.elements.reply_to.value = message?.id ?? "";
    this.answer.firstElementChild.textContent = message?.quote ?? "";
    this.answer.hidden = !message;
    if (message) this.field.focus({ preventScroll: true });
  }

  /** May one speak now, or at which place does one wait? */
  seat({ may_speak: maySpeak, place_in_queue: place }) {
    if (!this.form) return maySpeak && location.reload();
    this.form.querySelector("button[type=submit]").disabled = !maySpeak;
    if (place) this.tell(this.words.waits.replace("{n}", place));
    else if (!maySpeak) this.tell(this.words.reads);
    else if (this.waited || this.isLost) this.tell(this.waited ? this.words.your_turn : "");
    this.waited = Boolean(place);
    this.isLost = false;
  }

  /** Say how it stands, in words, above the field. */
  tell(text, url) {
    this.state.textContent = text;
    this.state.hidden = !text;
    if (!url) return;
    const link = document.createElement("a");
    link.href = url;
    link.textContent = this.words.read_more;
    this.state.append(" ", link);
  }
}

function newId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
