"""Counts for municipalities: per month, never about people, anything under 10 suppressed (L17)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import pairwise
from typing import Any

import sqlalchemy as sa

from community import clock, content, db, moments
from community.i18n import _
from community.members.models import Person

SMALLEST = 10
MONTHS_BACK = 12
LABELS = {
    "forums.topic": moments.N_("Nieuwe onderwerpen op het forum"),
    "forums.post": moments.N_("Reacties op het forum"),
    "spreekuur.question": moments.N_("Vragen bij een spreekuur"),
}
"""Kinds of content that are kept long enough to be counted; chat is wiped after 30 days, so says nothing of a month."""

Counts = Callable[[list["Month"]], list[int]]
_registered: list[tuple[str, Counts]] = []


@dataclass(frozen=True)
class Month:
    """A calendar month in the region: its first day, and the moments at which it begins and the next one does."""

    first_day: date
    begins_at: datetime
    ends_at: datetime

    @property
    def words(self) -> str:
        return f"{_(moments.MONTHS[self.first_day.month - 1])} {self.first_day.year}"


@dataclass(frozen=True)
class Row:
    """One thing that is counted: its label and a number per month, None where it is under SMALLEST."""

    label: str
    numbers: list[int | None]


def register_count(label: str, counts: Counts) -> None:
    """Let a slice add a row; counts gives one number for each month."""
    _registered.append((label, counts))


def months(today: date) -> list[Month]:
    """The last MONTHS_BACK months with this one, newest first."""
    firsts = [_first_day(today, back) for back in range(-1, MONTHS_BACK)]
    return [Month(first, _midnight(first), _midnight(after)) for after, first in pairwise(firsts)]


def table(spans: list[Month]) -> list[Row]:
    """Every row over these months, suppressed where few."""
    rows = [(_("Nieuwe leden"), _counted(Person.created_at, spans, Person.kind == "member"))]
    for kind in content.classes():
        if kind.kind in LABELS:
            rows.append((_(LABELS[kind.kind]), _counted(kind.created_at, spans, kind.state != "removed")))  # type: ignore[attr-defined]
    rows += [(_(label), counts(spans)) for label, counts in _registered]
    return [Row(label, [number if number >= SMALLEST else None for number in numbers]) for label, numbers in rows]


def _counted(moment: Any, spans: list[Month], condition: Any) -> list[int]:
    """One number a month, in one statement."""
    inside = [
        sa.func.count(sa.case((sa.and_(moment >= span.begins_at, moment < span.ends_at), 1))).label(f"m{n}")
        for n, span in enumerate(spans)
    ]
    return [int(number) for number in db.session().execute(sa.select(*inside).where(condition)).one()]


def _first_day(today: date, months_back: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 - months_back, 12)
    return date(year, month + 1, 1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.ZONE).astimezone(UTC)
