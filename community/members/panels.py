"""What other slices show on /mijn: each registers a function that makes its panel for the person who looks.

A panel is a heading and a fragment: `Panel("gepland", "Gepland", "spreekuur/_mine.html", {"bookings": …})`; inside the
fragment the values stand under `panel.values`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from community.members.models import Person


@dataclass(frozen=True)
class Panel:
    """One section of /mijn. slug: the id of its heading, unique on the page; template: a fragment without a heading."""

    slug: str
    title: str
    template: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Fact:
    """One line of "Dit weten we van je": a lucide icon, what it is, and what we know."""

    icon: str
    label: str
    value: str


MakePanel = Callable[[Person], Panel | None]
MakeFact = Callable[[Person], Fact | None]
_panels: list[tuple[int, MakePanel]] = []
_facts: list[tuple[int, MakeFact]] = []


def register_panel(order: int, make: MakePanel) -> None:
    """Let a slice stand on /mijn: bookings 10, decisions 20, follows 30, saved cards 40, reports 50.

    make returns None when there is nothing to show.
    """
    _panels.append((order, make))


def register_fact(order: int, make: MakeFact) -> None:
    """Let a slice say in one line what it keeps about somebody."""
    _facts.append((order, make))


def panels_for(viewer: Person) -> list[Panel]:
    """The panels that have something to show, in order."""
    made = (make(viewer) for _order, make in sorted(_panels, key=lambda each: each[0]))
    return [panel for panel in made if panel is not None]


def facts_for(viewer: Person) -> list[Fact]:
    made = (make(viewer) for _order, make in sorted(_facts, key=lambda each: each[0]))
    return [fact for fact in made if fact is not None]
