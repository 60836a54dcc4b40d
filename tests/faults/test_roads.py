"""Two roads to a browser, the same bytes: written straight to its WebSocket, or by the library after long polling."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import pytest
import websocket

from tests.faults.conftest import EarOf
from tests.faults.processes import Process

pytestmark = pytest.mark.faults

LAST = "en dat was het"


class Recorder:
    """A browser on a bare WebSocket that keeps every byte it gets once it is in the room."""

    def __init__(self, process: Process, cookie: str, *, begins_by_polling: bool):
        self.process, self.cookie = process, cookie
        sid = self._poll() if begins_by_polling else ""
        self.ws = websocket.create_connection(
            f"ws{process.url.removeprefix('http')}/socket.io/?EIO=4&transport=websocket{sid}",
            origin=process.settings.site_url,
            cookie=cookie,
            host=process.settings.site_url.removeprefix("http://"),
            timeout=10,
        )
        if begins_by_polling:
            self._upgrade()
        self.ws.send("40/chat,")
        self.hear_until("40/chat,")
        self.ws.send('42/chat,1["room:enter",{"room":"kletskamer"}]')
        self.hear_until("43/chat,1")
        self.raw = b""
        take = self.ws.frame_buffer.recv
        self.ws.frame_buffer.recv = lambda size: self._keep(take(size))

    def _poll(self) -> str:
        asked = urllib.request.Request(
            f"{self.process.url}/socket.io/?EIO=4&transport=polling",
            headers={
                "Cookie": self.cookie,
                "Host": self.process.settings.site_url.removeprefix("http://"),
                "Sec-Fetch-Site": "same-origin",
            },
        )
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return f"&sid={json.loads(answer.read()[1:])['sid']}"

    def _upgrade(self) -> None:
        self.ws.send("2probe")
        assert self.ws.recv() == "3probe"
        self.ws.send("5")

    def _keep(self, data: bytes) -> bytes:
        self.raw += data
        return data

    def hear_until(self, beginning: str, ending: str = "") -> list[str]:
        heard = []
        while not (heard and heard[-1].startswith(beginning) and ending in heard[-1]):
            heard.append(str(self.ws.recv()))
        return heard


def test_both_roads_bring_the_same_bytes_in_the_same_order(lone: Process, ear_of: EarOf):
    cookies = lone.settings.guests(3)
    straight = Recorder(lone, cookies[0], begins_by_polling=False)
    by_polling = Recorder(lone, cookies[1], begins_by_polling=True)
    speaker = ear_of(lone, cookies[2])
    speaker.enter()
    for recorder in (straight, by_polling):  # from here on nobody comes or goes
        recorder.hear_until('42/chat,["room:changed"', '"speakers":3')
        recorder.raw = b""
    said = [speaker.say(body) for body in ("moi", "é en 🐦", "x" * 1000, "a" * 130)]
    speaker.ask("message:react", room="kletskamer", id=said[0]["id"], reaction="sterkte")
    speaker.say(LAST)
    heard: list[Any] = [recorder.hear_until('42/chat,["message:posted"', LAST) for recorder in (straight, by_polling)]
    assert heard[0] == heard[1]
    assert sum("message:posted" in each for each in heard[0]) == 5
    assert straight.raw == by_polling.raw
    for recorder in (straight, by_polling):
        recorder.ws.close()
