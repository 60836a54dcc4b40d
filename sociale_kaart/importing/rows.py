"""From raw rows to checked entries: every refusal named, every organisation and term collected, nothing stored."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sociale_kaart import projection
from sociale_kaart.hsds.checks import Wrong, checked
from sociale_kaart.importing.reading import Row

Record = dict[str, Any]


class Refusal(NamedTuple):
    """A row that is not taken; prints as `row N: field: reason`."""

    number: int
    field: str
    reason: str

    def __str__(self) -> str:
        return f"row {self.number}: {self.field}: {self.reason}"


class Entry(NamedTuple):
    """A checked service without its organisation, which stands in `Checked.organisations`."""

    number: int
    record: Record


@dataclass
class Checked:
    """What a file holds. organisations and terms by id; the last one that says something wins."""

    entries: list[Entry] = field(default_factory=list)
    organisations: dict[str, Record] = field(default_factory=dict)
    terms: dict[str, Record] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)


def check(
    rows: Iterable[Row], today: date, organisations: Collection[str] = (), terms: Mapping[str, Record] | None = None
) -> Checked:
    """Check every row. organisations: ids already known; terms: HSDS terms already known, by id."""
    found = Checked()
    seen: dict[str, int] = {}
    for row in rows:
        try:
            record = _record(row.raw, terms or {}, today)
            _refuse_doubles(record, row.number, seen)
            _take_organisation(record, found, organisations)
        except Wrong as wrong:
            found.refused.append(Refusal(row.number, wrong.field, wrong.reason))
            continue
        found.terms |= {each["taxonomy_term"]["id"]: each["taxonomy_term"] for each in projection.attributes_of(record)}
        found.entries.append(Entry(row.number, record))
    return found


def _record(raw: Any, terms: Mapping[str, Record], today: date) -> Record:
    if isinstance(raw, Wrong):
        raise raw
    record = checked("service", raw)
    _check_ages(record)
    _check_schedules(record, today)
    for row in [record, *record.get("service_at_locations", ())]:
        _spell_out_terms(row, terms)
    return record


def _check_ages(record: Record) -> None:
    lowest, highest = record.get("minimum_age", 0), record.get("maximum_age", 200)
    if lowest < 0:
        raise Wrong("minimum_age", "is below 0")
    if highest < lowest:
        raise Wrong("maximum_age", "is below minimum_age")


def _check_schedules(record: Record, today: date) -> None:
    try:
        projection.opening_rules(record, today)
    except (ValueError, OverflowError) as fault:
        raise Wrong("schedules", str(fault)) from fault


def _spell_out_terms(row: Record, terms: Mapping[str, Record]) -> None:
    """An attribute may only name the id of its term: then it is one we know, or it says nothing."""
    for attribute in row.get("attributes", ()):
        if "taxonomy_term" not in attribute and attribute.get("taxonomy_term_id") in terms:
            attribute["taxonomy_term"] = dict(terms[attribute["taxonomy_term_id"]])


def _refuse_doubles(record: Record, number: int, seen: dict[str, int]) -> None:
    own = [("id", record["id"])]
    own += [("service_at_locations", each["id"]) for each in record.get("service_at_locations", ())]
    for name, identity in own:
        if seen.setdefault(identity, number) != number or own.count((name, identity)) > 1:
            raise Wrong(name, f"{identity} stands in row {seen[identity]} already")


def _take_organisation(record: Record, found: Checked, known: Collection[str]) -> None:
    organisation = record.pop("organization", None)
    if organisation is not None:
        if record.setdefault("organization_id", organisation["id"]) != organisation["id"]:
            raise Wrong("organization_id", "is another than that of organization")
        found.organisations[organisation["id"]] = found.organisations.get(organisation["id"], {}) | organisation
    identity = record.get("organization_id")
    if identity and identity not in known and identity not in found.organisations:
        raise Wrong("organization_id", "is no organisation that we know or that stands in the file")
