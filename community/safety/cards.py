"""What the writer of a held message sees at once: warm text, ways to help, an honest time (house law L11).

Never a bare rejection. Helplines come from ``crisis_lines``; nothing here decides about anybody.
"""

from typing import Literal, TypedDict

from community.safety import crisis_lines
from community.safety.sieve import Verdict

Kind = Literal["crisis", "danger", "medical", "sexual_violence", "abuse", "help", "rules", "contact", "wait"]


class Action(TypedDict):
    """A link under the text: a label (a verb) and where it leads (https:, tel: or an own path)."""

    label: str
    url: str


class Card(TypedDict):
    """The payload of contract §3: kind, title, text and actions, Dutch and ready to show."""

    kind: Kind
    title: str
    text: str
    actions: list[Action]


_ONLY_YOU = "Alleen jij ziet dit nog."


def _call(slug: str, label: str) -> Action:
    return {"label": label, "url": f"tel:{crisis_lines.line(slug).numbers[0][1]}"}


_HELP_NOW: Action = {"label": "Nu hulp", "url": "/nu-hulp"}
_RULES: Action = {"label": "Lees de huisregels", "url": "/huisregels"}
_CHAT_113: Action = {"label": "Chat met 113", "url": crisis_lines.line("113").chat_url or "https://www.113.nl"}
_CALL_112 = _call("112", "Bel 112")
_CALL_113 = _call("113", "Bel 113")

_CARDS: dict[Kind, tuple[str, str, list[Action]]] = {
    "crisis": (
        "Goed dat je dit zegt",
        "Denk je aan doodgaan, of gaat het om iemand anders? Je kunt nu met iemand praten. Dag en nacht, gratis, "
        "zonder naam. Is er direct gevaar? Bel 112.",
        [_CALL_113, _CHAT_113, _HELP_NOW],
    ),
    "danger": (
        "Ben je nu in gevaar?",
        "Breng jezelf in veiligheid als dat kan, en bel 112. Kun je niet praten? Dan blijven ze luisteren.",
        [_CALL_112, _call("veilig-thuis", "Bel Veilig Thuis"), _HELP_NOW],
    ),
    "medical": (
        "Hier is nu een dokter bij nodig",
        "Bel 112. Zeg wat er is ingenomen of wat er is gebeurd, en blijf niet alleen. "
        "Je krijgt geen straf voor bellen.",
        [_CALL_112, _CALL_113, _HELP_NOW],
    ),
    "sexual_violence": (
        "Goed dat je dit zegt",
        "Wat er gebeurde is niet jouw schuld. Bij het Centrum Seksueel Geweld kun je dag en nacht praten, gratis, "
        "hoe kort of lang geleden het ook is.",
        [_call("centrum-seksueel-geweld", "Bel Centrum Seksueel Geweld"), _HELP_NOW],
    ),
    "abuse": (
        "Goed dat je dit zegt",
        "Niemand mag jou pijn doen of dwingen. Bij Veilig Thuis denkt iemand met je mee, dag en nacht, gratis. "
        "Je hoeft je naam niet te zeggen.",
        [_call("veilig-thuis", "Bel Veilig Thuis"), _HELP_NOW],
    ),
    "help": (
        "Goed dat je dit zegt",
        "Dit is zwaar om alleen te dragen. Je kunt er nu met iemand over praten, "
        "ook als je niet weet of het erg genoeg is.",
        [_call("alles-oke", "Bel Alles Oké?"), _call("luisterlijn", "Bel De Luisterlijn"), _HELP_NOW],
    ),
    "rules": (
        "Iemand van het team kijkt eerst mee",
        "In je bericht staat iets wat een ander kan raken of in gevaar kan brengen. Daarom leest eerst iemand het. "
        "Je tekst is bewaard, je kunt hem aanpassen.",
        [_RULES, _HELP_NOW],
    ),
    "contact": (
        "We hebben iets weggehaald",
        "Er stonden contactgegevens in je bericht. Die laten we niet zien, zodat niemand buiten Moi "
        "benaderd kan worden. De rest van je bericht staat er gewoon.",
        [_RULES],
    ),
    "wait": (
        "Alleen jij ziet dit nog",
        "Iemand van het team leest je bericht eerst. Je tekst is bewaard, je kunt hem aanpassen.",
        [_HELP_NOW],
    ),
}

# Which card fits which reason. What is not named here and is held gets "wait".
_REASONS: dict[Kind, str] = {
    "danger": "violence-now violence-signs",
    "medical": "overdose suicide-attempt self-harm-medical intake-signs wound-signs",
    "crisis": """suicide-said suicide-plan suicide-farewell suicide-preparation suicide-imminent suicide-method
        suicide-pact suicide-wish suicide-passive burden hopeless psychosis-command third-party-now incitement-told
        suicide-signs words-suicide pact-signs voices-signs third-party-signs""",
    "sexual_violence": "sexual-violence extortion extortion-signs",
    "abuse": "abuse coercion abuse-signs words-violence",
    "help": """self-harm eating substance psychosis self-harm-signs eating-signs substance-signs psychosis-signs
        words-harm""",
    "rules": """threat incitement method-sharing doxxing grooming move-elsewhere pro-ana insult spam threat-signs
        grooming-signs incitement-signs method-signs doxxing-signs words-contact meet""",
}
_KIND_BY_REASON: dict[str, Kind] = {reason: kind for kind, reasons in _REASONS.items() for reason in reasons.split()}

# When a message gives several reasons: who may be in danger goes before what may not be said.
_ORDER: tuple[Kind, ...] = (*_REASONS, "contact", "wait")


def support_card(verdict: Verdict) -> Card:
    """Make the card for a message that was held or masked, from the reasons the sieve gave."""
    kinds = {_kind_of(reason) for reason in verdict.reasons} or {"wait"}
    kind = next(each for each in _ORDER if each in kinds)
    title, text, actions = _CARDS[kind]
    return Card(kind=kind, title=title, text=text, actions=[Action(**action) for action in actions])


def waiting_text(has_host: bool, next_read_at_text: str | None) -> str:
    """Say honestly when a person reads a held message.

    has_host: whether somebody is on shift here now.
    next_read_at_text: when somebody reads again, as people say it ("vanaf 10 uur"); None: not known.
    """
    if has_host:
        return f"{_ONLY_YOU} Iemand van het team leest het nu, meestal duurt dat een paar minuten."
    if next_read_at_text:
        return (
            f"Alleen jij ziet dit nog. Er leest {next_read_at_text} weer iemand. Kan het niet wachten? Ga naar Nu hulp."
        )
    return "Alleen jij ziet dit nog. Er leest nu niemand mee. Kan het niet wachten? Ga naar Nu hulp."


def _kind_of(reason: str) -> Kind:
    return "contact" if reason.startswith("contact-") else _KIND_BY_REASON.get(reason, "wait")
