"""The queue as a moderator sees it: one row per case, in words. No rule and no statement lives here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from community import clock, content
from community.i18n import _
from community.members.models import Person
from community.moderation import queries
from community.moderation.models import Case
from community.moments import N_
from community.safety import sieve
from community.text import excerpt

WHATS = {
    "keep": N_("Blijft staan"),
    "hide": N_("Verborgen"),
    "restore": N_("Teruggezet"),
    "warn": N_("Gewaarschuwd"),
    "mute": N_("Kan niet schrijven"),
    "suspend": N_("Kan niet meedoen"),
}
SOURCE_BADGES = {
    "objection": N_("Bezwaar"),
    "first_posts": N_("Eerste bericht"),
    "hold_all": N_("Alles wacht even"),
    "contact": N_("Weer contactgegevens"),
    "edited": N_("Opnieuw geschreven"),
    "team": N_("Gezien door het team"),
    "sieve": N_("Zwaar bericht"),
}

THINGS = {
    "sociale_kaart.service": N_("Sociale kaart"),
    "places.place": N_("Plekken"),
    "kennis.article": N_("Info"),
}
"""Where a thing stands that no member wrote."""


@dataclass(frozen=True)
class Row:
    """One case in the list. mark: risk, flag, or the source that names the icon; who: writer and where."""

    case: Case
    mark: str
    badge: str
    waiting: str
    quote: str
    who: str
    is_current: bool


def rows(cases: Sequence[Case], viewer: Person, current: Case | None = None) -> list[Row]:
    """Rows for these cases, in their order; the texts come with one statement per kind."""
    items = queries.items_of(cases)
    gone = content.versions_of([item.public_id for item in items.values() if not item.body])
    found = [items.get((case.kind, case.item_id)) for case in cases]
    return [row_of(case, item, viewer, current, _last(gone, case)) for case, item in zip(cases, found, strict=True)]


def _last(gone: dict[str, list[content.ContentVersion]], case: Case) -> str:
    return gone[case.item_id][-1].body if case.item_id in gone else ""


def row_of(case: Case, item: Any | None, viewer: Person, current: Case | None = None, gone: str = "") -> Row:
    """gone: what stood there until its writer took it back."""
    mark, badge = badge_of(case, item)
    words = item.excerpt() or excerpt(gone) if item is not None else ""
    quote = f"“{words}”" if words else _("Teruggenomen") if item is not None else excerpt(case.title)
    place = THINGS.get(case.kind)
    who = f"{item.author_name}, {case.title}" if item is not None else (_(place) if place else "")
    is_current = current is not None and current.id == case.id
    return Row(case, mark, badge, waiting_words(case, viewer), quote, who, is_current)


def badge_of(case: Case, item: Any | None) -> tuple[str, str]:
    """(mark, words): why this is in the queue; risk before everything."""
    if case.is_urgent and "sieve" in case.sources:
        return "risk", _("Mogelijk risico")
    if "report" in case.sources:
        return "risk" if case.is_urgent else "flag", _reports_words(len(case.reports))
    source = case.sources[0]
    if source == "sieve" and item is not None and item.masked_kinds:
        return "contact", _("Contactgegevens")
    return source, _(SOURCE_BADGES.get(source, SOURCE_BADGES["team"]))


def _reports_words(number: int) -> str:
    return _("1 melding") if number == 1 else _("%(number)s meldingen", number=number)


def waiting_words(case: Case, viewer: Person) -> str:
    """Who reads it and since when, or how long it waits: 'Bas leest, 4 min', 'wacht 2 min, te lang'."""
    if case.closed_at is not None:
        return _(WHATS[case.decision.what]) if case.decision else _("behandeld")
    reader = case.reader
    if reader is not None and case.claimed_at is not None:
        span = _span(case.claimed_at)
        is_own = reader.id == viewer.id
        return _("jij leest dit") if is_own else _("%(name)s leest, %(span)s", name=reader.name, span=span)
    waiting = _("wacht %(span)s", span=_span(case.opened_at))
    return _("%(waiting)s, te lang", waiting=waiting) if case.is_late else waiting


def _span(since: Any) -> str:
    minutes = max(0, int((clock.now() - since).total_seconds() // 60))
    if minutes < 60:
        return _("%(number)s min", number=minutes)
    hours = minutes // 60
    return _("%(number)s uur", number=hours) if hours < 48 else _("%(number)s dagen", number=hours // 24)


def why_words(item: Any | None) -> list[str]:
    """The reasons of the sieve, in words, most urgent first; a reason it no longer knows stands as it was noted."""
    return [_explained(reason) for reason in item.reasons] if item is not None else []


def _explained(reason: str) -> str:
    try:
        return sieve.explain(reason)
    except KeyError:
        return reason
