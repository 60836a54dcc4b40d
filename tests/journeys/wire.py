"""The line of one page in the hands of a journey: frames get lost, come from nowhere or are answered here."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from playwright.sync_api import Page, Route, WebSocketRoute

Payload = dict[str, Any]
Answer = Callable[[Payload], Payload | None]
FRAME = re.compile(r"4([23])/chat,(\d*)(\[.*)", re.DOTALL)
"""A Socket.IO packet in an Engine.IO message: 2 an event, 3 an acknowledgement; its number; its arguments."""
NAMESPACE_CLOSED = "41/chat,"
NO_PACKET = "x"
"""What no server of ours says; a client gives up on who does."""
COMPLAINTS = ("ERR_FAILED", "WebSocket connection", "ERR_INTERNET_DISCONNECTED")
"""What Chromium says of itself when a line is down."""


class Wire:
    """Stands between a page and the server from the next time the page opens a line.

    asked: what the page wished, in order. loses(event, payload): whether news from the server is lost on the way.
    answers: event -> what to answer in the server's place, or None to let the server.
    """

    def __init__(self, page: Page):
        self.page = page
        self.asked: list[tuple[str, Payload]] = []
        self.loses: Callable[[str, Payload], bool] = lambda event, payload: False
        self.loses_answer_to = ""
        self.answers: dict[str, Answer] = {}
        self.is_down = False
        self._lines: list[tuple[WebSocketRoute, WebSocketRoute]] = []
        self._numbers: dict[str, str] = {}
        page.route_web_socket(re.compile(r"/socket\.io/"), self._open)
        page.route(re.compile(r"/socket\.io/"), self._poll)

    def cut(self) -> None:
        """The line breaks, as when the server is killed or the tunnel begins."""
        for page_side, server_side in self._lines:
            page_side.close(code=1011)
            server_side.close()
        self._lines = []

    def hang_up(self) -> None:
        """The server says that this is over, as when it restarts in good order."""
        self._send(NAMESPACE_CLOSED)

    def tell(self, event: str, payload: Payload) -> None:
        """News as if the server sent it."""
        self._send(f"42/chat,{json.dumps([event, payload])}")

    def wishes(self, event: str) -> list[Payload]:
        return [wish for asked, wish in self.asked if asked == event]

    def _send(self, frame: str) -> None:
        self._lines[-1][0].send(frame)

    def _poll(self, route: Route) -> None:
        if self.is_down:
            route.abort()
        else:
            route.continue_()

    def _open(self, page_side: WebSocketRoute) -> None:
        if self.is_down:
            page_side.send(NO_PACKET)  # closing it before it is open would leave the page waiting
            return
        server_side = page_side.connect_to_server()
        self._lines.append((page_side, server_side))
        page_side.on_message(lambda frame: self._from_page(page_side, server_side, str(frame)))
        server_side.on_message(lambda frame: self._from_server(page_side, str(frame)))

    def _from_page(self, page_side: WebSocketRoute, server_side: WebSocketRoute, frame: str) -> None:
        kind, number, arguments = _parts(frame)
        if kind == "2":
            event, wish = arguments
            self.asked.append((event, wish))
            self._numbers[number] = event
            answer = self.answers.get(event, lambda wish: None)(wish)
            if answer is not None:
                page_side.send(f"43/chat,{number}{json.dumps([answer])}")
                return
        server_side.send(frame)

    def _from_server(self, page_side: WebSocketRoute, frame: str) -> None:
        kind, number, arguments = _parts(frame)
        if kind == "2" and self.loses(*arguments):
            return
        if kind == "3" and self._numbers.get(number) == self.loses_answer_to:
            return
        page_side.send(frame)


def _parts(frame: str) -> tuple[str, str, list[Any]]:
    found = FRAME.fullmatch(frame)
    return (found[1], found[2], json.loads(found[3])) if found else ("", "", [])


def message(room: str, seq: int | None, body: str, name: str = "dappere kievit", **more: Any) -> Payload:
    """A message as the contract shows it (section 3)."""
    return {
        "id": f"verzonnen{seq}",
        "room": room,
        "seq": seq,
        "author": {"name": name, "avatar": {"bird": "kievit", "tint": 2}, "badge": None},
        "body": body,
        "html": f"<p>{body}</p>",
        "sent_at": "2026-11-22T12:00:00Z",
        "reply_to": None,
        "state": "visible",
        "reactions": {},
        "edited": False,
    } | more


def conversation(room: str, first: int = 1, name: str = "dappere kievit") -> Iterator[Payload]:
    """Ever more messages of somebody, with their number in the words."""
    for seq in count(first):
        yield message(
            room, seq, f"Dit is bericht {seq}, met genoeg woorden voor een regel of twee op een telefoon.", name
        )
