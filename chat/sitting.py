"""Reading along by choice: who only reads leaves their chair to who waits. It lasts for this opening, also when the
line breaks or the page loads anew; who wants to speak again takes a free chair or the end of the queue.
"""

from __future__ import annotations

from chat import actions, presence, queries, rules
from chat.models import Entry, Room
from chat.refusals import RoomClosed
from community import db
from community.errors import Invalid, require
from community.i18n import N_
from community.members.models import Person

NO_CHAIRS = N_("In deze kamer mag iedereen meepraten. Er is geen stoel om vrij te laten.")
NOT_FOR_HOSTS = N_("Wie de kamer begeleidt, houdt een eigen stoel.")


@db.action
def sit(person: Person, room: Room, speak: bool) -> None:
    """Take a chair or the end of the queue, or leave either and read along. Safe to repeat.

    Raises RoomClosed for who may not read here now, Invalid where there are no chairs, NotAllowed for hosts.
    """
    db.hold(room)
    if not rules.may_read(person, room):
        raise RoomClosed(queries.CLOSED)
    if not room.has_queue:
        raise Invalid(NO_CHAIRS)
    require(not rules.may_host(person, room), NOT_FOR_HOSTS)
    actions.note_entry(person, room)
    db.session().get_one(Entry, (room.id, person.id)).reads_along = not speak
    db.session().flush()
    seat = presence.seat_of(person, room)
    if seat is not None and (seat.role == "reader") == speak:
        _change(person, room, seat.role)


def _change(person: Person, room: Room, role: str) -> None:
    """From a chair or the queue to reading, or the other way; those who wait hear that they moved up."""
    if role != "reader":
        presence.give(person.id, room, "reader")
    elif rules.may_write(person, room):
        presence.queue_anew(person.id, room)
    actions.settle(room)
    moved = presence.waiting(room) if role == "waiting" else []
    for each in [person, *(db.session().get_one(Person, person_id) for person_id in moved)]:
        actions.tell_seat(each, room)
