// The room closes while one is in it: what was said goes from the page (L6), and in its place stands what the server says
// before a closed door. What one had not sent yet stays in the field, to copy.
import { watchClosedDoor } from "./door.js";

export async function closeRoom(page, { slug, words }, log, composer) {
  page.dataset.state = "closed";
  composer.close();
  log.clear([]);
  for (const each of page.querySelectorAll("#hosts, #prikbord, #rij, #rustig, #eerst-lezen, .chat__sheet")) each.remove();
  const notice = await doorOf(slug);
  page.querySelector("#stand").textContent = notice?.querySelector("p").textContent.split(". ")[0] ?? words.closed;
  if (!notice) return watchClosedDoor(slug);
  const item = document.createElement("li");
  item.append(notice);
  log.clear([item]);
  watchClosedDoor(slug);
}

/** What the page of the closed room says: until when, and where to go. Null when it cannot be fetched. */
async function doorOf(slug) {
  const answer = await fetch(`/chat/${slug}${location.search}`).catch(() => null);
  if (!answer?.ok) return null;
  const door = new DOMParser().parseFromString(await answer.text(), "text/html");
  return door.querySelector("[aria-labelledby=dicht]");
}
