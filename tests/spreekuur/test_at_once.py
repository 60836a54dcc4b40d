"""Many people on one slot at the same moment: exactly one gets it, on both databases; pressing twice is one booking."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa

from community import db
from spreekuur.models import Booking, Session, Slot
from tests.browser import Browser
from tests.spreekuur.conftest import any_slot, book, make_session

PEOPLE, ROUNDS = 12, 3


def all_at_once(browsers: list[Browser], path: str | list[str], fields: dict[str, str]) -> list[Any]:
    """Post from every browser in a thread of its own, released together; answers in the order of the browsers."""
    ready = Barrier(len(browsers))
    paths = [path] * len(browsers) if isinstance(path, str) else path
    forms = [fields | {"csrf_token": browser.token()} for browser in browsers]

    def press(browser: Browser, address: str, form: dict[str, str]) -> Any:
        ready.wait(10)
        return browser.post(address, form)

    with ThreadPoolExecutor(len(browsers)) as pool:
        pressed = [pool.submit(press, *each) for each in zip(browsers, paths, forms, strict=True)]
        return [each.result(60) for each in pressed]


def active() -> int:
    db.session().rollback()
    return db.session().scalar(sa.select(sa.func.count()).where(Booking.state == "active")) or 0


def test_of_many_people_at_once_exactly_one_gets_the_time(cast, browser_of, jansen):
    browsers = [browser_of(cast.guest()) for _ in range(PEOPLE)]
    for number in range(ROUNDS):
        session = make_session(jansen, in_days=2 + number)
        fields = {"slot_id": any_slot(session), "consent_conversation": "1", "question": "Mag ik iets vragen?"}
        answers = all_at_once(browsers, f"{session.url}/boek", fields)
        assert Counter(each.status_code for each in answers) == {303: 1, 409: PEOPLE - 1}
        late = next(each for each in answers if each.status_code == 409).get_data(as_text=True)
        assert "Mag ik iets vragen?" in late and late.count('name="slot_id"') == 2
        assert active() == number + 1


def test_one_person_pressing_twice_at_once_has_one_booking_and_one_page(cast, browser_of, two, group):
    guest = cast.guest()
    browsers = [browser_of(guest) for _ in range(6)]
    for session, slot in ((two, any_slot(two)), (group, "")):
        fields = {"slot_id": slot, "consent_conversation": "1"}
        answers = all_at_once(browsers, f"{session.url}/boek", fields)
        assert {each.status_code for each in answers} == {303}
        assert len({each.location for each in answers}) == 1
    assert active() == 2
    assert db.session().get_one(Session, group.id).taken == 1


def test_the_last_seats_of_a_group_go_to_no_more_people_than_there_are(cast, browser_of, jansen):
    session = make_session(jansen, kind="group", capacity=3)
    browsers = [browser_of(cast.guest()) for _ in range(8)]
    answers = all_at_once(browsers, f"{session.url}/boek", {"consent_conversation": "1"})
    assert Counter(each.status_code for each in answers) == {303: 3, 409: 5}
    assert active() == 3


def test_cancelling_twice_at_once_frees_the_time_once(cast, browser_of, two):
    guest = cast.guest()
    browsers = [browser_of(guest) for _ in range(4)]
    book(browsers[0], two, any_slot(two))
    answers = all_at_once(browsers, f"{two.url}/afzeggen", {})
    assert Counter(each.status_code for each in answers)[303] == 1
    assert active() == 0
    assert set(db.session().scalars(sa.select(Slot.state))) == {"free"}


def test_the_schema_itself_allows_one_active_booking_a_slot(app, two, noor, sam):
    slot = db.session().scalars(sa.select(Slot).where(Slot.session_id == two.id)).first()

    @db.action
    def put(person: Any, state: str) -> None:
        db.add(
            Booking(
                session_id=two.id, slot_id=slot.id, person_id=person.id, code_hash=f"{person.id}{state}", state=state
            )
        )

    put(noor, "active")
    put(sam, "cancelled")
    with pytest.raises(sa.exc.IntegrityError):
        put(sam, "active")


def test_calling_off_while_people_book_leaves_nobody_with_a_time_that_is_not_there(cast, browser_of, two, jansen):
    professional, others = browser_of(jansen), [browser_of(cast.guest()) for _ in range(5)]
    paths = [f"/agenda/{two.public_id}/afzeggen", *[f"{two.url}/boek" for _ in others]]
    fields = {"slot_id": any_slot(two), "consent_conversation": "1", "text": "Ik ben ziek."}
    answers = all_at_once([professional, *others], paths, fields)
    assert answers[0].status_code == 303
    assert {each.status_code for each in answers[1:]} <= {303, 409}
    assert active() == 0
