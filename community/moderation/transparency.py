"""What outsiders see of moderation: counts made from the decisions, with anything under 10 suppressed (L17), and the
head of the log, so that nobody can rewrite it unseen (L15).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa

from community import clock, db
from community.audit import AuditEntry
from community.moderation.models import RESTRICTING, Decision, Objection, Report
from community.moderation.statements import REASON_WORDS
from community.moments import N_

SMALLEST_SHOWN = 10
"""House law L17."""
SUPPRESSED = f"<{SMALLEST_SHOWN}"
LEFT_OUT = "weggelaten"
WHAT_WORDS = {
    "hide": N_("Verborgen of niet geplaatst"),
    "warn": N_("Waarschuwing"),
    "mute": N_("Een tijd niet schrijven"),
    "suspend": N_("Een tijd niet meedoen"),
}
REPORT_WORDS = {
    "illegal": N_("Tegen de wet"),
    "house_rule": N_("Tegen de huisregels"),
    "worried": N_("Zorgen om iemand"),
    "wrong_information": N_("Iets klopt niet"),
}
FOUND_WORDS = {
    "person": N_("Door iemand gezien of gemeld"),
    "machine": N_("Door de zeef vooraan gezet, of door de nachtregel"),
}
OUTCOME_WORDS = {"granted": N_("Gelijk gekregen, teruggedraaid"), "refused": N_("Besluit bleef")}


@dataclass(frozen=True)
class Table:
    """One table of the report. rows: (code, words, count as shown)."""

    code: str
    title: str
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Figures:
    year: int
    tables: tuple[Table, ...]


def figures(year: int) -> Figures:
    """The counts of a calendar year in the region; a year without decisions gives suppressed counts all the same."""
    within = _year(year)
    decided = sa.and_(Decision.what.in_(RESTRICTING), *within(Decision.decided_at))
    reported, answered = sa.and_(*within(Report.made_at)), sa.and_(*within(Objection.decided_at))
    tables = (
        _table("decisions", N_("Besluiten"), WHAT_WORDS, _count(Decision.what, decided)),
        _table("reasons", N_("Waarom"), REASON_WORDS, _count(Decision.reason, decided)),
        _table("found_by", N_("Hoe gevonden"), FOUND_WORDS, _count(Decision.found_by, decided)),
        _table("reports", N_("Meldingen"), REPORT_WORDS, _count(Report.reason, reported)),
        _table("objections", N_("Bezwaren"), OUTCOME_WORDS, _count(Objection.outcome, answered)),
    )
    return Figures(year, tables)


def _year(year: int) -> Any:
    start, end = _midnight(date(year, 1, 1)), _midnight(date(year + 1, 1, 1))
    return lambda column: (column >= start, column < end)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.ZONE)


def _count(column: Any, condition: sa.ColumnElement[bool]) -> dict[str, int]:
    wish = sa.select(column, sa.func.count()).where(condition).group_by(column)
    return {row[0]: row[1] for row in db.session().execute(wish)}


def _table(code: str, title: str, words: Mapping[str, str], counts: Mapping[str, int]) -> Table:
    texts = suppress([counts.get(each, 0) for each in words])
    return Table(code, title, tuple(zip(words, words.values(), texts, strict=True)))


def suppress(counts: list[int]) -> list[str]:
    """Counts as outsiders see them: under 10 as "<10".

    When that hides exactly one, the next smallest is left out as well: the same decisions stand in several tables, so
    that one alone could be found by subtracting.
    """
    small = [count < SMALLEST_SHOWN for count in counts]
    left_out = counts.index(min(c for c in counts if c >= SMALLEST_SHOWN)) if _is_alone(small) else None
    return [
        SUPPRESSED if is_small else LEFT_OUT if place == left_out else str(count)
        for place, (count, is_small) in enumerate(zip(counts, small, strict=True))
    ]


def _is_alone(small: list[bool]) -> bool:
    return sum(small) == 1 and len(small) > 1


def as_csv(report: Figures) -> str:
    """year,table,code,count; one line per count."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("year", "table", "code", "count"))
    for table in report.tables:
        writer.writerows((report.year, table.code, code, count) for code, _words, count in table.rows)
    return out.getvalue()


def head_of_day(today: date) -> AuditEntry | None:
    """The last entry of the log before this day began: the same all day, so that people can compare."""
    before = sa.select(AuditEntry).where(AuditEntry.at < _midnight(today))
    return db.session().scalar(before.order_by(AuditEntry.id.desc()).limit(1))
