"""The HSDS CSV data package: tables that point at each other, put together into nested services."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sociale_kaart.hsds.shapes import SHAPES

DESCRIPTION = "datapackage.json"
FILES = {
    "organization": "organizations.csv", "program": "programs.csv", "service": "services.csv",
    "attribute": "attributes.csv", "service_at_location": "service_at_location.csv", "location": "locations.csv",
    "phone": "phones.csv", "contact": "contacts.csv", "address": "addresses.csv", "schedule": "schedules.csv",
    "funding": "funding.csv", "service_area": "service_areas.csv", "required_document": "required_documents.csv",
    "language": "languages.csv", "accessibility": "accessibility.csv", "taxonomy": "taxonomies.csv",
    "taxonomy_term": "taxonomy_terms.csv", "cost_option": "cost_options.csv", "unit": "units.csv", "url": "url.csv",
    "organization_identifier": "organization_identifiers.csv", "service_capacity": "service_capacity.csv",
    "metadata": "metadata.csv",
}  # fmt: skip
"""Table -> its usual file name; a datapackage.json may name others."""

OWNERS = {
    "service": ("service_id",),
    "organization": ("organization_id",),
    "location": ("location_id",),
    "service_at_location": ("service_at_location_id",),
    "contact": ("contact_id",),
    "phone": ("phone_id",),
}
"""Which column of a child table says to whom a row belongs."""

Row = dict[str, Any]


class NoPackage(ValueError):
    """There is no package here; the text says what is missing."""


def services(folder: Path) -> list[Row]:
    """Every service of the package, nested as in the JSON form. Values stay unchecked, numbers become numbers.

    Raises NoPackage.
    """
    paths = _paths(folder)
    if "service" not in paths:
        raise NoPackage("has no services.csv")
    tables = _Tables({name: _table(name, path) for name, path in paths.items()})
    return [tables.nested("service", row) for row in tables.rows["service"]]


def _paths(folder: Path) -> dict[str, Path]:
    named = dict(FILES)
    if (folder / DESCRIPTION).exists():
        description = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8-sig"))
        resources = description.get("resources", []) if isinstance(description, dict) else []
        named |= {each["name"]: each["path"] for each in resources if each.get("name") in FILES and each.get("path")}
    # Only files beside the description: a package must not make us read elsewhere.
    return {name: folder / Path(path).name for name, path in named.items() if (folder / Path(path).name).is_file()}


def _table(name: str, path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [_typed(name, row) for row in csv.DictReader(lines)]


def _typed(name: str, row: dict[Any, Any]) -> Row:
    """Empty cells are left out; cells of number fields become numbers where they are."""
    shape = SHAPES[name]
    known = {key: value for key, value in row.items() if key in shape and isinstance(value, str) and value.strip()}
    return {key: _number(value) if shape[key].kind == "number" else value for key, value in known.items()}


def _number(value: str) -> int | float | str:
    try:
        number = float(value)
    except ValueError:
        return value  # the check names it
    return int(number) if number.is_integer() else number


class _Tables:
    """All rows, and who owns them."""

    def __init__(self, rows: dict[str, list[Row]]):
        self.rows: dict[str, list[Row]] = defaultdict(list, rows)
        self._by_id = {name: {row.get("id"): row for row in table} for name, table in rows.items()}
        self._owned: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
        for name, table in rows.items():
            for row in table:
                for owner, owner_id in _owners_of(name, row):
                    self._owned[name, owner, owner_id].append(row)

    def nested(self, name: str, row: Row, path: tuple[str, ...] = ()) -> Row:
        """A row with what belongs to it; path guards against tables that point at each other in a circle."""
        if name in path:
            return dict(row)
        made = dict(row)
        for field, shape in SHAPES[name].items():
            if shape.kind == "many":
                children = self._owned.get((shape.nests, name, str(row.get("id"))), [])
                made[field] = [self.nested(shape.nests, child, (*path, name)) for child in children]
            elif shape.kind == "one" and (single := self._single(shape.nests, row, field)) is not None:
                made[field] = self.nested(shape.nests, single, (*path, name))
        return made

    def _single(self, name: str, row: Row, field: str) -> Row | None:
        key = "taxonomy_id" if field == "taxonomy_detail" else f"{field}_id"
        return self._by_id.get(name, {}).get(row.get(key))


def _owners_of(name: str, row: Row) -> Iterable[tuple[str, str]]:
    if name == "attribute":
        return [(owner, row["link_id"]) for owner in SHAPES if row.get("link_id")]
    if name == "metadata":
        return [(owner, row["resource_id"]) for owner in SHAPES if row.get("resource_id")]
    return [(owner, row[column]) for owner, columns in OWNERS.items() for column in columns if row.get(column)]
