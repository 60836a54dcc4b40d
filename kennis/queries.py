"""Finding articles and national services, through the viewer."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from community import db, search
from community.errors import NotFound
from community.i18n import _
from community.members.models import Viewer
from community.moments import N_
from community.places.themes import THEMES
from kennis.models import Article, NationalService

KIND = "article"
GONE = N_("Dit stuk is er niet, of niet meer.")
MOST = 200
ORDER = {slug: number for number, slug in enumerate(THEMES)}


def articles(viewer: Viewer) -> list[Article]:
    """Published articles in the order of their first theme: what one feels first, what is heaviest not first."""
    wish = sa.select(Article).where(Article.state == "published")
    newest = db.session().scalars(wish.order_by(Article.published_at.desc(), Article.id).limit(MOST))
    return sorted(newest, key=lambda each: ORDER.get(next(iter(each.themes), ""), len(ORDER)))


def articles_about(viewer: Viewer, themes: Sequence[str]) -> list[Article]:
    """Those that share a theme, the most shared themes first; all of them when no theme is asked."""
    wanted = set(themes)
    if not wanted:
        return articles(viewer)
    shared = [(len(wanted & set(each.themes)), each) for each in articles(viewer)]
    return [each for number, each in sorted(shared, key=lambda pair: -pair[0]) if number]


def found(viewer: Viewer, text: str) -> list[Article]:
    """Published articles that a search proposes, best first."""
    keys = [hit.key for hit in search.find([KIND], text).hits]
    wish = sa.select(Article).where(Article.slug.in_(keys), Article.state == "published")
    by_slug = {each.slug: each for each in db.session().scalars(wish)}
    return [by_slug[key] for key in keys if key in by_slug]


def article_for(viewer: Viewer, slug: str) -> Article:
    """A published article.

    Raises NotFound, also for a withdrawn one.
    """
    return _one(Article.slug == slug)


def article_by_uuid(viewer: Viewer, uuid: str) -> Article:
    """A published article by its public id.

    Raises NotFound.
    """
    return _one(Article.uuid == uuid)


def _one(is_it: sa.ColumnElement[bool]) -> Article:
    found = db.session().scalar(sa.select(Article).where(is_it, Article.state == "published"))
    if found is None:
        raise NotFound(_(GONE))
    return found


def national(viewer: Viewer, themes: Sequence[str] = ()) -> list[NationalService]:
    """National services in their order; on one of these themes when asked."""
    wanted = set(themes)
    every = db.session().scalars(sa.select(NationalService).order_by(NationalService.position, NationalService.id))
    return [each for each in every if not wanted or wanted & set(each.themes)]
