"""How much each test does: the short form runs inside `make test`, the long one with `make soak`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """Numbers of one form. Seconds are how long a fault or the writing lasts, not how long a test may take."""

    kills: int
    people_under_kills: int
    seconds_between_kills: float
    writing_seconds: float
    coming_back: int
    sockets: int
    redis_away_seconds: float
    database_away_seconds: float
    flood_messages: int
    most_seconds: float
    """No test may take longer: it fails then, and leaves nothing running."""


SHORT = Sizes(
    kills=4,
    people_under_kills=20,
    seconds_between_kills=1.5,
    writing_seconds=4,
    coming_back=300,
    sockets=600,
    redis_away_seconds=3,
    database_away_seconds=3,
    flood_messages=240,
    most_seconds=150,
)
LONG = Sizes(
    kills=30,
    people_under_kills=50,
    seconds_between_kills=3,
    writing_seconds=60,
    coming_back=2000,
    sockets=5000,
    redis_away_seconds=10,
    database_away_seconds=10,
    flood_messages=1000,
    most_seconds=1500,
)
