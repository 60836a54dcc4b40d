"""Checking a raw HSDS object against its shape: a clean copy, or the first thing that is wrong and where it stands."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sociale_kaart.hsds.shapes import SHAPES, Field

MAX_TEXT_CHARS = 20_000
MAX_NAME_CHARS = 300
MAX_DEPTH = 12
"""Deeper than any HSDS document; a file that nests further is no service."""

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_uri = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!#-;=?-\[\]_a-z~]+")
_web = re.compile(r"(?i:https?)://[!#-;=?-\[\]_a-z~]+")
_email = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_day = re.compile(r"\d{4}-\d{2}-\d{2}")
_time = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?|24:00(:00)?")
_moment = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})")


class Wrong(ValueError):
    """What cannot be taken: field as a path such as 'phones[0].number', reason in a few words."""

    def __init__(self, field: str, reason: str):
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


def checked(shape: str, raw: Any, path: str = "", depth: int = 0) -> dict[str, Any]:
    """A clean copy of an object: known fields only, no nulls, no empty texts, nothing personal.

    Raises Wrong for the first field that is missing or unfit.
    """
    if not isinstance(raw, Mapping):
        raise Wrong(path or shape, "is no object")
    if depth > MAX_DEPTH:
        raise Wrong(path, "is nested too deep")
    clean: dict[str, Any] = {}
    for name, field in SHAPES[shape].items():
        value = _given(raw.get(name))
        where = f"{path}.{name}" if path else name
        if value is None:
            if field.is_required:
                raise Wrong(where, "is missing")
            continue
        clean[name] = _value(field, value, where, depth)
    if shape == "service" and len(clean["name"]) > MAX_NAME_CHARS:
        raise Wrong("name", f"is longer than {MAX_NAME_CHARS} characters")
    return clean


def _given(value: Any) -> Any:
    """None for what says nothing: null, an empty text, an empty list."""
    said = value.strip() if isinstance(value, str) else value
    return None if said in ("", [], None) else value


def _value(field: Field, value: Any, where: str, depth: int) -> Any:
    if field.kind == "one":
        return checked(field.nests, value, where, depth + 1)
    if field.kind == "many":
        return _many(field.nests, value, where, depth)
    if field.kind == "words":
        if value not in field.words:
            raise Wrong(where, f"must be one of: {', '.join(field.words)}")
        return value
    return _CHECKS[field.kind](value, where)


def _many(shape: str, value: Any, where: str, depth: int) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        raise Wrong(where, "must be a list")
    found = [checked(shape, each, f"{where}[{number}]", depth + 1) for number, each in enumerate(value)]
    if shape == "metadata":  # an earlier value may be somebody's address
        return [row for row in found if not any("@" in str(each) for each in row.values())]
    return found


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise Wrong(where, "must be a text")
    if len(value) > MAX_TEXT_CHARS:
        raise Wrong(where, f"is longer than {MAX_TEXT_CHARS} characters")
    if "\x00" in value:
        raise Wrong(where, "holds a character that is no text")
    return value


def _like(pattern: re.Pattern[str], reason: str, lower: bool = False) -> Callable[[Any, str], str]:
    def check(value: Any, where: str) -> str:
        text = _text(value, where)
        text = text.lower() if lower else text
        if not pattern.fullmatch(text):
            raise Wrong(where, reason)
        return text

    return check


def _number(value: Any, where: str) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Wrong(where, "must be a number")
    return value


def _date(value: Any, where: str) -> str:
    text = _text(value, where)
    try:
        if not (_day.fullmatch(text) and date.fromisoformat(text)):
            datetime.fromisoformat(text)
    except ValueError:
        raise Wrong(where, "must be a date such as 2026-11-22") from None
    return text


def _moment_value(value: Any, where: str) -> str:
    text = _text(value, where)
    try:
        if not _moment.fullmatch(text):
            raise ValueError
        datetime.fromisoformat(text.upper())
    except ValueError:
        raise Wrong(where, "must be a moment such as 2026-11-22T09:00:00Z") from None
    return text


_CHECKS: dict[str, Callable[[Any, str], Any]] = {
    "text": _text,
    "uuid": _like(UUID, "must be a UUID", lower=True),
    "web": _like(_web, "must be a web address that begins with https://"),
    "uri": _like(_uri, "must be a full address (URI)"),
    "email": _like(_email, "must be an e-mail address"),
    "number": _number,
    "date": _date,
    "moment": _moment_value,
    "time": _like(_time, "must be a time such as 10:00"),
}
