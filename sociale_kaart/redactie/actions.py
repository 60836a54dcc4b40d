"""What an editor does: change an entry, confirm it, answer a visitor. Each is an entry in the log of staff acts."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from community import audit, clock, db, search, shell
from community.errors import require
from community.i18n import N_
from community.members.models import Person
from community.places.models import Place
from sociale_kaart import projection, records, rules
from sociale_kaart.models import KIND, Correction, Service

NOT_YOURS = N_("Dit aanbod is van een andere organisatie.")


@db.action
def change(editor: Person, service: Service, record: dict[str, Any]) -> bool:
    """Take over a checked record. What was is kept as a version; who changes an entry confirms it. Returns whether
    anything changed.
    """
    require(rules.may_edit(editor, service), NOT_YOURS)
    if record == service.record:
        return False
    fields = sorted(name for name in {*record, *service.record} if record.get(name) != service.record.get(name))
    records.keep_version(service, _signature(service))
    records.clear_rows(service)
    service.record = record
    place_ids = dict(db.session().execute(sa.select(Place.uuid, Place.id)).all())
    projection.project(service, shell.region(), place_ids, clock.today())
    service.changed_at = clock.now()
    _mark_checked(service)
    search.note("service", service.uuid)
    audit.record(editor, "service.changed", f"{KIND}:{service.uuid}", fields=fields)
    return True


@db.action
def confirm(editor: Person, service: Service) -> None:
    """'Klopt nog': all is as it stands. In one press; safe to repeat."""
    require(rules.may_edit(editor, service), NOT_YOURS)
    service.changed_at = clock.now()  # who follows the open data sees the new date of the check
    _mark_checked(service)
    search.note("service", service.uuid)
    audit.record(editor, "service.confirmed", f"{KIND}:{service.uuid}")


def _mark_checked(service: Service) -> None:
    service.checked_on = clock.today()
    service.checked_by = _signature(service)


def _signature(service: Service) -> str:
    """By whom, for everybody to read: the organisation, never a person."""
    return service.organisation.name[:120] if service.organisation else "Moi"


@db.action
def answer(editor: Person, correction: Correction, text: str) -> None:
    """Close what a visitor said, with what was done about it."""
    service = db.session().get_one(Service, correction.service_id)
    require(rules.may_edit(editor, service), NOT_YOURS)
    correction.state, correction.answer, correction.answered_at = "answered", text, clock.now()
    audit.record(editor, "correction.answered", f"{KIND}:{service.uuid}", correction=correction.id)
