"""Words for sleutelzinnen and codes: 2,048 plain Dutch words, eleven bits each.

The list is ``words.txt``: one word a line, 4 to 9 letters a-z. Once people have passphrases a word may
be added, never removed or changed, or somebody's code stops working.
"""

import secrets
from functools import cache
from importlib.resources import files
from typing import Protocol

PASSPHRASE_WORDS = 6
CODE_WORDS = 4


class Chooser(Protocol):
    """Something that picks one of a sequence, as ``secrets`` and ``random.Random`` do."""

    def choice(self, seq: tuple[str, ...], /) -> str: ...


@cache
def words() -> tuple[str, ...]:
    """All words, in alphabetical order."""
    text = files(__package__).joinpath("words.txt").read_text(encoding="ascii")
    return tuple(text.split())


def passphrase(rng: Chooser | None = None) -> str:
    """Make a sleutelzin of six words with single spaces, 66 random bits.

    rng: only for demo data that must be the same on every run; else the system's own randomness.
    """
    return " ".join(_pick(PASSPHRASE_WORDS, rng))


def booking_code(rng: Chooser | None = None) -> str:
    """Make a code of four words with hyphens, 44 random bits: few enough to write on a hand."""
    return "-".join(_pick(CODE_WORDS, rng))


def tidy(typed: str) -> str:
    """Bring a typed passphrase or code to lower-case words with single spaces.

    People type hyphens, commas and double spaces; compare and hash only what comes out of here.
    """
    return " ".join("".join(char if char.isalnum() else " " for char in typed.casefold()).split())


def _pick(count: int, rng: Chooser | None) -> list[str]:
    chooser = rng or secrets.SystemRandom()
    return [chooser.choice(words()) for _ in range(count)]
