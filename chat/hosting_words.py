"""How a room says to its hosts how it goes, and what they can turn. {n} is filled in here or by script."""

from __future__ import annotations

from chat import steering, words
from chat.models import Room
from chat.pulse import Pulse
from chat.steering import SLOW_MODES
from community.i18n import _

MOST_SPEAKERS, PINNED_CHARS, shown = steering.MOST_SPEAKERS, steering.PINNED_CHARS, steering.shown


def for_script() -> dict[str, str]:
    """The sentences of the pulse and of the panel, in the language of the page."""
    return {
        "still": _("Stil: geen bericht in de laatste 5 minuten."),
        "slow": _("Rustig: minder dan 1 bericht per minuut."),
        "speed_one": _("Ongeveer 1 bericht per minuut."),
        "speed_many": _("Ongeveer {n} berichten per minuut."),
        "waiting_one": _("1 mens wacht op een stoel."),
        "waiting_many": words.waiting_many("{n}"),
        "held_one": _("1 bericht wacht op jou"),
        "held_many": _("{n} berichten wachten op jou"),
        "since_now": _("nog geen minuut"),
        "since_one": _("al 1 minuut"),
        "since_many": _("al {n} minuten"),
        "done": _("Zo staat het nu."),
        "lost": _("Dat is niet gelukt. Probeer het zo nog eens."),
    }


def _counted(number: int, one: str, many: str) -> str:
    say = for_script()
    return say[one] if number == 1 else say[many].format(n=number)


def speed(pulse: Pulse) -> str:
    """How fast people talk: "Ongeveer 4 berichten per minuut."."""
    if not pulse.messages:
        return for_script()["still"]
    if not pulse.messages_per_minute:
        return for_script()["slow"]
    return _counted(pulse.messages_per_minute, "speed_one", "speed_many")


def waiting(pulse: Pulse) -> str:
    return "" if not pulse.waiting else _counted(pulse.waiting, "waiting_one", "waiting_many")


def held(pulse: Pulse) -> str:
    """What waits to be read, and how long the oldest does: "2 berichten wachten op jou, al 3 minuten"; or ""."""
    if not pulse.held:
        return ""
    minutes = pulse.oldest_held_minutes or 0
    since = _counted(minutes, "since_one", "since_many") if minutes else for_script()["since_now"]
    return f"{_counted(pulse.held, 'held_one', 'held_many')}, {since}"


def slow_modes(room: Room) -> list[tuple[str, str]]:
    """(value, text) to choose from; what an operator set besides stays as it is under an empty value."""
    own = [] if room.slow_mode_seconds in SLOW_MODES else [("", _pause(room.slow_mode_seconds))]
    return own + [(str(seconds), _pause(seconds)) for seconds in SLOW_MODES]


def _pause(seconds: int) -> str:
    return _("1 per %(n)s seconden", n=seconds) if seconds else _("Gewoon tempo")


def holds() -> list[tuple[str, str]]:
    return [("0", _("Nee")), ("1", _("Ja, alles"))]


def is_fixed(room: Room) -> bool:
    """Whether pace and chairs lie fixed here (steering.FIXED_WHILE_TRYING)."""
    return room.is_always_open


def key(label: str) -> str:
    """The one key that presses a button: the first letter of what stands on it."""
    return label[:1].upper()
