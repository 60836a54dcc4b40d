"""The demonstration data as files: complete, consistent, and safe to read. No database, no loader.

Counts are those of the contract; the schemas of HSDS lie outside the repository and are read where they lie.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from community.places import themes
from community.safety import nicknames

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "demo"
HSDS = Path(os.environ.get("MOI_HSDS_DIR", ROOT.parent / "shared" / "hsds"))
"""Where the schemas lie beside a checkout; never copied into the repository."""

TOWNS = {
    "GM0014": "Groningen, Haren",
    "GM0037": "Stadskanaal, Musselkanaal",
    "GM0047": "Veendam, Wildervank",
    "GM0765": "Oude Pekela, Nieuwe Pekela",
    "GM1895": "Winschoten, Finsterwolde",
    "GM1950": "Ter Apel, Sellingen",
    "GM1952": "Hoogezand, Slochteren",
    "GM1966": "Winsum, Uithuizen, Bedum",
    "GM1969": "Leek, Zuidhorn, Marum",
    "GM1979": "Delfzijl, Appingedam, Loppersum",
}
MUNICIPALITIES = set(TOWNS)
MUNICIPALITY_OF = {town: code for code, towns in TOWNS.items() for town in towns.split(", ")}
ROLES = {
    "member", "peer_expert", "supervisor", "professional", "map_editor", "editor", "commissioner", "administrator",
}  # fmt: skip
INVENTED_NUMBER = re.compile(r"050-000 0\d \d0|0596-00 00 \d0")
HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")
WRITTEN_ON = date(2026, 11, 22)
"""The day the texts were written: the spread of assured_date is counted from here."""


def toml(name: str) -> dict[str, Any]:
    return tomllib.loads((DEMO / f"{name}.toml").read_text(encoding="utf-8"))


def by_slug(name: str, key: str) -> dict[str, dict[str, Any]]:
    rows = toml(name)[key]
    slugs = [row["slug"] for row in rows]
    assert len(slugs) == len(set(slugs)), f"a slug stands twice in {name}"
    return dict(zip(slugs, rows, strict=True))


def services() -> list[dict[str, Any]]:
    return json.loads((DEMO / "services.hsds.json").read_text(encoding="utf-8"))


def articles() -> Iterator[tuple[dict[str, Any], str]]:
    for path in sorted((DEMO / "articles").glob("*.md")):
        _, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
        assert tomllib.loads(head)["slug"] == path.stem
        yield tomllib.loads(head), body


def terms(service: dict[str, Any], taxonomy: str) -> set[str]:
    found = (attribute["taxonomy_term"] for attribute in service["attributes"])
    return {term["code"] for term in found if term["taxonomy"] == taxonomy}


def slots_of(session: dict[str, Any]) -> int:
    """How many conversations fit, with the buffer between two of them."""
    step = session["slot_minutes"] + session["buffer_minutes"]
    return (session["duration_minutes"] + session["buffer_minutes"]) // step


def towns(service: dict[str, Any]) -> set[str]:
    locations = (at["location"] for at in service["service_at_locations"])
    return {address["city"] for location in locations for address in location.get("addresses", [])}


def texts_in(value: Any) -> Iterator[str]:
    """Every text anywhere in parsed data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_in(inner)


def all_texts() -> Iterator[str]:
    for path in DEMO.glob("*.toml"):
        yield from texts_in(toml(path.stem))
    yield from texts_in(services())
    for head, body in articles():
        yield from (*texts_in(head), body)


def test_every_organisation_says_that_it_is_an_example():
    organisations = by_slug("organisations", "organisation")
    assert len(organisations) >= 6
    for organisation in organisations.values():
        assert organisation["example"] and "(voorbeeld)" in organisation["name"]
        assert "Voorbeeld:" in organisation["description"]
        assert set(organisation["municipalities"]) <= MUNICIPALITIES
        assert organisation["website"].endswith(".example.org")


def test_places_stand_in_every_municipality_with_invented_postcode_letters():
    places = by_slug("places", "place")
    assert len(places) >= 24
    assert {place["municipality"] for place in places.values()} == MUNICIPALITIES
    for place in places.values():
        assert MUNICIPALITY_OF[place["town"]] == place["municipality"], place["slug"]
        assert re.fullmatch(r"9[3-9]\d\d Q[IOUY]", place["postcode"]), place["slug"]
        assert 52.8 < place["lat"] < 53.6 and 6.1 < place["lon"] < 7.3


def test_a_place_tells_what_somebody_needs_before_the_first_visit():
    organisations = by_slug("organisations", "organisation")
    for place in by_slug("places", "place").values():
        assert place["organisation"] in organisations
        assert place["kind"] in themes.PLACE_KINDS
        assert 3 <= len(place["first_time"]) <= 4
        assert place["building"] and place["hosts"] and place["activity"]
        assert place["lead"] and place["how_to_get_there"] and place["step_free_words"]
        assert isinstance(place["step_free"], bool) and isinstance(place["quiet_room"], bool)
        assert place["room"]["slug"] == place["slug"] and place["room"]["title"] and place["room"]["lead"]


def test_no_place_pretends_to_be_of_a_real_organisation():
    """@ease is real and has a house in Groningen, so no invented place may be of that kind."""
    assert "ase" not in {place["kind"] for place in by_slug("places", "place").values()}


def test_opening_hours_are_hours_and_activities_fall_within_them():
    for place in by_slug("places", "place").values():
        assert place["opening"]
        for row in [*place["opening"], *(e for e in place["exception"] if not e.get("closed"))]:
            assert HOURS.fullmatch(row["opens"]) and HOURS.fullmatch(row["closes"])
        for exception in place["exception"]:
            date.fromisoformat(exception["date"])
        for activity in place["activity"]:
            days = [row for row in place["opening"] if row["weekday"] == activity["weekday"]]
            assert any(row["opens"] <= activity["time"] < row["closes"] for row in days), (place["slug"], activity)


def test_somebody_is_open_on_every_day_of_the_week():
    open_days = Counter(row["weekday"] for place in by_slug("places", "place").values() for row in place["opening"])
    assert set(open_days) == set(range(7)) and min(open_days.values()) >= 5


def test_services_are_enough_and_in_all_ten_municipalities():
    found = services()
    assert len(found) >= 66
    per_municipality = Counter(code for service in found for code in {MUNICIPALITY_OF[town] for town in towns(service)})
    assert set(per_municipality) == MUNICIPALITIES and min(per_municipality.values()) >= 4
    assert len({UUID(service["id"]) for service in found}) == len(found)
    assert len({service["name"] for service in found}) == len(found)


def test_a_service_at_a_place_points_at_the_place_itself():
    places = {place["uuid"]: place for place in by_slug("places", "place").values()}
    seen = set()
    for service in services():
        for at in service["service_at_locations"]:
            if place := places.get(at["location"]["id"]):
                seen.add(place["slug"])
                assert at["location"]["addresses"][0]["address_1"] == f"{place['street']} {place['number']}"
                assert at["location"]["addresses"][0]["postal_code"] == place["postcode"]
    assert len(seen) >= 20


def test_every_term_of_a_service_is_in_the_vocabulary():
    used: dict[str, set[str]] = {"thema": set(), "soort": set(), "kenmerk": set()}
    for service in services():
        assert {attribute["taxonomy_term"]["taxonomy"] for attribute in service["attributes"]} <= set(used)
        assert terms(service, "thema") and terms(service, "soort"), service["name"]
        for taxonomy, slugs in used.items():
            slugs |= terms(service, taxonomy)
    assert used["thema"] == set(themes.THEMES)
    assert used["soort"] == set(themes.KINDS) - {"crisis"}
    assert used["kenmerk"] == set(themes.FEATURES)


def test_L9_no_invented_service_offers_help_in_a_crisis():
    """Somebody in danger may not land on a number that nobody answers."""
    assert not [service["name"] for service in services() if "crisis" in terms(service, "soort")]


def test_every_service_tells_how_the_first_time_goes_in_three_sentences():
    for service in services():
        sentences = re.split(r"(?<=[.?])\s+", service["application_process"])
        assert len(sentences) == 3, (service["name"], sentences)
        assert 1 <= len(re.split(r"(?<=[.?])\s+", service["description"])) <= 3, service["name"]


def test_every_service_says_that_it_is_invented():
    organisations = {row["uuid"]: row for row in by_slug("organisations", "organisation").values()}
    for service in services():
        assert service["alert"].startswith("Voorbeeld:")
        assert service["organization"]["name"] == organisations[service["organization_id"]]["name"]
        assert INVENTED_NUMBER.fullmatch(service["phones"][0]["number"])
        assert ".example.org" in service["url"] and service["email"].endswith(".example.org")


def test_L16_services_were_checked_at_different_times():
    ages = [(WRITTEN_ON - date.fromisoformat(service["assured_date"])).days for service in services()]
    assert min(ages) >= 0
    assert sum(184 <= age < 273 for age in ages) in range(6, 11)
    assert sum(273 <= age < 365 for age in ages) == 5
    assert sum(age >= 365 for age in ages) == 3


def test_services_fill_every_filter_of_the_map():
    found = services()
    assert {cost.get("amount") for service in found for cost in service["cost_options"]} >= {0, None, 3}
    locations = [at["location"] for service in found for at in service["service_at_locations"]]
    assert {location["location_type"] for location in locations} == {"physical", "virtual"}
    assert any("maximum_age" not in service for service in found)
    for schedule in (schedule for service in found for schedule in service["schedules"]):
        assert schedule["freq"] in {"WEEKLY", "MONTHLY"} and schedule["timezone"] == 1
        assert HOURS.fullmatch(schedule["opens_at"]) and HOURS.fullmatch(schedule["closes_at"])
        assert re.fullmatch(r"\d?(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU))*", schedule["byday"])
        date.fromisoformat(schedule["valid_from"])


def test_services_pass_the_hsds_schemas():
    if not (HSDS / "schema").is_dir():
        pytest.skip("the HSDS schemas do not lie beside this checkout; MOI_HSDS_DIR says where they are")
    jsonschema = pytest.importorskip("jsonschema")
    referencing = pytest.importorskip("referencing")
    dialect = referencing.jsonschema.DRAFT202012
    schemas = [(path.name, json.loads(path.read_text())) for path in (HSDS / "schema").glob("*.json")]
    registry = referencing.Registry().with_resources(
        [(name, referencing.Resource(schema, dialect)) for name, schema in schemas]
    )
    validator = jsonschema.Draft202012Validator(
        {"$ref": "service.json"}, registry=registry, format_checker=jsonschema.FormatChecker()
    )
    for service in services():
        assert not [error.message for error in validator.iter_errors(service)], service["name"]
    assert list(validator.iter_errors({**services()[0], "id": "no uuid"}))


def test_boards_and_topics_are_enough_and_of_the_right_size():
    boards = by_slug("forum", "board")
    found = toml("forum")["topic"]
    assert {"wind-tegen", "wind-mee", "achttien-en-dan", "slapen-of-niet", "thuis", "geld-en-gedoe"} <= set(boards)
    assert len(boards) >= 8 and "onderwerp" not in boards and len(found) >= 60
    assert {topic["board"] for topic in found} == set(boards)
    assert any(board.get("municipality") for board in boards.values())
    for topic in found:
        assert 3 <= len(topic["title"]) <= 120
        for post in (topic, *topic.get("reply", [])):
            assert 1 <= len(post["body"]) <= 5000
    assert len({topic["title"] for topic in found}) == len(found)


def test_replies_come_after_what_they_answer():
    for topic in toml("forum")["topic"]:
        minutes = [topic["minutes_ago"], *(reply["minutes_ago"] for reply in topic.get("reply", []))]
        assert minutes == sorted(minutes, reverse=True) and minutes[-1] > 0, topic["title"]


def test_some_topics_wait_for_an_answer_and_some_carry_a_content_note():
    found = toml("forum")["topic"]
    replies = [len(topic.get("reply", [])) for topic in found]
    assert 2 <= replies.count(0) <= 8 and sum(replies) >= 150
    assert any(topic.get("content_note") for topic in found)
    assert any(reply.get("content_note") for topic in found for reply in topic.get("reply", []))


def test_L3_whoever_writes_is_a_bird_or_one_of_the_team():
    team = {person["name"]: person["role"] for person in toml("people")["person"] if "name" in person}
    birds, adjectives = set(nicknames.birds()), set(nicknames.adjectives())
    for topic in toml("forum")["topic"]:
        for post in (topic, *topic.get("reply", [])):
            if "role" in post:
                assert team[post["author"]] == post["role"]
            else:
                adjective, bird = post["author"].split()
                assert adjective in adjectives and bird in birds, post["author"]


def test_rooms_have_their_rituals_hours_and_house_lines():
    rooms = by_slug("rooms", "room")
    assert {"kletskamer", "op-de-wachtlijst", "de-keukentafel", "nachtdienst", "even-uitwaaien"} <= set(rooms)
    assert toml("rooms")["house_lines"]
    for room in rooms.values():
        assert room["lead"] and room["opening_text"]
        assert room.get("closing_text") or room.get("is_always_open"), room["slug"]
        for row in room.get("openings", []):
            assert HOURS.fullmatch(row["opens"]) and HOURS.fullmatch(row["closes"]) and row["weekday"] in range(7)
    assert not set(rooms) & set(by_slug("places", "place"))


def test_L12_only_the_kletskamer_is_always_open():
    rooms = by_slug("rooms", "room")
    assert [slug for slug, room in rooms.items() if room.get("is_always_open")] == ["kletskamer"]
    assert [slug for slug, room in rooms.items() if room.get("min_hosts", 0) < 1] == ["kletskamer"]
    waiting = rooms["op-de-wachtlijst"]
    assert waiting["title"] == "Op de wachtlijst" and waiting["min_hosts"] == 2
    assert {(row["weekday"], row["opens"], row["closes"]) for row in waiting["openings"]} == {
        (day, "00:00", "24:00") for day in range(7)
    }


def test_sessions_fall_in_the_coming_fortnight_and_two_can_be_booked():
    found = by_slug("sessions", "session")
    people = {person["alias"]: person for person in toml("people")["person"]}
    assert len(found) >= 8
    bookable = []
    for session in found.values():
        assert 1 <= session["days_ahead"] <= 13 and HOURS.fullmatch(session["time"])
        assert people[session["professional"]]["role"] == "professional"
        assert people[session["professional"]]["organisation"] == session["organisation"]
        assert set(session["channels"]) <= {"phone", "place", "link"}
        assert "place" not in session["channels"] or session["place"] in by_slug("places", "place")
        if session["kind"] == "one_to_one":
            assert slots_of(session) >= 6
            bookable.append(session["professional"])
        else:
            assert {people[host]["role"] for host in session["hosts"]} == {"peer_expert"}
    assert len(bookable) >= 2
    assert next(alias for alias, person in people.items() if person["role"] == "professional") in bookable


def test_every_role_has_two_people_and_three_organisations_have_editors():
    people = toml("people")["person"]
    roles = Counter(person["role"] for person in people)
    assert set(roles) == ROLES and min(roles.values()) >= 2
    assert len({person["alias"] for person in people}) == len(people)
    organisations, places = by_slug("organisations", "organisation"), by_slug("places", "place")
    assert all(person["example"] for person in people)
    assert {person["organisation"] for person in people if "organisation" in person} <= set(organisations)
    assert {person["place"] for person in people if "place" in person} <= set(places)
    assert len({person["organisation"] for person in people if person["role"] == "map_editor"}) >= 3


def test_twelve_articles_say_who_wrote_and_who_checked():
    found = list(articles())
    assert len(found) >= 12
    for head, body in found:
        assert 250 <= len(body.split()) <= 500, head["slug"]
        assert head["level"] == "B1" and head["title"] and head["lead"] and head["sources"]
        assert "(voorbeeld)" in head["author"] and "(voorbeeld)" in head["reviewer"]
        assert date.fromisoformat(head["reviewed_on"]) <= WRITTEN_ON
        assert set(head["themes"]) <= set(themes.THEMES)


def test_national_services_are_six_and_say_that_they_are_not_ours():
    cards = by_slug("national", "national")
    assert set(cards) == {"in-je-bol", "113", "ease", "psychosenet", "proud2bme", "jongeren-hulp-online"}
    for card in cards.values():
        assert card["url"].startswith("https://") and card["note"] == "Landelijk, niet van Moi."


def test_every_theme_in_the_data_is_in_the_vocabulary():
    for name, key in (("places", "place"), ("rooms", "room"), ("sessions", "session"), ("national", "national")):
        for slug, row in by_slug(name, key).items():
            assert row["themes"] or slug == "kletskamer"
            assert set(row["themes"]) <= set(themes.THEMES), slug
    for row in (*toml("forum")["board"], *toml("forum")["topic"]):
        assert row["themes"] and set(row["themes"]) <= set(themes.THEMES), row["title"]


def test_the_tone_holds_everywhere():
    """design.md: no exclamation marks, no emoji, and none of the words we do not use for people."""
    emoji = "[\U0001f300-\U0001faff\u2600-\u27bf]"
    unwanted = re.compile(rf"!|\boeps\b|\bhelaas\b|lotgeno|\bcliënt|doelgroep|problematiek|{emoji}", re.I)
    for text in all_texts():
        assert not unwanted.search(text), text[:80]


def test_L9_only_crisis_numbers_are_real():
    """Whatever looks like a phone number is invented or is one of the lines on Nu hulp."""
    real = {"0800-0113", "0800-0432", "0800-2000"}
    looks_like_number = re.compile(r"\b0\d{1,3}[- ]\d[\d ]{3,}\d\b")
    seen = {match for text in all_texts() for match in looks_like_number.findall(text)}
    assert {number for number in seen if not INVENTED_NUMBER.fullmatch(number)} <= real


def test_no_text_holds_a_real_mail_address():
    """Mail only at example.org, which is reserved."""
    mail = re.compile(r"[\w.]+@[\w.-]+\w")
    for text in all_texts():
        assert all(address.endswith(".example.org") for address in mail.findall(text)), text[:80]
