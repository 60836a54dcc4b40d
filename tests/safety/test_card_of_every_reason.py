"""Whatever the sieve says, its writer gets a whole card: title, text and something to do (house law L11)."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from community.safety import cards, masking, sieve
from community.safety.frames import frames
from community.safety.sieve import Verdict

CONTACTS = [f"contact-{kind}" for kind in masking._SHOWN]
LISTED = [each.reason for each in (*frames().frames, *frames().signs)]
REASONS = sorted({*LISTED, *CONTACTS, *sieve._OWN_WORDS})


@pytest.mark.parametrize("reason", [*REASONS, "a-reason-of-tomorrow"])
def test_L11_every_reason_leads_to_a_card_with_title_text_and_actions(reason):
    for level in ("crisis", "red", "amber"):
        card = cards.support_card(Verdict(level, (reason,)))
        assert set(card) == {"kind", "title", "text", "actions"}
        assert card["title"].strip() and len(card["text"].split()) >= 8 and card["actions"]
        for action in card["actions"]:
            assert action["label"].strip()
            assert re.fullmatch(r"/[a-z-]+|tel:\d+|https://[\w./-]+", action["url"])


def test_L11_every_reason_can_be_explained_to_a_moderator():
    assert [reason for reason in REASONS if not sieve.explain(reason).strip().endswith(".")] == []


def test_L11_who_speaks_of_dying_gets_113_and_nu_hulp_first_whatever_else_is_said():
    urgent = [frame.reason for frame in frames().frames if frame.level in ("crisis", "red")]
    about_dying = [reason for reason in urgent if reason.startswith("suicide-")]
    assert len(about_dying) >= 5
    card = cards.support_card(Verdict("amber", ("suicide-wish",)))
    assert [action["url"] for action in card["actions"]] == ["tel:113", "https://www.113.nl", "/nu-hulp"]
    assert "112" in card["text"]
    for reason, other in ((reason, other) for reason in about_dying for other in ("insult", "contact-phone", "spam")):
        kinds = {cards.support_card(Verdict("red", order))["kind"] for order in ((reason, other), (other, reason))}
        assert kinds == {cards.support_card(Verdict("red", (reason,)))["kind"]}


def test_L11_the_order_of_the_reasons_does_not_choose_the_card():
    for first, second in combinations(REASONS, 2):
        one = cards.support_card(Verdict("red", (first, second)))
        assert one == cards.support_card(Verdict("red", (second, first)))


def test_L11_a_masked_detail_alone_is_explained_and_never_hides_help():
    for contact in CONTACTS:
        assert cards.support_card(Verdict("amber", (contact,)))["kind"] == "contact"
        assert cards.support_card(Verdict("red", (contact, "abuse")))["kind"] == "abuse"
