"""What may be shared for a moment: answers that are the same for everybody who asks the same.

Kept at most KEPT_SECONDS, and never past a change made in this process; where several processes serve nothing is kept,
because one would not hear of another's change in time.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

from flask import current_app

from community import clock, db

T = TypeVar("T")

KEPT_SECONDS = 2
"""A command beside the server must show within 2 s (contract 1)."""


class Kept(Generic[T]):
    """A small memory of answers by what was asked; the whole is forgotten when it is full or something changed."""

    def __init__(self, most: int):
        self.most = most
        self._moment: Hashable = None
        self._answers: dict[Hashable, T] = {}

    def get(self, asked: Hashable) -> T | None:
        return self._answers.get(asked) if self._moment == _moment() else None

    def put(self, asked: Hashable, answer: T, asked_at: Hashable) -> None:
        """Remember an answer that was worked out since `asked_at` (what `moment()` said then)."""
        if asked_at is None or asked_at != _moment():
            return  # something changed meanwhile: the answer may be older than the change
        if self._moment != asked_at or len(self._answers) >= self.most:
            self._moment, self._answers = asked_at, {}
        self._answers[asked] = answer


def moment() -> Hashable:
    """What an answer belongs to: this app, the changes until now, and a span of KEPT_SECONDS. None: keep nothing."""
    return _moment()


def _moment() -> Hashable:
    if current_app.config["MOI_REDIS_URL"]:
        return None
    return (id(current_app.extensions["moi.engine"]), db.changes(), int(clock.now().timestamp()) // KEPT_SECONDS)
