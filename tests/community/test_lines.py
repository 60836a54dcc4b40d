"""Lines end when they should: silent ones, ended sign-ins, suspended people, also while the database is away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import gevent
import pytest
import sqlalchemy as sa

from community import clock, db
from community.live import lines, sockets, standing
from community.live.lines import Heart
from community.members.models import Person, SignIn


class Silent:
    """A line as the heart sees one, that never answers."""

    def __init__(self) -> None:
        self.closing = self.closed = False
        self.last_ping: float | None = None
        self.sent = 0

    def send(self, _packet: object) -> None:
        self.sent += 1

    def close(self, **_how: object) -> None:
        self.closed = True


class Server:
    ping_interval, ping_timeout = 25, 20

    class reason:
        PING_TIMEOUT = "ping timeout"

    def start_background_task(self, *_work: object) -> None:
        pass


def test_contract_a_line_is_pinged_every_25_s_and_cut_after_20_s_of_silence(monkeypatch: pytest.MonkeyPatch):
    now = [1000.0]
    monkeypatch.setattr(lines.time, "monotonic", lambda: now[0])
    heart, silent, lively = Heart(Server()), Silent(), Silent()
    for line in (silent, lively):
        heart.await_beat(line)  # type: ignore[arg-type]
    now[0] += 24.9
    heart.beat()
    assert silent.sent == 0
    now[0] += 0.2
    heart.beat()
    assert (silent.sent, lively.sent) == (1, 1)
    lively.last_ping = None  # as schedule_ping does when its answer came
    now[0] += 19.8
    heart.beat()
    assert not silent.closed
    now[0] += 0.3
    heart.beat()
    assert (silent.closed, lively.closed) == (True, False)


@db.action
def change(statement: Any) -> None:
    db.session().execute(statement)


def test_who_was_signed_out_or_suspended_elsewhere_is_found_later(socket_of: Any, noor: Any, sam: Any, mila: Any):
    hers, his, stays = socket_of(noor), socket_of(sam), socket_of(mila)
    standing.look_round()
    assert hers.is_open and his.is_open
    change(sa.update(SignIn).where(SignIn.person_id == noor.id).values(ended_at=clock.now()))
    change(sa.update(Person).where(Person.id == sam.id).values(suspended_until=clock.now() + timedelta(days=1)))
    standing.look_round()
    assert [hers.is_open, his.is_open, stays.is_open] == [False, False, True]


def test_hanging_up_does_not_wait_for_the_database_and_leaves_no_ghost(
    socket_of: Any, noor: Any, monkeypatch: pytest.MonkeyPatch
):
    hers, others = socket_of(noor), socket_of(noor)
    told: list[str] = []

    def gone(sid: str) -> None:
        told.append(sid)
        raise sa.exc.OperationalError("the database is away", None, Exception())

    monkeypatch.setattr(sockets, "_gone", [gone, told.append])
    both = sockets.joined(f"person:{noor.id}")
    for sid in both:
        sockets.cut(sid)
    assert not hers.is_open and not others.is_open
    assert sockets.joined(f"person:{noor.id}") == []  # nothing more is heard, from now on
    gevent.sleep(0)
    gevent.idle()
    assert sorted(sid for sid in told if sid in both) == sorted([*both, *both])  # each asked, though the first failed
    assert set(both).isdisjoint(sockets.joined(None))
