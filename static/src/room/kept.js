// What this tab remembers of a room, so that a reload loses nothing: one's own words that are not sent yet, never anybody
// else's. It belongs to one person in one opening of the room (`whose`); for another it is thrown away unread.
export class Kept {
  constructor(slug, whose) {
    this.key = `moi:room:${slug}`;
    this.whose = whose;
  }

  /** {draft, reply_to, unsent: [message]}, as far as there is something. */
  read() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.key)) ?? {};
      if (kept.whose === this.whose) return kept;
      this.forget();
    } catch {
      // Storage is off, or somebody wrote in it by hand.
    }
    return {};
  }

  write({ draft, reply_to, unsent }) {
    if (this.isClosed) return;
    if (!draft && !unsent.length) return this.forget();
    try {
      sessionStorage.setItem(this.key, JSON.stringify({ whose: this.whose, draft, reply_to, unsent }));
    } catch {
      // Storage is off or full; the text still stands on the page.
    }
  }

  forget() {
    try {
      sessionStorage.removeItem(this.key);
    } catch {
      // Switched off, so empty already.
    }
  }

  /** From here on nothing is kept (Snel weg, signing out, the room closed). */
  close() {
    this.isClosed = true;
    this.forget();
  }
}
