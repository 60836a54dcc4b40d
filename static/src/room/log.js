// The conversation on the page: every message once, in the order of its seq, also when it comes twice or late. Whatever
// changes, who reads keeps the line they read: at the end the end follows, higher up nothing moves.
import { draw, drawSupport, quoteOf } from "./message.js";

const AT_THE_END_PX = 32;
const EDIT_WITHIN_MS = 5 * 60_000;
const LOOK_EVERY_MS = 10_000;

export class Log {
  constructor(page, room, voice) {
    Object.assign(this, { room, voice });
    this.box = page.querySelector("#gesprek");
    this.list = this.box.querySelector("ol");
    this.more = page.querySelector("#nieuw");
    this.last = Number(page.dataset.lastSeq);
    this.waiting = new Map(); // seq -> message that came before one it must follow
    this.held = new Set(); // ids of what waits, as far as told since one asked to enter
    this.unread = [];
    this.acted = async () => ({});
    this.replied = () => {};
    this.isFollowing = true;
    this.ahead = Date.now() - Date.parse(page.dataset.now); // of the server: the clock of a phone may be wrong
    setInterval(() => this.endEditing(), LOOK_EVERY_MS);
    page.dataset.live = ""; // from here on the script holds the end, not the style sheet
    // From here on we announce ourselves, bundled; the log itself would read out every message.
    this.box.setAttribute("aria-live", "off");
    this.list.addEventListener("submit", (event) => this.act(event));
    this.list.addEventListener("click", (event) => this.reply(event));
    this.box.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.more.addEventListener("click", () => this.toUnread());
    const aim = location.hash.startsWith("#bericht-") && document.getElementById(location.hash.slice(1));
    if (aim) aim.scrollIntoView({ block: "center" });
    if (aim) this.isFollowing = this.isAtEnd();
    // The keyboard of a phone, a bigger letter, a late font: the end stays in sight for who was there.
    new ResizeObserver(() => this.isFollowing && this.toEnd()).observe(this.box);
    document.fonts.ready.then(() => this.isFollowing && this.toEnd());
  }

  whenActed(ask) {
    this.acted = ask;
  }

  whenReplied(hear) {
    this.replied = hear;
  }

  /**
   * What entering answered: everything since, what changed, and where it begins (older is no hole). What it leaves out is
   * not there, so no hole remains before its last message. Returns how many messages of others are new.
   */
  take({ messages, changed, from_seq: from }) {
    let fresh = 0;
    this.still(() => {
      if (from > this.last + 1) this.placeUntil(from - 1);
      for (const message of messages) {
        if (message.seq > this.last && !("client_id" in message)) fresh += 1;
        this.waiting.set(message.seq, message);
        this.placeUntil(message.seq);
      }
      for (const message of changed) this.change(message);
      this.settle();
      this.forgetDecided();
    });
    return fresh;
  }

  /** Show a message in its turn. False when one before it is missing. */
  add(message) {
    this.still(() => {
      if (message.seq > this.last) this.waiting.set(message.seq, message);
      else if (!this.find(message.id)) this.place(message);
      for (const item of this.settle()) this.voice?.hear(item);
    });
    return !this.hasHole;
  }

  get hasHole() {
    return this.waiting.size > 0;
  }

  /** Place what follows on without a hole; the elements that are news of others. */
  settle() {
    const news = [];
    while (this.waiting.has(this.last + 1)) {
      const message = this.waiting.get(this.last + 1);
      this.placeUntil(this.last + 1);
      if (!("client_id" in message)) news.push(this.find(message.id));
    }
    return news;
  }

  /** Place all that waits up to here, holes or not. */
  placeUntil(seq) {
    const due = [...this.waiting.keys()].filter((each) => each <= seq).sort((one, other) => one - other);
    for (const each of due) {
      const message = this.waiting.get(each);
      this.waiting.delete(each);
      if (each > this.last || !this.find(message.id)) this.place(message);
    }
    this.last = Math.max(this.last, seq);
  }

  place(message) {
    this.removeDouble(message);
    const item = this.draw(message);
    this.list.insertBefore(item, this.follower(message.seq));
    if (!("client_id" in message)) this.unread.push(item);
  }

  /** Place what was said before; it is no news. Returns how many there are. */
  addEarlier(messages) {
    const { unread } = this;
    this.unread = [];
    this.still(() => messages.forEach((message) => this.place(message)));
    this.unread = unread;
    return messages.length;
  }

  /** The element a message stands before: what is later, and what waits at the end. */
  follower(seq) {
    let next = null;
    for (let item = this.list.lastElementChild; item?.matches(".msg, [data-card-of], [hidden]"); item = item.previousElementSibling) {
      if (Number(item.dataset.seq) < seq) break;
      next = item;
    }
    return next;
  }

  /** A held one that was released, or what one sent oneself, stands there already in another form. */
  removeDouble({ id, client_id: clientId }) {
    this.find(id)?.remove();
    if (clientId) this.list.querySelector(`[data-client-id="${CSS.escape(clientId)}"]`)?.remove();
    this.list.querySelector(`[data-card-of="${CSS.escape(id)}"]`)?.remove();
  }

  /** Show at the end what has no place in the conversation yet: one's own, or for hosts what waits for them. */
  hold(message) {
    const [item, before] = [this.draw(message), this.find(message.id)];
    const isOwn = "client_id" in message;
    this.held.add(item.id);
    this.still(() => {
      if (before) before.replaceWith(item);
      else this.list.append(item);
    });
    if (this.room.isHost && !isOwn && !before) this.voice?.hear(item);
    return item;
  }

  /**
   * What waited and was not told again: somebody decided while we were away, and it did not come in. What waits where it
   * stood since it was edited has its seq, and comes with the messages.
   */
  forgetDecided() {
    const decided = ".msg--held:not([data-unsent], [data-seq]), .msg--hidden:not(.msg--own, [data-seq])";
    for (const item of this.list.querySelectorAll(decided)) {
      if (this.held.has(item.id)) continue;
      if (item.matches(".msg--own")) item.querySelector("[data-part=note] span").textContent = this.room.words.decided;
      else item.remove();
    }
  }

  change(message) {
    if (this.waiting.has(message.seq)) this.waiting.set(message.seq, message);
    const item = this.find(message.id);
    if (!item) return;
    if (!this.hasSameWords(item, message)) this.voice.forget(item);
    this.still(() => {
      if (message.seq === null && message.state !== "held" && !message.earlier && !("client_id" in message)) item.remove();
      else if (this.hasSameWords(item, message)) drawSupport(item, message.reactions, this.given(item));
      else this.redraw(item, message);
    });
  }

  redraw(item, message) {
    const fresh = this.draw(message, this.given(item));
    if (item.querySelector(".steun")?.open) fresh.querySelector(".steun")?.setAttribute("open", "");
    item.replaceWith(fresh);
    // Who quoted it shows no longer what it said (a host hid it, or its writer took it back).
    const quote = message.state === "hidden" ? this.room.words.gone : quoteOf(fresh);
    for (const other of this.list.querySelectorAll(`[data-reply-to="${CSS.escape(message.id)}"] [data-part=quote]`)) {
      other.textContent = quote;
    }
  }

  /** One's own words may be changed for five minutes; from then on their link says what is still possible. */
  endEditing() {
    const [{ drop }, until] = [this.room.words, Date.now() - this.ahead - EDIT_WITHIN_MS];
    const late = [...this.list.querySelectorAll("[data-part=own] > span")].filter(
      (text) => text.firstChild.data !== drop && Date.parse(text.closest("li").querySelector("time").dateTime) < until,
    );
    if (late.length) this.still(() => late.forEach((text) => (text.firstChild.data = drop)));
  }

  hasSameWords(item, { state, edited, html }) {
    const isPlain = !item.matches(".msg--held, .msg--hidden") && (state === "visible" || state === "masked");
    return isPlain && edited === Boolean(item.querySelector("[data-part=edited]")) && item.querySelector("[data-part=words]").innerHTML === html;
  }

  draw(message, given = new Set()) {
    const item = draw(message, this.room, given, (id) => this.find(id));
    if (message.reply_to) item.dataset.replyTo = message.reply_to;
    return item;
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
    const mark = form.mark?.value;
    if (submitter.name === "decision") return this.acted("message:decide", { id, mark, decision: submitter.value });
    const steun = form.querySelector(".steun");
    const answer = await this.acted("message:react", { id, reaction: submitter.value });
    if (!answer.ok) return;
    this.still(() => {
      submitter.setAttribute("aria-pressed", String(submitter.getAttribute("aria-pressed") !== "true"));
      if (steun.contains(document.activeElement)) steun.firstElementChild.focus({ preventScroll: true });
      steun.open = false;
    });
  }

  reply(event) {
    const link = event.target.closest("[data-part=reply]");
    if (!link) return;
    event.preventDefault();
    this.replied(this.answerable(link.closest("li").id.replace("bericht-", "")));
  }

  /** A message one can answer: {id, quote}; nothing when it is not (or no longer) here. */
  answerable(id) {
    const quote = id && quoteOf(this.find(id));
    return quote ? { id, quote } : null;
  }

  /**
   * Change something without moving who reads: at the end the end stays in sight, else the first line in sight stays where
   * it is (also in browsers that do not anchor by themselves). The focus stays on the same control.
   */
  still(change) {
    if (this.isChanging) return change();
    this.isChanging = true;
    if (this.isFollowing && this.box.scrollTop < this.end - 1) this.isFollowing = this.isAtEnd(); // scrolled just now
    const [line, focused] = [this.isFollowing ? null : this.lineInSight(), document.activeElement];
    const id = focused?.closest(".chat__log li")?.id;
    change();
    this.isChanging = false;
    if (this.isFollowing) this.toEnd();
    else if (line) this.bringBack(line);
    if (id && !focused.isConnected) (this.likeness(focused, id) ?? this.box).focus({ preventScroll: true });
    this.showUnread();
  }

  /** The first line in sight, {item, top}: the one before, while that stands where we left it (else rounding adds up). */
  lineInSight() {
    const { item, top } = this.line ?? {};
    if (item?.isConnected && Math.abs(topOf(item) - top) <= 1) return this.line;
    const edge = topOf(this.box);
    const first = [...this.list.querySelectorAll(".msg")].find((each) => each.getBoundingClientRect().bottom > edge);
    return first && { item: first, top: topOf(first) };
  }

  bringBack({ item, top }) {
    const same = item.isConnected ? item : document.getElementById(item.id);
    this.line = same && { item: same, top };
    if (same) this.box.scrollTop += topOf(same) - top;
  }

  /**
   * The control in the message as it is now that was pressed or reached in it before. Not one that decides about other
   * words than stand there now: who was about to press reads them first.
   */
  likeness({ dataset: { part }, name, value, form }, id) {
    const item = document.getElementById(id);
    if (name === "decision" && form.mark?.value !== item?.querySelector("[name=mark]")?.value) return null;
    if (part) return item?.querySelector(`[data-part="${part}"]`);
    return name ? item?.querySelector(`[name="${name}"][value="${CSS.escape(value)}"]`) : null;
  }

  isAtEnd() {
    return this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < AT_THE_END_PX;
  }

  /** Only who scrolls up leaves the end; a box that shrank under it (a keyboard, a line above the field) does not. */
  scrolled() {
    if (this.isAtEnd()) this.isFollowing = true;
    else if (!(this.box.scrollTop >= this.end - 1)) this.isFollowing = false;
    if (this.isFollowing) this.showUnread();
  }

  toEnd() {
    this.isFollowing = true;
    this.box.scrollTop = this.box.scrollHeight;
    this.end = this.box.scrollTop;
    this.showUnread();
  }

  /** To where one stopped reading; when the rest fits, that is the end. The focus goes along, it would vanish else. */
  toUnread() {
    const [first] = this.unread.filter((item) => item.isConnected);
    if (first) this.box.scrollTop += topOf(first) - topOf(this.box) - 8;
    else this.toEnd();
    this.isFollowing = this.isAtEnd();
    this.unread = [];
    this.box.focus({ preventScroll: true });
    this.showUnread();
  }

  showUnread() {
    if (this.isFollowing) this.unread = [];
    const [number, { words }] = [this.unread.length, this.room];
    const text = number === 1 ? words.new_one : words.new_many.replace("{n}", number);
    if (number && this.more.textContent !== text) this.more.textContent = text;
    this.more.hidden = number === 0;
  }

  /** The room closed: what was said is gone from the page as well (L6). */
  clear(instead) {
    this.waiting.clear();
    this.unread = [];
    this.voice.tell("");
    this.list.replaceChildren(...instead);
    this.showUnread();
    this.box.scrollTop = 0;
    this.isFollowing = false;
  }
}

const topOf = (element) => element.getBoundingClientRect().top;
