"""Another name in one room, with another bird, so that nobody can be followed from room to room. It is shown there
only; what was said before keeps the name it was said under.
"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from chat import news, presence, rules
from chat.models import Message, Presence, Room, RoomName
from community import clock, db
from community.content import Signature
from community.errors import Invalid, TooMany, require
from community.i18n import N_, _
from community.members import naming, panels
from community.members.models import Person, alias_key
from community.safety.nicknames import MAX_NAME_CHARS, Nickname

SUGGESTIONS = 6
DRAWN = 4 * SUGGESTIONS
MOST_NAMES = 3
"""Names one person may have had in one room within a month: enough to start anew, too few to become a crowd."""
SAID_UNDER = timedelta(days=1)
"""So long nobody else takes a name under which somebody spoke here; longer nobody has it on the screen."""
NOT_FOR_HOSTS = N_(
    "Wie een kamer begeleidt of bij het team hoort, gaat onder de eigen naam. Zo weet iedereen wie je bent."
)
NOT_SUGGESTED = N_("Kies een van de namen uit de lijst.")
TAKEN = N_("Deze naam is al van iemand. Kies een andere.")
TOO_CLOSE = N_("Deze naam lijkt op die van jou. Kies een andere, dan herkent niemand je.")
HAD_ELSEWHERE = N_("Zo heet je al in een andere kamer. Kies een andere naam, dan herkent niemand je.")
ENOUGH = N_("Je hebt in deze kamer al drie namen gehad. Kies een van die drie, of ga onder je eigen naam.")


def suggestions(person: Person, room: Room, number: int = SUGGESTIONS) -> list[Nickname]:
    """Names somebody can take in this room: their own earlier ones first, then free ones, each with another bird."""
    earlier = [naming.nickname_for(row.name) for row in had_by(person, room) if row.given_back_at is not None]
    if number_had(person, room) >= MOST_NAMES:
        return earlier
    taken = _taken(room, person) | _had_elsewhere(person, room)
    drawn = [each for each in naming.suggestions(DRAWN) if _is_whole(each.name) and not _is_like(person, each)]
    return [*earlier, *(each for each in drawn if alias_key(each.name) not in taken)][:number]


def had_by(person: Person, room: Room) -> list[RoomName]:
    """The other names somebody has or had in this room, newest first."""
    mine = sa.select(RoomName).where(RoomName.room_id == room.id, RoomName.person_id == person.id)
    return list(db.session().scalars(mine.order_by(RoomName.id.desc())))


def number_had(person: Person, room: Room) -> int:
    return len(had_by(person, room))


@db.action
def take(person: Person, room: Room, name: str) -> Signature:
    """Go by another name in this room from now on, in this opening and later ones. Safe to repeat.

    Raises NotAllowed for hosts and the team, Invalid for a name that is not free here, TooMany after MOST_NAMES.
    """
    require(rules.may_take_name(person, room), NOT_FOR_HOSTS)
    db.hold(room)
    wished = _checked(person, room, name)
    own = {row.name_key: row for row in had_by(person, room)}
    row = own.get(alias_key(wished.name))
    if row is None and len(own) >= MOST_NAMES:
        raise TooMany(ENOUGH, retry_after_seconds=3600)
    _give_back(person, room)
    if row is None:
        row = RoomName(room_id=room.id, person_id=person.id, name_key=alias_key(wished.name), **wished._asdict())
    row.given_back_at, room.has_other_names = None, True
    db.add(row)
    _tell(person, room)
    return row.signature


@db.action
def give_back(person: Person, room: Room) -> None:
    """Go by one's own name again from now on; what was said under the other name keeps it. Safe to repeat."""
    db.hold(room)
    _give_back(person, room)
    _tell(person, room)


def _give_back(person: Person, room: Room) -> None:
    in_use = sa.update(RoomName).where(RoomName.room_id == room.id, RoomName.person_id == person.id)
    db.session().execute(in_use.where(RoomName.given_back_at.is_(None)).values(given_back_at=clock.now()))


def _tell(person: Person, room: Room) -> None:
    """Their own sockets hear it; to others nothing happened."""
    seat = presence.seat_of(person, room)
    if seat is not None:
        news.tell_seat(person, room, seat, rules.may_speak_as(person, room, seat.role))


def _checked(person: Person, room: Room, name: str) -> Nickname:
    """The bird meant, written as we write it: other spaces or letters would make a name that only looks like it."""
    wished = naming.nickname_for(" ".join(name.casefold().split()))
    if not _is_whole(wished.name):
        raise Invalid(NOT_SUGGESTED, fields={"name": NOT_SUGGESTED})
    if _is_like(person, wished):
        raise Invalid(TOO_CLOSE, fields={"name": TOO_CLOSE})
    if alias_key(wished.name) in _had_elsewhere(person, room):
        raise Invalid(HAD_ELSEWHERE, fields={"name": HAD_ELSEWHERE})
    if alias_key(wished.name) in _taken(room, person) or _is_carried(wished.name):
        raise Invalid(TAKEN, fields={"name": TAKEN})
    return wished


def _is_whole(name: str) -> bool:
    """Whether it is one adjective and one bird of our lists."""
    return len(name) <= MAX_NAME_CHARS and len(name.split()) == 2 and naming.is_suggested(name)


def _is_like(person: Person, wished: Nickname) -> bool:
    """Whether the picture would be the person's own, or a word of the name: then it hides nobody."""
    shared = set(alias_key(wished.name).split()) & set(alias_key(person.name).split())
    return wished.bird == person.bird or bool(shared)


def _had_elsewhere(person: Person, room: Room) -> set[str]:
    """What somebody is or was called in other rooms: the same again would let them be followed."""
    mine = sa.select(RoomName.name_key).where(RoomName.person_id == person.id, RoomName.room_id != room.id)
    return set(db.session().scalars(mine))


def _is_carried(name: str) -> bool:
    """Whether anybody on the site is called this: they may come in."""
    same = sa.or_(Person.alias_key == alias_key(name), sa.func.lower(Person.name) == name.lower())
    return db.session().scalar(sa.select(Person.id).where(same).limit(1)) is not None


def _taken(room: Room, person: Person) -> set[str]:
    """Keys of the names of everybody else who is in this room, has a name of it, or was on its screens just now."""
    held = sa.select(RoomName.name_key).where(RoomName.room_id == room.id, RoomName.person_id != person.id)
    here = sa.select(Person.name).join(Presence).where(Presence.room_id == room.id, Person.id != person.id)
    said = sa.select(Message.author_name).where(
        Message.room_id == room.id,
        Message.shown_at > clock.now() - SAID_UNDER,
        Message.author_id.is_distinct_from(person.id),
    )
    names = [*db.session().scalars(here.distinct()), *db.session().scalars(said.distinct())]
    return {*db.session().scalars(held), *(alias_key(name) for name in names)}


def fact(person: Person) -> panels.Fact | None:
    """On /mijn, for oneself only: what one is called in which room."""
    in_use = sa.select(RoomName.name, Room.title).join(Room, Room.id == RoomName.room_id)
    in_use = in_use.where(RoomName.person_id == person.id, RoomName.given_back_at.is_(None)).order_by(RoomName.id)
    found = ", ".join(f"{name} ({title})" for name, title in db.session().execute(in_use))
    return panels.Fact(icon="venetian-mask", label=_("Naam in een kamer"), value=found) if found else None
