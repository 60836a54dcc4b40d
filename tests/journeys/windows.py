"""Browser windows of several people, and an account of what no page may do: talk to strangers, or complain."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Route, WebSocket

from tests.journeys.site import Site

WAIT_MS = 10_000
"""How long a journey waits for what it expects; it goes on as soon as that is there."""
LOOK_EVERY_MS = 20
OWN_SCHEMES = ("data:", "blob:")


class Windows:
    def __init__(self, chromium: Chromium, site: Site):
        self.chromium, self.site = chromium, site
        self.strangers: list[str] = []
        self.complaints: list[str] = []
        self._expected: list[str] = []
        self._contexts: list[BrowserContext] = []

    def open(
        self,
        who: str = "",
        *,
        width: int = 1280,
        dark: bool = False,
        script: bool = True,
        keeps_offline: bool = False,
        cookie: str = "",
    ) -> Page:
        """A window of a visitor, a "guest", or a role's first account ("member:1" is its second).

        width: CSS pixels. keeps_offline: lets the service worker in, which other journeys do without. cookie: of
        somebody who signed in already, instead of `who`.
        """
        context = self.chromium.new_context(
            base_url=self.site.url,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            reduced_motion="reduce",
            service_workers="allow" if keeps_offline else "block",
            locale="nl-NL",
        )
        self._contexts.append(context)
        context.set_default_timeout(WAIT_MS)
        self._watch(context)
        if who or cookie:
            value = cookie or self.site.cookie_of(who)
            context.add_cookies([{"name": "moi", "value": value, "url": self.site.url}])
        return context.new_page()

    def expect(self, *words: str) -> None:
        """Console errors with these words belong to this journey, such as the 409 of a slot somebody else took."""
        self._expected += words

    def wait_until(self, is_so: Callable[[], bool]) -> None:
        """Go on as soon as something that is no part of a page has come true."""
        until = time.monotonic() + WAIT_MS / 1000
        while not is_so():
            assert time.monotonic() < until, "it does not come true"
            self._contexts[0].pages[0].wait_for_timeout(LOOK_EVERY_MS)

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def _watch(self, context: BrowserContext) -> None:
        context.on("request", self._note_request)
        context.on("console", self._note_console)
        context.on("weberror", lambda fault: self.complaints.append(f"fault: {fault.error}"))
        context.on("page", lambda page: page.on("websocket", self._note_socket))

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self.site.url + "/", *OWN_SCHEMES)):
            self.strangers.append(request.url)

    def _note_socket(self, socket: WebSocket) -> None:
        if not socket.url.startswith(self.site.url.replace("http", "ws", 1) + "/"):
            self.strangers.append(socket.url)

    def _note_console(self, said: ConsoleMessage) -> None:
        if said.type == "error" and not any(words in said.text for words in self._expected):
            self.complaints.append(f"{said.text} ({said.location['url']})")


def stub_exit(page: Page) -> list[str]:
    """Let the neutral page that Snel weg leads to be a stub, so that nothing leaves this machine.

    Returns the list that will hold where the site wanted to send the reader.
    """
    targets: list[str] = []

    def answer(route: Route) -> None:
        real = route.fetch(max_redirects=0)
        targets.append(real.headers["location"])
        # A redirect is not routed again, so its goal stands here in its place, with the headers of the real answer.
        kept = {name: real.headers[name] for name in ("clear-site-data", "referrer-policy")}
        route.fulfill(status=200, headers=kept, content_type="text/html", body="<title>weer</title><h1>Het weer</h1>")

    page.route("**/weg", answer)
    return targets
