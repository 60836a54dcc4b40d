"""Changes wished at one moment are made in one commit; a bad one fails alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gevent
import pytest
import sqlalchemy as sa
from flask import Flask

from community import db
from community.audit import AuditEntry
from community.errors import Conflict
from community.together import MOST_AT_ONCE, Together
from tests.people import Cast


class Names:
    """Renames people in batches; remembers how large the batches were."""

    def __init__(self, app: Flask):
        self.batches: list[int] = []
        self.together: Together[tuple[int, str], str] = Together(app, self.rename_all)

    @db.action
    def rename_all(self, wishes: Sequence[tuple[int, str]]) -> list[str | Exception]:
        self.batches.append(len(wishes))
        return [self._rename(*wish) for wish in wishes]

    def _rename(self, person_id: int, name: str) -> str | Exception:
        if name == "bezet":
            return Conflict("Die naam is al bezet.")
        db.session().execute(sa.text("UPDATE people SET name = :name WHERE id = :id"), {"name": name, "id": person_id})
        if name == "kapot":
            raise RuntimeError("this one breaks after it wrote")
        return name

    def ask_at_once(self, *wishes: tuple[int, str]) -> list[Any]:
        asking = [gevent.spawn(self._asked, wish) for wish in wishes]
        gevent.joinall(asking, raise_error=True)
        return [each.value for each in asking]

    def _asked(self, wish: tuple[int, str]) -> object:
        with self.together.app.app_context():
            try:
                return self.together.ask(wish)
            except Exception as fault:
                return type(fault)


@pytest.fixture
def names(app: Flask) -> Names:
    return Names(app)


def stored(person_id: int) -> Any:
    db.session().rollback()
    return db.session().scalar(sa.text("SELECT name FROM people WHERE id = :id"), {"id": person_id})


def test_what_is_wished_at_one_moment_is_one_commit(names: Names, cast: Cast):
    ids = [cast.guest().id for _ in range(5)]
    assert names.ask_at_once(*[(person_id, f"vogel {person_id}") for person_id in ids]) == [f"vogel {n}" for n in ids]
    assert names.batches == [5]
    assert [stored(person_id) for person_id in ids] == [f"vogel {person_id}" for person_id in ids]


def test_who_is_refused_hears_it_and_the_others_go_on(names: Names, cast: Cast):
    first, second = cast.guest().id, cast.guest().id
    assert names.ask_at_once((first, "bezet"), (second, "vrij")) == [Conflict, "vrij"]
    assert stored(second) == "vrij"
    assert names.batches == [2]


def test_a_bad_one_fails_alone_and_leaves_nothing_half_done(names: Names, cast: Cast):
    ids = [cast.guest().id for _ in range(3)]
    before = stored(ids[1])
    assert names.ask_at_once((ids[0], "een"), (ids[1], "kapot"), (ids[2], "drie")) == ["een", RuntimeError, "drie"]
    assert [stored(person_id) for person_id in ids] == ["een", before, "drie"]
    assert names.ask_at_once((ids[1], "weer heel")) == ["weer heel"]  # and the next batch is as any other


def test_a_batch_has_an_end_and_the_rest_follows_in_order(names: Names, cast: Cast):
    person_id = cast.guest().id
    wishes = [(person_id, f"naam {number}") for number in range(MOST_AT_ONCE + 20)]
    assert names.ask_at_once(*wishes) == [name for _id, name in wishes]
    assert names.batches == [MOST_AT_ONCE, 20]
    assert stored(person_id) == wishes[-1][1]


def test_one_who_cannot_be_told_does_not_silence_the_others(names: Names, cast: Cast):
    person_id, heard = cast.guest().id, []

    def deaf(_outcome: object) -> None:
        raise RuntimeError("nobody there")

    names.together.wish((person_id, "een"), deaf)
    names.together.wish((person_id, "twee"), heard.append)
    assert names.ask_at_once((person_id, "drie")) == ["drie"]
    assert heard == ["twee"]


def test_who_waits_keeps_no_connection(names: Names, cast: Cast, app: Flask):
    """The batch may need it: a hundred who wait must not hold a hundred connections."""
    person_id = cast.guest().id
    pool: Any = db.engine().pool
    seen: list[int] = []
    with app.app_context():
        db.session().scalar(sa.select(AuditEntry.id))
        before = pool.checkedout()
        names.together.wish((person_id, "een"), lambda _outcome: seen.append(pool.checkedout()))
        names.together.ask((person_id, "twee"))
    assert seen[0] <= before


def test_what_a_second_try_finds_done_already_is_told_after_all(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    """The commit reached the disk and only its answer was lost."""
    names, told = Names(app), []
    names.together.again = told.append
    rename_all, failures = names.rename_all, iter([True])

    def loses_the_answer(wishes: Sequence[tuple[int, str]]) -> list[str | Exception]:
        outcomes = rename_all(wishes)
        if next(failures, False):
            raise OSError("the line went while the answer was on its way")
        return outcomes

    monkeypatch.setattr(names.together, "do_all", loses_the_answer)
    assert names.ask_at_once((cast.guest().id, "een"), (cast.guest().id, "twee")) == ["een", "twee"]
    assert told == ["een", "twee"]
