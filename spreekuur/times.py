"""From local wishes to moments: "each week on Wednesday from 16 to 18" in UTC, right across summer time (L19). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from community import moments
from community.clock import ZONE
from community.i18n import _

WEEK = timedelta(days=7)


class BadTime(ValueError):
    """A local time that cannot be meant; its text says what to change."""


@dataclass(frozen=True)
class Span:
    """From when until when, aware, in UTC."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Wish:
    """Hours on a day as the clocks in the region show them; 'HH:MM'."""

    day: date
    start: str
    end: str

    def span(self) -> Span:
        """The same in UTC.

        Raises BadTime for an hour that the clock skips or shows twice, and for an end that is not after the start.
        """
        span = Span(local_moment(self.day, self.start), local_moment(self.day, self.end))
        if span.ends_at <= span.starts_at:
            raise BadTime(_("Het einde ligt voor het begin. Kies een later einde, op dezelfde dag."))
        return span

    def as_json(self) -> dict[str, str]:
        return {"date": self.day.isoformat(), "start": self.start, "end": self.end}

    def weekly(self, weeks: int) -> Iterator[Wish]:
        """This wish on the same day of so many weeks, this one first."""
        return (Wish(self.day + number * WEEK, self.start, self.end) for number in range(weeks))


def local_moment(day: date, at: str) -> datetime:
    """The moment, in UTC, at which clocks in the region show this time on this day.

    Raises BadTime for a time that is skipped that night, or comes twice: a person must say which one is meant.
    """
    local = datetime.combine(day, time.fromisoformat(at))
    early, late = local.replace(tzinfo=ZONE, fold=0), local.replace(tzinfo=ZONE, fold=1)
    if early.utcoffset() == late.utcoffset():
        return early.astimezone(UTC)
    words = moments.date_words(day)
    if early.astimezone(UTC).astimezone(ZONE).replace(tzinfo=None) != local:
        raise BadTime(
            _("Deze tijd bestaat niet op %(day)s: de klok gaat dan van 2 naar 3 uur. Kies 3 uur of later.", day=words)
        )
    raise BadTime(
        _(
            "Deze tijd komt op %(day)s twee keer: de klok gaat dan van 3 terug naar 2 uur. Kies 3 uur of later.",
            day=words,
        )
    )


def cut(span: Span, slot_minutes: int, buffer_minutes: int) -> list[Span]:
    """The slots that fit in a span, with a pause between two; what is left at the end stays empty."""
    length, pause = timedelta(minutes=slot_minutes), timedelta(minutes=buffer_minutes)
    made, at = [], span.starts_at
    while at + length <= span.ends_at:
        made.append(Span(at, at + length))
        at += length + pause
    return made
