"""Title, text and warning as one text for mask and sieve, and apart again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community import text
from community.safety import masking
from forums import parts
from forums.models import slug_of
from forums.parts import Parts

typed = st.text(st.characters(codec="utf-8"), max_size=80)


@given(typed, typed, typed)
def test_what_is_joined_comes_apart_as_it_was(heading: str, words: str, note: str) -> None:
    fields = Parts(parts.many_lines(words) or "x", parts.one_line(note), parts.one_line(heading) or "x")

    joined = text.clean_text(parts.join(fields))

    assert parts.split(joined, has_heading=True) == fields


@pytest.mark.parametrize("words", ["Twee\nregels", "Een tab\tin de tekst", "> een citaat\n\nen meer"])
def test_a_reply_keeps_its_lines(words: str) -> None:
    assert parts.split(parts.join(Parts(words, "Gaat over paniek"))) == Parts(words, "Gaat over paniek")
    assert parts.split(words) == Parts(words)


def test_a_number_over_the_seam_of_title_and_text_is_masked() -> None:
    joined = parts.join(Parts("12345678 elke avond", "", "App me op 06"))

    shown = parts.split(masking.mask(joined).text, has_heading=True)

    assert "12345678" not in shown.words + shown.heading
    assert shown.heading.startswith("App me op")


def test_the_separators_cannot_be_typed() -> None:
    assert parts.one_line("a\u2028b\u2029c\n d") == "a b c d"
    assert parts.many_lines("a\u2028b\u2029c") == "a\nb\nc"


@pytest.mark.parametrize(
    ("heading", "slug"),
    [
        ("Moi, bin ’k weer?", "moi-bin-k-weer"),
        ("Wél één", "wel-een"),
        ("▒▒▒", ""),
        ("woord " * 30, "woord-woord-woord-woord-woord-woord-woord-woord-woord-woord"),
    ],
)
def test_an_address_says_what_it_is_about(heading: str, slug: str) -> None:
    assert slug_of(heading) == slug
