"""Notices: for one person, without content, put away by a press."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from community import clock
from community.members.models import Visitor
from community.notifications import actions, queries, retention


def page(answer):
    return answer.get_data(as_text=True)


def test_a_notice_is_for_one_person_only(noor, sam, browser_of):
    actions.notify(noor.id, "placed", "Wat je schreef staat er nu bij.", "/forum")
    assert [notice.text for notice in queries.notices_of(noor)] == ["Wat je schreef staat er nu bij."]
    assert queries.notices_of(sam) == [] and queries.notices_of(Visitor()) == []
    assert (queries.unread_count(noor), queries.unread_count(sam), queries.unread_count(Visitor())) == (1, 0, 0)
    assert "staat er nu bij" in page(browser_of(noor).get("/mijn/nieuws"))
    assert "staat er nu bij" not in page(browser_of(sam).get("/mijn/nieuws"))


def test_a_notice_has_words_and_leads_to_an_own_page(noor):
    for text, url in ((" ", "/forum"), ("Kijk.", "https://elders.example")):
        with pytest.raises(sa.exc.IntegrityError):
            actions.notify(noor.id, "placed", text, url)
    actions.notify(noor.id, "placed", "Kijk.", "/forum")


def test_reading_changes_nothing_and_putting_away_leaves_what_came_since(noor, sam, browser_of):
    first = actions.notify(noor.id, "placed", "Eerst.", "/forum")
    actions.notify(noor.id, "placed", "Daarna.", "/forum")
    sams = actions.notify(sam.id, "placed", "Voor Sam.", "/forum")
    noors = browser_of(noor)
    noors.get("/mijn/nieuws")
    assert queries.unread_count(noor) == 2
    assert noors.post("/mijn/nieuws/gelezen", {"until": str(first.id)}).status_code == 303
    assert queries.unread_count(noor) == 1
    noors.post("/mijn/nieuws/gelezen", {"until": str(sams.id)})
    assert (queries.unread_count(noor), queries.unread_count(sam)) == (0, 1)


def test_a_suspended_person_reads_notices_and_a_visitor_is_asked_in(kees, browser, browser_of):
    assert browser_of(kees).get("/mijn/nieuws").status_code == 200
    assert browser_of(kees).post("/mijn/nieuws/gelezen", {"until": "1"}).status_code == 303
    assert browser.get("/mijn/nieuws").location.startswith("/meedoen?next=")
    assert browser.post("/mijn/nieuws/gelezen", {"until": "1"}).status_code == 403


def test_L6_notices_go_a_month_after_they_were_put_away(noor):
    clock.start_at(clock.now() - timedelta(days=40))
    old = actions.notify(noor.id, "placed", "Oud en gelezen.", "/forum")
    actions.put_away(noor, old.id)
    actions.notify(noor.id, "placed", "Oud en nieuw.", "/forum")
    clock.start_at(None)
    assert retention.run() == {"notices": 1}
    assert [notice.text for notice in queries.notices_of(noor)] == ["Oud en nieuw."]
    clock.start_at(clock.now() + timedelta(days=330))
    assert retention.run() == {"notices": 1}
