"""Putting a thing in the queue, reading it, claiming it, and telling the moderators that the queue changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa

from community import audit, clock, db, live
from community.content import Reportable
from community.errors import Conflict, NotFound, require
from community.i18n import _
from community.members.models import Person
from community.moderation import queries, rules
from community.moderation.models import LEVELS, OBJECTION_RESPONSE, RESPONSE, Case

MODERATORS = "moderators"
"""The audience of everybody who watches the queue."""
TITLE_CHARS = 300
Item = TypeVar("Item", bound=Any)


@db.action
def open_case(about: Reportable, source: str, level: str) -> Case:
    """Put a thing in the queue, or sharpen its open case: the most urgent level and the soonest moment win."""
    case = _found_or_new(about, source, level)
    sooner = min(LEVELS.index(level), LEVELS.index(case.level))
    case.level = LEVELS[sooner]
    case.due_at = min(case.due_at, clock.now() + response(source, level))
    if source not in case.sources:
        case.sources = [*case.sources, source]
    announce()
    return case


def response(source: str, level: str) -> timedelta:
    """How soon a person should look."""
    return OBJECTION_RESPONSE if source == "objection" else RESPONSE[level]


def _found_or_new(about: Reportable, source: str, level: str) -> Case:
    found = queries.open_case_of(about.kind, about.public_id)
    if found is not None:
        return found
    now = clock.now()
    case = Case(
        kind=about.kind,
        item_id=about.public_id,
        scope=about.scope or about.kind,
        title=about.title[:TITLE_CHARS],
        url=about.url,
        author_id=about.author_id,
        level=level,
        sources=[source],
        opened_at=now,
        due_at=now + response(source, level),
    )
    try:
        with db.savepoint():
            db.add(case)
    except sa.exc.IntegrityError:  # another process opened it between our look and our insert
        other = queries.open_case_of(about.kind, about.public_id)
        if other is None:
            raise
        return other
    return case


def locked(case: Case) -> Case:
    """The case as it is now, kept from others until the commit: two moderators cannot both decide it."""
    found = db.session().get(Case, case.id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound(_(queries.NO_SUCH))
    return found


def hold_item(item: Item) -> Item:
    """Content as it is now, kept from others until the commit; its open case first, as those who decide do it."""
    case = queries.open_case_of(item.kind, item.public_id)
    if case is not None:
        locked(case)
    db.hold(item)
    return item


def close(case: Case) -> None:
    case.closed_at = clock.now()
    announce()


def announce() -> None:
    """Tell who watches that the queue changed: counts only, nothing about anybody.

    Once per commit, and counted after it: a batch of messages that all need a look must not count the queue each time,
    and certainly not while others wait to write.
    """
    if tell_counts not in db.session().info.get("queued", ()):
        db.after_commit(tell_counts)


def tell_counts() -> None:
    live.send(MODERATORS, "queue:changed", queries.counts())


@db.action
def look(moderator: Person, case: Case) -> Case:
    """Note that somebody reads a case (L15), and claim it when nobody else does.

    Reading again while one's own claim lasts is not noted anew.
    """
    require(rules.may_read_queue(moderator), _("Dit is voor het team."))
    case = locked(case)
    if case.reader is None or case.reader.id != moderator.id:
        audit.record(moderator, "case.read", _subject(case), case=case.public_id)
    if case.is_open and case.reader is None:
        _claim(case, moderator)
    return case


@db.action
def claim(moderator: Person, case: Case) -> Case:
    """Say that one reads a case; lasts CLAIM_LASTS, again: longer.

    Raises Conflict while somebody else reads it, or when it was decided.
    """
    require(rules.may_read_queue(moderator), _("Dit is voor het team."))
    case = locked(case)
    if not case.is_open:
        raise Conflict(_("Dit is al besloten."))
    if case.reader is not None and case.reader.id != moderator.id:
        raise Conflict(_("%(name)s leest dit nu.", name=case.reader.name))
    audit.record(moderator, "case.claimed", _subject(case), case=case.public_id)
    _claim(case, moderator)
    return case


@db.action
def release(moderator: Person, case: Case) -> Case:
    """Give a case one reads to somebody else; nothing happens when one did not read it."""
    require(rules.may_read_queue(moderator), _("Dit is voor het team."))
    case = locked(case)
    if case.claimed_by_id == moderator.id and case.is_open:
        audit.record(moderator, "case.released", _subject(case), case=case.public_id)
        _set_claim(case, None, None)
    return case


def _claim(case: Case, moderator: Person) -> None:
    _set_claim(case, moderator, clock.now())


def _set_claim(case: Case, moderator: Person | None, at: datetime | None) -> None:
    case.claimed_by, case.claimed_at = moderator, at
    announce()


def _subject(case: Case) -> str:
    return f"{case.kind}:{case.item_id}"
