"""The forum of the demonstration, and bulk topics and posts for measuring. Nobody in it exists: rows have no person."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa

from community import clock, db, search, text
from community.demo import filling
from community.demo.filling import bulk, fills
from community.members.models import Person
from community.safety import nicknames
from forums import actions, found, parts
from forums.models import REACTIONS, Board, Post, Reaction, Topic
from forums.parts import Parts

ROWS_PER_ACTION = 2000
"""Rows in one transaction: a running server waits only a moment for its turn to write."""
BULK_BOARD = "meetbord"
SENTENCES = (
    "Ik lees hier al een tijdje mee en dacht, ik zeg ook eens wat.",
    "Vandaag ging het wel, gisteren was een ander verhaal.",
    "Bij mij hielp het om één ding per dag te doen en dat af te strepen.",
    "Ik heb het tegen mijn zus gezegd en die bleef gewoon zitten.",
    "Op de fiets wordt het in mijn hoofd meestal wat stiller.",
    "Het is raar hoe groot een klein briefje kan worden als het lang ligt.",
    "Iemand anders die dat heeft, of ben ik de enige?",
    "Ik weet het antwoord ook niet, maar ik herken het wel.",
)


@fills("forum", 50)
def fill_forum() -> None:
    """Boards, topics and replies from demo/forum.toml, and some support from the demo people."""
    if db.session().scalar(sa.select(Board.id).limit(1)) is None:
        _fill(filling.read("forum.toml"))


@db.action
def _fill(source: dict[str, Any]) -> None:
    actions.set_boards(source["board"])
    boards = {board.slug: board for board in db.session().scalars(sa.select(Board))}
    for row in source["topic"]:
        topic = _topic(row, boards[row["board"]])
        db.session().add(topic)
        db.session().flush()
        db.session().add_all([_post(reply, topic) for reply in row.get("reply", [])])
    db.session().flush()
    actions.recount(db.session().scalars(sa.select(Topic.id)))
    for public_id in db.session().scalars(sa.select(Topic.public_id)):
        search.note(found.KIND, public_id)
    _give_support()


def _topic(row: dict[str, Any], board: Board) -> Topic:
    body = parts.join(parts_of(row))
    return Topic(board_id=board.id, themes=row["themes"], body=body, html=Topic.renders(body), **_writer(row))


def _post(row: dict[str, Any], topic: Topic) -> Post:
    body = parts.join(parts_of(row))
    return Post(topic_id=topic.id, body=body, html=Post.renders(body), **_writer(row))


def parts_of(row: dict[str, Any]) -> Parts:
    """The text of a row of the demo file, as somebody would have typed it."""
    return Parts(row["body"].strip(), row.get("content_note", ""), row.get("title", ""))


def _writer(row: dict[str, Any]) -> dict[str, Any]:
    """Author and moment; the same name always has the same bird and tint."""
    chance = _chance(row["author"])
    written_at = clock.now() - timedelta(minutes=row["minutes_ago"])
    moments = {"created_at": written_at} | ({"last_post_at": written_at} if "title" in row else {})
    return moments | {
        "author_name": row["author"],
        "author_bird": nicknames.drawing_for(row["author"], chance),
        "author_tint": chance.choice(nicknames.TINTS),
        "author_badge": row.get("role"),
    }


def _give_support() -> None:
    """A word from each demo person under one text in three."""
    people = list(db.session().scalars(sa.select(Person.id).order_by(Person.id)))
    for table in (Topic, Post):
        for item_id in db.session().scalars(sa.select(table.id).order_by(table.id)).all():
            chance = _chance(f"{table.kind} {item_id}")
            for person_id in people:
                if chance.random() < 1 / 3:
                    given = chance.choices(REACTIONS, weights=(8, 5, 2, 2))[0]
                    db.session().add(Reaction(kind=table.kind, item_id=item_id, reaction=given, person_id=person_id))
    db.session().flush()


@bulk("topics")
def make_topics(number: int) -> None:
    """Make `number` topics on a board of their own; those that are there already stay as they are."""
    board_id, now = _bulk_board(), clock.now()
    known = set(db.session().scalars(sa.select(Topic.public_id).where(Topic.board_id == board_id)))
    for batch in _batches([n for n in range(1, number + 1) if _bulk_id("topic", n) not in known]):
        rows = [_bulk_topic(n, board_id, now) for n in batch]
        _insert(Topic, rows)
        _let_find(rows)


@bulk("posts")
def make_posts(number: int) -> None:
    """Make `number` replies, spread over the bulk topics (one is made if there is none)."""
    board_id, now = _bulk_board(), clock.now()
    wish = sa.select(Topic.id).where(Topic.board_id == board_id).order_by(Topic.id)
    topics = list(db.session().scalars(wish))
    if not topics:
        make_topics(1)
        topics = list(db.session().scalars(wish))
    known = set(
        db.session().scalars(sa.select(Post.public_id).where(Post.topic_id.in_(sa.select(wish.subquery().c.id))))
    )
    for batch in _batches([n for n in range(1, number + 1) if _bulk_id("post", n) not in known]):
        _insert(Post, [_bulk_post(n, topics[n % len(topics)], now) for n in batch])
    for batch in _batches(topics):
        actions.recount(batch)


@db.action
def _bulk_board() -> int:
    held = db.session().scalar(sa.select(Board.id).where(Board.slug == BULK_BOARD))
    if held is not None:
        return held
    board = Board(slug=BULK_BOARD, title="Meetbord", lead="Gemaakt om mee te meten.", themes=["stress"], position=999)
    db.add(board)
    return board.id


@db.action
def _insert(table: type[Topic | Post], rows: list[dict[str, Any]]) -> None:
    db.session().execute(sa.insert(table), rows)


@db.action
def _let_find(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        search.note(found.KIND, row["public_id"])


def _bulk_topic(n: int, board_id: int, now: datetime) -> dict[str, Any]:
    begun_at = now - timedelta(days=30, minutes=n)
    own = {"board_id": board_id, "heading": f"Meetonderwerp {n}", "themes": ["stress"], "last_post_at": begun_at}
    return own | _bulk_row("topic", n, begun_at)


def _bulk_post(n: int, topic_id: int, now: datetime) -> dict[str, Any]:
    return {"topic_id": topic_id} | _bulk_row("post", n, now - timedelta(days=29) + timedelta(seconds=n % 2_000_000))


def _bulk_row(kind: str, n: int, written_at: datetime) -> dict[str, Any]:
    chance = _chance(f"bulk {kind} {n}")
    body = "\n\n".join(" ".join(chance.sample(SENTENCES, 3)) for _ in range(chance.randint(1, 2)))
    bird = nicknames.suggest(1, chance)[0]
    return {
        "public_id": _bulk_id(kind, n),
        "author_name": bird.name,
        "author_bird": bird.bird,
        "author_tint": bird.tint,
        "body": body,
        "html": text.member_html(body),
        "created_at": written_at,
    }


def _bulk_id(kind: str, n: int) -> str:
    return hashlib.sha256(f"bulk {kind} {n}".encode()).hexdigest()[:20]


def _batches(numbers: list[int]) -> Iterator[list[int]]:
    return (numbers[start : start + ROWS_PER_ACTION] for start in range(0, len(numbers), ROWS_PER_ACTION))


def _chance(seed: str) -> Random:
    return Random(seed)
