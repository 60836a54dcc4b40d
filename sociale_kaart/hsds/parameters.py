"""Parameters of the read API: raw in, checked out. Unknown ones are ignored, bad ones refused by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar

from community.clock import ZONE
from community.errors import Invalid
from sociale_kaart.hsds.checks import UUID

T = TypeVar("T")
DEFAULT_PER_PAGE, MAX_PER_PAGE, MAX_PAGE = 50, 1000, 1_000_000
MAX_AGE, MAX_METRES = 200, 1_000_000
FORMATS = ("json", "ndjson")


@dataclass(frozen=True)
class Wish:
    """What a program asks for. modified_after: aware; ages in years; proximity in metres, only with a postcode."""

    search: str
    page: int
    per_page: int
    is_ndjson: bool
    minimal: bool
    full: bool
    full_service: bool
    taxonomy_term_id: str | None
    taxonomy_id: str | None
    organization_id: str | None
    parent_id: str | None
    top_only: bool
    modified_after: datetime | None
    minimum_age: float | None
    maximum_age: float | None
    postcode: str | None
    proximity: float | None


def read(args: Mapping[str, str]) -> Wish:
    """The checked wish of an address.

    Raises Invalid; the text names the parameter.
    """

    def of(name: str, check: Callable[[str], T]) -> T | None:
        if name not in args:
            return None
        try:
            return check(args[name].strip())
        except (ValueError, OverflowError) as wrong:
            raise Invalid(f"{name}: {wrong}") from wrong

    minimal = of("minimal", _truth) or False
    per_page = of("per_page", lambda said: _whole(said, MAX_PER_PAGE))
    return _sound(
        Wish(
            search=args.get("search", "").strip().replace("\x00", "")[:200],
            page=of("page", lambda said: _whole(said, MAX_PAGE)) or 1,
            per_page=per_page or (MAX_PER_PAGE if minimal else DEFAULT_PER_PAGE),
            is_ndjson=of("format", _format) == "ndjson",
            minimal=minimal,
            full=of("full", _truth) or False,
            full_service=of("full_service", _truth) or False,
            taxonomy_term_id=of("taxonomy_term_id", _uuid),
            taxonomy_id=of("taxonomy_id", _uuid),
            organization_id=of("organization_id", _uuid),
            parent_id=of("parent_id", _uuid),
            top_only=of("top_only", _truth) or False,
            modified_after=of("modified_after", _moment),
            minimum_age=of("minimum_age", lambda said: _number(said, MAX_AGE)),
            maximum_age=of("maximum_age", lambda said: _number(said, MAX_AGE)),
            postcode=of("postcode", _postcode),
            proximity=of("proximity", lambda said: _number(said, MAX_METRES)),
        )
    )


def _sound(wish: Wish) -> Wish:
    if wish.proximity is not None and wish.postcode is None:
        raise Invalid("proximity: needs postcode")
    if wish.minimum_age is not None and wish.maximum_age is not None and wish.minimum_age > wish.maximum_age:
        raise Invalid("maximum_age: is below minimum_age")
    return wish


def _whole(said: str, highest: int) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", said, re.ASCII) or not 1 <= int(said) <= highest:
        raise ValueError(f"must be a whole number from 1 to {highest}")
    return int(said)


def _number(said: str, highest: int) -> float:
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", said, re.ASCII) or float(said) > highest:
        raise ValueError(f"must be a number from 0 to {highest}")
    return float(said)


def _truth(said: str) -> bool:
    known: dict[str, bool] = {"true": True, "1": True, "false": False, "0": False}
    if said.lower() not in known:
        raise ValueError("must be true or false")
    return known[said.lower()]


def _uuid(said: str) -> str:
    if not UUID.fullmatch(said.lower()):
        raise ValueError("must be a UUID")
    return said.lower()


def _format(said: str) -> str:
    if said not in FORMATS:
        raise ValueError("must be json or ndjson")
    return said


def _postcode(said: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]{3}", said, re.ASCII):
        raise ValueError("must be four digits, such as 9711")
    return said


def _moment(said: str) -> datetime:
    """A moment, or a day, which begins at midnight here. A plus sign may have come as a space."""
    text = re.sub(r" (?=\d{2}:?\d{2}$)", "+", said)
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return datetime.combine(date.fromisoformat(text), time(), ZONE).astimezone(UTC)
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except ValueError:
        raise ValueError("must be a moment such as 2026-11-22T09:00:00Z") from None


def known_names() -> tuple[str, ...]:
    """Every parameter that is read."""
    names: dict[str, Any] = {"format": None} | dict.fromkeys(Wish.__dataclass_fields__)
    return tuple(name for name in names if name != "is_ndjson")
