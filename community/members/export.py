"""What somebody takes along (L5): all there is about them, as JSON and as a page one can read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from community import clock, content, db, signals
from community.content import ContentVersion
from community.members import accounts, consents
from community.members.models import Person

Export = dict[str, Any]


def gather(person: Person) -> Export:
    """Everything kept about somebody; slices add their own key through `person_exported`. Moments are ISO 8601 UTC."""
    export: Export = {
        "made_at": clock.now(),
        "person": _person(person),
        "consents": [_consent(each) for each in consents.history_of(person)],
        "sign_ins": [_sign_in(each) for each in accounts.sign_ins_of(person)],
        "written": [_item(item) for item in written_by(person)],
        "earlier_words": [kept for table in content.classes() for kept in _kept(table, person)],
    }
    signals.person_exported.send(person, export=export)
    found: Export = _plain(export)
    return found


def written_by(person: Person, most: int | None = None) -> list[Any]:
    """What somebody wrote and did not take away, newest first."""
    found: list[Any] = []
    for table in content.classes():
        wish: Any = sa.select(table).where(table.author_id == person.id, table.state != "removed")  # type: ignore[attr-defined]
        found += db.session().scalars(wish.order_by(table.id.desc()).limit(most))
    return sorted(found, key=lambda item: item.created_at, reverse=True)[:most]


def number_written(person: Person) -> int:
    counts = [
        sa.select(sa.func.count()).select_from(table).where(table.author_id == person.id, table.state != "removed")  # type: ignore[attr-defined]
        for table in content.classes()
    ]
    wish = sa.select(sum((each.scalar_subquery() for each in counts), start=sa.literal(0)))
    return int(db.session().scalar(wish) or 0)


def _person(person: Person) -> Export:
    names = ("kind", "alias", "name", "bird", "band", "age_checked_on", "rules_version", "created_at", "last_used_at")
    limits = ("muted_until", "suspended_until", "paused_until", "passphrase_at")
    kept = {name: getattr(person, name) for name in names + limits}
    return {**kept, "roles": [grant.role for grant in person.grants], "has_second_factor": bool(person.totp_sealed)}


def _consent(each: Any) -> Export:
    return {name: getattr(each, name) for name in ("purpose", "version", "given_at", "withdrawn_at")}


def _sign_in(each: Any) -> Export:
    return {"created_at": each.created_at, "last_used_at": each.last_used_at}


def _item(item: Any) -> Export:
    return {
        "kind": item.kind,
        "title": item.title(),
        "url": item.url(),
        "text": item.body,
        "state": item.state,
        "as": item.author_name,
        "written_at": item.created_at,
        "edited_at": item.edited_at,
    }


def _kept(table: Any, person: Person) -> list[Export]:
    """What the team can still read of what somebody changed or took back, oldest first."""
    of_theirs = sa.select(ContentVersion, table).join(table, table.public_id == ContentVersion.public_id)
    mine = of_theirs.where(table.author_id == person.id).order_by(ContentVersion.id)
    earlier = [_kept_text(item, each.body, each.replaced_at) for each, item in db.session().execute(mine)]
    withdrawn = sa.select(table).where(table.author_id == person.id, table.state == "removed", table.body != "")
    left = db.session().scalars(withdrawn.order_by(table.id))
    return [*earlier, *(_kept_text(item, item.body, None) for item in left)]


def _kept_text(item: Any, text: str, until: datetime | None) -> Export:
    return {"kind": item.kind, "title": item.title(), "url": item.url(), "text": text, "stood_until": until}


def _plain(value: Any) -> Any:
    """The same with moments as text, so that slices may add rows as they have them."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, (date, datetime)) else value
