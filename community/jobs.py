"""Work that waits or repeats. What must happen is a due row, written in the transaction that wants it; huey (only home)
merely wakes us: in the web process without its signal handlers by default, or alone as `flask worker`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import Flask
from huey import MemoryHuey, crontab
from huey.consumer import Consumer
from sqlalchemy.orm import Mapped, mapped_column

from community import clock, db
from community.db import Base, Key, Moment

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
RETRY_AFTER = timedelta(minutes=2)
CLAIM_LASTS = timedelta(minutes=10)
"""After this long a job whose process was killed is done by another."""

Work = Callable[..., object]
W = TypeVar("W", bound=Work)
_kinds: dict[str, Work] = {}
_repeated: dict[str, tuple[timedelta, Work]] = {}


class Job(Base):
    """Something that must happen at a moment: kind and arguments of a registered function."""

    __tablename__ = "jobs"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(60))
    arguments: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    due_at: Mapped[datetime] = mapped_column(Moment, index=True)
    claimed_at: Mapped[datetime | None] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(sa.Integer, default=0)
    done_at: Mapped[datetime | None] = mapped_column(Moment, index=True)


class Repeat(Base):
    """When a repeated work was last begun, so that several processes do it once."""

    __tablename__ = "job_repeats"

    name: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    begun_at: Mapped[datetime] = mapped_column(Moment)


def job(kind: str) -> Callable[[Work], Work]:
    """Register the function that does due rows of this kind; it must be safe to repeat."""

    def register(work: Work) -> Work:
        _kinds[kind] = work
        return work

    return register


def every(seconds: int, name: str) -> Callable[[W], W]:
    """Register work that repeats; no closer together than this, in one process at a time, safe to repeat."""

    def register(work: W) -> W:
        _repeated[name] = (timedelta(seconds=seconds), work)
        return work

    return register


def plan(kind: str, due_at: datetime, **arguments: Any) -> None:
    """Let something happen at a moment, inside the action that wants it: kept or lost with it."""
    if kind not in _kinds:
        raise ValueError(f"no such job: {kind}")
    db.add(Job(kind=kind, arguments=arguments, due_at=due_at))
    db.after_commit(lambda: _wake_at(due_at))


def run_due(moment: datetime | None = None) -> int:
    """Do what is due now; returns how many jobs were done. A failing one is tried again later, the rest goes on."""
    now = moment or clock.now()
    for name, (pause, work) in _repeated.items():
        if _begin_repeat(name, pause, now):
            _try(name, work, {})
    done = 0
    while (found := _claim(now)) is not None:
        ok = _try(found.kind, _kinds[found.kind], found.arguments)
        _finish(found.id, ok)
        done += ok
    return done


@db.action
def _begin_repeat(name: str, pause: timedelta, now: datetime) -> bool:
    row = db.session().get(Repeat, name, with_for_update=True)
    if row is None:
        db.add(Repeat(name=name, begun_at=now))
        return True
    if row.begun_at + pause > now:
        return False
    row.begun_at = now
    return True


@db.action
def _claim(now: datetime) -> Job | None:
    free = sa.or_(Job.claimed_at.is_(None), Job.claimed_at < now - CLAIM_LASTS)
    wish = sa.select(Job).where(Job.done_at.is_(None), Job.due_at <= now, Job.kind.in_(_kinds), free)
    found = db.session().scalar(wish.order_by(Job.due_at, Job.id).limit(1).with_for_update(skip_locked=True))
    if found is not None:
        found.claimed_at, found.attempts = now, found.attempts + 1
    return found


@db.action
def _finish(job_id: int, ok: bool) -> None:
    found = db.session().get_one(Job, job_id)
    if ok or found.attempts >= MAX_ATTEMPTS:
        found.done_at = clock.now()
    else:
        found.claimed_at, found.due_at = None, clock.now() + RETRY_AFTER


def _try(name: str, work: Work, arguments: dict[str, Any]) -> bool:
    try:
        work(**arguments)
    except Exception:
        log.exception("job %s failed", name)
        return False
    return True


class QuietConsumer(Consumer):  # type: ignore[misc]
    """huey's consumer without its signal handlers: they would replace gunicorn's."""

    def _set_signal_handlers(self) -> None:
        return None


_huey = MemoryHuey("moi", results=False)
_app: Flask | None = None


@_huey.task()  # type: ignore[untyped-decorator]
def _wake() -> None:
    if _app is not None:
        with _app.app_context():
            run_due()


@_huey.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def _wake_each_minute() -> None:
    _wake.call_local()


def _wake_at(due_at: datetime) -> None:
    if _app is not None:
        delay = max(0.0, (due_at - clock.now()).total_seconds())
        _wake.schedule(delay=delay)


def start(app: Flask) -> QuietConsumer:
    """Begin to wake, in threads (greenlets under gevent) of this process; once per process that serves."""
    global _app
    _app = app
    consumer = QuietConsumer(_huey, workers=1, scheduler_interval=1, check_worker_health=False)
    consumer.start()
    return consumer
