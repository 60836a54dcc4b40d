"""The page of an entry: facts, steps of the first time, hours, ways to get in touch, and how sure it all is."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from community import clock, moments
from community.i18n import _
from community.places import hours
from community.places.themes import KINDS, THEMES, terms_of
from sociale_kaart import cards, listing
from sociale_kaart.models import Service

DAYS_AHEAD = 7
MAX_STEPS = 5
"""More sentences than this are no steps but a story; they are shown as text."""


class Phone(NamedTuple):
    """number as people read it; link: for tel:, "" when it is no number one can call."""

    number: str
    link: str
    description: str


def page_of(service: Service) -> dict[str, Any]:
    """What the page of an entry shows, by name."""
    return {
        "service": service,
        "lead": _lead(service),
        "themes": terms_of(THEMES, service.slugs("thema")),
        "kinds": terms_of(KINDS, service.slugs("soort")),
        "where": cards.where(service),
        "status": cards.status(service),
        "ages": listing.age_words(service),
        "cost": _cost(service),
        "languages": [each.get("name") or each.get("code", "") for each in service.listed("languages")],
        "steps": first_time(service.said("application_process")),
        "phones": phones(service),
        "days": _days(service),
        "access": _access(service),
        "routes": _routes(service),
        "fresh": moments.freshness(service.checked_on, clock.today(), _),
        "checked_on": moments.date_words(service.checked_on, _),
    }


def _lead(service: Service) -> str:
    """The first sentence, for under the name."""
    return re.split(r"(?<=[.?])\s", service.description.strip(), maxsplit=1)[0]


def _cost(service: Service) -> str:
    said = service.said("fees_description")
    if said:
        return said
    options = service.listed("cost_options")
    paid = [option for option in options if option.get("amount")]
    if service.is_free and not paid:
        return _("Gratis")
    words = [option.get("amount_description") or option.get("option") or _amount(option) for option in options]
    return ", ".join(word for word in words if word)


def _amount(option: dict[str, Any]) -> str:
    if option.get("amount") is None:
        return ""
    currency = str(option.get("currency") or "EUR").upper()
    sign = "€" if currency == "EUR" else currency
    return f"{sign} {option['amount']:.2f}".replace(".", ",")


def first_time(text: str) -> list[str]:
    """How the first time goes, as at most MAX_STEPS steps of a sentence each; one step when it is a story."""
    sentences = [part.strip() for part in re.split(r"(?<=[.?])\s+", text.strip()) if part.strip()]
    return sentences if len(sentences) <= MAX_STEPS else [text.strip()]


def phones(service: Service) -> list[Phone]:
    """Numbers one can call, those of the entry first, each once."""
    rows = list(service.listed("phones"))
    for there in service.listed("service_at_locations"):
        rows += there.get("phones") or there.get("location", {}).get("phones") or []
    found = {row["number"]: row for row in reversed(rows)}
    return [_phone(row) for row in reversed(list(found.values()))]


def _phone(row: dict[str, Any]) -> Phone:
    number = row["number"].strip().strip('"')
    digits = re.sub(r"[^\d+]", "", number)
    return Phone(number, digits if re.fullmatch(r"\+?\d{3,15}", digits) else "", row.get("description", ""))


def _days(service: Service) -> list[dict[str, Any]]:
    """Hours of the coming days; empty when no hours are known."""
    if not service.schedules:
        return []
    today = clock.today()
    found = hours.day_hours(service.openings, [], today, DAYS_AHEAD)
    return [
        {
            "name": moments.weekday_words(day.day, _),
            "is_today": day.day == today,
            "hours": hours.day_hours_words(day, _),
            "note": day.note,
        }
        for day in found
    ]


def _access(service: Service) -> list[str]:
    """What is said about getting in, each line once."""
    rows = [each.get("location", {}).get("accessibility") or [] for each in service.listed("service_at_locations")]
    return list(dict.fromkeys(row["description"] for some in rows for row in some if row.get("description")))


def _routes(service: Service) -> list[dict[str, Any]]:
    """Where it is: address, how to get there, the place of ours it is at, or the address online."""
    found = []
    for row, location in zip(service.listed("service_at_locations"), service.locations, strict=True):
        said = row.get("location", {})
        found.append(
            {
                "name": location.name,
                "address": ", ".join(part for part in (location.street, location.town) if part),
                "transport": said.get("transportation", ""),
                "place": location.place,
                "url": said.get("url", "") if location.kind == "virtual" else "",
                "is_online": location.kind == "virtual",
            }
        )
    return found
