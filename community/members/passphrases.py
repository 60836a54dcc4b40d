"""Passphrases: made of six Dutch words or chosen, kept as argon2 hashes (its only home), worked out off the event loop.

None of this may be called inside an action: hashing takes long, and under gevent it hands over to other greenlets.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from typing import ParamSpec, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from gevent.monkey import is_module_patched
from gevent.threadpool import ThreadPool

from community import db
from community.safety import wordlist

P = ParamSpec("P")
R = TypeVar("R")

_hasher = PasswordHasher(time_cost=1, memory_cost=47_104, parallelism=1)
"""OWASP Password Storage Cheat Sheet, first choice for Argon2id: 46 MiB, one pass, one lane; memory_cost in KiB."""
THREADS = 2
"""Hashes worked out at once under gevent: as many as there are cores, and no more memory than that."""
MADE, OWN = "woorden:", "eigen:"
"""What the stored hash is of: words, where case and separators do not count, or text exactly as it was chosen."""


def make() -> str:
    """A new passphrase of six Dutch words, 66 random bits."""
    return wordlist.passphrase()


def hashed(passphrase: str, *, is_made: bool) -> str:
    """What is stored of a passphrase."""
    mark, text = (MADE, wordlist.tidy(passphrase)) if is_made else (OWN, _as_chosen(passphrase))
    return mark + off_loop(_hasher.hash, text)


def fits(typed: str, stored: str | None) -> bool:
    """Whether a passphrase is the stored one. Takes as long, and says no, when nothing is stored: an alias that is not
    there cannot be told from a wrong passphrase.
    """
    mark, found, wanted = (stored or "").partition(":")
    mark += found
    text = wordlist.tidy(typed) if mark == MADE else _as_chosen(typed)
    return off_loop(_verify, wanted or _nobodys(), text) and bool(wanted)


def off_loop(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Do slow arithmetic in a real thread when greenlets share this one, so that nobody's message waits for it."""
    if db.is_writing():
        raise RuntimeError("slow work inside an action")
    if not is_module_patched("threading"):
        return function(*args, **kwargs)
    result: R = _pool().apply(function, args, kwargs)
    return result


@cache
def _pool() -> ThreadPool:
    """A pool of our own: looking up names uses gevent's, and must not wait behind passphrases."""
    return ThreadPool(THREADS)


def _verify(stored: str, text: str) -> bool:
    try:
        return _hasher.verify(stored, text)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody's passphrase")


def _as_chosen(typed: str) -> str:
    return unicodedata.normalize("NFC", typed)
