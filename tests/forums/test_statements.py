"""What pages cost: a fixed number of statements however much stands on them, and few bytes."""

from __future__ import annotations

from typing import Any

import pytest

from community import cards
from forums import actions, demo

WORDS = "Bij mij hielp het om één ding per dag te doen. Op de fiets wordt het in mijn hoofd meestal wat stiller. " * 2
MAX_TOPIC_BYTES = 30_000
MAX_BYTES_SIGNED_IN = 40_000
"""With four buttons under each text."""


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What other features show beside a topic is counted by them."""
    monkeypatch.setattr(cards, "_finders", {})


def forum_statements(statements: list[str], browser: Any, path: str) -> list[str]:
    statements.clear()
    answered = browser.get(path)
    assert answered.status_code == 200
    return [each for each in statements if "forum_" in each]


def filled(topic: Any, answer: Any, cast: Any, number: int) -> None:
    writers = (cast.mila, cast.noor, cast.sam)
    for n in range(number):
        post = answer(topic, f"{n}. {WORDS}", author=writers[n % 3])
        actions.react(cast.sam, post, "knap")
        actions.react(cast.noor, post, "sterkte")


def test_a_topic_page_asks_three_statements_for_a_visitor(
    browser: Any, statements: list[str], cast: Any, topic: Any, answer: Any
) -> None:
    assert len(forum_statements(statements, browser, topic.url())) == 3
    filled(topic, answer, cast, 25)
    assert len(forum_statements(statements, browser, topic.url())) == 3
    assert len(statements) == 3


def test_a_topic_page_asks_four_statements_for_a_member(
    browser_of: Any, statements: list[str], cast: Any, topic: Any, answer: Any
) -> None:
    filled(topic, answer, cast, 25)
    assert len(forum_statements(statements, browser_of(cast.noor), topic.url())) == 4


def test_a_board_and_the_front_ask_the_same_however_full(
    browser: Any, statements: list[str], cast: Any, topic: Any, app: Any
) -> None:
    cast.mila, cast.bas  # noqa: B018  they watch
    for path, number in (("/forum", 2), ("/forum/wind-tegen", 2)):
        assert len(forum_statements(statements, browser, path)) == number
    demo.fill_forum()
    demo.make_topics(30)
    for path, number in (("/forum", 2), ("/forum/wind-tegen", 2), ("/forum/meetbord", 2)):
        assert len(forum_statements(statements, browser, path)) == number
        assert len(statements) <= 4


def test_a_full_topic_page_is_small(browser: Any, browser_of: Any, cast: Any, topic: Any, answer: Any) -> None:
    filled(topic, answer, cast, 20)
    assert len(browser.get(topic.url()).data) <= MAX_TOPIC_BYTES
    for somebody in (browser_of(cast.noor), browser_of(cast.guest())):
        assert len(somebody.get(topic.url()).data) <= MAX_BYTES_SIGNED_IN
