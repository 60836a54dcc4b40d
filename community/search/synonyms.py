"""What people say and what we call it. Features bring reviewed lists; queries are widened, documents are not."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

from community.search import dutch

MAX_PHRASE_WORDS = 5
Phrase = tuple[str, ...]


class Part(NamedTuple):
    """A piece of a query: words said together, and the words we have for that (none for an ordinary word)."""

    said: Phrase
    means: tuple[str, ...] = ()


class Synonyms:
    """Phrases by their stems. learn() adds a file; parts() cuts a query at the phrases it knows."""

    def __init__(self) -> None:
        self._means: dict[Phrase, tuple[str, ...]] = {}
        self.said_words: set[str] = set()

    def learn(self, path: Path) -> None:
        """Add a list: [[group]] with `said` and `means`, both lists of words or short phrases."""
        for group in tomllib.loads(path.read_text(encoding="utf-8"))["group"]:
            means = tuple(dict.fromkeys(word for each in group["means"] for word in dutch.telling(each)))
            for phrase in group["said"]:
                self._add(dutch.words(phrase), means)

    def _add(self, said: list[str], means: tuple[str, ...]) -> None:
        key = tuple(map(dutch.stem, said))
        self._means[key] = tuple(dict.fromkeys(self._means.get(key, ()) + means))
        self.said_words.update(said if len(said) == 1 else ())

    def parts(self, text: str) -> list[Part]:
        """Cut a query into known phrases, longest first, and single telling words."""
        found: list[Part] = []
        left = dutch.words(text)
        while left:
            length, means = self._longest(left)
            found.append(Part(tuple(left[:length]), means))
            left = left[length:]
        telling = [part for part in found if part.means or part.said[0] not in dutch.STOPWORDS]
        return (telling or found)[: dutch.MAX_QUERY_WORDS]

    def _longest(self, left: list[str]) -> tuple[int, tuple[str, ...]]:
        for length in range(min(MAX_PHRASE_WORDS, len(left)), 0, -1):
            means = self._means.get(tuple(map(dutch.stem, left[:length])))
            if means:
                return length, means
        return 1, ()


known = Synonyms()
"""Everything features taught."""
