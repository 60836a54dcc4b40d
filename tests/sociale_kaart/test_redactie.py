"""Keeping entries true: an editor's own list, the form, one press, what visitors said, and nobody else's entries."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from community import audit, clock, db
from community.places.models import Organisation
from sociale_kaart.models import Correction, Service, ServiceVersion
from tests.sociale_kaart import samples


def organisation(uuid: str = samples.ORGANISATION) -> Organisation:
    found = db.session().scalar(sa.select(Organisation).where(Organisation.uuid == uuid))
    assert found is not None
    return found


@pytest.fixture
def service(app) -> Service:
    return samples.make_service(
        "Thee",
        phones=[{"id": samples.uuid_of("tel"), "number": "050-000 00 30", "description": "Balie"}],
        schedules=[samples.schedule("di", "TU", "10:00", "17:00")],
        assured_date=(clock.today() - timedelta(days=200)).isoformat(),
    )


@pytest.fixture
def foreign(app) -> Service:
    """An entry of another organisation."""
    return samples.make_service(
        "Van een ander", organization=samples.organisation_record(samples.OTHER_ORGANISATION, "Wal")
    )


@pytest.fixture
def editor(cast, service, browser_of) -> Any:
    return browser_of(cast.staff("map_editor", organisation=organisation()))


def typed(**changes: Any) -> dict[str, Any]:
    fields = {
        "name": "Thee", "description": "Een kop thee.", "status": "active", "phone": "050-000 00 30",
        "minimum_age": "16", "maximum_age": "27", "hours": "di 10:00-17:00", "themes": ["somber"], "kinds": ["gesprek"],
    }  # fmt: skip
    return fields | changes


def fresh(service: Service) -> Service:
    db.session().expire_all()
    return db.session().get_one(Service, service.id)


def test_an_editor_sees_the_own_entries_the_oldest_check_first(editor, foreign):
    samples.make_service("Koffie")
    page = editor.get("/redactie").get_data(as_text=True)
    assert page.index("Thee") < page.index("Koffie")
    assert "Van een ander" not in page
    assert "1 van 2 zijn actueel" in page and "6 maanden geleden" in page


def test_klopt_nog_is_one_press(editor, service):
    answer = editor.post("/redactie/aanbod/thee/klopt-nog")
    assert (answer.status_code, answer.location) == (303, "/redactie?klaar=thee")
    assert (fresh(service).checked_on, fresh(service).checked_by) == (clock.today(), "De Kade")
    (entry,) = audit.trail(f"sociale_kaart.service:{service.uuid}")
    assert entry.act == "service.confirmed"


def test_a_change_is_shown_kept_as_a_version_and_logged(editor, service, browser):
    page = editor.get("/redactie/aanbod/thee").get_data(as_text=True)
    assert 'value="050-000 00 30"' in page and 'value="di 10:00-17:00"' in page
    answer = editor.post(
        "/redactie/aanbod/thee",
        typed(
            name="Thee en taart", phone="050-000 00 99", hours="wo-vr 9:30-12:00", free="1", themes=["angst", "geld"]
        ),
    )
    assert (answer.status_code, answer.location) == (303, "/redactie/aanbod/thee?opgeslagen=1")
    changed = fresh(service)
    assert (changed.name, changed.is_free, changed.slugs("thema")) == ("Thee en taart", True, ("angst", "geld"))
    assert changed.record["phones"][0] == {
        "id": samples.uuid_of("tel"),
        "number": "050-000 00 99",
        "description": "Balie",
    }
    assert [(row.opens, row.closes) for row in changed.schedules] == [("09:30", "12:00")]
    assert changed.checked_on == clock.today(), "who changes an entry confirms it"
    assert db.session().scalars(sa.select(ServiceVersion)).one().record["name"] == "Thee"
    assert audit.trail(f"sociale_kaart.service:{service.uuid}")[0].details["fields"]
    page = browser.get("/sociale-kaart/aanbod/thee").get_data(as_text=True)
    assert "Thee en taart" in page and "9.30 tot 12 uur" in page
    assert "Thee en taart" in browser.get("/sociale-kaart?q=taart").get_data(as_text=True)


def test_what_the_form_does_not_show_stays(editor, service):
    before = fresh(service).record
    editor.post("/redactie/aanbod/thee", typed(description="Anders."))
    after = fresh(service).record
    for name in ("id", "service_at_locations", "organization_id"):
        assert after[name] == before[name]
    assert after["attributes"] == before["attributes"], "the ids of what stays do not change"
    assert after["schedules"] == before["schedules"]


def test_saving_without_a_change_changes_nothing(editor, service):
    editor.post("/redactie/aanbod/thee", typed())
    editor.post("/redactie/aanbod/thee", typed())
    assert db.session().scalar(sa.select(sa.func.count(ServiceVersion.id))) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "), ("url", "kade.example"), ("url", "javascript:alert(1)"), ("email", "niemand"), 
        ("phone", "bel maar"), ("minimum_age", "jong"), ("maximum_age", "12"), ("hours", "altijd"),
        ("status", "defunct"), ("themes", "taart"), ("kinds", "taart"), ("name", "x" * 301),
    ],
)  # fmt: skip
def test_a_form_that_did_not_work_comes_back_with_what_was_typed(editor, service, field, value):
    answer = editor.post("/redactie/aanbod/thee", typed(**{field: value, "description": "Hier zat ik op te zwoegen."}))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'href="#{field}"' in page and "Hier zat ik op te zwoegen." in page
    assert fresh(service).description == "Een gesprek bij een kop thee."


def test_a_rhythm_that_cannot_be_typed_stays(editor, cast, browser_of):
    monthly = samples.schedule("maand", "1MO", "10:00", "12:00", freq="MONTHLY")
    service = samples.make_service("Maandelijks", schedules=[monthly])
    assert "een ritme dat hier niet te typen is" in editor.get("/redactie/aanbod/maandelijks").get_data(as_text=True)
    editor.post("/redactie/aanbod/maandelijks", typed(name="Maandelijks", hours=""))
    assert fresh(service).record["schedules"] == [monthly]


def test_another_organisations_entry_gives_the_404_of_a_missing_one(editor, foreign):
    answers = {slug: editor.get(f"/redactie/aanbod/{slug}") for slug in ("bestaat-niet", foreign.slug)}
    assert {answer.status_code for answer in answers.values()} == {404}
    assert len({answer.get_data(as_text=True).replace(slug, "") for slug, answer in answers.items()}) == 1
    assert editor.post(f"/redactie/aanbod/{foreign.slug}", typed()).status_code == 404
    assert editor.post(f"/redactie/aanbod/{foreign.slug}/klopt-nog").status_code == 404
    assert fresh(foreign).name == "Van een ander"


@pytest.mark.parametrize("roles", [("peer_expert",), ("professional",), ("administrator",)])
def test_without_the_role_there_is_no_redactie(cast, service, browser_of, roles):
    browser = browser_of(cast.staff(*roles, organisation=organisation()))
    for path in ("/redactie", "/redactie/aanbod/thee"):
        assert browser.get(path).status_code == 404
    assert browser.post("/redactie/aanbod/thee/klopt-nog").status_code == 404


def test_a_map_editor_without_an_organisation_keeps_nothing_and_the_redactie_everything(cast, service, browser_of):
    nobody, redactie = browser_of(cast.staff("map_editor")), browser_of(cast.staff("editor"))
    assert nobody.get("/redactie").status_code == 200 and nobody.get("/redactie/aanbod/thee").status_code == 404
    assert redactie.get("/redactie/aanbod/thee").status_code == 200


def test_L16_editors_reach_only_their_own_in_many_random_calls(cast, browser_of):
    records = [samples.organisation_record(samples.uuid_of(f"org {n}"), f"Organisatie {n}") for n in range(4)]
    entries = [
        (number, samples.make_service(f"Dienst {number} {each}", organization=record))
        for number, record in enumerate(records)
        for each in range(3)
    ]
    editors = [browser_of(cast.staff("map_editor", organisation=organisation(record["id"]))) for record in records]
    chance = random.Random(16)
    for _call in range(250):
        asker, (owner, entry) = chance.randrange(4), chance.choice(entries)
        answer = editors[asker].get(f"/redactie/aanbod/{entry.slug}")
        assert answer.status_code == (200 if asker == owner else 404)


def test_what_visitors_said_is_answered_once(editor, service, browser):
    browser.post(f"{service.url}/klopt-niet", {"text": "De deur was dicht."})
    assert "“De deur was dicht.”" in editor.get("/redactie").get_data(as_text=True)
    said = db.session().scalars(sa.select(Correction)).one()
    assert (
        editor.post(f"/redactie/correcties/{said.id}", {"answer": "Tijden aangepast."}).location == "/redactie#gemeld"
    )
    assert "De deur was dicht" not in editor.get("/redactie").get_data(as_text=True)
    assert editor.post(f"/redactie/correcties/{said.id}", {"answer": "x"}).status_code == 404


def test_a_correction_of_another_organisation_cannot_be_answered(editor, foreign, browser):
    browser.post(f"{foreign.url}/klopt-niet", {"text": "Klopt niet."})
    said = db.session().scalars(sa.select(Correction)).one()
    assert editor.post(f"/redactie/correcties/{said.id}", {"answer": "x"}).status_code == 404
    assert db.session().get_one(Correction, said.id).state == "open"
