"""Changes in the forum, each with somebody who may not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from community import clock, content, db
from community.errors import Invalid, NotAllowed
from forums import actions, listeners, queries
from forums.models import Follow, Post, Reaction, Topic
from forums.parts import Parts
from tests.forums.conftest import change, decide


def test_a_topic_is_shown_with_title_words_and_warning(begin: Any, noor: Any) -> None:
    topic = begin("Paniek in de lift", "Het was *druk*.", note="Gaat over paniek", themes=["angst"])

    assert (topic.heading, topic.body, topic.content_note) == (
        "Paniek in de lift", "Het was *druk*.", "Gaat over paniek",
    )  # fmt: skip
    assert topic.html.strip() == "<p>Het was <em>druk</em>.</p>"
    assert (topic.state, topic.author_name, topic.themes) == ("visible", noor.name, ["angst"])
    assert topic.url() == f"/forum/onderwerp/{topic.public_id}-paniek-in-de-lift"
    assert "-" not in topic.public_id


def test_a_guest_and_a_suspended_and_a_muted_member_cannot_write(cast: Any, board: Any, topic: Any) -> None:
    change(cast.sam, muted_until=clock.now() + timedelta(days=1))
    for writer in (cast.guest(), cast.kees, cast.sam):
        with pytest.raises(NotAllowed):
            actions.start_topic(writer, board, Parts("Tekst", "", "Titel"))
        with pytest.raises(NotAllowed):
            actions.reply(writer, topic, Parts("Tekst"))


def test_counters_follow_what_is_shown(topic: Any, answer: Any, sam: Any, noor: Any, mila: Any, jansen: Any) -> None:
    own = answer(topic, "Ik zelf nog even.", author=noor)
    assert (topic.reply_count, topic.answered_at, topic.last_post_at) == (1, None, own.created_at)

    first = answer(topic, author=sam)
    peer, pro = answer(topic, author=mila), answer(topic, author=jansen)
    assert (topic.reply_count, topic.answered_at) == (4, first.created_at)
    assert topic.has_peer_answer and topic.has_professional_answer

    decide(pro, "hidden", mila)
    actions.withdraw(mila, peer)
    assert (topic.reply_count, topic.last_post_at) == (2, first.created_at)
    assert not topic.has_peer_answer and not topic.has_professional_answer

    decide(pro, "show", mila)
    assert topic.reply_count == 3 and topic.has_professional_answer


def test_a_held_reply_does_not_count_until_it_is_shown(topic: Any, answer: Any, sam: Any, mila: Any) -> None:
    change(sam, posts_seen=0)
    post = answer(topic)
    assert (topic.reply_count, topic.answered_at) == (0, None)
    decide(post, "show", mila)
    assert (topic.reply_count, topic.answered_at) == (1, post.created_at)


def test_one_edits_with_history_and_another_cannot(topic: Any, noor: Any, sam: Any) -> None:
    actions.revise(noor, topic, Parts("Andere woorden.", "Gaat over slapen"))

    assert (topic.heading, topic.body, topic.content_note) == ("Zondagavond", "Andere woorden.", "Gaat over slapen")
    assert topic.edited_at is not None
    versions = db.session().scalars(sa.select(content.ContentVersion.body)).all()
    assert versions == ["Wat doen jullie?"]
    with pytest.raises(NotAllowed):
        actions.revise(sam, topic, Parts("Van mij nu."))
    assert topic.body == "Andere woorden."


def test_editing_is_over_after_half_an_hour(topic: Any, noor: Any) -> None:
    clock.start_at(clock.now() + timedelta(minutes=31))
    with pytest.raises(NotAllowed):
        actions.revise(noor, topic, Parts("Te laat."))


def test_one_takes_back_ones_own_text_and_not_anothers(topic: Any, answer: Any, noor: Any, sam: Any) -> None:
    post = answer(topic)
    with pytest.raises(NotAllowed):
        actions.withdraw(noor, post)
    actions.withdraw(sam, post)
    actions.withdraw(sam, post)
    assert (post.state, topic.reply_count) == ("removed", 0)


def test_what_was_taken_back_is_gone_after_thirty_days(topic: Any, answer: Any, sam: Any) -> None:
    post = answer(topic, "Eerst dit.")
    actions.revise(sam, post, Parts("Toen dat.", "Gaat over iets"))
    actions.withdraw(sam, post)
    assert listeners.empty_withdrawn() == 0 and post.body == "Toen dat."

    clock.start_at(clock.now() + timedelta(days=31))

    assert listeners.empty_withdrawn() == 1
    assert (post.body, post.html, post.content_note) == ("", "", "")
    assert db.session().scalars(sa.select(content.ContentVersion)).all() == []
    assert listeners.empty_withdrawn() == 0


def test_the_same_word_again_takes_it_back(topic: Any, sam: Any, cast: Any) -> None:
    guest = cast.guest()
    actions.react(sam, topic, "sterkte")
    actions.react(sam, topic, "knap")
    actions.react(guest, topic, "sterkte")

    support = queries.support_for(sam, [topic])["forums.topic", topic.id]
    assert support.counts == {"sterkte": 2, "knap": 1} and support.mine == {"sterkte", "knap"}

    actions.react(sam, topic, "sterkte")
    support = queries.support_for(guest, [topic])["forums.topic", topic.id]
    assert support.counts == {"sterkte": 1, "knap": 1} and support.mine == {"sterkte"}


def test_an_unknown_word_and_a_hidden_text_get_no_reaction(topic: Any, sam: Any, mila: Any) -> None:
    with pytest.raises(Invalid):
        actions.react(sam, topic, "leuk")
    decide(topic, "hidden", mila)
    with pytest.raises(NotAllowed):
        actions.react(sam, topic, "knap")
    assert db.session().scalars(sa.select(Reaction)).all() == []


def test_following_counts_what_is_new(topic: Any, answer: Any, noor: Any, sam: Any) -> None:
    actions.follow(noor, topic, True)
    actions.follow(noor, topic, True)
    answer(topic)
    [held] = queries.follows_of(noor)
    assert held.new_replies == 1

    actions.mark_seen(held, topic)
    assert held.new_replies == 0

    actions.follow(noor, topic, False)
    actions.follow(noor, topic, False)
    assert queries.follows_of(noor) == [] and db.session().scalars(sa.select(Follow)).all() == []


def test_a_report_has_the_text_and_its_neighbours(topic: Any, answer: Any, noor: Any, mila: Any) -> None:
    posts = [answer(topic, f"Reactie {n}.", author=mila) for n in range(8)]
    found = content.reportable(noor, Post.kind, posts[4].public_id)
    assert (found.text, found.scope) == ("Reactie 4.", f"board:{topic.board_id}")
    assert [line.split(": ")[1] for line in found.neighbours] == [f"Reactie {n}." for n in (1, 2, 3, 5, 6, 7)]
    assert found.title == "Reactie bij Zondagavond"

    found = content.reportable(noor, Topic.kind, topic.public_id)
    assert found.title == "Zondagavond" and len(found.neighbours) == 3
