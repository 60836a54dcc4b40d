"""Work that waits: a due row in the transaction that wants it; done once, tried again when it fails."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from community import clock, db, jobs

done: list[int] = []


@jobs.job("test.note")
def note(number: int) -> None:
    if number < 0:
        raise ValueError
    done.append(number)


@pytest.fixture(autouse=True)
def forget():
    done.clear()


@db.action
def plan(number: int, minutes: int) -> None:
    jobs.plan("test.note", clock.now() + timedelta(minutes=minutes), number=number)


def test_what_is_due_is_done_once_and_the_rest_waits(app):
    plan(1, minutes=-1)
    plan(2, minutes=10)
    assert jobs.run_due() == 1 and done == [1]
    assert jobs.run_due() == 0
    assert jobs.run_due(clock.now() + timedelta(minutes=11)) == 1 and done == [1, 2]


def test_a_planned_job_is_lost_with_the_change_that_wanted_it(app):
    @db.action
    def fail() -> None:
        plan(1, minutes=-1)
        raise ValueError

    with pytest.raises(ValueError):
        fail()
    assert jobs.run_due() == 0 and done == []


def test_a_failing_job_does_not_stop_the_others_and_is_tried_again(app):
    plan(-1, minutes=-2)
    plan(3, minutes=-1)
    assert jobs.run_due() == 1 and done == [3]
    waiting = db.session().scalars(sa.select(jobs.Job).where(jobs.Job.done_at.is_(None))).one()
    assert waiting.attempts == 1 and waiting.due_at > clock.now()


def test_a_job_of_a_killed_process_is_done_by_another(app):
    plan(4, minutes=-1)

    @db.action
    def claim_and_die() -> None:
        db.session().execute(sa.update(jobs.Job).values(claimed_at=clock.now()))

    claim_and_die()
    assert jobs.run_due() == 0
    assert jobs.run_due(clock.now() + jobs.CLAIM_LASTS + timedelta(seconds=1)) == 1 and done == [4]


def test_repeated_work_happens_no_closer_than_its_pause(app, monkeypatch):
    seen: list[int] = []
    monkeypatch.setitem(jobs._repeated, "test.repeat", (timedelta(seconds=60), lambda: seen.append(1)))
    now = clock.now()
    for seconds in (0, 30, 59, 61, 100, 122):
        jobs.run_due(now + timedelta(seconds=seconds))
    assert len(seen) == 3


def test_an_unknown_kind_cannot_be_planned(app):
    @db.action
    def wrong() -> None:
        jobs.plan("nobody.knows", clock.now())

    with pytest.raises(ValueError, match="nobody"):
        wrong()
