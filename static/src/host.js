// The room as hosts have it: room.js and their desk in one file, which is less to fetch than two.
import { live } from "./room.js";
import { HostDesk } from "./room/host.js";

const panel = document.getElementById("regie");
if (panel && live) new HostDesk(panel, live);
