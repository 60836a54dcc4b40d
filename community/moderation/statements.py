"""What a person reads about a decision: what, for how long, which rule, who. Plain words, never empty (L14)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from community import clock, moments
from community.i18n import _
from community.members.models import Person
from community.moderation.models import Case, Decision, Objection
from community.moments import N_

RULE_OF = {
    "safety": 4,
    "method": 4,
    "contact": 3,
    "identity": 3,
    "insult": 5,
    "spam": 5,
    "illegal": None,
    "other": None,
}
"""Reason -> number of the house rule on /huisregels; what is against the law, or none of the five, has no number."""
REASON_WORDS = {
    "safety": N_("Veiligheid van jou of een ander"),
    "contact": N_("Telefoonnummer, adres of account"),
    "identity": N_("Iemand is te herkennen"),
    "insult": N_("Schelden of lastigvallen"),
    "method": N_("Details over zelfmoord of jezelf pijn doen"),
    "spam": N_("Reclame of steeds hetzelfde"),
    "illegal": N_("Tegen de wet"),
    "other": N_("Iets anders"),
}
NOT_PLACED = "We hebben je bericht niet geplaatst."
TAKEN_AWAY = "We hebben je bericht weggehaald."
HELD_BACK = {
    "safety": "We hebben je bericht niet geplaatst. Het kan een ander raken die het net zo zwaar heeft. Jou willen we"
    " wel spreken: bij Nu hulp neemt er altijd iemand op.",
    "contact": "We hebben je bericht niet geplaatst. Er stond een telefoonnummer, adres of account in. Haal het weg en"
    " stuur het opnieuw.",
    "identity": "We hebben je bericht niet geplaatst. Iemand is erin te herkennen. Haal dat weg en stuur het opnieuw.",
    "insult": "We hebben je bericht niet geplaatst. Het is hard voor iemand anders. Schrijf het gerust anders op.",
    "method": "We hebben je bericht niet geplaatst. Zeggen dat het slecht gaat mag altijd. Hoe, waar en waarmee laten"
    " we hier weg. Bij Nu hulp neemt er altijd iemand op.",
    "spam": "We hebben je bericht niet geplaatst. Het leek op reclame, of het stond er al.",
    "illegal": "We hebben je bericht niet geplaatst. Wat erin staat mag niet van de wet.",
    "other": "We hebben je bericht niet geplaatst. Het past niet bij wat deze plek is. Vraag het gerust aan iemand van"
    " het team.",
}
"""The statement when a host decides with one press in a room and writes nothing; by reason."""
NIGHT = (
    "Drie mensen meldden dit, en er is nu niemand van het team om te kijken. Daarom is het verborgen tot iemand leest."
    " Staat er niets mis in, dan zetten we het terug."
)
SHOWN_AGAIN = "We hebben het bekeken. Het staat er weer."


def facts(case: Case, item: object | None) -> str:
    """Where and when, and how we came to look; no words of the text itself."""
    written_at: datetime | None = getattr(item, "created_at", None)
    when = f" ({moments.moment_words(written_at, clock.now())})" if written_at else ""
    return f"{case.title}{when}. {_how_found(case)}"


def found_by(case: Case) -> str:
    """'person' when somebody reported it or the team saw it, 'machine' when only the sieve did."""
    return "person" if {"report", "team", "first_posts", "hold_all"} & set(case.sources) else "machine"


def _how_found(case: Case) -> str:
    if "report" in case.sources:
        return "Iemand heeft het gemeld en iemand van het team heeft het gelezen."
    if found_by(case) == "machine":
        return "Een programma zette het vooraan en iemand van het team heeft het gelezen."
    return "Iemand van het team heeft het gelezen."


def headline(decision: Decision) -> str:
    """What was decided, in one sentence to the person."""
    until = moments.moment_words(decision.until, decision.decided_at, _) if decision.until else ""
    return {
        "hide": _("Wat je schreef is niet te zien voor anderen."),
        "warn": _("Dit is een waarschuwing. Je kunt gewoon blijven meedoen."),
        "mute": _("Je kunt tot %(until)s niet schrijven. Meelezen kan gewoon.", until=until),
        "suspend": _("Je kunt tot %(until)s niet meedoen. Lezen kan, en Nu hulp werkt altijd.", until=until),
        "restore": _("Het is teruggedraaid."),
        "keep": _("Er verandert niets."),
    }[decision.what]


def rule_words(decision: Decision) -> str:
    """Which rule: 'huisregel 3', 'de wet', or the rules as a whole."""
    if decision.reason == "illegal":
        return _("de wet")
    return _("huisregel %(number)s", number=decision.rule) if decision.rule else _("de huisregels")


def decider_words(decision: Decision) -> str:
    """Who decided, as a role: names are for the team."""
    return {
        "peer_expert": _("een ervaringsdeskundige van het team"),
        "supervisor": _("de achterwacht"),
        "professional": _("een professional van het team"),
        "machine": _("een programma, tot iemand van het team kijkt"),
    }.get(decision.decided_role, _("iemand van het team"))


def role_of(decider: Person) -> str:
    return decider.badge or "team"


def still_works(decision: Decision) -> str:
    """What a person can do all the same."""
    return {
        "mute": _("Meelezen, bewaren, melden en Nu hulp."),
        "suspend": _("Lezen zonder mee te doen, bezwaar maken, je gegevens meenemen, en Nu hulp."),
    }.get(decision.what, _("Al het andere. Je kunt gewoon blijven meedoen."))


def day_words(day: date) -> str:
    return moments.date_words(day, _)


def reason_options() -> list[tuple[str, str]]:
    """The reasons for a select: (code, words)."""
    return [(code, _(words)) for code, words in REASON_WORDS.items()]


def reason_of(item: Any) -> str:
    """The reason that the text itself points to."""
    if item.masked_kinds:
        return "contact"
    return "safety" if item.level in ("crisis", "red") else "other"


def suggestion(item: Any) -> str:
    """A text for the writer to start from: it must be adapted, and it is never empty."""
    return ready(item, reason_of(item))


def ready(item: Any, reason: str) -> str:
    """The text for a reason: what waited was not placed, what others saw was taken away."""
    text = HELD_BACK[reason]
    return text if item.state == "held" else text.replace(NOT_PLACED, TAKEN_AWAY, 1)


def whole(decision: Decision) -> str:
    """Headline and text together, for the socket and for a reader without the page."""
    return f"{headline(decision)} {decision.text}".strip()


def objection_outcome(objection: Objection) -> str:
    """What came of a second look, in one sentence."""
    who = objection.decided_by_name or _("Iemand anders")
    if objection.outcome == "granted":
        return _(
            "%(who)s heeft opnieuw gekeken en geeft je gelijk. Het besluit is teruggedraaid. Sorry voor het wachten.",
            who=who,
        )
    return _("%(who)s heeft opnieuw gekeken. Het besluit blijft. Dit is waarom:", who=who)
