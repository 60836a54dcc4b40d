// One's own words and name, and a host's cards: their pages open as a sheet above the field, because who leaves the room
// to change a word gives up a chair. The forms are those of the pages, and they answer as they do without script.
export class Sheet {
  constructor(page, line, log) {
    Object.assign(this, { page, log, place: page.querySelector("#zeg"), known: page.querySelector("#ik") });
    this.box = document.createElement("section");
    this.box.className = "chat__sheet stack";
    this.box.tabIndex = -1;
    page.addEventListener("click", (event) => this.clicked(event));
    this.box.addEventListener("submit", (event) => this.submit(event));
    this.box.addEventListener("keydown", ({ key }) => key === "Escape" && this.close());
    document.addEventListener("moi:leave", () => this.box.remove());
    line.on("you:changed", ({ name }) => this.known && (this.known.textContent = name));
  }

  clicked(event) {
    const link = event.target.closest("a[data-open], a[data-close]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if ("close" in link.dataset) return this.close();
    if (!this.box.contains(link)) this.opener = link;
    if (location.hash === "#over") location.hash = ""; // on a phone what stands beside the room covers it
    this.load(link.href);
  }

  submit(event) {
    const { target: form, submitter } = event;
    event.preventDefault();
    const fields = new URLSearchParams(new FormData(form, submitter));
    if (form.method === "get") return this.load(`${form.action}?${fields}`);
    submitter.disabled = true;
    this.load(form.action, { method: "POST", body: fields }).finally(() => (submitter.disabled = false));
  }

  /** Open what stands at an address; an answer without a sheet is the room again: it is done. */
  async load(address, wish = {}) {
    const answer = await fetch(address, wish).catch(() => null);
    if (!answer) return wish.method ? undefined : location.assign(address);
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    const sheet = found.querySelector("[data-sheet]") ?? (answer.ok ? null : found.querySelector("main"));
    if (!sheet && !found.querySelector(".chat[data-room]")) return location.assign(answer.url); // it closed, or one is signed out
    if (!sheet) return this.done(found);
    this.box.replaceChildren(...sheet.childNodes);
    this.box.setAttribute("aria-label", (this.box.querySelector("h2") ?? found.querySelector("h1")).textContent);
    this.place.prepend(this.box);
    const begin = this.box.querySelector("[data-first]");
    const first = begin ?? this.box.querySelector("[autofocus], textarea, input:not([type=hidden])") ?? this.box;
    first.focus({ preventScroll: true });
    this.box.scrollTop = begin ? begin.offsetTop - this.box.offsetTop : 0;
  }

  /** News about it comes by the socket; what cares for somebody whose words now wait comes with the page. */
  done(room) {
    for (const card of room.querySelectorAll("[data-card-of]")) {
      const { cardOf: id } = card.dataset;
      if (!this.page.querySelector(`[data-card-of="${CSS.escape(id)}"]`)) this.log.find(id)?.after(card);
    }
    this.close();
  }

  close() {
    this.box.remove();
    const back = this.opener?.isConnected ? this.opener : this.page.querySelector("#bericht");
    back?.focus({ preventScroll: true });
  }
}
