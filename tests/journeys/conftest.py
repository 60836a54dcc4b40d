"""The real server with its demo content, real Chromium, and a browser without script; each for the whole run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect, sync_playwright

from tests.journeys.plain import PlainBrowser
from tests.journeys.site import Site, running_site
from tests.journeys.stories import traces_of_a_writer
from tests.journeys.windows import WAIT_MS, Windows
from tools.look import CHROMIUM_FLAGS

OWN_FLAGS = ("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",)
"""Nothing a journey does can leave this machine, not even by mistake."""


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with running_site() as site:
        yield site


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        _without("Chromium is not on this machine: journeys are not walked")
    expect.set_options(timeout=WAIT_MS)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=[*CHROMIUM_FLAGS, *OWN_FLAGS])
        yield browser
        browser.close()


def _without(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def windows(chromium: Chromium, site: Site) -> Iterator[Windows]:
    """Browser windows of several people; afterwards no request has gone to strangers and no console complained (L1)."""
    windows = Windows(chromium, site)
    yield windows
    windows.close()
    assert windows.strangers == []
    assert windows.complaints == []


@pytest.fixture
def plain(site: Site) -> PlainBrowser:
    """A visitor's browser without script."""
    return PlainBrowser(site.url)


@pytest.fixture(scope="session")
def traces(site: Site) -> tuple[str, dict[str, str]]:
    """The cookie of a member who did everything once, and where it can be seen: rule -> path."""
    return traces_of_a_writer(site)
