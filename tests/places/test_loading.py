"""The operator says which organisations and places there are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from community import db, search
from community.places.models import Organisation, Place

OWNER = """
[[organisation]]
slug = "de-deur"
name = "Stichting De Deur"
website = "https://deur.example.org"
"""
PLACE = """
[[place]]
slug = "{slug}"
name = "De Deur"
kind = "inloop"
organisation = "de-deur"
street = "Kade"
number = "3"
town = "Delfzijl"
municipality = "GM1979"
lat = 53.33
lon = 6.92
themes = ["somber"]
opening = [{{ weekday = 1, opens = "13:00", closes = "21:00", host = "Marit" }}]
exception = [{{ date = 2026-12-25, closed = true }}]
activity = [{{ weekday = 1, time = "13:00", title = "Soep" }}]
"""


def run(app: Any, folder: Path, text: str) -> Any:
    file = folder / "places.toml"
    file.write_text(text)
    return app.test_cli_runner().invoke(args=["places", "load", str(file)])


def place(**fields: str) -> str:
    """A good row, with other lines for some fields."""
    lines = PLACE.format(slug="de-deur").strip().splitlines()
    kept = [line for line in lines if line.split(" = ")[0] not in fields]
    return "\n".join([*kept, *(f"{name} = {value}" for name, value in fields.items() if value)])


def all_of(table: Any) -> list[Any]:
    db.session().expire_all()
    return list(db.session().scalars(sa.select(table).order_by(table.id)))


def test_places_are_added_once_and_changed_by_slug(app: Any, browser: Any, tmp_path: Path) -> None:
    first = run(app, tmp_path, OWNER + PLACE.format(slug="de-deur"))
    assert (first.exit_code, first.output) == (0, "2 organisations and places, 0 refused\n")
    made = all_of(Place)[0]
    before = (made.id, made.uuid, made.changed_at)
    assert (made.address, made.organisation.name, made.checked_on) == ("Kade 3, Delfzijl", "Stichting De Deur", None)
    assert not made.is_example and made.exceptions == [{"date": "2026-12-25", "closed": True}]
    assert "Soep" in browser.get("/plekken/de-deur").text
    assert [hit.key for hit in search.find(["place"], "soep").hits] == ["de-deur"]
    assert run(app, tmp_path, OWNER + PLACE.format(slug="de-deur")).exit_code == 0
    assert [(each.id, each.uuid, each.changed_at) for each in all_of(Place)] == [before]
    assert run(app, tmp_path, place(name='"Het Luik"', checked_on="2026-11-01")).exit_code == 0
    assert run(app, tmp_path, place(name='"Het Luik"')).exit_code == 0
    assert [(each.name, str(each.checked_on)) for each in all_of(Place)] == [("Het Luik", "2026-11-01")]
    assert len(all_of(Organisation)) == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"slug": '"De Deur"'}, "slug"),
        ({"name": ""}, "name"),
        ({"name": '"  "'}, "name"),
        ({"name": f'"{"n" * 201}"'}, "name"),
        ({"kind": '"kroeg"'}, "kind"),
        ({"organisation": '"niemand"'}, "organisation"),
        ({"municipality": '"GM9999"'}, "municipality"),
        ({"municipality": '"Delfzijl"'}, "municipality"),
        ({"lat": "153.0"}, "lat"),
        ({"lon": '"6.9"'}, "lon"),
        ({"postcode": '"99"'}, "postcode"),
        ({"themes": '["weer"]'}, "themes"),
        ({"themes": '"somber"'}, "themes"),
        ({"opening": '[{ weekday = 7, opens = "13:00", closes = "14:00" }]'}, "opening"),
        ({"opening": '[{ weekday = 1, opens = "13:00" }]'}, "opening"),
        ({"exception": '[{ date = "kerst", closed = true }]'}, "exception"),
        ({"activity": '[{ time = "13:00", title = "Soep" }]'}, "activity"),
        ({"lead": r'"a\u0000b"'}, "lead"),
        ({"quiet_room": '"ja"'}, "quiet_room"),
        ({"kleur": '"rood"'}, "kleur"),
    ],
)
def test_a_wrong_row_is_named_and_the_good_ones_land(app: Any, tmp_path: Path, wrong: Any, field: str) -> None:
    answered = run(app, tmp_path, OWNER + place(**wrong) + PLACE.format(slug="goed"))
    assert answered.exit_code == 1
    assert answered.output.startswith(f"row 1: place.{field}: "), answered.output
    assert answered.output.endswith("2 organisations and places, 1 refused\n")
    assert [each.slug for each in all_of(Place)] == ["goed"]


def test_a_uuid_belongs_to_one_row_for_good(app: Any, tmp_path: Path) -> None:
    uuid, other = '"102244ff-efa3-5e19-a4e0-f2e3786369d4"', '"e0ba51c7-efc9-544f-9605-40e1ca1c39c1"'
    assert run(app, tmp_path, OWNER + place(uuid=uuid)).exit_code == 0
    assert "row 1: place.uuid: " in run(app, tmp_path, place(uuid=other)).output
    assert "is that of de-deur" in run(app, tmp_path, place(uuid=uuid, slug='"nieuw"')).output
    assert [each.uuid for each in all_of(Place)] == [uuid.strip('"')]


def test_a_slug_stands_once_in_a_file(app: Any, tmp_path: Path) -> None:
    answered = run(app, tmp_path, OWNER + place() + "\n" + place(name='"Ander"'))
    assert answered.exit_code == 1 and "row 2: place.slug: de-deur stands in row 1 already" in answered.output
    assert [each.name for each in all_of(Place)] == ["De Deur"]


@pytest.mark.parametrize("text", ["geen toml", "", "[place]\nslug = 'x'", "place = [1]", '[[place]]\nslug = "x"'])
def test_a_file_without_a_good_row_changes_nothing(app: Any, tmp_path: Path, text: str) -> None:
    assert run(app, tmp_path, text).exit_code == 2
    assert all_of(Place) == []
