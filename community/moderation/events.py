"""The queue live: a moderator's page asks to hear that it changed; only counts are told."""

from __future__ import annotations

from typing import Any

from community import live
from community.doors import roles
from community.moderation import queries
from community.moderation.actions.cases import MODERATORS


@live.on("queue:watch", roles("peer_expert", "supervisor"))
def watch_queue(_wish: dict[str, Any]) -> dict[str, Any]:
    """Hear `queue:changed` from now on; answers the counts of this moment."""
    live.join(MODERATORS)
    return {"counts": queries.counts()}
