"""A topic is a title, a text and perhaps a warning; mask and sieve read them as one text, so that nothing hides in a
title or in the seam between two fields. Here they are joined for that, and taken apart again.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from community import text

HEADING_END = "\n\u2028"
NOTE_BEGIN = "\n\u2029"
"""Unicode's own line and paragraph separators, never left in what people type, each on a new line: the sieve reads a
title as a sentence of its own, or its words would change what the text beside it means."""
MAX_HEADING_CHARS = 120
MAX_NOTE_CHARS = 80


class Parts(NamedTuple):
    """The fields of one text; heading stays empty for a reply."""

    words: str
    note: str = ""
    heading: str = ""


def join(parts: Parts) -> str:
    """All fields as the one text that is screened."""
    start = f"{parts.heading}{HEADING_END}" if parts.heading else ""
    end = f"{NOTE_BEGIN}{parts.note}" if parts.note else ""
    return f"{start}{parts.words}{end}"


def split(joined: str, *, has_heading: bool = False) -> Parts:
    """The fields of a screened text. Where the mask took out the seam, the heading is the beginning of it all."""
    rest, _mark, note = joined.partition(NOTE_BEGIN)
    heading, seam, words = rest.partition(HEADING_END)
    if not has_heading:
        return Parts(rest, note)
    return Parts(words, note, heading) if seam else Parts(rest, note, text.excerpt(rest, MAX_HEADING_CHARS))


def one_line(raw: str) -> str:
    """What was typed in a field of one line: cleaned, every run of white space one space."""
    return " ".join(text.clean_text(raw).split())


def many_lines(raw: str) -> str:
    """What was typed in a text field: cleaned, without the separators we join with."""
    return text.clean_text(re.sub("[\u2028\u2029]", "\n", raw))
