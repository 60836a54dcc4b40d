// The desk of a host: the pulse in words, the panel's forms over the socket, notes of who left, and one key to decide.
import { read, write } from "../lib/store.js";
import { timeOf } from "./message.js";

const HELD = ".msg--held:has([data-part=decide])";

export class HostDesk {
  constructor(panel, { page, room, line, log }) {
    Object.assign(this, { panel, page, room, line, log, words: JSON.parse(panel.dataset.words) });
    this.pulse = page.querySelector("#polsslag");
    this.remember();
    panel.addEventListener("submit", (event) => this.send(event));
    this.pulse?.querySelector("[data-pulse=held]").addEventListener("click", (event) => this.toFirst(event));
    line.on("room:pulse", (pulse) => this.show(pulse));
    line.on("room:changed", (changed) => this.follow(changed));
    line.on("room:handover", (note) => this.receive(note));
    this.offerKeys();
    document.addEventListener("keydown", (event) => this.pressed(event));
    log.list.addEventListener("submit", ({ target, submitter }) => {
      if (submitter.name === "decision") this.decided = target.closest(HELD);
    });
    new MutationObserver((changes) => this.keepFocus(changes)).observe(log.list, { childList: true });
  }

  // The pulse

  show(pulse) {
    if (this.pulse) {
      this.put("speed", this.speed(pulse));
      this.put("waiting", this.count("waiting", pulse.waiting) || "");
      this.put("held", this.held(pulse));
    }
    const admit = this.panel.querySelector("[data-host='room:admit']");
    if (admit) admit.hidden = !pulse.waiting;
    this.settle("max_speakers", String(pulse.max_speakers));
  }

  speed({ messages, messages_per_minute: number }) {
    return (messages && (this.count("speed", number) || this.words.slow)) || this.words.still;
  }

  held({ held, oldest_held_minutes: minutes }) {
    return held ? `${this.count("held", held)}, ${this.count("since", minutes) || this.words.since_now}` : "";
  }

  count(name, number) {
    return number && (number === 1 ? this.words[`${name}_one`] : this.words[`${name}_many`].replace("{n}", number));
  }

  put(name, text) {
    const part = this.pulse.querySelector(`[data-pulse=${name}]`);
    if (part.textContent !== text) part.textContent = text;
    part.hidden = !text;
  }

  // The panel. A field that a host has not touched follows what another host turned.

  get turning() {
    return this.panel.querySelector("[data-host='room:steer']");
  }

  remember() {
    this.known = Object.fromEntries(this.turning ? new FormData(this.turning) : []);
  }

  follow({ hold_all: holdsAll, pinned, slow_mode_seconds: seconds, hosts }) {
    this.settle("hold_all", holdsAll ? "1" : "0");
    this.settle("pinned", pinned);
    this.settle("slow_mode_seconds", String(seconds));
    const choice = this.panel.querySelector("#to");
    if (!choice) return;
    const [chosen, nobody] = [choice.value, choice.options[0]];
    const others = hosts.map(({ name }) => name).filter((name) => name !== this.panel.dataset.me);
    choice.replaceChildren(nobody, ...others.map((name) => new Option(name, name, false, name === chosen)));
  }

  settle(name, value) {
    const field = this.turning?.elements[name];
    if (!field || this.known[name] === value) return;
    if (field.value === this.known[name] && field !== document.activeElement) field.value = value;
    this.known[name] = value;
  }

  async send(event) {
    const form = event.target.closest("[data-host]");
    if (!form) return;
    event.preventDefault();
    const wish = this.wish(form);
    if (!wish) return this.tell(form, this.words.done);
    const answer = await this.line.ask(form.dataset.host, { room: this.room.slug, ...wish });
    this.answered(form, answer);
  }

  wish(form) {
    const fields = Object.fromEntries(new FormData(form));
    if (form.dataset.host === "handover:read") return { id: form.dataset.id };
    if (form.dataset.host === "room:hand_over")
      return { to: fields.to, note: fields.note, may_close: Boolean(fields.may_close) };
    if (form !== this.turning) return {};
    const changed = Object.entries(fields).filter(([name, value]) => name in READS && value !== this.known[name] && value);
    if (fields.pinned === "" && this.known.pinned) changed.push(["pinned", ""]);
    return changed.length && Object.fromEntries(changed.map(([name, value]) => [name, READS[name](value)]));
  }

  answered(form, { ok, error }) {
    if (!ok) {
      const agrees = form.querySelector("[data-may-close]");
      this.tell(form, error.message || this.words.lost);
      if (!agrees || error.code !== "invalid") return undefined;
      agrees.hidden = false;
      return agrees.querySelector("input").focus();
    }
    if (form.dataset.host === "room:hand_over" || form.dataset.host === "room:take_back") return location.reload();
    if (form === this.turning) this.remember();
    if (form.dataset.host === "handover:read") form.remove();
    this.noteNotes();
    this.tell(form, this.words.done);
    if (document.activeElement === document.body) this.panel.querySelector("h2").focus();
  }

  tell(form, text) {
    const place = form.querySelector("[data-says]");
    if (place) place.textContent = text;
  }

  /** Another host left, with a note: it stands here until it is marked as read. */
  receive({ id, from, note, made_at: at }) {
    const blank = document.getElementById("overdracht").content.firstElementChild.cloneNode(true);
    const part = (name) => blank.querySelector(`[data-part=${name}]`);
    if (from === this.panel.dataset.me || this.panel.querySelector(`[data-id="${CSS.escape(id)}"]`)) return;
    blank.dataset.id = id;
    part("from").textContent = from;
    part("note").textContent = note;
    part("at").textContent = timeOf(at);
    part("at").dateTime = at;
    this.panel.querySelector("#overdrachten").append(blank);
    this.noteNotes();
    this.log.voice.tell(blank.querySelector("p").textContent.trim());
  }

  noteNotes() {
    const link = this.pulse?.querySelector("[data-pulse=notes]");
    if (link) link.hidden = !this.panel.querySelector(".host__note");
  }

  // Deciding with one key: only while focus is in a message that waits, never while one types; it can be switched off.

  offerKeys() {
    const [box, choice] = [this.panel.querySelector("#toetsen"), this.panel.querySelector("#toets")];
    const show = () => this.page.toggleAttribute("data-keys", choice.checked);
    box.hidden = false;
    choice.checked = read("host-keys") !== "off";
    choice.addEventListener("change", () => (write("host-keys", choice.checked ? "" : "off"), show()));
    show();
  }

  pressed(event) {
    const { target, key } = event;
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
    if (!this.page.hasAttribute("data-keys") || target.closest("input, textarea, select, [contenteditable]")) return;
    const buttons = target.closest(HELD)?.querySelectorAll("[data-part=decide] button") ?? [];
    const button = [...buttons].find((each) => each.getAttribute("aria-keyshortcuts") === key.toUpperCase());
    if (!button) return;
    event.preventDefault();
    button.click();
  }

  toFirst(event) {
    const first = this.log.list.querySelector(HELD);
    if (!first) return;
    event.preventDefault();
    this.focus(first);
  }

  focus(item) {
    item.tabIndex = -1;
    item.scrollIntoView({ block: "nearest" });
    item.focus({ preventScroll: true });
  }

  /** The message in which one decided is gone: on to the next that waits, in the order of the page. */
  keepFocus(changes) {
    const gone = this.decided && changes.find(({ removedNodes }) => [...removedNodes].includes(this.decided));
    if (!gone) return;
    this.decided = null;
    if (![document.body, this.log.box].includes(document.activeElement)) return;
    let after = gone.nextSibling;
    while (after && !after.matches?.(HELD)) after = after.nextSibling;
    const next = after ?? this.log.list.querySelector(HELD);
    if (next) this.focus(next);
    else this.log.box.focus({ preventScroll: true });
  }
}

const READS = {
  slow_mode_seconds: Number,
  max_speakers: Number,
  hold_all: (value) => value === "1",
  pinned: (value) => value,
};
