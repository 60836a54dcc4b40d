"""What was typed in the forum, checked; a message per field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from community.content import MAX_BODY_CHARS
from community.errors import Invalid
from community.i18n import _
from community.places.themes import THEMES
from forums import parts
from forums.parts import Parts

MIN_HEADING_CHARS = 3
MAX_THEMES = 3
YES = {"1", "on", "ja", "yes", "true"}
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
RESERVED = {"onderwerp", "reageer", "wijzig", "weghalen"}
"""What stands after /forum/ and is no board."""
BOARD_FIELDS = {"slug", "title", "lead", "themes", "municipality"}
UNNAMED_NOTE = "Gaat over iets heftigs"
"""What a ticked box says when it does not say what about."""


def read_topic(form: Mapping[str, Any]) -> Parts:
    """A new topic. Raises Invalid."""
    heading = parts.one_line(form.get("title", ""))
    words, note, errors = _read_words(form)
    if len(heading) < MIN_HEADING_CHARS:
        errors = {"title": _("Geef je onderwerp een titel van minstens drie tekens.")} | errors
    elif len(heading) > parts.MAX_HEADING_CHARS:
        errors = {"title": _("Een titel heeft hoogstens 120 tekens. De rest kan in je tekst.")} | errors
    return _checked(Parts(words, note, heading), errors)


def read_post(form: Mapping[str, Any]) -> Parts:
    """A reply, or an edited text. Raises Invalid."""
    words, note, errors = _read_words(form)
    return _checked(Parts(words, note), errors)


def read_themes(chosen: list[str]) -> list[str]:
    """The known themes that were chosen, at most MAX_THEMES."""
    return [slug for slug in THEMES if slug in chosen][:MAX_THEMES]


def check_board(row: Mapping[str, Any]) -> None:
    """A board as the operator wrote it. Raises Invalid, with the slug."""
    slug = str(row.get("slug", ""))
    if not SLUG.fullmatch(slug) or slug in RESERVED:
        raise Invalid(f"slug {slug!r} cannot be an address")
    if unknown := set(row) - BOARD_FIELDS:
        raise Invalid(f"{slug}: unknown {', '.join(sorted(unknown))}")
    if not row.get("title") or not isinstance(row.get("themes", []), list):
        raise Invalid(f"{slug}: title is needed, themes is a list")
    if strange := set(row.get("themes", [])) - set(THEMES):
        raise Invalid(f"{slug}: unknown theme {', '.join(sorted(strange))}")
    code = row.get("municipality")
    if code is not None and not re.fullmatch(r"GM\d{4}", code):
        raise Invalid(f"{slug}: municipality is a code such as GM0014")


def _read_words(form: Mapping[str, Any]) -> tuple[str, str, dict[str, str]]:
    words, note = parts.many_lines(form.get("body", "")), parts.one_line(form.get("content_note", ""))
    errors = {}
    if not words:
        errors["body"] = _("Er staat nog niets. Een halve zin is genoeg.")
    elif len(words) > MAX_BODY_CHARS:
        errors["body"] = _("Je tekst heeft %(n)s tekens. Er passen er 5.000 in.", n=len(words))
    if len(note) > parts.MAX_NOTE_CHARS:
        errors["content_note"] = _("Zeg het korter: hoogstens 80 tekens.")
    return words, UNNAMED_NOTE if note.lower() in YES else note, errors


def _checked(found: Parts, errors: dict[str, str]) -> Parts:
    if errors:
        raise Invalid(fields=errors)
    return found
