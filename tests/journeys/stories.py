"""What people do in several stories, over plain HTTP: finding, opening an account, writing, deciding."""

from __future__ import annotations

import re
from html import unescape

from tests.journeys.plain import PlainBrowser
from tests.journeys.site import Site

BOARD, TOPIC = r"/forum/(?!onderwerp)[\w-]+", r"/forum/onderwerp/\w+-[\w-]+"
SERVICE, ORGANISATION = r"/sociale-kaart/aanbod/[\w-]+", r"/sociale-kaart/organisaties/[\w-]+"
SESSION = r"/spreekuur/(?!terug|afspraak)[\w-]+"
CASE, DECISION = r"/team/melding/[\w-]+", r"/mijn/besluiten/[\w-]+"
REPORT = r"/melden\?kind=chat\.message&id=[\w-]+.*"
ROOM = "/chat/kletskamer"
OWN_WORDS = rf"{ROOM}/berichten/[\w-]+"


def inside(browser: PlainBrowser, id: str) -> str:
    """The words inside the element with this id."""
    found = re.search(rf'id="{id}"[^>]*>([^<]+)<', browser.html)
    assert found, f"{browser.url} shows no {id}"
    return unescape(found.group(1)).strip()


def open_account(browser: PlainBrowser, alias: str) -> PlainBrowser:
    """Become a member; the page with passphrase and codes is open then."""
    browser.get("/account/nieuw")
    fields = {"month": "3", "year": "2004", "rules": "1", "consent_community": "1"}
    return browser.post("/account/nieuw", fields | {"alias": alias})


def start_topic(browser: PlainBrowser, title: str, body: str) -> str:
    """Write on the first board; returns where the topic is."""
    board = browser.get("/forum").links(BOARD)[0]
    browser.get(f"{board}/nieuw")
    return browser.post(f"{board}/nieuw", {"title": title, "body": body}).path


def say(browser: PlainBrowser, body: str) -> None:
    browser.get(ROOM)
    browser.post(f"{ROOM}/berichten", {"body": body})
    assert browser.status == 200, browser.text_of("main")


def report_latest(browser: PlainBrowser) -> str:
    """Report the latest message in the room; returns the page of the receipt."""
    browser.get(browser.get(ROOM).links(REPORT)[-1])
    browser.post("/melden", {"reason": "house_rule", "text": "Dit is niet aardig."})
    assert browser.path.startswith("/melding/"), browser.text_of("main")
    return browser.path


def case_about(host: PlainBrowser, words: str) -> str:
    """The case in the queue whose own item says this (others may show it as a neighbour); its page is open then."""
    for path in host.get("/team").links(CASE):
        subject = re.search(r'<li class="msg[^>]*aria-current="true">(.*?)</li>', host.get(path).html, re.S)
        if subject and words in subject.group(1):
            return path
    raise AssertionError(f"no case is about {words!r}")


def hide(host: PlainBrowser, words: str, why: str) -> None:
    host.post(case_about(host, words), {"decision": "hide", "reason": "insult", "text": why})
    assert host.status == 200, host.text_of("main")


def session_with_slots(browser: PlainBrowser) -> str:
    """The page of a session for two with a free time."""
    for path in browser.get("/spreekuur").links(SESSION):
        if 'name="slot_id"' in browser.get(path).html:
            return path
    raise AssertionError("no session has a free time")


def book(browser: PlainBrowser, session: str, slot: str, question: str = "") -> PlainBrowser:
    browser.get(session)
    fields = {"slot_id": slot, "consent_conversation": "1", "question": question}
    return browser.post(f"{session}/boek", fields)


def traces_of_a_writer(site: Site) -> tuple[str, dict[str, str]]:
    """Let a new member do everything once.

    Returns the member's cookie, and the pages that are there only because of it: rule -> path.
    """
    writer = open_account(PlainBrowser(site.url), "nijvere scholekster")
    topic = start_topic(writer, "Een eerste keer", "Dit is de eerste keer dat ik hier iets schrijf.")
    edit = writer.get(topic).links(r"/forum/wijzig/[\w./-]+")[0]
    session = session_with_slots(writer)
    booking = book(writer, session, writer.form(f"{session}/boek").choices["slot_id"][1], "Hoe begin ik?").path
    say(writer, "Wat een onzin schrijf jij altijd.")
    receipt = report_latest(site.new_guest())
    hide(site.signed_in("peer_expert"), "Wat een onzin schrijf jij altijd.", "Schrijf over jezelf.")
    say(writer, "Ik schrijf hier nog iets.")
    return writer.cookie, {
        "/mijn/sleutel": "/mijn/sleutel",
        "/forum/onderwerp/<name>": topic,
        "/forum/wijzig/<kind>/<public_id>": edit,
        "/spreekuur/afspraak/<ref>": booking,
        "/melding/<receipt>": receipt,
        "/chat/<slug>/berichten/<public_id>": writer.get(ROOM).links(OWN_WORDS)[-1],
        "/mijn/besluiten/<public_id>": writer.get("/mijn/besluiten").links(DECISION)[0],
        f"{ROOM}/laatste-uur": f"{ROOM}/laatste-uur",
        **{path: path for path in ("/mijn", "/mijn/besluiten", "/mijn/geschreven", "/mijn/nieuws", ROOM)},
    }
