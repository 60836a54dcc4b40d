"""What search knows of the forum: shown topics, by title, own words and themes. Replies are not indexed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from community import db
from community.cards import Card
from community.content import SHOWN
from community.members.models import Viewer
from community.places.themes import THEMES
from community.search import Searchable, SearchDocument
from forums.cards import card_of
from forums.models import Topic

KIND = "topic"


def _keys() -> Iterable[str]:
    return db.session().scalars(sa.select(Topic.public_id).where(Topic.state.in_(SHOWN)))


def _documents(keys: Sequence[str]) -> Iterable[SearchDocument]:
    columns: tuple[Any, ...] = (Topic.public_id, Topic.heading, Topic.body, Topic.themes)
    wish = sa.select(*columns).where(Topic.public_id.in_(keys), Topic.state.in_(SHOWN))
    for public_id, heading, body, themes in db.session().execute(wish):
        words = " ".join(THEMES[slug].label for slug in themes if slug in THEMES)
        yield SearchDocument(KIND, public_id, heading, body, words)


def _cards(viewer: Viewer, keys: Sequence[str]) -> Mapping[str, Card]:
    wish = sa.select(Topic).where(Topic.public_id.in_(keys), Topic.state.in_(SHOWN))
    return {topic.public_id: card_of(topic) for topic in db.session().scalars(wish)}


TOPICS = Searchable(KIND, "Op het forum", _keys, _documents, _cards)
