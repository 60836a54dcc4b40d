// Day, night or as the device does, and "rustig beeld" without the landscape. Kept on this device only.
// The controls carry `data-theme-choice` (day, night, auto) and `data-calm-choice`; their box `data-needs-script`.
import { read, write } from "./store.js";

const root = document.documentElement;

export function offerTheme() {
  for (const box of document.querySelectorAll("[data-needs-script]")) box.hidden = false;
  document.addEventListener("click", onClick);
  showChoice();
}

function onClick(event) {
  const button = event.target instanceof Element && event.target.closest("[data-theme-choice], [data-calm-choice]");
  if (!button) return;
  if (button.dataset.themeChoice) chooseTheme(button.dataset.themeChoice);
  else chooseCalm(!("calm" in root.dataset));
  showChoice();
}

function chooseTheme(theme) {
  write("theme", theme === "auto" ? "" : theme);
  if (theme === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme;
}

function chooseCalm(isCalm) {
  write("calm", isCalm ? "1" : "");
  if (isCalm) root.dataset.calm = "";
  else delete root.dataset.calm;
}

function showChoice() {
  const theme = read("theme") ?? root.dataset.theme ?? "auto";
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme));
  }
  for (const button of document.querySelectorAll("[data-calm-choice]")) {
    button.setAttribute("aria-pressed", String("calm" in root.dataset));
  }
}
