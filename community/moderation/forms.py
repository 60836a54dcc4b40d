"""What is typed on the pages of moderation, read into checked values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from community.errors import Invalid
from community.i18n import _
from community.text import clean_text


@dataclass(frozen=True)
class ReportForm:
    kind: str
    id: str
    reason: str
    text: str
    contact: str


def read_report(form: Mapping[str, str]) -> ReportForm:
    """The report form; lengths and reason are checked by the action."""
    fields = {name: clean_text(form.get(name, "")) for name in ("kind", "id", "reason", "text", "contact")}
    return ReportForm(**fields)


@dataclass(frozen=True)
class DecisionForm:
    decision: str
    reason: str
    note: str
    text: str
    days: int | None
    mark: str


def read_decision(form: Mapping[str, str]) -> DecisionForm:
    """The decision form of the queue.

    Raises Invalid when days is no number.
    """
    names = ("decision", "reason", "note", "text", "days", "mark")
    fields = {name: clean_text(form.get(name, "")) for name in names}
    days = fields.pop("days")
    if days and not (days.isascii() and days.isdigit() and len(days) < 6):
        raise Invalid("", fields={"days": _("Schrijf het aantal dagen als getal.")})
    fields["reason"] = fields["reason"] or "other"
    return DecisionForm(**fields, days=int(days) if days else None)


def is_on(form: Mapping[str, str], name: str = "on") -> bool:
    """Whether a switch is put on: anything but 0 and empty."""
    return form.get(name, "").strip() not in ("", "0")
