"""The last look of the sieve: every word, family of words and phrase has points, and a short stretch adds them up.

The points (``points.toml``) were counted from the development sentences by ``tests/safety/fit_points.py`` and
rounded, so that anybody can read, question and change them. They put a message in front of a person; nothing more.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from community.safety.normalise import STOP, plain_phrase
from community.safety.phrases import Reading

# Long posts are weighed in stretches of about two sentences: points of a whole page say nothing.
CHUNK_WORDS = 22
_CHUNK_STEP = 12
_MAX_LENGTH = 7  # in steps of two words


@dataclass(frozen=True, slots=True)
class Points:
    """What everything is worth, in tenths.

    A sum alarms from ``words_at`` without any rule, from ``signs_at`` beside signs, from ``frames_at`` beside a frame.
    """

    start: int
    words_at: int
    signs_at: int
    frames_at: int
    by_feature: dict[str, int]

    def topic_of(self, features: Iterable[str]) -> str:
        """What the heaviest words are about: "suicide", "harm", "violence" or "contact"."""
        sums = dict.fromkeys(_topics().values(), 0)
        for feature in features:
            kind, _, name = feature.partition(":")
            if kind == "family" and name in _topics():
                sums[_topics()[name]] += max(0, self.by_feature.get(feature, 0))
        return max(sums, key=lambda topic: sums[topic])

    def of(self, features: set[str]) -> int:
        """Add up the points of some features; unknown ones have none."""
        return self.start + sum(map(self.by_feature.__getitem__, self.by_feature.keys() & features))


def features_of(reading: Reading) -> list[set[str]]:
    """Everything that may carry points, a set for each chunk of the reading.

    What the rules found is left out on purpose: they were made with the development sentences in hand, and
    points that lean on them recognise those sentences and no others.
    """
    return [
        _words_and_families(reading.words[start:end]) | {f"class:{name}" for name in reading.named_classes(start, end)}
        for start, end in _chunks(len(reading.words))
    ]


def _chunks(length: int) -> list[tuple[int, int]]:
    if length <= CHUNK_WORDS:
        return [(0, length)]
    return [(start, min(length, start + CHUNK_WORDS)) for start in range(0, length - _CHUNK_STEP, _CHUNK_STEP)]


def _words_and_families(words: list[str]) -> set[str]:
    plain = [word for word in words if word != STOP]
    found = {f"pair:{first} {second}" for first, second in pairwise(plain)}
    found.add(f"length:{min(len(plain) // 2, _MAX_LENGTH)}")
    for word in plain:
        found.update(_features_of_word(word))
    return found


@lru_cache(maxsize=20_000)
def _features_of_word(word: str) -> tuple[str, ...]:
    whole, beginnings, longest = _families()
    names = set(whole.get(word, ()))
    for length in range(1, min(len(word), longest) + 1):
        names.update(beginnings.get(word[:length], ()))
    return (f"word:{word}", *(f"family:{name}" for name in sorted(names)))


@cache
def _families() -> tuple[dict[str, list[str]], dict[str, list[str]], int]:
    """The names of the families of whole words and of beginnings of words, and how long the longest beginning is."""
    whole: dict[str, list[str]] = {}
    beginnings: dict[str, list[str]] = {}
    for name, text in _read("families.toml")["families"].items():
        for written in text.split():
            if written.endswith("*"):
                beginnings.setdefault(written[:-1], []).append(name)
            else:
                for word in plain_phrase(written)[:1]:
                    whole.setdefault(word, []).append(name)
    return whole, beginnings, max(map(len, beginnings))


@cache
def _topics() -> dict[str, str]:
    return {family: topic for topic, text in _read("families.toml")["topics"].items() for family in text.split()}


@cache
def points() -> Points:
    """The points of the house, read once."""
    data = _read("points.toml")
    by_feature = {f"word:{word}": int(worth) for worth, words in data["words"].items() for word in words.split()}
    for worth, pairs in data["pairs"].items():
        by_feature.update({f"pair:{pair.replace('_', ' ')}": int(worth) for pair in pairs.split()})
    for kind in ("family", "class", "length"):
        by_feature.update({f"{kind}:{name}": worth for name, worth in data[kind].items()})
    return Points(data["start"], data["words_at"], data["signs_at"], data["frames_at"], by_feature)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
