"""The socket's door, as the contract describes it (section 3)."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

import pytest

from chat import pace
from chat.models import Message, Room
from community import clock, db
from tests.chat.conftest import make_room


def test_entering_answers_with_room_you_and_messages(noor: Any, socket_of: Any, kitchen: Room) -> None:
    answer = socket_of(noor).ask("room:enter", {"room": "keuken"})
    assert answer == {
        "ok": True,
        "room": {"slug": "keuken", "title": "Keuken", "state": "open", "hosts": [], "speakers": 1, "waiting": 0,
                 "readers": 0, "slow_mode_seconds": 0, "hold_all": False, "pinned": "", "closes_at": None},
        "you": {"name": "dappere kievit", "avatar": {"bird": "kievit", "tint": 1}, "may_speak": True,
                "place_in_queue": None},
        "messages": [], "changed": [], "last_seq": 0, "from_seq": 1, "more": False,
    }  # fmt: skip


def test_a_message_is_answered_and_told_to_everybody_in_the_room(
    noor: Any, sam: Any, inside: Any, say: Any, kitchen: Room
) -> None:
    hers, his = inside(noor), inside(sam)
    answer = say(hers, "  moi <b>allemaal</b>\n", client_id="een")
    message = answer["message"]
    assert answer["ok"] and message["seq"] == 1 and message["client_id"] == "een"
    assert message["body"] == "moi <b>allemaal</b>"
    assert message["html"] == "<p>moi &lt;b&gt;allemaal&lt;/b&gt;</p>"
    assert message["author"] == {
        "name": "dappere kievit",
        "avatar": {"bird": "kievit", "tint": 1},
        "badge": None,
    }
    assert message["state"] == "visible" and message["reactions"] == {} and message["edited"] is False
    assert message["sent_at"].endswith("Z") and message["reply_to"] is None
    assert hers.news("message:posted") == [message]
    others = {key: value for key, value in message.items() if key != "client_id"}
    assert his.news("message:posted") == [others]


def test_the_same_client_id_says_it_once_and_is_answered_before_any_limit(
    noor: Any, sam: Any, inside: Any, say: Any, kitchen: Room
) -> None:
    hers, his = inside(noor), inside(sam)
    first = say(hers, "een", client_id="x")
    for number in range(pace.BURST - 1):
        assert say(hers, f"nog {number}")["ok"]
    assert say(hers, "te veel")["error"]["code"] == "too_fast"
    assert say(hers, "een", client_id="x") == first
    assert [each["body"] for each in his.news("message:posted")].count("een") == 1
    assert say(his, "van een ander", client_id="x")["message"]["id"] != first["message"]["id"]


def test_six_at_once_is_too_fast_and_says_how_long_to_wait(noor: Any, inside: Any, say: Any, kitchen: Room) -> None:
    socket = inside(noor)
    assert all(say(socket, "moi")["ok"] for _ in range(5))
    error = say(socket, "moi")["error"]
    assert error["code"] == "too_fast" and error["retry_after"] in (1, 2)


WRONG: dict[str, list[Any]] = {
    "room:enter": [{}, {"room": 5}, {"room": None}, {"room": "keuken", "after": -1}, {"room": "keuken", "after": True},
                   {"room": "keuken", "after": 1.5}, {"room": "keuken", "after": "1"}, {"room": "a\x00"}, [], "keuken",
                   None],
    "room:leave": [{}, {"room": []}],
    "message:post": [{"room": "keuken", "client_id": "a"}, {"room": "keuken", "body": "moi"},
                     {"client_id": "a", "body": "moi"}, {"room": "keuken", "client_id": 1, "body": "moi"},
                     {"room": "keuken", "client_id": "", "body": "moi"},
                     {"room": "keuken", "client_id": "x" * 65, "body": "moi"},
                     {"room": "keuken", "client_id": "a", "body": "   \n "},
                     {"room": "keuken", "client_id": "a", "body": 7},
                     {"room": "keuken", "client_id": "a", "body": ["moi"]},
                     {"room": "keuken", "client_id": "a", "body": "mo\x00i"},
                     {"room": "keuken", "client_id": "a", "body": "\ud800"},
                     {"room": "keuken", "client_id": "a", "body": "moi", "reply_to": 3}],
    "message:react": [{"room": "keuken", "id": "x"}, {"room": "keuken", "id": "x", "reaction": "duim"},
                      {"room": "keuken", "id": 1, "reaction": "knap"}],
    "message:report": [{"room": "keuken", "id": "x", "reason": "zomaar"}, {"room": "keuken", "id": "x"}],
    "message:decide": [{"room": "keuken", "id": "x", "decision": "weg"}, {"room": "keuken", "decision": "show"}],
    "typing": [{}, {"room": False}],
    "niets:bekends": [{"room": "keuken"}],
}  # fmt: skip


@pytest.mark.parametrize(("event", "wish"), [(event, wish) for event in WRONG for wish in WRONG[event]])
def test_what_has_the_wrong_shape_is_invalid(event: str, wish: Any, mila: Any, inside: Any, kitchen: Room) -> None:
    answer = inside(mila).ask(event, wish)
    assert answer["ok"] is False and answer["error"]["code"] == "invalid" and answer["error"]["message"]


def test_an_event_has_exactly_one_argument(noor: Any, socket_of: Any, kitchen: Room) -> None:
    socket = socket_of(noor)
    assert socket.ask("room:enter")["error"]["code"] == "invalid"
    assert socket.ask("room:enter", {"room": "keuken"}, {"room": "keuken"})["error"]["code"] == "invalid"


def test_a_body_of_a_thousand_characters_fits_and_one_more_is_too_long(
    noor: Any, inside: Any, say: Any, kitchen: Room
) -> None:
    socket = inside(noor)
    assert say(socket, "  " + "ë" * 1000 + "  ")["message"]["body"] == "ë" * 1000
    assert say(socket, "ë" * 1001)["error"]["code"] == "too_long"


def test_without_a_session_every_event_answers_not_signed_in(socket_of: Any, kitchen: Room) -> None:
    stranger = socket_of(None)
    assert stranger.ask("room:enter", {"room": "keuken"})["error"]["code"] == "not_signed_in"
    assert stranger.ask("message:post", {})["error"]["code"] == "not_signed_in"


def test_unknown_rooms_and_messages_are_not_found(noor: Any, inside: Any, say: Any, kitchen: Room) -> None:
    socket = inside(noor)
    for event, wish in {
        "room:enter": {},
        "room:leave": {},
        "message:post": {"client_id": "a", "body": "moi"},
        "message:react": {"id": "x", "reaction": "knap"},
        "message:report": {"id": "x", "reason": "worried"},
        "typing": {},
    }.items():
        assert socket.ask(event, {"room": "bestaat-niet", **wish})["error"]["code"] == "not_found"
    assert say(socket, "moi", reply_to="bestaat-niet")["error"]["code"] == "not_found"
    assert (
        socket.ask("message:react", {"room": "keuken", "id": "x", "reaction": "knap"})["error"]["code"] == "not_found"
    )


def test_who_has_not_entered_cannot_speak_react_or_type(noor: Any, socket_of: Any, say: Any, kitchen: Room) -> None:
    socket = socket_of(noor)
    assert say(socket, "moi")["error"]["code"] == "not_joined"
    assert socket.ask("typing", {"room": "keuken"})["error"]["code"] == "not_joined"
    assert (
        socket.ask("message:react", {"room": "keuken", "id": "x", "reaction": "knap"})["error"]["code"] == "not_joined"
    )
    socket.ask("room:enter", {"room": "keuken"})
    assert say(socket, "moi")["ok"]


def test_leaving_a_room_stops_its_news(noor: Any, sam: Any, inside: Any, say: Any, kitchen: Room) -> None:
    hers, his = inside(noor), inside(sam)
    assert hers.ask("room:leave", {"room": "keuken"}) == {"ok": True}
    say(his, "is daar nog iemand")
    assert hers.news("message:posted") == []
    assert say(hers, "ik wel")["error"]["code"] == "not_joined"


def test_a_suspended_person_may_nothing_and_a_muted_one_reads(
    noor: Any, kees: Any, socket_of: Any, say: Any, kitchen: Room
) -> None:
    assert socket_of(kees).ask("room:enter", {"room": "keuken"})["error"]["code"] == "not_allowed"
    mute(noor)
    socket = socket_of(noor)
    you = socket.ask("room:enter", {"room": "keuken"})["you"]
    assert you["may_speak"] is False and you["place_in_queue"] is None
    assert say(socket, "moi")["error"]["code"] == "muted"


@db.action
def mute(person: Any) -> None:
    person.muted_until = clock.now() + timedelta(days=1)


def test_a_room_takes_no_more_sockets_than_it_says(noor: Any, sam: Any, mila: Any, socket_of: Any, app: Any) -> None:
    make_room("klein", is_always_open=True, state="open", max_sockets=1)
    first = socket_of(noor)
    assert first.ask("room:enter", {"room": "klein"})["ok"]
    assert first.ask("room:enter", {"room": "klein", "after": 0})["ok"]  # asking again is not coming in again
    assert socket_of(sam).ask("room:enter", {"room": "klein"})["error"]["code"] == "room_full"
    assert socket_of(mila).ask("room:enter", {"room": "klein"})["ok"]  # a host always gets in


def test_beyond_its_speakers_people_wait_and_move_up_by_themselves(
    cast: Any, noor: Any, sam: Any, inside: Any, socket_of: Any, say: Any, app: Any
) -> None:
    make_room("tafel", is_always_open=True, state="open", max_speakers=1)
    hers = inside(noor, "tafel")
    his, third = socket_of(sam), socket_of(cast.guest())
    assert his.ask("room:enter", {"room": "tafel"})["you"]["place_in_queue"] == 1
    answer = third.ask("room:enter", {"room": "tafel"})
    assert answer["you"]["place_in_queue"] == 2 and answer["you"]["may_speak"] is False
    assert (answer["room"]["speakers"], answer["room"]["waiting"]) == (1, 2)
    assert say(his, "mag ik", room="tafel")["error"]["code"] == "not_allowed"
    his.news(), third.news()
    hers.ask("room:leave", {"room": "tafel"})
    assert his.news("you:changed")[-1]["may_speak"] is True
    third_news = third.client.get_received("/chat")
    changed = [each["args"][0] for each in third_news if each["name"] == "room:changed"]
    assert (changed[-1]["speakers"], changed[-1]["waiting"]) == (1, 1)
    assert [each["args"][0]["place_in_queue"] for each in third_news if each["name"] == "you:changed"] == [1]
    assert say(his, "dank je", room="tafel")["ok"]


def test_a_second_socket_of_somebody_takes_no_second_seat(noor: Any, inside: Any, socket_of: Any, app: Any) -> None:
    make_room("tafel", is_always_open=True, state="open", max_speakers=1)
    inside(noor, "tafel")
    answer = socket_of(noor).ask("room:enter", {"room": "tafel"})
    assert answer["you"]["may_speak"] is True and answer["room"]["speakers"] == 1


def test_a_lost_socket_leaves_its_rooms(noor: Any, sam: Any, inside: Any, kitchen: Room) -> None:
    hers, his = inside(noor), inside(sam)
    hers.client.disconnect("/chat")
    assert his.news("room:changed")[-1]["speakers"] == 1


def test_reactions_are_words_that_toggle_and_leave_zeros_out(
    noor: Any, sam: Any, inside: Any, say: Any, kitchen: Room
) -> None:
    hers, his = inside(noor), inside(sam)
    message = say(hers, "ik ben naar buiten geweest")["message"]
    wish = {"room": "keuken", "id": message["id"], "reaction": "sterkte"}
    assert his.ask("message:react", wish) == {"ok": True}
    assert hers.ask("message:react", wish) == {"ok": True}
    assert hers.news("message:changed")[-1]["reactions"] == {"sterkte": 2}
    his.ask("message:react", wish)
    hers.ask("message:react", wish)
    assert hers.news("message:changed")[-1]["reactions"] == {}


def test_typing_is_a_number(noor: Any, sam: Any, inside: Any, kitchen: Room) -> None:
    hers, his = inside(noor), inside(sam)
    assert hers.ask("typing", {"room": "keuken"}) == {"ok": True}
    assert his.news("typing") == [{"room": "keuken", "count": 1}]
    his.ask("typing", {"room": "keuken"})
    assert hers.news("typing")[-1] == {"room": "keuken", "count": 2}


def test_a_reply_names_what_it_answers(noor: Any, sam: Any, inside: Any, say: Any, kitchen: Room) -> None:
    first = say(inside(noor), "wie is er")["message"]
    assert say(inside(sam), "ik", reply_to=first["id"])["message"]["reply_to"] == first["id"]


def test_entering_with_after_gives_everything_since_and_what_changed(
    noor: Any, sam: Any, inside: Any, socket_of: Any, say: Any, kitchen: Room
) -> None:
    hers, his = inside(noor), inside(sam)
    ids = [say(hers, f"bericht {number}")["message"]["id"] for number in range(4)]
    his.ask("message:react", {"room": "keuken", "id": ids[0], "reaction": "knap"})
    answer = socket_of(sam).ask("room:enter", {"room": "keuken", "after": 2})
    assert [each["seq"] for each in answer["messages"]] == [3, 4]
    assert [(each["seq"], each["reactions"]) for each in answer["changed"]] == [(1, {"knap": 1})]
    assert (answer["last_seq"], answer["from_seq"], answer["more"]) == (4, 3, False)
    nothing = socket_of(sam).ask("room:enter", {"room": "keuken", "after": 10**30})
    assert nothing["messages"] == [] and nothing["last_seq"] == 4


def test_only_the_sender_gets_client_ids_back(noor: Any, sam: Any, inside: Any, socket_of: Any, say: Any,
                                              kitchen: Room) -> None:  # fmt: skip
    say(inside(noor), "van mij", client_id="m")
    assert socket_of(noor).ask("room:enter", {"room": "keuken"})["messages"][0]["client_id"] == "m"
    assert "client_id" not in socket_of(sam).ask("room:enter", {"room": "keuken"})["messages"][0]


@db.action
def fill(room: Room, number: int, **fields: Any) -> None:
    """Messages straight into the table, each with its seq."""
    now = clock.now()
    for seq in range(room.last_seq + 1, room.last_seq + number + 1):
        values = {"shown_at": now, "created_at": now} | fields
        db.session().add(
            Message(room_id=room.id, seq=seq, client_id=f"f{seq}", author_name="x", author_bird="wulp", author_tint=1,
                    body=f"b{seq}", html="", **values)
        )  # fmt: skip
    room.last_seq += number


def test_without_after_the_newest_50_and_with_it_at_most_500_at_a_time(
    noor: Any, socket_of: Any, kitchen: Room
) -> None:
    fill(kitchen, 620)
    socket = socket_of(noor)
    newest = socket.ask("room:enter", {"room": "keuken"})
    assert [each["seq"] for each in newest["messages"]] == list(range(571, 621)) and newest["from_seq"] == 571
    first = socket.ask("room:enter", {"room": "keuken", "after": 0})
    assert first["more"] is True and [each["seq"] for each in first["messages"]] == list(range(1, 501))
    rest = socket.ask("room:enter", {"room": "keuken", "after": 500})
    assert rest["more"] is False and [each["seq"] for each in rest["messages"]] == list(range(501, 621))


def test_L6_who_enters_reads_the_last_hour_and_keeps_what_came_since(
    noor: Any, sam: Any, socket_of: Any, kitchen: Room
) -> None:
    long_ago = clock.now() - timedelta(minutes=61)
    fill(kitchen, 3, shown_at=long_ago, created_at=long_ago)
    fill(kitchen, 2)
    answer = socket_of(noor).ask("room:enter", {"room": "keuken", "after": 0})
    assert [each["seq"] for each in answer["messages"]] == [4, 5] and answer["from_seq"] == 4
    clock.start_at(clock.now() + timedelta(hours=3))
    again = socket_of(noor).ask("room:enter", {"room": "keuken", "after": 0})
    assert [each["seq"] for each in again["messages"]] == [4, 5]  # her first entry counts, not this one
    late = socket_of(sam).ask("room:enter", {"room": "keuken", "after": 0})
    assert late["messages"] == [] and late["from_seq"] == 6


def test_one_persons_messages_keep_their_order(noor: Any, sam: Any, inside: Any, say: Any, kitchen: Room) -> None:
    his, hers = inside(sam), inside(noor)
    for number in range(5):
        say(hers, str(number))
    heard = his.news("message:posted")
    assert [each["body"] for each in heard] == ["0", "1", "2", "3", "4"]
    assert [each["seq"] for each in heard] == [1, 2, 3, 4, 5]


def test_slow_mode_makes_people_wait(noor: Any, inside: Any, say: Any, app: Any) -> None:
    make_room("traag", is_always_open=True, state="open", slow_mode_seconds=30)
    socket = inside(noor, "traag")
    assert say(socket, "een", room="traag")["ok"]
    error = say(socket, "twee", room="traag")["error"]
    assert error["code"] == "too_fast" and 28 <= error["retry_after"] <= 30


def test_pace_lets_one_message_in_two_seconds_go_on_for_ever() -> None:
    bucket = pace.Pace("", refuses=True)
    assert all(bucket._own_wait(1, now) == 0 for now in itertools.islice(itertools.count(0.0, 2.0), 50))
    burst = [bucket._own_wait(2, 100.0) for _ in range(6)]
    assert burst[:5] == [0] * 5 and 0 < burst[5] <= 2
    assert bucket._own_wait(2, 100.0 + burst[5]) == 0
