"""What is shared for a moment: the same for everybody, never past a change, never with a session."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import time_machine

from community import clock, db
from community.kept import Kept
from tests.people import make_person


def test_an_answer_is_kept_until_something_changes(app: Any):
    answers: Kept[str] = Kept(10)
    with time_machine.travel(clock.now().replace(second=0, microsecond=0), tick=False):
        answers.put("vraag", "antwoord", answers.moment())
        assert answers.get("vraag") == "antwoord"
        make_person("een")
        assert answers.get("vraag") is None


def test_contract_an_answer_is_kept_for_two_seconds_at_most(app: Any):
    answers: Kept[str] = Kept(10)
    with time_machine.travel(clock.now().replace(second=0, microsecond=0), tick=False) as moment:
        answers.put("vraag", "antwoord", answers.moment())
        moment.shift(timedelta(seconds=1.9))
        assert answers.get("vraag") == "antwoord"
        moment.shift(timedelta(seconds=0.2))
        assert answers.get("vraag") is None


def test_an_answer_worked_out_while_something_changed_is_not_kept(app: Any):
    answers: Kept[str] = Kept(10)
    asked_at = answers.moment()
    make_person("een")
    answers.put("vraag", "oud antwoord", asked_at)
    assert answers.get("vraag") is None


def test_nothing_is_kept_where_several_processes_serve(app: Any, monkeypatch: Any):
    monkeypatch.setitem(app.config, "MOI_REDIS_URL", "redis://127.0.0.1:1/0")
    answers: Kept[str] = Kept(10)
    answers.put("vraag", "antwoord", answers.moment())
    assert answers.get("vraag") is None
    shared: Kept[str] = Kept(10, with_others=True)
    shared.put("vraag", "antwoord", shared.moment())
    assert shared.get("vraag") == "antwoord"


def test_the_memory_stays_small(app: Any):
    answers: Kept[int] = Kept(3)
    for number in range(10):
        answers.put(number, number, answers.moment())
    assert len(answers._answers) <= 3


def test_a_visitors_page_is_shared_and_a_persons_never(
    app: Any, browser: Any, browser_of: Any, noor: Any, statements: Any
):
    with time_machine.travel(clock.now().replace(second=0, microsecond=0), tick=False):
        first = browser.get("/forum")
        statements.clear()
        second = browser.get("/forum")
        assert second.data == first.data and statements == []
        assert second.headers["Cache-Control"] == first.headers["Cache-Control"] and "Cookie" in second.headers["Vary"]
        hers = browser_of(noor).get("/forum")
        assert "dappere kievit" in hers.get_data(as_text=True)
        assert "dappere kievit" not in browser.get("/forum").get_data(as_text=True)


def test_a_change_shows_to_the_next_visitor(app: Any, browser: Any):
    """Hiding, closing, correcting: nobody reads the page of before."""

    @db.action
    def change() -> None:
        make_person("een")

    with time_machine.travel(clock.now().replace(second=0, microsecond=0), tick=False):
        browser.get("/forum")
        before = db.changes()
        change()
        assert db.changes() > before
