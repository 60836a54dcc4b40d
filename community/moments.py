"""Moments in words, as people here say them: "tot 21 uur", "morgen", "8 minuten geleden", and how fresh a fact is.

Pure: the moment that counts as now is always given. Texts are Dutch; `say` translates each of them, with its numbers
still in braces, so that a page in another language gives its own gettext.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from community.clock import ZONE

Say = Callable[[str], str]
"""Translates a Dutch text of this module, such as "{n} uur geleden"; gettext has this shape."""

N_ = str
"""Marks a text for the catalogues; `say` translates it where it is shown."""

MINUTES_PER_DAY = 24 * 60
AGING_MONTHS, STALE_MONTHS, ARCHIVED_MONTHS = 6, 9, 12
"""Whole months after a check at which a fact needs a reminder, is marked, and leaves the suggestions (L16)."""

WEEKDAYS = (
    N_("maandag"), N_("dinsdag"), N_("woensdag"), N_("donderdag"), N_("vrijdag"), N_("zaterdag"), N_("zondag"),
)  # fmt: skip
MONTHS = (
    N_("januari"), N_("februari"), N_("maart"), N_("april"), N_("mei"), N_("juni"),
    N_("juli"), N_("augustus"), N_("september"), N_("oktober"), N_("november"), N_("december"),
)  # fmt: skip


def as_written(text: str) -> str:
    """The `say` of a Dutch page: every text as it stands."""
    return text


def local(moment: datetime) -> datetime:
    """The same moment as the clocks in the region show it."""
    return moment.astimezone(ZONE)


def minutes_of(clock_time: str) -> int:
    """Minutes since midnight of a time 'HH:MM', 0 to 1440 ('24:00'). Raises ValueError for anything else."""
    found = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00", clock_time)
    if not found:
        raise ValueError(f"{clock_time!r} is no time between 00:00 and 24:00")
    return MINUTES_PER_DAY if found[1] is None else int(found[1]) * 60 + int(found[2])


def moment_of(day: date, clock_time: str) -> datetime:
    """The moment, in UTC, at which the clocks in the region show this time on this day ('24:00' is the next midnight).

    A wish in local time stays where people expect it (L19). In the night that summer time ends, a time that comes
    twice means the first one, so that nothing lasts an hour longer than usual. In the night that it begins, a time
    that is skipped means the moment of skipping: 02:30 becomes 03:00, and an order of times never turns round.
    """
    wish = datetime.combine(day, time()) + timedelta(minutes=minutes_of(clock_time))
    moment = wish.replace(tzinfo=ZONE).astimezone(UTC)
    if local(moment).replace(tzinfo=None) == wish:
        return moment
    return moment.replace(minute=0, second=0)  # Europe changes its clocks on a whole hour of UTC, by one hour


def time_words(at: str | time, say: Say = as_written) -> str:
    """Say a time of the clock: "21 uur", "19.30 uur", "middernacht". at: 'HH:MM' or a local time."""
    hour, minute = divmod(_minutes(at) % MINUTES_PER_DAY, 60)
    if minute:
        return say(N_("{hour}.{minute} uur")).format(hour=hour, minute=f"{minute:02d}")
    return say(N_("{hour} uur")).format(hour=hour) if hour else say(N_("middernacht"))


def span_words(opens: str, closes: str, say: Say = as_written) -> str:
    """Say from when until when: "10 tot 17 uur", "19.30 tot 21 uur", "hele dag"."""
    hour, minute = divmod(_minutes(opens) % MINUTES_PER_DAY, 60)
    if hour == minute == _minutes(closes) % MINUTES_PER_DAY == 0:
        return say(N_("hele dag"))
    end = time_words(closes, say)
    if minute:
        return say(N_("{hour}.{minute} tot {end}")).format(hour=hour, minute=f"{minute:02d}", end=end)
    return say(N_("{hour} tot {end}")).format(hour=hour, end=end)


def weekday_words(day: date, say: Say = as_written) -> str:
    """Say the day of the week: "maandag"."""
    return say(WEEKDAYS[day.weekday()])


def date_words(day: date, say: Say = as_written) -> str:
    """Say a date in full: "woensdag 25 november 2026"."""
    return say(N_("{date} {year}")).format(date=_date_without_year(day, say), year=day.year)


def day_words(day: date, today: date, say: Say = as_written) -> str:
    """Say a day seen from today: "vandaag", "morgen", "gisteren", "woensdag 25 november"; another year is said too."""
    near = {0: N_("vandaag"), 1: N_("morgen"), -1: N_("gisteren")}.get((day - today).days)
    if near:
        return say(near)
    return _date_without_year(day, say) if day.year == today.year else date_words(day, say)


def moment_words(moment: datetime, now: datetime, say: Say = as_written) -> str:
    """Say a moment seen from now: "vandaag om 19.30 uur", "woensdag 25 november om 16 uur"."""
    day = day_words(local(moment).date(), local(now).date(), say)
    return say(N_("{day} om {time}")).format(day=day, time=time_words(local(moment).time(), say))


def ago_words(moment: datetime, now: datetime, say: Say = as_written) -> str:
    """Say how long ago: "zojuist", "8 minuten geleden", "gisteren", "3 weken geleden", "7 maanden geleden".

    What lies ahead, through a clock that runs fast, was "zojuist". Hours count through midnight up to six.
    """
    seconds = int((now - moment).total_seconds())
    days = (local(now).date() - local(moment).date()).days
    if seconds < 60:
        return say(N_("zojuist"))
    if seconds < 3600:
        return _count(seconds // 60, N_("1 minuut geleden"), N_("{n} minuten geleden"), say)
    if days == 0 or seconds < 6 * 3600:
        return _count(seconds // 3600, N_("1 uur geleden"), N_("{n} uur geleden"), say)
    return days_ago_words(local(moment).date(), local(now).date(), say)


def days_ago_words(day: date, today: date, say: Say = as_written) -> str:
    """Say how many days, weeks, months or years ago a day was; a day ahead counts as today."""
    days, months = (today - day).days, whole_months(day, today)
    if days < 1:
        return say(N_("vandaag"))
    if days == 1:
        return say(N_("gisteren"))
    if days < 7:
        return say(N_("{n} dagen geleden")).format(n=days)
    if months < 2:
        return _count(days // 7, N_("1 week geleden"), N_("{n} weken geleden"), say)
    if months < 12:
        return _count(months, N_("1 maand geleden"), N_("{n} maanden geleden"), say)
    return _count(months // 12, N_("een jaar geleden"), N_("{n} jaar geleden"), say)


def whole_months(start: date, end: date) -> int:
    """Count the calendar months that have passed; from 31 August the first of six ends on the last of February."""
    months = (end.year - start.year) * 12 + end.month - start.month
    last_day = monthrange(end.year, end.month)[1]
    return max(0, months if min(start.day, last_day) <= end.day else months - 1)


@dataclass(frozen=True, slots=True)
class Freshness:
    """How sure a fact is by its last check (L16). text: what stands beside it."""

    level: Literal["fresh", "aging", "stale", "archived"]
    text: str
    checked_on: date

    @property
    def may_be_suggested(self) -> bool:
        """Whether it still belongs in suggestions; what was not confirmed for a year does not."""
        return self.level != "archived"


def freshness(checked_on: date, today: date, say: Say = as_written) -> Freshness:
    """Tell how fresh a fact is: a reminder is due from 6 months, a mark from 9, out of suggestions from 12."""
    months = whole_months(checked_on, today)
    if months < STALE_MONTHS:
        ago = days_ago_words(checked_on, today, say)
        text = say(N_("Gecontroleerd {ago}")).format(ago=ago)
        return Freshness("fresh" if months < AGING_MONTHS else "aging", text, checked_on)
    if months < ARCHIVED_MONTHS:
        text = say(N_("Al {n} maanden niet bevestigd. Bel eerst even.")).format(n=months)
        return Freshness("stale", text, checked_on)
    years = months // 12
    text = _count(
        years, N_("Al een jaar niet bevestigd. Bel eerst even."), N_("Al {n} jaar niet bevestigd. Bel eerst even."), say
    )
    return Freshness("archived", text, checked_on)


def _minutes(at: str | time) -> int:
    return minutes_of(at) if isinstance(at, str) else at.hour * 60 + at.minute


def _date_without_year(day: date, say: Say) -> str:
    month = say(MONTHS[day.month - 1])
    return say(N_("{weekday} {day} {month}")).format(weekday=weekday_words(day, say), day=day.day, month=month)


def _count(number: int, one: str, many: str, say: Say) -> str:
    return say(one if number == 1 else many).format(n=number)
