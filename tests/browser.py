"""A browser and a socket for tests: plain HTTP with forms and tokens, and the Socket.IO test client."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import gevent
from flask import Flask, g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from community.doors import csrf_token
from community.live import sockets
from community.members.models import Person
from tests import people


class Browser:
    """Opens pages and sends forms as a browser without script does, with the token of the page it last saw."""

    def __init__(self, app: Flask):
        self.app = app
        self.client: FlaskClient = app.test_client()

    def signed_in(self, person: Person) -> Browser:
        self.client.set_cookie(self.app.config["MOI_COOKIE"], people.sign_in(person))
        return self

    def get(self, path: str, **kwargs: Any) -> TestResponse:
        return self.client.get(path, **kwargs)

    def token(self, path: str = "/meedoen") -> str:
        """The csrf token of a page with a form, else one made for this browser."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get(path).get_data(as_text=True))
        return unescape(found.group(1)) if found else self._made_token()

    def _made_token(self) -> str:
        cookie = self.client.get_cookie(self.app.config["MOI_COOKIE"])
        headers = {"Cookie": f"{self.app.config['MOI_COOKIE']}={cookie.value}"} if cookie else {}
        with self.app.test_request_context("/", headers=headers):
            g.pop("csrf_token", None)
            return csrf_token()

    def post(self, path: str, data: dict[str, Any] | None = None, *, token: bool = True, **kwargs: Any) -> TestResponse:
        fields = dict(data or {})
        if token:
            fields.setdefault("csrf_token", self._made_token())
        return self.client.post(path, data=fields, **kwargs)


ANSWERS_WITHIN_SECONDS = 10


class Socket:
    """A socket on /chat; `ask` sends one event and returns its answer, `news` what came in since."""

    def __init__(self, app: Flask, browser: Browser):
        self.client = sockets.server.test_client(app, namespace=sockets.NAMESPACE, flask_test_client=browser.client)

    def ask(self, event: str, *arguments: Any) -> Any:
        """The answer to one event; one that comes after a commit is waited for. None when the line was cut instead."""
        answer = self.client.emit(event, *arguments, namespace=sockets.NAMESPACE, callback=True)
        with gevent.Timeout(ANSWERS_WITHIN_SECONDS):
            while answer is None and self.client.acks is None and self.is_open:
                gevent.sleep(0)
        late, self.client.acks = self.client.acks, None
        return late["args"][0] if answer is None and late else answer

    def news(self, event: str | None = None) -> list[dict[str, Any]]:
        """Payloads received since the last look; of one event when named (others are dropped)."""
        received = self._received()
        return [each["args"][0] for each in received if event in (None, each["name"])]

    def _received(self) -> list[dict[str, Any]]:
        """What came in; also what came just before the line was cut, which the library's own look refuses."""
        queue = self.client.queue
        found = [each for each in queue if each["namespace"] == sockets.NAMESPACE]
        queue[:] = [each for each in queue if each not in found]
        return found

    @property
    def is_open(self) -> bool:
        return bool(self.client.is_connected(sockets.NAMESPACE))
