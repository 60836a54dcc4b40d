"""The house laws in the forum, by number."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from community import db, signals
from community.members import forgetting
from community.moderation.actions import decisions
from community.moderation.models import Case
from forums import actions
from forums.models import Follow, Post, Reaction, Topic
from forums.parts import Parts
from tests.forums.conftest import change, decide

CRISIS = "Ik wil vanavond dood, ik heb alles al klaargezet."


def cases() -> list[Case]:
    return list(db.session().scalars(sa.select(Case).order_by(Case.id)))


def test_L5_export_carries_texts_follows_and_reactions(noor: Any, topic: Any) -> None:
    actions.follow(noor, topic, True)
    actions.react(noor, topic, "sterkte")
    export: dict[str, Any] = {}
    signals.person_exported.send(noor, export=export)
    assert [each["topic"] for each in export["forum"]["follows"]] == ["Zondagavond"]
    assert [each["reaction"] for each in export["forum"]["reactions"]] == ["sterkte"]


def test_L5_keeping_posts_takes_the_name_off(browser: Any, noor: Any, topic: Any, answer: Any, sam: Any) -> None:
    answer(topic)
    name = noor.name
    actions.react(noor, topic, "knap")
    actions.follow(noor, topic, True)
    forgetting.erase(noor, "keep_posts")
    page = browser.get(topic.url()).text
    assert "Wat doen jullie?" in page and name not in page
    for table in (Reaction, Follow):
        assert db.session().scalars(sa.select(table)).all() == []


def test_L5_removing_all_leaves_no_word_no_title_and_no_warning(
    browser: Any, sam: Any, noor: Any, begin: Any, answer: Any
) -> None:
    topic = begin("Een titel over mij", "Mijn verhaal.", note="Gaat over mij")
    post = answer(topic, "Jouw reactie.", note="Over jou")
    other = begin("Van een ander", author=sam)
    mine = answer(other, "Ook van mij.", author=noor, note="Over iets")
    forgetting.erase(noor, "remove_all")
    assert (topic.heading, topic.body, topic.html, topic.content_note) == ("", "", "", "")
    assert (mine.body, mine.html, mine.content_note, other.reply_count) == ("", "", "", 0)
    page = browser.get(topic.url())
    assert page.status_code == 200 and "Jouw reactie." in page.text and "Een titel" not in page.text
    assert topic.url() == f"/forum/onderwerp/{topic.public_id}" and post.is_shown


def test_L8_contact_details_are_masked_in_title_text_and_warning(
    browser: Any, browser_of: Any, noor: Any, begin: Any
) -> None:
    topic = begin("Bel 0612345678", "Of mail noor@example.org", note="Gaat over 0687654321")
    for page in (browser.get(topic.url()).text, browser.get("/forum").text, browser.get("/forum/wind-tegen").text):
        assert "0612345678" not in page and "noor@example.org" not in page and "0687654321" not in page
    assert topic.state == "masked" and topic.heading == "Bel ▒▒▒ (telefoonnummer weggehaald)"
    own = browser_of(noor).get(topic.url()).text
    assert "We hebben een telefoonnummer en een e-mailadres weggehaald" in own and "#regel-3" in own
    assert "We hebben een telefoonnummer" not in browser.get(topic.url()).text


@pytest.mark.parametrize("where", ["title", "body", "content_note"])
def test_L11_a_crisis_anywhere_is_held_with_card_and_honest_time(
    browser: Any, browser_of: Any, noor: Any, board: Any, where: str
) -> None:
    typed = {"title": "Vanavond", "body": "Hoi.", "content_note": "iets"} | {where: "Ik wil vanavond dood"}
    answered = browser_of(noor).post("/forum/wind-tegen/nieuw", typed)
    assert answered.status_code == 303
    topic = db.session().scalars(sa.select(Topic)).one()
    assert topic.state == "held" and topic.level in ("crisis", "red")
    page = browser_of(noor).get(answered.location).text
    assert "Goed dat je dit zegt" in page and 'href="tel:113"' in page and "Alleen jij ziet dit nog." in page
    assert "Er leest nu niemand mee" in page and 'href="/nu-hulp"' in page
    assert "Ik wil vanavond dood" in page, "the words are kept"
    assert browser.get(answered.location).status_code == 404
    [case] = cases()
    assert case.kind == "forums.topic" and case.level == topic.level


def test_L11_a_held_reply_is_seen_by_its_writer_and_moderators_only(
    browser: Any, browser_of: Any, cast: Any, topic: Any, answer: Any
) -> None:
    post = answer(topic, CRISIS)
    assert post.state == "held"
    assert CRISIS in browser_of(cast.sam).get(post.url()).text
    mod = browser_of(cast.mila).get(topic.url()).text
    assert CRISIS in mod and "Dit wacht op het team." in mod and "Goed dat je dit zegt" not in mod
    for somebody in (browser, browser_of(cast.noor), browser_of(cast.guest())):
        assert CRISIS not in somebody.get(topic.url()).text


def test_L11_an_edit_passes_the_sieve_again(topic: Any, noor: Any) -> None:
    actions.revise(noor, topic, Parts(CRISIS))
    assert topic.state == "held" and len(cases()) == 1


def test_L11_an_edit_of_a_reply_that_is_held_no_longer_counts(topic: Any, answer: Any, sam: Any) -> None:
    post = answer(topic)
    assert topic.reply_count == 1
    actions.revise(sam, post, Parts(CRISIS))
    assert post.state == "held" and topic.reply_count == 0


def test_L13_the_first_three_posts_wait_and_each_shown_one_counts(
    browser_of: Any, noor: Any, mila: Any, board: Any, topic: Any, answer: Any
) -> None:
    new = noor
    change(new, posts_seen=0)
    for n in range(1, 4):
        post = answer(topic, f"Bericht {n}.", author=new)
        assert post.state == "held"
        page = browser_of(new).get(post.url()).text
        assert "Alleen jij ziet dit nog." in page and f"Bericht {n}." in page and "Goed dat je dit zegt" not in page
        decide(post, "show", mila)
        assert new.posts_seen == n
    assert answer(topic, "Bericht 4.", author=new).state == "visible"
    assert [case.sources for case in cases()] == [["first_posts"]] * 3


def test_L13_hiding_and_machines_do_not_make_an_account_older(noor: Any, mila: Any, begin: Any, topic: Any) -> None:
    change(noor, posts_seen=0)
    hidden = begin()
    decide(hidden, "hidden", mila)
    decide(hidden, "show", mila)
    assert noor.posts_seen == 0
    decide(topic, "hidden", mila)
    decide(topic, "show", mila)
    assert noor.posts_seen == 0


def test_L13_staff_do_not_wait_and_a_watched_member_does(
    noor: Any, mila: Any, jansen: Any, topic: Any, answer: Any
) -> None:
    assert answer(topic, author=mila).state == answer(topic, author=jansen).state == "visible"
    assert answer(topic, author=noor).state == "visible"
    change(noor, is_watched=True)
    watched = answer(topic, author=noor)
    assert watched.state == "held"
    decide(watched, "show", mila)
    assert noor.posts_seen == 3 and answer(topic, author=noor).state == "held"


def test_L14_every_item_links_to_its_report_and_a_visitor_may(browser: Any, topic: Any, answer: Any) -> None:
    post = answer(topic)
    page = browser.get(topic.url()).text
    for item in (topic, post):
        link = f"/melden?kind={item.kind}&id={item.public_id}"
        assert link.replace("&", "&amp;") in page
        assert browser.get(link).status_code == 200
    answered = browser.post("/melden", {"kind": Post.kind, "id": post.public_id, "reason": "worried", "text": "Kijk"})
    assert answered.status_code == 303 and answered.location.startswith("/melding/")
    [case] = cases()
    assert (case.kind, case.item_id, case.scope) == (Post.kind, post.public_id, f"board:{topic.board_id}")


def test_L14_what_waits_cannot_be_reported_by_others(browser: Any, sam: Any, topic: Any, answer: Any) -> None:
    change(sam, posts_seen=0)
    post = answer(topic)
    assert browser.get(f"/melden?kind={Post.kind}&id={post.public_id}").status_code == 404


def test_L14_a_hidden_text_names_the_house_rule_and_the_writer_reads_why(
    browser: Any, browser_of: Any, sam: Any, mila: Any, topic: Any, answer: Any
) -> None:
    post = answer(topic, "Iets over een ander.")
    decisions.decide(mila, post, "hide", reason="identity", text="Iemand was erin te herkennen.")
    page = browser.get(topic.url()).text
    assert "Dit bericht is verborgen door het team." in page and 'href="/huisregels#regel-3"' in page
    assert "Iets over een ander." not in page and "te herkennen" not in page and topic.reply_count == 0
    decisions.decide(mila, post, "restore", reason="other", text="Toch niet.")
    assert "Iets over een ander." in browser.get(topic.url()).text and topic.reply_count == 1


def test_L13_a_moderator_lets_a_first_post_through_from_the_queue(
    browser: Any, browser_of: Any, noor: Any, mila: Any, board: Any
) -> None:
    change(noor, posts_seen=0)
    answered = browser_of(noor).post("/forum/wind-tegen/nieuw", {"title": "Hallo", "body": "Mijn eerste."})
    [case] = cases()
    assert "Hallo" in browser_of(mila).get("/team").text
    path = f"/team/melding/{case.public_id}"
    assert browser_of(mila).post(path, {"decision": "keep", "reason": "other"}).status_code == 303
    assert "Mijn eerste." in browser.get(answered.location).text and noor.posts_seen == 1
