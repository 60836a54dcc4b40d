"""A spreadsheet saved as CSV, and the CSV data package: tables become nested services."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from community import db
from sociale_kaart.importing import package, reading, spreadsheet
from sociale_kaart.models import Service
from sociale_kaart.slugs import free_slug, slug_of
from tests.sociale_kaart import samples

ROW = {
    "organisation": "De Kade", "name": "Thee", "description": "Een kop thee.", "phone": "050-000 00 00",
    "id": "", "status": "", "cost": "gratis", "minimum_age": "16", "maximum_age": "27,5",
    "themes": "somber, angst", "kinds": "gesprek", "no_referral": "ja",
    "with_peers": "x", "online": "nee", "languages": "nl, en", "first_time": "Je klopt. Je zit.", "address": "Kade 1",
    "postal_code": "9711 AB", "town": "Groningen", "hours": "ma-wo 9:00-17:00; vr 19.30-22.00",
    "checked_on": "2026-10-01", "accessibility": "Geen drempel", "opmerking": "Deze kolom kennen we niet",
}  # fmt: skip


@pytest.fixture
def run(app: Flask, tmp_path: Path) -> Any:
    """run(rows, delimiter, encoding): the result of importing them as a spreadsheet."""

    def invoke(rows: list[dict[str, str]], delimiter: str = ",", encoding: str = "utf-8") -> Any:
        path = tmp_path / "kaart.csv"
        with path.open("w", encoding=encoding, newline="") as out:
            writer = csv.DictWriter(out, fieldnames=list(rows[0]), delimiter=delimiter)
            writer.writeheader()
            writer.writerows(rows)
        return app.test_cli_runner().invoke(args=["map", "import", str(path)])

    return invoke


def only() -> Service:
    return db.session().scalars(sa.select(Service)).one()


def test_a_row_becomes_an_entry_with_all_it_says(run):
    assert run([ROW]).exit_code == 0
    service = only()
    assert (service.name, service.minimum_age, service.maximum_age) == ("Thee", 16, 27.5)
    assert service.is_free and service.needs_no_referral and service.has_peers and not service.is_online
    assert service.slugs("thema") == ("somber", "angst") and service.slugs("soort") == ("gesprek",)
    assert service.locations[0].municipality == "GM0014"
    assert [(row.opens, row.closes, row.rule["byday"]) for row in service.schedules] == [
        ("09:00", "17:00", ["MO", "TU", "WE"]),
        ("19:30", "22:00", ["FR"]),
    ]
    assert service.checked_on.isoformat() == "2026-10-01"
    assert [each["name"] for each in service.listed("languages")] == ["Nederlands", "Engels"]
    assert service.organisation is not None and service.organisation.name == "De Kade"


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "utf-8-sig"), ("\t", "utf-8"), (";", "cp1252")])
def test_it_is_read_as_spreadsheets_write_it(run, delimiter, encoding):
    assert run([ROW | {"name": "Café"}], delimiter, encoding).exit_code == 0
    assert only().name == "Café"


def test_the_same_rows_change_nothing_and_an_online_one_needs_no_address(run):
    row = ROW | {"address": "", "postal_code": "", "town": "", "online": "ja", "url": "https://kade.example.org"}
    assert run([row]).exit_code == 0
    assert run([row]).output == "0 new, 0 changed, 1 unchanged, 0 refused\n"
    assert only().is_online and only().locations[0].kind == "virtual"


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("name", "", "is missing"), ("organisation", " ", "is missing"), ("id", "17", "must be a UUID"),
        ("minimum_age", "jong", "must be a number"), ("cost", "duur", "must be a number"),
        ("themes", "taart", "taart is not in docs/words.md"), ("no_referral", "misschien", "must be ja or nee"),
        ("languages", "Nederlands", "nederlands is no language code such as nl"), ("postal_code", "", "is missing"),
        ("hours", "altijd", "'altijd' is not written as ma 10:00-17:00 or ma-vr 10:00-17:00"),
        ("checked_on", "gisteren", "must be a date such as 2026-11-22"),
        ("status", "open", "must be one of: active, inactive, defunct, temporarily closed"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_and_the_other_rows_are_kept(run, field, value, reason):
    result = run([ROW | {"name": "Goed"}, ROW | {field: value}])
    assert result.output.splitlines()[0] == f"row 2: {field}: {reason}"
    assert result.exit_code == 1 and only().name == "Goed"


def test_a_table_without_our_columns_is_no_spreadsheet(run):
    result = run([{"naam": "Thee"}])
    assert result.exit_code == 2 and "column organisation is missing" in result.output


def test_every_column_is_described():
    described = (Path(__file__).parents[2] / "docs" / "map-import.md").read_text(encoding="utf-8")
    table = described.split("## The spreadsheet")[1]
    assert set(re.findall(r"`([a-z_]+)`", table)) >= set(spreadsheet.COLUMNS)


def write_table(folder: Path, name: str, *rows: dict[str, str]) -> None:
    with (folder / name).open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A package of three tables, one under another name than usual."""
    service, place, owner = samples.uuid_of("s"), samples.uuid_of("l"), samples.ORGANISATION
    offered = {"id": service, "name": "Thee", "status": "active", "minimum_age": "16", "organization_id": owner}
    there = {"id": place, "location_type": "physical", "latitude": "53.2", "longitude": "6.5"}
    at = {"id": samples.uuid_of("a"), "service_id": service, "location_id": place}
    write_table(tmp_path, "diensten.csv", offered)
    write_table(tmp_path, "organizations.csv", {"id": owner, "name": "De Kade", "description": "Helpt."})
    write_table(tmp_path, "service_at_location.csv", at)
    write_table(tmp_path, "locations.csv", there)
    write_table(tmp_path, "phones.csv", {"id": samples.uuid_of("p"), "service_id": service, "number": "050-000 00 00"})
    described = {"resources": [{"name": "service", "path": "diensten.csv"}, {"name": "unknown", "path": "x.csv"}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(described))
    return tmp_path


def test_a_package_is_put_together(folder):
    (row,) = reading.read(folder)
    assert row.raw["minimum_age"] == 16 and row.raw["phones"][0]["number"] == "050-000 00 00"
    assert row.raw["organization"]["name"] == "De Kade"
    assert row.raw["service_at_locations"][0]["location"]["latitude"] == 53.2
    assert reading.read(folder / "datapackage.json") == [row]
    (folder / "diensten.csv").rename(folder / "services.csv")
    (folder / "datapackage.json").unlink()
    assert reading.read(folder / "services.csv") == [row]


def test_a_package_reads_no_file_outside_its_folder(folder):
    described = {"resources": [{"name": "service", "path": "../../etc/diensten.csv"}]}
    (folder / "datapackage.json").write_text(json.dumps(described))
    assert len(package.services(folder)) == 1, "the file of that name beside the description"


def test_a_folder_without_services_is_no_package(tmp_path):
    with pytest.raises(reading.Unreadable, match=r"has no services\.csv"):
        reading.read(tmp_path)


def test_slugs_are_plain_and_each_is_given_once():
    assert slug_of("Café 't Ruim & co.") == "cafe-t-ruim-co"
    assert slug_of("???") == "aanbod" and len(slug_of("a" * 300)) == 80
    taken: set[str] = set()
    assert [free_slug("Thee", taken) for _each in range(3)] == ["thee", "thee-2", "thee-3"]
