// Snel weg: a press on the link, or Shift three times, alone, within two seconds, with no other key between.
// Order matters for somebody with a person behind them: first cover, then everything else.
import { clearAll } from "./store.js";

const PRESSES = 3;
const WINDOW_MS = 2000;

export function watchForLeaving() {
  document.addEventListener("click", onClick, true);
  addEventListener("keydown", onKeyDown, true);
  addEventListener("keyup", onKeyUp, true);
  // The Back button may bring a covered page back from memory: leave again instead of standing there empty.
  addEventListener("pageshow", (event) => event.persisted && isCovered() && location.replace("/weg"));
}

/** Cover the page, tell the islands (`moi:leave`), clear what the page kept, and replace the address. */
export function leave() {
  cover();
  document.dispatchEvent(new CustomEvent("moi:leave"));
  clearAll();
  location.replace("/weg");
}

function cover() {
  document.documentElement.classList.add("is-left");
  document.title = " ";
  document.body.replaceChildren();
}

const isCovered = () => document.documentElement.classList.contains("is-left");

function onClick(event) {
  const link = event.target instanceof Element && event.target.closest('a[href="/weg"]');
  if (!link || event.ctrlKey || event.metaKey || event.button > 0) return;
  event.preventDefault();
  event.stopPropagation();
  leave();
}

let presses = [];
let isShiftAlone = false;

function onKeyDown(event) {
  if (event.repeat) return;
  isShiftAlone = event.key === "Shift" && !event.ctrlKey && !event.altKey && !event.metaKey;
  if (!isShiftAlone) presses = [];
}

// Counted when the key comes up: only then it is sure that no capital letter was typed with it.
function onKeyUp(event) {
  if (event.key !== "Shift" || !isShiftAlone) return;
  isShiftAlone = false;
  presses = [...presses, event.timeStamp].filter((at) => event.timeStamp - at <= WINDOW_MS);
  if (presses.length >= PRESSES) leave();
}
