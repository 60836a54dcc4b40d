"""`@action`: one change, whole or not at all, and news only after the commit."""

from __future__ import annotations

import threading

import greenlet
import pytest
import sqlalchemy as sa

from community import audit, clock, content, db, jobs
from community.members.models import Person
from tests.people import make_person


def count(model: type) -> int:
    found = db.session().scalar(sa.select(sa.func.count()).select_from(model))
    return found or 0


def test_an_action_keeps_everything_or_nothing(app):
    @db.action
    def two_people(break_it: bool) -> None:
        make_person("een")
        make_person("twee")
        if break_it:
            raise ValueError

    with pytest.raises(ValueError):
        two_people(break_it=True)
    assert count(Person) == 0
    two_people(break_it=False)
    assert count(Person) == 2


def test_news_waits_for_the_outermost_commit_and_is_lost_with_a_rollback(app):
    told: list[str] = []

    @db.action
    def inner() -> None:
        db.after_commit(lambda: told.append("inner"))

    @db.action
    def outer(break_it: bool) -> None:
        inner()
        assert told == []
        if break_it:
            raise ValueError

    with pytest.raises(ValueError):
        outer(break_it=True)
    assert told == []
    outer(break_it=False)
    assert told == ["inner"]


def test_failing_news_does_not_undo_what_is_stored_nor_stop_the_rest(app):
    told: list[str] = []

    def fail() -> None:
        raise RuntimeError("socket gone")

    @db.action
    def change() -> None:
        make_person("een")
        db.after_commit(fail)
        db.after_commit(lambda: told.append("second"))

    change()
    assert count(Person) == 1 and told == ["second"]


def test_a_savepoint_fails_alone_with_its_news(app):
    told: list[str] = []

    @db.action
    def batch() -> None:
        for alias in ("een", "een", "twee"):
            try:
                with db.savepoint():
                    db.after_commit(lambda alias=alias: told.append(alias))
                    make_person(alias)
            except sa.exc.IntegrityError:
                continue

    batch()
    assert count(Person) == 2 and told == ["een", "twee"]


def test_a_change_outside_an_action_is_refused(app):
    with pytest.raises(RuntimeError, match="outside an action"):
        db.add(Person(kind="guest", name="x", bird="wulp"))


def test_an_action_sees_the_row_as_it_is_under_the_lock(app, noor):
    """A rule asked inside must not answer from what was loaded before somebody else changed it."""
    assert not noor.is_muted

    def mute_elsewhere() -> None:
        with app.app_context():

            @db.action
            def mute() -> None:
                db.session().get_one(Person, noor_id).name = "elders veranderd"

            mute()

    noor_id = noor.id
    thread = threading.Thread(target=mute_elsewhere)
    thread.start()
    thread.join()

    @db.action
    def look() -> str:
        return noor.name

    assert look() == "elders veranderd"


def test_two_writers_at_once_both_land(app, noor):
    """SQLite: one process-wide lock; PostgreSQL: row locks. Nobody's change is lost."""
    noor_id, faults = noor.id, []

    def add_one() -> None:
        try:
            with app.app_context():

                @db.action
                def change() -> None:
                    db.session().execute(
                        sa.update(Person).where(Person.id == noor_id).values(posts_seen=Person.posts_seen + 1)
                    )

                for _ in range(20):
                    change()
        except Exception as fault:
            faults.append(fault)

    before = noor.posts_seen
    threads = [threading.Thread(target=add_one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session().expire_all()
    db.session().rollback()
    assert faults == [] and db.session().get_one(Person, noor_id).posts_seen == before + 80


def test_nothing_in_an_action_yields_on_sqlite(app, database, noor):
    """A greenlet that yields while it holds SQLite's lock would freeze the whole process in the next writer's wait."""
    if database != "sqlite":
        pytest.skip("PostgreSQL waits cooperatively")
    switches: list[str] = []
    greenlet.settrace(lambda event, _args: switches.append(event))
    try:

        @db.action
        def change() -> None:
            audit.record(noor, "tried", "test:1")
            make_person("twee")

        change()
    finally:
        greenlet.settrace(None)
    assert switches == []


def test_sqlite_is_set_up_to_keep_its_promises(app, database):
    if database != "sqlite":
        pytest.skip("SQLite only")
    with db.engine().connect() as connection:
        asked = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_moment_without_a_zone_is_refused(app, noor):
    @db.action
    def change() -> None:
        noor.created_at = clock.now().replace(tzinfo=None)
        db.session().flush()

    with pytest.raises(sa.exc.StatementError):
        change()


def test_moments_come_back_in_utc(app, noor):
    local = clock.local_now()

    @db.action
    def change() -> None:
        noor.created_at = local

    change()
    db.session().expire_all()
    assert noor.created_at == local and str(noor.created_at.tzinfo) == "UTC"


def test_the_schema_limits_what_code_forgets(app):
    with pytest.raises(sa.exc.IntegrityError):
        make_person("fout", kind="koning")
    with pytest.raises(sa.exc.IntegrityError):
        make_person("fout", tint=9)


def test_every_content_table_is_known(app):
    assert all(hasattr(table, "public_id") for table in content.classes())
    assert jobs.Job.__tablename__ == "jobs"
