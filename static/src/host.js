// Loaded before room.js, for hosts only: what they have besides is brought to life when the room is.
import { HostDesk } from "./room/host.js";

const panel = document.getElementById("regie");
if (panel) document.addEventListener("moi:room", ({ detail }) => new HostDesk(panel, detail), { once: true });
