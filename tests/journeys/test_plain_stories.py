"""The stories of the house over plain HTTP: no script, only pages, links and the forms that stand on them."""

from __future__ import annotations

import re

import pytest

from tests.journeys.plain import PlainBrowser
from tests.journeys.site import Site
from tests.journeys.stories import (
    BOARD,
    DECISION,
    ROOM,
    SERVICE,
    book,
    case_about,
    hide,
    inside,
    open_account,
    report_latest,
    say,
    session_with_slots,
    start_topic,
)

pytestmark = pytest.mark.journey


def test_a_guest_becomes_a_member_and_sees_passphrase_and_codes_once(plain: PlainBrowser, site: Site):
    guest = site.new_guest()
    guest.get("/mijn")
    bird = guest.text_of("h1")
    open_account(guest, "onverzonnen wulp")
    assert guest.path == "/mijn/sleutel" and guest.headers["Cache-Control"] == "no-store"
    passphrase = inside(guest, "passphrase")
    assert len(passphrase.split()) == 6
    assert re.search(r'id="recovery-codes"', guest.html)
    guest.get("/mijn/sleutel")
    assert passphrase not in guest.html  # shown once

    guest.get("/mijn")
    assert guest.text_of("h1") == bird  # the guest's own name stays
    guest.post("/uitloggen")
    plain.get("/inloggen")
    plain.post("/inloggen", {"alias": "onverzonnen wulp", "passphrase": passphrase})
    assert plain.path == "/mijn" and plain.text_of("h1") == bird


def test_a_first_post_waits_and_the_page_says_so_honestly(plain: PlainBrowser, site: Site):
    board = plain.get("/forum").links(BOARD)[0]
    plain.get(f"{board}/nieuw")
    assert plain.path == "/inloggen"  # whoever is signed out signs in first, and goes on from there

    member = open_account(PlainBrowser(site.url), "verse stern")
    topic = start_topic(member, "Hoe begin je", "Ik weet niet waar ik moet beginnen.")
    assert member.status == 200 and topic.startswith("/forum/onderwerp/")
    assert "Alleen jij ziet dit nog." in member.text_of("main")
    assert plain.get(topic).status == 404

    host = site.signed_in("peer_expert")
    host.post(case_about(host, "Ik weet niet waar ik moet beginnen"), {"decision": "keep"})
    assert plain.get(topic).status == 200
    assert "Ik weet niet waar ik moet beginnen." in plain.text_of("main")


def test_one_finds_a_service_and_says_that_it_is_wrong(plain: PlainBrowser):
    plain.get("/sociale-kaart?q=slapen")
    found = plain.links(SERVICE)
    assert plain.status == 200 and found
    assert plain.get(found[0]).status == 200
    plain.post(f"{found[0]}/klopt-niet", {"text": "De deur was dicht op dinsdag."})
    assert plain.status == 200
    assert plain.cookie == ""  # saying so needs no session


def test_one_books_comes_back_with_four_words_and_cancels(plain: PlainBrowser, site: Site):
    session = session_with_slots(plain)
    guest = site.new_guest()
    guest.get(session)
    slot = guest.form(f"{session}/boek").choices["slot_id"][-1]
    book(guest, session, slot, "Waar begin ik?")
    code = inside(guest, "code")
    assert len(code.split("-")) == 4 and guest.headers["Cache-Control"] == "no-store"

    other = site.new_guest()
    other.get(session)
    assert slot not in other.form(f"{session}/boek").choices["slot_id"]

    plain.get("/spreekuur/terug")
    plain.post("/spreekuur/terug", {"code": "vier verkeerde woorden hier"})
    assert plain.status == 422 and 'aria-invalid="true"' in plain.html
    plain.post("/spreekuur/terug", {"code": code})
    assert plain.status == 200 and code not in plain.html
    plain.post(f"{session}/afzeggen")
    assert plain.status == 200
    other.get(session)
    assert slot in other.form(f"{session}/boek").choices["slot_id"]  # free at once


def test_a_taken_time_answers_with_other_times_and_what_was_typed(plain: PlainBrowser, site: Site):
    session = session_with_slots(plain)
    quick, slow = site.new_guest(), site.new_guest()
    quick.get(session)
    slow.get(session)
    slot = quick.form(f"{session}/boek").choices["slot_id"][0]
    book(quick, session, slot)
    slow.post(f"{session}/boek", {"slot_id": slot, "consent_conversation": "1", "question": "Mag dit ook"})
    assert slow.status == 409
    form = slow.form(f"{session}/boek")
    assert form.fields["question"] == "Mag dit ook"
    assert form.choices["slot_id"] and slot not in form.choices["slot_id"]


def test_a_visitor_reports_and_a_host_hides_and_the_author_reads_why(plain: PlainBrowser, site: Site):
    author, reader = site.new_guest(), site.new_guest()
    say(author, "Jij bent echt het domste hier.")
    assert "Jij bent echt het domste hier." in author.text_of("main")
    assert "Jij bent echt" not in plain.get(ROOM).html  # visitors do not see inside a room
    receipt = report_latest(reader)
    assert "domste" not in reader.html  # number and state, never the text

    hide(site.signed_in("peer_expert"), "Jij bent echt het domste hier.", "Dit was gemeen. Schrijf over jezelf.")
    assert "Jij bent echt" not in reader.get(ROOM).html
    decision = author.get("/mijn/besluiten").links(DECISION)[0]
    assert "Dit was gemeen. Schrijf over jezelf." in author.get(decision).text_of("main")
    assert plain.get(receipt).status == 200 and "domste" not in plain.html


def test_a_room_is_read_and_spoken_in_by_form(site: Site):
    noor, sam = site.new_guest(), site.new_guest()
    say(noor, "Moi, ik ben er zonder script.")
    assert noor.path == ROOM and noor.went  # 303 to the room
    sam.get(ROOM)
    assert "Moi, ik ben er zonder script." in sam.text_of("main")


def test_L1_reading_leaves_no_cookie(plain: PlainBrowser):
    for path in ("/", "/chat", "/chat/kletskamer", "/forum", "/sociale-kaart", "/spreekuur", "/info", "/meedoen"):
        assert plain.get(path).status == 200
        assert plain.cookie == ""


def test_L9_help_and_L10_leaving_are_on_every_page_in_these_words(plain: PlainBrowser):
    for path in ("/", "/meedoen", "/forum", "/plekken", "/nu-hulp", "/bestaat-niet"):
        plain.get(path)
        assert {"/nu-hulp", "/weg"} <= set(plain.links()), path
        assert "Nu hulp" in plain.text_of() and "Snel weg" in plain.text_of(), path
    plain.get("/weg")
    assert plain.status == 303 and plain.headers["Referrer-Policy"] == "no-referrer"
    assert plain.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not plain.went[-1].startswith(plain.origin)


def test_L20_crisis_joining_and_leaving_are_there_in_english(plain: PlainBrowser):
    words = {
        "/": ("Chat", "Forum", "Social map", "Office hours", "Info", "Help now", "Leave fast", "Join"),
        "/nu-hulp": ("Are you thinking of suicide?", "Day and night", "Call 113"),
        "/meedoen": ("How old are you?", "Talk about yourself.", "Go in"),
        "/inloggen": ("Passphrase or password", "Use a recovery code"),
        "/bestaat-niet": ("This page is not there", "Do you need help now?"),
    }
    for path, said in words.items():
        plain.get(f"{path}?taal=en")
        page = plain.text_of()
        assert [each for each in said if each not in page] == [], path
        assert '<html lang="en"' in plain.html
        assert "Nu hulp" not in page and "Snel weg" not in page, path
        own = [href for href in plain.links(r"/[a-z].*") if not href.startswith(("/weg", "/static"))]
        stray = [href for href in own if "taal=en" not in href and href != path]
        assert stray == [], f"{path} leads out of English: {stray}"


def test_a_visitor_who_joins_in_english_reads_what_is_wrong_in_english(plain: PlainBrowser):
    plain.get("/meedoen?taal=en")
    plain.post("/meedoen", {"month": "3", "year": "tweeduizend", "rules": "1", "consent_community": "1"})
    assert plain.status == 422 and "Fill in the year in which you were born" in plain.text_of("main")
