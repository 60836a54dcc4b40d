// A keyboard on the screen: what one writes stays in sight, and so does the end of the conversation (room/log.js).
const KEYBOARD_FROM_PX = 80;

export function stayInSight(page) {
  const [view, root] = [window.visualViewport, document.documentElement];
  addEventListener("resize", () => page.querySelector("#bericht:focus") && page.scrollIntoView({ block: "end", behavior: "instant" }));
  // On iOS it lies over the page instead of making it smaller: the room takes what is left in sight.
  view?.addEventListener("resize", () => {
    const isCovered = view.scale < 1.05 && innerHeight - view.height > KEYBOARD_FROM_PX;
    if (!isCovered) return root.style.removeProperty("--in-sight");
    root.style.setProperty("--in-sight", `${view.height}px`);
    scrollTo(0, 0);
  });
}
