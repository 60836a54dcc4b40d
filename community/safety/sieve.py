"""The sieve (house law L11): puts a message in front of a person sooner. It never decides about somebody."""

from dataclasses import dataclass
from typing import Literal

from community.safety import masking
from community.safety.frames import frames
from community.safety.phrases import Budget, TooMuchWork

Level = Literal["crisis", "red", "amber", "green"]

# An honest message takes a few thousand steps; a step is about a third of a microsecond.
MAX_STEPS = 120_000

_OWN_WORDS = {
    "sieve-failed": "De zeef kon dit bericht niet lezen. Kijk zelf.",
    "sieve-overload": "Dit bericht is te ingewikkeld voor de zeef, misschien met opzet. Kijk zelf.",
    "words-suicide": "De woorden samen wegen zwaar. Het kan over niet meer willen leven gaan.",
    "words-harm": "De woorden samen wegen zwaar. Het kan gaan over jezelf pijn doen, eten, gebruik of verwarring.",
    "words-violence": "De woorden samen wegen zwaar. Het kan over geweld, dwang of misbruik gaan.",
    "words-contact": "De woorden samen wegen zwaar. Het kan iemand zijn die een ander wil raken of meelokken.",
    "contact-phone": "Er stond een telefoonnummer in.",
    "contact-email": "Er stond een e-mailadres in.",
    "contact-handle": "Er stond een accountnaam van een ander platform in.",
    "contact-invite": "Er stond een uitnodiging voor een ander platform in.",
    "contact-link": "Er stond een link in.",
    "contact-address": "Er stond een adres in.",
    "contact-postcode": "Er stond een postcode in.",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """How soon a person should look, and why.

    reasons: stable slugs, the most urgent first; empty exactly when the level is green.
    ``explain`` turns one into words.
    """

    level: Level
    reasons: tuple[str, ...]


def screen(text: str) -> Verdict:
    """Label a text; whatever goes wrong, the answer is safe: red, so that it is held and a person looks."""
    try:
        return label(text)
    except Exception:  # a sieve that fails must hold the message, whatever the fault
        return Verdict("red", ("sieve-failed",))


def label(text: str) -> Verdict:
    """Label a text of any length with its level and the reasons (definitions in risk/GUIDE.md)."""
    try:
        found = frames().find(text, Budget(MAX_STEPS))
    except TooMuchWork:
        return Verdict("red", ("sieve-overload",))
    reasons = [(each.level, each.reason) for each in found]
    reasons += [("amber", f"contact-{kind}") for kind in masking.mask(text).found]
    if not reasons:
        return Verdict("green", ())
    return Verdict(reasons[0][0], tuple(dict.fromkeys(reason for _, reason in reasons)))  # type: ignore[arg-type]


def explain(reason: str) -> str:
    """Say in Dutch, for the moderator, what a reason means."""
    return _OWN_WORDS.get(reason) or frames().says[reason]
