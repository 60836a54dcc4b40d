"""Finding entries: one by its address, and lists of living ones. Everybody may read what is published."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload
from sqlalchemy.sql import ColumnElement

from community import clock, content, db, moments
from community.errors import NotFound
from community.i18n import N_
from community.members.models import Person, Viewer
from community.places.models import Organisation
from sociale_kaart import projection, rules
from sociale_kaart.models import KIND, LIVING_STATUSES, Correction, SavedService, Service, ServiceLocation, TaxonomyTerm

GONE = N_("Dit aanbod is er niet, of niet meer.")


def oldest_living_check(today: date) -> date:
    """The day after which an entry must have been checked to be shown in lists (L16); older ones only have a page."""
    year, month = divmod(today.year * 12 + today.month - 1 - moments.ARCHIVED_MONTHS, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def is_shown() -> ColumnElement[bool]:
    """Whether an entry has a page for everybody."""
    return sa.and_(Service.state == "published", Service.status.in_(LIVING_STATUSES))


def is_living() -> ColumnElement[bool]:
    """Whether an entry stands in lists, suggestions and the open data."""
    return sa.and_(is_shown(), Service.checked_on > oldest_living_check(clock.today()))


def service_for(viewer: Viewer, slug: str) -> Service:
    """An entry by its slug, with all that its page shows. Editors see what is not published on their own pages.

    Raises NotFound.
    """
    return _one(Service.slug == slug)


def service_by_uuid(viewer: Viewer, uuid: str) -> Service:
    """An entry by its public id.

    Raises NotFound.
    """
    return _one(Service.uuid == uuid)


def _one(condition: ColumnElement[bool]) -> Service:
    found: Service | None = db.session().scalar(with_parts(sa.select(Service).where(condition, is_shown())))
    if found is None:
        raise NotFound(GONE)
    return found


def with_parts(wish: sa.Select[Any]) -> sa.Select[Any]:
    """Load terms, locations and schedules along: three more statements, however many entries."""
    parts = (Service.terms, Service.locations, Service.schedules)
    return wish.options(*(selectinload(part) for part in parts))


def in_order(uuids: Sequence[str]) -> list[Service]:
    """Living entries with these ids, in this order, with their parts."""
    wish = with_parts(sa.select(Service).where(Service.uuid.in_(uuids), is_living()))
    found = {each.uuid: each for each in db.session().scalars(wish)}
    return [found[uuid] for uuid in uuids if uuid in found]


def services_of(viewer: Viewer, organisation: Organisation) -> list[Service]:
    """What an organisation offers, by name; entries too old for lists stand here with their mark."""
    wish = sa.select(Service).where(Service.organisation_id == organisation.id, is_shown())
    return list(db.session().scalars(with_parts(wish.order_by(Service.name, Service.id))))


def services_at(viewer: Viewer, place_id: int, most: int = 50) -> list[Service]:
    """What is offered at a place, by name."""
    here = sa.select(ServiceLocation.service_id).where(ServiceLocation.place_id == place_id)
    wish = sa.select(Service).where(Service.id.in_(here), is_living()).order_by(Service.name, Service.id).limit(most)
    return list(db.session().scalars(with_parts(wish)))


def is_saved(person: Person, service: Service) -> bool:
    """Whether somebody keeps this entry on the private list."""
    wish = sa.select(SavedService.id).where(SavedService.person_id == person.id, SavedService.service_id == service.id)
    return db.session().scalar(wish) is not None


def saved_by(person: Person) -> list[Service]:
    """What somebody keeps, newest first; what has no page any more is left out."""
    wish = sa.select(Service).join(SavedService, SavedService.service_id == Service.id)
    wish = wish.where(SavedService.person_id == person.id, is_shown())
    return list(db.session().scalars(wish.order_by(SavedService.saved_at.desc(), SavedService.id.desc())))


def entries_of(editor: Person) -> list[Service]:
    """Entries this editor keeps true, the longest unchecked first; drafts and withdrawn ones too."""
    wish = sa.select(Service).where(_kept_by(editor)).order_by(Service.checked_on, Service.name, Service.id)
    return list(db.session().scalars(wish.options(selectinload(Service.terms))))


def entry_for(editor: Person, slug: str) -> Service:
    """An entry that this editor may change, drafts too.

    Raises NotFound for a missing entry and for another organisation's alike.
    """
    found: Service | None = db.session().scalar(with_parts(sa.select(Service).where(Service.slug == slug)))
    if found is None or not rules.may_edit(editor, found):
        raise NotFound(GONE)
    return found


def _kept_by(editor: Person) -> ColumnElement[bool]:
    """What rules.may_edit says, for a whole list."""
    if any(grant.role == "editor" and grant.organisation_id is None for grant in editor.grants):
        return sa.true()
    own = {grant.organisation_id for grant in editor.grants if grant.role in ("map_editor", "editor")}
    return Service.organisation_id.in_(own - {None})


def correction_for(editor: Person, correction_id: int) -> Correction:
    """An open correction of an entry that this editor may change.

    Raises NotFound.
    """
    wish = sa.select(Correction, Service).join(Service, Service.id == Correction.service_id)
    row = db.session().execute(wish.where(Correction.id == correction_id, Correction.state == "open")).first()
    if row is None or not rules.may_edit(editor, row[1]):
        raise NotFound(GONE)
    found: Correction = row[0]
    return found


def open_corrections(service_ids: Collection[int]) -> list[tuple[Correction, Service]]:
    """What visitors said is wrong with these entries and nobody answered, oldest first."""
    wish = sa.select(Correction, Service).join(Service, Service.id == Correction.service_id)
    wish = wish.where(Correction.service_id.in_(service_ids), Correction.state == "open")
    return [(row[0], row[1]) for row in db.session().execute(wish.order_by(Correction.sent_at, Correction.id))]


def reportable(viewer: Viewer, uuid: str) -> content.Reportable:
    """An entry as something one can report.

    Raises NotFound.
    """
    service = service_by_uuid(viewer, uuid)
    text = "\n".join(part for part in (service.description, service.said("application_process")) if part)
    return content.Reportable(KIND, service.uuid, service.name, service.url, text)


def known_term(taxonomy: str, code: str) -> dict[str, Any] | None:
    """The term the open data already has for one of ours, so that ids stay what they were."""
    for term in db.session().scalars(sa.select(TaxonomyTerm).order_by(TaxonomyTerm.id)):
        if projection.taxonomy_name(term.record) == taxonomy and term.record.get("code") == code:
            return term.record
    return None
