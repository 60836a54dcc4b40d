"""How often: per person where there is one; by address only at the four doors without, as a daily salted hash (L1)."""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
import time
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, RedisStorage, Storage
from limits.strategies import MovingWindowRateLimiter

from community import clock
from community.errors import TooMany
from community.members.access import viewer

log = logging.getLogger(__name__)
F = TypeVar("F", bound=Callable[..., Any])

RULES = {
    "join": "600/10 minutes",  # by address: a school of 300 behind one address gets through, twice
    "sign_in": "600/10 minutes",
    "come_back": "600/10 minutes",
    "post": "20/minute",
    "react": "60/minute",
    "book": "20/hour",
    "report": "30/hour",
    "read": "300/minute",
    "open_data": "600/minute",
}
"""Name of a limit -> how often. By address only the doors in BY_ADDRESS (contract 3); the rest counts persons."""
BY_ADDRESS = {"join", "sign_in", "come_back", "open_data"}
VISITORS = "600/10 minutes"
"""For all visitors of one address together, where people are counted each for themselves: a report needs no account,
and 300 people behind one address get through (contract 3).
"""
STORE_WITHIN_SECONDS = 1.0
"""A shared store that hangs may not hold up a form for longer."""
GONE_SECONDS = 5.0
"""So long one that did not answer is not asked again."""


class Limits:
    """Counts in memory, or in Redis when processes share; in memory again while Redis is gone."""

    def __init__(self, redis_url: str, refuses: bool):
        self.refuses = refuses
        self._own = MovingWindowRateLimiter(MemoryStorage())
        shared = _store_at(redis_url) if redis_url else None
        self._shared = MovingWindowRateLimiter(shared) if shared else None
        self._salts: dict[str, bytes] = {}
        self._gone_until = 0.0

    def hit(self, rule: str, *key: str) -> int | None:
        """Count one; returns the seconds to wait when it is one too many, else None."""
        item = parse(rule)
        limiter = self._hit_in(item, key)
        if limiter is None or not self.refuses:
            return None
        try:
            return max(1, round(limiter.get_window_stats(item, *key).reset_time - clock_seconds()))
        except Exception:
            return 1

    def peek(self, rule: str, *key: str) -> int | None:
        """Count nothing; the seconds to wait when one more would be too many, else None."""
        shared = self._shared if time.monotonic() >= self._gone_until else None
        for limiter in filter(None, (shared, self._own)):
            try:
                stats = limiter.get_window_stats(parse(rule), *key)
            except Exception:
                self._gone_until = time.monotonic() + GONE_SECONDS
                continue
            if stats.remaining < 1 and self.refuses:
                return max(1, round(stats.reset_time - clock_seconds()))
        return None

    def _hit_in(self, item: RateLimitItem, key: tuple[str, ...]) -> MovingWindowRateLimiter | None:
        if self._shared is not None and time.monotonic() >= self._gone_until:
            try:
                return None if self._shared.hit(item, *key) else self._shared
            except Exception:
                self._gone_until = time.monotonic() + GONE_SECONDS
                log.warning("limits are counted in this process: the shared store does not answer")
        return None if self._own.hit(item, *key) else self._own

    def address_key(self, address: str) -> str:
        """What stands for an address today; cannot be turned back tomorrow."""
        day = clock.today().isoformat()
        salt = self._salts.get(day) or self._new_salt(day)
        return hmac.new(salt, address.encode(), hashlib.sha256).hexdigest()[:32]

    def _new_salt(self, day: str) -> bytes:
        self._salts = {day: self._shared_salt(day) or secrets.token_bytes(32)}
        return self._salts[day]

    def _shared_salt(self, day: str) -> bytes | None:
        storage = self._shared.storage if self._shared else None
        if not isinstance(storage, RedisStorage):
            return None
        try:
            name = f"moi:salt:{day}"
            storage.storage.set(name, secrets.token_bytes(32), nx=True, ex=48 * 3600)
            salt: bytes = storage.storage.get(name)
            return salt
        except Exception:
            return None


def _store_at(redis_url: str) -> Storage:
    return RedisStorage(redis_url, socket_timeout=STORE_WITHIN_SECONDS, socket_connect_timeout=STORE_WITHIN_SECONDS)


def clock_seconds() -> float:
    """Seconds as the limits library counts them: the real clock, not the demo one."""
    return time.time()


def init_app(app: Flask) -> None:
    app.extensions["moi.limits"] = Limits(app.config["MOI_REDIS_URL"], app.config["MOI_LIMITS_ON"])


def limits() -> Limits:
    found: Limits = current_app.extensions["moi.limits"]
    return found


def limited(name: str) -> Callable[[F], F]:
    """Mark a POST route with one of RULES; the guard counts before the route runs."""
    if name not in RULES:
        raise ValueError(f"no such limit: {name}")

    def mark(function: F) -> F:
        function.moi_limit = name  # type: ignore[attr-defined]
        return function

    return mark


def guard() -> None:
    """Count this request if its route is limited.

    Raises TooMany.
    """
    name = getattr(current_app.view_functions.get(request.endpoint or ""), "moi_limit", None)
    if name is None or (request.method in ("GET", "HEAD") and name not in ("read", "open_data")):
        return
    count(name)


def count(name: str) -> None:
    """Count one use of a named limit for who asks now.

    Raises TooMany with the seconds to wait.
    """
    asker_id = None if name in BY_ADDRESS else viewer().id
    if asker_id is not None:
        wait = limits().hit(RULES[name], name, f"p{asker_id}")
    else:
        rule = RULES[name] if name in BY_ADDRESS else VISITORS
        wait = limits().hit(rule, name, limits().address_key(request.remote_addr or ""))
    if wait is not None:
        raise TooMany("Dat ging even snel. Wacht een moment en probeer het nog eens.", retry_after_seconds=wait)
