"""/sociale-kaart: filters, rank, counts, pages, the map beside it, and what happens when nothing is found."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest

from community import clock
from tests.browser import Browser
from tests.sociale_kaart import samples

LINK = re.compile(r'<a class="card__link" href="([^"]+)">([^<]+)</a>')
TUESDAY_EVENING = datetime(2026, 11, 24, 19, 30, tzinfo=UTC)
"""20.30 uur in the region."""


@pytest.fixture
def found(browser: Browser) -> Any:
    """found("gratis=1"): the names in the list, in order."""

    def names(query: str = "") -> list[str]:
        answer = browser.get(f"/sociale-kaart?{query}")
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return [unescape(name) for _url, name in LINK.findall(answer.get_data(as_text=True))]

    return names


def free() -> dict[str, Any]:
    return {"cost_options": [{"id": samples.uuid_of("nul"), "amount": 0, "currency": "EUR"}]}


def online(name: str) -> dict[str, Any]:
    return {"service_at_locations": [samples.location(name, kind="virtual")]}


def at(name: str, pc4: str) -> dict[str, Any]:
    return {"service_at_locations": [samples.location(name, pc4)]}


def test_each_result_is_one_link_with_the_name_to_its_page(browser):
    samples.make_service("Thee & taart")
    page = browser.get("/sociale-kaart").get_data(as_text=True)
    assert LINK.findall(page) == [("/sociale-kaart/aanbod/thee-taart", "Thee &amp; taart")]
    assert browser.get("/sociale-kaart/aanbod/thee-taart").status_code == 200


def test_filters_are_and_and_repeated_values_are_or(found):
    samples.make_service("Angst gratis", themes=("angst",), **free())
    samples.make_service("Geld gratis", themes=("geld",), **free())
    samples.make_service("Angst betaald", themes=("angst",))
    assert sorted(found("thema=angst")) == ["Angst betaald", "Angst gratis"]
    assert sorted(found("thema=angst&thema=geld")) == ["Angst betaald", "Angst gratis", "Geld gratis"]
    assert found("thema=angst&gratis=1") == ["Angst gratis"]
    assert found("thema=angst&thema=geld&gratis=1&soort=gesprek") == ["Angst gratis", "Geld gratis"]
    assert found("thema=rouw") == []


def test_each_flag_keeps_what_it_says(found):
    samples.make_service("Gratis", **free())
    samples.make_service("Zonder brief", features=("zonder-verwijzing",))
    samples.make_service("Met ervaring", features=("met-ervaringsdeskundige",))
    samples.make_service("Online", **online("net"))
    assert found("gratis=1") == ["Gratis"]
    assert found("zonder_verwijzing=1") == ["Zonder brief"]
    assert found("met_ervaringsdeskundige=1") == ["Met ervaring"]
    assert found("online=1") == ["Online"]


def test_age_fits_when_it_lies_within(found):
    samples.make_service("Jong", minimum_age=12, maximum_age=17)
    samples.make_service("Ouder", minimum_age=18)
    samples.make_service("Ieder")
    assert sorted(found("leeftijd=17")) == ["Ieder", "Jong"]
    assert sorted(found("leeftijd=18")) == ["Ieder", "Ouder"]
    assert sorted(found("leeftijd=12&leeftijd=18")) == ["Ieder", "Jong", "Ouder"]


def test_place_never_leaves_out_what_is_online(found):
    samples.make_service("Delfzijl", **at("delfzijl", "9934"))
    samples.make_service("Stad", **at("stad", "9711"))
    samples.make_service("Zuid", **at("zuid", "9721"))
    samples.make_service("Online", **online("net"))
    assert found("gemeente=GM1979") == ["Delfzijl", "Online"]
    assert sorted(found("gemeente=GM1979&gemeente=GM0014")) == ["Delfzijl", "Online", "Stad", "Zuid"]
    assert found("pc4=9711&km=5") == ["Stad", "Zuid", "Online"]
    assert found("pc4=9711&km=100") == ["Stad", "Zuid", "Delfzijl", "Online"]
    assert found("pc4=9934") == ["Delfzijl", "Stad", "Zuid", "Online"]


def test_open_now_knows_the_hour_the_night_and_holidays(found):
    def with_hours(name: str, *hours: tuple[str, str, str]) -> None:
        schedules = [samples.schedule(f"{name} {number}", *each) for number, each in enumerate(hours)]
        samples.make_service(name, schedules=schedules)

    with_hours("Dinsdag", ("TU", "19:00", "22:00"))
    with_hours("Woensdag", ("WE", "19:00", "22:00"))
    with_hours("Nacht", ("TU", "22:00", "03:00"))
    with_hours("Altijd", ("MO,TU,WE,TH,FR,SA,SU", "00:00", "24:00"))
    samples.make_service("Zonder uren")
    clock.start_at(TUESDAY_EVENING)
    assert found("nu_open=1") == ["Altijd", "Dinsdag"]
    clock.start_at(TUESDAY_EVENING + timedelta(hours=5))
    assert found("nu_open=1") == ["Altijd", "Nacht"]
    clock.start_at(datetime(2026, 12, 25, 19, 30, tzinfo=UTC))
    assert found("nu_open=1") == [], "first day of Christmas"


def test_what_is_temporarily_closed_is_not_open(found):
    hours = [samples.schedule("altijd", "MO,TU,WE,TH,FR,SA,SU", "00:00", "24:00")]
    samples.make_service("Even dicht", status="temporarily closed", schedules=hours)
    clock.start_at(TUESDAY_EVENING)
    assert found("nu_open=1") == []
    assert found() == ["Even dicht"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("gemeente=GM9999", "gemeente"), ("gemeente=Groningen", "gemeente"), ("pc4=97", "pc4"), ("pc4=1011", "pc4"),
        ("km=5", "pc4"), ("pc4=9711&km=0", "km"), ("pc4=9711&km=101", "km"), ("pc4=9711&km=ver", "km"),
        ("leeftijd=jong", "leeftijd"), ("leeftijd=17.5", "leeftijd"), ("thema=taart", "thema"),
        ("soort=taart", "soort"),
        ("gratis=ja", "gratis"), ("nu_open=0", "nu_open"), ("pagina=0", "pagina"), ("pagina=x", "pagina"),
    ],
)  # fmt: skip
def test_an_unknown_value_is_422_with_the_form_and_what_was_typed(browser, query, field):
    answer = browser.get(f"/sociale-kaart?q=thee&{query}")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'href="#{field}"' in page and 'name="q" type="search" value="thee"' in page
    assert browser.get(f"/sociale-kaart.geojson?{query}").get_json()["error"]["code"] == "invalid"


def test_empty_values_and_unknown_names_are_left_alone(found):
    samples.make_service("Iets")
    assert found("q=&gemeente=&pc4=&km=&leeftijd=&kleur=groen") == ["Iets"]


def test_words_of_young_people_typing_errors_and_word_forms_find_help(found):
    samples.make_service("Somberheid", themes=("somber",), kinds=())
    samples.make_service("Wandelen langs het diep", themes=(), kinds=("sport-en-buiten",))
    samples.make_service("Brieven en schulden", themes=("geld",), kinds=())
    assert found("q=depri") == ["Somberheid"]
    assert found("q=sombberheid") == ["Somberheid"]
    assert found("q=sad") == ["Somberheid"]
    assert found("q=wandeling") == ["Wandelen langs het diep"]
    assert found("q=wand") == ["Wandelen langs het diep"]
    assert found("q=geld+op") == ["Brieven en schulden"]
    assert found("q=xyzzy") == []


def test_with_words_the_best_comes_first(found):
    samples.make_service("Thee en taart", description="Ook voor wie wil wandelen.")
    samples.make_service("Wandelen", description="Met de hond.")
    assert found("q=wandelen") == ["Wandelen", "Thee en taart"]


def test_without_words_the_freshest_comes_first(found):
    for days in (40, 3, 12):
        checked = clock.today() - timedelta(days=days)
        samples.make_service(f"Gezien {days}", assured_date=checked.isoformat())
    assert found() == ["Gezien 3", "Gezien 12", "Gezien 40"]


def test_twenty_a_page_and_links_to_the_next(found, browser):
    for number in range(25):
        samples.make_service(f"Dienst {number:02d}")
    first, second = found(), found("pagina=2")
    assert (len(first), len(second)) == (20, 5)
    assert not set(first) & set(second)
    page = browser.get("/sociale-kaart?thema=somber").get_data(as_text=True)
    assert 'href="/sociale-kaart?thema=somber&amp;pagina=2"' in page
    assert found("pagina=9") == []


def test_counts_say_what_a_filter_would_leave(browser):
    samples.make_service("Angst gratis", themes=("angst",), **free())
    samples.make_service("Geld gratis", themes=("geld",), **free())
    samples.make_service("Angst betaald", themes=("angst",))
    page = browser.get("/sociale-kaart?thema=angst").get_data(as_text=True)
    assert count_of(page, "thema", "angst") == 2
    assert count_of(page, "thema", "geld") == 1, "a further theme would be OR"
    assert count_of(page, "gratis", "1") == 1


def count_of(page: str, name: str, value: str) -> int:
    chip = re.search(rf'name="{name}" value="{value}".*?<span class="chip__count">(\d+)</span>', page)
    assert chip
    return int(chip[1])


def test_zero_results_always_offer_a_next_step(browser):
    page = browser.get("/sociale-kaart?q=paardencoach&gemeente=GM1969&gratis=1").get_data(as_text=True)
    assert "Niets gevonden voor “paardencoach”." in page
    for step in ("Zoek in de hele regio", "Laat filters weg", "Wis alles"):
        assert step in page
    assert 'href="/nu-hulp"' in page and 'href="/spreekuur"' in page


def test_the_map_adds_nothing_that_is_not_in_the_list(browser):
    place = samples.make_place("de-kade")
    there = samples.location("kade")
    there["location"]["id"] = place.uuid
    samples.make_service("Bij de plek", service_at_locations=[there])
    samples.make_service("Elders", **at("elders", "9934"))
    samples.make_service("Online", **online("net"))
    page = browser.get("/sociale-kaart").get_data(as_text=True)
    markers = dict(re.findall(r'<a class="marker[^"]*" href="(#[^"]+)" aria-label="([^"]+)"', page))
    assert markers == {"#bij-de-plek": "A, Bij de plek, Groningen", "#elders": "1, Elders, Groningen"}
    for anchor in markers:
        assert f'id="{anchor[1:]}"' in page


def test_geojson_takes_the_same_and_gives_a_feature_each(browser):
    samples.make_service("Stad", service_at_locations=[samples.location("a"), samples.location("b", "9934")])
    samples.make_service("Online", **online("net"))
    answer = browser.get("/sociale-kaart.geojson?q=stad")
    assert answer.mimetype == "application/geo+json"
    (feature,) = answer.get_json()["features"]
    assert feature["properties"]["name"] == "Stad" and feature["geometry"]["type"] == "MultiPoint"
    lon, lat = feature["geometry"]["coordinates"][0]
    assert 6 < lon < 7.3 and 52 < lat < 54
    (feature,) = browser.get("/sociale-kaart.geojson?online=1").get_json()["features"]
    assert feature["geometry"] is None


def test_L16_what_was_not_confirmed_for_a_year_is_out_of_the_list(found, browser):
    today = clock.today()
    samples.make_service("Elf", assured_date=(today - timedelta(days=335)).isoformat())
    samples.make_service("Dertien", assured_date=(today - timedelta(days=400)).isoformat())
    assert found() == ["Elf"] and found("q=dertien") == []
    assert browser.get("/sociale-kaart.geojson").get_json()["total"] == 1
    page = browser.get("/sociale-kaart/aanbod/dertien")
    assert page.status_code == 200 and "Al een jaar niet bevestigd" in page.get_data(as_text=True)


def test_L1_searching_leaves_nothing_behind(browser, caplog):
    samples.make_service("Iets")
    answer = browser.get("/sociale-kaart?q=heelgeheim")
    assert "Set-Cookie" not in answer.headers
    assert "heelgeheim" not in caplog.text


def test_a_page_takes_as_many_statements_however_much_it_shows(browser, statements):
    counts = []
    for number in (2, 15):
        for each in range(number):
            samples.make_service(f"Dienst {number} {each}")
        browser.get("/sociale-kaart?q=dienst")
        statements.clear()
        assert browser.get("/sociale-kaart?q=dienst&gemeente=GM0014&pc4=9711&nu_open=").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] == 11
