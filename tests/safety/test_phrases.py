"""The small language of the lists."""

import pytest

from community.safety.normalise import plain_phrase
from community.safety.phrases import Budget, Lexicon, Reading, TooMuchWork

CLASSES = {
    "denial": ["niet", "geen"],
    "pet": ["kat", "lieve hond"],
    "soon": ["vannacht", "over een uur"],
    "beasts": ["@pet", "paard"],
}


def stands(source: str, text: str) -> bool:
    lexicon = Lexicon(CLASSES, plain_phrase)
    denials = 1 << lexicon.class_id("denial")
    condition = lexicon.condition(source)
    reading = Reading(lexicon, text.split(), denials, Budget(10_000))
    wanted = all(len(reading.find(number)) >= least for number, least in condition.wanted)
    return wanted and not any(reading.find(number) for number, _ in condition.unwanted)


@pytest.mark.parametrize(
    ("source", "there", "not_there"),
    [
        ("kat", "de kat slaapt", "de katten slapen"),
        ("kat*", "de katten slapen", "de hond slaapt"),
        ("kat|hond slaapt", "de hond slaapt", "de hond eet"),
        ("@pet slaapt", "mijn lieve hond slaapt", "mijn hond slaapt"),
        ("@beasts", "een paard", "een koe"),
        ("kat .. slaapt", "kat die nu slaapt", "kat die nu heel vast en diep slaapt"),
        ("kat ... slaapt", "kat die nu op bed slaapt", "kat niet meer slaapt"),
        ("kat ~ slaapt", "kat die niet slaapt", "kat"),
        ("mijn lieve? kat", "mijn kat", "mijn oude kat"),
        ("^ kat", "kat eet", "de kat eet"),
        ("kat $", "de kat . hond", "de kat eet"),
        ("kat + @soon", "kat weg over een uur", "kat weg"),
        ("kat - hond", "kat alleen", "kat en hond"),
        ("2* kat", "kat en nog een kat", "kat"),
        ("over_een_uur", "over een uur", "over twee uur"),
    ],
)
def test_a_line_of_the_lists_stands_where_it_should_and_nowhere_else(source, there, not_there):
    assert stands(source, there)
    assert not stands(source, not_there)


def test_a_denial_right_before_takes_it_away_but_a_subject_begins_anew():
    assert not stands("bang", "niet echt bang")
    assert stands("ik ben bang", "kan niet ik ben bang")


def test_small_words_do_not_break_a_phrase():
    assert stands("@soon", "over gewoon een uur")


def test_a_class_that_is_not_there_and_an_empty_line_are_refused():
    lexicon = Lexicon(CLASSES, plain_phrase)
    for wrong in ("@nothing", "..", "maybe?"):
        with pytest.raises(ValueError, match=r"class|look for"):
            lexicon.condition(wrong)


def test_matching_stops_when_the_budget_is_spent():
    lexicon = Lexicon(CLASSES, plain_phrase)
    number = lexicon.condition("kat ... kat ... kat").wanted[0][0]
    with pytest.raises(TooMuchWork):
        Reading(lexicon, ["kat"] * 60, 0, Budget(50)).find(number)
