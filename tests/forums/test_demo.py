"""The forum of the demonstration: full, honest, green, and the same on every run."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from community import cards, db
from community.cards import Wish
from community.demo import filling
from community.members.models import Visitor
from community.safety import masking, sieve
from forums import demo, parts, queries
from forums.models import Board, Post, Topic


def count(table: Any) -> int:
    return db.session().scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_contract_eight_boards_with_sixty_topics(app: Any) -> None:
    demo.fill_forum()
    numbers = (count(Board), count(Topic), count(Post))
    assert numbers[0] >= 8 and numbers[1] >= 60
    demo.fill_forum()
    assert (count(Board), count(Topic), count(Post)) == numbers
    assert count(sa.select(Topic).where(Topic.author_id.is_not(None)).subquery()) == 0


MAX_FALSE_ALARMS = 0.10
"""The sieve listens sharply (L11): of two hundred quiet texts a few would wait for somebody."""


def test_demo_texts_pass_mask_and_sieve() -> None:
    rows = [each for row in filling.read("forum.toml")["topic"] for each in (row, *row.get("reply", []))]
    texts = [parts.join(demo.parts_of(row)) for row in rows]
    assert [text for text in texts if masking.mask(text).found] == []
    held = [text for text in texts if sieve.screen(text).level in ("crisis", "red")]
    assert len(held) / len(texts) <= MAX_FALSE_ALARMS, held


def test_demo_counters_are_those_of_the_replies(app: Any) -> None:
    demo.fill_forum()
    for topic in db.session().scalars(sa.select(Topic)):
        posts = list(db.session().scalars(sa.select(Post).where(Post.topic_id == topic.id)))
        assert topic.reply_count == len(posts)
        assert topic.last_post_at == max([post.created_at for post in posts], default=topic.created_at)
        assert topic.has_professional_answer == any(post.author_badge == "professional" for post in posts)
    assert queries.unanswered()


def test_bulk_is_the_same_on_every_run_and_makes_no_more(app: Any) -> None:
    demo.make_posts(7)
    assert (count(Topic), count(Post)) == (1, 7)
    demo.make_topics(5)
    demo.make_posts(20)
    demo.make_topics(5)
    first = db.session().execute(sa.select(Post.public_id, Post.author_name, Post.body).order_by(Post.public_id)).all()
    assert (count(Topic), len(first)) == (5, 20)
    assert sum(db.session().scalars(sa.select(Topic.reply_count))) == 20
    demo.make_posts(20)
    again = db.session().execute(sa.select(Post.public_id, Post.author_name, Post.body).order_by(Post.public_id)).all()
    assert again == first


def test_topics_turn_up_as_cards_by_theme_and_municipality(app: Any) -> None:
    demo.fill_forum()
    visitor = Visitor()
    slept = cards.nearby(visitor, Wish(themes=("slapen",)), ["topic"], 3)
    assert len(slept) == 3 and all("slapen" in card.themes for card in slept)
    delta = cards.nearby(visitor, Wish(municipality="GM1979"), ["topic"], 3)
    assert delta and {card.municipality for card in delta} == {"GM1979"}
    assert cards.nearby(visitor, Wish(is_open_now=True), ["topic"], 3) == []
    newest = cards.nearby(visitor, Wish(), ["topic"], 1)[0]
    assert newest.title.startswith("Iedereen op mijn werk") and "5 reacties, 8 minuten geleden" in newest.meta
    assert newest.text == "trouwe tureluur in Wind tegen"
