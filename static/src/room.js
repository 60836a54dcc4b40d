// The room, live. Without this file the page works by form and Ververs; with it the very same form and fragments do.
import { Line } from "./room/line.js";
import { Log } from "./room/log.js";
import { Composer } from "./room/composer.js";
import { People } from "./room/people.js";
import { watchClosedDoor } from "./room/door.js";

const page = document.querySelector(".chat[data-room]");
const door = document.querySelector("[data-closed-room]");

if (door) watchClosedDoor(door.dataset.closedRoom);
if (page) enterRoom();

function enterRoom() {
  const words = JSON.parse(page.dataset.words);
  const room = { slug: page.dataset.room, isHost: "isHost" in page.dataset, words };
  const line = new Line(room.slug);
  const log = new Log(page, room);
  const people = new People(page, room);
  const composer = new Composer(page, room, line, log);

  line.on("message:posted", (message) => {
    composer.arrived(message);
    if (!log.add(message)) line.catchUp(log.last);
    people.stoppedTyping();
  });
  line.on("message:changed", (message) => log.change(message));
  line.on("message:held", (message) => composer.arrived(message) || log.hold(message));
  line.on("room:changed", (changed) => people.show(changed));
  line.on("you:changed", (you) => composer.seat(you));
  line.on("typing", ({ count }) => people.typing(count, composer.isTyping));
  line.on("decision", (decision) => composer.tell(decision.text, decision.url));

  line.whenEntered((answer) => {
    log.take(answer);
    people.show(answer.room);
    composer.seat(answer.you);
    if (!answer.more) composer.sendWaiting();
  });
  line.whenLost(() => composer.lost());
  log.whenActed((event, wish) => line.ask(event, { room: room.slug, ...wish }));
  log.whenReplied((message) => composer.replyTo(message));
  line.begin(() => log.last);

  // Snel weg: the socket ends, and nothing is written to this device any more.
  document.addEventListener("moi:leave", () => (line.end(), composer.stop()));
}
