// The room, live. Without this file the page works by form and Ververs; with it the very same form and fragments do.
import { Line } from "./room/line.js";
import { Log } from "./room/log.js";
import { Voice } from "./room/voice.js";
import { Composer } from "./room/composer.js";
import { Kept } from "./room/kept.js";
import { People } from "./room/people.js";
import { Calm } from "./room/calm.js";
import { Sheet } from "./room/own.js";
import { offerEarlier } from "./room/earlier.js";
import { isSet, offerSettings } from "./room/settings.js";
import { closeRoom } from "./room/closing.js";
import { watchClosedDoor } from "./room/door.js";
import { stayInSight } from "./room/screen.js";

const page = document.querySelector(".chat[data-room]");
const door = document.querySelector("[data-closed-room]");
const CONNECTS_SOON_MS = 1_500;

if (door) waitAtDoor(door.dataset.closedRoom);
/** The room one is in, for host.js: {page, room, line, log}. */
export const live = page && enterRoom();

function waitAtDoor(slug) {
  new Kept(slug).forget();
  watchClosedDoor(slug);
}

function enterRoom() {
  const words = JSON.parse(page.dataset.words);
  const sendsByEnter = () => !isSet("enter-stays");
  const room = { slug: page.dataset.room, isHost: "isHost" in page.dataset, words, sendsByEnter };
  const line = new Line(room.slug);
  const log = new Log(page, room, new Voice(room, () => isSet("silent")));
  const people = new People(page, room);
  const calm = new Calm(page, room, log);
  const composer = new Composer(page, room, line, log);
  let missed = 0;

  line.on("message:posted", (message) => {
    composer.arrived(message);
    if (!log.add(message)) line.catchUp(() => log.hasHole);
    people.stoppedTyping();
  });
  line.on("message:changed", (message) => log.change(message));
  line.on("message:held", (message) => composer.arrived(message) || log.hold(message));
  line.on("room:changed", (changed) => (changed.state === "closed" && !room.isHost ? close() : showRoom(changed)));
  line.on("you:changed", (you) => seat(you));
  line.on("typing", ({ count }) => people.typing(count, composer.isTyping));
  line.on("decision", (decision) => composer.tell("decision", decision.text, decision.url));

  line.when({
    asks: () => log.held.clear(),
    entered(answer) {
      missed += log.take(answer);
      if (answer.more) return;
      showRoom(answer.room);
      seat(answer.you);
      composer.back(missed);
      missed = 0;
    },
    lost: () => composer.lost(),
    waits: (text) => composer.tell("line", text),
    closed: () => (room.isHost ? location.reload() : close()),
    shut: () => (composer.stop(), location.reload()),
  });
  log.whenActed(async (event, wish) => {
    const answer = await line.ask(event, { room: room.slug, ...wish });
    if (!answer.ok) composer.tell("passing", answer.error.message || words.not_now);
    return answer;
  });
  log.whenReplied((message) => message && composer.replyTo(message));
  new Sheet(page, line, log);
  line.begin(() => log.last);
  setTimeout(() => line.isEntered || composer.tell("line", words.connecting), CONNECTS_SOON_MS);
  offerSettings(page);
  offerEarlier(page, room, log);
  stayInSight(page);

  function showRoom(changed) {
    people.show(changed);
    calm.show(changed);
  }

  function seat(you) {
    composer.seat(you);
    calm.seat(you);
  }

  function close() {
    line.end();
    closeRoom(page, room, log, composer);
  }

  // Snel weg: the socket ends, and nothing is written to this device any more.
  document.addEventListener("moi:leave", () => (line.end(), composer.stop()));
  document.addEventListener("submit", (event) => event.target.matches("[action='/uitloggen']") && composer.stop());
  return { page, room, line, log };
}
