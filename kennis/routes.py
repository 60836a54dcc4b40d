"""/info and /info/<slug>: reading, for everybody."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from community import cards, moments
from community.cards import Wish
from community.doors import public
from community.i18n import _
from community.members.access import viewer
from community.places.themes import THEMES, terms_of
from kennis import queries
from kennis.cards import minutes_words

pages = Blueprint("kennis", __name__, template_folder="templates")

MAX_QUERY_CHARS = 200
NEARBY_KINDS = ("room", "session", "place", "service", "topic")
NEARBY_EACH, MORE_ARTICLES, MORE_NATIONAL = 2, 4, 2


@pages.get("/info")
@public
def show_articles() -> str:
    asker = viewer()
    text = request.args.get("q", "").strip()[:MAX_QUERY_CHARS]
    theme = request.args.get("thema", "") if request.args.get("thema", "") in THEMES else ""
    every = queries.articles(asker)
    shown = queries.found(asker, text) if text else every
    return render_template(
        "kennis/articles.html",
        articles=[each for each in shown if not theme or theme in each.themes],
        national=queries.national(asker, [theme] if theme else []),
        themes=terms_of(THEMES, {slug for each in every for slug in each.themes}),
        theme=THEMES.get(theme),
        text=text,
        minutes=minutes_words,
    )


@pages.get("/info/<slug>")
@public
def show_article(slug: str) -> str:
    asker = viewer()
    article = queries.article_for(asker, slug)
    wish = Wish(themes=tuple(article.themes))
    others = [each for each in queries.articles_about(asker, article.themes) if each.id != article.id]
    return render_template(
        "kennis/article.html",
        article=article,
        terms=terms_of(THEMES, article.themes),
        nearby=cards.nearby(asker, wish, NEARBY_KINDS, NEARBY_EACH),
        national=queries.national(asker, article.themes)[:MORE_NATIONAL],
        others=others[:MORE_ARTICLES],
        reviewed=moments.date_words(article.reviewed_on, _) if article.reviewed_on else "",
        minutes=minutes_words,
    )
