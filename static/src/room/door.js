// Before a closed door: look now and then whether somebody opened it, and go in.
const LOOK_EVERY_MS = 30_000;

export function watchClosedDoor(slug) {
  const look = async () => {
    if (document.visibilityState === "visible") {
      const answer = await fetch(`/chat/${slug}/berichten`, { headers: { Accept: "application/json" } }).catch(() => null);
      if (answer?.ok) return location.reload();
    }
    timer = setTimeout(look, LOOK_EVERY_MS * (0.5 + Math.random()));
  };
  let timer = setTimeout(look, LOOK_EVERY_MS * (0.5 + Math.random()));
  document.addEventListener("moi:leave", () => clearTimeout(timer));
}
