"""The refusals of the house. Their text is for the reader of the page: calm, no blame, what to do next.

Anything else is a fault: logged with a reference number and shown as such by the doors.
"""

from __future__ import annotations


class Refused(Exception):
    """Something was asked that is not done. Raise one of the five below."""

    status = 400
    code = "invalid"

    def __init__(self, text: str = "", *, fields: dict[str, str] | None = None, retry_after_seconds: int | None = None):
        super().__init__(text)
        self.text = text
        self.fields = fields or {}
        self.retry_after_seconds = retry_after_seconds


class NotFound(Refused):
    """Missing, or somebody else's: the same answer for both."""

    status, code = 404, "not_found"


class NotAllowed(Refused):
    """There, but not for this person now."""

    status, code = 403, "not_allowed"


class Invalid(Refused):
    """What was typed cannot be used; `fields` has a message per field."""

    status, code = 422, "invalid"


class Conflict(Refused):
    """Somebody was first."""

    status, code = 409, "conflict"


class TooMany(Refused):
    """Too often; `retry_after_seconds` says when again."""

    status, code = 429, "too_fast"


class Unavailable(Refused):
    """A part of the house is down for a moment."""

    status, code = 503, "unavailable"


def require(truth: object, text: str) -> None:
    """Raise NotAllowed with this text unless the rule holds."""
    if not truth:
        raise NotAllowed(text)
