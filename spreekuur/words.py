"""When and how a session is, in words: "vanavond, 19.30 tot 20.30 uur", "met z’n tweeën", "3 plekken vrij"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as Date
from datetime import datetime
from itertools import groupby

from community import clock, moments
from community.i18n import _
from spreekuur.models import Booking, Session, Slot

EVENING_HOUR = 18
"""From here on a time is called evening, today and on the buttons."""


def when(starts_at: datetime, ends_at: datetime) -> str:
    """'Vanavond, 19.30 tot 20.30 uur'."""
    return f"{_upper(_day(starts_at))}, {span(starts_at, ends_at)}"


def begins(starts_at: datetime) -> str:
    """'vanavond, 19.30 uur', as the badge of a card."""
    return f"{_day(starts_at)}, {clock_time(starts_at)}"


def span(starts_at: datetime, ends_at: datetime) -> str:
    """'19.30 tot 20.30 uur'."""
    return moments.span_words(_hhmm(starts_at), _hhmm(ends_at), _)


def clock_time(moment: datetime) -> str:
    """'19.30 uur'."""
    return moments.time_words(moments.local(moment).time(), _)


def button(moment: datetime) -> str:
    """'16.30', on the button of a slot."""
    return _hhmm(moment).replace(":", ".")


def is_evening(moment: datetime) -> bool:
    return moments.local(moment).hour >= EVENING_HOUR


def day(moment: datetime) -> str:
    """'Woensdag 25 november', 'Morgen'."""
    return _upper(moments.day_words(moments.local(moment).date(), clock.today(), _))


def tile(moment: datetime) -> tuple[str, str]:
    """('wo', '25'), on the square before a row."""
    local = moments.local(moment)
    return moments.weekday_words(local.date(), _)[:2], str(local.day)


def days(slots: Sequence[Slot]) -> list[tuple[str, list[Slot]]]:
    """Slots under the day they are on, in order."""
    return [(words, list(each)) for words, each in groupby(slots, key=lambda slot: day(slot.starts_at))]


def agenda_days(sessions: Sequence[Session]) -> list[tuple[str, list[Session]]]:
    """Sessions under the day they are on, in order."""
    return [(words, list(each)) for words, each in groupby(sessions, key=lambda session: day(session.starts_at))]


def how(session: Session) -> str:
    """'Met z’n tweeën, bellen of beeld', 'In een groep, bij De Kloostermop'."""
    ways = [channel(each, session) for each in ("phone", "link", "place") if each in session.channels]
    start = _("In een groep") if session.is_group else _("Met z’n tweeën")
    if not ways:
        return ", ".join([start, _("online")]) if session.is_group else start
    ways = [", ".join(ways[:-1]), ways[-1]] if ways[1:] else ways
    return ", ".join([start, _(" of ").join(ways)])


def channel(name: str, session: Session) -> str:
    """One way to talk, in the middle of a sentence."""
    if name == "place":
        return _("bij %(place)s", place=session.place.name) if session.place else _("op de plek")
    return {"phone": _("bellen"), "link": _("beeld")}.get(name, name)


def channel_choices(session: Session) -> list[tuple[str, str, str]]:
    """(value, label, small) of each way to talk that a session offers."""
    place = f"{session.place.name}, {session.place.town}" if session.place else _("op de plek")
    every = {
        "phone": (_("Bellen"), _("jij belt de organisatie")),
        "place": (_("In het echt"), place),
        "link": (_("Videolink"), _("van de organisatie")),
    }
    return [(name, *every[name]) for name in session.channels if name in every]


def room(session: Session) -> str:
    """When the room of an online group is open, without promising what nobody can keep (L12)."""
    time, name = clock_time(session.starts_at), session.professional_name
    return _("Op Moi, in een kamer. Die gaat om %(time)s open, als %(name)s er is.", time=time, name=name)


def how_to_come(booking: Booking) -> str:
    """What to do at the time of a booking: which number, which door, which link, which room."""
    session = booking.session
    if booking.channel == "phone":
        number = session.organisation.phone if session.organisation else ""
        return _("Bel op die tijd %(number)s.", number=number) if number else _("Bel op die tijd de organisatie.")
    if booking.channel == "link":
        return _("Open op die tijd de videolink. Je camera mag uit.")
    if session.place and (booking.channel == "place" or "place" in session.channels):
        return _("Kom naar %(place)s, %(address)s.", place=session.place.name, address=session.place.address)
    return room(session)


def date(day: Date) -> str:
    """'20 november 2026'."""
    return f"{day.day} {_(moments.MONTHS[day.month - 1])} {day.year}"


def under(session: Session) -> str:
    """The line under a title: 'Sander, jongerenwerker. Met z’n tweeën, bellen of beeld, 16 tot 18 uur'."""
    who = ", ".join(part for part in (session.professional_name, session.profession) if part)
    return f"{who}. {how(session)}, {span(session.starts_at, session.ends_at)}"


def small(session: Session) -> str:
    """The quiet line of a card: 'Morgen, 19.30 uur. Femke, praktijkondersteuner huisarts'."""
    who = ", ".join(part for part in (session.professional_name, session.profession) if part)
    return f"{_upper(begins(session.starts_at))}. {who}"


def room_left(session: Session, free: int) -> str:
    """'3 plekken vrij', 'vol', 'open voor iedereen'. free: slots, for a one-to-one."""
    if session.is_group and session.capacity is None:
        return _("open voor iedereen")
    left = (session.capacity or 0) - session.taken if session.is_group else free
    if left < 1:
        return _("vol")
    return _("1 plek vrij") if left == 1 else _("%(number)s plekken vrij", number=left)


def _day(moment: datetime) -> str:
    local = moments.local(moment)
    if local.date() == clock.today() and is_evening(moment):
        return _("vanavond")
    return moments.day_words(local.date(), clock.today(), _)


def _hhmm(moment: datetime) -> str:
    return f"{moments.local(moment):%H:%M}"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
