"""The fixed vocabularies: themes in young people's words, kinds of help, features, and kinds of places.

The slug of a term is what URLs, the database and the open data hold; it never changes. docs/words.md lists them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

N_ = str
"""Marks a text for the catalogues; it is translated where it is shown."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a vocabulary. label and meaning: Dutch, to be shown; synonyms: lower case, what people type for it."""

    slug: str
    label: str
    meaning: str
    synonyms: tuple[str, ...] = ()


def _vocabulary(*terms: Term) -> Mapping[str, Term]:
    return MappingProxyType({term.slug: term for term in terms})


THEMES = _vocabulary(
    Term("somber", N_("Somber"), N_("Nergens zin in, leeg, of al lang verdrietig."),
         ("somberheid", "depri", "depressie", "depressief", "verdrietig", "leeg", "down")),
    Term("angst", N_("Angst en paniek"), N_("Bang zijn, ook als je niet weet waarvoor."),
         ("angstig", "bang", "paniek", "paniekaanval", "fobie", "sociale angst", "dwang")),
    Term("stress", N_("Stress en druk"), N_("Te veel moeten, niet meer tot rust komen."),
         ("druk", "prestatiedruk", "burn-out", "burnout", "overspannen", "piekeren", "vastlopen")),
    Term("alleen", N_("Alleen voelen"), N_("Weinig mensen om je heen, of toch eenzaam."),
         ("eenzaam", "eenzaamheid", "geen vrienden", "buitensluiten", "pesten", "gepest")),
    Term("slapen", N_("Slapen"), N_("Niet in slaap komen, steeds wakker, altijd moe."),
         ("slaap", "slecht slapen", "slapeloos", "slapeloosheid", "wakker liggen", "moe", "nachtmerries")),
    Term("zelfbeeld", N_("Hoe je jezelf ziet"), N_("Twijfelen aan jezelf, aan je lijf, of je goed genoeg bent."),
         ("onzeker", "onzekerheid", "zelfvertrouwen", "faalangst", "schaamte", "lichaam", "lijf", "uiterlijk")),
    Term("eten", N_("Eten"), N_("Als eten of niet eten je dag bepaalt."),
         ("eetprobleem", "eetstoornis", "anorexia", "boulimia", "eetbuien")),
    Term("thuis", N_("Thuis"), N_("Als het thuis niet fijn of niet veilig is."),
         ("ruzie", "ruzie thuis", "scheiding", "ouders", "gezin", "onveilig", "huiselijk geweld", "mishandeling")),
    Term("mantelzorg", N_("Zorgen voor een ander"), N_("Iemand thuis is ziek of verslaafd, en jij zorgt mee."),
         ("mantelzorger", "jonge mantelzorger", "zieke ouder", "kopp", "brusje", "naaste")),
    Term("relaties", N_("Vrienden en liefde"), N_("Verkering, uitmaken, vrienden, grenzen."),
         ("relatie", "verkering", "liefde", "liefdesverdriet", "uitmaken", "vriendschap", "grenzen")),
    Term("gender-en-seksualiteit", N_("Seks, gender en op wie je valt"), N_("Wie je bent en op wie je valt."),
         ("seksualiteit", "gender", "lhbti", "lhbtiq", "homo", "lesbisch", "bi", "trans", "queer", "seks")),
    Term("school-en-studie", N_("School en studie"), N_("Vastlopen op school, stoppen, opnieuw kiezen."),
         ("school", "studie", "studiestress", "mbo", "hbo", "universiteit", "spijbelen", "tentamen", "stage")),
    Term("werk", N_("Werk"), N_("Werk zoeken, houden, of erop vastlopen."),
         ("baan", "werkloos", "solliciteren", "dagbesteding", "uitkering", "vrijwilligerswerk")),
    Term("geld", N_("Geld en schulden"), N_("Te weinig geld, schulden, brieven die dicht blijven."),
         ("schuld", "schulden", "rood staan", "armoede", "deurwaarder", "boetes")),
    Term("wonen", N_("Wonen"), N_("Een kamer zoeken, op straat staan, zelf wonen."),
         ("kamer", "huis", "dakloos", "thuisloos", "bankslapen", "opvang", "begeleid wonen")),
    Term("achttien-worden", N_("18 worden"), N_("Wat er verandert als je 18 wordt."),
         ("achttien", "18", "volwassen worden", "jeugdhulp stopt", "18-/18+")),
    Term("verslaving", N_("Drank, drugs en gokken"), N_("Als minderen of stoppen niet lukt."),
         ("verslaafd", "drugs", "drank", "alcohol", "blowen", "wiet", "gokken", "vapen", "gebruik")),
    Term("online-en-gamen", N_("Online en gamen"), N_("Als je scherm de baas wordt, of online iets misgaat."),
         ("gamen", "game", "telefoon", "social media", "online pesten", "sexting", "sextortion")),
    Term("trauma", N_("Iets naars meegemaakt"), N_("Als iets ergs steeds terugkomt in je hoofd of lijf."),
         ("ptss", "misbruik", "seksueel geweld", "verkrachting", "geweld", "oorlog", "vlucht", "herbeleving")),
    Term("rouw", N_("Iemand missen"), N_("Iemand is dood, of is er niet meer voor je."),
         ("verlies", "overleden", "dood van iemand", "afscheid", "rouwen", "missen")),
    Term("zelfbeschadiging", N_("Jezelf pijn doen"), N_("Als je jezelf pijn doet of dat wilt."),
         ("automutilatie", "krassen", "snijden", "jezelf beschadigen")),
    Term("zelfmoordgedachten", N_("Denken aan doodgaan"), N_("Als je niet meer wilt leven, of dat soms denkt."),
         ("zelfmoord", "suicide", "suïcide", "suicidaal", "zelfdoding", "doodgaan", "niet meer willen leven")),
    Term("psychose", N_("Dingen zien of horen"), N_("Stemmen, waan, of het gevoel dat niets meer klopt."),
         ("stemmen", "stemmen horen", "waan", "wanen", "psychotisch", "schizofrenie", "bipolair", "manie")),
    Term("autisme-en-adhd", N_("Autisme, ADHD, ADD"), N_("Een hoofd dat anders werkt."),
         ("autisme", "ass", "adhd", "add", "prikkels", "overprikkeld", "concentratie", "neurodivers")),
)  # fmt: skip
"""Themes (`thema`), in the order in which they are shown: what one feels first, what is heaviest not first."""

KINDS = _vocabulary(
    Term("inloop", N_("Inloop"), N_("Zomaar binnenlopen, zonder afspraak."),
         ("inloophuis", "binnenlopen", "huiskamer")),
    Term("gesprek", N_("Gesprek"), N_("Met één iemand praten, een of een paar keer."),
         ("praten", "coach", "gesprekken", "jongerenwerker", "maatschappelijk werk", "praktijkondersteuner")),
    Term("maatje", N_("Maatje"), N_("Iemand die elke week iets met je doet."),
         ("buddy", "vrijwilliger", "mentor")),
    Term("praatgroep", N_("Praatgroep"), N_("Praten met anderen die het ook kennen."),
         ("groep", "lotgenoten", "zelfhulpgroep", "gespreksgroep")),
    Term("cursus", N_("Cursus of training"), N_("Iets leren, in een paar keer."),
         ("training", "workshop", "les", "herstelcursus")),
    Term("sport-en-buiten", N_("Sport en buiten"), N_("Bewegen, wandelen, tuinen."),
         ("sport", "bewegen", "wandelen", "tuin", "moestuin", "boksen", "boerderij")),
    Term("creatief", N_("Maken"), N_("Muziek, tekenen, schrijven, klussen."),
         ("muziek", "tekenen", "schilderen", "schrijven", "theater", "werkplaats")),
    Term("eetgroep", N_("Samen eten"), N_("Koken en eten met anderen."),
         ("eten", "koken", "eettafel", "samen eten")),
    Term("online-hulp", N_("Online hulp"), N_("Een programma of gesprek op je eigen scherm."),
         ("online", "e-health", "app", "zelfhulp", "beeldbellen")),
    Term("telefoon-en-chat", N_("Bellen en chatten"), N_("Iemand aan de lijn, vaak zonder naam."),
         ("bellen", "chat", "chatten", "hulplijn", "luisterlijn")),
    Term("hulp-bij-geld", N_("Hulp bij geld"), N_("Overzicht, schulden regelen, iets aanvragen."),
         ("schuldhulp", "budgetcoach", "schuldhulpverlening", "toeslagen", "bijstand")),
    Term("wonen-hulp", N_("Hulp bij wonen"), N_("Een plek vinden, of hulp in je eigen huis."),
         ("begeleid wonen", "opvang", "woonbegeleiding", "noodopvang")),
    Term("werk-en-school", N_("Hulp bij werk en school"), N_("Terug naar school, werk of iets om handen."),
         ("jobcoach", "dagbesteding", "leerwerkplek", "leerplicht")),
    Term("behandeling", N_("Behandeling"), N_("Bij een psycholoog of ggz. Vaak met verwijzing."),
         ("therapie", "psycholoog", "psychiater", "ggz", "emdr")),
    Term("crisis", N_("Crisis"), N_("Hulp die nu meteen nodig is."),
         ("spoed", "crisisdienst", "acuut")),
    Term("ouders-en-naasten", N_("Voor wie erbij staat"), N_("Hulp voor ouders, vrienden en anderen om iemand heen."),
         ("ouders", "naasten", "familie", "broer", "zus")),
)  # fmt: skip
"""Kinds of help (`soort`), the lightest step first."""

FEATURES = _vocabulary(
    Term("zonder-verwijzing", N_("Zonder verwijzing"), N_("Je hebt geen brief van de huisarts nodig."),
         ("geen verwijzing",)),
    Term("met-ervaringsdeskundige", N_("Met ervaringsdeskundige"), N_("Er werkt iemand die het zelf heeft meegemaakt."),
         ("ervaringsdeskundigen", "ervaringswerker")),
)  # fmt: skip
"""Features of a service (`kenmerk` in the open data); the filters `zonder_verwijzing` and `met_ervaringsdeskundige`."""

PLACE_KINDS = _vocabulary(
    Term("inloop", N_("Inloop"), N_("Een open deur: binnenlopen zonder afspraak."), ("inloophuis",)),
    Term("herstelinitiatief", N_("Herstelinitiatief"), N_("Door mensen die zelf zijn vastgelopen, voor elkaar.")),
    Term("zelfregiecentrum", N_("Zelfregiecentrum"), N_("Een huis waar jij bepaalt wat je doet en met wie.")),
    Term("herstelacademie", N_("Herstelacademie"), N_("Cursussen van en met ervaringsdeskundigen.")),
    Term("jongerencentrum", N_("Jongerencentrum"), N_("Een plek voor jongeren, met jongerenwerkers."),
         ("jongerenwerk", "soos")),
    Term("ase", N_("@ease"), N_("Praten met een getrainde jongere of iemand van de hulp, gratis en zonder afspraak."),
         ("ease", "@ease")),
    Term("dorpshuis", N_("Dorpshuis"), N_("Het huis van het dorp of de buurt."), ("buurthuis", "buurtkamer", "mfc")),
    Term("bibliotheek", N_("Bibliotheek"), N_("Lezen, zitten, vragen stellen."), ("bieb",)),
    Term("wijkteam", N_("Wijkteam"), N_("Het team van de gemeente dat met je meedenkt."),
         ("sociaal team", "wij-team", "loket")),
    Term("anders", N_("Andere plek"), N_("Een plek die niet in een vakje past.")),
)  # fmt: skip
"""What a place is."""


def terms_of(vocabulary: Mapping[str, Term], slugs: Iterable[str]) -> list[Term]:
    """The known terms of these slugs, each once, in the order of the vocabulary; unknown slugs are left out."""
    wanted = set(slugs)
    return [term for term in vocabulary.values() if term.slug in wanted]


def term_for(vocabulary: Mapping[str, Term], text: str) -> Term | None:
    """The term somebody means by a slug, a label or a synonym, whatever the capitals; None if there is none."""
    wanted = " ".join(text.casefold().split())
    for term in vocabulary.values():
        if wanted in {term.slug, term.label.casefold(), *term.synonyms}:
            return term
    return None
