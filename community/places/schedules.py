"""Schedules of the open data (HSDS 3.1, iCalendar words) read as opening rules. What an hour means is in hours.py."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from itertools import islice
from typing import Any

from community.clock import ZONE
from community.places.hours import DAY_CODES, Opening

COUNT_HORIZON_DAYS = 10 * 366
"""How far a `count` of occurrences is followed."""

UNREADABLE = ("byweekno", "byyearday")
"""Parts no rule of ours can follow. A schedule with one keeps its description and has no known hours."""


def openings_of(schedule: Mapping[str, Any], today: date) -> tuple[Opening, ...]:
    """Read one HSDS schedule as opening rules; none when it has no times, or parts that we cannot follow.

    Times with +01:00 or +02:00, with timezone 1 or 2, or with no zone at all are wishes of people here: the clock
    stays as written through summer and winter (L19). Other zones are worked out once, as they are on the first day
    of the schedule, or on today. Raises ValueError for dates and times that are none.
    """
    opens, closes = str(schedule.get("opens_at") or ""), str(schedule.get("closes_at") or "")
    if not (opens and closes) or any(schedule.get(part) for part in UNREADABLE):
        return ()
    first = _day(schedule, "dtstart") or _day(schedule, "valid_from")
    offset_hours = schedule.get("timezone")
    opens_at, days = _local_time(opens, offset_hours, first or today)
    closes_at, _ = _local_time(closes, offset_hours, first or today)
    rule = None if days else _rule(schedule, opens_at, closes_at)
    return (_counted(rule, schedule.get("count")),) if rule else ()


def _rule(schedule: Mapping[str, Any], opens: str, closes: str) -> Opening | None:
    freq, every = str(schedule.get("freq") or "").upper(), int(schedule.get("interval") or 1)
    byday = tuple(code.strip().upper() for code in str(schedule.get("byday") or "").split(",") if code.strip())
    bymonthday = tuple(int(number) for number in str(schedule.get("bymonthday") or "").split(",") if number.strip())
    starts_on, ends_on = _day(schedule, "dtstart"), _last_day(schedule)
    valid_from = _day(schedule, "valid_from")
    if freq not in ("", "WEEKLY", "MONTHLY") or (freq != "MONTHLY" and any(re.search(r"\d", code) for code in byday)):
        return None
    if not freq and not byday:  # a single day
        return Opening(starts_on.weekday(), opens, closes, starts_on, starts_on) if starts_on else None
    if not byday and not (bymonthday and freq == "MONTHLY"):
        if starts_on is None:
            return None
        byday, bymonthday = ((), (starts_on.day,)) if freq == "MONTHLY" else ((DAY_CODES[starts_on.weekday()],), ())
    return Opening(
        weekday=None,
        opens=opens,
        closes=closes,
        valid_from=valid_from,
        valid_to=ends_on,
        every_weeks=1 if freq == "MONTHLY" else every,
        every_months=every if freq == "MONTHLY" else 1,
        starts_on=starts_on or (valid_from if every > 1 else None),
        byday=byday,
        bymonthday=bymonthday if freq == "MONTHLY" else (),
    )


def _counted(rule: Opening, count: Any) -> Opening:
    """The rule until its last occurrence, where the schedule counts them."""
    first = rule.starts_on or rule.valid_from
    if not count or first is None:
        return rule
    days = (first + timedelta(days=number) for number in range(COUNT_HORIZON_DAYS))
    occurrences = list(islice((day for day in days if rule.is_on(day)), int(count)))
    return replace(rule, valid_to=occurrences[-1]) if len(occurrences) == int(count) else rule


def _local_time(text: str, offset_hours: Any, on: date) -> tuple[str, int]:
    """'HH:MM' on the clocks here, and how many days later or earlier than written that is."""
    found = re.fullmatch(r"(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?", text.strip())
    if not found:
        raise ValueError(f"{text!r} is no time such as 10:00")
    offset = _offset(found[2], offset_hours)
    if offset in (None, timedelta(hours=1), timedelta(hours=2)) or found[1] == "24:00":
        return found[1], 0
    there = datetime.combine(on, time.fromisoformat(found[1]), timezone(offset))
    here = there.astimezone(ZONE)
    return f"{here:%H:%M}", (here.date() - on).days


def _offset(suffix: str | None, offset_hours: Any) -> timedelta | None:
    if suffix is None:
        return None if offset_hours in (None, "") else timedelta(hours=float(offset_hours))
    if suffix == "Z":
        return timedelta(0)
    sign = -1 if suffix.startswith("-") else 1
    return sign * timedelta(hours=int(suffix[1:3]), minutes=int(suffix[-2:]))


def _day(schedule: Mapping[str, Any], key: str) -> date | None:
    value = schedule.get(key)
    return date.fromisoformat(str(value)[:10]) if value else None


def _last_day(schedule: Mapping[str, Any]) -> date | None:
    return min((day for day in (_day(schedule, "valid_to"), _day(schedule, "until")) if day), default=None)
