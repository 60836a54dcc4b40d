"""What people type: the filters of the list, a correction, an edited entry. Raw input in, checked values out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from community.errors import Invalid
from community.i18n import _
from community.places.region import Region
from community.places.themes import KINDS, THEMES

MAX_QUERY_CHARS = 200
MAX_KM, MAX_AGE, MAX_PAGE = 100, 120, 50
FLAGS = ("gratis", "zonder_verwijzing", "met_ervaringsdeskundige", "nu_open", "online")
MAX_CORRECTION_CHARS = 1000

Args = MultiDict[str, str]


@dataclass(frozen=True)
class Filters:
    """What somebody wants to see. Within a tuple any will do, everything else must fit together.

    pc4: four-digit postcodes, known to the region; km: 1 to 100, or None for no limit; flags: names out of FLAGS.
    """

    q: str = ""
    gemeente: tuple[str, ...] = ()
    pc4: tuple[str, ...] = ()
    km: int | None = None
    thema: tuple[str, ...] = ()
    soort: tuple[str, ...] = ()
    leeftijd: tuple[int, ...] = ()
    flags: frozenset[str] = frozenset()
    pagina: int = 1

    def pairs(self) -> list[tuple[str, str]]:
        """Name and value as in an address; the page only when it is not the first."""
        found = [("q", self.q)] if self.q else []
        for name in ("gemeente", "pc4", "thema", "soort", "leeftijd"):
            found += [(name, str(value)) for value in getattr(self, name)]
        found += [("km", str(self.km))] if self.km else []
        found += [(name, "1") for name in FLAGS if name in self.flags]
        return found + ([("pagina", str(self.pagina))] if self.pagina > 1 else [])

    def query(self, **changes: Any) -> str:
        """The address part of these filters, some of them changed: query(pagina=2)."""
        return urlencode(replace(self, **changes).pairs())

    @property
    def is_narrow(self) -> bool:
        """Whether anything limits what is shown."""
        return bool(self.pairs())


def read_filters(args: Args, region: Region) -> Filters:
    """The filters of an address. Empty values count as absent, unknown names are left alone.

    Raises Invalid with a message per field.
    """
    errors: dict[str, str] = {}

    def many(name: str, check: Callable[[str], Any]) -> tuple[Any, ...]:
        try:
            return tuple(dict.fromkeys(check(value) for value in _values(args, name)))
        except ValueError as wrong:
            errors[name] = str(wrong)
            return ()

    found = Filters(
        q=" ".join(_values(args, "q"))[:MAX_QUERY_CHARS].replace("\x00", ""),
        gemeente=many("gemeente", lambda value: _municipality(value, region)),
        pc4=many("pc4", lambda value: _pc4(value, region)),
        km=max(many("km", lambda value: _number(value, 1, MAX_KM)), default=None),
        thema=many("thema", lambda value: _slug(value, THEMES)),
        soort=many("soort", lambda value: _slug(value, KINDS)),
        leeftijd=many("leeftijd", lambda value: _number(value, 0, MAX_AGE)),
        flags=frozenset(name for name in FLAGS if many(name, _flag)),
        pagina=max(many("pagina", lambda value: _number(value, 1, MAX_PAGE)), default=1),
    )
    if found.km and not found.pc4 and "pc4" not in errors:
        errors["pc4"] = _("Vul ook een postcode in, dan weten we waarvandaan.")
    if errors:
        raise Invalid(_("Er klopt nog iets niet aan je filters."), fields=errors)
    return found


def _values(args: Args, name: str) -> list[str]:
    return [value.strip() for value in args.getlist(name) if value.strip()]


def _municipality(value: str, region: Region) -> str:
    if region.municipality(value) is None:
        raise ValueError(_("Deze gemeente kennen we niet."))
    return value


def _pc4(value: str, region: Region) -> str:
    if not re.fullmatch(r"[1-9][0-9]{3}", value, re.ASCII):
        raise ValueError(_("Een postcode heeft hier vier cijfers, zoals 9711."))
    if region.point_of_pc4(value) is None:
        raise ValueError(_("Deze postcode ligt niet in Groningen of Drenthe."))
    return value


def _number(value: str, lowest: int, highest: int) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", value, re.ASCII) or not lowest <= int(value) <= highest:
        text = _("Vul een heel getal in van %(lowest)d tot en met %(highest)d.", lowest=lowest, highest=highest)
        raise ValueError(text)
    return int(value)


def _slug(value: str, vocabulary: Mapping[str, Any]) -> str:
    if value not in vocabulary:
        raise ValueError(_("Dit filter kennen we niet."))
    return value


def _flag(value: str) -> bool:
    if value != "1":
        raise ValueError(_("Dit filter kennen we niet."))
    return True


def read_correction(form: Mapping[str, str]) -> str:
    """What somebody says is wrong. Raises Invalid when it is empty or too long."""
    said = (form.get("text") or "").strip()
    if not said:
        raise Invalid(_("Schrijf kort op wat er niet klopt."), fields={"text": _("Schrijf kort op wat er niet klopt.")})
    if len(said) > MAX_CORRECTION_CHARS:
        short = _("Maak het korter dan %(n)d tekens.", n=MAX_CORRECTION_CHARS)
        raise Invalid(short, fields={"text": short})
    return said
