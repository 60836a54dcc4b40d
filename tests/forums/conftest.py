"""A board, and short ways to a topic and replies that are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from community import content, db
from community.members.models import Person
from forums import actions
from forums.models import Board, Post, Topic, Written
from forums.parts import Parts

Make = Callable[..., Any]


@db.action
def make_board(slug: str = "wind-tegen", **fields: Any) -> Board:
    board = Board(slug=slug, title=fields.pop("title", "Wind tegen"), themes=["somber", "werk"], **fields)
    db.add(board)
    return board


@db.action
def change(row: Any, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(row, name, value)


@db.action
def decide(item: Written, state: str, by: Person | None) -> None:
    """What a moderator's decision does to a text."""
    content.decide(item, content.shown_state(item) if state == "show" else state, by)


@pytest.fixture
def board(app: Flask) -> Board:
    return make_board()


@pytest.fixture
def begin(board: Board, noor: Person) -> Make:
    """begin("Title", "Text", author=noor): a topic."""

    def make(
        heading: str = "Zondagavond", words: str = "Wat doen jullie?", author: Person = noor, **more: Any
    ) -> Topic:
        return actions.start_topic(
            author, more.pop("board", board), Parts(words, more.pop("note", ""), heading), **more
        )

    return make


@pytest.fixture
def answer(sam: Person) -> Make:
    """answer(topic, "Text", author=sam): a reply."""

    def make(topic: Topic, words: str = "De was.", author: Person = sam, note: str = "") -> Post:
        return actions.reply(author, topic, Parts(words, note))

    return make


@pytest.fixture
def topic(begin: Make) -> Topic:
    """Noor's topic, shown."""
    made: Topic = begin()
    return made
