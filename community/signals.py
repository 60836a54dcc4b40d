"""Every announcement in the house. Call down, announce up: the ground floor announces, features listen.

Receivers run inside the sender's transaction, so what they change is kept or lost with it. Listen with
`@signal.connect_via`-free plain `listen(signal)`, which holds the receiver strongly (blinker forgets lambdas).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from blinker import Signal

content_screened = Signal()
"""A piece of content was written or edited and has passed mask and sieve.
sender: the Content; verdict: safety.sieve.Verdict; hold: why it waits ("sieve", "first_posts", "hold_all") or None."""

content_decided = Signal()
"""A piece of content changed state by a decision. sender: the Content; before: its state until now; by: the Person."""

person_restricted = Signal()
"""A decision limits a person or lifts a limit. sender: the Person; decision: moderation.models.Decision."""

person_erased = Signal()
"""A person is about to be erased. sender: the Person; how: "keep_posts" or "remove_all"."""

person_exported = Signal()
"""A person asks for all there is. sender: the Person; export: dict to which each slice adds its own key."""

guest_became_member = Signal()
"""A guest chose an alias; name, bookings and cards stay because the Person row stays. sender: the Person."""


def listen(signal: Signal) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorate a receiver `f(sender, **arguments)`; it stays connected for the life of the process."""

    def connect(receiver: Callable[..., Any]) -> Callable[..., Any]:
        signal.connect(receiver, weak=False)
        return receiver

    return connect
