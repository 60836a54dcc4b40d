"""What somebody fills in, for tests about people."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from tests.browser import Browser

JOIN = {"month": "5", "year": "2005", "nickname": "", "rules": "1", "consent_community": "1"}
ACCOUNT = {
    "month": "5",
    "year": "2005",
    "alias": "blauwe fiets",
    "passphrase": "",
    "rules": "1",
    "consent_community": "1",
}


def join(browser: Browser, **changed: Any) -> Any:
    return browser.post("/meedoen", JOIN | changed)


def open_account(browser: Browser, **changed: Any) -> Any:
    return browser.post("/account/nieuw", ACCOUNT | changed)


def shown_passphrase(page: str) -> str:
    found = re.search(r'id="passphrase"[^>]*>([^<]+)<', page)
    return unescape(found.group(1)).strip() if found else ""


def shown_codes(page: str) -> list[str]:
    return re.findall(r"<code>([^<]+)</code>", page)


def cookie(browser: Browser) -> str | None:
    found = browser.client.get_cookie(browser.app.config["MOI_COOKIE"])
    return found.value if found else None
