"""What members write: one mixin, and from it reports, sieve, hiding, audit, export, erasure and retention.

A feature declares `class Post(Content, Base): kind = "forums.post"` and calls `submit` and `revise`; it writes none of
the rest again. Other reportable things (a place, a service, an article) only register how they are found.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from community import clock, crypto, db, signals, text
from community.db import Base, Key, Moment, one_of
from community.errors import NotFound
from community.members.models import Person, Viewer
from community.safety import masking, sieve

STATES = ("visible", "held", "masked", "hidden", "removed")
"""visible and masked (something was taken out) are shown; held waits; hidden by a decision; removed by its writer."""
SHOWN = ("visible", "masked")
MAX_BODY_CHARS = 5000
URGENCY = ("crisis", "red", "amber", "green")
"""The levels of the sieve, most urgent first."""
UNSEEN = "/unseen"
"""Behind the kind of an earlier text that waited until it was replaced: only its writer and the team ever read it."""
NOBODY = "een vogel"
"""The name left on what somebody kept here without their name (L5)."""


def new_public_id() -> str:
    """An unguessable id for pages and events, 22 characters."""
    return secrets.token_urlsafe(16)


class Signature(NamedTuple):
    """Who stands above a text: never looked up again, so that a later name does not change what was said before."""

    name: str
    bird: str
    tint: int


class Content:
    """Mixin for a table of things members write. The author's name, bird and badge are kept as they were at writing."""

    kind: ClassVar[str]
    renders: ClassVar[Callable[[str], str]] = staticmethod(text.member_html)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), unique=True, default=new_public_id)
    author_name: Mapped[str] = mapped_column(sa.String(60))
    author_bird: Mapped[str] = mapped_column(sa.String(20))
    author_tint: Mapped[int] = mapped_column(sa.SmallInteger)
    author_badge: Mapped[str | None] = mapped_column(sa.String(20))
    body: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    level: Mapped[str] = mapped_column(sa.String(10), default="green")
    reasons: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    masked_kinds: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(Moment, default=clock.now, index=True)
    edited_at: Mapped[datetime | None] = mapped_column(Moment)

    @declared_attr
    def author_id(cls) -> Mapped[int | None]:
        return mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"), index=True)

    @declared_attr
    def state(cls) -> Mapped[str]:
        return mapped_column(one_of("state", *STATES), default="visible")

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "kind" in cls.__dict__:
            _classes[cls.kind] = cls

    @property
    def is_shown(self) -> bool:
        return self.state in SHOWN

    def readable_by(self, viewer: Viewer) -> bool:
        """Whether this viewer may read the words: everybody when shown, else its writer and moderators."""
        return self.is_shown or viewer.is_moderator or (self.author_id is not None and viewer.id == self.author_id)

    @property
    def was_seen(self) -> bool:
        """Whether others read it before it went: then they can still report what they read."""
        return False

    def excerpt(self) -> str:
        return text.excerpt(self.body)

    def signature(self, author: Person) -> Signature:
        """The name, bird and tint it is signed with: its author's, unless they are called otherwise where it stands."""
        return Signature(author.name, author.bird, author.tint)

    def url(self) -> str:
        """The page this is read on, with its anchor."""
        raise TypeError(f"{self.kind} does not say this")

    def title(self) -> str:
        """What a moderator sees as its name: 'Bericht in De keukentafel'."""
        raise TypeError(f"{self.kind} does not say this")

    def neighbours(self) -> list[Content]:
        """At most three before and three after, oldest first, for the snapshot of a report (L14)."""
        return []

    def scope(self) -> str:
        """The room or board it stands in, e.g. 'room:5': a moderator sees an author's history in this one only."""
        return self.kind


_classes: dict[str, type[Content]] = {}


def classes() -> Iterable[type[Content]]:
    """Every table of content, for export, erasure and retention."""
    return _classes.values()


class ContentVersion(Base):
    """An earlier text of something that was edited or taken back; for moderators, kept as long as the thing.

    kind: that of the thing, with UNSEEN behind it for a text that was never shown.
    """

    __tablename__ = "content_versions"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    public_id: Mapped[str] = mapped_column(sa.String(32), index=True)
    body: Mapped[str] = mapped_column(sa.Text)
    replaced_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)

    @property
    def was_seen(self) -> bool:
        return not self.kind.endswith(UNSEEN)


def submit(
    item: Any, author: Person, body: str, *, hold: str | None = None, allowed: Callable[[str], bool] | None = None
) -> Any:
    """Let a new piece of content pass mask and sieve, and store it. Inside an action.

    hold: a reason to wait for a person whatever the sieve says ("first_posts", "hold_all").
    allowed: says of a fragment that it may stand (a map record's own number).
    """
    waits = prepare(item, author, body, hold=hold, allowed=allowed)
    db.add(item)
    announce(item, waits)
    return item


def prepare(
    item: Any, author: Person, body: str, *, hold: str | None = None, allowed: Callable[[str], bool] | None = None
) -> str | None:
    """The first half of `submit`, for who stores many at once: signed, masked and screened, not stored yet.

    Returns why it waits, for `announce`, which must follow once it is stored.
    """
    item.author_id = author.id
    item.author_name, item.author_bird, item.author_tint = item.signature(author)
    item.author_badge = author.badge
    return _write(item, author, body, hold, allowed)


def announce(item: Any, waits: str | None) -> None:
    """The second half: say that it was screened, and why it waits if it does."""
    signals.content_screened.send(item, verdict=_verdict(item), hold=waits)


def revise(
    item: Any, author: Person, body: str, *, hold: str | None = None, allowed: Callable[[str], bool] | None = None
) -> Any:
    """Replace the text by its writer; the old one is kept as a version, the new one passes mask and sieve again.

    What was held, hidden or taken back stays so: editing is no way around a decision. What waits stays as urgent as it
    ever was: somebody looks after its writer, whatever they made of it. hold, allowed: as in submit.
    """
    keep_version(item)
    before, level, reasons = item.state, item.level, item.reasons
    waits = _write(item, author, body, hold, allowed)
    if before not in SHOWN:
        item.state = before
    if before == "held":
        item.level = min(level, item.level, key=URGENCY.index)
        item.reasons = list(dict.fromkeys([*reasons, *item.reasons]))
    item.edited_at = clock.now()
    db.session().flush()
    announce(item, waits)
    return item


def keep_version(item: Any) -> None:
    """Keep the text as it is now for the team, before it is replaced or taken back. Inside an action."""
    if item.body:
        kind = f"{item.kind}{UNSEEN}" if item.state == "held" else item.kind
        db.add(ContentVersion(kind=kind, public_id=item.public_id, body=item.body))


def mark_of(item: Any) -> str:
    """Stands for the text as it is now, in the form in which somebody decides about it: what they did not read they
    cannot have judged (L11). 16 characters, nothing of the text.
    """
    return crypto.keyed_hash(item.body, "content.mark")[:16]


def versions(item: Any) -> list[ContentVersion]:
    """Its earlier texts, newest first; for who decides about it, never for others."""
    return versions_of([item.public_id]).get(item.public_id, [])[::-1]


def versions_of(public_ids: Sequence[str]) -> dict[str, list[ContentVersion]]:
    """The earlier texts of several things, oldest first, by public id; one statement for all."""
    found: dict[str, list[ContentVersion]] = {}
    if public_ids:
        earlier = sa.select(ContentVersion).where(ContentVersion.public_id.in_(public_ids))
        for version in db.session().scalars(earlier.order_by(ContentVersion.id)):
            found.setdefault(version.public_id, []).append(version)
    return found


def forget_versions(public_ids: Sequence[str]) -> None:
    """Wipe the earlier texts of these things. Inside an action."""
    for start in range(0, len(public_ids), 500):
        some = ContentVersion.public_id.in_(public_ids[start : start + 500])
        db.session().execute(sa.delete(ContentVersion).where(some))


def decide(item: Any, state: str, by: Person | None) -> None:
    """Give content another state by a decision, and announce it. Inside an action."""
    if item.state == state:
        return
    before, item.state = item.state, state
    db.session().flush()
    signals.content_decided.send(item, before=before, by=by)


def shown_state(item: Any) -> str:
    """The state content returns to when it is shown: masked if something was taken out."""
    return "masked" if item.masked_kinds else "visible"


def _write(item: Any, author: Person, body: str, hold: str | None, allowed: Callable[[str], bool] | None) -> str | None:
    cleaned = text.clean_text(body)
    masked = masking.mask(cleaned, allowed)
    verdict = sieve.screen(cleaned)
    item.body = masked.text
    item.html = type(item).renders(masked.text)
    item.level, item.reasons = verdict.level, list(verdict.reasons)
    item.masked_kinds = list(masked.found)
    waits = hold or ("sieve" if verdict.level in ("crisis", "red") and not author.is_staff else None)
    item.state = "held" if waits else shown_state(item)
    return waits


def _verdict(item: Any) -> sieve.Verdict:
    return sieve.Verdict(item.level, tuple(item.reasons))


@dataclass(frozen=True)
class Reportable:
    """Anything one can report: what it is, its text now, its neighbours, who wrote it.

    earlier: what others read before it was edited, oldest first: (text, until when).
    """

    kind: str
    public_id: str
    title: str
    url: str
    text: str
    neighbours: tuple[str, ...] = ()
    author_id: int | None = None
    scope: str = ""
    earlier: tuple[tuple[str, datetime], ...] = ()


Finder = Callable[[Viewer, str], Reportable]
_finders: dict[str, Finder] = {}


def register_reportable(kind: str, find: Finder) -> None:
    """Let a thing that is no Content be reported: a place, a service, an article. find raises NotFound."""
    _finders[kind] = find


def reportable_kinds() -> frozenset[str]:
    return frozenset(_finders) | frozenset(_classes)


def reportable(viewer: Viewer, kind: str, public_id: str) -> Reportable:
    """What this viewer wants to report.

    Raises NotFound for an unknown kind or id, and for what this viewer may not read and nobody ever could.
    """
    if kind in _finders:
        return _finders[kind](viewer, public_id)
    item = find(kind, public_id)
    body, seen = item.body, [(each.body, each.replaced_at) for each in versions(item)[::-1] if each.was_seen]
    if not item.is_shown and item.was_seen:
        body = seen.pop()[0] if seen else ""  # for the team: nothing of it is shown here
    elif not item.readable_by(viewer):
        body = ""
    if not body:
        raise NotFound("Dit is er niet meer.")
    around = tuple(f"{n.author_name}: {n.body}" for n in item.neighbours() if n.is_shown)
    return Reportable(
        kind, public_id, item.title(), item.url(), body, around, item.author_id, item.scope(), earlier=tuple(seen)
    )


def find(kind: str, public_id: str) -> Any:
    """The content with this kind and public id, whoever asks: for moderators and machines.

    Raises NotFound.
    """
    table: Any = _classes.get(kind)
    found = table and db.session().scalar(sa.select(table).where(table.public_id == public_id))
    if found is None:
        raise NotFound("Dit is er niet meer.")
    return found
