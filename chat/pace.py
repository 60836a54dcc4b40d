"""How fast one person may speak: a message per 2 seconds sustained, 5 at once (contract 3). Shared by processes through
Redis; counted in this process alone where there is none, or while it is gone.
"""

from __future__ import annotations

import logging
import math
import time

from flask import Flask, current_app
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from community import live
from community.errors import TooMany
from community.i18n import N_

log = logging.getLogger(__name__)

SECONDS_PER_MESSAGE = 2.0
BURST = 5
SLACK_SECONDS = (BURST - 1) * SECONDS_PER_MESSAGE
MOST_REMEMBERED = 20_000
GONE_SECONDS = 5.0
"""So long a shared store that did not answer is not asked again: one that hangs would delay every message."""
TOO_FAST = N_("Dat ging even snel. Wacht een paar tellen en stuur het dan.")

# One number per person: when the bucket would be full again. Answers the seconds to wait, 0 when it may.
_SCRIPT = """
local now = redis.call('TIME')
now = now[1] + now[2] / 1000000
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
local wait = full - now - tonumber(ARGV[2])
if wait > 0 then return tostring(wait) end
redis.call('SET', KEYS[1], string.format('%.6f', full + tonumber(ARGV[1])), 'EX', 60)
return '0'
"""


class Pace:
    """A leaking bucket per person."""

    def __init__(self, redis_url: str, refuses: bool):
        self.refuses = refuses
        self._full_at: dict[int, float] = {}
        self._gone_until = 0.0
        never = Retry(NoBackoff(), 0)
        self._redis = (
            Redis.from_url(redis_url, socket_timeout=1, socket_connect_timeout=1, retry=never) if redis_url else None
        )
        self._script = self._redis.register_script(_SCRIPT) if self._redis else None

    def wait(self, person_id: int) -> float:
        """Count one message; returns the seconds to wait when it is one too many, else 0."""
        if self._script is not None and time.monotonic() >= self._gone_until:
            try:
                return float(self._script(keys=[f"moi:pace:{person_id}"], args=[SECONDS_PER_MESSAGE, SLACK_SECONDS]))
            except (RedisError, OSError):
                self._gone_until = time.monotonic() + GONE_SECONDS
                log.warning("the pace is counted in this process: the shared store does not answer")
        return self._own_wait(person_id, time.monotonic())

    def give_back(self, person_id: int) -> None:
        """By itself where it goes over the net: a store that is slow must not hold up who waits for an answer."""
        if self._redis is not None and time.monotonic() >= self._gone_until:
            live.later(0, self._give_back_shared, person_id)
        elif person_id in self._full_at:
            self._full_at[person_id] -= SECONDS_PER_MESSAGE

    def _give_back_shared(self, person_id: int) -> None:
        assert self._redis is not None
        try:
            self._redis.incrbyfloat(f"moi:pace:{person_id}", -SECONDS_PER_MESSAGE)
        except (RedisError, OSError):
            self._gone_until = time.monotonic() + GONE_SECONDS

    def _own_wait(self, person_id: int, now: float) -> float:
        full_at = max(self._full_at.get(person_id, 0.0), now)
        wait = full_at - now - SLACK_SECONDS
        if wait > 0:
            return wait
        if len(self._full_at) >= MOST_REMEMBERED:
            self._full_at = {key: at for key, at in self._full_at.items() if at > now}
        self._full_at[person_id] = full_at + SECONDS_PER_MESSAGE
        return 0.0


def init_app(app: Flask) -> None:
    app.extensions["moi.chat.pace"] = Pace(app.config["MOI_REDIS_URL"], app.config["MOI_LIMITS_ON"])


def count(person_id: int) -> None:
    """Count a message somebody is about to send; before the action, because Redis may wait.

    Raises TooMany with the seconds to wait. With MOI_LIMITS=off it counts and never refuses.
    """
    wait = _pace().wait(person_id)
    if wait > 0 and _pace().refuses:
        raise TooMany(TOO_FAST, retry_after_seconds=max(1, math.ceil(wait)))


def give_back(person_id: int) -> None:
    """Take back one count: what was sent is a message that was there already (contract 3: answered before limits), or
    was refused.
    """
    _pace().give_back(person_id)


def _pace() -> Pace:
    found: Pace = current_app.extensions["moi.chat.pace"]
    return found
