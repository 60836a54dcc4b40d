"""Rows that an operator wrote in a file: each checked field by field; the good ones land, the others are named."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, NoReturn
from urllib.parse import urlsplit
from uuid import UUID

import click

Row = dict[str, Any]
Check = Callable[[Any], Any]
"""Takes a value as the file has it, returns it as it is kept. Raises ValueError with the reason."""

SOME_REFUSED, NOTHING_DONE = 1, 2
MAX_SLUG_CHARS = 80
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Wrong(ValueError):
    """A row that cannot be taken: which field, and why."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.field, self.reason = name, reason


class Refusal(NamedTuple):
    """A row that was not taken; number: its place among those of its sort in the file, from 1."""

    number: int
    field: str
    reason: str

    def __str__(self) -> str:
        return f"row {self.number}: {self.field}: {self.reason}"


@dataclass
class Outcome:
    """What became of the rows of a file."""

    taken: int = 0
    refused: list[Refusal] = field(default_factory=list)

    def require_all(self) -> None:
        """Raises ValueError where a row was refused: for files of our own, which have to be right."""
        if self.refused:
            raise ValueError("; ".join(map(str, self.refused)))


def take_each(rows: Iterable[Row], take: Callable[[int, Row], object], outcome: Outcome, sort: str = "") -> None:
    """Give every row to `take` with its position from 0; a Wrong it raises refuses that row alone.

    `take` must check before it changes anything. sort: what the rows are, said before the field ("place.").
    """
    seen: dict[str, int] = {}
    for position, row in enumerate(rows):
        try:
            _refuse_double(row, position + 1, seen)
            take(position, row)
        except Wrong as wrong:
            outcome.refused.append(Refusal(position + 1, sort + wrong.field, wrong.reason))
        else:
            outcome.taken += 1


def _refuse_double(row: Row, number: int, seen: dict[str, int]) -> None:
    slug = row.get("slug")
    if isinstance(slug, str) and seen.setdefault(slug, number) != number:
        raise Wrong("slug", f"{slug} stands in row {seen[slug]} already")


def checked(row: Row, fields: Mapping[str, Check], needed: Collection[str]) -> Row:
    """The row with each value as it is kept.

    Raises Wrong for a field that is missing, unknown or not as it should be.
    """
    for name in needed:
        if not str(row.get(name, "")).strip():
            raise Wrong(name, "is missing")
    found = {}
    for name, value in row.items():
        if name not in fields:
            raise Wrong(name, "is not a field we know")
        try:
            found[name] = fields[name](value)
        except (ValueError, TypeError, AttributeError) as fault:
            raise Wrong(name, str(fault)) from fault
    return found


def words(most: int) -> Check:
    """A text of at most so many characters, without what a database cannot hold."""

    def check(value: Any) -> str:
        if not isinstance(value, str):
            raise ValueError("must be a text")
        if "\x00" in value:
            raise ValueError("holds a character that is none")
        if len(value.strip()) > most:
            raise ValueError(f"has {len(value.strip())} characters, at most {most} fit")
        return value.strip()

    return check


def slug(value: Any) -> str:
    if not isinstance(value, str) or not SLUG.fullmatch(value) or len(value) > MAX_SLUG_CHARS:
        raise ValueError(f"{value!r} cannot be an address: a-z, 0-9 and single hyphens, at most {MAX_SLUG_CHARS}")
    return value


def uuid(value: Any) -> str:
    try:
        return str(UUID(value))
    except (ValueError, TypeError, AttributeError):
        raise ValueError(f"{value!r} is no uuid") from None


def truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def whole(lowest: int, highest: int) -> Check:
    """A whole number within these, both included."""

    def check(value: Any) -> int:
        if type(value) is not int or not lowest <= value <= highest:  # to Python true is a number too
            raise ValueError(f"must be a whole number from {lowest} to {highest}")
        return value

    return check


def degrees(highest: float) -> Check:
    """Degrees WGS84, from minus `highest` to `highest`."""

    def check(value: Any) -> float:
        if type(value) not in (int, float) or not -highest <= value <= highest:
            raise ValueError(f"must be degrees from {-highest:g} to {highest:g}")
        return float(value)

    return check


def matching(pattern: str, example: str) -> Check:
    """A text of this form; empty is allowed where the field is not needed."""

    def check(value: Any) -> str:
        if not isinstance(value, str) or (value and not re.fullmatch(pattern, value)):
            raise ValueError(f"{value!r} is not such as {example}")
        return value

    return check


def web_address(value: Any) -> str:
    """An address on the web of at most 300 characters; empty is allowed where the field is not needed."""
    url: str = words(300)(value)
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
        raise ValueError(f"{url!r} is no address such as https://example.org/")
    return url


def day(value: Any) -> date:
    """A day, as TOML writes it or as a text."""
    return date.fromisoformat(str(value))


def one_of(known: Collection[str]) -> Check:
    """A slug of a fixed vocabulary."""

    def check(value: Any) -> str:
        if not isinstance(value, str) or value not in known:
            raise ValueError(f"{value!r} is unknown")
        return value

    return check


def many(check: Check) -> Check:
    """A list of which each part passes `check`."""

    def check_all(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise ValueError("must be a list")
        return [check(part) for part in value]

    return check_all


def table(read: Callable[[Row], object]) -> Check:
    """A table that `read` can read. Kept as written, with days as texts, because it goes into JSON."""

    def check(value: Any) -> Row:
        if not isinstance(value, dict):
            raise ValueError("must be a table")
        plain = {name: each.isoformat() if isinstance(each, date) else each for name, each in value.items()}
        for each in plain.values():
            if isinstance(each, str):
                words(400)(each)
        read(plain)
        return plain

    return check


def read_toml(file: Path, *sorts: str) -> dict[str, Any]:
    """A TOML file with at least one row of these sorts ("room" is [[room]]). Ends the command where it has none."""
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        stop(f"{file}: {wrong}")
    for sort in sorts:
        rows = found.setdefault(sort, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            stop(f"{file}: {sort} must be written as [[{sort}]]")
    if not any(found[sort] for sort in sorts):
        stop(f"{file}: has no {' or '.join(f'[[{sort}]]' for sort in sorts)}")
    return found


def tell(outcome: Outcome, noun: str) -> None:
    """Print each refused row and the counts, and end the command as the contract says."""
    for refusal in outcome.refused:
        click.echo(str(refusal))
    click.echo(f"{outcome.taken} {noun}, {len(outcome.refused)} refused")
    if outcome.refused:
        sys.exit(SOME_REFUSED if outcome.taken else NOTHING_DONE)


def stop(text: str) -> NoReturn:
    """End the command with one line: nothing was done."""
    click.echo(text, err=True)
    sys.exit(NOTHING_DONE)
