"""The vocabularies: their slugs, what people type for them, and that the demo and the words page know them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from community.places import themes
from community.places.themes import FEATURES, KINDS, PLACE_KINDS, THEMES

REPOSITORY = Path(__file__).parents[2]
VOCABULARIES = {"thema": THEMES, "soort": KINDS, "kenmerk": FEATURES, "place kind": PLACE_KINDS}


@pytest.mark.parametrize("name", VOCABULARIES)
def test_terms_have_plain_slugs_a_label_and_one_sentence(name):
    for slug, term in VOCABULARIES[name].items():
        assert term.slug == slug
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
        assert term.label[0] == term.label[0].upper()
        assert term.meaning.endswith(".")
        assert "!" not in term.meaning
        assert all(synonym == synonym.lower() for synonym in term.synonyms)


@pytest.mark.parametrize("name", VOCABULARIES)
def test_no_word_means_two_terms_of_one_vocabulary(name):
    words = [
        word for term in VOCABULARIES[name].values() for word in {term.slug, term.label.casefold(), *term.synonyms}
    ]
    assert sorted(words) == sorted(set(words))


def test_the_features_are_those_that_the_open_data_reads():
    assert list(FEATURES) == ["zonder-verwijzing", "met-ervaringsdeskundige"]


def test_a_term_is_found_by_slug_label_or_what_people_type():
    assert themes.term_for(THEMES, "depri").slug == "somber"
    assert themes.term_for(THEMES, "  ADHD ").slug == "autisme-en-adhd"
    assert themes.term_for(THEMES, "school en  studie").slug == "school-en-studie"
    assert themes.term_for(THEMES, "paardencoach") is None


def test_terms_come_once_in_the_order_of_the_vocabulary_without_strangers():
    found = themes.terms_of(THEMES, ["rouw", "somber", "rouw", "bestaat-niet"])
    assert [term.slug for term in found] == ["somber", "rouw"]


def test_the_demo_uses_no_word_that_is_not_in_a_vocabulary():
    text = "".join(path.read_text(encoding="utf-8") for path in sorted((REPOSITORY / "demo").glob("*.toml")))
    for line in re.findall(r"^themes\s*=\s*(\[[^\]]*\])", text, re.MULTILINE):
        assert set(tomllib.loads(f"themes = {line}")["themes"]) <= set(THEMES), line
    places = tomllib.loads((REPOSITORY / "demo" / "places.toml").read_text(encoding="utf-8"))["place"]
    assert {place["kind"] for place in places} <= set(PLACE_KINDS)


@pytest.mark.parametrize("name", VOCABULARIES)
def test_the_words_page_lists_every_slug_with_its_label(name):
    page = (REPOSITORY / "docs" / "words.md").read_text(encoding="utf-8")
    for term in VOCABULARIES[name].values():
        assert f"| `{term.slug}` | {term.label} | {term.meaning} |" in page
