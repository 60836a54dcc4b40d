"""The form with which a professional asks for hours: raw input to a checked wish, a message per field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from community import clock, text
from community.errors import Invalid
from community.i18n import _
from community.places.models import Place
from community.places.themes import THEMES
from spreekuur.models import CHANNELS, KINDS
from spreekuur.times import BadTime, Span, Wish, cut

MAX_WEEKS, MAX_SLOTS = 26, 60
"""Half a year ahead; more slots than this in one go is a slip of the finger."""
TITLE_CHARS, LEAD_CHARS, LINK_CHARS = 120, 600, 300
SLOT_MINUTES = range(10, 181)
BUFFER_MINUTES = range(121)
CAPACITY = range(1, 1001)
_time = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True)
class Hours:
    """A checked wish: what it is, when it is each week, and into which slots each is cut (none for a group)."""

    kind: str
    title: str
    lead: str
    channels: tuple[str, ...]
    place: Place | None
    link: str
    themes: tuple[str, ...]
    capacity: int | None
    days: tuple[tuple[Wish, Span, tuple[Span, ...]], ...]


DEFAULTS: dict[str, Any] = {
    "kind": "one_to_one",
    "start": "16:00",
    "end": "18:00",
    "slot_minutes": "30",
    "buffer_minutes": "0",
    "repeat_weeks": "1",
    "channels": ["phone"],
}
"""What stands in an empty form: one afternoon is a good begin."""
MANY = ("channels", "themes")


def typed(form: MultiDict[str, str]) -> dict[str, Any]:
    """What was typed, to show again; boxes of which several can be ticked as lists."""
    return {name: form.getlist(name) if name in MANY else form[name] for name in form}


class Errors(dict[str, str]):
    """What is wrong, by field; the first thing said about a field stays."""

    def say(self, name: str, words: str) -> None:
        self.setdefault(name, words)


def read_hours(form: MultiDict[str, str], places: Sequence[Place]) -> Hours:
    """Check a planning form.

    places: those of the professional's own organisations; another place is refused as unknown.

    Raises Invalid with a message per field.
    """
    errors = Errors()
    kind = form.get("kind", "")
    if kind not in KINDS:
        errors.say("kind", _("Kies: in een groep, of met z’n tweeën."))
    channels = _channels(form, kind, errors)
    hours = Hours(
        kind=kind,
        title=_words(form, "title", TITLE_CHARS, errors, required=_("Geef het een naam, in gewone woorden.")),
        lead=_words(form, "lead", LEAD_CHARS, errors),
        channels=channels,
        place=_place(form, places, channels, errors),
        link=_link(form, channels, errors),
        themes=tuple(slug for slug in form.getlist("themes") if slug in THEMES),
        capacity=_capacity(form, kind, errors),
        days=_days(form, kind, errors),
    )
    if errors:
        raise Invalid(fields=dict(errors))
    return hours


def _words(form: MultiDict[str, str], name: str, most: int, errors: Errors, required: str = "") -> str:
    typed = text.clean_text(form.get(name, ""))
    if required and not typed:
        errors.say(name, required)
    if len(typed) > most:
        errors.say(name, _("Dit is te lang. Er passen %(most)s tekens in.", most=most))
    return typed


def _channels(form: MultiDict[str, str], kind: str, errors: Errors) -> tuple[str, ...]:
    chosen = tuple(each for each in CHANNELS if each in form.getlist("channels"))
    if kind == "one_to_one" and not chosen:
        errors.say("channels", _("Kies minstens één manier om te praten."))
    return chosen


def _place(form: MultiDict[str, str], places: Sequence[Place], channels: Sequence[str], errors: Errors) -> Place | None:
    slug = form.get("place", "")
    found = next((each for each in places if each.slug == slug), None)
    if slug and found is None:
        errors.say("place", _("Kies een plek van je eigen organisatie."))
    if "place" in channels and not slug:
        errors.say("place", _("Op welke plek is het?"))
    return found


def _link(form: MultiDict[str, str], channels: Sequence[str], errors: Errors) -> str:
    """The video link of the organisation; only who booked sees it."""
    typed = _words(form, "link", LINK_CHARS, errors)
    if typed and not typed.startswith("https://"):
        errors.say("link", _("Een link begint met https://."))
    if "link" in channels and not typed:
        errors.say("link", _("Zet hier de videolink. Alleen wie een afspraak heeft, ziet hem."))
    return typed


def _capacity(form: MultiDict[str, str], kind: str, errors: Errors) -> int | None:
    if kind != "group" or not form.get("capacity", "").strip():
        return None
    return _number(form, "capacity", CAPACITY, 1, errors)


def _number(form: MultiDict[str, str], name: str, allowed: range, default: int, errors: Errors) -> int:
    typed = form.get(name, "").strip()
    if not typed:
        return default
    if not typed.isascii() or not typed.isdigit() or len(typed) > 4 or int(typed) not in allowed:
        errors.say(name, _("Kies een getal van %(least)s tot %(most)s.", least=allowed[0], most=allowed[-1]))
        return default
    return int(typed)


def _days(form: MultiDict[str, str], kind: str, errors: Errors) -> tuple[tuple[Wish, Span, tuple[Span, ...]], ...]:
    wish = _wish(form, errors)
    weeks = _number(form, "repeat_weeks", range(1, MAX_WEEKS + 1), 1, errors)
    length = _number(form, "slot_minutes", SLOT_MINUTES, 30, errors)
    pause = _number(form, "buffer_minutes", BUFFER_MINUTES, 0, errors)
    if wish is None:
        return ()
    days = []
    for each in wish.weekly(weeks):
        try:
            span = each.span()
        except BadTime as wrong:
            errors.say("start", str(wrong))
            return ()
        days.append((each, span, tuple(cut(span, length, pause)) if kind == "one_to_one" else ()))
    _check_days(days, kind, errors)
    return tuple(days)


def _check_days(days: list[tuple[Wish, Span, tuple[Span, ...]]], kind: str, errors: Errors) -> None:
    if days[0][1].starts_at <= clock.now():
        errors.say("date", _("Dit moment is al voorbij. Kies een dag die nog komt."))
    slots = sum(len(slots) for _wish, _span, slots in days)
    if kind == "one_to_one" and not days[0][2]:
        errors.say("slot_minutes", _("Er past geen gesprek in. Kies een later einde of kortere gesprekken."))
    if slots > MAX_SLOTS:
        errors.say("repeat_weeks", _("Dat zijn %(slots)s gesprekken. Kies minder weken.", slots=slots))


def _wish(form: MultiDict[str, str], errors: Errors) -> Wish | None:
    try:
        day = date.fromisoformat(form.get("date", ""))
    except ValueError:
        errors.say("date", _("Kies een dag."))
        day = None
    start, end = form.get("start", ""), form.get("end", "")
    if not _time.fullmatch(start):
        errors.say("start", _("Kies een begintijd, zoals 16:00."))
    if not _time.fullmatch(end):
        errors.say("end", _("Kies een eindtijd, zoals 18:00."))
    if day is None or "start" in errors or "end" in errors:
        return None
    return Wish(day, start, end)
