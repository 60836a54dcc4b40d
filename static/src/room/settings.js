// Two choices of who reads, kept on this device only: what is read out, and what Enter does. Buttons [data-setting].
import { read, write } from "../lib/store.js";

export const isSet = (name) => read(name) === "1";

export function offerSettings(page) {
  for (const button of page.querySelectorAll("[data-setting]")) {
    const { setting: name } = button.dataset;
    const show = () => button.setAttribute("aria-pressed", String(isSet(name)));
    button.addEventListener("click", () => (write(name, isSet(name) ? "" : "1"), show()));
    show();
  }
}
