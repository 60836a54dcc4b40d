"""What may be shared for a moment: answers that are the same for everybody who asks the same.

Kept at most KEPT_SECONDS, and never past a change made in this process. Where several processes serve, whole pages are
not kept: a hidden text must be gone at the next reading, whoever hid it.
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
    """A small memory of answers by what was asked; the whole is forgotten when it is full or something changed.

    with_others: also where several processes serve; then a change of another process may show KEPT_SECONDS later.
    """

    def __init__(self, most: int, *, with_others: bool = False):
        self.most, self.with_others = most, with_others
        self._moment: Hashable = None
        self._answers: dict[Hashable, T] = {}

    def get(self, asked: Hashable) -> T | None:
        return self._answers.get(asked) if self._moment == self.moment() else None

    def put(self, asked: Hashable, answer: T, asked_at: Hashable) -> None:
        """Remember an answer that was worked out since `asked_at` (what `moment()` said then)."""
        if asked_at is None or asked_at != self.moment():
            return  # something changed meanwhile: the answer may be older than the change
        if self._moment != asked_at or len(self._answers) >= self.most:
            self._moment, self._answers = asked_at, {}
        self._answers[asked] = answer

    def moment(self) -> Hashable:
        """What an answer belongs to: this app, its changes until now, a span of KEPT_SECONDS. None: keep nothing."""
        if current_app.config["MOI_REDIS_URL"] and not self.with_others:
            return None
        return (id(current_app.extensions["moi.engine"]), db.changes(), int(clock.now().timestamp()) // KEPT_SECONDS)
