"""House law L8: contact details are masked, helplines and ordinary numbers pass."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.safety import crisis_lines, masking
from community.safety.masking import mask
from tests.safety import contact_variants
from tests.safety.everyday_stream import everyday_sentences


def missed(texts: list[str]) -> list[str]:
    return [text for text in texts if not mask(text).found]


@pytest.mark.parametrize(
    "make",
    [
        contact_variants.phones,
        contact_variants.emails,
        contact_variants.handles,
        contact_variants.links,
        contact_variants.addresses,
    ],
)
def test_L8_at_least_98_of_100_variants_are_masked(make):
    texts = list(make(600))
    assert len(missed(texts)) <= 0.02 * len(texts), missed(texts)[:10]


def test_L8_nothing_of_a_phone_number_is_left():
    for text in contact_variants.phones(600, seed=33):
        assert not re.search(r"\d{2}", mask(text).text), text


def test_L8_numbers_that_reach_nobody_pass_and_come_out_byte_for_byte():
    texts = [*contact_variants.innocent_numbers(2_500), *everyday_sentences(2_500, seed=44)]
    changed = [text for text in texts if mask(text).text != text]
    assert len(changed) <= 0.005 * len(texts), changed[:10]


@pytest.mark.parametrize(
    "text",
    [
        "0800-0113", "0800 0113", "08000113", "bel 113", "112", "0800-0450", "0800 04 50", "08000432", "0800-2000",
        "088 0767 000", "088-0767000", "0880767000", "0800-0188", "088 330 1 330", "0883301330", "088-330 1 330",
        "+31 88 0767 000", "chat op 113.nl", "https://www.113.nl", "www.kindertelefoon.nl", "@ease in groningen",
    ],
)  # fmt: skip
def test_L9_helplines_pass_in_every_usual_spelling(text):
    assert mask(text) == masking.Masked(text, ())


def test_L9_a_helpline_beside_a_phone_number_stays():
    masked = mask("bel 0800-0113 of mij op 06-12345678")
    assert masked.text == "bel 0800-0113 of mij op ▒▒▒ (telefoonnummer weggehaald)"
    assert masked.found == ("phone",)


def test_L9_every_number_in_code_passes_as_it_is_shown():
    for line in crisis_lines.all_lines():
        for shown, dialled in line.numbers:
            assert not mask(f"bel {shown} of {dialled}").found


def test_L8_what_the_map_says_may_stay():
    known = {"050 123 4567", "Voorbeeldstraat 3", "https://inloop.example"}
    text = "de inloop: Voorbeeldstraat 3, 050 123 4567, https://inloop.example en mijn 0612345678"
    masked = mask(text, allowed=known.__contains__)
    assert masked.found == ("phone",)
    assert all(each in masked.text for each in known)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("jan apenstaartje voorbeeld punt nl", ("email",)),
        ("plus drie een zes en dan 12345678", ("phone",)),
        ("zero six one two three four five six seven eight", ("phone",)),
        ("zoek me op tiktok, naam is voorbeeld.mees", ("handle",)),
        ("discord: example#0001 hmu", ("handle",)),
        ("discord.gg/abcdef", ("invite",)),
        ("kom langs, fictieflaan 8", ("address",)),
        ("ik woon in 9711 AB", ("postcode",)),
        ("Hoofdstraat 5, 9711 AA en 0612345678", ("address", "postcode", "phone")),
    ],
)
def test_L8_what_was_found_is_named(text, kinds):
    assert mask(text).found == kinds


@pytest.mark.parametrize(
    "text",
    [
        "insta is stuk", "mijn insta is privé", "snap je wat ik bedoel", "discord ligt eruit",
        "dm me maar als je vragen hebt",
        "bel me als je er bent", "we fietsten 12 km langs de dijk", "in 2024 ik was 16", "9700 mensen",
        "tel tot 10: 1 2 3 4 5 6 7 8 9 10",
        "@mods kan iemand kijken", "NL91ABNA0417164300",
    ],
)  # fmt: skip
def test_ordinary_words_about_phones_streets_and_apps_pass(text):
    assert mask(text).text == text


def test_masking_again_changes_nothing():
    once = mask("bel 0612345678 of mail jan@voorbeeld.nl, kerkstraat 5").text
    assert mask(once) == masking.Masked(once, ())


def test_a_number_deep_in_a_long_text_is_found():
    assert mask("woord " * 5_000 + "0612345678" + " woord" * 5_000).found == ("phone",)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_without_a_find_comes_out_as_the_very_same_string(text):
    masked = mask(text)
    assert (masked.text is text) == (not masked.found)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 99_999_999), st.sampled_from(["", " ", "-", ".", " / "]), st.text("abc xyz,", max_size=20))
def test_L8_any_mobile_number_with_any_separator_is_masked(number, separator, before):
    digits = f"06{number:08}"
    text = before + " " + separator.join([digits[:2], digits[2:6], digits[6:]])
    assert "phone" in mask(text).found
