// Who is there: hosts by name, all others as a number; typing as a number too, gone by itself.
import { avatar } from "../lib/ui.js";

const TYPING_LASTS_MS = 6_000;

export class People {
  constructor(page, room) {
    this.room = room;
    this.state = page.dataset.state;
    this.until = page.dataset.until;
    this.stand = page.querySelector("#stand");
    this.listed = page.querySelector("#kamers [aria-current] span");
    this.hosts = page.querySelector("#hosts");
    this.types = page.querySelector("#typt");
  }

  show(room) {
    // Opening and closing change the whole page: what was written stays in the field, and the rest comes from the server.
    if (room.state !== this.state) return location.reload();
    const { words } = this.room;
    const number = room.hosts.length + room.speakers + room.waiting + room.readers;
    const people = number === 1 ? words.person : words.people.replace("{n}", number);
    const names = room.hosts.slice(0, 2).map(({ name }) => name).join(words.and);
    const company = names ? words.with.replace("{people}", people).replace("{names}", names) : people;
    if (room.state !== "closed") {
      this.stand.textContent = `${company}. ${this.until}.`;
      if (this.listed) this.listed.textContent = `${people}, ${this.until[0].toLowerCase()}${this.until.slice(1)}`;
    }
    this.showHosts(room.hosts);
  }

  showHosts(hosts) {
    this.hosts.hidden = hosts.length === 0;
    for (const row of this.hosts.querySelectorAll(".row")) row.remove();
    this.hosts.append(...hosts.map((host) => this.row(host)));
  }

  row({ name, badge }) {
    const row = document.createElement("div");
    row.className = "row";
    row.innerHTML = "<div><strong></strong><br></div>";
    row.querySelector("strong").textContent = name;
    row.firstChild.append(this.badge(badge));
    row.prepend(avatar({ name, badge, avatar: { bird: "wulp", tint: 1 } }));
    return row;
  }

  badge(badge) {
    const blank = document.getElementById("blanco").content.querySelector(`[data-badge=${badge}]`);
    return blank ? blank.firstElementChild.cloneNode(true) : "";
  }

  typing(count, isMe) {
    const others = count - (isMe ? 1 : 0);
    const { words } = this.room;
    if (!this.types) return;
    this.types.textContent = others < 1 ? "" : others === 1 ? words.types_one : words.types_many.replace("{n}", others);
    clearTimeout(this.forget);
    this.forget = setTimeout(() => this.stoppedTyping(), TYPING_LASTS_MS);
  }

  stoppedTyping() {
    if (this.types) this.types.textContent = "";
  }
}
