"""Chat language brought to plain words."""

import pytest

from community.safety.normalise import STOP, words_of

KNOWN = {"dood", "zelfmoord", "nee", "wil", "moord"}


def read(text: str) -> list[str]:
    return words_of(text, KNOWN.__contains__)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("kwil niks", "ik wil niks"),
        ("khoef t nie meer", "ik hoef het niet meer"),
        ("im gonna do it tmrw", "i am going to do it tomorrow"),
        ("k wil nait meer", "ik wil niet meer"),
        ("d00d", "dood"),
        ("z3lfm00rd", "zelfmoord"),
        ("doooood", "dood"),
        ("neeeee", "nee"),
        ("d o o d", "dood"),
        ("d.o.o.d", "dood"),
        ("zelfm**rd", "zelfmoord"),
        ("ＤＯＯＤ", "dood"),
        ("dооd", "dood"),
        ("hahahaha", "haha"),
        ("💊", "pillen"),
        ("don't", "do not"),
        ("don’t", "do not"),
    ],
)
def test_chat_becomes_plain_words(written, plain):
    assert read(written) == plain.split()


def test_sentences_are_parted():
    assert read("Ja. Nee! Wat?") == ["ja", STOP, "nee", STOP, "wat", STOP]


def test_false_friends_are_told_apart_by_the_language_around_them():
    assert "die" in read("i want to die now")
    assert "die" not in read("ik zag die film")


def test_a_row_of_the_same_word_says_no_more_than_two():
    assert read("nee " * 500) == ["nee", "nee"]


def test_numbers_and_unknown_words_stay_as_they_are():
    assert read("lokaal 2b om 14 uur") == ["lokaal", "2b", "om", "14", "uur"]
