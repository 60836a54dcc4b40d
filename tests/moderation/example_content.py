"""A small kind of content of our own, so that moderation is tested without a feature."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from community import content, db, text
from community.content import Content
from community.db import Base
from community.members.models import Person


class Note(Content, Base):
    """A note on a wall; several walls, so that a scope can be tested."""

    __tablename__ = "example_notes"
    kind = "example.note"
    renders = staticmethod(text.plain_html)

    wall: Mapped[int] = mapped_column(sa.Integer, default=1)

    def url(self) -> str:
        return f"/#notitie-{self.public_id}"

    def title(self) -> str:
        return f"Notitie op muur {self.wall}"

    def scope(self) -> str:
        return f"wall:{self.wall}"

    def neighbours(self) -> list[Content]:
        around = sa.select(Note).where(Note.wall == self.wall, Note.id.between(self.id - 3, self.id + 3))
        return [note for note in db.session().scalars(around.order_by(Note.id)) if note.id != self.id]


@db.action
def write(author: Person, body: str = "Moi, alles goed hier.", *, wall: int = 1, hold: str | None = None) -> Note:
    note: Note = content.submit(Note(wall=wall), author, body, hold=hold)
    return note


@db.action
def rewrite(note: Note, author: Person, body: str) -> None:
    content.revise(note, author, body)


@db.action
def take_away(note: Note) -> None:
    """What a writer does with an own text."""
    note = db.session().merge(note)
    note.state = "removed"
