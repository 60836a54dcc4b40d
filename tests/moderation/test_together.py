"""Several at once, each with a context of its own, as threads of a server or processes of a site."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from flask import Flask

from community import content, db
from community.errors import Conflict
from community.members.models import Person, Visitor
from community.moderation import actions, queries
from community.moderation.models import Case
from tests.moderation import example_content as notes
from tests.moderation.conftest import case_of, reread

WHY = "Dit is hard voor een ander."


def at_once(app: Flask, *wishes: Callable[[], object]) -> list[object]:
    """Run these at the same moment; what each returned or raised, in their order."""
    together, outcomes = threading.Barrier(len(wishes)), [None] * len(wishes)

    def run(place: int, wish: Callable[[], object]) -> None:
        with app.app_context():
            together.wait(10)
            try:
                outcomes[place] = wish()  # type: ignore[call-overload]
            except Exception as wrong:
                outcomes[place] = wrong  # type: ignore[call-overload]

    threads = [threading.Thread(target=run, args=(place, wish)) for place, wish in enumerate(wishes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return list(outcomes)


def decides(moderator_id: int, case_id: int, what: str) -> Callable[[], object]:
    def wish() -> object:
        moderator, case = db.session().get_one(Person, moderator_id), db.session().get_one(Case, case_id)
        return actions.decide(moderator, case, what, "insult", text=WHY).what

    return wish


def test_of_two_moderators_at_once_one_decides(app, held_note, mila, bas):
    case_id = case_of(held_note).id
    outcomes = at_once(app, decides(mila.id, case_id, "hide"), decides(bas.id, case_id, "keep"))
    refused = [outcome for outcome in outcomes if isinstance(outcome, Conflict)]
    [decided] = [outcome for outcome in outcomes if isinstance(outcome, str)]
    assert len(refused) == 1
    assert reread(held_note).state == {"hide": "hidden", "keep": "visible"}[decided]
    assert len(queries.decisions_about(db.session().get_one(Person, held_note.author_id))) == 1


def test_reports_at_once_share_one_case(app, note):
    def wish() -> Any:
        return actions.report(None, content.reportable(Visitor(), note.kind, note.public_id), "worried")

    receipts = at_once(app, *[wish] * 5)
    assert len({str(receipt) for receipt in receipts}) == 5
    assert len({queries.report_by_receipt(str(receipt)).case_id for receipt in receipts}) == 1


def test_hosts_pressing_at_once_on_something_new_are_no_fault(app, level, noor, mila, bas):
    note = notes.write(noor)

    def presses(host_id: int, show: bool) -> Callable[[], object]:
        def wish() -> object:
            item = content.find(note.kind, note.public_id)
            return actions.decide_held(db.session().get_one(Person, host_id), item, show, "").public_id

        return wish

    outcomes = at_once(app, presses(mila.id, False), presses(bas.id, False))
    assert outcomes == [note.public_id] * 2
    assert reread(note).state == "hidden"
    assert len(queries.decisions_about(db.session().get_one(Person, noor.id))) == 1
