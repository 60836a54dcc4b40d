"""Passphrases and codes are plain Dutch words, drawn by chance and forgiving in typing (house law L3)."""

from __future__ import annotations

import re
from random import Random

import pytest

from community.safety import wordlist

DICE_WORDS = 6**4


def test_L3_the_list_has_enough_plain_words_and_none_twice():
    words = wordlist.words()
    assert len(words) >= DICE_WORDS
    assert len(set(words)) == len(words)
    assert [word for word in words if not re.fullmatch(r"[a-z]{4,9}", word)] == []
    assert list(words) == sorted(words)


def test_L3_a_passphrase_has_six_words_and_a_code_four():
    phrase, code = wordlist.passphrase(), wordlist.booking_code()
    assert len(phrase.split(" ")) == 6 and set(phrase.split(" ")) <= set(wordlist.words())
    assert len(code.split("-")) == 4 and set(code.split("-")) <= set(wordlist.words())


def test_L3_every_word_comes_up_and_no_two_passphrases_are_the_same():
    phrases = [wordlist.passphrase() for _ in range(5_000)]
    assert len(set(phrases)) == len(phrases)
    assert {word for phrase in phrases for word in phrase.split()} == set(wordlist.words())


def test_L3_demo_data_may_draw_the_same_words_every_time():
    assert wordlist.passphrase(Random(1)) == wordlist.passphrase(Random(1)) != wordlist.passphrase(Random(2))
    assert wordlist.booking_code(Random(1)) == wordlist.booking_code(Random(1))


@pytest.mark.parametrize(
    "typed", ["mist kade uil riet", "mist-kade-uil-riet", "  Mist,  KADE. uil\triet\n", "mist–kade_uil\u00a0riet"]
)
def test_L3_hyphens_commas_and_capitals_do_not_matter(typed):
    assert wordlist.tidy(typed) == "mist kade uil riet"


def test_L3_what_was_drawn_is_the_same_after_tidying():
    assert wordlist.tidy(wordlist.passphrase(Random(3))) == wordlist.passphrase(Random(3))
    assert wordlist.tidy(wordlist.booking_code(Random(3))) == wordlist.booking_code(Random(3)).replace("-", " ")
    assert wordlist.tidy(" ,.- ") == ""
