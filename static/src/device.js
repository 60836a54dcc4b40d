// What a page may remember on this device, and how to leave it at once. Every page works without this file.
import { offerTheme } from "./lib/theme-choice.js";
import { rememberMunicipality } from "./lib/municipality.js";
import { keepCards } from "./lib/saved-cards.js";
import { watchForLeaving } from "./lib/leave.js";
import { followTheHour } from "./lib/hour.js";

watchForLeaving();
offerTheme();
rememberMunicipality();
keepCards();
followTheHour();

if ("serviceWorker" in navigator) addEventListener("load", () => navigator.serviceWorker.register("/sw.js").catch(() => {}));
