"""The numbers of house law L9, each exactly; a wrong number is worse than none."""

from __future__ import annotations

import re

import pytest

from community.safety import crisis_lines

LAW = {
    "112": ["112"],
    "113": ["113", "0800-0113"],
    "alles-oke": ["0800-0450"],
    "kindertelefoon": ["0800-0432"],
    "veilig-thuis": ["0800-2000"],
    "luisterlijn": ["088 0767 000"],
    "centrum-seksueel-geweld": ["0800-0188"],
}


def test_L9_every_line_of_the_country_has_exactly_the_numbers_of_the_law():
    assert {line.slug: [label for label, _ in line.numbers] for line in crisis_lines.LINES} == LAW


def test_L9_the_doctor_of_groningen_has_the_number_of_the_law_and_drenthe_none_before_it_is_checked():
    assert crisis_lines.gp_out_of_hours("groningen").numbers == (("088 330 1 330", "0883301330"),)
    drenthe = crisis_lines.gp_out_of_hours("drenthe")
    assert bool(drenthe.numbers) == (drenthe.checked_on is not None)
    assert "huisarts" in drenthe.what


def test_L9_what_is_called_is_what_is_read():
    for line in crisis_lines.all_lines():
        for label, number in line.numbers:
            assert number == re.sub(r"\D", "", label)


def test_L9_112_and_113_stand_first_and_113_chats_on_its_own_site():
    assert [line.slug for line in crisis_lines.LINES if line.first] == ["112", "113"]
    assert [line.slug for line in crisis_lines.LINES][:2] == ["112", "113"]
    assert crisis_lines.line("113").chat_url == "https://www.113.nl"
    assert crisis_lines.line("113").numbers[0] == ("113", "113")


def test_L9_every_line_says_what_it_is_for_and_when_its_number_was_checked():
    lines = list(crisis_lines.all_lines())
    assert len({line.slug for line in lines}) == len(lines) == len(LAW) + 2
    for line in lines:
        assert line.name and line.what.endswith(".") and "!" not in line.what
        assert all(url is None or url.startswith("https://") for url in (line.url, line.chat_url))
        assert not line.numbers or (line.checked_on and line.checked_on.year >= 2026)


def test_L9_a_line_nobody_knows_is_not_made_up():
    with pytest.raises(KeyError):
        crisis_lines.line("114")
