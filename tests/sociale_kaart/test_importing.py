"""What comes in: good rows are kept, bad ones named, nothing changes when run twice."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from community import clock, db
from community.places.models import Organisation
from sociale_kaart.models import Service, ServiceLocation, ServiceVersion
from tests.sociale_kaart import samples


@pytest.fixture
def run(app: Flask, tmp_path: Path) -> Any:
    """run("import", content): the result of `flask map …` on a file with this content."""

    def invoke(what: str, content: Any = None, *options: str, name: str = "map.json") -> Result:
        path = tmp_path / name
        if content is not None:
            path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return app.test_cli_runner().invoke(args=["map", what, str(path), *options])

    return invoke


def stored(name: str) -> Service:
    found = db.session().scalar(sa.select(Service).where(Service.name == name))
    assert found is not None
    return found


def test_one_service_a_list_and_a_page_are_all_taken(run):
    assert run("import", samples.service_record("Een")).exit_code == 0
    assert run("import", [samples.service_record("Twee"), samples.service_record("Drie")]).exit_code == 0
    assert run("import", {"total_items": 1, "contents": [samples.service_record("Vier")]}).exit_code == 0
    lines = "\n".join(json.dumps(samples.service_record(name)) for name in ("Vijf", "Zes"))
    assert run("import", lines, name="map.ndjson").exit_code == 0
    assert db.session().scalar(sa.select(sa.func.count(Service.id))) == 6


def test_a_refused_row_is_named_and_the_good_ones_are_kept(run):
    bad = samples.service_record("Fout", phones=[{"id": samples.uuid_of("x")}])
    result = run("import", [samples.service_record("Goed"), bad])
    assert result.exit_code == 1
    assert "row 2: phones[0].number: is missing" in result.output.splitlines()
    assert stored("Goed").state == "published"
    assert db.session().scalar(sa.select(sa.func.count(Service.id))) == 1


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"name": None}, "name: is missing"),
        ({"name": "   "}, "name: is missing"),
        ({"id": "geen-uuid"}, "id: must be a UUID"),
        ({"status": "open"}, "status: must be one of: active, inactive, defunct, temporarily closed"),
        ({"url": "javascript:alert(1)"}, "url: must be a web address that begins with https://"),
        ({"email": "niemand"}, "email: must be an e-mail address"),
        ({"assured_date": "22-11-2026"}, "assured_date: must be a date such as 2026-11-22"),
        ({"assured_date": "2026-02-30"}, "assured_date: must be a date such as 2026-11-22"),
        ({"last_modified": "gisteren"}, "last_modified: must be a moment such as 2026-11-22T09:00:00Z"),
        ({"minimum_age": "16"}, "minimum_age: must be a number"),
        ({"minimum_age": True}, "minimum_age: must be a number"),
        ({"minimum_age": 30, "maximum_age": 16}, "maximum_age: is below minimum_age"),
        ({"phones": "050"}, "phones: must be a list"),
        ({"phones": [17]}, "phones[0]: is no object"),
        ({"schedules": [samples.schedule("s", "MO", "25:00", "26:00")]}, "schedules[0].opens_at: must be a time"),
        ({"description": "a" * 20_001}, "description: is longer than 20000 characters"),
        ({"organization": None, "organization_id": samples.ORGANISATION}, "organization_id: is no organisation"),
        ({"organization": {"id": samples.ORGANISATION}}, "organization.name: is missing"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_by_field(run, fields, expected):
    record = samples.service_record("Fout") | {key: value for key, value in fields.items() if value is not None}
    record = {key: value for key, value in record.items() if key not in fields or fields[key] is not None}
    result = run("import", [record])
    assert result.output.startswith(f"row 1: {expected}")
    assert result.exit_code == 2, "nothing was done"
    assert db.session().scalar(sa.select(Service.id)) is None


def test_a_row_that_is_no_object_and_a_double_id_are_refused(run):
    once = samples.service_record("Een")
    result = run("import", [once, 17, samples.service_record("Ander", id=once["id"])])
    assert result.exit_code == 1
    assert "row 2: service: is no object" in result.output
    assert f"row 3: id: {once['id']} stands in row 1 already" in result.output


def test_a_location_of_another_entry_is_refused(run):
    there = samples.service_record("Daar")
    assert run("import", there).exit_code == 0
    thief = samples.service_record("Dief", service_at_locations=there["service_at_locations"])
    result = run("import", thief)
    assert "row 1: service_at_locations: the id of a location is that of another entry" in result.output
    assert result.exit_code == 2


def test_nothing_changes_when_run_twice(run):
    records = [samples.service_record("Een"), samples.service_record("Twee", assured_date="2026-01-02")]
    run("import", records)
    before = db.session().execute(sa.select(Service.uuid, Service.changed_at, Service.checked_on)).all()
    result = run("import", records)
    assert (result.exit_code, result.output) == (0, "0 new, 0 changed, 2 unchanged, 0 refused\n")
    assert db.session().execute(sa.select(Service.uuid, Service.changed_at, Service.checked_on)).all() == before
    assert db.session().scalar(sa.select(sa.func.count(ServiceVersion.id))) == 0


def test_a_change_keeps_address_and_earlier_version(run):
    record = samples.service_record("Oud")
    run("import", record)
    assert run("import", record | {"name": "Nieuw", "service_at_locations": []}).exit_code == 0
    service = stored("Nieuw")
    assert service.slug == "oud", "an address that was given stays"
    assert service.locations == [] and db.session().scalar(sa.select(ServiceLocation.id)) is None
    version = db.session().scalars(sa.select(ServiceVersion)).one()
    assert version.record["name"] == "Oud" and version.changed_by == "import"


def test_entries_are_published_unless_draft(run):
    record = samples.service_record("Straks")
    assert run("import", record, "--draft").exit_code == 0
    assert stored("Straks").state == "draft"
    assert run("import", record).exit_code == 0
    assert stored("Straks").state == "published"


def test_an_entry_counts_as_checked_on_its_date_or_else_today(run):
    run("import", [samples.service_record("Toen", assured_date="2026-03-04"), samples.service_record("Nu")])
    assert stored("Toen").checked_on == date(2026, 3, 4)
    assert stored("Nu").checked_on == clock.today()
    assert stored("Nu").checked_by == "De Kade"


def test_an_older_date_does_not_undo_a_check(run, app):
    record = samples.service_record("Toen", assured_date="2026-03-04")
    run("import", record)
    later = (date(2026, 3, 4) + timedelta(days=30)).isoformat()
    run("import", record | {"assured_date": later})
    assert "1 unchanged" in run("import", record).output
    assert stored("Toen").checked_on.isoformat() == later


def test_personal_addresses_are_not_kept(run):
    contact = {"id": samples.uuid_of("c"), "name": "Ans", "email": "ans@thuis.example"}
    metadata = {
        "id": samples.uuid_of("m"), "last_action_date": "2026-01-01", "last_action_type": "update",
        "field_name": "email", "previous_value": "piet@thuis.example", "replacement_value": "x", "updated_by": "Ans",
    }  # fmt: skip
    record = samples.service_record(
        "Privé", assurer_email="jan@thuis.example", contacts=[contact], metadata=[metadata], email="info@kade.example"
    )
    record["organization"]["contacts"] = [contact]
    run("import", record)
    kept = json.dumps(stored("Privé").record) + json.dumps(db.session().scalars(sa.select(Organisation)).one().record)
    assert "thuis.example" not in kept
    assert stored("Privé").record["email"] == "info@kade.example"


def test_an_unreadable_file_does_nothing(run, tmp_path):
    for content in ("{", '"tekst"', "[" * 100_000):
        result = run("import", content)
        assert result.exit_code == 2 and "Traceback" not in result.output
    assert run("import", None, name="bestaat-niet.json").exit_code == 2
    assert run("import", []).exit_code == 0, "nothing to do is fine"


def test_a_filter_is_read_from_what_hsds_says(run):
    record = samples.service_record(
        "Alles", minimum_age=16, maximum_age=27, features=("zonder-verwijzing", "met-ervaringsdeskundige"),
        cost_options=[{"id": samples.uuid_of("cost"), "amount": 0, "currency": "EUR"}],
        service_at_locations=[samples.location("hier", "9934"), samples.location("net", kind="virtual")],
    )  # fmt: skip
    run("import", record)
    service = stored("Alles")
    assert (service.minimum_age, service.maximum_age) == (16, 27)
    assert service.is_free and service.is_online and service.needs_no_referral and service.has_peers
    assert [(each.kind, each.municipality, each.pc4) for each in service.locations] == [
        ("physical", "GM1979", "9934"),
        ("virtual", None, None),
    ]
    assert service.locations[0].lat is not None, "without a point the postcode gives one"


def test_a_location_with_the_id_of_a_place_stands_there(run):
    place = samples.make_place("de-kade")
    there = samples.location("hier")
    there["location"]["id"] = place.uuid
    run("import", samples.service_record("Bij ons", service_at_locations=[there]))
    assert stored("Bij ons").locations[0].place_id == place.id


def test_an_attribute_may_name_only_the_id_of_a_known_term(run):
    first = samples.service_record("Een", themes=("angst",))
    attribute = {"id": samples.uuid_of("losse"), "taxonomy_term_id": first["attributes"][0]["taxonomy_term_id"]}
    run("import", first)
    run("import", samples.service_record("Twee", themes=(), kinds=(), attributes=[attribute]))
    assert stored("Twee").slugs("thema") == ("angst",)


def test_what_goes_out_comes_in_again_without_loss(run, tmp_path):
    moments = {"assured_date": "2026-05-06", "last_modified": "2026-05-06T07:08:09.123Z"}
    records = [
        samples.service_record("Een", alert="Let op ", **moments),
        samples.service_record("Twee", wait_time="kort", **moments | {"last_modified": "2026-05-06T07:08:09Z"}),
    ]
    run("import", records)
    assert run("export", name="uit.json").exit_code == 0
    out = json.loads((tmp_path / "uit.json").read_text())
    for record, given in zip(records, out, strict=True):
        assert given == record | {"organization_id": samples.ORGANISATION}
    assert run("import", None, name="uit.json").output == "0 new, 0 changed, 2 unchanged, 0 refused\n"


def test_drafts_are_not_exported(run, tmp_path):
    run("import", samples.service_record("Geheim"), "--draft")
    assert run("export", name="uit.json").exit_code == 0
    assert json.loads((tmp_path / "uit.json").read_text()) == []
    assert app_says_no(run("export", name="geen/map/uit.json"))


def app_says_no(result: Result) -> bool:
    return result.exit_code == 2 and "Traceback" not in result.output


def test_an_organisation_is_updated_by_what_a_file_says_and_keeps_the_rest(run):
    run(
        "import",
        samples.service_record("Een", organization=samples.organisation_record() | {"email": "a@kade.example"}),
    )
    run("import", samples.service_record("Een", organization=samples.organisation_record(name="De Nieuwe Kade")))
    organisation = db.session().scalars(sa.select(Organisation)).one()
    assert (organisation.name, organisation.email) == ("De Nieuwe Kade", "a@kade.example")
    assert organisation.slug == "de-kade"
