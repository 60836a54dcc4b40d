"""Calendar files with a neutral title: who looks over a shoulder learns that there is an appointment, and when.

The only home of icalendar. Times carry the zone of the wish, so that a calendar shows them right across summer time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from community import clock

SUMMARY = "Afspraak"
MADE_BY = "-//Agenda//NL"
"""Names no site: this line is shown by some calendars."""
ZONE_MARGIN = timedelta(days=366)
"""The zone's rules are written out for a year on both sides of the entries."""


@dataclass(frozen=True)
class Entry:
    """One entry: an id that stays the same when the file is fetched again, and aware moments."""

    id: str
    starts_at: datetime
    ends_at: datetime


def file_of(entries: Sequence[Entry]) -> bytes:
    """An iCalendar file (RFC 5545) of these entries, with the rules of their zone."""
    file = Calendar()
    file.add("prodid", MADE_BY)
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    for entry in entries:
        file.add_component(_event(entry))
    if entries:
        first = min(entry.starts_at for entry in entries) - ZONE_MARGIN
        last = max(entry.ends_at for entry in entries) + ZONE_MARGIN
        file.add_missing_timezones(first_date=first.date(), last_date=last.date())
    made: bytes = file.to_ical()
    return made


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.id)
    event.add("summary", SUMMARY)
    event.add("class", "PRIVATE")
    event.add("dtstart", entry.starts_at.astimezone(clock.ZONE))
    event.add("dtend", entry.ends_at.astimezone(clock.ZONE))
    event.add("dtstamp", clock.now().astimezone(UTC))
    return event
