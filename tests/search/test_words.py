"""Words: stems, filler, the vocabulary both ways, what somebody may have meant, and synonyms."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from community.search import dutch
from community.search.synonyms import Part, Synonyms
from community.search.vocabulary import Vocabulary
from community.search.wishes import BEGINNING, EXACT, LIKE, MEANT, wish_of
from sociale_kaart.searching import SYNONYMS


def test_forms_of_a_word_share_a_stem():
    for forms in (("slapen", "slaapt", "slaap"), ("somber", "sombere", "somberheid"), ("wandelen", "wandeling")):
        assert len({dutch.stem(form) for form in forms}) == 1, forms


def test_words_are_folded_and_signs_are_no_letters():
    assert dutch.words("Café-middag: 't Ruim, oekraïens!") == ["cafe", "middag", "t", "ruim", "oekraiens"]


def test_filler_says_nothing_unless_it_is_all_there_is():
    assert dutch.telling("ik kan niet slapen") == ["slapen"]
    assert dutch.telling("wat is dit") == ["wat", "is", "dit"]
    assert len(dutch.telling("woord " * 50)) == dutch.MAX_QUERY_WORDS


WORDS = Vocabulary(
    ["slaap", "slaapcafe", "slaapproblemen", "schuldhulp", "hulp", "somber", "schulden", "eten", "eetmaatje"]
)


def test_beginnings_and_endings_come_shortest_first():
    assert WORDS.beginning_with("slaap") == ["slaapcafe", "slaapproblemen"]
    assert WORDS.ending_with("maatje") == ["eetmaatje"]
    assert WORDS.beginning_with("sl") == [] and WORDS.ending_with("hulp") == [], "too short to say anything"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("sombr", "somber"), ("smober", "somber"), ("scchulden", "schulden"), ("slaapproblmen", "slaapproblemen")],
)
def test_one_error_is_forgiven_and_two_in_a_long_word(typed, expected):
    assert WORDS.like(typed)[0] == expected


def test_short_and_far_words_are_not_guessed():
    assert WORDS.like("et") == [] and WORDS.like("paard") == []


def test_a_compound_nobody_wrote_is_taken_apart():
    assert WORDS.parts_of("slaaphulp") == ("slaap", "hulp")
    assert WORDS.parts_of("slaapgebrek") == ("slaap",)
    assert WORDS.parts_of("paardenhulp") == ()


@pytest.fixture
def synonyms(tmp_path: Path) -> Synonyms:
    path = tmp_path / "synonyms.toml"
    path.write_text('[[group]]\nsaid = ["depri", "geld op", "niet meer slapen"]\nmeans = ["somber", "de schulden"]\n')
    known = Synonyms()
    known.learn(path)
    return known


def test_phrases_are_found_longest_first_and_in_any_form(synonyms):
    assert synonyms.parts("ik ben depri") == [Part(("depri",), ("somber", "schulden"))]
    assert synonyms.parts("mijn geld is op, geld op")[-1].means == ("somber", "schulden")
    assert synonyms.parts("niet meer slapen")[0].said == ("niet", "meer", "slapen")
    assert synonyms.parts("wandelen met hond") == [Part(("wandelen",)), Part(("hond",))]


def test_a_wish_weighs_the_word_itself_most(synonyms):
    (terms,) = wish_of("slaap", WORDS, synonyms).parts
    assert terms["slaap"] == EXACT and terms[dutch.stem("slaapcafe")] == BEGINNING
    (terms,) = wish_of("depri", WORDS, synonyms).parts
    assert terms["depri"] == EXACT and terms["somber"] == MEANT


def test_an_error_in_our_words_and_in_the_list_is_read_as_meant(synonyms):
    wish = wish_of("schulfen", WORDS, synonyms)
    assert wish.meant == "schulden" and wish.parts[0][dutch.stem("schulden")] == LIKE
    assert wish_of("deprri", WORDS, synonyms).parts[0]["somber"] == MEANT
    assert wish_of("schulden", WORDS, synonyms).meant == ""


def test_the_reviewed_list_is_well_formed():
    groups = tomllib.loads(SYNONYMS.read_text(encoding="utf-8"))["group"]
    for group in groups:
        assert set(group) == {"said", "means"} and group["said"] and group["means"]
        assert all(phrase == phrase.lower().strip() for phrase in group["said"])
        assert all(1 <= len(dutch.words(phrase)) <= 5 for phrase in group["said"])
