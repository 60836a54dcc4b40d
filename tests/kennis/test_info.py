"""/info and /info/<slug>: what is read, by whom it was written and checked, and how it is found and reported."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from community import cards, content, db
from community.cards import Wish
from community.demo import filling
from community.errors import NotFound
from community.members.models import Visitor
from kennis import actions, demo
from kennis.models import Article, NationalService, reading_minutes


def make_article(slug: str = "piekeren", **fields: Any) -> Article:
    values: dict[str, Any] = {
        "title": "Piekeren in bed",
        "lead": "Wat helpt als je hoofd aan staat.",
        "body": "Eerst dit.\n\n## Dan dat\n\n- een\n- twee\n\n<script>alert(1)</script> [bron](https://voorbeeld.nl/)",
        "author": "Noor, ervaringsdeskundige",
        "reviewer": "Femke, praktijkondersteuner",
        "reviewed_on": date(2026, 10, 5),
        "sources": [{"name": "Thuisarts", "url": "https://www.thuisarts.nl/"}],
        "themes": ["slapen", "stress"],
    }
    return actions.publish(None, Article(slug=slug, **(values | fields)))


@db.action
def make_national(**fields: Any) -> None:
    db.add(NationalService(slug="lijn", name="De Lijn", what="Bellen.", url="https://lijn.example/", **fields))


def test_the_list_shows_every_published_article_with_its_reading_time(app, browser):
    make_article(body="woord " * 410)
    page = browser.get("/info").get_data(as_text=True)
    assert 'href="/info/piekeren"' in page and "3 minuten lezen" in page
    assert "Set-Cookie" not in browser.get("/info").headers


def test_an_article_says_who_wrote_and_who_checked_it_when_and_on_what(app, browser):
    made = make_article()
    page = browser.get("/info/piekeren").get_data(as_text=True)
    assert "Noor, ervaringsdeskundige" in page and "Femke, praktijkondersteuner" in page
    assert 'datetime="2026-10-05"' in page and 'href="https://www.thuisarts.nl/"' in page
    assert f"/melden?kind=kennis.article&amp;id={made.uuid}" in page
    assert "<h2>Dan dat</h2>" in page and "<script>alert" not in page


def test_a_withdrawn_article_is_gone_everywhere_and_the_act_is_logged(app, cast, browser):
    article = make_article()
    assert browser.get("/info/piekeren").status_code == 200
    actions.withdraw(cast.staff("editor"), article)
    assert browser.get("/info/piekeren").status_code == browser.get("/info/bestaat-niet").status_code == 404
    assert "/info/piekeren" not in browser.get("/info").get_data(as_text=True)
    assert "Piekeren" not in browser.get("/info?q=piekeren").get_data(as_text=True)
    with pytest.raises(NotFound):
        content.reportable(Visitor(), "kennis.article", article.uuid)


def test_searching_finds_an_article_by_its_words_and_by_those_of_its_theme(app, browser):
    make_article()
    make_article("schulden", title="Brieven", lead="Over geld.", body="Maak open.", themes=["geld"])
    for text in ("piekeren", "piekert", "wakker liggen"):
        page = browser.get(f"/info?q={text}").get_data(as_text=True)
        assert "Piekeren in bed" in page and "/info/schulden" not in page, text
    assert "Niets gevonden" in browser.get("/info?q=paardencoach").get_data(as_text=True)
    assert "Piekeren in bed" in browser.get("/zoeken?q=piekeren").get_data(as_text=True)


def test_a_theme_narrows_the_list_and_an_unknown_one_is_ignored(app, browser):
    make_article()
    make_article("schulden", title="Brieven", themes=["geld"])
    chosen = browser.get("/info?thema=geld").get_data(as_text=True)
    assert "/info/schulden" in chosen and 'href="/info/piekeren"' not in chosen
    assert 'href="/info/piekeren"' in browser.get("/info?thema=bestaat-niet").get_data(as_text=True)


def test_national_services_stand_as_cards_and_are_opened_without_referrer(app, browser):
    make_national(themes=["alleen"])
    page = browser.get("/info").get_data(as_text=True)
    assert '<a class="card__link" href="https://lijn.example/" rel="noreferrer noopener external">De Lijn</a>' in page
    assert [card.title for card in cards.nearby(Visitor(), Wish(themes=("alleen",)), ["national"])] == ["De Lijn"]
    assert cards.nearby(Visitor(), Wish(themes=("geld",)), ["national"]) == []


def test_articles_on_the_same_theme_turn_up_as_cards_the_most_fitting_first(app):
    make_article("een", title="Een", themes=["slapen"])
    make_article("twee", title="Twee", themes=["slapen", "stress"])
    make_article("drie", title="Drie", themes=["geld"])
    found = cards.nearby(Visitor(), Wish(themes=("slapen", "stress")), ["article"])
    assert [card.title for card in found] == ["Twee", "Een"]


def test_an_article_can_be_reported_with_its_text(app):
    made = make_article()
    found = content.reportable(Visitor(), "kennis.article", made.uuid)
    assert found.url == "/info/piekeren" and "Eerst dit." in found.text


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (1, 1), (200, 1), (201, 2), (1000, 5)])
def test_reading_time_counts_two_hundred_words_a_minute(words: int, minutes: int):
    assert reading_minutes("woord " * words) == minutes


def test_the_demo_has_twelve_articles_and_is_filled_once(app, browser):

    demo.fill()
    demo.fill()
    page = browser.get("/info").get_data(as_text=True)
    assert page.count('class="card__link" href="/info/') == 12
    assert page.count("external") == len(filling.read("national.toml")["national"])
    for path in (filling.FOLDER / "articles").glob("*.md"):
        assert browser.get(f"/info/{path.stem}").status_code == 200


def test_a_list_of_articles_takes_few_statements(app, browser, statements):
    for number in range(20):
        make_article(f"stuk-{number}")
    statements.clear()
    browser.get("/info")
    assert len(statements) <= 3
