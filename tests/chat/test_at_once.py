"""A writer and the team at one moment, each in a process of its own: who comes second finds what the first one did."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from chat import actions, posting, writing
from chat.forms import Draft
from chat.models import Room
from community import clock, content, db
from community.errors import Refused
from community.members.models import Person
from community.moderation import actions as moderation
from community.moderation import queries as cases
from community.moderation.actions import reports
from tests.moderation.test_together import at_once

ROUNDS = 4


def row(kind: Any, id: int) -> Any:
    return db.session().get_one(kind, id)


def stored(public_id: str) -> Any:
    db.session().rollback()  # else SQLite goes on reading the moment before
    return content.find("chat.message", public_id)


@db.action
def grow_older(*people: Person) -> None:
    for person in people:
        db.session().merge(person).created_at = clock.now() - timedelta(days=30)


def test_L14_what_is_taken_back_while_it_is_hidden_at_night_is_one_of_both(
    app: Flask, cast: Any, noor: Any, sam: Any, mila: Any, bas: Any, kitchen: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "_is_unwatched", lambda: True)
    grow_older(sam, mila, bas)
    for number in range(ROUNDS):
        public_id = posting.post_message(noor, kitchen, Draft("een dreigement", f"c{number}")).public_id
        for reporter in (sam, mila):
            moderation.report(reporter, content.reportable(reporter, "chat.message", public_id), "illegal")

        def third(public_id: str = public_id) -> object:
            bas_ = row(Person, bas.id)
            return moderation.report(bas_, content.reportable(bas_, "chat.message", public_id), "illegal")

        def withdraw(public_id: str = public_id) -> object:
            return writing.withdraw(row(Person, noor.id), row(Room, kitchen.id), public_id).state

        reported, withdrawn = at_once(app, third, withdraw)
        assert isinstance(reported, str) and isinstance(withdrawn, str | Refused)
        assert stored(public_id).state == ("removed" if withdrawn == "removed" else "hidden")


def test_L11_words_that_change_while_they_are_decided_about_are_never_shown_unread(
    app: Flask, noor: Any, mila: Any, sieve: Any, kitchen: Room
) -> None:
    sieve.says("red", "insult")
    for number in range(ROUNDS):
        public_id = posting.post_message(noor, kitchen, Draft("wat er gelezen is", f"c{number}")).public_id
        mark = content.mark_of(stored(public_id))

        def show(public_id: str = public_id, mark: str = mark) -> object:
            return actions.decide(row(Person, mila.id), row(Room, kitchen.id), public_id, "show", "", mark).body

        def edit(public_id: str = public_id) -> object:
            return writing.edit(row(Person, noor.id), row(Room, kitchen.id), public_id, "iets veel ergers").state

        shown, edited = at_once(app, show, edit)
        assert shown == "wat er gelezen is" or isinstance(shown, Refused)
        assert edited == "held"  # it waited already, or it waits anew where it stands
        left = stored(public_id)
        assert (left.body, left.state) == ("iets veel ergers", "held")
        assert cases.open_case_of("chat.message", public_id) is not None
