"""Every kind of page, as each kind of person: axe finds nothing at 360 and 1280, by day and by night, and nothing
scrolls sideways at 320 (L20)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page

from tests.journeys.plain import PlainBrowser
from tests.journeys.site import Site, join
from tests.journeys.stories import BOARD, ORGANISATION, SERVICE, SESSION, TOPIC, case_about, say
from tests.journeys.windows import Windows

pytestmark = pytest.mark.journey

EVERYTHING = {"resultTypes": ["violations"]}
CONTRAST = EVERYTHING | {"runOnly": ["color-contrast"]}
LOOKS = ((360, "light", EVERYTHING), (360, "dark", CONTRAST), (1280, "dark", EVERYTHING), (1280, "light", CONTRAST))
"""Width, theme, what axe looks at: everything at each width, and what a theme can change in each theme as well."""
NARROW = 320

Way = Callable[[PlainBrowser], str]


def through(path: str, *patterns: str) -> Way:
    """Follow the first link like each pattern, page after page."""

    def way(browser: PlainBrowser) -> str:
        here = path
        for pattern in patterns:
            found = browser.get(here).links(pattern)
            assert found, f"{here} ({browser.status}) has no link like {pattern}"
            here = found[0]
        return here

    return way


def a_new_case(host: PlainBrowser) -> str:
    """A message that waits, said a moment ago, as the team reads it."""
    say(join(PlainBrowser(host.origin)), "Ik wil dood, dit is voor het team.")
    return case_about(host, "dit is voor het team")


PAGES: dict[str, list[str | tuple[str, Way]]] = {
    "visitor": [
        "/", "/nu-hulp", "/nu-hulp?taal=en", "/huisregels", "/privacy", "/toegankelijkheid", "/transparantie", "/over",
        "/meedoen", "/meedoen/te-jong", "/meedoen/ouder", "/account/nieuw", "/account/gewist", "/inloggen",
        "/inloggen/herstel", "/chat", "/chat/kletskamer", "/forum",
        ("/forum/<board_slug>", through("/forum", BOARD)),
        ("/forum/onderwerp/<name>", through("/forum", BOARD, TOPIC)),
        ("/melden", through("/forum", BOARD, TOPIC, r"/melden\?.+")),
        "/sociale-kaart", "/sociale-kaart?q=slapen&gratis=1", "/sociale-kaart?km=duizend",
        ("/sociale-kaart/aanbod/<slug>", through("/sociale-kaart", SERVICE)),
        ("/sociale-kaart/organisaties/<slug>", through("/sociale-kaart", SERVICE, ORGANISATION)),
        "/plekken", ("/plekken/<slug>", through("/plekken", r"/plekken/[\w-]+")), "/gemeenten/GM0014",
        "/spreekuur", ("/spreekuur/<id>", through("/spreekuur", SESSION)), "/spreekuur/terug",
        "/info", ("/info/<slug>", through("/info", r"/info/[\w-]+")),
        "/zoeken?q=slapen", "/zoeken?q=xyzzy", "/bestaat-niet",
    ],
    "guest": [
        "/", "/chat", "/chat/kletskamer", "/chat/op-de-wachtlijst", "/mijn", "/account/nieuw", "/mijn/leeftijd",
        ("/spreekuur/<id>", through("/spreekuur", SESSION)), "/mijn/wissen", "/mijn/naam",
        "/chat/kletskamer/naam",
    ],
    "member": [
        "/mijn", "/mijn/aanmeldingen", "/mijn/geschreven", "/mijn/meenemen", "/mijn/meldingen", "/mijn/naam",
        "/mijn/nieuws", "/mijn/sleutelzin", "/mijn/toestemming", "/mijn/toestemming/stoppen", "/mijn/wissen",
        "/mijn/besluiten", ("/forum/<board_slug>/nieuw", lambda reader: through("/forum", BOARD)(reader) + "/nieuw"),
        ("/forum/onderwerp/<name>", through("/forum", BOARD, TOPIC)), "/chat/kletskamer",
        ("/sociale-kaart/aanbod/<slug>", through("/sociale-kaart", SERVICE)),
    ],
    "peer_expert": [
        "/team", ("/team/melding/<public_id>", a_new_case), "/team/dienst", "/team/onbeantwoord",
        "/team?lijst=afgehandeld",
        "/chat/kletskamer", "/chat/op-de-wachtlijst", "/chat/kletskamer/kaart?q=steiger", "/forum", "/mijn",
    ],
    "supervisor": ["/team", "/team/logboek", "/team?lijst=bezwaren"],
    "map_editor": ["/redactie", ("/redactie/aanbod/<slug>", through("/redactie", r"/redactie/aanbod/[\w-]+"))],
    "editor": ["/redactie"],
    "professional": [
        "/agenda", "/agenda/nieuw", ("/agenda/<id>/afzeggen", through("/agenda", r"/agenda/[\w-]+/afzeggen")),
    ],
    "commissioner": ["/cijfers"],
    "administrator": ["/beheer", "/beheer/logboek"],
}  # fmt: skip

TRACES = (
    "/mijn/sleutel", "/forum/onderwerp/<name>", "/forum/wijzig/<kind>/<public_id>", "/spreekuur/afspraak/<ref>",
    "/melding/<receipt>", "/mijn/besluiten/<public_id>", "/mijn", "/mijn/besluiten", "/mijn/geschreven", "/mijn/nieuws",
    "/chat/kletskamer", "/chat/<slug>/berichten/<public_id>", "/chat/kletskamer/laatste-uur",
)  # fmt: skip
"""Pages with what somebody did; the writer who did it opens them (stories.traces_of_a_writer)."""

NO_PAGES = {
    "/.well-known/security.txt", "/robots.txt", "/sw.js", "/health/live", "/health/ready", "/metrics", "/weg",
    "/chat/<slug>/berichten", "/cijfers/maanden.csv", "/mijn/meenemen.html", "/mijn/meenemen.json",
    "/sociale-kaart.geojson", "/spreekuur.ics", "/spreekuur/<id>/agenda.ics",
}  # fmt: skip
"""Files, data and the way out."""


def entries() -> list[pytest.param]:  # type: ignore[valid-type]
    rows = [
        (who, *(each if isinstance(each, tuple) else (each, None))) for who, pages in PAGES.items() for each in pages
    ]
    return [pytest.param(who, name, way, id=f"{who} {name}") for who, name, way in rows]


@pytest.mark.parametrize(("who", "name", "way"), entries())
def test_L20_a_page_is_sound_in_every_look(who: str, name: str, way: Way | None, windows: Windows, site: Site):
    path = way(reader(site, who)) if way else name
    windows.expect("status of 404", "status of 422")
    look_at(windows.open("" if who == "visitor" else who), path)


@pytest.mark.parametrize("name", TRACES)
def test_L20_a_page_with_what_one_did_is_sound_in_every_look(
    name: str, traces: tuple[str, dict[str, str]], windows: Windows
):
    cookie, paths = traces
    look_at(windows.open(cookie=cookie), paths[name])


def test_L20_every_kind_of_page_is_looked_at(app: Flask):
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    kinds = {rule.rule for rule in rules if not rule.rule.startswith(("/static", "/hsds"))}
    address = app.url_map.bind("moi")
    named = {name for _who, name, _way in (each.values for each in entries())} | set(TRACES)
    fixed = {name.split("?")[0] for name in named if "<" not in name} - {"/bestaat-niet"}
    looked_at = {name for name in named if "<" in name}
    looked_at |= {address.match(path, return_rule=True)[0].rule for path in fixed}
    assert kinds - looked_at - NO_PAGES == set()
    assert NO_PAGES - kinds == set()


def reader(site: Site, who: str) -> PlainBrowser:
    """A plain browser of this person, to find the way."""
    return PlainBrowser(site.url) if who == "visitor" else PlainBrowser(site.url).with_cookie(site.cookie_of(who))


def look_at(page: Page, path: str) -> None:
    answer = page.goto(path)
    assert answer is not None and answer.status in (200, 404, 422), f"{path}: {answer and answer.status}"
    assert path.split("?")[0] in page.url, f"{path} led to {page.url}"
    has_landmarks(page)
    for width, theme, options in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
        assert violations(page, options) == [], f"{path} at {width}, {theme}"
    page.set_viewport_size({"width": NARROW, "height": 640})
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide <= 0, f"{path} scrolls sideways by {too_wide} px at {NARROW}"


def has_landmarks(page: Page) -> None:
    """What every page carries (contract 2)."""
    assert page.title().endswith("Moi")
    assert page.locator("html").get_attribute("lang")
    for role in ("banner", "main", "contentinfo"):
        assert page.get_by_role(role).count() == 1, role  # type: ignore[arg-type]
    assert page.get_by_role("navigation").count() >= 1
    assert page.locator("h1").count() == 1
    help_now, leave = ("Help now", "Leave fast") if "taal=en" in page.url else ("Nu hulp", "Snel weg")
    assert page.get_by_role("link", name=help_now).count() >= 1
    assert page.locator("a[href='/weg']", has_text=leave).count() >= 1
    assert page.locator("a.skip").count() >= 1


def violations(page: Page, options: dict[str, list[str]]) -> list[str]:
    found = Axe().run(page, options=options).response["violations"]
    return [f"{each['id']}: {each['help']} at {[node['target'] for node in each['nodes'][:3]]}" for each in found]
