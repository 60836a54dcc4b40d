"""What is measured as rows of the report, and where the client itself stood in the way."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from tools.bench_live.loads import Heard

Row = tuple[str, str, str]
"""What, figure, aim."""
CLIENT_IS_FULL = 0.9


@dataclass(frozen=True)
class Round:
    """One round at one server. cpu_seconds: of the serving process (or processes), also while warming up."""

    heard: Heard
    cpu_seconds: float


def say(text: str) -> None:
    """Show how far we are, beside the report."""
    print(f"  {text}", file=sys.stderr, flush=True)


def many(number: float) -> str:
    return f"{number:,.0f}"


def rate(rounds: Sequence[Round]) -> float:
    """The best of the rounds: what else this machine does can only slow one down."""
    return max(each.heard.per_second for each in rounds)


def latency_ms(rounds: Sequence[Round], part: float) -> float:
    """Of the best round, as with the rate."""
    return min(each.heard.latency_ms(part) for each in rounds)


def cpu_per_million(rounds: Sequence[Round]) -> float:
    """Seconds of the server's processor for a million deliveries."""
    return sum(each.cpu_seconds for each in rounds) / max(1, sum(each.heard.deliveries for each in rounds)) * 1e6


def client_note(rounds: Sequence[Round]) -> str:
    """How much of its core the client used; said aloud where that may have been the limit."""
    share = max(each.heard.client_share for each in rounds)
    full = ", the client was the limit" if share > CLIENT_IS_FULL else ""
    return f"client {share:.0%} of its core{full}"


def problems(rounds: Sequence[Round]) -> list[Row]:
    found = [problem for each in rounds for problem in each.heard.problems]
    return [("Not as promised", problem, "nothing") for problem in found]
