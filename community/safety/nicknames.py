"""Suggested nicknames (house law L3): adjective + bird of the region, with the drawing and tint that go with it."""

import itertools
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import NamedTuple

TINTS = range(1, 8)
MAX_NAME_CHARS = 24


class Nickname(NamedTuple):
    """A name as it is shown, the drawn bird of its avatar, and the tint behind it (1 to 7)."""

    name: str
    bird: str
    tint: int


@dataclass(frozen=True, slots=True)
class _Lists:
    adjectives: tuple[str, ...]
    drawing_by_bird: dict[str, str]


@cache
def _birds() -> tuple[str, ...]:
    return tuple(_lists().drawing_by_bird)


@cache
def _lists() -> _Lists:
    data = tomllib.loads(files(__package__).joinpath("nicknames.toml").read_text(encoding="utf-8"))
    drawings = {bird: bird for bird in data["drawn"]}
    for drawn, others in data["borrows"].items():
        drawings.update(dict.fromkeys(others.split(), drawn))
    return _Lists(tuple(data["adjectives"].split()), drawings)


def adjectives() -> tuple[str, ...]:
    """All adjectives, kind and true of anybody."""
    return _lists().adjectives


def birds() -> tuple[str, ...]:
    """All birds, the ten drawn ones first."""
    return _birds()


def drawn_birds() -> tuple[str, ...]:
    """The ten birds that have a drawing."""
    return tuple(dict.fromkeys(_lists().drawing_by_bird.values()))


def suggest(n: int, rng: Random, taken: Collection[str] = ()) -> list[Nickname]:
    """Suggest n different nicknames that nobody in ``taken`` has, compared without upper case.

    When every pair is taken two adjectives are used ("kleine rustige wulp"). Shorter than n
    only if those are used up as well.
    """
    used = {name.casefold() for name in taken}
    free = (name for name in _candidates(rng, tries=20 * n) if name not in used)
    names = itertools.islice(_each_once(free), n)
    return [Nickname(name, drawing_for(name, rng), rng.choice(TINTS)) for name in names]


def drawing_for(name: str, rng: Random) -> str:
    """Choose the drawn bird for any name: the one it mentions, its nearest, else one by chance."""
    drawings = _lists().drawing_by_bird
    named = [drawings[word] for word in name.casefold().split() if word in drawings]
    return named[-1] if named else rng.choice(drawn_birds())


def _candidates(rng: Random, tries: int) -> Iterator[str]:
    """Names in an order by chance: some lucky draws first, which nearly always suffice, then every one."""
    for _ in range(tries):
        yield f"{rng.choice(adjectives())} {rng.choice(birds())}"
    pairs = [f"{adjective} {bird}" for adjective in adjectives() for bird in birds()]
    yield from rng.sample(pairs, len(pairs))
    for adjective in rng.sample(adjectives(), len(adjectives())):
        longer = (f"{adjective} {pair}" for pair in rng.sample(pairs, len(pairs)) if not pair.startswith(adjective))
        yield from (name for name in longer if len(name) <= MAX_NAME_CHARS)


def _each_once(names: Iterator[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name not in seen:
            seen.add(name)
            yield name
