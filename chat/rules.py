"""Who may do what in a room. Pure: rows in, truth out."""

from __future__ import annotations

from datetime import timedelta

from chat.models import Message, Room
from community import clock
from community.members.models import Person, Viewer

EDITABLE_BY_HOST = ("visible", "masked", "held", "hidden")
EDIT_WITHIN = timedelta(minutes=5)
"""So long one may change one's own message (issue 3)."""


def may_host(viewer: Viewer, room: Room) -> bool:
    """The team, and whoever a session names as its host. Hosts come in when it is closed: they open it."""
    return not viewer.is_suspended and (viewer.is_moderator or viewer.id in room.host_ids)


def may_read(viewer: Viewer, room: Room) -> bool:
    """Members while it is open, hosts always: after closing nothing can be read back (L6)."""
    if not viewer.is_person or viewer.is_suspended:
        return False
    return room.state in ("open", "reading") or may_host(viewer, room)


def may_write(person: Person, room: Room) -> bool:
    """Whether this person can speak in this room at all; having a seat comes on top of it."""
    return room.is_open and not person.is_muted and not person.is_suspended


def may_speak_as(person: Person, room: Room, role: str) -> bool:
    """Whether somebody in this role may speak now."""
    return may_write(person, room) and role in ("host", "speaker")


def may_see_held(viewer: Viewer, message: Message) -> bool:
    """What waits is seen by its writer and the hosts only."""
    return may_host(viewer, message.room) or (message.author_id is not None and message.author_id == viewer.id)


def may_decide(host: Viewer, message: Message) -> bool:
    """A host, but never about their own words."""
    return may_host(host, message.room) and message.author_id != host.id and message.state in EDITABLE_BY_HOST


def may_read_earlier(viewer: Viewer, message: Message) -> bool:
    """A host, of what waits, or went before somebody looked after its writer; never of their own words."""
    is_theirs = message.state == "held" or message.went_urgently
    return is_theirs and may_host(viewer, message.room) and message.author_id != viewer.id


def may_react(person: Person, room: Room, message: Message) -> bool:
    return room.is_open and message.is_shown and not person.is_suspended and not person.is_muted


def is_own(viewer: Viewer, message: Message) -> bool:
    return message.author_id is not None and message.author_id == viewer.id


def may_edit(author: Viewer, message: Message) -> bool:
    """One's own words, for a short time. What waits may be changed and keeps waiting; what is hidden may not."""
    if not is_own(author, message) or message.card is not None or message.state in ("hidden", "removed"):
        return False
    return message.created_at + EDIT_WITHIN > clock.now()


def may_withdraw(author: Viewer, message: Message) -> bool:
    """One's own words, at any time; what the team hid stays as it is until objections are over."""
    return is_own(author, message) and message.state not in ("hidden", "removed")


def may_take_name(person: Viewer, room: Room) -> bool:
    """Anybody but the team and the hosts: who they are must be clear to everybody."""
    return person.is_person and not person.is_suspended and not person.is_staff and not may_host(person, room)
