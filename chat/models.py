"""Tables of the chat: Room, Message, Reaction, RoomName (another name in one room), Entry (since when one may read),
Presence (which socket is where), Handover (a host gave the room to others, with a note).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community import clock, crypto, db, text
from community.content import Content, Signature, new_public_id
from community.db import Base, Key, Moment, one_of
from community.members.models import Person
from community.places import holidays, hours
from community.places.hours import OpenState

ROOM_STATES = ("open", "closed", "reading")
URGENT = ("crisis", "red")
"""What the sieve finds so heavy that somebody looks after its writer."""
REACTIONS = ("herkenbaar", "sterkte", "dank_je", "knap")
ROLES = ("host", "speaker", "waiting", "reader")
MAX_BODY_CHARS, MAX_CLIENT_ID_CHARS = 1000, 64
MAX_SPEAKERS = 15
"""How many may speak in a room, others wait; 0 in a room is no limit."""
MAX_SOCKETS = 500
"""Sockets in one room beyond which the next is told that it is full; a room may say otherwise, 0 is no limit."""
AROUND = 3
"""Neighbours on each side in the snapshot of a report (L14)."""


class Room(Base):
    """A room with a theme. What it says about itself, when it is open, and how many messages it has shown."""

    __tablename__ = "rooms"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    title: Mapped[str] = mapped_column(sa.String(120))
    lead: Mapped[str] = mapped_column(sa.String(400), default="")
    themes: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    place_id: Mapped[int | None] = mapped_column(sa.ForeignKey("places.id", ondelete="SET NULL"), unique=True)
    session_key: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    position: Mapped[int] = mapped_column(sa.Integer, default=100)

    openings: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    exceptions: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    is_always_open: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    min_hosts: Mapped[int] = mapped_column(sa.SmallInteger, default=1)
    max_speakers: Mapped[int] = mapped_column(sa.Integer, default=MAX_SPEAKERS)
    max_sockets: Mapped[int] = mapped_column(sa.Integer, default=MAX_SOCKETS)
    slow_mode_seconds: Mapped[int] = mapped_column(sa.Integer, default=0)
    hold_all: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    host_ids: Mapped[list[int]] = mapped_column(sa.JSON, default=list)

    opening_text: Mapped[str] = mapped_column(sa.String(400), default="")
    closing_text: Mapped[str] = mapped_column(sa.String(400), default="")
    pinned_text: Mapped[str] = mapped_column(sa.String(400), default="")
    house_lines: Mapped[list[str]] = mapped_column(sa.JSON, default=list)

    state: Mapped[str] = mapped_column(one_of("room_state", *ROOM_STATES), default="closed", index=True)
    last_seq: Mapped[int] = mapped_column(Key, default=0)
    opening: Mapped[int] = mapped_column(sa.Integer, default=0)
    opened_seq: Mapped[int] = mapped_column(Key, default=0)
    opened_at: Mapped[datetime | None] = mapped_column(Moment)
    closes_at: Mapped[datetime | None] = mapped_column(Moment)
    hosts_low_since: Mapped[datetime | None] = mapped_column(Moment)
    before_steering: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict, server_default="{}")
    has_other_names: Mapped[bool] = mapped_column(sa.Boolean, default=False, server_default=sa.false())
    is_example: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    created_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)

    __table_args__ = (
        sa.CheckConstraint("last_seq >= opened_seq AND opened_seq >= 0", name="seq"),
        sa.CheckConstraint("min_hosts >= 1", name="min_hosts"),
        sa.CheckConstraint("slow_mode_seconds >= 0", name="slow_mode"),
    )

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    @property
    def has_queue(self) -> bool:
        """Whether only so many may speak, and others wait for a seat."""
        return self.max_speakers > 0

    @property
    def url(self) -> str:
        return f"/chat/{self.slug}"

    @property
    def audience(self) -> str:
        """Everybody in it; also the name of the stream its messages come in."""
        return f"room:{self.id}"

    @property
    def hosts_audience(self) -> str:
        return f"hosts:{self.id}"

    def known_as(self, person: Person) -> Signature:
        """What somebody is called in this room: their other name here, else their own. The team goes by its own."""
        other = self.other_name_of(person)
        return Signature(person.name, person.bird, person.tint) if other is None else other.signature

    def other_name_of(self, person: Person) -> RoomName | None:
        """The other name somebody uses here now. Asks the database only where anybody ever took one."""
        if not self.has_other_names or person.is_staff or person.id in self.host_ids:
            return None
        in_use = sa.select(RoomName).where(RoomName.room_id == self.id, RoomName.person_id == person.id)
        return db.session().scalar(in_use.where(RoomName.given_back_at.is_(None)))

    def schedule(self, at: datetime) -> OpenState:
        """Whether it should be open at a moment, until when, or when next. Holidays count as any day."""
        if self.is_always_open:
            return OpenState(True)
        openings = [hours.opening_of(row) for row in self.openings]
        exceptions = [hours.exception_of(row) for row in self.exceptions]
        return hours.state(openings, exceptions, at, holidays.NONE)

    def hours_of(self, first_day: date, days: int = 7) -> list[hours.DayHours]:
        openings = [hours.opening_of(row) for row in self.openings]
        exceptions = [hours.exception_of(row) for row in self.exceptions]
        return hours.day_hours(openings, exceptions, first_day, days, holidays.NONE)


class Message(Content, Base):
    """What somebody said in a room. seq: its place among what was shown there, without holes; none while it is held."""

    __tablename__ = "chat_messages"

    kind: ClassVar[str] = "chat.message"
    renders: ClassVar[Callable[[str], str]] = staticmethod(text.plain_html)

    room_id: Mapped[int] = mapped_column(sa.ForeignKey("rooms.id", ondelete="CASCADE"))
    seq: Mapped[int | None] = mapped_column(Key)
    client_id: Mapped[str] = mapped_column(sa.String(MAX_CLIENT_ID_CHARS))
    reply_to_id: Mapped[int | None] = mapped_column(sa.ForeignKey("chat_messages.id", ondelete="SET NULL"))
    reaction_counts: Mapped[dict[str, int]] = mapped_column(sa.JSON, default=dict)
    card: Mapped[dict[str, str] | None] = mapped_column(sa.JSON(none_as_null=True))
    shown_at: Mapped[datetime | None] = mapped_column(Moment)
    changed_at: Mapped[datetime | None] = mapped_column(Moment)

    room: Mapped[Room] = relationship(lazy="select")
    reply_to: Mapped[Message | None] = relationship(lazy="select", remote_side="Message.id")

    __table_args__ = (
        sa.UniqueConstraint("room_id", "seq"),
        sa.UniqueConstraint("room_id", "author_id", "client_id"),
        sa.Index("ix_chat_messages_room_id_shown_at", "room_id", "shown_at"),
        sa.Index("ix_chat_messages_room_id_changed_at", "room_id", "changed_at"),
        sa.Index("ix_chat_messages_room_id_state", "room_id", "state"),
    )

    @property
    def waits_in_place(self) -> bool:
        """Whether it was shown, and waits since it was edited: others see its trace only."""
        return self.state == "held" and self.seq is not None

    @property
    def went_urgently(self) -> bool:
        """Whether its writer took back what the sieve found urgent: while its case is open it concerns the hosts."""
        return self.state == "removed" and self.level in URGENT

    @property
    def was_seen(self) -> bool:
        return self.seq is not None and self.state in ("removed", "held")

    def signature(self, author: Person) -> Signature:
        return self.room.known_as(author)

    def url(self) -> str:
        return f"{self.room.url}#bericht-{self.public_id}"

    @property
    def own_url(self) -> str:
        """Where its writer changes it or takes it back."""
        return f"{self.room.url}/berichten/{self.public_id}"

    def title(self) -> str:
        return f"Bericht in {self.room.title}"

    def scope(self) -> str:
        return self.room.audience

    def neighbours(self) -> list[Content]:
        """What stood around it when it was written: ids are given in the order of writing, held ones have no seq."""
        shown = sa.select(Message).where(Message.room_id == self.room_id, Message.seq.is_not(None))
        before = shown.where(Message.id < self.id).order_by(Message.id.desc()).limit(AROUND)
        after = shown.where(Message.id > self.id).order_by(Message.id).limit(AROUND)
        return [*reversed(list(db.session().scalars(before))), *db.session().scalars(after)]


class Reaction(Base):
    """A word of support from somebody under a message; each word once a person."""

    __tablename__ = "chat_reactions"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    message_id: Mapped[int] = mapped_column(sa.ForeignKey("chat_messages.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    reaction: Mapped[str] = mapped_column(one_of("reaction", *REACTIONS))

    __table_args__ = (sa.UniqueConstraint("message_id", "person_id", "reaction"),)


class RoomName(Base):
    """Another name somebody took for one room, so that they cannot be followed from room to room. Shown only there.

    One is in use at a time; one that was given back stays theirs in this room, because their words stand under it.
    """

    __tablename__ = "room_names"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    room_id: Mapped[int] = mapped_column(sa.ForeignKey("rooms.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(sa.String(60))
    name_key: Mapped[str] = mapped_column(sa.String(80))
    bird: Mapped[str] = mapped_column(sa.String(20))
    tint: Mapped[int] = mapped_column(sa.SmallInteger)
    taken_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    given_back_at: Mapped[datetime | None] = mapped_column(Moment, index=True)

    @property
    def signature(self) -> Signature:
        return Signature(self.name, self.bird, self.tint)

    __table_args__ = (
        sa.UniqueConstraint("room_id", "name_key"),
        sa.Index(
            "uq_room_names_in_use",
            "room_id",
            "person_id",
            unique=True,
            sqlite_where=sa.text("given_back_at IS NULL"),
            postgresql_where=sa.text("given_back_at IS NULL"),
        ),
    )


class Entry(Base):
    """Since when somebody may read in a room: from an hour before the first entry in its present opening (L6); and
    whether they chose to read along in it, without a chair."""

    __tablename__ = "room_entries"

    room_id: Mapped[int] = mapped_column(sa.ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)
    opening: Mapped[int] = mapped_column(sa.Integer)
    from_seq: Mapped[int] = mapped_column(Key)
    first_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    reads_along: Mapped[bool] = mapped_column(sa.Boolean, default=False, server_default=sa.false())


class Process(Base):
    """A process that serves sockets. Whoever was killed stops beating, and its sockets no longer count."""

    __tablename__ = "chat_processes"

    key: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    beat_at: Mapped[datetime] = mapped_column(Moment)


class Presence(Base):
    """A socket in a room, in any process. A person with several sockets has one role in a room."""

    __tablename__ = "presences"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    sid: Mapped[str] = mapped_column(sa.String(64))
    process: Mapped[str] = mapped_column(sa.ForeignKey("chat_processes.key", ondelete="CASCADE"), index=True)
    room_id: Mapped[int] = mapped_column(sa.ForeignKey("rooms.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(one_of("presence_role", *ROLES))
    host_name: Mapped[str | None] = mapped_column(sa.String(60))
    host_badge: Mapped[str | None] = mapped_column(sa.String(20))
    entered_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    typed_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (
        sa.UniqueConstraint("sid", "room_id"),
        sa.Index("ix_presences_room_id_role", "room_id", "role"),
    )


class Handover(Base):
    """A host gave a room over to the others in it, with a note for one of them, or for whoever hosts next (no to_id).

    While it is not taken back, who gave it over comes in as a reader in that opening: a reload is no second thought.
    """

    __tablename__ = "room_handovers"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), unique=True, default=new_public_id)
    room_id: Mapped[int] = mapped_column(sa.ForeignKey("rooms.id", ondelete="CASCADE"), index=True)
    opening: Mapped[int] = mapped_column(sa.Integer)
    from_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    from_name: Mapped[str] = mapped_column(sa.String(60))
    to_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    note_sealed: Mapped[str] = mapped_column(sa.Text, default="")
    made_at: Mapped[datetime] = mapped_column(Moment, default=clock.now, index=True)
    read_at: Mapped[datetime | None] = mapped_column(Moment)
    taken_back_at: Mapped[datetime | None] = mapped_column(Moment)

    @property
    def note(self) -> str:
        """What the leaving host wrote, opened."""
        return crypto.unseal(self.note_sealed, "room.handover") if self.note_sealed else ""
