"""The region Moi works in, as its file says: operator, exit page, provinces, municipalities and towns.

Read once and frozen. A file that is wrong stops the start with one line that names the file and the field.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from community.config import REGIONS
from community.places.towns import Point, Town, TownTable, name_key, pc4_of

__all__ = ["GpLine", "Municipality", "Operator", "Point", "Province", "Region", "RegionError", "Town", "load", "pc4_of"]

MAX_OUTLINE_POINTS = 80
"""Points a province may have: our own coarse drawing, no official border (product.md 7)."""

T = TypeVar("T")


class RegionError(ValueError):
    """A region file is missing or wrong; the text says which file and which field, in one line."""


@dataclass(frozen=True, slots=True)
class Operator:
    """Who runs this Moi. Empty texts are allowed here and refused by the settings in production."""

    name: str
    contact: str


@dataclass(frozen=True, slots=True)
class GpLine:
    """The doctor for evenings, nights and weekends. checked_on: when the number was last held against its source."""

    name: str
    phone: str
    checked_on: date

    @property
    def digits(self) -> str:
        """The number for a ``tel:`` link."""
        return re.sub(r"\D", "", self.phone)


@dataclass(frozen=True, slots=True)
class Province:
    """code: CBS code (PVxx); outline: (lat, lon) in degrees WGS84, clockwise, not closed, at most 80 points."""

    code: str
    slug: str
    name: str
    outline: tuple[Point, ...]
    gp_out_of_hours: GpLine | None


@dataclass(frozen=True, slots=True)
class Municipality:
    """code: CBS code (GMxxxx); mgn_year: the year its mental-health network starts, None where it does not."""

    code: str
    name: str
    province: Province
    mgn_year: int | None

    def has_network(self, on: date) -> bool:
        """Tell whether its network has started; nobody may be sent to a function that is not there yet."""
        return self.mgn_year is not None and self.mgn_year <= on.year


@dataclass(frozen=True, slots=True)
class Region:
    """One region with everything that has an address in it. languages: codes, the first is the language of the site."""

    slug: str
    name: str
    operator: Operator
    exit_url: str
    languages: tuple[str, ...]
    provinces: tuple[Province, ...]
    municipalities: tuple[Municipality, ...]
    table: TownTable

    @property
    def towns(self) -> tuple[Town, ...]:
        """Every town, in the order of the files."""
        return self.table.towns

    def municipality(self, code: str) -> Municipality | None:
        """Find a municipality by its CBS code (GMxxxx)."""
        return next((each for each in self.municipalities if each.code == code), None)

    def municipality_by_name(self, text: str) -> Municipality | None:
        """Find a municipality by its name, forgiving capitals, accents, spaces and signs."""
        wanted = name_key(text)
        return next((each for each in self.municipalities if name_key(each.name) == wanted), None)

    def municipality_of_pc4(self, pc4: str) -> Municipality | None:
        """Tell in which municipality the homes of a four-digit postcode mostly lie; None outside the region."""
        town = self.table.of_pc4(pc4)
        return self.municipality(town.municipality_code) if town else None

    def point_of_pc4(self, pc4: str) -> Point | None:
        """Tell where a four-digit postcode lies, (lat, lon) in degrees WGS84, about 100 m precise; None if unknown."""
        return self.table.point_of_pc4(pc4)

    def town_of_pc4(self, pc4: str) -> Town | None:
        """Tell which town a four-digit postcode belongs to; None if unknown."""
        return self.table.of_pc4(pc4)

    def towns_by_name(self, text: str) -> list[Town]:
        """Find all towns of a name, in the order of the files: "Alteveer" lies in five municipalities."""
        return self.table.named(text)

    def town_by_name(self, text: str) -> Town | None:
        """Find the first town of a name, forgiving capitals, accents, spaces and "'t"; "Stad" is Groningen."""
        return next(iter(self.towns_by_name(text)), None)

    def town_suggestions(self, prefix: str, limit: int = 8) -> list[Town]:
        """Propose towns of which the name begins like this: the shortest names first, none for an empty prefix."""
        if not name_key(prefix):
            return []
        found = dict.fromkeys(self.table.beginning_with(prefix))
        return sorted(found, key=lambda town: (len(town.name), town.name))[:limit]

    def town_label(self, town: Town) -> str:
        """The name to show: with the municipality where the region has more towns of that name."""
        municipality = self.municipality(town.municipality_code)
        alone = len([each for each in self.towns_by_name(town.name) if each.name == town.name]) == 1
        return town.name if alone or municipality is None else f"{town.name} ({municipality.name})"


@cache
def load(slug: str, folder: Path = REGIONS) -> Region:
    """Read `<folder>/<slug>.toml` with the outline and towns in `<folder>/<slug>/`.

    Read once per process. Raises RegionError, in one line, for an unknown slug or a wrong file.
    """
    if not re.fullmatch(r"[a-z0-9-]+", slug) or not (folder / f"{slug}.toml").is_file():
        raise RegionError(f"region {slug!r}: there is no file regions/{slug}.toml")
    source = _Source.read(folder / f"{slug}.toml")
    provinces = _provinces(source, _Source.read(folder / slug / "outline.toml"))
    municipalities = _municipalities(source, {province.code: province for province in provinces})
    return Region(
        slug=slug,
        name=source.text("name"),
        operator=_operator(source),
        exit_url=source.checked("exit_url", _https_url),
        languages=source.checked("languages", _languages),
        provinces=provinces,
        municipalities=municipalities,
        table=_towns(sorted((folder / slug / "towns").glob("*.toml")), {each.code for each in municipalities}),
    )


@dataclass(frozen=True, slots=True)
class _Source:
    """A table of a file together with its place in it, so that each complaint can name the field."""

    where: str
    values: dict[str, Any]

    @classmethod
    def read(cls, path: Path) -> _Source:
        try:
            return cls(path.name, tomllib.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError) as fault:
            raise RegionError(f"{path.name}: {fault}") from fault

    def checked(self, key: str, check: Callable[[Any], T]) -> T:
        if key not in self.values:
            raise RegionError(f"{self.where}: {key}: is missing")
        try:
            return check(self.values[key])
        except (ValueError, TypeError, KeyError, AttributeError) as fault:
            raise RegionError(f"{self.where}: {key}: {fault}") from fault

    def text(self, key: str) -> str:
        return self.checked(key, _text)

    def tables(self, key: str) -> list[_Source]:
        rows: list[dict[str, Any]] = self.checked(key, _tables)
        return [_Source(f"{self.where}: {key}[{number}]", row) for number, row in enumerate(rows, start=1)]


def _operator(source: _Source) -> Operator:
    """An absent operator is an empty one: only production refuses it, and with its own line."""
    values = source.values.get("operator", {})
    return Operator(name=str(values.get("name", "")).strip(), contact=str(values.get("contact", "")).strip())


def _provinces(source: _Source, outlines: _Source) -> tuple[Province, ...]:
    return tuple(
        Province(
            code=row.checked("code", _code("PV", 2)),
            slug=row.text("slug"),
            name=row.text("name"),
            outline=outlines.checked(row.text("code"), _outline),
            gp_out_of_hours=row.checked("gp_out_of_hours", _gp_line) if "gp_out_of_hours" in row.values else None,
        )
        for row in source.tables("provinces")
    )


def _municipalities(source: _Source, provinces: dict[str, Province]) -> tuple[Municipality, ...]:
    found = tuple(
        Municipality(
            code=row.checked("code", _code("GM", 4)),
            name=row.text("name"),
            province=row.checked("province", lambda code: _known(code, provinces)),
            mgn_year=row.checked("mgn_year", _year) if "mgn_year" in row.values else None,
        )
        for row in source.tables("municipalities")
    )
    _refuse_doubles(source.where, "municipalities", [each.code for each in found])
    return found


def _towns(paths: list[Path], codes: set[str]) -> TownTable:
    towns: list[Town] = []
    points: dict[str, Point] = {}
    for path in paths:
        source = _Source.read(path)
        towns += [_town(row, codes) for row in source.tables("towns")]
        points |= {pc4: _point(value) for pc4, value in source.values.get("points", {}).items()}
    _refuse_doubles("towns", "pc4", [pc4 for town in towns for pc4 in town.pc4])
    if strange := points.keys() - {pc4 for town in towns for pc4 in town.pc4}:
        raise RegionError(f"towns: points: no town has postcode {min(strange)}")
    return TownTable(tuple(towns), points)


def _town(row: _Source, codes: set[str]) -> Town:
    return Town(
        name=row.text("name"),
        municipality_code=row.checked("municipality", lambda code: _known(code, {each: each for each in codes})),
        pc4=row.checked("pc4", _pc4_ranges),
        point=row.checked("at", _point),
        aliases=tuple(row.values.get("aliases", ())),
    )


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be a text that is not empty")
    return value.strip()


def _tables(value: object) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not value or not all(isinstance(row, dict) for row in value):
        raise ValueError("must be a list of tables that is not empty")
    return value


def _https_url(value: object) -> str:
    url = _text(value)
    if urlsplit(url).scheme != "https" or not urlsplit(url).hostname:
        raise ValueError("must be an https address")
    return url


def _languages(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(re.fullmatch("[a-z]{2,3}", str(code)) for code in value):
        raise ValueError("must be a list of language codes")
    return tuple(value)


def _code(letters: str, digits: int) -> Callable[[Any], str]:
    def check(value: object) -> str:
        if not re.fullmatch(rf"{letters}[0-9]{{{digits}}}", str(value)):
            raise ValueError(f"{value!r} is no CBS code {letters}{'x' * digits}")
        return str(value)

    return check


def _known(code: object, known: dict[str, T]) -> T:
    if not isinstance(code, str) or code not in known:
        raise ValueError(f"{code!r} does not stand in the region file")
    return known[code]


def _year(value: object) -> int:
    if not isinstance(value, int) or not 2000 <= value <= 2100:
        raise ValueError(f"{value!r} is no year")
    return value


def _gp_line(value: dict[str, Any]) -> GpLine:
    row = _Source("gp_out_of_hours", value)
    return GpLine(name=row.text("name"), phone=row.checked("phone", _phone), checked_on=row.checked("checked_on", _day))


def _phone(value: object) -> str:
    if not re.fullmatch(r"0[0-9 -]{7,14}[0-9]", _text(value)):
        raise ValueError(f"{value!r} is no Dutch telephone number")
    return _text(value)


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError("must be a date, such as 2026-11-22")
    return value


def _outline(value: list[Any]) -> tuple[Point, ...]:
    if not 3 <= len(value) <= MAX_OUTLINE_POINTS:
        raise ValueError(f"must have 3 to {MAX_OUTLINE_POINTS} points, has {len(value)}")
    return tuple(_point(each) for each in value)


def _point(value: Any) -> Point:
    lat, lon = (float(degrees) for degrees in value)
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"[{lat}, {lon}] is no [lat, lon] in degrees")
    return lat, lon


def _pc4_ranges(value: list[str]) -> tuple[str, ...]:
    return tuple(str(number) for part in value for number in _pc4_range(part))


def _pc4_range(part: str) -> range:
    found = re.fullmatch(r"([1-9][0-9]{3})(?:-([1-9][0-9]{3}))?", part)
    if not found or int(found[2] or found[1]) < int(found[1]):
        raise ValueError(f"{part!r} is no postcode and no range such as '9711-9718'")
    return range(int(found[1]), int(found[2] or found[1]) + 1)


def _refuse_doubles(where: str, field: str, values: list[str]) -> None:
    if len(set(values)) != len(values):
        double = next(value for value in values if values.count(value) > 1)
        raise RegionError(f"{where}: {field}: {double} stands there twice")
