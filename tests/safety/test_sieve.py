"""What the sieve promises, one sentence at a time; how well it does on many is in test_sieve_quality."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.safety import sieve
from community.safety.frames import LEVELS, frames
from community.safety.phrases import Budget

URGENT = ("crisis", "red")


def test_L11_saying_that_you_want_to_die_alarms_a_person_and_says_why():
    verdict = sieve.label("ik wil dood")
    assert verdict.level in URGENT
    assert verdict.reasons
    assert all(sieve.explain(reason).endswith(".") for reason in verdict.reasons)


def test_L11_a_green_verdict_has_no_reasons_and_every_other_has():
    assert sieve.label("vanavond film en popcorn") == sieve.Verdict("green", ())
    assert sieve.label("bel me op 0612345678").reasons == ("contact-phone",)


@pytest.mark.parametrize(
    "text",
    [
        "ik ga er vannacht een eind aan maken",
        "ik heb net een hele strip pillen geslikt",
        "mijn ex staat met een mes voor de deur",
        "ik ga hem doodsteken",
        "de stemmen zeggen dat ik moet springen",
        "i just took all my pills",
        "my friend says he will kill himself tonight",
    ],
)
def test_L11_danger_within_hours_is_held(text):
    assert sieve.label(text).level in URGENT


@pytest.mark.parametrize(
    "text",
    [
        "ik lach me dood",
        "mijn telefoon is dood",
        "liever dood dan maandagochtend statistiek",
        "ik schrok me dood van die knal",
        "we zijn weer doodgegaan bij de eindbaas",
        "in dat boek pleegt de hoofdpersoon zelfmoord",
        "suicide runs at practice again, my legs",
        "goodbye groningen, hello erasmus",
        "113 bellen kan anoniem en gratis",
    ],
)
def test_a_figure_of_speech_a_game_or_a_story_alarms_nobody(text):
    assert sieve.label(text).level not in URGENT


@pytest.mark.parametrize(
    "text",
    [
        "IK WIL DOOD",
        "ik w!l d00d",
        "ik wil doooood",
        "ik wil d o o d",
        "ik wil d.o.o.d",
        "ik wíl dóód",
        "ik wil​ dood",
        "𝐢𝐤 𝐰𝐢𝐥 𝐝𝐨𝐨𝐝",
    ],
)
def test_a_disguise_is_seen_through(text):
    assert sieve.label(text).level in URGENT


def test_a_denial_turns_a_wish_around_but_not_when_it_belongs_to_it():
    assert sieve.label("ik wil niet dood hoor, gewoon even slapen").level not in URGENT
    assert sieve.label("ik wil niet meer leven").level in URGENT


def test_ordinary_words_beside_it_cannot_talk_a_plain_wish_to_die_away():
    text = "pizza gegeten, koffie gedronken, huiswerk gemaakt en gegamed met mn zus, maar ik wil dood"
    assert sieve.label(text).level in URGENT


def test_a_heavy_sentence_is_found_anywhere_in_a_long_post():
    filler = "Vandaag was een gewone dag met school en een rondje fietsen langs het water. "
    assert sieve.label(filler * 60).level == "green"
    assert sieve.label(filler * 30 + "Ik wil dood. " + filler * 30).level in URGENT


def test_the_detector_does_not_key_on_square_brackets():
    with_brackets, without = "neem gewoon [aantal] van [middel]", "neem gewoon aantal van middel"
    assert sieve.label(with_brackets) == sieve.label(without)


def test_an_empty_text_is_green():
    assert sieve.label("").level == sieve.label(" \n\t").level == "green"


def test_L11_a_sieve_that_fails_holds_the_message(monkeypatch):
    def broken(text):
        raise RuntimeError("no")

    monkeypatch.setattr(sieve, "label", broken)
    assert sieve.screen("moi") == sieve.Verdict("red", ("sieve-failed",))
    assert sieve.explain("sieve-failed")


def test_L11_a_text_made_to_exhaust_the_sieve_is_held(monkeypatch):
    monkeypatch.setattr(sieve, "MAX_STEPS", 5)
    assert sieve.screen("ik wil niet meer leven en ik ga het vannacht doen") == sieve.Verdict(
        "red", ("sieve-overload",)
    )


@pytest.mark.parametrize(
    "text",
    [
        "dood " * 2000,
        "ik wil niet meer " * 600,
        "d o o d " * 1250,
        "a" * 10_000,
        "a@" * 5_000,
        "😂" * 10_000,
        "06 12 " * 1_700,
        "een twee drie " * 700,
        "'" * 10_000,
        "ik heb het spul in huis en ga het vannacht doen als niemand er is " * 150,
    ],
)
def test_ten_thousand_hostile_characters_take_bounded_work(text):
    """Work is counted, not timed: a step is well under a microsecond, the bound far under the budget."""
    budget = Budget(sieve.MAX_STEPS)
    frames().find(text[:10_000], budget)
    assert budget.steps_left > sieve.MAX_STEPS / 2


def test_an_honest_message_takes_little_work():
    budget = Budget(sieve.MAX_STEPS)
    frames().find("ik weet niet meer wat ik moet doen, alles voelt zwaar en ik slaap niet", budget)
    assert sieve.MAX_STEPS - budget.steps_left < 2_000


def test_every_reason_of_the_lists_has_dutch_words():
    lists = frames()
    for found in [*lists.frames, *lists.signs]:
        assert len(sieve.explain(found.reason)) > 15


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text_gets_a_verdict_with_reasons_exactly_when_not_green(text):
    verdict = sieve.screen(text)
    assert verdict.level in LEVELS
    assert bool(verdict.reasons) == (verdict.level != "green")
    assert "sieve-failed" not in verdict.reasons
    assert sieve.screen(text) == verdict
