"""The only clock of the house. Everything is UTC and aware; demo may start it at another moment (MOI_NOW)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")
"""The zone of every wish people express in words (L19)."""

_shift = timedelta()


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC) + _shift


def local_now() -> datetime:
    """The present moment as the clocks in the region show it."""
    return now().astimezone(ZONE)


def today() -> date:
    """The present day in the region."""
    return local_now().date()


def start_at(moment: datetime | None) -> None:
    """Let the clock start at this moment and run on from there; None is the real time. Demo only."""
    global _shift
    _shift = moment - datetime.now(UTC) if moment else timedelta()


def hour_block(moment: datetime | None = None) -> str:
    """The part of the day that colours the sky: morning 6-10, noon 10-17, evening 17-22, night 22-6 (design.md 3)."""
    hour = (moment or now()).astimezone(ZONE).hour
    if 6 <= hour < 10:
        return "morning"
    if 10 <= hour < 17:
        return "noon"
    return "evening" if 17 <= hour < 22 else "night"
