"""Articles and national services shown small, and how search finds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from community import cards, db, search
from community.cards import Card, Wish
from community.i18n import _
from community.members.models import Viewer
from community.moments import N_
from community.places.themes import THEMES, terms_of
from community.search import Searchable, SearchDocument
from kennis import queries
from kennis.models import Article, NationalService


def init_app() -> None:
    cards.register("article", find_articles)
    cards.register("national", find_national)
    search.register(
        Searchable(queries.KIND, N_("Info"), keys=_keys, documents=_documents, cards=_cards),
    )


def find_articles(viewer: Viewer, wish: Wish, most: int) -> Sequence[Card]:
    """Articles on these themes, the most fitting first. None for a place: nothing written is at an address."""
    if wish.place_id is not None or wish.is_open_now:
        return []
    return [card_of(each) for each in queries.articles_about(viewer, wish.themes)[:most]]


def find_national(viewer: Viewer, wish: Wish, most: int) -> Sequence[Card]:
    if wish.place_id is not None or wish.is_open_now:
        return []
    return [national_card(each) for each in queries.national(viewer, wish.themes)[:most]]


def card_of(article: Article) -> Card:
    return Card(
        kind="article",
        title=article.title,
        url=article.url,
        text=article.lead,
        meta=minutes_words(article.reading_minutes),
        themes=tuple(article.themes),
    )


def minutes_words(minutes: int) -> str:
    """'4 minuten lezen'."""
    return _("1 minuut lezen") if minutes == 1 else _("%(number)s minuten lezen", number=minutes)


def national_card(service: NationalService) -> Card:
    return Card(
        kind="national",
        title=service.name,
        url=service.url,
        text=service.what,
        meta=service.note,
        themes=tuple(service.themes),
    )


def _keys() -> Iterable[str]:
    return db.session().scalars(sa.select(Article.slug).order_by(Article.id))


def _documents(keys: Sequence[str]) -> Iterable[SearchDocument]:
    wish = sa.select(Article).where(Article.slug.in_(keys), Article.state == "published")
    return [_document(each) for each in db.session().scalars(wish)]


def _document(article: Article) -> SearchDocument:
    words = " ".join(" ".join((term.label, *term.synonyms)) for term in terms_of(THEMES, article.themes))
    return SearchDocument(
        kind=queries.KIND, key=article.slug, title=article.title, body=f"{article.lead}\n{article.body}", words=words
    )


def _cards(viewer: Viewer, keys: Sequence[str]) -> Mapping[str, Card]:
    wish = sa.select(Article).where(Article.slug.in_(keys), Article.state == "published")
    return {each.slug: card_of(each) for each in db.session().scalars(wish)}
