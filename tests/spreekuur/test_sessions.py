"""Reading: the list, the next one on top, cards elsewhere, search, and the sessions of the demo."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from community import cards, clock, db
from community.cards import Wish
from community.demo import filling
from community.members.models import Visitor
from spreekuur import demo, words
from spreekuur.models import Session, Slot
from tests import people
from tests.spreekuur.conftest import NOON, any_slot, book, make_session, slots


def test_the_next_session_stands_on_top_and_the_others_below_in_order(two, group, browser):
    page = browser.get("/spreekuur").get_data(as_text=True)
    top, rest = page.split("Komende spreekuren")
    assert two.title in top and group.title not in top
    assert rest.index(two.title) < rest.index(group.title)
    assert "3 plekken vrij" in rest and "open voor iedereen" in rest


def test_the_list_narrows_to_groups_or_to_two(two, group, browser):
    in_group = browser.get("/spreekuur?soort=groep").get_data(as_text=True).split("Komende spreekuren")[1]
    assert group.title in in_group and two.title not in in_group
    together = browser.get("/spreekuur?soort=samen").get_data(as_text=True).split("Komende spreekuren")[1]
    assert two.title in together and group.title not in together


def test_what_is_over_or_full_says_so(two, jansen, noor, browser, browser_of):
    small = make_session(jansen, kind="group", title="Klein", capacity=1)
    book(browser_of(noor), small)
    assert "vol" in browser.get("/spreekuur?soort=groep").get_data(as_text=True).split("Klein")[-1][:400]
    clock.start_at(two.ends_at + timedelta(days=30))
    assert "Er staat nu niets gepland" in browser.get("/spreekuur").get_data(as_text=True)
    assert "Dit spreekuur is voorbij" in browser.get(two.url).get_data(as_text=True)
    assert slots(browser.get(two.url)) == []


def test_reading_sets_no_cookie_and_an_unknown_session_is_404(two, browser):
    for path in ("/spreekuur", two.url, "/spreekuur/terug", "/spreekuur.ics"):
        answer = browser.get(path)
        assert answer.status_code == 200 and "Set-Cookie" not in answer.headers
    assert browser.get("/spreekuur/bestaat-niet").status_code == 404


def test_the_list_takes_few_statements_however_long_it_is(jansen, browser, statements):
    for day in range(30):
        make_session(jansen, in_days=1 + day)
    statements.clear()
    browser.get("/spreekuur")
    assert len(statements) <= 2


def test_a_session_page_takes_few_statements(two, noor, browser_of, statements):
    browser, path = browser_of(noor), two.url
    browser.get(path)
    statements.clear()
    browser.get(path)
    assert len(statements) <= 7  # who asks, the session, its times, others, own bookings; the header counts notices


def test_sessions_turn_up_as_cards_by_theme_place_and_municipality(two, group, place):
    def titles(wish: Wish) -> list[str]:
        return [card.title for card in cards.nearby(Visitor(), wish, ["session"])]

    assert titles(Wish()) == [two.title, group.title]
    assert titles(Wish(themes=("geld",))) == []
    assert titles(Wish(place_id=place.id)) == [two.title]
    assert titles(Wish(municipality="GM1979"))[0] == two.title
    (card, _other) = cards.nearby(Visitor(), Wish(), ["session"])
    assert card.status == ("soon", "vrijdag 27 november, 16 uur")


def test_search_over_the_whole_house_finds_a_coming_session(two, browser):
    page = browser.get("/zoeken?q=werk").get_data(as_text=True)
    assert two.title in page
    clock.start_at(two.ends_at + timedelta(minutes=1))
    assert two.title not in browser.get("/zoeken?q=werk").get_data(as_text=True).split("<main")[1]


def test_moments_are_said_as_people_say_them(app):
    tonight = NOON.replace(hour=19, minute=30)
    assert words.when(tonight, tonight + timedelta(hours=1)) == "Vanavond, 19.30 tot 20.30 uur"
    assert words.begins(tonight) == "vanavond, 19.30 uur"
    assert words.begins(NOON + timedelta(days=1)) == "morgen, 12 uur"
    assert words.tile(NOON) == ("wo", "25")


def test_the_demo_has_six_sessions_in_the_coming_fortnight_and_two_with_open_times(app, browser):
    first = next(row["alias"] for row in filling.read("people.toml")["person"] if row["role"] == "professional")
    professional = people.make_person(first, kind="staff", name=first.title(), roles=("professional",))
    demo.fill()
    demo.fill()
    soon = clock.now() + timedelta(days=14)
    found = list(db.session().scalars(sa.select(Session).where(Session.starts_at < soon)))
    assert len(found) == len(filling.read("sessions.toml")["session"]) >= 6
    assert all(each.starts_at > clock.now() for each in found)
    free = set(db.session().scalars(sa.select(Slot.session_id).where(Slot.state == "free")))
    assert len(free) >= 2
    assert professional.id in {each.professional_id for each in found if each.id in free}
    for each in found:
        assert len(slots(browser.get(each.url))) == _slots_of(each)


def _slots_of(session: Session) -> int:
    return db.session().scalar(sa.select(sa.func.count()).where(Slot.session_id == session.id)) or 0


def test_english_keeps_its_language_through_booking(two, noor, browser_of):
    answer = browser_of(noor).post(f"{two.url}/boek?taal=en", {"slot_id": any_slot(two), "consent_conversation": "1"})
    assert answer.status_code == 303 and "taal=en" in answer.location
