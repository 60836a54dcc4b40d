"""House law L11: what the writer sees when something is held or masked."""

import pytest

from community.safety import cards, sieve
from community.safety.frames import frames
from community.safety.sieve import Verdict


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ik wil dood", "crisis"),
        ("ik heb net een strip pillen geslikt", "medical"),
        ("mijn vader staat met een mes voor de deur en ik zit op de wc verstopt", "danger"),
        ("mijn vader slaat mij", "abuse"),
        ("ik ben verkracht", "sexual_violence"),
        ("ik snij mezelf elke avond", "help"),
        ("ga jezelf ophangen", "rules"),
        ("bel me op 0612345678", "contact"),
    ],
)
def test_L11_the_card_fits_what_was_written(text, kind):
    assert cards.support_card(sieve.label(text))["kind"] == kind


def test_L11_who_may_want_to_die_sees_113_to_call_and_to_chat_and_the_page_nu_hulp():
    card = cards.support_card(Verdict("red", ("suicide-wish",)))
    assert card["title"] == "Goed dat je dit zegt"
    assert card["actions"] == [
        {"label": "Bel 113", "url": "tel:113"},
        {"label": "Chat met 113", "url": "https://www.113.nl"},
        {"label": "Nu hulp", "url": "/nu-hulp"},
    ]


def test_L11_danger_goes_before_rules():
    assert cards.support_card(Verdict("crisis", ("threat", "violence-now")))["kind"] == "danger"


def test_L11_a_threat_gets_a_calm_explanation_without_crisis_numbers():
    card = cards.support_card(Verdict("crisis", ("threat",)))
    assert card["kind"] == "rules"
    assert not any(action["url"].startswith("tel:") for action in card["actions"])


def test_L11_every_urgent_reason_has_a_card_of_its_own():
    urgent = [frame.reason for frame in frames().frames if frame.level in ("crisis", "red")]
    urgent += [signs.reason for signs in frames().signs] + [
        "words-suicide",
        "words-harm",
        "words-violence",
        "words-contact",
    ]
    for reason in urgent:
        assert cards.support_card(Verdict("red", (reason,)))["kind"] != "wait", reason


def test_L11_a_verdict_without_a_known_reason_still_gets_a_card():
    assert cards.support_card(Verdict("red", ("sieve-failed",)))["kind"] == "wait"
    assert cards.support_card(Verdict("green", ()))["kind"] == "wait"


def test_cards_are_not_shared_between_people():
    first = cards.support_card(Verdict("red", ("abuse",)))
    first["actions"].clear()
    assert cards.support_card(Verdict("red", ("abuse",)))["actions"]


def test_L12_the_waiting_text_is_honest_about_when_somebody_reads():
    assert "leest het nu" in cards.waiting_text(True, None)
    at_night = cards.waiting_text(False, "vanaf 10 uur")
    assert "vanaf 10 uur" in at_night
    assert "Nu hulp" in at_night
    unknown = cards.waiting_text(False, None)
    assert "leest nu niemand" in unknown


def test_no_card_shouts():
    for kind, (title, text, _) in cards._CARDS.items():
        assert "!" not in title + text, kind
