"""Towns and four-digit postcodes: forgiving names, and where each postcode lies. Facts of a region, no addresses."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Point = tuple[float, float]
"""(lat, lon) in degrees WGS84."""


@dataclass(frozen=True, slots=True)
class Town:
    """A woonplaats. pc4: its postcodes, ascending; point: (lat, lon), the middle of its homes."""

    name: str
    municipality_code: str
    pc4: tuple[str, ...]
    point: Point
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TownTable:
    """All towns of a region in the order of its files; points: postcodes with a point other than their town's."""

    towns: tuple[Town, ...]
    points: Mapping[str, Point]
    _by_pc4: dict[str, Town] = field(init=False, repr=False, compare=False)
    _by_key: dict[str, list[Town]] = field(init=False, repr=False, compare=False)
    _keys: list[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_key: dict[str, list[Town]] = {}
        for town in self.towns:
            for key in {name_key(name) for name in (town.name, *town.aliases)}:
                by_key.setdefault(key, []).append(town)
        object.__setattr__(self, "_by_pc4", {pc4: town for town in self.towns for pc4 in town.pc4})
        object.__setattr__(self, "_by_key", by_key)
        object.__setattr__(self, "_keys", sorted(by_key))

    def of_pc4(self, pc4: str) -> Town | None:
        return self._by_pc4.get(pc4)

    def point_of_pc4(self, pc4: str) -> Point | None:
        town = self.of_pc4(pc4)
        return self.points.get(pc4, town.point) if town else None

    def named(self, text: str) -> list[Town]:
        """Every town of that name, however it is written; "Alteveer" lies in five municipalities."""
        return list(self._by_key.get(name_key(text), ()))

    def beginning_with(self, prefix: str) -> Iterable[Town]:
        """Towns of which a name begins like this, by name; a town may come more than once through its aliases."""
        wanted = name_key(prefix)
        for position in range(bisect_left(self._keys, wanted), len(self._keys)):
            if not self._keys[position].startswith(wanted):
                return
            yield from self._by_key[self._keys[position]]


def name_key(text: str) -> str:
    """The letters by which names are compared: without capitals, accents, spaces, signs and a leading "'t" or "het"."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate({0x2019: "'", 0x2018: "'", 0x60: "'"})
    without_article = re.sub(r"^\s*('?t|het)\s+(?=\S)", "", plain)
    return re.sub(r"[^a-z0-9]", "", without_article)


def pc4_of(postal_code: str) -> str | None:
    """The four digits of a Dutch postcode as people write it ("9711 AB", "9711ab", "9711"), None for anything else."""
    found = re.fullmatch(r"\s*(?:NL-?\s*)?([1-9][0-9]{3})\s*(?:[A-Za-z]{2})?\s*", postal_code, re.ASCII)
    return found[1] if found else None
