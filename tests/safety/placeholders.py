"""Replaces [placeholders] in example sentences by neutral words: a detector may not key on the brackets."""

import re

_NEUTRAL = {
    "middel": ("iets", "dat spul", "middelen"),
    "methode": ("dat", "die manier"),
    "plek": ("daar", "een plek", "ergens"),
    "aantal": ("een paar", "veel"),
    "naam": ("iemand", "die"),
    "winkel": ("een winkel",),
    "school": ("een school",),
    "straat": ("een straat",),
    "plaats": ("een dorp",),
    "medication": ("meds", "pills"),
    "means": ("something", "stuff"),
    "method": ("that", "this way"),
    "place": ("a place", "there"),
    "name": ("someone",),
    "street": ("some street",),
    "shop": ("a shop",),
}
_PLACEHOLDER = re.compile(r"\[(\w+)[^\]]*\]")


def without_placeholders(text: str, variant: int = 0) -> str:
    """Fill in neutral words; another variant takes other words where there are more."""

    def fill(found: re.Match[str]) -> str:
        words = _NEUTRAL.get(found.group(1), ("iets",))
        return words[variant % len(words)]

    return _PLACEHOLDER.sub(fill, text)
