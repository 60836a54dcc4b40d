"""The open data: pages, forms, filters, errors, and what never appears."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from community import clock
from sociale_kaart.hsds.openapi import document
from tests.browser import Browser
from tests.sociale_kaart import samples

LISTS = ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms")
UNKNOWN = "99999999-9999-4999-8999-999999999999"


@pytest.fixture
def ask(browser: Browser) -> Any:
    """ask("/services?full=true"): the JSON, which must come with 200."""

    def get(path: str, status: int = 200) -> Any:
        answer = browser.get(f"/hsds{path}")
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer.get_json()

    return get


def names(page: dict[str, Any]) -> list[str]:
    return [row["name"] for row in page["contents"]]


def test_the_root_says_what_this_is(ask):
    root = ask("/")
    assert root["version"].startswith("3.1")
    assert root["openapi_url"] == "http://127.0.0.1:8000/hsds/openapi.json"


def test_pages_follow_each_other_and_the_last_one_says_so(ask):
    for number in range(5):
        samples.make_service(f"Dienst {number}")
    first, last = ask("/services?per_page=2"), ask("/services?per_page=2&page=3")
    assert {key: value for key, value in first.items() if key != "contents"} == {
        "total_items": 5, "total_pages": 3, "page_number": 1, "size": 2, "first_page": True, "last_page": False,
        "empty": False,
    }  # fmt: skip
    assert (last["size"], last["last_page"], last["first_page"]) == (1, True, False)
    seen = [name for page in (1, 2, 3) for name in names(ask(f"/services?per_page=2&page={page}"))]
    assert seen == [f"Dienst {number}" for number in range(5)]


@pytest.mark.parametrize("path", LISTS)
def test_an_empty_list_and_a_page_past_the_end_are_pages_too(ask, path):
    for query in ("", "?page=999"):
        page = ask(f"/{path}{query}")
        assert (page["empty"], page["last_page"], page["contents"], page["size"]) == (True, True, [], 0)


@pytest.mark.parametrize(
    "query",
    [
        "page=0", "page=-1", "page=een", "page=", "per_page=0", "per_page=1001", "format=xml", "full=misschien",
        "taxonomy_id=1", "taxonomy_term_id=x", "organization_id=x", "modified_after=gisteren", "minimum_age=-1",
        "maximum_age=oud", "minimum_age=30&maximum_age=16", "postcode=12", "postcode=0123", "proximity=100",
        "postcode=9711&proximity=ver",
    ],
)  # fmt: skip
def test_a_bad_parameter_is_422_and_named(ask, query):
    error = ask(f"/services?{query}", 422)["error"]
    assert error["code"] == "invalid"
    assert error["message"].split(":")[0] in query


@pytest.mark.parametrize("path", LISTS)
def test_an_unknown_id_is_404_in_json(ask, path):
    assert ask(f"/{path}/{UNKNOWN}", 404)["error"]["code"] == "not_found"
    assert ask(f"/{path}/geen-uuid", 404)["error"]["code"] == "not_found"
    assert ask("/bestaat-niet", 404)["error"]["code"] == "not_found"


def test_unknown_parameters_are_ignored(ask):
    samples.make_service("Dienst")
    assert ask("/services?kleur=groen")["total_items"] == 1


def test_minimal_is_id_and_moment_only(ask):
    service = samples.make_service("Dienst", last_modified="2026-05-06T07:08:09Z")
    assert ask("/services?minimal=true")["contents"] == [{"id": service.uuid, "last_modified": "2026-05-06T07:08:09Z"}]


def test_a_row_nests_nothing_but_its_organisation_and_full_everything(ask):
    phone = {"id": samples.uuid_of("phone"), "number": "050-000 00 00"}
    service = samples.make_service("Dienst", phones=[phone])
    (row,) = ask("/services")["contents"]
    assert row["organization"] == samples.organisation_record()
    assert not {"phones", "attributes", "service_at_locations"} & set(row)
    (full,) = ask("/services?full=true")["contents"]
    assert full["phones"] == [phone] and full["service_at_locations"][0]["location"]["name"] == "Dienst"
    assert ask(f"/services/{service.uuid}") == full
    assert ask(f"/services/{service.uuid.upper()}") == full


def test_ndjson_streams_all_rows(browser):
    for number in range(3):
        samples.make_service(f"Dienst {number}")
    answer = browser.get("/hsds/services?format=ndjson&per_page=1")
    assert answer.mimetype == "application/x-ndjson"
    rows = [json.loads(line) for line in answer.get_data(as_text=True).splitlines()]
    assert [row["name"] for row in rows] == ["Dienst 0", "Dienst 1", "Dienst 2"]
    again = browser.get("/hsds/services?format=ndjson&per_page=1", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_every_page_has_a_tag_and_is_open_to_all_without_a_cookie(browser):
    samples.make_service("Dienst")
    answer = browser.get("/hsds/services")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers and "Cookie" not in answer.headers.get("Vary", "")
    assert browser.get("/hsds/services", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    samples.make_service("Nog een")
    assert browser.get("/hsds/services", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 200


def test_only_the_open_data_is_open_to_other_sites(browser):
    for path in ("/", "/sociale-kaart", "/sociale-kaart.geojson", "/hsdsx"):
        assert "Access-Control-Allow-Origin" not in browser.get(path).headers
    assert browser.get("/hsds/services?page=0").headers["Access-Control-Allow-Origin"] == "*"
    assert browser.get("/hsds/bestaat-niet").headers["Access-Control-Allow-Origin"] == "*"


def test_only_published_living_entries_are_listed(ask):
    samples.make_service("Zichtbaar")
    samples.store(samples.service_record("Concept"), is_draft=True)
    samples.make_service("Weg", status="defunct")
    old = samples.make_service("Oud", assured_date=(clock.today() - timedelta(days=400)).isoformat())
    assert names(ask("/services")) == ["Zichtbaar"]
    assert ask("/service_at_locations")["total_items"] == 1
    for name in ("Concept", "Weg"):
        ask(f"/services/{samples.uuid_of(name)}", 404)
        ask(f"/service_at_locations/{samples.uuid_of('at ' + name)}", 404)
    assert ask(f"/services/{old.uuid}")["name"] == "Oud", "ids never change, and it has a page with its mark"


def test_an_organisation_without_a_shown_entry_does_not_appear(ask):
    samples.make_organisation("stil")
    samples.store(samples.service_record("Concept"), is_draft=True)
    assert ask("/organizations")["empty"]
    ask(f"/organizations/{samples.ORGANISATION}", 404)


def test_personal_addresses_never_appear(ask):
    contact = {"id": samples.uuid_of("c"), "name": "Ans", "email": "ans@thuis.example"}
    there = samples.location("hier", contacts=[contact])
    private = {"assurer_email": "jan@thuis.example", "contacts": [contact]}
    samples.make_service("Dienst", email="info@kade.example", service_at_locations=[there], **private)
    for path in LISTS:
        said = json.dumps(ask(f"/{path}?full=true&full_service=true"))
        assert "thuis.example" not in said
    assert ask("/services")["contents"][0]["email"] == "info@kade.example"


def test_ages_mean_open_to_some_age_in_that_range(ask):
    samples.make_service("Jong", minimum_age=12, maximum_age=17)
    samples.make_service("Ouder", minimum_age=18)
    samples.make_service("Ieder")
    assert names(ask("/services?minimum_age=18&maximum_age=30")) == ["Ouder", "Ieder"]
    assert names(ask("/services?maximum_age=17")) == ["Jong", "Ieder"]
    assert names(ask("/services?minimum_age=17&maximum_age=18")) == ["Jong", "Ouder", "Ieder"]
    assert ask("/service_at_locations?maximum_age=17")["total_items"] == 2


def test_a_postcode_alone_means_the_same_digits_and_proximity_means_metres(ask):
    samples.make_service("Stad", service_at_locations=[samples.location("stad", "9711")])
    samples.make_service("Zuid", service_at_locations=[samples.location("zuid", "9721")])
    samples.make_service("Delfzijl", service_at_locations=[samples.location("delfzijl", "9934")])
    samples.make_service("Online", service_at_locations=[samples.location("net", kind="virtual")])
    assert names(ask("/services?postcode=9711")) == ["Stad"]
    assert names(ask("/services?postcode=9711&proximity=5000")) == ["Stad", "Zuid"]
    assert names(ask("/services?postcode=9711&proximity=50000")) == ["Stad", "Zuid", "Delfzijl"]
    assert ask("/services?postcode=1234&proximity=50000")["empty"], "a postcode far from here"
    (row,) = ask("/service_at_locations?postcode=9934")["contents"]
    assert row["location"]["name"] == "delfzijl" and row["service"]["name"] == "Delfzijl"


def test_a_place_in_another_postcode_of_the_same_service_is_left_out(ask):
    there = [samples.location("stad", "9711"), samples.location("delfzijl", "9934")]
    samples.make_service("Twee plekken", service_at_locations=there)
    assert [row["location"]["name"] for row in ask("/service_at_locations?postcode=9934")["contents"]] == ["delfzijl"]


def test_terms_organisation_and_moment_narrow_the_list(ask):
    samples.make_service("Angst", themes=("angst",), kinds=(), last_modified="2026-01-02T00:00:00Z")
    other = samples.organisation_record(samples.OTHER_ORGANISATION, "De Wal")
    samples.make_service("Geld", themes=("geld",), kinds=(), organization=other, last_modified="2026-03-04T00:00:00Z")
    terms = {row["code"]: row for row in ask("/taxonomy_terms")["contents"]}
    assert names(ask(f"/services?taxonomy_term_id={terms['angst']['id']}")) == ["Angst"]
    assert ask(f"/services?taxonomy_id={terms['angst']['taxonomy_id']}")["total_items"] == 2
    assert names(ask(f"/services?organization_id={samples.OTHER_ORGANISATION}")) == ["Geld"]
    assert names(ask("/services?modified_after=2026-03-04T00:00:00Z")) == ["Geld"]
    assert names(ask("/services?modified_after=2026-03-04T01:00:00+01:00")) == ["Geld"]
    assert ask(f"/organizations?taxonomy_term_id={terms['geld']['id']}")["contents"] == [other]
    assert ask(f"/services?taxonomy_term_id={UNKNOWN}")["empty"]


def test_words_are_found_forgivingly(ask):
    samples.make_service("Wandelen langs het diep")
    samples.make_service("Samen koken")
    assert names(ask("/services?search=wandeling")) == ["Wandelen langs het diep"]
    assert names(ask("/services?search=wandellen")) == ["Wandelen langs het diep"]
    assert ask("/services?search=xyzzy")["empty"]


def test_an_organisation_holds_its_services_by_name_or_in_full(ask):
    service = samples.make_service("Dienst")
    short = ask(f"/organizations/{samples.ORGANISATION}")
    assert short["services"] == [{"id": service.uuid, "name": "Dienst"}]
    whole = ask(f"/organizations/{samples.ORGANISATION}?full_service=true")
    assert whole["services"][0]["attributes"]
    assert ask("/organizations?full=true")["contents"] == [short]
    assert "services" not in ask("/organizations")["contents"][0]


def test_taxonomies_and_their_terms_are_given(ask):
    samples.make_service("Dienst", themes=("somber",), kinds=("gesprek",))
    taxonomies = {row["name"]: row for row in ask("/taxonomies")["contents"]}
    assert set(taxonomies) == {"thema", "soort"}
    thema = taxonomies["thema"]
    assert ask(f"/taxonomies/{thema['id']}") == thema
    (term,) = ask(f"/taxonomy_terms?taxonomy_id={thema['id']}")["contents"]
    assert (term["code"], term["taxonomy"]) == ("somber", "thema")
    assert ask(f"/taxonomy_terms/{term['id']}") == term
    assert ask("/taxonomy_terms?top_only=true")["total_items"] == 2
    assert ask(f"/taxonomy_terms?parent_id={UNKNOWN}")["empty"]


def test_our_openapi_document_refers_to_nothing_outside_itself(ask):
    described = ask("/openapi.json")
    assert described == json.loads(json.dumps(document("http://127.0.0.1:8000")))
    known = {
        f"#/components/{part}/{name}" for part in ("schemas", "parameters") for name in described["components"][part]
    }
    assert refs_in(described) <= known


def refs_in(document: Any) -> set[str]:
    if isinstance(document, dict):
        own = {document["$ref"]} if "$ref" in document else set()
        return own.union(*map(refs_in, document.values()))
    return set().union(*map(refs_in, document)) if isinstance(document, list) else set()


def test_the_open_data_is_throttled(app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(__import__("community.doors.limits", fromlist=["RULES"]).RULES, "open_data", "2/minute")
    assert [browser.get("/hsds/services").status_code for _ in range(3)] == [200, 200, 429]
    answer = browser.get("/hsds/services")
    assert answer.get_json()["error"]["code"] == "too_fast" and int(answer.headers["Retry-After"]) > 0


def test_lists_take_as_many_statements_however_long_they_are(browser, statements):
    counts = []
    for number in (1, 12):
        for each in range(number):
            samples.make_service(f"Dienst {number} {each}")
        statements.clear()
        assert browser.get("/hsds/services?full=true").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 2
