"""Who may write, reply, edit, take back and react: everybody who may, and everybody who may not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from community import clock
from community.members.models import Visitor
from forums import rules
from tests.forums.conftest import change, decide


def test_members_and_staff_write_and_nobody_else(cast: Any) -> None:
    change(cast.sam, muted_until=clock.now() + timedelta(days=1))

    assert rules.may_write(cast.noor) and rules.may_write(cast.mila) and rules.may_write(cast.jansen)
    assert not rules.may_write(Visitor()) and not rules.may_write(cast.guest())
    assert not rules.may_write(cast.sam), "muted"
    assert not rules.may_write(cast.kees), "suspended"


def test_one_replies_only_where_the_topic_is_shown(noor: Any, sam: Any, topic: Any) -> None:
    assert rules.may_reply(sam, topic)
    for state in ("held", "hidden", "removed"):
        topic.state = state
        assert not rules.may_reply(sam, topic) and not rules.may_reply(noor, topic)


def test_guests_react_visitors_do_not(cast: Any, topic: Any) -> None:
    assert rules.may_react(cast.guest(), topic) and rules.may_react(cast.noor, topic)
    assert not rules.may_react(Visitor(), topic) and not rules.may_react(cast.kees, topic)
    topic.state = "held"
    assert not rules.may_react(cast.noor, topic)


def test_one_edits_ones_own_text_for_half_an_hour(noor: Any, sam: Any, mila: Any, topic: Any) -> None:
    assert rules.may_edit(noor, topic)
    assert not rules.may_edit(sam, topic) and not rules.may_edit(mila, topic) and not rules.may_edit(Visitor(), topic)
    topic.created_at = clock.now() - timedelta(minutes=31)
    assert not rules.may_edit(noor, topic)


def test_what_the_team_hid_is_neither_edited_nor_taken_back(noor: Any, mila: Any, topic: Any) -> None:
    assert rules.may_edit(noor, topic) and rules.may_withdraw(noor, topic)
    decide(topic, "hidden", mila)
    assert not rules.may_edit(noor, topic) and not rules.may_withdraw(noor, topic)


def test_a_new_account_edits_only_what_still_waits(noor: Any, mila: Any, begin: Any) -> None:
    change(noor, posts_seen=0)
    fresh = begin()
    assert rules.may_edit(noor, fresh)
    decide(fresh, "show", mila)
    assert not rules.may_edit(noor, fresh)


def test_a_topic_awaits_an_answer_after_a_day(topic: Any, answer: Any) -> None:
    assert not rules.is_overdue(topic)
    topic.created_at = clock.now() - timedelta(hours=25)
    assert rules.is_overdue(topic)
    answer(topic)
    assert not rules.is_overdue(topic)
