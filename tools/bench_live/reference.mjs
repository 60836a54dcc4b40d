// The reference of the live benchmark: Node's socket.io, as its own documentation sets it up, with the same two wishes
// and the same bytes out as tools/bench_live/measured.py.
import { createServer } from "node:http";
import { Server } from "socket.io";

const port = Number(process.env.PORT);
const http = createServer((_request, answer) => answer.end());
const io = new Server(http, { transports: ["websocket"], serveClient: false, perMessageDeflate: false });
const chat = io.of("/chat");
let told = 1_000_000;

function message(room, body) {
  told += 1;
  return {
    id: `m${told}abcdefgh`,
    room,
    seq: told,
    author: { name: "Rustige Wulp", avatar: { bird: "wulp", tint: 3 }, badge: null },
    body,
    html: `<p>${body}</p>`,
    sent_at: "2026-01-01T12:00:00.000000Z",
    reply_to: null,
    state: "visible",
    reactions: {},
    edited: false,
  };
}

chat.on("connection", (socket) => {
  socket.on("measure:enter", ({ room }, answer) => {
    socket.join(`room:${room}`);
    answer({ ok: true });
  });
  socket.on("measure:say", ({ room, body, times }, answer) => {
    for (let n = 0; n < times; n += 1) chat.to(`room:${room}`).emit("message:posted", message(room, body));
    answer({ ok: true });
  });
});

http.listen(port, "127.0.0.1", 2048);
