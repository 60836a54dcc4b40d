"""Changes that are wished at one moment are made together: one lock, one commit, one write to the disk for all.

Whoever asks waits for the commit of the batch theirs is in. While one batch is under way the next gathers.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from flask import Flask
from gevent import sleep, spawn
from gevent.event import AsyncResult

from community import db

log = logging.getLogger(__name__)

W = TypeVar("W")
R = TypeVar("R")

MOST_AT_ONCE = 100
"""So that a batch holds the write lock for some tens of milliseconds at most."""


Then = Callable[[Any], object]


class Together(Generic[W, R]):
    """Makes wishes of one kind come true in batches, in the order they came.

    do_all: an `@action` that takes wishes and returns an outcome for each, in their order: what came of it, or the
        exception that stands in its way. When it raises itself, each wish is tried alone, in an action of its own: a
        bad one fails alone. Not in savepoints of one action: a full disk lets SQLite roll back the whole of it by
        itself, and what was said to be kept would be gone.
    again: called with each outcome of such a second try, in an app context, after its commit. Perhaps the first try was
        stored after all and only its answer was lost: then nobody was told yet.
    """

    def __init__(
        self,
        app: Flask,
        do_all: Callable[[Sequence[W]], Sequence[R | Exception]],
        again: Callable[[R], object] = lambda _outcome: None,
    ):
        self.app, self.do_all, self.again = app, do_all, again
        self._waiting: list[tuple[W, Then]] = []
        self._is_at_work = False

    def ask(self, wish: W) -> R:
        """Wish for something, and wait until it is stored.

        Gives way to others meanwhile, so it stands outside every action. Raises what stands in the way.
        """
        db.let_go()
        answer: AsyncResult = AsyncResult()
        self.wish(wish, lambda outcome: _answer(answer, outcome))
        found: R = answer.get()
        return found

    def wish(self, wish: W, then: Then) -> None:
        """The same without waiting: then(outcome) is called, in an app context, once it is stored or refused."""
        self._waiting.append((wish, then))
        if not self._is_at_work:
            self._is_at_work = True
            spawn(self._work)

    def _work(self) -> None:
        try:
            while self._waiting:
                sleep(0)  # whoever speaks at this moment is heard first, and goes into the same batch
                batch, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
                with self.app.app_context():
                    outcomes = self._outcomes([wish for wish, _then in batch])
                    for (_wish, then), outcome in zip(batch, outcomes, strict=True):
                        _tell(then, outcome)
        finally:
            self._is_at_work = False

    def _outcomes(self, wishes: list[W]) -> Sequence[R | Exception]:
        try:
            return self.do_all(wishes)
        except Exception as fault:
            log.warning("a batch is tried one by one: %s", type(fault).__name__)
            return [self._alone(wish) for wish in wishes]

    def _alone(self, wish: W) -> R | Exception:
        try:
            with self.app.app_context():  # a session of its own: the next one's would read anew what this one returns
                outcome = self.do_all([wish])[0]
                if not isinstance(outcome, Exception):
                    self.again(outcome)
                return outcome
        except Exception as fault:
            return fault


def _answer(answer: AsyncResult, outcome: object) -> None:
    if isinstance(outcome, Exception):
        answer.set_exception(outcome)
    else:
        answer.set(outcome)


def _tell(then: Then, outcome: object) -> None:
    """One who cannot be told must not keep the others from hearing."""
    try:
        then(outcome)
    except Exception:
        log.exception("an outcome could not be told")
