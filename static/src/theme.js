// Runs before the first paint, so that a chosen theme never flashes. Small, classic and blocking on purpose.
// What it reads is written by device.js; without it, or without storage, the page follows the device.
try {
  const root = document.documentElement;
  const theme = localStorage.getItem("moi:theme");
  if (theme === "day" || theme === "night") root.dataset.theme = theme;
  if (localStorage.getItem("moi:calm")) root.dataset.calm = "";
} catch {
  // Storage is off in this browser: then there is nothing to apply.
}
