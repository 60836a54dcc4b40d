"""From a name to an address: 'Café Stil & co' becomes cafe-stil-co."""

from __future__ import annotations

import re
import unicodedata

MAX_CHARS = 80


def slug_of(name: str) -> str:
    """The slug of a name: lower case letters and digits with single dashes, never empty."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MAX_CHARS].strip("-") or "aanbod"


def free_slug(name: str, taken: set[str]) -> str:
    """A slug that is not taken yet, with a number behind it if need be; it is taken from now on."""
    base = slug_of(name)
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    taken.add(slug)
    return slug
