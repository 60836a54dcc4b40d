"""Cards that hosts drop into a room."""

from __future__ import annotations

from typing import Any

import pytest

from chat import dropping, writing
from chat.models import Message, Room
from community import content, db
from community.errors import NotAllowed, NotFound
from community.places.models import Place
from forums.actions import start_topic
from forums.models import Topic
from forums.parts import Parts
from tests.chat.conftest import make_room
from tests.forums.conftest import make_board


@pytest.fixture
def steiger(app: Any) -> Place:
    return make_place("steiger", "De Steiger <b>", "Inloop aan het water, bel 050 1234567.")


@db.action
def make_place(slug: str, name: str, lead: str = "") -> Place:
    row = Place(slug=slug, name=name, lead=lead, kind="inloop", municipality="GM1979", lat=53.3, lon=6.9)
    db.add(row)
    return row


def wish(place: Place, **fields: Any) -> dict[str, Any]:
    return {"room": "keuken", "client_id": "k1", "kind": "place", "id": place.slug} | fields


def test_a_host_finds_a_place_by_name_and_shows_it_to_the_room(
    mila: Any, noor: Any, inside: Any, say: Any, steiger: Place, kitchen: Room
) -> None:
    host, hers = inside(mila), inside(noor)
    [found] = host.ask("card:find", {"room": "keuken", "q": "stijger"})["cards"]  # typing errors are forgiven
    assert (found["kind"], found["id"], found["url"]) == ("place", "steiger", "/plekken/steiger")
    answer = host.ask("card:drop", wish(steiger))
    assert answer["ok"] and answer["message"]["seq"] == 1 and answer["message"]["client_id"] == "k1"
    [told] = hers.news("message:posted")
    assert told["card"] == {
        "kind": "place",
        "title": "De Steiger <b>",
        "url": "/plekken/steiger",
        "text": found["text"],
    }
    assert told["author"]["badge"] == "peer_expert" and told["body"] == "De Steiger <b>"
    assert told["html"].startswith('<p class="msg__card"><a href="/plekken/steiger">De Steiger &lt;b&gt;</a>')
    assert "client_id" not in told
    assert say(hers, "dank je")["message"]["seq"] == 2


def test_the_same_client_id_drops_it_once(mila: Any, noor: Any, inside: Any, steiger: Place, kitchen: Room) -> None:
    host, hers = inside(mila), inside(noor)
    first, again = host.ask("card:drop", wish(steiger)), host.ask("card:drop", wish(steiger))
    assert first == again and len(hers.news("message:posted")) == 1
    assert dropping.drop(mila, kitchen, "k1", dropping.card_for("place", "steiger")).public_id == first["message"]["id"]


def test_nobody_but_a_host_finds_or_drops_cards(
    noor: Any, jansen: Any, inside: Any, browser_of: Any, steiger: Place, kitchen: Room
) -> None:
    for person in (noor, jansen):
        socket = inside(person)
        assert socket.ask("card:find", {"room": "keuken", "q": "steiger"})["error"]["code"] == "not_allowed"
        assert socket.ask("card:drop", wish(steiger))["error"]["code"] == "not_allowed"
        assert browser_of(person).get("/chat/keuken/kaart?q=steiger").status_code == 403
        assert browser_of(person).post("/chat/keuken/kaart", {"card": "place:steiger"}).status_code == 403
        with pytest.raises(NotAllowed):
            dropping.drop(person, kitchen, "x", dropping.card_for("place", "steiger"))
    assert "/chat/keuken/kaart" not in browser_of(noor).get("/chat/keuken").get_data(as_text=True)


def test_only_what_everybody_may_see_and_no_member_wrote_can_be_dropped(
    mila: Any, noor: Any, inside: Any, steiger: Place, kitchen: Room
) -> None:
    host = inside(mila)
    begun = start_topic(noor, make_board(), Parts("wat een lid schreef", "", "Wachten op de steiger"))
    let_be_shown(begun)
    assert [each["kind"] for each in host.ask("card:find", {"room": "keuken", "q": "steiger"})["cards"]] == ["place"]
    assert host.ask("card:drop", wish(steiger, kind="topic", id=begun.public_id))["error"]["code"] == "not_found"  # L5
    for fields in ({"id": "bestaat-niet"}, {"kind": "room", "id": "keuken"}, {"kind": "person", "id": "1"}):
        assert host.ask("card:drop", wish(steiger, **fields))["error"]["code"] == "not_found"
    for fields in ({"id": 5}, {"kind": None}, {"client_id": ""}, {"room": 1}):
        assert host.ask("card:drop", wish(steiger, **fields))["error"]["code"] == "invalid"
    with pytest.raises(NotFound):
        dropping.card_for("service", "https://elders.example")


@db.action
def let_be_shown(topic: Topic) -> None:
    content.decide(topic, "visible", None)


def test_a_card_needs_an_open_room_that_one_is_in(
    mila: Any, socket_of: Any, inside: Any, steiger: Place, kitchen: Room
) -> None:
    make_room("tuin")
    assert socket_of(mila).ask("card:drop", wish(steiger))["error"]["code"] == "not_joined"
    answer = inside(mila, "tuin").ask("card:drop", wish(steiger, room="tuin"))
    assert answer["error"]["code"] == "room_closed"


def test_a_card_can_be_hidden_and_taken_back_but_not_changed(
    mila: Any, bas: Any, noor: Any, inside: Any, steiger: Place, kitchen: Room
) -> None:
    host, other, hers = inside(mila), inside(bas), inside(noor)
    first, second = (host.ask("card:drop", wish(steiger, client_id=key))["message"] for key in ("a", "b"))
    hers.news()
    edit = {"room": "keuken", "id": first["id"], "body": "iets anders"}
    assert host.ask("message:edit", edit)["error"]["code"] == "not_allowed"
    assert host.ask("message:withdraw", {"room": "keuken", "id": first["id"]})["ok"]
    assert other.ask("message:decide", {"room": "keuken", "id": second["id"], "decision": "hide"})["ok"]
    for changed in hers.news("message:changed"):
        assert "card" not in changed and "Steiger" not in str(changed)


def test_a_host_drops_a_card_without_script(
    mila: Any, noor: Any, browser_of: Any, steiger: Place, kitchen: Room
) -> None:
    host = browser_of(mila)
    assert 'href="/chat/keuken/kaart"' in host.get("/chat/keuken").get_data(as_text=True)
    assert "Hier vinden we niets bij" in host.get("/chat/keuken/kaart?q=xyzzyq").get_data(as_text=True)
    found = host.get("/chat/keuken/kaart?q=steiger").get_data(as_text=True)
    assert 'value="place:steiger"' in found and "De Steiger &lt;b&gt;" in found
    done = host.post("/chat/keuken/kaart", {"card": "place:steiger", "client_id": "c", "q": "steiger"})
    assert done.status_code == 303
    again = host.post("/chat/keuken/kaart", {"card": "place:steiger", "client_id": "c", "q": "steiger"})
    assert again.headers["Location"] == done.headers["Location"]
    assert host.post("/chat/keuken/kaart", {"card": "place:weg"}).status_code == 404
    page = browser_of(noor).get("/chat/keuken").get_data(as_text=True)
    assert page.count('<p class="msg__card"><a href="/plekken/steiger">') == 1


def test_L20_looking_for_a_card_keeps_the_language(mila: Any, browser_of: Any, steiger: Place, kitchen: Room) -> None:
    english = browser_of(mila).get("/chat/keuken/kaart?q=steiger&taal=en").get_data(as_text=True)
    assert "Share a card" in english and '<input type="hidden" name="taal" value="en">' in english


def test_a_card_is_forgotten_with_the_words(mila: Any, inside: Any, steiger: Place) -> None:
    room = make_room("tafel", state="open", host_ids=[mila.id])
    kept = dropping.drop(mila, room, "x", dropping.card_for("place", "steiger"))
    writing.withdraw(mila, room, kept.public_id)
    db.session().expire_all()
    row: Message = content.find("chat.message", kept.public_id)
    assert (row.card, row.body, row.seq) == (None, "", 1)
