"""Dutch words as the index sees them: folded, without filler words, by their stem. The only home of PyStemmer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import Stemmer

MAX_QUERY_WORDS = 12
"""Enough for a sentence; the rest of a long text says nothing new."""
_word = re.compile(r"[a-z0-9]+")
_stemmer = Stemmer.Stemmer("dutch")

STOPWORDS = frozenset((Path(__file__).parent / "stopwords.txt").read_text(encoding="utf-8").split())
"""Filler words of Dutch and English: they say nothing about what somebody looks for."""


def fold(text: str) -> str:
    """Lower case, without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def words(text: str) -> list[str]:
    """Every word of a text, folded, in order; filler words too."""
    return _word.findall(fold(text).replace("'", "").replace("’", ""))


def telling(text: str) -> list[str]:
    """The words of a query that tell something; all of them if none does. At most MAX_QUERY_WORDS."""
    found = words(text)
    return ([word for word in found if word not in STOPWORDS] or found)[:MAX_QUERY_WORDS]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """What forms of one word share: slapen and slaapt are both slaap."""
    stemmed: str = _stemmer.stemWord(word)
    return stemmed


def stems(text: str) -> Iterator[str]:
    """The stems of the telling words of a document."""
    return (stem(word) for word in words(text) if word not in STOPWORDS)
