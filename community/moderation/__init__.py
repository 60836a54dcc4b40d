"""Reports, the queue, decisions, appeals, shifts, transparency.

Chat and forums call `moderation.actions`; what the sieve holds comes in by itself, by listening. Rooms are registered
in `moderation.shifts` by the chat.
"""

from __future__ import annotations

from flask import Flask

from community.moderation import listening

__all__ = ["init_app", "listening"]


def init_app(app: Flask) -> None:
    """Attach this feature to the app."""
