"""What outsiders see: counts with anything under 10 suppressed, and the head of the log."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community import audit, clock, db
from community.moderation import actions, transparency
from tests.moderation import example_content as notes

WHY = "Dit hoort hier niet."


@pytest.fixture
def a_year_of_decisions(at_noon, level, noor, mila):
    """Eleven hidden for spam, nine warned for insult, one shown."""
    for _time in range(11):
        actions.decide(mila, notes.write(noor), "hide", "spam", text=WHY)
    for _time in range(9):
        actions.decide(mila, notes.write(noor), "warn", "insult", text=WHY)
    actions.decide(mila, notes.write(noor), "keep")


def counts(year: int) -> dict[str, dict[str, str]]:
    return {
        table.code: {code: count for code, _words, count in table.rows} for table in transparency.figures(year).tables
    }


def test_L17_counts_under_ten_are_suppressed(a_year_of_decisions):
    found = counts(2026)
    assert (found["decisions"]["hide"], found["decisions"]["warn"], found["decisions"]["mute"]) == ("11", "<10", "<10")
    assert (found["reasons"]["spam"], found["reasons"]["insult"]) == ("11", "<10")
    assert set(counts(2025)["decisions"].values()) == {"<10"}


@given(st.lists(st.integers(0, 40), min_size=2, max_size=9))
def test_L17_no_small_count_is_printed_and_none_stands_alone(numbers):
    shown = transparency.suppress(numbers)
    assert all(int(text) >= 10 for text in shown if text.isdigit())
    assert sum(not text.isdigit() for text in shown) != 1
    assert all(text == str(number) for text, number in zip(shown, numbers, strict=True) if text.isdigit())


def test_the_year_turns_at_midnight_in_the_region(level, noor, mila):
    clock.start_at(datetime(2026, 12, 31, 23, 30, tzinfo=UTC))  # half past midnight here
    for _time in range(10):
        actions.decide(mila, notes.write(noor), "hide", "spam", text=WHY)
    assert (counts(2026)["decisions"]["hide"], counts(2027)["decisions"]["hide"]) == ("<10", "10")


def test_L15_the_head_of_the_log_is_published_and_the_same_all_day(browser, a_year_of_decisions, mila):
    assert "log-head" not in browser.get("/transparantie").get_data(as_text=True)
    clock.start_at(clock.now() + timedelta(days=1))
    head = audit.trail(most=1)[0].hash
    _act(mila)
    shown = browser.get("/transparantie").get_data(as_text=True)
    assert f'<code id="log-head">{head}</code>' in shown and ">11<" in shown


@db.action
def _act(moderator):
    audit.record(moderator, "thing.done", "thing:1")


def test_the_report_of_a_year_comes_as_page_and_as_csv(app, a_year_of_decisions):
    run = app.test_cli_runner().invoke
    page = run(args=["transparency", "report", "2026"])
    assert page.exit_code == 0 and page.output.startswith("<!doctype html>") and "&lt;10" in page.output
    rows = list(csv.DictReader(io.StringIO(run(args=["transparency", "report", "2026", "--format", "csv"]).output)))
    assert {"year": "2026", "table": "decisions", "code": "hide", "count": "11"} in rows
    for wrong in (["transparency", "report"], ["transparency", "report", "vorig"], ["transparency", "report", "1999"]):
        assert run(args=wrong).exit_code == 2
