// The sky follows the hour in Groningen while a page stays open. Hours as in design.md: morning 6 to 10, noon to 17,
// evening to 22, night to 6.
const root = document.documentElement;
const EVERY_MS = 60_000;

export function followTheHour() {
  let known = skyNow();
  // The server wrote the first one. Where this device's clock says otherwise, the server is right and stays.
  if (root.dataset.hour !== known) return;
  setInterval(() => {
    if (skyNow() !== known) root.dataset.hour = known = skyNow();
  }, EVERY_MS);
}

function skyNow() {
  const hour = Number(new Intl.DateTimeFormat("en-GB", { hour: "2-digit", hourCycle: "h23", timeZone: "Europe/Amsterdam" }).format(new Date()));
  if (hour < 6 || hour >= 22) return "night";
  if (hour < 10) return "morning";
  return hour < 17 ? "noon" : "evening";
}
