"""/plekken and /gemeenten: what one reads before going somewhere."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from community import cards, clock, content
from community.cards import Card
from community.errors import NotFound
from community.members.models import Visitor
from community.places import queries
from tests.sociale_kaart import samples

TUESDAY_AFTERNOON = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
"""14.30 uur in the region."""


@pytest.fixture
def steiger(app):
    clock.start_at(TUESDAY_AFTERNOON)
    return samples.make_place(
        "de-steiger",
        "GM1979",
        town="Delfzijl",
        street="Steigerpad 3",
        lat=53.33,
        lon=6.92,
        lead="Huiskamer aan de haven.",
        how_to_get_there="Loop naar de haven.",
        themes=["somber"],
        first_time=["De deur is open."],
        building=["Stille kamer op de begane grond"],
        openings=[{"weekday": 1, "opens": "13:00", "closes": "21:00", "host": "Marit"}],
        exceptions=[{"date": "2026-11-26", "closed": True, "reason": "Verbouwing"}],
        activities=[{"weekday": 2, "time": "15:00", "title": "Lopen langs de dijk", "note": "Rustig tempo."}],
        checked_on=date(2026, 11, 18),
    )


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


def test_a_place_says_where_when_who_and_how_the_first_time_goes(browser, steiger):
    page = text_of(browser.get("/plekken/de-steiger"))
    for said in (
        "<h1>De Steiger</h1>", "Huiskamer aan de haven.", "Steigerpad 3, Delfzijl. Loop naar de haven.",
        "Nu open, tot 21 uur", "Vandaag doet Marit open.", "Lopen langs de dijk", "15 uur. Rustig tempo.",
        "De deur is open.", "Stille kamer op de begane grond", "Gecontroleerd 6 dagen geleden", "(Verbouwing)",
        f"/melden?kind=places.place&amp;id={steiger.uuid}", 'href="/gemeenten/GM1979"',
    ):  # fmt: skip
        assert said in page, said
    assert browser.get("/plekken/bestaat-niet").status_code == 404


def test_a_place_is_joined_to_its_room_its_sessions_and_what_is_offered_there(browser, steiger, monkeypatch):
    def of(kind: str):
        return lambda viewer, wish, most: (
            [Card(kind, f"Een {kind}", f"/{kind}", status=("open", "Nu open"))] if wish.place_id == steiger.id else []
        )

    for kind in ("room", "session"):
        monkeypatch.setitem(cards._finders, kind, of(kind))
    there = samples.location("steiger", "9934")
    there["location"]["id"] = steiger.uuid
    samples.make_service("Iemand om mee te praten", service_at_locations=[there])
    page = text_of(browser.get("/plekken/de-steiger"))
    assert "Online, in dezelfde kamer" in page and 'href="/room"' in page and "Schuif online aan" in page
    assert "Spreekuur bij De Steiger" in page and "Een session" in page
    assert "Iemand om mee te praten" in page


def test_what_happens_on_a_closed_day_is_left_out(browser, steiger):
    clock.start_at(datetime(2026, 11, 30, 12, tzinfo=UTC))
    page = text_of(browser.get("/plekken/de-steiger"))
    assert "Lopen langs de dijk" in page
    samples.make_place(
        "dicht",
        activities=[{"weekday": 1, "time": "10:00", "title": "Gaat niet door"}],
        exceptions=[{"date": "2026-12-01", "closed": True}],
    )
    assert "Gaat niet door" not in text_of(browser.get("/plekken/dicht"))


def test_all_places_stand_by_municipality_beside_their_map(browser, steiger):
    samples.make_place("stad")
    page = text_of(browser.get("/plekken"))
    assert page.index("Eemsdelta") < page.index("De Steiger") < page.index('id="in-GM0014"') < page.index("Stad")
    markers = dict(re.findall(r'<a class="marker" href="(#[^"]+)" aria-label="([^"]+)"', page))
    assert markers == {"#de-steiger": "A, De Steiger", "#stad": "B, Stad"}
    assert "2 plekken" in page


def test_pages_without_any_place_still_say_what_to_do(browser):
    assert "Hier staat nog geen plek." in text_of(browser.get("/plekken"))
    assert "In deze gemeente staat nog geen plek op Moi." in text_of(browser.get("/gemeenten/GM1979"))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("GM1969", "is hier begonnen in 2025"),
        ("GM1979", "begint hier in 2028. Hieronder staat alleen wat er nu al is."),
        ("GM0106", "Hier is nog geen mentaal gezondheidsnetwerk gepland."),
    ],
)
def test_nobody_is_sent_to_a_function_that_is_not_there_yet(browser, code, said):
    clock.start_at(TUESDAY_AFTERNOON)
    assert said in text_of(browser.get(f"/gemeenten/{code}"))


def test_a_municipality_shows_only_what_is_there(browser, steiger):
    samples.make_place("elders", "GM0014")
    page = text_of(browser.get("/gemeenten/GM1979"))
    assert "De Steiger" in page and "Elders" not in page
    assert 'href="/sociale-kaart?gemeente=GM1979"' in page
    assert browser.get("/gemeenten/GM9999").status_code == 404
    assert browser.get("/gemeenten/eemsdelta").status_code == 404


def test_cards_put_what_is_open_first(app, steiger):
    samples.make_place("dicht", themes=["somber"], openings=[])
    samples.make_place("ander", themes=["geld"])
    wish = cards.Wish(themes=("somber",))
    found = cards.nearby(Visitor(), wish, ["place"])
    assert [card.title for card in found] == ["De Steiger", "Dicht"]
    assert (found[0].status, found[0].meta) == (("open", "Nu open, tot 21 uur"), "inloop, Delfzijl")
    open_now = cards.nearby(Visitor(), cards.Wish(municipality="GM1979", is_open_now=True), ["place"])
    assert [card.title for card in open_now] == ["De Steiger"]
    clock.start_at(TUESDAY_AFTERNOON + timedelta(hours=8))
    assert cards.nearby(Visitor(), cards.Wish(municipality="GM1979", is_open_now=True), ["place"]) == []


def test_a_place_can_be_reported(app, steiger):
    found = content.reportable(Visitor(), "places.place", steiger.uuid)
    assert (found.title, found.url) == ("De Steiger", "/plekken/de-steiger")
    with pytest.raises(NotFound):
        queries.place_by_uuid(Visitor(), "bestaat-niet")


def test_the_list_takes_as_many_statements_however_many_places(browser, statements):
    counts = []
    for number in (1, 9):
        for each in range(number):
            samples.make_place(f"plek-{number}-{each}")
        statements.clear()
        assert browser.get("/plekken").status_code == 200
        counts.append(len(statements))
    assert counts == [1, 1]
