"""What one does with one's own words afterwards: change them for five minutes, take them back at any time."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from chat import actions, posting, queries, rules
from chat.models import Message, Room
from community import clock, content, db
from community.errors import NotFound, require
from community.i18n import N_
from community.members.models import Person
from community.moderation.actions import hold_item

LAST_HOUR = timedelta(hours=1)
AT_ONCE = 200
"""So many go in one action: others write as well, and an hour may hold 1,800 messages (contract 3)."""
TOO_LATE = N_("Wijzigen kan vijf minuten lang, en dit bericht niet meer. Weghalen kan wel.")
STAYS = N_("Dit bericht heeft het team verborgen. Het staat er al niet meer.")


def own_message(author: Person, room: Room, public_id: str) -> Message:
    """What somebody said themselves in this room, also after it closed.

    Raises NotFound for somebody else's and for an unknown one alike.
    """
    found = db.session().scalar(sa.select(Message).where(Message.public_id == public_id, Message.room_id == room.id))
    if found is None or not rules.is_own(author, found):
        raise NotFound(queries.NO_MESSAGE)
    return found


@db.action
def edit(author: Person, room: Room, public_id: str, body: str) -> Message:
    """Change one's own message; it passes mask and sieve again, and the team keeps the earlier text.

    What must now wait is held where it stands: its seq stays, others see a trace until somebody of the team shows it.
    Raises NotFound, RoomClosed, Muted, TooMany (slow mode), NotAllowed without a seat, when it is too late, or when
    the message is no longer there.
    """
    message = hold_item(own_message(author, room, public_id))
    posting.check_room_open(room)
    require(rules.may_edit(author, message), TOO_LATE)
    posting.check_now(author, room)
    if body != message.body:
        holds = room.hold_all and not rules.may_host(author, room)
        content.revise(message, author, body, hold="hold_all" if holds else None)
        actions.note_changed(message)
    return message


@db.action
def withdraw(author: Person, room: Room, public_id: str) -> Message:
    """Take one's own message back: it keeps its seq, without words. Safe to repeat.

    Raises NotFound, NotAllowed for what the team hid.
    """
    message = hold_item(own_message(author, room, public_id))
    if message.state != "removed":
        require(rules.may_withdraw(author, message), STAYS)
        _take_back(message, author)
    return message


def withdraw_last_hour(author: Person, room: Room, *, all_names: bool = False) -> int:
    """Take back what somebody said in this room in the last hour, under the name they carry there now.

    all_names: also what they said under another name. That is asked for aloud, because who watches sees both go at
    one moment. Returns how many. Safe to repeat: of many, each part of AT_ONCE is kept by itself.
    """
    found = of_last_hour(author, room)
    name = room.known_as(author).name
    wished = [message.id for message in found if all_names or message.author_name == name]
    return sum(_withdraw_all(author, wished[begin : begin + AT_ONCE]) for begin in range(0, len(wished), AT_ONCE))


@db.action
def _withdraw_all(author: Person, ids: list[int]) -> int:
    wished = list(db.session().scalars(sa.select(Message).where(Message.id.in_(ids)).order_by(Message.id)))
    for message in wished:
        _take_back(hold_item(message), author)
    return len(wished)


def of_last_hour(author: Person, room: Room) -> list[Message]:
    """What somebody said here in the last hour and can still take back, oldest first."""
    mine = sa.select(Message).where(Message.room_id == room.id, Message.author_id == author.id)
    recent = mine.where(Message.created_at > clock.now() - LAST_HOUR, Message.state.in_(("visible", "masked", "held")))
    return list(db.session().scalars(recent.order_by(Message.id)))


def _take_back(message: Message, author: Person) -> None:
    """Empty it, and let the team read it for as long as other words of this room (L6): a threat does not become
    unsaid by being taken back."""
    if message.state in ("removed", "hidden"):  # it went while we waited for it
        return
    content.keep_version(message)
    message.body = message.html = ""
    message.card = None
    content.decide(message, "removed", by=author)  # tells the room, as every decision does
