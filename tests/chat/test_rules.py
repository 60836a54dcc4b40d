"""Who may do what in a room; and L7: no road leads from one member to another alone."""

from __future__ import annotations

from typing import Any

import pytest

from chat import rules
from chat.models import Message, Room
from community.live import wished_events
from tests.chat.conftest import make_room


def test_members_read_while_it_is_open_and_hosts_always(noor: Any, mila: Any, kees: Any, app: Any) -> None:
    closed, reading = make_room("dicht"), make_room("terug", state="reading")
    opened = make_room("open", state="open")
    assert [rules.may_read(noor, room) for room in (closed, reading, opened)] == [False, True, True]
    assert [rules.may_read(mila, room) for room in (closed, reading, opened)] == [True, True, True]
    assert not rules.may_read(kees, opened)  # suspended


def test_nobody_writes_where_one_only_reads(noor: Any, mila: Any, app: Any) -> None:
    reading = make_room("terug", state="reading")
    assert not rules.may_write(noor, reading) and not rules.may_write(mila, reading)


def test_who_waits_or_reads_along_does_not_speak(noor: Any, kitchen: Room) -> None:
    roles = {role: rules.may_speak_as(noor, kitchen, role) for role in ("host", "speaker", "waiting", "reader")}
    assert roles == {"host": True, "speaker": True, "waiting": False, "reader": False}


def test_a_professional_hosts_only_the_rooms_that_name_them(jansen: Any, kitchen: Room) -> None:
    session = make_room("sessie", session_key="s1", host_ids=[jansen.id])
    assert rules.may_host(jansen, session) and not rules.may_host(jansen, kitchen)


def test_a_host_decides_about_others_only(mila: Any, noor: Any, kitchen: Room) -> None:
    hers = Message(room=kitchen, author_id=noor.id, state="held")
    assert rules.may_decide(mila, hers) and not rules.may_decide(noor, hers)
    assert not rules.may_decide(mila, Message(room=kitchen, author_id=mila.id, state="held"))
    assert not rules.may_decide(mila, Message(room=kitchen, author_id=noor.id, state="removed"))


@pytest.mark.parametrize("event", ["person:message", "message:whisper", "room:create", "room:invite", "people:list"])
def test_L7_there_is_no_event_that_reaches_one_person(event: str, noor: Any, sam: Any, inside: Any,
                                                      kitchen: Room) -> None:  # fmt: skip
    hers, his = inside(noor), inside(sam)
    hers.news()
    answer = hers.ask(event, {"room": "keuken", "to": sam.public_id, "body": "alleen jij"})
    assert answer["error"]["code"] == "invalid" and his.news() == []


def test_L7_what_one_can_say_goes_to_a_room_and_names_nobody(noor: Any, sam: Any, inside: Any, say: Any,
                                                             kitchen: Room) -> None:  # fmt: skip
    """A field that would address somebody is not even read: everybody in the room gets the message."""
    hers, his = inside(noor), inside(sam)
    say(hers, "psst", to=sam.public_id, person=sam.id)
    assert len(his.news("message:posted")) == len(hers.news("message:posted")) == 1
    of_hosts = {"room:steer", "room:admit", "room:hand_over", "room:take_back"}
    """A handover has a note, which only hosts write and only hosts read: see test_hosting."""
    assert {event for event in wished_events() if event.split(":")[0] in ("room", "message", "typing")} - of_hosts == {
        "room:enter", "room:leave", "room:sit", "message:post", "message:react", "message:report", "message:decide",
        "message:edit", "message:withdraw", "typing",
    }  # fmt: skip


def test_L7_no_payload_tells_who_is_in_a_room_or_an_inner_id(noor: Any, sam: Any, inside: Any, socket_of: Any,
                                                             say: Any, kitchen: Room) -> None:  # fmt: skip
    say(inside(noor), "moi")
    answer = str(socket_of(sam).ask("room:enter", {"room": "keuken"}))
    assert noor.public_id not in answer and "author_id" not in answer and "person_id" not in answer
