"""Opening times: weekly and monthly hours with exceptions and holidays, and whether a door is open at a moment.

Hours are wishes in local time (L19): 10 to 17 uur stays so in summer and in winter, and moments are worked out in UTC.
How a time that comes twice or not at all is read is decided in moments.moment_of.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple

from community.moments import (
    N_,
    Say,
    as_written,
    day_words,
    local,
    minutes_of,
    moment_of,
    span_words,
    time_words,
    weekday_words,
)
from community.places.holidays import PUBLIC, holiday_name

HORIZON_DAYS = 100
"""How far ahead the next opening is sought, so that a group each quarter is found; later counts as unknown."""

DAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
SMALL_HOURS_END = 6
"""Up to this hour of the clock people count the night as the day before: "open, tot 2 uur"."""


@dataclass(frozen=True, slots=True)
class Opening:
    """One rule by which a door opens, in local time.

    weekday: 0 (Monday) to 6; None with byday or bymonthday.
    opens, closes: 'HH:MM'; closing at or before opening means the next day, '24:00' is the end of this day.
    valid_from, valid_to: first and last day on which the rule holds.
    every_weeks, every_months: 2 is every other one, counted from starts_on, before which it does not hold.
    byday: days as HSDS and iCalendar write them, 'MO', or within the month '1MO', '-1FR'.
    bymonthday: days of the month, 1 to 31, or from its end -1 to -31; together with byday both must fit.

    Raises ValueError for anything else.
    """

    weekday: int | None
    opens: str
    closes: str
    valid_from: date | None = None
    valid_to: date | None = None
    every_weeks: int = 1
    every_months: int = 1
    starts_on: date | None = None
    byday: tuple[str, ...] = ()
    bymonthday: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if minutes_of(self.opens) == minutes_of("24:00"):
            raise ValueError("nothing opens at 24:00; write 00:00 on the next day")
        minutes_of(self.closes)
        _require_days(self)
        _require_rhythm(self)

    def is_on(self, day: date) -> bool:
        """Tell whether this rule opens the door on a day, exceptions and holidays left aside."""
        if (self.valid_from and day < self.valid_from) or (self.valid_to and day > self.valid_to):
            return False
        return self._fits_days(day) and self._fits_rhythm(day)

    def _fits_days(self, day: date) -> bool:
        if self.weekday is not None and self.weekday != day.weekday():
            return False
        if self.byday and not any(_fits_code(code, day) for code in self.byday):
            return False
        days_in_month = monthrange(day.year, day.month)[1]
        return not self.bymonthday or bool({day.day, day.day - days_in_month - 1} & set(self.bymonthday))

    def _fits_rhythm(self, day: date) -> bool:
        if self.starts_on is None:
            return True
        weeks = (_monday_of(day) - _monday_of(self.starts_on)).days // 7
        months = (day.year - self.starts_on.year) * 12 + day.month - self.starts_on.month
        return day >= self.starts_on and weeks % self.every_weeks == 0 and months % self.every_months == 0


@dataclass(frozen=True, slots=True)
class OpeningException:
    """What holds on one day instead of the rules: closed, or other hours; note: why, for the visitor.

    Several with hours on one day hold together; one that says closed wins: nobody should stand before a closed door.
    What began the evening before and runs past midnight belongs to that day before.
    """

    day: date
    is_closed: bool = False
    opens: str = ""
    closes: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if not self.is_closed:
            Opening(0, self.opens, self.closes)  # the same hours may stand here as in a rule


def opening_of(row: Mapping[str, Any]) -> Opening:
    """Make a rule of a row as it is kept: the fields of Opening, dates as ISO texts. Other keys are left alone.

    Raises ValueError for a wrong or missing value.
    """
    return Opening(
        weekday=row.get("weekday"),
        opens=str(row.get("opens", "")),
        closes=str(row.get("closes", "")),
        valid_from=_date_of(row.get("valid_from")),
        valid_to=_date_of(row.get("valid_to")),
        every_weeks=row.get("every_weeks", 1),
        every_months=row.get("every_months", 1),
        starts_on=_date_of(row.get("starts_on")),
        byday=tuple(row.get("byday", ())),
        bymonthday=tuple(row.get("bymonthday", ())),
    )


def exception_of(row: Mapping[str, Any]) -> OpeningException:
    """Make an exception of a row as it is kept: date (ISO text), closed or opens and closes, reason.

    Raises ValueError for a wrong or missing value.
    """
    day = _date_of(row.get("date"))
    if day is None:
        raise ValueError("an exception needs a date")
    return OpeningException(
        day=day,
        is_closed=bool(row.get("closed", False)),
        opens=str(row.get("opens", "")),
        closes=str(row.get("closes", "")),
        note=str(row.get("reason", "")),
    )


class Span(NamedTuple):
    """From one moment until just before another, both aware and in UTC."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class OpenState:
    """Whether a door is open. until: when it closes, None if it never does; next_opens_at: None if open or unknown."""

    is_open: bool
    until: datetime | None = None
    next_opens_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DayHours:
    """The hours of one day. times: (opens, closes) as 'HH:MM', empty when closed; note: an exception's or a holiday."""

    day: date
    times: tuple[tuple[str, str], ...]
    note: str = ""


def state(
    openings: Sequence[Opening],
    exceptions: Sequence[OpeningException],
    at: datetime,
    holidays: Container[date] = PUBLIC,
) -> OpenState:
    """Tell whether a door is open at a moment, until when, or when it opens next.

    at: aware. holidays: days on which rules do not hold; holidays.NONE for a place that is open on them.
    """
    for span in _joined(_spans(openings, exceptions, holidays, local(at).date(), HORIZON_DAYS)):
        if span.ends_at <= at:
            continue
        if span.starts_at > at:
            return OpenState(False, next_opens_at=span.starts_at)
        never_closes = span.ends_at - at > timedelta(days=HORIZON_DAYS - 2)  # a day is up to an hour short
        return OpenState(True, until=None if never_closes else span.ends_at)
    return OpenState(False)


def is_open(
    openings: Sequence[Opening],
    exceptions: Sequence[OpeningException],
    at: datetime,
    holidays: Container[date] = PUBLIC,
) -> bool:
    """Tell only whether a door is open at a moment: for going through many entries."""
    return any(starts <= at < ends for starts, ends in _spans(openings, exceptions, holidays, local(at).date(), 1))


def intervals(
    openings: Sequence[Opening],
    exceptions: Sequence[OpeningException],
    start: datetime,
    end: datetime,
    holidays: Container[date] = PUBLIC,
) -> list[Span]:
    """List when a door is open between two aware moments, in UTC: ascending, cut off at both, never touching."""
    days = (local(end).date() - local(start).date()).days + 1
    joined = _joined(_spans(openings, exceptions, holidays, local(start).date(), days))
    cut = (Span(max(span.starts_at, start), min(span.ends_at, end)) for span in joined)
    return [span for span in cut if span.starts_at < span.ends_at]


def day_hours(
    openings: Sequence[Opening],
    exceptions: Sequence[OpeningException],
    first_day: date,
    days: int = 7,
    holidays: Container[date] = PUBLIC,
) -> list[DayHours]:
    """List the hours of some days to come, one entry a day, closed ones included."""
    every_day = (first_day + timedelta(days=number) for number in range(days))
    return [_hours_of(openings, exceptions, day, holidays) for day in every_day]


def kind(state: OpenState, at: datetime) -> Literal["open", "soon", "closed"]:
    """Name the badge of a state: open; soon when it opens later on the same day; else closed."""
    if state.is_open:
        return "open"
    opens_at = state.next_opens_at
    return "soon" if opens_at and local(opens_at).date() == local(at).date() else "closed"


def words(state: OpenState, at: datetime, say: Say = as_written) -> str:
    """Say a state with its next moment: "Nu open, tot 21 uur", "Gaat om 17 uur open", "Nu dicht, maandag 9 uur"."""
    if state.is_open:
        until = _until_words(state.until, at, say) if state.until else ""
        return say(N_("Nu open, tot {until}")).format(until=until) if until else say(N_("Altijd open"))
    if state.next_opens_at is None:
        return say(N_("Nu dicht"))
    time = time_words(local(state.next_opens_at).time(), say)
    if kind(state, at) == "soon":
        return say(N_("Gaat om {time} open")).format(time=time)
    return say(N_("Nu dicht, {day} {time}")).format(day=_coming_day_words(state.next_opens_at, at, say), time=time)


def day_hours_words(hours: DayHours, say: Say = as_written) -> str:
    """Say the hours of a day: "10 tot 12 uur en 13 tot 17 uur", "hele dag", "dicht"."""
    return say(N_(" en ")).join(span_words(*times, say) for times in hours.times) or say(N_("dicht"))


def _until_words(until: datetime, at: datetime, say: Say) -> str:
    night_ends = datetime.combine(local(at).date() + timedelta(days=1), datetime.min.time())
    is_near = local(until).replace(tzinfo=None) < night_ends + timedelta(hours=SMALL_HOURS_END)
    time = time_words(local(until).time(), say)
    return time if is_near else f"{_coming_day_words(until, at, say)} {time}"


def _coming_day_words(moment: datetime, at: datetime, say: Say) -> str:
    """Within the week the name of the day says enough, from a week on it would be ambiguous."""
    day, today = local(moment).date(), local(at).date()
    return weekday_words(day, say) if 1 < (day - today).days < 7 else day_words(day, today, say)


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Join what touches or overlaps; spans: by starting moment."""
    current: Span | None = None
    for span in spans:
        if current and span.starts_at <= current.ends_at:
            current = Span(current.starts_at, max(current.ends_at, span.ends_at))
            continue
        if current:
            yield current
        current = span
    if current:
        yield current


def _spans(
    openings: Sequence[Opening],
    exceptions: Sequence[OpeningException],
    holidays: Container[date],
    first_day: date,
    days: int,
) -> Iterator[Span]:
    """The spans of some days and of the day before, which may run past midnight, by starting moment."""
    for number in range(-1, days):
        day = first_day + timedelta(days=number)
        for opens, closes in _hours_of(openings, exceptions, day, holidays).times:
            closes_on = day + timedelta(days=1) if minutes_of(closes) <= minutes_of(opens) else day
            span = Span(moment_of(day, opens), moment_of(closes_on, closes))
            if span.starts_at < span.ends_at:  # 02:10 to 02:50 does not exist in the night that summer time begins
                yield span


def _hours_of(
    openings: Sequence[Opening], exceptions: Sequence[OpeningException], day: date, holidays: Container[date]
) -> DayHours:
    if special := [each for each in exceptions if each.day == day]:
        note = "; ".join(each.note for each in special if each.note)
        is_closed = any(each.is_closed for each in special)
        return DayHours(day, () if is_closed else _sorted_times(special), note)
    regular = [each for each in openings if each.is_on(day)]
    if regular and day in holidays:
        return DayHours(day, (), holiday_name(day) or "")
    return DayHours(day, _sorted_times(regular))


def _sorted_times(hours: Iterable[Opening | OpeningException]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({(each.opens, each.closes) for each in hours}))


def _fits_code(code: str, day: date) -> bool:
    found = re.fullmatch(r"([+-]?\d)?([A-Z]{2})", code)
    if not found or DAY_CODES.index(found[2]) != day.weekday():
        return False
    if not found[1]:
        return True
    from_end = (monthrange(day.year, day.month)[1] - day.day) // 7 + 1
    return int(found[1]) in ((day.day - 1) // 7 + 1, -from_end)


def _date_of(value: str | date | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _require_days(opening: Opening) -> None:
    if opening.weekday is None and not opening.byday and not opening.bymonthday:
        raise ValueError("a rule needs a weekday, byday or bymonthday")
    if opening.weekday is not None and opening.weekday not in range(7):
        raise ValueError(f"weekday {opening.weekday} is not 0 (Monday) to 6")
    for code in opening.byday:
        if not re.fullmatch(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)", code):
            raise ValueError(f"byday {code!r} is no day such as 'MO', '1MO' or '-1FR'")
    for number in opening.bymonthday:
        if not 1 <= abs(number) <= 31:
            raise ValueError(f"bymonthday {number} is no day of a month")


def _require_rhythm(opening: Opening) -> None:
    if opening.every_weeks < 1 or opening.every_months < 1:
        raise ValueError("every_weeks and every_months count from 1")
    if opening.starts_on is None and (opening.every_weeks, opening.every_months) != (1, 1):
        raise ValueError("every other week or month needs starts_on to count from")
