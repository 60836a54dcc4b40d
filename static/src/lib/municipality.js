// Remembers the municipality on this device, never in a cookie and never on the server.
// `<select data-municipality>`, or the select named `gemeente` in a `[data-municipality-form]`, keeps the choice and is
// filled in with it, unless the page itself already made one.
import { read, write } from "./store.js";

const SELECTS = "select[data-municipality], [data-municipality-form] select[name=gemeente]";

export function rememberMunicipality() {
  const remembered = read("municipality");
  for (const select of document.querySelectorAll(SELECTS)) {
    if (remembered && mayFillIn(select)) select.value = remembered;
    select.addEventListener("change", () => choose(select.value));
  }
}

/** Only where nothing was chosen: not after a search in the whole province, which has the field, empty, in its address. */
function mayFillIn(select) {
  const isAsked = new URLSearchParams(location.search).has(select.name);
  return !isAsked && !select.value && hasOption(select, read("municipality"));
}

const hasOption = (select, value) => [...select.options].some((option) => option.value === value);

function choose(value) {
  write("municipality", value);
  for (const select of document.querySelectorAll(SELECTS)) if (hasOption(select, value)) select.value = value;
}
