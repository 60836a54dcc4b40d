"""Every kind of page, as each kind of person: axe finds nothing at 360 and 1280, by day and by night, and nothing
scrolls sideways at 320 (L20)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.plain import PlainBrowser
from tests.journeys.site import Site
from tests.journeys.windows import Windows

pytestmark = pytest.mark.journey

LOOKS = ((360, "light"), (360, "dark"), (1280, "light"), (1280, "dark"))
NARROW = 320

Way = Callable[[PlainBrowser], str]


def first(path: str, pattern: str) -> Way:
    """The first link like this on that page."""

    def way(browser: PlainBrowser) -> str:
        found = browser.get(path).links(pattern)
        assert found, f"{browser.url} ({browser.status}) has no link like {pattern}"
        return found[0]

    return way


def through(path: str, *patterns: str) -> Way:
    """Follow the first link like each pattern, page after page."""

    def way(browser: PlainBrowser) -> str:
        here = path
        for pattern in patterns:
            here = first(here, pattern)(browser)
        return here

    return way


TOPIC, SERVICE = r"/forum/onderwerp/\w+-[\w-]+", r"/sociale-kaart/aanbod/[\w-]+"
SESSION = r"/spreekuur/(?!terug|afspraak)[\w-]+"

PAGES: dict[str, list[str | Way]] = {
    "visitor": [
        "/", "/nu-hulp", "/huisregels", "/privacy", "/toegankelijkheid", "/transparantie", "/over", "/meedoen",
        "/meedoen/te-jong", "/meedoen/ouder", "/account/nieuw", "/inloggen", "/inloggen/herstel", "/chat",
        "/chat/kletskamer", "/forum", first("/forum", r"/forum/[a-z-]+"), through("/forum", r"/forum/[a-z-]+", TOPIC),
        "/sociale-kaart", "/sociale-kaart?q=slapen&gratis=1", "/sociale-kaart?km=duizend",
        first("/sociale-kaart", SERVICE),
        through("/sociale-kaart", SERVICE, r"/sociale-kaart/organisaties/[\w-]+"), "/plekken",
        first("/plekken", r"/plekken/[\w-]+"), "/gemeenten/GM0014", "/spreekuur", first("/spreekuur", SESSION),
        "/spreekuur/terug", "/info", first("/info", r"/info/[\w-]+"), "/zoeken?q=slapen", "/zoeken?q=xyzzy",
        "/bestaat-niet",
        through("/forum", r"/forum/[a-z-]+", TOPIC, r"/melden\?.+"),
    ],
    "guest": [
        "/", "/chat", "/chat/kletskamer", "/chat/op-de-wachtlijst", "/mijn", "/account/nieuw",
        first("/spreekuur", SESSION), "/mijn/wissen",
    ],
    "member": [
        "/mijn", "/mijn/sleutelzin", "/mijn/meenemen", "/mijn/besluiten", "/mijn/meldingen",
        first("/forum", r"/forum/[a-z-]+"), lambda browser: first("/forum", r"/forum/[a-z-]+")(browser) + "/nieuw",
        through("/forum", r"/forum/[a-z-]+", TOPIC), "/chat/kletskamer", first("/sociale-kaart", SERVICE),
    ],
    "peer_expert": [
        "/team", "/team/dienst", "/team/onbeantwoord", "/team?lijst=afgehandeld", "/chat/kletskamer",
        "/chat/op-de-wachtlijst", "/forum",
    ],
    "supervisor": ["/team", "/team/logboek", "/team?lijst=bezwaren"],
    "map_editor": ["/redactie", through("/redactie", r"/redactie/aanbod/[\w-]+")],
    "editor": ["/redactie"],
    "professional": ["/agenda", "/agenda/nieuw", "/spreekuur"],
    "commissioner": ["/cijfers"],
    "administrator": ["/beheer"],
}  # fmt: skip


def named(way: str | Way) -> str:
    return way if isinstance(way, str) else "found"


@pytest.mark.parametrize(
    ("who", "way"),
    [pytest.param(who, way, id=f"{who}-{n}-{named(way)}") for who, ways in PAGES.items() for n, way in enumerate(ways)],
)
def test_L20_a_page_is_sound_in_every_look(who: str, way: str | Way, windows: Windows, site: Site):
    path = way if isinstance(way, str) else way(reader(site, who))
    windows.expect("status of 404", "status of 422")
    page = windows.open("" if who == "visitor" else who)
    answer = page.goto(path)
    assert answer is not None and answer.status in (200, 404, 422), f"{path}: {answer and answer.status}"
    assert path.split("?")[0] in page.url, f"{path} led to {page.url}"
    has_landmarks(page)
    for width, theme in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
        assert violations(page) == [], f"{path} as {who} at {width}, {theme}"
    page.set_viewport_size({"width": NARROW, "height": 640})
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide <= 0, f"{path} scrolls sideways by {too_wide} px at {NARROW}"


def reader(site: Site, who: str) -> PlainBrowser:
    """A plain browser of this person, to find the way."""
    return PlainBrowser(site.url) if who == "visitor" else PlainBrowser(site.url).with_cookie(site.cookie_of(who))


def has_landmarks(page: Page) -> None:
    """What every page carries (contract 2)."""
    assert page.title().endswith("Moi")
    assert page.locator("html").get_attribute("lang")
    for role in ("banner", "main", "contentinfo"):
        assert page.get_by_role(role).count() == 1, role  # type: ignore[arg-type]
    assert page.get_by_role("navigation").count() >= 1
    assert page.locator("h1").count() == 1
    assert page.get_by_role("link", name="Nu hulp").count() >= 1
    assert page.locator("a[href='/weg']", has_text="Snel weg").count() >= 1
    assert page.locator("a.skip").count() >= 1


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['help']} at {[node['target'] for node in each['nodes'][:3]]}" for each in found]
