// Saved cards of somebody without an account: a list on this device, nowhere else.
// A button `data-save="/own/path" data-save-title="…"` switches one card; `[data-saved]` with a `<ul>` shows the list.
import { read, write } from "./store.js";

const MOST = 100;

export function keepCards() {
  for (const button of document.querySelectorAll("button[data-save]")) button.hidden = false;
  document.addEventListener("click", onClick);
  showCards();
}

function onClick(event) {
  const button = event.target instanceof Element && event.target.closest("button[data-save]");
  if (!button) return;
  const { save: url, saveTitle: title } = button.dataset;
  const others = cards().filter((card) => card.url !== url);
  const wasSaved = others.length < cards().length;
  write("saved", JSON.stringify(wasSaved ? others : [{ url, title }, ...others].slice(0, MOST)));
  showCards();
}

/** The saved cards, newest first: [{url, title}]. Storage can be edited by hand, so only own paths count. */
function cards() {
  try {
    const list = JSON.parse(read("saved") ?? "[]");
    return list.filter(({ url, title }) => /^\/(?!\/)/.test(url) && typeof title === "string");
  } catch {
    return [];
  }
}

function showCards() {
  const saved = cards();
  for (const button of document.querySelectorAll("button[data-save]")) {
    button.setAttribute("aria-pressed", String(saved.some((card) => card.url === button.dataset.save)));
  }
  for (const box of document.querySelectorAll("[data-saved]")) {
    box.querySelector("ul").replaceChildren(...saved.map(listItem));
    box.hidden = saved.length === 0;
  }
}

function listItem({ url, title }) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = url;
  link.textContent = title;
  item.append(link);
  return item;
}
