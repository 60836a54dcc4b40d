"""Many at one moment: nobody waits for what somebody who waits for them holds."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import sqlalchemy as sa
from flask import Flask

from chat import posting
from chat.forms import Draft
from chat.models import Message, Room
from community import db
from community.members.models import Person
from tests.people import make_person

PEOPLE = 30
"""More than the connections a pool keeps ready."""


def test_all_who_read_and_then_speak_at_one_moment_are_heard_without_holes(whole_app: Flask, app: Flask,
                                                                           kitchen: Room) -> None:  # fmt: skip
    ids = [make_person(f"p{number}", name=f"p{number}").id for number in range(PEOPLE)]
    room_id, everybody_reads = kitchen.id, Barrier(PEOPLE, timeout=20)
    db.session().rollback()

    def speak(person_id: int) -> Any:
        with whole_app.app_context():
            author, room = db.session().get_one(Person, person_id), db.session().get_one(Room, room_id)
            everybody_reads.wait()
            return posting.post_message(author, room, Draft("moi", "c")).seq

    with ThreadPoolExecutor(PEOPLE) as crowd:
        heard = list(crowd.map(speak, ids))
    assert sorted(heard) == list(range(1, PEOPLE + 1))
    assert db.session().scalar(sa.select(sa.func.count(Message.id))) == PEOPLE
