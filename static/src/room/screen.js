// A phone whose keyboard lies over the page instead of making it smaller (iOS): the room takes what is left in sight.
const KEYBOARD_FROM_PX = 80;

export function stayInSight() {
  const [view, root] = [window.visualViewport, document.documentElement];
  view?.addEventListener("resize", () => {
    const isCovered = view.scale < 1.05 && innerHeight - view.height > KEYBOARD_FROM_PX;
    if (!isCovered) return root.style.removeProperty("--in-sight");
    root.style.setProperty("--in-sight", `${view.height}px`);
    scrollTo(0, 0);
  });
}
