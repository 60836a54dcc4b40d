"""What hosts do with a room, through both doors: turn it, let the next in, give it over, take it back."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from chat import presence, pulse, retention
from chat.models import Handover, Presence, Process, Room
from community import audit, clock, db
from community.moderation import shifts
from tests.chat.conftest import Sieve, make_room
from tests.chat.test_dropping import make_place
from tests.chat.test_events import mute
from tests.chat.test_opening import go_on, state_of

Wish = dict[str, Any]


def reread(room: Room) -> Room:
    db.session().rollback()
    db.session().refresh(room)
    return room


def acts(prefix: str) -> list[tuple[str, dict[str, Any]]]:
    """What the log says was done, oldest first, as (act, details)."""
    return [(each.act, each.details) for each in reversed(audit.trail()) if each.act.startswith(prefix)]


@pytest.fixture
def table(app: Flask) -> Room:
    """A room that is open while two hosts are in it, with two chairs."""
    return make_room("tafel", state="open", max_speakers=2)


def steer(socket: Any, **wish: Any) -> Any:
    return socket.ask("room:steer", {"room": "tafel", **wish})


def test_a_host_turns_a_room_and_everybody_in_it_is_told(noor: Any, mila: Any, inside: Any, table: Room) -> None:
    hers, host = inside(noor, "tafel"), inside(mila, "tafel")
    hers.news()
    answer = steer(host, slow_mode_seconds=30, hold_all=True, pinned="  Vandaag: \n <b>wachten</b> ", max_speakers=4)
    assert answer["ok"] and answer["room"]["slow_mode_seconds"] == 30
    told = hers.news("room:changed")[-1]
    assert (told["slow_mode_seconds"], told["hold_all"], told["pinned"]) == (30, True, "Vandaag: <b>wachten</b>")
    assert reread(table).max_speakers == 4
    assert acts("room.") == [
        ("room.steered", {"slow_mode_seconds": 30, "hold_all": True, "pinned_text": True, "max_speakers": 4})
    ]
    assert steer(host, slow_mode_seconds=30)["ok"] and len(acts("room.")) == 1  # it was so already


@pytest.mark.parametrize(
    "wish",
    [{}, {"slow_mode_seconds": 7}, {"slow_mode_seconds": True}, {"slow_mode_seconds": "5"}, {"hold_all": 1},
     {"hold_all": "ja"}, {"max_speakers": 0}, {"max_speakers": 101}, {"max_speakers": 2.0}, {"max_speakers": None},
     {"pinned": 5}, {"pinned": "a\x00"}, {"pinned": "\ud800"}, {"pinned": ["moi"]}],
)  # fmt: skip
def test_a_wish_of_the_wrong_shape_turns_nothing(wish: Wish, mila: Any, inside: Any, table: Room) -> None:
    host = inside(mila, "tafel")
    assert steer(host, **wish)["error"]["code"] == "invalid"
    assert reread(table).before_steering == {} and acts("room.") == []


def test_a_pinned_text_has_an_end(mila: Any, inside: Any, table: Room) -> None:
    host = inside(mila, "tafel")
    assert steer(host, pinned="ë" * 160)["ok"]
    assert steer(host, pinned="ë" * 161)["error"]["code"] == "too_long"
    assert reread(table).pinned_text == "ë" * 160


HOST_WISHES: dict[str, Wish] = {
    "room:steer": {"slow_mode_seconds": 5},
    "room:admit": {},
    "room:hand_over": {},
    "room:take_back": {},
    "handover:read": {"id": "x"},
}
HOST_FORMS: dict[str, dict[str, str]] = {
    "regie": {"slow_mode_seconds": "5"},
    "toelaten": {},
    "overdragen": {},
    "terugnemen": {},
    "overdrachten/x/gelezen": {},
}


def test_only_hosts_turn_a_room(noor: Any, jansen: Any, inside: Any, browser_of: Any, table: Room) -> None:
    """Neither a member, nor a professional whose room it is not."""
    for person in (noor, jansen):
        socket, page = inside(person, "tafel"), browser_of(person)
        for event, wish in HOST_WISHES.items():
            assert socket.ask(event, {"room": "tafel", **wish})["error"]["code"] == "not_allowed", event
        for path, fields in HOST_FORMS.items():
            assert page.post(f"/chat/tafel/{path}", fields).status_code == 403, path
    assert acts("room.") == [] and reread(table).slow_mode_seconds == 0


def test_the_forms_do_the_same_and_come_back_with_what_is_wrong(mila: Any, browser_of: Any, table: Room) -> None:
    page = browser_of(mila)
    answer = page.post(
        "/chat/tafel/regie", {"slow_mode_seconds": "60", "hold_all": "1", "pinned": "moi", "max_speakers": "3"}
    )
    assert answer.status_code == 303 and answer.location.endswith("/chat/tafel#over")
    room = reread(table)
    assert (room.slow_mode_seconds, room.hold_all, room.pinned_text, room.max_speakers) == (60, True, "moi", 3)
    assert page.post("/chat/tafel/regie", {"hold_all": "0"}).status_code == 303
    assert reread(table).hold_all is False and reread(table).slow_mode_seconds == 60  # what is not sent stays
    assert page.post("/chat/tafel/regie", {"max_speakers": "veel"}).status_code == 422
    assert page.post("/chat/tafel/regie", {"niets": "hiervan"}).status_code == 422
    wrong = page.post("/chat/tafel/regie", {"pinned": "woord " * 40})
    assert wrong.status_code == 422 and "woord woord" in wrong.get_data(as_text=True)


def test_a_form_that_stood_open_turns_back_nothing_another_host_set(mila: Any, browser_of: Any, table: Room) -> None:
    page = browser_of(mila)
    old = page.get("/chat/tafel").get_data(as_text=True)
    shown = dict(re.findall(r'name="(was_\w+)" value="([^"]*)"', old))
    assert set(shown) == {"was_slow_mode_seconds", "was_hold_all", "was_pinned", "was_max_speakers"}
    as_shown = {name.removeprefix("was_"): value for name, value in shown.items()}
    page.post(
        "/chat/tafel/regie", {"slow_mode_seconds": "60", "hold_all": "1", "pinned": "vanavond", "max_speakers": "4"}
    )
    assert page.post("/chat/tafel/regie", shown | as_shown | {"max_speakers": "6"}).status_code == 303
    room = reread(table)
    assert (room.slow_mode_seconds, room.hold_all, room.pinned_text, room.max_speakers) == (60, True, "vanavond", 6)
    pinned = {"was_pinned": "vanavond", "pinned": ""}
    assert page.post("/chat/tafel/regie", pinned).status_code == 303 and reread(table).pinned_text == ""


def test_what_an_operator_set_may_stay_in_the_form(mila: Any, browser_of: Any, app: Flask) -> None:
    """A pause of 7 seconds, a long text, no end of chairs: a host can choose none of them, and changes none unasked."""
    make_room("ruim", state="open", slow_mode_seconds=7, pinned_text="x" * 300, max_speakers=0)
    page = browser_of(mila)
    assert '<option value="" selected>1 per 7 seconden' in page.get("/chat/ruim").get_data(as_text=True)
    fields = {"slow_mode_seconds": "", "pinned": "x" * 300, "max_speakers": "", "hold_all": "0"}
    assert page.post("/chat/ruim/regie", fields).status_code == 303
    room = db.session().scalars(sa.select(Room).where(Room.slug == "ruim")).one()
    assert (room.slow_mode_seconds, len(room.pinned_text), room.max_speakers) == (7, 300, 0) and acts("room.") == []


def test_what_hosts_turned_holds_until_the_room_closes(mila: Any, bas: Any, inside: Any, table: Room) -> None:
    first, second = inside(mila, "tafel"), inside(bas, "tafel")
    steer(first, slow_mode_seconds=60, hold_all=True, pinned="vanavond", max_speakers=5)
    steer(second, max_speakers=2)
    assert reread(table).before_steering == {"slow_mode_seconds": 0, "hold_all": False, "pinned_text": ""}
    second.ask("room:leave", {"room": "tafel"})
    go_on(65)
    room = reread(table)
    assert state_of(table) == "closed"
    assert (room.slow_mode_seconds, room.hold_all, room.pinned_text, room.max_speakers) == (0, False, "", 2)


def test_rooms_for_trying_out_keep_their_pace_and_chairs(
    mila: Any, inside: Any, browser_of: Any, kitchen: Room
) -> None:
    host = inside(mila)
    assert host.ask("room:steer", {"room": "keuken", "slow_mode_seconds": 5})["error"]["code"] == "invalid"
    assert host.ask("room:steer", {"room": "keuken", "max_speakers": 5})["error"]["code"] == "invalid"
    assert host.ask("room:steer", {"room": "keuken", "hold_all": True, "pinned": "moi"})["ok"]
    assert 'name="max_speakers"' not in browser_of(mila).get("/chat/keuken").get_data(as_text=True)


def test_slow_mode_and_hold_all_reach_who_writes(noor: Any, mila: Any, inside: Any, say: Any, table: Room) -> None:
    hers, host = inside(noor, "tafel"), inside(mila, "tafel")
    steer(host, slow_mode_seconds=30)
    assert say(hers, "een", room="tafel")["ok"]
    refused = say(hers, "twee", room="tafel")["error"]
    assert refused["code"] == "too_fast" and 25 <= refused["retry_after"] <= 30
    steer(host, slow_mode_seconds=0, hold_all=True)
    assert say(hers, "drie", room="tafel")["message"]["state"] == "held"
    assert say(host, "ik lees mee", room="tafel")["message"]["state"] == "visible"


def test_a_host_lets_the_next_in_with_a_chair_more(
    cast: Any, noor: Any, sam: Any, mila: Any, inside: Any, socket_of: Any, browser_of: Any, table: Room
) -> None:
    host = inside(mila, "tafel")
    inside(noor, "tafel"), inside(sam, "tafel")
    third, fourth = socket_of(cast.guest()), socket_of(cast.guest())
    assert third.ask("room:enter", {"room": "tafel"})["you"]["place_in_queue"] == 1
    assert fourth.ask("room:enter", {"room": "tafel"})["you"]["place_in_queue"] == 2
    assert host.ask("room:admit", {"room": "tafel"})["room"]["waiting"] == 1
    assert third.news("you:changed")[-1]["may_speak"] is True
    assert fourth.news("you:changed")[-1]["place_in_queue"] == 1
    assert browser_of(mila).post("/chat/tafel/toelaten").status_code == 303
    assert fourth.news("you:changed")[-1]["may_speak"] is True
    assert host.ask("room:admit", {"room": "tafel"})["error"]["code"] == "invalid"  # nobody waits
    assert acts("room.") == [("room.steered", {"max_speakers": 3}), ("room.steered", {"max_speakers": 4})]


def test_a_professional_hosts_the_room_of_their_session_and_gives_it_over(
    noor: Any, jansen: Any, mila: Any, inside: Any, app: Flask
) -> None:
    make_room("spreekuur-1", state="open", host_ids=[jansen.id], min_hosts=1, session_key="een")
    host, helper = inside(jansen, "spreekuur-1"), inside(mila, "spreekuur-1")
    assert host.ask("room:steer", {"room": "spreekuur-1", "slow_mode_seconds": 10})["ok"]
    assert host.ask("room:hand_over", {"room": "spreekuur-1", "to": "Mila", "note": "ik moet weg"})["ok"]
    assert [each["from"] for each in helper.news("room:handover")] == ["Dr. Jansen"]
    assert [each[0] for each in acts("room.")] == ["room.steered", "room.handed_over"]


def test_fewer_chairs_send_nobody_away(noor: Any, sam: Any, mila: Any, inside: Any, say: Any, table: Room) -> None:
    hers, his, host = inside(noor, "tafel"), inside(sam, "tafel"), inside(mila, "tafel")
    assert steer(host, max_speakers=1)["room"]["speakers"] == 2
    assert say(hers, "ik zit nog", room="tafel")["ok"] and say(his, "ik ook", room="tafel")["ok"]


# Giving over


def give_over(socket: Any, **wish: Any) -> Any:
    return socket.ask("room:hand_over", {"room": "tafel", **wish})


def test_L12_giving_a_room_over_keeps_it_open_while_enough_hosts_remain(
    noor: Any, mila: Any, bas: Any, vera: Any, inside: Any, socket_of: Any, table: Room
) -> None:
    first, second, third = (inside(person, "tafel") for person in (mila, bas, vera))
    member = inside(noor, "tafel")
    second.news(), third.news()
    assert give_over(first, to="Bas", note="Let op de stern, die is moe.")["ok"]
    assert [each["note"] for each in second.news("room:handover")] == ["Let op de stern, die is moe."]
    assert third.news("room:handover") == [] and "stern, die" not in str(member.news())
    assert [host["name"] for host in socket_of(mila).ask("room:enter", {"room": "tafel"})["room"]["hosts"]] == [
        "Bas",
        "Vera",
    ]
    go_on(120)
    assert state_of(table) == "open"
    assert acts("room.handed_over") == [("room.handed_over", {"to": "Bas", "hosts_left": 2})]
    assert "stern" not in str(acts("")) and "stern" not in str(db.session().scalar(sa.select(Handover.note_sealed)))


def test_L12_giving_over_with_too_few_left_says_when_the_room_closes(
    mila: Any, bas: Any, inside: Any, browser_of: Any, table: Room
) -> None:
    first = inside(mila, "tafel")
    inside(bas, "tafel")
    refused = give_over(first, to="Bas", note="moi")["error"]
    assert (
        refused["code"] == "invalid" and "te weinig hosts" in refused["message"] and " uur dicht" in refused["message"]
    )
    page = browser_of(mila).post("/chat/tafel/overdragen", {"to": "Bas", "note": "blijft staan"})
    text = page.get_data(as_text=True)
    assert page.status_code == 409 and "te weinig hosts" in text and "blijft staan" in text
    assert db.session().scalar(sa.select(sa.func.count(Handover.id))) == 0
    assert give_over(first, may_close=True)["ok"]
    go_on(60)
    assert state_of(table) == "closed"


def test_L12_a_room_that_closed_by_giving_it_over_does_not_open_again_by_a_page_that_loads_anew(
    mila: Any, bas: Any, inside: Any, socket_of: Any, table: Room
) -> None:
    first = inside(mila, "tafel")
    inside(bas, "tafel")
    give_over(first, may_close=True)
    go_on(60)
    assert state_of(table) == "closed"
    first.client.disconnect("/chat")
    again = socket_of(mila)
    assert again.ask("room:enter", {"room": "tafel"})["room"]["state"] == "closed"
    assert again.ask("room:take_back", {"room": "tafel"})["room"]["state"] == "open"
    give_over(again, may_close=True)
    again.client.disconnect("/chat")
    go_on(60)
    clock.start_at(clock.now() + timedelta(hours=6))
    keep_alive()
    assert (
        socket_of(mila).ask("room:enter", {"room": "tafel"})["room"]["state"] == "open"
    )  # another day, a host like any


def test_who_gave_a_room_over_reads_along_until_they_take_it_back(
    mila: Any, bas: Any, vera: Any, inside: Any, socket_of: Any, browser_of: Any, table: Room
) -> None:
    first = inside(mila, "tafel")
    inside(bas, "tafel"), inside(vera, "tafel")
    shifts.set_on_duty(mila, "tafel", True)
    give_over(first)
    assert shifts.my_rooms(mila) == set()
    assert first.news("you:changed")[-1]["may_speak"] is False
    first.client.disconnect("/chat")
    again = socket_of(mila)
    assert again.ask("room:enter", {"room": "tafel"})["you"]["may_speak"] is False  # a reload is no second thought
    assert steer(again, hold_all=True)["error"]["code"] == "not_allowed"
    assert give_over(again)["error"]["code"] == "not_allowed"
    assert "Neem de kamer terug" in browser_of(mila).get("/chat/tafel").get_data(as_text=True)
    assert again.ask("room:take_back", {"room": "tafel"})["ok"] and again.ask("room:take_back", {"room": "tafel"})["ok"]
    assert again.news("you:changed")[-1]["may_speak"] is True
    assert [each[0] for each in acts("room.")] == ["room.handed_over", "room.taken_back"]
    give_over(again)
    shifts.set_on_duty(mila, "tafel", True)  # beginning a shift takes it back as well
    assert again.news("you:changed")[-1]["may_speak"] is True


def test_who_gave_a_room_over_decides_and_drops_nothing_in_it(
    noor: Any, mila: Any, bas: Any, vera: Any, inside: Any, say: Any, browser_of: Any, table: Room
) -> None:
    first, hers = inside(mila, "tafel"), inside(noor, "tafel")
    inside(bas, "tafel"), inside(vera, "tafel")
    said = say(hers, "moi", room="tafel")["message"]
    wishes: dict[str, Wish] = {
        "message:decide": {"id": said["id"], "decision": "hide"},
        "card:drop": {"client_id": "k", "kind": "place", "id": make_place("steiger", "De Steiger").slug},
        "card:find": {"q": "steiger"},
        "room:admit": {},
        "room:steer": {"hold_all": True},
    }
    give_over(first)
    for event, wish in wishes.items():
        error = first.ask(event, {"room": "tafel", **wish})["error"]
        assert (error["code"], "overgedragen" in error["message"]) == ("not_allowed", True), event
    page = browser_of(mila).get("/chat/tafel").get_data(as_text=True)
    conversation = page[page.index('role="log"') : page.index('id="zeg"')]
    assert "moi" in conversation and 'value="hide"' not in conversation and "/chat/tafel/kaart" not in page
    form = {"id": said["id"], "decision": "hide"}
    assert browser_of(mila).post("/chat/tafel/besluiten", form).status_code == 403
    assert first.ask("room:take_back", {"room": "tafel"})["ok"]
    for event in ("message:decide", "card:drop"):
        assert first.ask(event, {"room": "tafel", **wishes[event]})["ok"], event


def test_L15_beginning_a_shift_again_and_dropping_a_card_are_logged(
    mila: Any, bas: Any, inside: Any, table: Room
) -> None:
    first = inside(mila, "tafel")
    inside(bas, "tafel")
    give_over(first, may_close=True)
    shifts.set_on_duty(mila, "tafel", True)
    make_place("steiger", "De Steiger")
    wish = {"room": "tafel", "client_id": "k", "kind": "place", "id": "steiger"}
    dropped = first.ask("card:drop", wish)["message"]
    assert first.ask("card:drop", wish)["ok"]
    assert [each[0] for each in acts("room.")] == ["room.handed_over", "room.taken_back"]
    assert acts("card.") == [("card.dropped", {"message": dropped["id"], "kind": "place", "url": "/plekken/steiger"})]


def test_a_note_is_read_by_its_reader_only_and_waits_until_they_say_so(
    noor: Any, mila: Any, bas: Any, vera: Any, inside: Any, socket_of: Any, browser_of: Any, table: Room
) -> None:
    first = inside(mila, "tafel")
    inside(bas, "tafel"), inside(vera, "tafel"), inside(noor, "tafel")
    give_over(first, to="Bas", note="alleen voor Bas")
    handover = db.session().scalar(sa.select(Handover))
    assert handover is not None
    path = f"/chat/tafel/overdrachten/{handover.public_id}/gelezen"
    assert "alleen voor Bas" in browser_of(bas).get("/chat/tafel").get_data(as_text=True)
    for other in (mila, vera, noor):
        assert "alleen voor Bas" not in browser_of(other).get("/chat/tafel").get_data(as_text=True)
    assert browser_of(vera).post(path).status_code == 404
    assert browser_of(noor).post(path).status_code == 403
    assert heard_on_entering(socket_of(bas)) == ["alleen voor Bas"]  # also after a while without a line
    assert [heard_on_entering(socket_of(other)) for other in (vera, noor)] == [[], []]
    assert browser_of(bas).post(path).status_code == 303 and browser_of(bas).post(path).status_code == 303
    assert "alleen voor Bas" not in browser_of(bas).get("/chat/tafel").get_data(as_text=True)
    assert acts("handover.") == [("handover.read", {"handover": handover.public_id})]


def heard_on_entering(socket: Any) -> list[str]:
    assert socket.ask("room:enter", {"room": "tafel"})["ok"]
    return [each["note"] for each in socket.news("room:handover")]


def test_a_note_to_nobody_is_for_whoever_hosts_next(
    mila: Any, bas: Any, inside: Any, socket_of: Any, browser_of: Any, table: Room
) -> None:
    give_over(inside(mila, "tafel"), note="de koffie is op", may_close=True)
    assert "de koffie is op" not in browser_of(mila).get("/chat/tafel").get_data(as_text=True)
    assert "de koffie is op" in browser_of(bas).get("/chat/tafel").get_data(as_text=True)
    handover = db.session().scalar(sa.select(Handover))
    assert handover is not None
    assert socket_of(bas).ask("handover:read", {"room": "tafel", "id": handover.public_id}) == {"ok": True}
    assert "de koffie is op" not in browser_of(bas).get("/chat/tafel").get_data(as_text=True)


@pytest.mark.parametrize(
    ("wish", "code"),
    [({"to": "Niemand"}, "not_found"), ({"to": "Mila"}, "not_found"), ({"to": "dappere kievit"}, "not_found"),
     ({"to": 5}, "invalid"), ({"note": "x" * 501}, "too_long"), ({"note": ["x"]}, "invalid"),
     ({"may_close": "ja"}, "invalid")],
)  # fmt: skip
def test_a_room_goes_to_a_host_who_is_there(
    wish: Wish, code: str, noor: Any, mila: Any, bas: Any, vera: Any, inside: Any, table: Room
) -> None:
    first = inside(mila, "tafel")
    inside(bas, "tafel"), inside(vera, "tafel"), inside(noor, "tafel")
    assert give_over(first, **wish)["error"]["code"] == code


def test_who_is_not_there_has_nothing_to_give_over(
    mila: Any, bas: Any, inside: Any, browser_of: Any, table: Room
) -> None:
    inside(bas, "tafel")
    page = browser_of(mila).post("/chat/tafel/overdragen", {"note": "moi"})
    assert page.status_code == 422 and "niet als host in deze kamer" in page.get_data(as_text=True)


def test_L6_notes_between_hosts_are_forgotten_after_30_days(
    mila: Any, bas: Any, vera: Any, inside: Any, browser_of: Any, table: Room
) -> None:
    first = inside(mila, "tafel")
    inside(bas, "tafel"), inside(vera, "tafel")
    give_over(first, to="Bas", note="van lang geleden")
    clock.start_at(clock.now() + timedelta(days=29, hours=23))
    assert retention.run()["handovers"] == 0
    clock.start_at(clock.now() + timedelta(hours=1))
    assert "van lang geleden" not in browser_of(bas).get("/chat/tafel").get_data(as_text=True)
    assert retention.run()["handovers"] == 1 and db.session().scalar(sa.select(sa.func.count(Handover.id))) == 0


# The pulse


def test_hosts_hear_how_the_room_goes_in_counts_and_only_when_it_changed(
    noor: Any, sam: Any, mila: Any, cast: Any, inside: Any, socket_of: Any, say: Any, table: Room, sieve: Sieve
) -> None:
    host, hers, his = inside(mila, "tafel"), inside(noor, "tafel"), inside(sam, "tafel")
    pulse.tell_round()
    quiet = {"room": "tafel", "messages_per_minute": 0, "messages": 0, "speakers": 2, "max_speakers": 2, "waiting": 0,
             "held": 0, "oldest_held_minutes": None}  # fmt: skip
    assert host.news("room:pulse") == [quiet]
    pulse.tell_round()
    assert host.news("room:pulse") == []
    for number in range(5):
        assert say(hers, f"bericht {number}", room="tafel")["ok"]
    socket_of(cast.guest()).ask("room:enter", {"room": "tafel"})
    sieve.says("red", "method")
    say(his, "dit wacht", room="tafel")
    clock.start_at(clock.now() + timedelta(seconds=130))
    keep_alive()
    pulse.tell_round()
    busy = {"messages_per_minute": 1, "messages": 5, "waiting": 1, "held": 1, "oldest_held_minutes": 2}
    assert host.news("room:pulse") == [quiet | busy]
    for member in (hers, his):
        heard = member.client.get_received("/chat")
        assert "room:pulse" not in [each["name"] for each in heard]


@db.action
def keep_alive() -> None:
    presence.beat()


def test_one_process_tells_the_pulse_of_a_room_that_of_the_host_who_came_first(
    mila: Any, bas: Any, inside: Any, table: Room
) -> None:
    elsewhere(bas, table)
    host = inside(mila, "tafel")
    pulse.tell_round()
    assert host.news("room:pulse") == []
    clock.start_at(clock.now() + presence.FADES_AFTER)  # that process was killed
    keep_alive()
    pulse.tell_round()
    assert [each["room"] for each in host.news("room:pulse")] == ["tafel"]


@db.action
def elsewhere(person: Any, room: Room) -> None:
    """Somebody hosts a room by a socket of another process."""
    db.add(Process(key="another", beat_at=clock.now()))
    fields = {"host_name": person.name, "host_badge": person.badge}
    db.add(Presence(sid="there", process="another", room_id=room.id, person_id=person.id, role="host", **fields))


@pytest.mark.parametrize(("language", "keys"), [("nl", {"T", "P"}), ("en", {"S", "D"})])
def test_one_key_for_each_decision_is_the_first_letter_on_its_button(
    language: str,
    keys: set[str],
    noor: Any,
    mila: Any,
    inside: Any,
    say: Any,
    browser_of: Any,
    table: Room,
    sieve: Sieve,
) -> None:
    sieve.says("red", "method")
    say(inside(noor, "tafel"), "dit wacht", room="tafel")
    page = browser_of(mila).get(f"/chat/tafel?taal={language}").get_data(as_text=True)
    assert set(re.findall(r'aria-keyshortcuts="(.)"', page)) == keys
    assert all(f'<kbd aria-hidden="true">{key}</kbd>' in page for key in keys)


def test_the_page_of_a_host_says_the_pulse_in_words(
    noor: Any, mila: Any, inside: Any, say: Any, browser_of: Any, table: Room, sieve: Sieve
) -> None:
    hers = inside(noor, "tafel")
    sieve.says("red", "method")
    say(hers, "dit wacht", room="tafel")
    text = browser_of(mila).get("/chat/tafel").get_data(as_text=True)
    assert 'id="polsslag"' in text and "1 bericht wacht op jou" in text
    assert 'id="polsslag"' not in browser_of(noor).get("/chat/tafel").get_data(as_text=True)


def test_a_pulse_costs_the_same_for_one_room_or_ten(mila: Any, inside: Any, app: Flask, statements: list[str]) -> None:
    make_room("kamer-0", state="open")
    inside(mila, "kamer-0")
    pulse.tell_round()
    statements.clear()
    pulse.tell_round()
    one = len(statements)
    for number in range(1, 10):
        make_room(f"kamer-{number}", state="open")
        inside(mila, f"kamer-{number}")
    statements.clear()
    pulse.tell_round()
    assert len(statements) == one <= 6


def test_a_muted_host_is_no_host_by_that(noor: Any, inside: Any, table: Room) -> None:
    mute(noor)
    assert steer(inside(noor, "tafel"), hold_all=True)["error"]["code"] == "not_allowed"
