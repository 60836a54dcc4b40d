"""A professional's own hours: opening them, who comes, and calling off with a sentence."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from community import audit, clock, db
from community.notifications.models import Notice
from community.places.models import Organisation, Place
from spreekuur.models import Booking, Session, Slot
from tests.spreekuur.conftest import any_slot, book, make_session, slots

HOURS = {
    "kind": "one_to_one", "title": "Een half uur met Femke", "lead": "Over slapen.", "date": "2026-12-02",
    "start": "16:00", "end": "18:00", "slot_minutes": "30", "buffer_minutes": "0", "repeat_weeks": "1",
    "channels": ["phone"],
}  # fmt: skip


@pytest.fixture
def femke(cast, place) -> Any:
    """A professional of De Steiger."""
    organisation = db.session().get_one(Organisation, place.organisation_id)
    return cast.staff("professional", organisation=organisation, name="Femke")


@pytest.fixture
def agenda(femke, browser_of) -> Any:
    return browser_of(femke)


def plan(agenda: Any, **fields: Any) -> Any:
    return agenda.post("/agenda/nieuw", HOURS | fields)


def sessions() -> list[Session]:
    db.session().rollback()
    return list(db.session().scalars(sa.select(Session).order_by(Session.starts_at)))


def test_twenty_slots_are_opened_with_one_form(agenda, femke):
    answer = plan(agenda, repeat_weeks="5")
    assert answer.status_code == 303
    assert [f"{each.starts_at.astimezone(clock.ZONE):%d-%m %H:%M}" for each in sessions()] == [
        "02-12 16:00", "09-12 16:00", "16-12 16:00", "23-12 16:00", "30-12 16:00",
    ]  # fmt: skip
    assert db.session().scalar(sa.select(sa.func.count()).select_from(Slot)) == 20
    assert {each.professional_id for each in sessions()} == {femke.id}
    assert len({each.series for each in sessions()}) == 1
    assert "Een half uur met Femke" in agenda.get("/agenda").get_data(as_text=True)
    assert len(audit.trail(f"spreekuur.session:{sessions()[0].public_id}")) == 1


def test_L19_the_wish_is_kept_beside_the_moment(agenda):
    plan(agenda, date="2027-03-24", repeat_weeks="2")
    before, after = sessions()
    assert (before.starts_at.hour, after.starts_at.hour) == (15, 14)
    assert before.wish == {"date": "2027-03-24", "start": "16:00", "end": "18:00"}
    assert before.zone == after.zone == "Europe/Amsterdam"


@pytest.mark.parametrize(
    ("field", "change", "words"),
    [
        ("title", {"title": ""}, "Geef het een naam"),
        ("date", {"date": "2026-11-01"}, "al voorbij"),
        ("date", {"date": "ooit"}, "Kies een dag"),
        ("start", {"start": "25:00"}, "Kies een begintijd"),
        ("start", {"end": "15:00"}, "Kies een later einde"),
        ("start", {"date": "2027-03-28", "start": "02:30", "end": "05:00"}, "bestaat niet"),
        ("start", {"date": "2027-10-31", "start": "02:30", "end": "05:00"}, "twee keer"),
        ("slot_minutes", {"end": "16:10"}, "past geen gesprek in"),
        ("slot_minutes", {"slot_minutes": "nul"}, "Kies een getal"),
        ("repeat_weeks", {"repeat_weeks": "99"}, "Kies een getal"),
        ("repeat_weeks", {"repeat_weeks": "26"}, "Kies minder weken"),
        ("channels", {"channels": []}, "minstens één manier"),
        ("place", {"channels": ["place"]}, "Op welke plek"),
        ("link", {"channels": ["link"], "link": "http://x.nl"}, "https://"),
        ("kind", {"kind": "feest"}, "Kies: in een groep"),
    ],
)
def test_what_cannot_be_planned_says_by_the_field_what_to_change(agenda, field, change, words):
    answer = plan(agenda, **change)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422 and words in text
    assert f'id="{field}-fout"' in text
    assert change.get("title", HOURS["title"]) in text
    assert sessions() == []


def test_nobody_is_in_two_places_at_once(agenda, browser_of, cast):
    assert plan(agenda).status_code == 303
    late = plan(agenda, start="17:30", end="19:00", title="Nog iets")
    assert late.status_code == 422 and "Je hebt dan al iets staan" in late.get_data(as_text=True)
    assert plan(agenda, start="18:00", end="19:00").status_code == 303
    assert plan(browser_of(cast.staff("professional"))).status_code == 303


def test_a_place_must_be_of_the_own_organisation(agenda, place):
    elsewhere = _elsewhere()
    assert plan(agenda, channels=["place"], place=elsewhere.slug).status_code == 422
    assert plan(agenda, channels=["place"], place=place.slug).status_code == 303
    (made,) = sessions()
    assert made.place_id == place.id and made.organisation_id == place.organisation_id


@db.action
def _elsewhere() -> Place:
    other = Organisation(slug="elders", name="Elders")
    db.add(other)
    place = Place(
        slug="elders", name="Elders", kind="inloop", municipality="GM0014", lat=53.0, lon=6.0, organisation_id=other.id
    )
    db.add(place)
    return place


def test_only_professionals_have_an_agenda(two, noor, mila, browser, browser_of):
    for path in ("/agenda", "/agenda/nieuw", f"/agenda/{two.public_id}/afzeggen"):
        assert browser.get(path).status_code == 303
        assert browser_of(noor).get(path).status_code == 404
        assert browser_of(mila).get(path).status_code == 404
    assert browser_of(noor).post("/agenda/nieuw", HOURS).status_code == 404


def test_a_colleagues_session_is_the_404_of_a_missing_one(two, agenda):
    for path in (f"/agenda/{two.public_id}/afzeggen", "/agenda/bestaat-niet/afzeggen"):
        assert agenda.get(path).status_code == 404
        assert agenda.post(path, {"text": "Ik ben ziek."}).status_code == 404
    assert two.title not in agenda.get("/agenda").get_data(as_text=True)


def test_calling_off_tells_everybody_who_booked_with_the_professionals_sentence(two, jansen, noor, browser_of):
    made = book(browser_of(noor), two, any_slot(two))
    own = browser_of(jansen)
    assert own.post(f"/agenda/{two.public_id}/afzeggen", {"text": " "}).status_code == 422
    assert own.post(f"/agenda/{two.public_id}/afzeggen", {"text": "Ik ben ziek, sorry."}).status_code == 303
    page = browser_of(noor).get(made.location).get_data(as_text=True)
    assert "Dr. Jansen heeft afgezegd" in page and "Ik ben ziek, sorry." in page
    notice = db.session().scalars(sa.select(Notice).where(Notice.person_id == noor.id)).one()
    assert notice.url == made.location and "ziek" not in notice.text
    assert slots(browser_of(noor).get(two.url)) == []
    assert two.title not in browser_of(noor).get("/spreekuur").get_data(as_text=True)
    late = book(browser_of(noor), two, any_slot(two), question="Kan het morgen?")
    assert late.status_code == 409 and "Kan het morgen?" in late.get_data(as_text=True)
    assert own.post(f"/agenda/{two.public_id}/afzeggen", {"text": "Nog eens."}).status_code == 403
    assert [each.act for each in audit.trail(f"spreekuur.session:{two.public_id}")] == ["session.cancelled"]


def test_the_agenda_takes_few_statements_however_many_come(jansen, cast, browser_of, statements):
    for day in range(4):
        session = make_session(jansen, in_days=2 + day)
        book(browser_of(cast.guest()), session, any_slot(session), question="Kan dit?")
    own = browser_of(jansen)
    own.get("/agenda")
    statements.clear()
    assert own.get("/agenda").get_data(as_text=True).count("Kan dit?") == 4
    assert len(statements) <= 8
    assert len(list(db.session().scalars(sa.select(Booking)))) == 4
