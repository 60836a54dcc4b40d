"""The form of an entry: from a record to fields, and from what was typed back to a record that HSDS would accept."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from werkzeug.datastructures import MultiDict

from community import clock
from community.errors import Invalid
from community.i18n import _
from community.moments import N_
from community.places.themes import KINDS, THEMES
from sociale_kaart import projection
from sociale_kaart.hsds.checks import Wrong, checked
from sociale_kaart.importing import spreadsheet
from sociale_kaart.models import Service
from sociale_kaart.projection import taxonomy_name
from sociale_kaart.vocabularies import NO_REFERRAL, WITH_PEERS, attribute_record

Record = dict[str, Any]
Form = MultiDict[str, str]

TEXTS = {
    "description": "description",
    "first_time": "application_process",
    "waiting_time": "wait_time",
    "eligibility": "eligibility_description",
    "cost_words": "fees_description",
    "url": "url",
    "email": "email",
}
"""Field of the form -> field of the record."""
FLAGS = {"no_referral": NO_REFERRAL, "with_peers": WITH_PEERS}
MESSAGES = {
    "name": N_("Geef het een naam."),
    "url": N_("Schrijf het hele webadres, met https:// ervoor."),
    "email": N_("Dit is geen e-mailadres."),
    "minimum_age": N_("Vul een getal in."),
    "maximum_age": N_("Vul een getal in dat niet lager is dan de laagste leeftijd."),
    "hours": N_("Schrijf elke tijd als ma 10:00-17:00 of ma-vr 10:00-17:00, met een puntkomma ertussen."),
    "status": N_("Kies of het er is, of tijdelijk dicht is."),
    "themes": N_("Kies uit de lijst."),
    "kinds": N_("Kies uit de lijst."),
    "phone": N_("Schrijf het nummer in cijfers, met spaties als je wilt."),
}
MAX_LENGTHS = {"name": 300, "phone": 40, "waiting_time": 200, "hours": 500}
HIGHEST_AGE = 120


def values_of(service: Service) -> dict[str, Any]:
    """What the form shows before anything was typed."""
    record = service.record
    values: dict[str, Any] = {field: service.said(name) for field, name in TEXTS.items()}
    values |= {name: f"{record[name]:g}" if name in record else "" for name in ("minimum_age", "maximum_age")}
    phones = service.listed("phones")
    return values | {
        "name": service.name,
        "status": service.status,
        "phone": phones[0]["number"] if phones else "",
        "free": "1" if service.is_free else "",
        "no_referral": "1" if service.needs_no_referral else "",
        "with_peers": "1" if service.has_peers else "",
        "themes": list(service.slugs("thema")),
        "kinds": list(service.slugs("soort")),
        "hours": hours_text(record) or "",
    }


def hours_text(record: Record) -> str | None:
    """Hours as one types them: 'di 19:00-22:00; vr 10:00-12:00'; None when they are no plain weekly ones."""
    codes = {code: day for day, code in spreadsheet.DAYS.items()}
    parts = []
    for row in record.get("schedules", ()):
        days = str(row.get("byday", "")).split(",")
        is_plain = row.get("freq") == "WEEKLY" and row.get("interval", 1) == 1 and set(days) <= set(codes)
        if not is_plain or not {"opens_at", "closes_at"} <= set(row) or {"until", "valid_to", "count"} & set(row):
            return None
        parts += [f"{codes[day]} {row['opens_at'][:5]}-{row['closes_at'][:5]}" for day in days]
    return "; ".join(parts)


def read_entry(service: Service, form: Form, term_of: Callable[[str, str], Record | None]) -> Record:
    """The record as the form wants it; what the form does not show stays as it was.

    term_of: the term that the open data already has for (taxonomy, code). Raises Invalid with a message per field.
    """
    errors: dict[str, str] = {}
    record = dict(service.record)
    record["name"] = (form.get("name") or "").strip()
    for field, name in TEXTS.items():
        record[name] = (form.get(field) or "").strip()
    record["status"] = "temporarily closed" if form.get("status") == "temporarily closed" else form.get("status", "")
    for change in (_take_ages, _take_phone, _take_cost, _take_hours, partial(_take_terms, term_of=term_of)):
        _collect(errors, partial(change, record, form))
    for field, most in MAX_LENGTHS.items():
        if len(form.get(field) or "") > most:
            errors[field] = _("Maak het korter dan %(n)d tekens.", n=most)
    clean = _checked(record, errors)
    if errors:
        raise Invalid(_("Er klopt nog iets niet. Kijk bij de velden hieronder."), fields=errors)
    return clean


def _collect(errors: dict[str, str], change: Callable[[], None]) -> None:
    try:
        change()
    except Wrong as wrong:
        errors.setdefault(wrong.field, _(MESSAGES.get(wrong.field, wrong.reason)))


def _checked(record: Record, errors: dict[str, str]) -> Record:
    """The record by the rules of every import, its complaints turned to the fields of the form."""
    names = {name: field for field, name in TEXTS.items()}
    try:
        clean = checked("service", record)
        projection.opening_rules(clean, clock.today())
        if clean["status"] not in ("active", "temporarily closed"):
            raise Wrong("status", "unknown")
        return clean
    except Wrong as wrong:
        field = names.get(wrong.field, wrong.field.split("[")[0].replace("phones", "phone"))
        errors.setdefault(field, _(MESSAGES.get(field, wrong.reason)))
    except ValueError:
        errors.setdefault("hours", _(MESSAGES["hours"]))
    return {}


def _take_ages(record: Record, form: Form) -> None:
    for name in ("minimum_age", "maximum_age"):
        said = (form.get(name) or "").strip().replace(",", ".")
        record.pop(name, None)
        if said:
            try:
                number = float(said)
            except ValueError:
                raise Wrong(name, "no number") from None
            if not 0 <= number <= HIGHEST_AGE:
                raise Wrong(name, "out of range")
            record[name] = int(number) if number.is_integer() else number
    if record.get("maximum_age", HIGHEST_AGE) < record.get("minimum_age", 0):
        raise Wrong("maximum_age", "below the lowest")


def _take_phone(record: Record, form: Form) -> None:
    """The first number; further ones stay."""
    said = (form.get("phone") or "").strip()
    rows = [dict(row) for row in record.get("phones", ())]
    if said and sum(sign.isdigit() for sign in said) < 3:
        raise Wrong("phone", "no number")
    if said and rows:
        rows[0]["number"] = said
    elif said:
        rows = [{"id": _made(record, "phone"), "service_id": record["id"], "number": said, "type": "voice"}]
    else:
        rows = rows[1:]
    record["phones"] = rows


def _take_cost(record: Record, form: Form) -> None:
    rows = [row for row in record.get("cost_options", ()) if row.get("amount") != 0]
    if form.get("free"):
        kept = [row for row in record.get("cost_options", ()) if row.get("amount") == 0][:1]
        free = {
            "id": _made(record, "cost"),
            "service_id": record["id"],
            "option": "Gratis",
            "currency": "EUR",
            "amount": 0,
        }
        rows = (kept or [free]) + rows
    record["cost_options"] = rows


def _take_hours(record: Record, form: Form) -> None:
    """Only what can be typed is taken over: a monthly rhythm that was imported stays."""
    said, now = (form.get("hours") or "").strip(), hours_text(record)
    if now is None or said == now:
        return
    record["schedules"] = list(spreadsheet.schedules(record["id"], said))


def _take_terms(record: Record, form: Form, term_of: Callable[[str, str], Record | None]) -> None:
    wished = [("thema", code) for code in _known(form.getlist("themes"), THEMES, "themes")]
    wished += [("soort", code) for code in _known(form.getlist("kinds"), KINDS, "kinds")]
    wished += [("kenmerk", code) for field, code in FLAGS.items() if form.get(field)]
    rows = record.get("attributes", ())
    ours = {_term_key(row): row for row in rows if _term_key(row)[0] in ("thema", "soort", "kenmerk")}
    others = [row for row in rows if _term_key(row)[0] not in ("thema", "soort", "kenmerk")]
    record["attributes"] = others + [ours.get(key) or _attribute(record, *key, term_of) for key in wished]


def _known(codes: Iterable[str], vocabulary: Any, field: str) -> list[str]:
    found = list(dict.fromkeys(codes))
    if any(code not in vocabulary for code in found):
        raise Wrong(field, "unknown")
    return found


def _term_key(row: Record) -> tuple[str, str]:
    term = row.get("taxonomy_term") or {}
    return taxonomy_name(term), str(term.get("code", ""))


def _attribute(record: Record, taxonomy: str, code: str, term_of: Callable[[str, str], Record | None]) -> Record:
    made = attribute_record(record["id"], taxonomy, code)
    if term := term_of(taxonomy, code):
        made |= {"taxonomy_term_id": term["id"], "taxonomy_term": term}
    return made


def _made(record: Record, name: str) -> str:
    return str(uuid.uuid5(uuid.UUID(record["id"]), name))
