"""Taking everything along, erasing oneself, and what Moi forgets by itself (L5, L6)."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from community import audit, clock, content, db, signals
from community.content import ContentVersion
from community.db import Base
from community.members import forgetting, once, retention
from community.members.models import Consent, Person, SignIn
from tests.members.forms import cookie, join
from tests.moderation.example_content import Note


@pytest.fixture
def written(app, noor, sam):
    """Two notes, edited once: one of Noor, one of Sam."""
    return _write(noor, "een stille ochtend"), _write(sam, "wind tegen")


@db.action
def _write(author: Person, body: str) -> Note:
    note = content.submit(Note(), author, body)
    return content.revise(note, author, f"{body}, beter gezegd")


def reread(note: Note) -> Note:
    return db.session().get(Note, note.id, populate_existing=True)


def exists(person_id: int) -> bool:
    return db.session().scalar(sa.select(Person.id).where(Person.id == person_id)) is not None


def signed_in_a_while_ago(minutes: float) -> None:
    _date_back(timedelta(minutes=minutes))


@db.action
def _date_back(by: timedelta) -> None:
    for each in db.session().scalars(sa.select(SignIn)):
        each.created_at -= by


@db.action
def _last_used(person: Person, ago: timedelta) -> None:
    found = db.session().get_one(Person, person.id)
    found.last_used_at = clock.now() - ago


def test_L5_the_export_holds_what_there_is_and_nothing_of_others(app, browser_of, noor, written):
    with signals.person_exported.connected_to(lambda sender, export: export.update(bookmarks=[clock.now()])):
        answer = browser_of(noor).get("/mijn/meenemen.json")
    export = json.loads(answer.get_data(as_text=True))
    assert export["person"]["name"] == "dappere kievit" and export["person"]["band"] == "16-17"
    assert [each["text"] for each in export["written"]] == ["een stille ochtend, beter gezegd"]
    assert len(export["sign_ins"]) == 1 and len(export["bookmarks"]) == 1
    assert "attachment" in answer.headers["Content-Disposition"]
    assert not {"passphrase_hash", "token_hash"} & set(str(export).split("'"))


def test_L5_the_export_can_be_read_by_people(app, browser_of, noor, written):
    answer = browser_of(noor).get("/mijn/meenemen.html")
    page = answer.get_data(as_text=True)
    assert "een stille ochtend" in page and "wind tegen" not in page and "<h1>" in page
    assert "<script" not in page and "<link" not in page


def test_what_somebody_wrote_is_listed_for_them_only(app, browser_of, noor, sam, written):
    page = browser_of(sam).get("/mijn/geschreven").get_data(as_text=True)
    assert "wind tegen" in page and "stille ochtend" not in page


def test_L5_erasing_with_posts_kept_leaves_the_words_without_the_name(app, browser_of, noor, written):
    mine, sams = written
    browser = browser_of(noor)
    answer = browser.post("/mijn/wissen", {"how": "keep_posts"})
    assert (answer.status_code, answer.location) == (303, "/account/gewist")
    assert cookie(browser) is None and "Clear-Site-Data" in answer.headers
    assert not exists(noor.id)
    left = reread(mine)
    assert (left.author_id, left.author_name, left.author_bird) == (None, content.NOBODY, "wulp")
    assert left.body == "een stille ochtend, beter gezegd" and left.state == "visible"
    assert reread(sams).author_name == "stille stern"
    assert browser.get("/account/gewist").status_code == 200


def test_L5_erasing_all_takes_every_word_and_earlier_text(app, browser_of, noor, written):
    mine, sams = written
    told = []

    def hear(sender, before, by):
        told.append((sender.public_id, sender.body, before))

    with signals.content_decided.connected_to(hear):
        browser_of(noor).post("/mijn/wissen", {"how": "remove_all"})
    gone = reread(mine)
    assert (gone.body, gone.html, gone.state, gone.author_id, gone.author_name) == (
        "",
        "",
        "removed",
        None,
        "een vogel",
    )
    assert told == [(gone.public_id, "", "visible")]
    assert [each.public_id for each in db.session().scalars(sa.select(ContentVersion))] == [sams.public_id]
    assert reread(sams).body == "wind tegen, beter gezegd"


def test_L5_nothing_about_the_person_stays(app, browser_of, noor, statements):
    browser_of(noor)
    forgetting.erase(noor, "keep_posts")
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column.table.name == "people" for key in column.foreign_keys):
                kept = db.session().scalar(sa.select(sa.func.count()).select_from(table).where(column == noor.id))
                assert kept == 0, f"{table.name}.{column.name}"
    assert audit.trail() == []


def test_L5_every_row_that_names_a_person_lets_go_of_them(app):
    """Else one forgotten table would keep somebody from leaving."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == "people":
                assert key.ondelete in ("CASCADE", "SET NULL"), f"{table.name}.{key.parent.name}"


def test_L5_erasing_asks_for_a_fresh_sign_in(app, browser_of, noor):
    browser = browser_of(noor)
    signed_in_a_while_ago(minutes=10.1)
    for answer in (browser.get("/mijn/wissen"), browser.post("/mijn/wissen", {"how": "keep_posts"})):
        assert (answer.status_code, answer.location) == (303, "/inloggen?next=/mijn/wissen")
    assert exists(noor.id)


def test_L5_a_sign_in_of_nine_minutes_is_fresh_and_a_guest_needs_none(app, browser_of, noor, cast):
    guest = cast.guest()
    browsers = [(browser_of(noor), noor.id), (browser_of(guest), guest.id)]
    signed_in_a_while_ago(minutes=9)
    for browser, person_id in browsers:
        assert browser.post("/mijn/wissen", {"how": "remove_all"}).location == "/account/gewist"
        assert not exists(person_id)


def test_L5_how_must_be_chosen(app, browser_of, noor):
    for how in ("", "everything"):
        answer = browser_of(noor).post("/mijn/wissen", {"how": how})
        assert answer.status_code == 422 and 'aria-describedby="how-fout"' in answer.get_data(as_text=True)
    assert exists(noor.id)


def test_L5_a_suspended_person_takes_along_and_erases(app, browser_of, kees):
    browser = browser_of(kees)
    assert browser.get("/mijn/meenemen.json").status_code == 200
    assert browser.post("/mijn/wissen", {"how": "remove_all"}).status_code == 303
    assert not exists(kees.id)


def test_erasing_hangs_up_every_socket(app, browser_of, socket_of, noor):
    socket = socket_of(noor)
    browser_of(noor).post("/mijn/wissen", {"how": "keep_posts"})
    assert not socket.is_open


def test_L15_what_staff_did_stays_in_the_log_with_their_name(app, browser_of, mila):
    _recorded(mila)
    browser_of(mila).post("/mijn/wissen", {"how": "remove_all"})
    assert not exists(mila.id)
    assert [(each.act, each.actor_name) for each in audit.trail()] == [
        ("person.erased", "Mila"),
        ("content.hidden", "Mila"),
    ]
    assert audit.verify() is None


@db.action
def _recorded(mila: Person) -> None:
    audit.record(db.session().get_one(Person, mila.id), "content.hidden", "example.note:1")


def test_L6_guests_are_forgotten_a_day_after_last_use_and_members_after_two_years(app, cast, noor, sam, mila):
    here, gone = cast.guest(), cast.guest()
    _last_used(here, timedelta(hours=23, minutes=50))
    _last_used(gone, timedelta(hours=24, minutes=1))
    _last_used(noor, timedelta(days=729))
    _last_used(sam, timedelta(days=731))
    _last_used(mila, timedelta(days=900))
    counted = retention.run()
    assert (counted["guests"], counted["members"]) == (1, 1)
    assert [exists(each.id) for each in (here, gone, noor, sam, mila)] == [True, False, True, False, True]
    assert retention.run() == {"guests": 0, "members": 0, "sign_ins": 0}


def test_L6_many_guests_are_forgotten_in_turns(app, cast, monkeypatch):
    monkeypatch.setattr(retention, "PER_ACTION", 2)
    for _ in range(5):
        _last_used(cast.guest(), timedelta(days=2))
    assert retention.run()["guests"] == 5


def test_L6_what_a_forgotten_guest_said_has_no_name_any_more(app, cast, written):
    guest = cast.guest("vroege wulp")
    note = _write(guest, "even gedag zeggen")
    _last_used(guest, timedelta(days=2))
    retention.run()
    assert (reread(note).author_name, reread(note).author_id) == (content.NOBODY, None)


def test_L6_a_forgotten_guest_leaves_no_sign_in_and_no_consent(app, browser):
    join(browser)
    _last_used(db.session().scalar(sa.select(Person)), timedelta(days=2))
    retention.run()
    for table in (Person, SignIn, Consent):
        assert db.session().scalar(sa.select(sa.func.count()).select_from(table)) == 0


def test_L6_ended_sign_ins_go_after_a_month(app, browser_of, noor):
    browser_of(noor).post("/uitloggen")
    clock.start_at(clock.now() + timedelta(days=29))
    assert retention.run()["sign_ins"] == 0
    clock.start_at(clock.now() + timedelta(days=2))
    assert retention.run()["sign_ins"] == 1


@db.action
def _keep_secrets() -> None:
    once.keep(db.session().scalars(sa.select(SignIn)).one(), once.Secrets("zes woorden"))


def test_a_passphrase_nobody_came_to_read_is_not_kept(app, browser_of, noor):
    browser_of(noor)
    _keep_secrets()
    retention.run()
    assert db.session().scalar(sa.select(SignIn.once_sealed)) is not None
    clock.start_at(clock.now() + timedelta(minutes=61))
    retention.run()
    assert db.session().scalar(sa.select(SignIn.once_sealed)) is None
