"""The region file of Groningen and Drenthe, its towns and postcodes, and what happens when a file is wrong."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from pathlib import Path

import pytest

from community.places import region
from community.places.distance import distance_km
from community.places.region import REGIONS, RegionError, pc4_of
from community.safety import crisis_lines

GRONINGEN = region.load("groningen")
NAMES_OF_GRONINGEN = {
    "Stadskanaal": 2025, "Westerkwartier": 2025, "Oldambt": 2026, "Veendam": 2026, "Het Hogeland": 2026,
    "Groningen": 2027, "Pekela": 2027, "Midden-Groningen": 2027, "Westerwolde": 2028, "Eemsdelta": 2028,
}  # fmt: skip
NAMES_OF_DRENTHE = {
    "Aa en Hunze", "Assen", "Borger-Odoorn", "Coevorden", "De Wolden", "Emmen",
    "Hoogeveen", "Meppel", "Midden-Drenthe", "Noordenveld", "Tynaarlo", "Westerveld",
}  # fmt: skip
PUBLIC_LIST = REGIONS.parents[3] / "shared" / "geo" / "pc4_groningen_drenthe.csv"
CORRECTED = {"9790", "9791", "9350", "9420", "9766"}
"""Postcodes that the public list puts in the wrong municipality: Ten Boer, post office boxes, Eelderwolde."""


def lies_inside(point, outline) -> bool:
    lat, lon = point
    crossings = 0
    for (lat_1, lon_1), (lat_2, lon_2) in zip(outline, outline[1:] + outline[:1], strict=True):
        if (lat_1 > lat) != (lat_2 > lat) and lon < (lon_2 - lon_1) * (lat - lat_1) / (lat_2 - lat_1) + lon_1:
            crossings += 1
    return crossings % 2 == 1


# --- what the file says --------------------------------------------------------------------------


def test_ten_municipalities_of_groningen_have_the_year_their_network_starts():
    years = {each.name: each.mgn_year for each in GRONINGEN.municipalities if each.province.slug == "groningen"}
    assert years == NAMES_OF_GRONINGEN


def test_twelve_municipalities_of_drenthe_have_none():
    years = {each.name: each.mgn_year for each in GRONINGEN.municipalities if each.province.slug == "drenthe"}
    assert years == dict.fromkeys(NAMES_OF_DRENTHE)


def test_nobody_is_sent_to_a_network_that_has_not_started():
    oldambt, pekela, assen = (GRONINGEN.municipality(code) for code in ("GM1895", "GM0765", "GM0106"))
    assert oldambt.has_network(date(2026, 11, 22))
    assert not pekela.has_network(date(2026, 12, 31))
    assert pekela.has_network(date(2027, 1, 1))
    assert not assen.has_network(date(2099, 1, 1))


def test_a_municipality_is_found_by_code_and_by_name():
    assert GRONINGEN.municipality("GM1966").name == "Het Hogeland"
    assert GRONINGEN.municipality_by_name(" het hogeland ").code == "GM1966"
    assert GRONINGEN.municipality_by_name("midden groningen").code == "GM1952"
    assert GRONINGEN.municipality("GM9999") is None
    assert GRONINGEN.municipality_by_name("Amsterdam") is None


def test_the_operator_and_the_exit_page_are_known():
    assert GRONINGEN.operator.name
    assert GRONINGEN.operator.contact
    assert GRONINGEN.exit_url.startswith("https://")
    assert GRONINGEN.languages == ("nl", "en")


def test_L9_the_doctors_number_of_a_province_is_the_one_of_the_crisis_page():
    groningen, drenthe = GRONINGEN.provinces
    label, digits = crisis_lines.gp_out_of_hours("groningen").numbers[0]
    assert (groningen.gp_out_of_hours.phone, groningen.gp_out_of_hours.digits) == (label, digits)
    assert groningen.gp_out_of_hours.checked_on >= date(2026, 11, 22)
    assert (drenthe.gp_out_of_hours is None) == (not crisis_lines.gp_out_of_hours("drenthe").numbers)


def test_the_outlines_are_our_own_coarse_drawing_and_hold_their_towns():
    for province in GRONINGEN.provinces:
        assert len(province.outline) <= 80
        assert all(round(degrees, 2) == degrees for point in province.outline for degrees in point)
        inside = {town.name for town in GRONINGEN.towns if lies_inside(town.point, province.outline)}
        own = {
            town.name for town in GRONINGEN.towns
            if GRONINGEN.municipality(town.municipality_code).province is province
        }  # fmt: skip
        assert len(own - inside) <= 3, own - inside  # towns on the border itself


# --- towns and postcodes -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Groningen", "Groningen"),
        ("  groningen", "Groningen"),
        ("STAD", "Groningen"),
        ("'t Zandt", "'t Zandt"),
        ("’t zandt", "'t Zandt"),
        ("t zandt", "'t Zandt"),
        ("Zandt", "'t Zandt"),
        ("het zandt", "'t Zandt"),
        ("Eexterveenschekanaal", "Eexterveenschekanaal"),
        ("balloerveld", "Balloërveld"),
        ("BALLOËRVELD", "Balloërveld"),
        ("wehe den hoorn", "Wehe-Den Hoorn"),
        ("Hoogezand-Sappemeer", "Hoogezand"),
        ("ter apel", "Ter Apel"),
        ("Ten Boer", "Ten Boer"),
    ],
)
def test_a_town_is_found_however_its_name_is_written(text, name):
    assert GRONINGEN.town_by_name(text).name == name


@pytest.mark.parametrize("text", ["", "  ", "'t", "Amsterdam", "Gronin", "9711", "("])
def test_what_is_no_town_is_not_found(text):
    assert GRONINGEN.town_by_name(text) is None
    assert GRONINGEN.towns_by_name(text) == []


def test_towns_that_share_a_name_are_told_apart_by_their_municipality():
    labels = [GRONINGEN.town_label(town) for town in GRONINGEN.towns_by_name("alteveer")]
    assert len(labels) == len(set(labels)) == 5
    assert "Alteveer (Stadskanaal)" in labels
    assert GRONINGEN.town_label(GRONINGEN.town_by_name("Winsum")) == "Winsum"


def test_suggestions_begin_like_what_was_typed_and_the_shortest_come_first():
    noord = [town.name for town in GRONINGEN.town_suggestions("Noord")]
    assert noord[:3] == ["Noordhorn", "Noordwijk", "Noordbroek"]
    assert all(name.startswith("Noord") for name in noord)
    assert [town.name for town in GRONINGEN.town_suggestions("sta")] == [
        "Groningen",
        "Stadskanaal",
        "Startenhuizen",
        "Startenhuizen",
    ]
    assert len(GRONINGEN.town_suggestions("e", limit=5)) == 5
    assert GRONINGEN.town_suggestions("") == GRONINGEN.town_suggestions("-") == GRONINGEN.town_suggestions("xyz") == []


def test_a_postcode_gives_its_point_town_and_municipality():
    assert GRONINGEN.municipality_of_pc4("9711").code == "GM0014"
    assert GRONINGEN.town_of_pc4("9679").name == "Scheemda"
    assert GRONINGEN.municipality_of_pc4("7811").province.slug == "drenthe"
    for unknown in ("1012", "0000", "97", "", "9711 AB", "abcd"):
        assert GRONINGEN.point_of_pc4(unknown) is None
        assert GRONINGEN.town_of_pc4(unknown) is None
        assert GRONINGEN.municipality_of_pc4(unknown) is None


def test_postcodes_inside_a_large_town_lie_apart():
    north, south = GRONINGEN.point_of_pc4("9737"), GRONINGEN.point_of_pc4("9728")
    assert 3 < distance_km(*north, *south) < 8
    assert GRONINGEN.point_of_pc4("7811") != GRONINGEN.point_of_pc4("7828")


def test_every_postcode_has_a_municipality_and_lies_near_its_town():
    for town in GRONINGEN.towns:
        assert town.pc4
        for pc4 in town.pc4:
            assert GRONINGEN.municipality_of_pc4(pc4).code == town.municipality_code
            assert distance_km(*GRONINGEN.point_of_pc4(pc4), *town.point) < 8, pc4


@pytest.mark.skipif(not PUBLIC_LIST.is_file(), reason="the public postcode list does not lie beside the repository")
def test_every_postcode_of_the_public_list_resolves_close_to_where_the_list_puts_it():
    rows = list(csv.DictReader(PUBLIC_LIST.read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 556
    for row in rows:
        pc4, point = row["pc4"], GRONINGEN.point_of_pc4(row["pc4"])
        assert point is not None, pc4
        if pc4 in CORRECTED:
            continue
        assert GRONINGEN.municipality_of_pc4(pc4).code == row["gemeente_code"], pc4
        only_boxes = row["soort"] == "Postbus"
        assert distance_km(*point, float(row["lat"]), float(row["lon"])) < (10 if only_boxes else 0.2), pc4


@pytest.mark.parametrize(
    ("text", "pc4"),
    [
        ("9711", "9711"),
        ("9711 AB", "9711"),
        ("9711ab", "9711"),
        (" NL-9711 AB ", "9711"),
        ("0711 AB", None),
        ("97111", None),
        ("9711 A", None),
        ("9711 ABC", None),
        ("٩٧١١", None),
        ("", None),
    ],
)
def test_the_four_digits_are_taken_from_a_postcode_as_people_write_it(text, pc4):
    assert pc4_of(text) == pc4


# --- a file that is wrong ----------------------------------------------------------------------------


@pytest.fixture
def copy(tmp_path):
    """A copy of the region in a folder of its own, and a way to change one piece of text in one of its files."""
    shutil.copytree(REGIONS, tmp_path / "regions")

    def change(file: str, old: str, new: str) -> Path:
        path = tmp_path / "regions" / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return tmp_path / "regions"

    return change


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("groningen.toml", 'name = "Groningen en Drenthe"', "", "groningen.toml: name: is missing"),
        ("groningen.toml", "https://www", "http://www", "groningen.toml: exit_url: must be an https address"),
        ("groningen.toml", 'languages = ["nl", "en"]', 'languages = "nl"', "groningen.toml: languages:"),
        ("groningen.toml", '"GM0037"', '"GM37"', "municipalities[2]: code: 'GM37' is no CBS code GMxxxx"),
        ("groningen.toml", '"GM0037"', '"GM0014"', "municipalities: GM0014 stands there twice"),
        ("groningen.toml", 'province = "PV20"', 'province = "PV99"', "municipalities[1]: province: 'PV99'"),
        ("groningen.toml", "mgn_year = 2027", "mgn_year = 27", "municipalities[1]: mgn_year: 27 is no year"),
        ("groningen.toml", "088 330 1 330", "bel ons", "gp_out_of_hours: gp_out_of_hours: phone:"),
        ("groningen.toml", "checked_on = 2026-11-22", "", "checked_on: is missing"),
        ("groningen.toml", "[operator]", "[operator", "groningen.toml: "),
        ("groningen/outline.toml", "[53.37, 6.19],", "[653.37, 6.19],", "outline.toml: PV20: [653.37, 6.19] is no"),
        ("groningen/outline.toml", "PV22 = [", "PV23 = [", "outline.toml: PV22: is missing"),
        ("groningen/towns/groningen.toml", '"9711-9718"', '"9718-9711"', "towns[3]: pc4: '9718-9711' is no postcode"),
        ("groningen/towns/groningen.toml", '"9711-9718"', '"9711-9728"', "pc4: 9721 stands there twice"),
        ("groningen/towns/groningen.toml", "9711 = [", "1711 = [", "no town has postcode 1711"),
        ("groningen/towns/drenthe.toml", '"GM0106"', '"GM0999"', "drenthe.toml: towns[1]: municipality: 'GM0999'"),
    ],
)
def test_a_wrong_file_is_refused_in_one_line_that_says_where(copy, file, old, new, told):
    with pytest.raises(RegionError) as refusal:
        region.load("groningen", copy(file, old, new))
    assert told in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_file_without_operator_can_be_read_so_that_only_production_refuses_it(copy):
    folder = copy("groningen.toml", 'name = "Stichting Moi (voorbeeld)"\ncontact = "team@moi.example.org"', "")
    operator = region.load("groningen", folder).operator
    assert (operator.name, operator.contact) == ("", "")


@pytest.mark.parametrize("slug", ["limburg", "", "../groningen", "Groningen", "groningen/outline"])
def test_an_unknown_region_is_refused(slug):
    with pytest.raises(RegionError, match="there is no file"):
        region.load(slug)
