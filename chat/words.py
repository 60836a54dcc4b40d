"""How the chat says things: who is there, until when, what was masked. Plain Dutch, no HTML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from chat import traces
from chat.models import Message, Room
from chat.presence import Crowd
from community import clock, moments
from community.i18n import _
from community.places import hours

SAYS_CLOSING = timedelta(minutes=10)
"""How long before it closes a room says so (design 2)."""
EXCEPTIONS_DAYS = 28
"""How far ahead a door tells which days are unlike others."""


def reactions() -> list[tuple[str, str]]:
    """The four words of support, in their order: (reaction, word)."""
    return [("herkenbaar", _("Herkenbaar")), ("sterkte", _("Sterkte")), ("dank_je", _("Dank je")), ("knap", _("Knap"))]


def people(number: int) -> str:
    return _("1 mens") if number == 1 else _("%(n)s mensen", n=number)


def head(room: Room, there: Crowd) -> str:
    """Under the name of a room: "11 mensen, met Jelka erbij. Open tot 23 uur."."""
    if room.state == "closed":
        return f"{opens(room)}."
    names = _(" en ").join(name for name, _badge in there.hosts[:2])
    company = _("%(people)s, met %(names)s erbij", people=people(there.people), names=names) if names else ""
    return f"{company or people(there.people)}. {until(room)}."


def status(room: Room, there: Crowd) -> str:
    """In a list: "11 mensen, open tot 23 uur", "Dicht, opent morgen om 15 uur"."""
    if room.state == "closed":
        return opens(room)
    words = until(room)
    return f"{people(there.people)}, {words[0].lower()}{words[1:]}"


def until(room: Room) -> str:
    """Until when it is open: "Open tot 23 uur"."""
    if room.closes_at is None:
        return _("Open")
    return _("Open tot %(time)s", time=moments.time_words(moments.local(room.closes_at).time(), _))


def opens(room: Room) -> str:
    """What a closed room says: never more than is sure (L12)."""
    planned = room.schedule(clock.now())
    if planned.is_open:
        return _("Dicht, gaat open zodra er iemand van het team is")
    if planned.next_opens_at is None:
        return _("Dicht")
    return _("Dicht, opent %(moment)s", moment=_next(planned.next_opens_at))


def _next(moment: datetime) -> str:
    at, today = moments.local(moment), clock.today()
    time = moments.time_words(at.time(), _)
    if at.date() == today:
        return _("om %(time)s", time=time)
    days_ahead = (at.date() - today).days
    day = moments.weekday_words(at.date(), _) if 1 < days_ahead < 7 else moments.day_words(at.date(), today, _)
    return _("%(day)s om %(time)s", day=day, time=time)


def goodbye(room: Room) -> str:
    """What stands where the conversation was."""
    return _("Teruglezen kan niet meer. Het team kan het nog 30 dagen zien, voor als er iets gemeld wordt.")


def week(room: Room) -> list[tuple[str, str]]:
    """When a room is planned to be open, per day of the coming week: ("vandaag", "19.30 tot 21 uur")."""
    today = clock.today()
    days = room.hours_of(today)
    return [(moments.day_words(day.day, today, _), hours.day_hours_words(day, _)) for day in days if day.times]


def exceptions(room: Room) -> list[tuple[str, str]]:
    """Days in the coming weeks on which it is unlike other weeks: ("donderdag 24 december", "dicht (kerstavond)")."""
    today = clock.today()
    days = {date.fromisoformat(str(row["date"])) for row in room.exceptions}
    coming = sorted(day for day in days if 0 <= (day - today).days < EXCEPTIONS_DAYS)
    return [(moments.day_words(day, today, _), _unlike(room.hours_of(day, 1)[0])) for day in coming]


def _unlike(day: hours.DayHours) -> str:
    times = hours.day_hours_words(day, _)
    return f"{times} ({day.note})" if day.note else times


def is_closing(room: Room) -> bool:
    """Whether it is time to say that it closes."""
    return room.is_open and room.closes_at is not None and room.closes_at - clock.now() <= SAYS_CLOSING


def closes_in(room: Room) -> int:
    """Seconds until it closes: a page counts from there, because the clock of a phone may be wrong."""
    return max(0, int((room.closes_at - clock.now()).total_seconds())) if room.closes_at is not None else 0


def closes(room: Room) -> str:
    """What an open room says before it closes: "De keukentafel sluit om 23 uur."; nothing when it stays open."""
    if room.closes_at is None:
        return ""
    time = moments.time_words(moments.local(room.closes_at).time(), _)
    return _("%(room)s sluit om %(time)s.", room=room.title, time=time)


def elsewhere(room: Room, rooms: Sequence[Room]) -> Room | None:
    """Where one can go on talking when this room closes: one that is open for longer."""
    open_ones = [other for other in rooms if other.is_open and other.id != room.id]
    if room.closes_at is None:
        return open_ones[0] if open_ones else None
    return next((other for other in open_ones if other.closes_at is None or other.closes_at > room.closes_at), None)


def slow(seconds: int | str) -> str:
    """What slow mode asks of who writes."""
    return _("Het gaat hier even rustig aan: één bericht per %(n)s seconden.", n=seconds)


def queue(room: Room, there: Crowd) -> str:
    """Who waits for a chair, or that all are taken; nothing while one is free."""
    if there.waiting:
        return _("1 mens wacht op een stoel.") if there.waiting == 1 else waiting_many(there.waiting)
    is_full = room.has_queue and there.speakers >= room.max_speakers
    return _("Alle stoelen zijn nu bezet. Meelezen kan.") if is_full else ""


def waiting_many(number: int | str) -> str:
    return _("%(n)s mensen wachten op een stoel.", n=number)


def time_of(moment: datetime) -> str:
    """Beside a name: "20.10"."""
    at = moments.local(moment)
    return f"{at.hour}.{at.minute:02d}"


def masked(message: Message) -> str:
    """Tells the writer what was taken out and why (L8)."""
    kinds = {
        "phone": _("een telefoonnummer"),
        "email": _("een e-mailadres"),
        "handle": _("een accountnaam"),
        "invite": _("een uitnodiging"),
        "link": _("een link"),
        "address": _("een adres"),
        "postcode": _("een postcode"),
    }
    found = [kinds[kind] for kind in dict.fromkeys(message.masked_kinds) if kind in kinds]
    what = _(" en ").join(found) or _("een contactgegeven")
    return _(
        "We hebben %(what)s weggehaald voordat anderen het zagen. Zo blijf jij onherkenbaar, en een ander ook.",
        what=what,
    )


def kinds() -> dict[str, str]:
    """What a card is, above its name where a host looks for one."""
    return {
        "place": _("Plek"),
        "service": _("Aanbod"),
        "session": _("Spreekuur"),
        "article": _("Info"),
    }


def gone() -> str:
    """In place of a quote whose message is no longer there."""
    return _("Een bericht dat er niet meer staat")


def for_script() -> dict[str, str]:
    """The sentences the page's script says, in the language of the page; {n} and other names are filled in there."""
    return {
        "you": _("jij"),
        "gone": gone(),
        "held": _("Alleen jij ziet dit nog. Iemand van het team leest het eerst."),
        "masked": _(
            "We hebben iets weggehaald waarmee je te vinden bent, voordat anderen het zagen."
            " Zo blijf jij onherkenbaar, en een ander ook."
        ),
        "sending": _("Wordt verstuurd."),
        "sent": _("Verstuurd"),
        "not_yet": _("Nog niet weg. We proberen het opnieuw."),
        "soon": _("Nog niet weg. Het gaat vanzelf over {n} tellen."),
        "too_long": _("Er passen 1000 tekens in een bericht, dit zijn er {n}."),
        "decided": _("Hierover is iets besloten terwijl je weg was. Kijk bij Mijn Moi."),
        "stale": _("Je schreef dit een tijd geleden. Het is niet verstuurd."),
        "rewrite": _("Wijzig"),
        "drop": _("Haal weg"),
        "not_now": _("Dat lukt nu niet. Probeer het zo nog eens."),
        "connecting": _("We maken verbinding. Schrijven kan al."),
        "line_gone": _("De verbinding is weg. We proberen het opnieuw. Schrijven kan gewoon."),
        "back": _("Je bent weer verbonden. Je hebt niets gemist."),
        "back_one": _("Je bent weer verbonden. Er is 1 nieuw bericht."),
        "back_many": _("Je bent weer verbonden. Er zijn {n} nieuwe berichten."),
        "closed": _("De kamer is dicht."),
        "not_sent": _("Wat je schreef is niet verstuurd. Het staat hier tot je weggaat."),
        "waits": _("Er is nu geen stoel vrij. Je bent nummer {n} in de rij en kunt meelezen."),
        "reads": _("Je leest mee. Schrijven kan nu niet."),
        "your_turn": _("Er is een stoel vrij. Je kunt meepraten."),
        "earlier": _("{n} eerdere berichten staan er nu bij."),
        "new_one": _("1 nieuw bericht"),
        "new_many": _("{n} nieuwe berichten"),
        "new_from": _("{n} nieuwe berichten, laatste van {name}."),
        "person": _("1 mens"),
        "people": _("{n} mensen"),
        "with": _("{people}, met {names} erbij"),
        "and": _(" en "),
        "types_one": _("Iemand typt."),
        "types_many": _("{n} mensen typen."),
        "read_more": _("Lees wat en waarom"),
        "slow": slow("{n}"),
        "waiting_one": _("1 mens wacht op een stoel."),
        "waiting_many": waiting_many("{n}"),
        **traces.for_script(),
    }
