"""The helplines of Moi (house law L9), under review in code and never in an editable field.

Each line carries the date on which a person last compared it with its source. No live state.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

Audience = Literal["everybody", "young", "victims"]
Province = Literal["groningen", "drenthe"]

N_ = str
"""Marks a text for translation where it stands; it is translated when it is shown."""

_CHECKED_ON = date(2026, 11, 22)


@dataclass(frozen=True, slots=True)
class CrisisLine:
    """One helpline as it is shown, Dutch and ready to print.

    numbers: (label to read, number for a ``tel:`` link), the first is the one to call.
    checked_on: when a person last compared it with its source; None: not checked yet.
    first: belongs above the others on "Nu hulp".
    """

    slug: str
    name: str
    what: str
    numbers: tuple[tuple[str, str], ...]
    chat_url: str | None
    url: str | None
    checked_on: date | None
    first: bool
    audience: Audience


LINES: tuple[CrisisLine, ...] = (
    CrisisLine(
        slug="112",
        name="112",
        what=N_("Direct gevaar, voor jou of voor iemand anders. Ook als je iets hebt ingenomen."),
        numbers=(("112", "112"),),
        chat_url=None,
        url=None,
        checked_on=_CHECKED_ON,
        first=True,
        audience="everybody",
    ),
    CrisisLine(
        slug="113",
        name="113 Zelfmoordpreventie",
        what=N_("Denk je aan zelfmoord? Dag en nacht, gratis en zonder naam."),
        numbers=(("113", "113"), ("0800-0113", "08000113")),
        chat_url="https://www.113.nl",
        url="https://www.113.nl",
        checked_on=_CHECKED_ON,
        first=True,
        audience="everybody",
    ),
    CrisisLine(
        slug="alles-oke",
        name="Alles Oké?",
        what=N_("Praten over alles waar je mee zit, als je jong bent. Bellen is gratis."),
        numbers=(("0800-0450", "08000450"),),
        chat_url=None,
        url="https://www.allesoke.nl",
        checked_on=_CHECKED_ON,
        first=False,
        audience="young",
    ),
    CrisisLine(
        slug="kindertelefoon",
        name="De Kindertelefoon",
        what=N_("Praten en chatten over alles, tot en met 18 jaar. Gratis en zonder naam."),
        numbers=(("0800-0432", "08000432"),),
        chat_url=None,
        url="https://www.kindertelefoon.nl",
        checked_on=_CHECKED_ON,
        first=False,
        audience="young",
    ),
    CrisisLine(
        slug="veilig-thuis",
        name="Veilig Thuis",
        what=N_("Is het thuis niet veilig? Dag en nacht, gratis. Ook om te overleggen."),
        numbers=(("0800-2000", "08002000"),),
        chat_url=None,
        url="https://www.veiligthuis.nl",
        checked_on=_CHECKED_ON,
        first=False,
        audience="victims",
    ),
    CrisisLine(
        slug="luisterlijn",
        name="De Luisterlijn",
        what=N_("Iemand die luistert, dag en nacht, over alles. Je betaalt je gewone belkosten."),
        numbers=(("088 0767 000", "0880767000"),),
        chat_url=None,
        url="https://www.deluisterlijn.nl",
        checked_on=_CHECKED_ON,
        first=False,
        audience="everybody",
    ),
    CrisisLine(
        slug="centrum-seksueel-geweld",
        name="Centrum Seksueel Geweld",
        what=N_("Seks tegen je wil? Dag en nacht, gratis. Hoe kort of lang geleden ook."),
        numbers=(("0800-0188", "08000188"),),
        chat_url=None,
        url="https://www.centrumseksueelgeweld.nl",
        checked_on=_CHECKED_ON,
        first=False,
        audience="victims",
    ),
)


_GP_OUT_OF_HOURS: dict[Province, CrisisLine] = {
    "groningen": CrisisLine(
        slug="huisartsenpost-groningen",
        name="Huisartsenpost Groningen",
        what=N_("Vandaag een dokter nodig, en je huisarts is dicht? Bel de spoedpost."),
        numbers=(("088 330 1 330", "0883301330"),),
        chat_url=None,
        url=None,
        checked_on=_CHECKED_ON,
        first=False,
        audience="everybody",
    ),
    # The number of Drenthe must be checked at its source first; a wrong number is worse than none.
    "drenthe": CrisisLine(
        slug="huisartsenpost-drenthe",
        name="Huisartsenpost Drenthe",
        what=N_(
            "Vandaag een dokter nodig, en je huisarts is dicht? Bel je eigen huisarts: het bandje noemt de spoedpost."
        ),
        numbers=(),
        chat_url=None,
        url=None,
        checked_on=None,
        first=False,
        audience="everybody",
    ),
}


def gp_out_of_hours(province: Province) -> CrisisLine:
    """Find the doctor for evenings, nights and weekends in this province."""
    return _GP_OUT_OF_HOURS[province]


def line(slug: str) -> CrisisLine:
    """Find one line of the country by its slug. Raises KeyError if there is none."""
    return {each.slug: each for each in LINES}[slug]


def all_lines() -> Iterator[CrisisLine]:
    """Go through every line, those of the country first, then the doctors of the provinces."""
    yield from LINES
    yield from _GP_OUT_OF_HOURS.values()
