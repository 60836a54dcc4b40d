"""Masks contact details in what members write (house law L8) before anybody else sees them.

Phone numbers are found in ``contact_numbers``, the rest in ``contact_details``.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from community.safety.contact_details import (
    address_spans,
    handle_spans,
    link_spans,
    mail_spans,
    postcode_spans,
    words_in,
)
from community.safety.contact_numbers import Span, phone_spans

Kind = Literal["phone", "email", "handle", "invite", "link", "address", "postcode"]

# One calm form for everything: what it was, and that it is gone. Never a bare row of blocks.
_SHOWN: dict[Kind, str] = {
    "phone": "▒▒▒ (telefoonnummer weggehaald)",
    "email": "▒▒▒ (e-mailadres weggehaald)",
    "handle": "▒▒▒ (accountnaam weggehaald)",
    "invite": "▒▒▒ (uitnodiging weggehaald)",
    "link": "▒▒▒ (link weggehaald)",
    "address": "▒▒▒ (adres weggehaald)",
    "postcode": "▒▒▒ (postcode weggehaald)",
}

# A message has at most 5,000 characters; beyond this bound a text is masked in overlapping pieces.
WINDOW_CHARS = 4_000
_OVERLAP_CHARS = 200


@dataclass(frozen=True, slots=True)
class Masked:
    """A text as others see it, and what kinds of contact detail were taken out, in the order of the text.

    ``text`` is the very same string when nothing was found.
    """

    text: str
    found: tuple[Kind, ...]


def mask(text: str, allowed: Callable[[str], bool] | None = None) -> Masked:
    """Take contact details out of a text.

    allowed: says of a found fragment (as written) whether it may stay, for the phone numbers,
        addresses and links of the social map. Helplines (L9) always stay.

    Masking what was masked before changes nothing.
    """
    spans = [(span, kind) for span, kind in find(text) if not (allowed and allowed(text[span[0] : span[1]]))]
    if not spans:
        return Masked(text, ())
    shown, at = [], 0
    for (start, end), kind in spans:
        shown += [text[at:start], _SHOWN[kind]]
        at = end
    return Masked("".join([*shown, text[at:]]), tuple(kind for _, kind in spans))


def find(text: str) -> list[tuple[Span, Kind]]:
    """Find contact details: ((start, end) in characters, kind), in order, never overlapping."""
    shadow = _shadow(text)
    found: list[tuple[Span, Kind]] = []
    for start in range(0, max(1, len(text)), WINDOW_CHARS - _OVERLAP_CHARS):
        piece, original = shadow[start : start + WINDOW_CHARS], text[start : start + WINDOW_CHARS]
        found += [((start + a, start + b), kind) for (a, b), kind in _find_in(piece, original)]
    return _without_overlaps(found)


def _find_in(shadow: str, original: str) -> list[tuple[Span, Kind]]:
    words = words_in(shadow)
    found: list[tuple[Span, Kind]] = [(span, "email") for span in mail_spans(shadow, words)]
    found += [(span, "invite" if is_invite else "link") for span, is_invite in link_spans(shadow)]
    found += [(span, "phone") for span in phone_spans(shadow)]
    found += [(span, "postcode") for span in postcode_spans(shadow, original)]
    found += [(span, "address") for span in address_spans(shadow, original)]
    found += [(span, "handle") for span in handle_spans(shadow, words)]
    return found


def _without_overlaps(found: list[tuple[Span, Kind]]) -> list[tuple[Span, Kind]]:
    """Keep what starts first, and of those the longest; the order of finding decides what remains equal."""
    kept: list[tuple[Span, Kind]] = []
    for span, kind in sorted(found, key=lambda item: (item[0][0], -item[0][1])):
        if not kept or span[0] >= kept[-1][0][1]:
            kept.append((span, kind))
    return kept


def _shadow(text: str) -> str:
    """The same text for looking in: lower case, plain digits and letters, one character for each one of the text."""
    return text.lower() if text.isascii() else text.translate({ord(char): _plain(char) for char in set(text)})


def _plain(char: str) -> str:
    if char < "\x80":
        return char.lower()
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    if unicodedata.category(char) in ("Cf", "Mn", "Me") or char == "\u00a0":
        return " "
    simple = unicodedata.normalize("NFKC", char).lower()
    return simple if len(simple) == 1 else char
