"""A demo site that really runs, apart from whatever MOI_* settings this machine has, and who may sign in there."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from unittest import mock

import pyotp

from tests.journeys.plain import PlainBrowser
from tools.look import Site as RunningSite
from tools.look import demo_server

HOUSE_SETTINGS = ("HOST", "PORT")


class Site:
    """Where the site stands, and cookies of people who really signed in, one sign-in a role."""

    def __init__(self, running: RunningSite):
        self.url, self.data = running.url, running.data
        self._cookies: dict[str, str] = {}

    @cached_property
    def accounts(self) -> dict[str, list[dict[str, str]]]:
        """Role -> its demo accounts: alias, passphrase, and for staff totp_secret."""
        found: dict[str, list[dict[str, str]]] = json.loads((self.data / "demo-people.json").read_text())
        return found

    def account(self, role: str, number: int = 0) -> dict[str, str]:
        return self.accounts[role][number]

    def cookie_of(self, who: str) -> str:
        """The cookie of "guest" (always a fresh one), of a role's first account, or of "member:1", its second."""
        if who == "guest":
            return self.new_guest().cookie
        if who not in self._cookies:
            self._cookies[who] = self.signed_in(who).cookie
        return self._cookies[who]

    def signed_in(self, who: str) -> PlainBrowser:
        """A plain browser in which this account just signed in by the form."""
        role, _, number = who.partition(":")
        return sign_in(PlainBrowser(self.url), self.account(role, int(number or 0)))

    def new_guest(self, nickname: str = "") -> PlainBrowser:
        """A plain browser that just joined by the form."""
        return join(PlainBrowser(self.url), nickname)


def sign_in(browser: PlainBrowser, account: dict[str, str]) -> PlainBrowser:
    browser.get("/inloggen")
    fields = {"alias": account["alias"], "passphrase": account["passphrase"]}
    if "totp_secret" in account:
        fields["code"] = pyotp.TOTP(account["totp_secret"]).now()
    browser.post("/inloggen", fields)
    assert browser.cookie, f"{account['alias']} could not sign in: {browser.status} {browser.text_of('main')[:300]}"
    return browser


def join(browser: PlainBrowser, nickname: str = "") -> PlainBrowser:
    browser.get("/meedoen")
    fields = {"month": "3", "year": "2004", "rules": "1", "consent_community": "1"}
    browser.post("/meedoen", fields | ({"own_nickname": nickname} if nickname else {}))
    assert browser.cookie, f"nobody joined: {browser.status} {browser.text_of('main')[:300]}"
    return browser


@contextmanager
def running_site(**environ: str) -> Iterator[Site]:
    """The production server with demo content on a free port, with none of this machine's own settings."""
    clean = {name: said for name, said in os.environ.items() if not name.startswith("MOI_")}
    for name in HOUSE_SETTINGS:
        clean.pop(name, None)
    with mock.patch.dict(os.environ, clean, clear=True), demo_server(**environ) as running:
        yield Site(running)
