"""Raw input, from a socket or a form, to checked values. Strict: a wrong type is refused, never guessed at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chat.models import MAX_BODY_CHARS, MAX_CLIENT_ID_CHARS, REACTIONS
from chat.refusals import TooLong
from community import text
from community.crypto import new_token
from community.errors import Invalid
from community.i18n import N_, _

MAX_NAME_CHARS = 200
MAX_REPORT_CHARS = 2000
DECISIONS = ("show", "hide")
REPORT_REASONS = ("illegal", "house_rule", "worried", "wrong_information")
UNREADABLE = N_("Dit konden we niet lezen.")
EMPTY = N_("Er staat nog niets. Een halve zin is genoeg.")
TOO_LONG = N_("Dit is te lang. Er passen 1000 tekens in een bericht; knip het in tweeën.")


@dataclass(frozen=True)
class Draft:
    """What somebody wants to say. body: cleaned, 1 to MAX_BODY_CHARS characters."""

    body: str
    client_id: str
    reply_to: str | None = None


def read_draft(given: Mapping[str, Any], *, with_client_id: bool = True) -> Draft:
    """Read a message. Without a client_id (a form of an old page) it gets one.

    Raises Invalid, TooLong.
    """
    client_id = read_client_id(given) if with_client_id or given.get("client_id") else new_token()
    return Draft(read_body(given), client_id, optional_text(given, "reply_to"))


def read_body(given: Mapping[str, Any]) -> str:
    """What somebody says: cleaned, 1 to MAX_BODY_CHARS characters.

    Raises Invalid, TooLong.
    """
    raw = _string(given, "body")
    body = text.clean_text(raw)
    if not body:
        raise Invalid(EMPTY, fields={"body": EMPTY})
    if len(raw.replace("\r\n", "\n").strip()) > MAX_BODY_CHARS or len(body) > MAX_BODY_CHARS:
        raise TooLong(TOO_LONG, fields={"body": TOO_LONG})
    return body


def read_client_id(given: Mapping[str, Any]) -> str:
    """What the sender's browser calls what it sends.

    Raises Invalid.
    """
    client_id = _string(given, "client_id")
    if not 1 <= len(client_id) <= MAX_CLIENT_ID_CHARS:
        raise Invalid(UNREADABLE)
    return client_id


def required_text(given: Mapping[str, Any], name: str) -> str:
    """A short text that must be there: the name of a room, an id.

    Raises Invalid.
    """
    value = _string(given, name)
    if len(value) > MAX_NAME_CHARS:
        raise Invalid(UNREADABLE)
    return value


def optional_text(given: Mapping[str, Any], name: str, most: int = MAX_NAME_CHARS) -> str | None:
    """A text that may be missing, null or empty, at most so many characters.

    Raises Invalid, TooLong.
    """
    if given.get(name) in (None, ""):
        return None
    value = _string(given, name)
    if len(value) > most:
        raise TooLong(N_("Dit is te lang."), fields={name: _("Er passen %(most)s tekens in.", most=most)})
    return value


def read_after(given: Mapping[str, Any]) -> int | None:
    """The last seq a client has; None to begin with the newest.

    Raises Invalid for anything but a whole number from 0.
    """
    after = given.get("after")
    if after is None:
        return None
    if type(after) is not int or after < 0:  # bool is an int to Python, not to us
        raise Invalid(UNREADABLE)
    return after


def read_after_query(given: Mapping[str, str]) -> int | None:
    """The same from an address: digits only."""
    after = given.get("after", "")
    if not after:
        return None
    if not (after.isascii() and after.isdecimal() and len(after) <= 30):
        raise Invalid(UNREADABLE, fields={"after": UNREADABLE})
    return int(after)


def is_wished(given: Mapping[str, Any], name: str) -> bool:
    """A truth that may be left out.

    Raises Invalid for anything but true and false.
    """
    value = given.get(name, False)
    if not isinstance(value, bool):
        raise Invalid(UNREADABLE)
    return value


def one_of(given: Mapping[str, Any], name: str, choices: tuple[str, ...]) -> str:
    value = required_text(given, name)
    if value not in choices:
        raise Invalid(UNREADABLE)
    return value


def read_reaction(given: Mapping[str, Any]) -> str:
    return one_of(given, "reaction", REACTIONS)


def _string(given: Mapping[str, Any], name: str) -> str:
    """A string a database can hold: no NUL (PostgreSQL refuses it), no half characters (UTF-8 has none)."""
    value = given.get(name)
    if not is_text(value):
        raise Invalid(UNREADABLE)
    return str(value)


def is_text(value: object) -> bool:
    return isinstance(value, str) and "\x00" not in value and not any("\ud800" <= char <= "\udfff" for char in value)
