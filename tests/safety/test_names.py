"""An alias gives nobody away and passes for nobody else; whoever is refused reads why (house law L3)."""

from __future__ import annotations

import pytest

from community.safety import crisis_lines, names, wordlist

REAL = ("sanne bakker", "Jan de Vries", "jandevries", "Mohammed Yilmaz", "j. jansen".replace(".", ""), "Tess_Dijkstra")
REAL += ("noor van der veen", "KeesHoekstra", "lotte-wiersma", "Emma Mulder", "s4nne bakker2")
BIRTH_YEARS = ("wulp2004", "stern 1999", "2007uil")
CONTACTS = ("0612345678", "wulp 06123", "jan@example.nl", "wulp.nl", "uil 12345")
STAFF = (
    "moderator",
    "M0derator",
    "adm1n uil",
    "team moi",
    "TeamMoi",
    "dr wulp",
    "psycholoog_uil",
    "admin",
    "de huisarts",
    "ggz wulp",
)
STAFF += ("beheerder1", "coach wulp", "Host", "moi", "ervaringsdeskundige")
HELPLINES = ("112", "bel 113", "113 wulp", "kindertelefoon", "De Luisterlijn", "veilig thuis", "Alles Oke", "allesoké")
HURTFUL = (
    "hoer",
    "h0er",
    "kankerwulp",
    "k u t",
    "fuck wulp",
    "mongool",
    "kutwulp lul",
    "nazi uil",
    "sl3t",
    "HITLER",
    "kys",
)
FINE = (
    "rustige wulp",
    "sanne",
    "Noor",
    "los letter",
    "blauwe stoel",
    "mist op zee",
    "kras-42",
    "Ünïek uiltje",
    "tweede stern",
)
FINE += ("vroege vogel", "stille stern 7")


@pytest.mark.parametrize(
    ("aliases", "reason"),
    [
        (REAL[:-1], "echte naam"),
        (BIRTH_YEARS, "geboortejaar"),
        (STAFF, "team of een hulpverlener"),
        (HURTFUL, "pijn doen"),
    ],
)
def test_L3_who_gives_away_or_passes_for_somebody_is_refused_with_the_reason(aliases, reason):
    problems = {alias: names.name_problem(alias) for alias in aliases}
    assert {alias: problem for alias, problem in problems.items() if reason not in (problem or "")} == {}


def test_L3_contact_details_and_helplines_are_refused():
    for alias in (*CONTACTS, *HELPLINES):
        assert names.name_problem(alias), alias
    assert "contactgegevens" in (names.name_problem("wulp 06123") or "")
    for alias in ("bel 113", "113 wulp", "kindertelefoon", "De Luisterlijn", "veilig thuis", "Alles Oke", "allesoké"):
        assert "hulplijn" in (names.name_problem(alias) or ""), alias


def test_L3_no_helpline_of_the_house_can_be_an_alias():
    for line in crisis_lines.LINES:
        assert names.name_problem(line.slug.replace("-", " ")), line.slug


@pytest.mark.parametrize("alias", FINE)
def test_L3_a_made_up_name_is_accepted(alias):
    assert names.name_problem(alias) is None


@pytest.mark.parametrize(
    ("alias", "reason"),
    [
        ("", "minstens 3"),
        ("ab", "minstens 3"),
        ("  a  ", "minstens 3"),
        ("w" * 25, "hoogstens 24"),
        ("wulp  uil", "letters en cijfers"),
        ("-wulp", "letters en cijfers"),
        ("<b>wulp</b>", "letters en cijfers"),
        ("wulp\nuil", "letters en cijfers"),
        ("wulp\u200duil", "letters en cijfers"),
        ("🦉🦉🦉", "letters en cijfers"),
        ("1234", "letters en cijfers"),
        ("wulр uil", "letters en cijfers"),
    ],
)
def test_L3_a_name_of_another_shape_is_refused(alias, reason):
    assert reason in (names.name_problem(alias) or "")


def test_L3_a_name_of_exactly_the_bounds_is_accepted():
    assert names.name_problem("uil") is None
    assert names.name_problem("rustige " + "w" * (names.MAX_NAME_CHARS - 8)) is None


def test_L3_words_that_are_taken_are_refused_in_any_case_also_inside_when_long():
    taken = ["Voorbeeldhuis", "Stad", "mila van moi"]
    for alias in ("voorbeeldhuis", "VOORBEELDHUIS 2", "bijvoorbeeldhuis", "stad", "mijn stad"):
        assert "al van iets of iemand anders" in (names.name_problem(alias, taken) or ""), alias
    for alias in ("stadse wulp", "rustige wulp"):
        assert names.name_problem(alias, taken) is None, alias


def test_L3_every_reason_is_a_calm_sentence():
    aliases = (*REAL, *BIRTH_YEARS, *CONTACTS, *STAFF, *HELPLINES, *HURTFUL, "", "w" * 25, "a--b")
    for reason in {names.name_problem(alias) for alias in aliases} - {None}:
        assert reason and reason.endswith(".") and reason[0].isupper() and "!" not in reason


def test_L3_hardly_an_ordinary_word_is_taken_for_something_that_hurts():
    refused = [word for word in wordlist.words() if "pijn doen" in (names.name_problem(word) or "")]
    assert len(refused) <= 0.001 * len(wordlist.words()), refused
