"""The page of an entry and of an organisation; saying that something is wrong; keeping a card."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from community import cards, clock, content, db, signals
from community.errors import NotFound
from community.members.models import Person, Visitor
from sociale_kaart import actions, mine, queries
from sociale_kaart.models import Correction, SavedService
from tests.sociale_kaart import samples

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
"""A Tuesday, 12 uur in the region."""


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


def test_the_page_says_all_there_is_to_know(browser):
    clock.start_at(NOON)
    service = samples.make_service(
        "Iemand om mee te praten",
        application_process="Je klopt. Jelka zet thee.",
        wait_time="ongeveer 2 weken",
        email="moi@kade.example",
        url="https://kade.example.org/praten",
        minimum_age=16,
        maximum_age=27,
        features=("zonder-verwijzing",),
        cost_options=[{"id": samples.uuid_of("nul"), "amount": 0, "currency": "EUR"}],
        phones=[{"id": samples.uuid_of("tel"), "number": "050-000 00 30"}],
        languages=[{"id": samples.uuid_of("nl"), "code": "nl", "name": "Nederlands"}],
        schedules=[samples.schedule("di", "TU", "10:00", "17:00")],
    )
    page = text_of(browser.get(service.url))
    for said in (
        "16 tot en met 27", "Gratis", "Niet nodig", "ongeveer 2 weken", "<li>Je klopt.</li><li>Jelka zet thee.</li>",
        'href="tel:0500000030"', "Bel 050-000 00 30", "mailto:moi@kade.example", "Nederlands", "Nu open, tot 17 uur",
        "dinsdag, vandaag", "10 tot 17 uur", "Kade 1, Groningen", "Gecontroleerd vandaag", "Door De Kade, op",
        f"/melden?kind=sociale_kaart.service&amp;id={service.uuid}", "/sociale-kaart/organisaties/de-kade",
        "<title>Iemand om mee te praten - Moi</title>",
    ):  # fmt: skip
        assert said in page, said
    assert page.count("<h1>") == 1


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (6, "Gecontroleerd 6 dagen geleden"),
        (215, "Gecontroleerd 7 maanden geleden"),
        (310, "Al 10 maanden niet bevestigd."),
    ],
)
def test_L16_an_entry_shows_when_and_by_whom_it_was_checked(browser, days, said):
    clock.start_at(NOON)
    service = samples.make_service("Iets", assured_date=(clock.today() - timedelta(days=days)).isoformat())
    page = text_of(browser.get(service.url))
    assert said in page and "Door De Kade, op" in page


def test_a_missing_a_draft_and_a_withdrawn_entry_give_the_same_404(browser):
    samples.store(samples.service_record("Concept"), is_draft=True)
    samples.make_service("Voorbij", status="inactive")
    answers = {slug: browser.get(f"/sociale-kaart/aanbod/{slug}") for slug in ("concept", "voorbij", "bestaat-niet")}
    assert {answer.status_code for answer in answers.values()} == {404}
    assert len({answer.get_data(as_text=True).replace(slug, "") for slug, answer in answers.items()}) == 1
    assert browser.get("/sociale-kaart/organisaties/bestaat-niet").status_code == 404


def test_texts_of_an_import_are_shown_as_text(browser):
    service = samples.make_service(
        "<b>Let op</b>", description="<script>alert(1)</script>", application_process="<i>x</i>"
    )
    page = browser.get(service.url).get_data(as_text=True)
    assert "<script>alert" not in page and "<b>Let" not in page and "<i>x" not in page


def test_an_organisation_shows_what_it_offers(browser):
    samples.make_service("Eerste")
    samples.make_service("Tweede")
    page = browser.get("/sociale-kaart/organisaties/de-kade").get_data(as_text=True)
    assert "De Kade helpt." in page and "Eerste" in page and "Tweede" in page


def test_L16_anybody_can_say_that_it_is_not_right_any_more(browser):
    service = samples.make_service("Iets")
    answer = browser.post(
        f"{service.url}/klopt-niet", {"text": "De deur was dicht om half vijf, mail jan@thuis.example"}
    )
    assert (answer.status_code, answer.location) == (303, f"{service.url}?gemeld=ja#gemeld")
    assert "Dank je, we geven het door." in browser.get(f"{service.url}?gemeld=ja").get_data(as_text=True)
    said = db.session().scalars(sa.select(Correction)).one()
    assert said.text.startswith("De deur was dicht") and "thuis.example" not in said.text


def test_an_empty_or_long_correction_comes_back_with_what_was_typed(browser):
    service = samples.make_service("Iets")
    for text in ("  ", "x" * 1001):
        answer = browser.post(f"{service.url}/klopt-niet", {"text": text})
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422 and 'aria-invalid="true"' in page and text.strip() in page
    assert browser.post("/sociale-kaart/aanbod/weg/klopt-niet", {"text": "x"}).status_code == 404
    assert db.session().scalar(sa.select(Correction.id)) is None


def test_L11_a_cry_for_help_is_met_with_a_card_and_not_sent_to_an_organisation(browser):
    service = samples.make_service("Iets")
    answer = browser.post(f"{service.url}/klopt-niet", {"text": "ik ga vanavond een einde aan mijn leven maken"})
    page = browser.get(answer.location.split("#")[0]).get_data(as_text=True)
    assert 'href="tel:113"' in page and "Wat je schreef klinkt zwaar" in page
    assert db.session().scalar(sa.select(Correction.id)) is None


def test_a_person_keeps_a_card_and_takes_it_off(noor, browser_of):
    service = samples.make_service("Iets")
    browser = browser_of(noor)
    for _twice in range(2):
        assert browser.post(f"{service.url}/bewaar", {"on": "1"}).location == service.url
    assert [each.name for each in queries.saved_by(noor)] == ["Iets"]
    assert "Haal van mijn lijst" in browser.get(service.url).get_data(as_text=True)
    browser.post(f"{service.url}/bewaar", {"on": "0"})
    assert db.session().scalar(sa.select(SavedService.id)) is None


def test_a_visitor_keeps_a_card_on_the_device_only(browser):
    service = samples.make_service("Iets")
    assert f'data-save="{service.url}"' in browser.get(service.url).get_data(as_text=True)
    assert browser.post(f"{service.url}/bewaar", {"on": "1"}).status_code == 403
    assert db.session().scalar(sa.select(SavedService.id)) is None


def test_an_entry_can_be_reported(app):
    service = samples.make_service("Iets")
    found = content.reportable(Visitor(), "sociale_kaart.service", service.uuid)
    assert (found.title, found.url, found.text) == ("Iets", service.url, "Een gesprek bij een kop thee.")
    with pytest.raises(NotFound):
        content.reportable(Visitor(), "sociale_kaart.service", samples.uuid_of("niets"))


def test_cards_are_living_entries_that_share_most(app):
    samples.make_service("Beide", themes=("angst", "somber"))
    samples.make_service("Een", themes=("angst",))
    samples.make_service("Ander", themes=("geld",))
    samples.make_service("Oud", themes=("angst", "somber"), assured_date="2020-01-01")
    wish = cards.Wish(themes=("angst", "somber"))
    assert [card.title for card in cards.nearby(Visitor(), wish, ["service"])] == ["Beide", "Een"]
    assert [card.title for card in cards.nearby(Visitor(), wish, ["service"], 1)] == ["Beide"]
    here = cards.Wish(municipality="GM1979")
    samples.make_service("Delfzijl", service_at_locations=[samples.location("delfzijl", "9934")])
    assert [card.title for card in cards.nearby(Visitor(), here, ["service"])] == ["Delfzijl"]


def test_a_card_says_what_where_and_whether_it_is_open(app):
    clock.start_at(NOON)
    samples.make_service("Iets", schedules=[samples.schedule("di", "TU", "10:00", "17:00")])
    (card,) = cards.nearby(Visitor(), cards.Wish(is_open_now=True), ["service"])
    assert (card.meta, card.status) == ("gesprek, Groningen", ("open", "Nu open, tot 17 uur"))


def test_L5_the_private_list_stands_on_mijn_and_goes_along(noor, sam, browser_of):
    service = samples.make_service("Thee & taart")
    actions.save(noor, service, True)
    assert "Thee &amp; taart" in browser_of(noor).get("/mijn").get_data(as_text=True)
    assert "Thee &amp; taart" not in browser_of(sam).get("/mijn").get_data(as_text=True)
    export: dict = {}
    signals.person_exported.send(noor, export=export)
    (saved,) = export["sociale_kaart"]["saved"]
    assert (saved["name"], saved["url"]) == ("Thee & taart", service.url)


def test_L5_erasing_a_person_takes_the_list(noor):
    actions.save(noor, samples.make_service("Iets"), True)

    @db.action
    def erase() -> None:
        db.delete(db.session().get_one(Person, noor.id))

    erase()
    assert db.session().scalar(sa.select(SavedService.id)) is None


def test_L6_answered_corrections_are_forgotten_after_a_year(app):
    service = samples.make_service("Iets")
    long_ago = clock.now() - timedelta(days=400)

    @db.action
    def write() -> None:
        db.add(Correction(service_id=service.id, text="open", sent_at=long_ago))
        db.add(Correction(service_id=service.id, text="oud", state="answered", sent_at=long_ago, answered_at=long_ago))
        db.add(Correction(service_id=service.id, text="nieuw", state="answered", answered_at=clock.now()))

    write()
    assert mine.forget() == {"corrections": 1}
    assert sorted(db.session().scalars(sa.select(Correction.text))) == ["nieuw", "open"]
