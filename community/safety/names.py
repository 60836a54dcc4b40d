"""Which names people may carry (house law L3): no real names, contact details, staff, helplines or insults."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from community.safety import masking, nicknames, wordlist

MIN_NAME_CHARS = 3
MAX_NAME_CHARS = nicknames.MAX_NAME_CHARS
MAX_DIGITS = 4

_ALLOWED = re.compile(r"[^\W_]+(?:[ _-][^\W_]+)*")
_LEET = str.maketrans("013457@$!|", "oieastasil")
_CAMEL = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")

_TOO_SHORT = f"Kies een naam van minstens {MIN_NAME_CHARS} tekens."
_TOO_LONG = f"Kies een naam van hoogstens {MAX_NAME_CHARS} tekens."
_CHARACTERS = "Gebruik letters en cijfers, met hooguit één spatie of streepje ertussen."
_CONTACT = "In deze naam lijkt een telefoonnummer, adres of account te staan. Kies een naam zonder contactgegevens."
_STAFF = (
    "Deze naam lijkt op die van iemand van het team of een hulpverlener. Kies een andere, dan blijft dat duidelijk."
)
_HELPLINE = "Deze naam lijkt op een hulplijn. Kies een andere, dan blijft duidelijk waar hulp is."
_HURTFUL = "Deze naam kan iemand pijn doen. Kies een andere."
_REAL_NAME = "Dit lijkt op een echte naam. Kies een verzonnen naam, dan weet niemand wie je bent."
_BIRTH_YEAR = "Een naam met een geboortejaar vertelt wie je bent. Laat het jaartal weg."
_TAKEN = "Deze naam is al van iets of iemand anders. Kies een andere."


def name_problem(alias: str, taken_words: Iterable[str] = ()) -> str | None:
    """Say in Dutch why this alias is refused, or None when it may be used.

    taken_words: words an alias may not carry (organisations, places, people of the team), any case.
    """
    name = _Name.read(alias)
    return (
        _shape_problem(alias)
        or _contact_problem(name)
        or _role_problem(name)
        or _hurt_problem(name)
        or _real_name_problem(name)
        or (_TAKEN if name.carries(taken_words) else None)
    )


@dataclass(frozen=True, slots=True)
class _Name:
    """An alias taken apart: as typed, in words, and glued together with leet undone."""

    raw: str
    words: tuple[str, ...]
    glued: str

    @classmethod
    def read(cls, alias: str) -> "_Name":
        parts = [part for part in re.split(r"[\W_]+", _CAMEL.sub(" ", alias)) if part]
        words = tuple(_plain(part) for part in parts)
        return cls(alias, words, "".join(words))

    @property
    def words_without_leet(self) -> frozenset[str]:
        return frozenset(word.translate(_LEET) for word in self.words) | frozenset(self.words)

    def carries(self, words: Iterable[str]) -> bool:
        """Whether a word stands in it alone, or a longer one (6 letters and up) anywhere."""
        plain = [_plain(word) for word in words]
        return any(word in self.words or (len(word) >= 6 and word.replace(" ", "") in self.glued) for word in plain)


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _shape_problem(alias: str) -> str | None:
    if len(alias.strip()) < MIN_NAME_CHARS:
        return _TOO_SHORT
    if len(alias) > MAX_NAME_CHARS:
        return _TOO_LONG
    letters = [char for char in alias if char.isalpha()]
    has_only_latin = all(unicodedata.name(char, "").startswith("LATIN") for char in letters)
    return None if _ALLOWED.fullmatch(alias) and letters and has_only_latin else _CHARACTERS


def _contact_problem(name: _Name) -> str | None:
    if re.search(r"(?:19|20)\d\d", name.raw):
        return _BIRTH_YEAR
    digits = sum(char.isdigit() for char in name.raw)
    return _CONTACT if digits > MAX_DIGITS or masking.mask(name.raw).found else None


def _role_problem(name: _Name) -> str | None:
    lists = _lists()
    if any(re.search(rf"(?<!\d){number}(?!\d)", name.raw) for number in lists.helpline_numbers):
        return _HELPLINE
    if _stands_in(name, lists.helplines, frozenset()):
        return _HELPLINE
    return _STAFF if _stands_in(name, lists.staff_anywhere, lists.staff_alone) else None


def _hurt_problem(name: _Name) -> str | None:
    lists = _lists()
    return _HURTFUL if _stands_in(name, lists.hurtful_anywhere, lists.hurtful_alone) else None


def _stands_in(name: _Name, anywhere: frozenset[str], alone: frozenset[str]) -> bool:
    if name.glued in alone or not alone.isdisjoint(name.words_without_leet):
        return True
    glued = _spellings(name.glued)
    each = frozenset().union(*(_spellings(word) for word in name.words))
    # Short words count inside one word only: "los letter" is no insult.
    return any(word in text for word in anywhere for text in (glued if len(word) >= 6 else each))


def _spellings(text: str) -> frozenset[str]:
    read = text.translate(_LEET)
    return frozenset({text, read, re.sub(r"(.)\1+", r"\1", read)})


def _real_name_problem(name: _Name) -> str | None:
    words = [word.rstrip("0123456789") for word in name.words]
    words = [word for word in words if word]
    is_real = _looks_like_full_name(words, name.raw) or (len(words) == 1 and _is_glued_full_name(words[0]))
    return _REAL_NAME if is_real else None


def _looks_like_full_name(words: list[str], raw: str) -> bool:
    """First name or initial, perhaps "van de", then a family name."""
    lists = _lists()
    if len(words) < 2:
        return False
    rest = [word for word in words[1:] if word not in lists.between]
    if not rest:
        return False
    is_family_name = _is_family_name(rest[-1])
    if len(words[0]) == 1:
        return is_family_name and rest[-1] not in _everyday_words()
    if words[0] not in lists.first_names:
        return False
    has_between = len(rest) < len(words) - 1
    is_written_as_name = bool(re.match(r"[A-Z]\w+ (?:\w+ )*[A-Z]", raw)) and rest[-1] not in _everyday_words()
    return is_family_name or has_between or is_written_as_name


def _is_family_name(word: str) -> bool:
    lists = _lists()
    has_ending = len(word) >= 6 and word.endswith(lists.last_endings) and word not in _everyday_words()
    return word in lists.last_names or has_ending


def _is_glued_full_name(word: str) -> bool:
    """ "jandevries", "sannebakker": a first name followed by nothing but a family name."""
    lists = _lists()
    for cut in range(3, len(word) - 2):
        if word[:cut] not in lists.first_names:
            continue
        rest = re.sub(r"^(?:van)?(?:der|den|de|het|ter|ten)?", "", word[cut:]) or word[cut:]
        if _is_family_name(rest) or _is_family_name(word[cut:]):
            return True
    return False


@cache
def _everyday_words() -> frozenset[str]:
    return frozenset(wordlist.words()) | frozenset(nicknames.birds()) | frozenset(nicknames.adjectives())


@dataclass(frozen=True, slots=True)
class _Lists:
    staff_anywhere: frozenset[str]
    staff_alone: frozenset[str]
    helplines: frozenset[str]
    helpline_numbers: tuple[str, ...]
    hurtful_anywhere: frozenset[str]
    hurtful_alone: frozenset[str]
    first_names: frozenset[str]
    between: frozenset[str]
    last_names: frozenset[str]
    last_endings: tuple[str, ...]


@cache
def _lists() -> _Lists:
    data = tomllib.loads(files(__package__).joinpath("names.toml").read_text(encoding="utf-8"))
    return _Lists(
        staff_anywhere=frozenset(data["staff"]["anywhere"].split()),
        staff_alone=frozenset(data["staff"]["alone"].split()),
        helplines=frozenset(data["helplines"]["anywhere"].split()),
        helpline_numbers=tuple(data["helplines"]["numbers"]),
        hurtful_anywhere=frozenset(data["hurtful"]["anywhere"].split()),
        hurtful_alone=frozenset(data["hurtful"]["alone"].split()),
        first_names=frozenset(data["real_names"]["first"].split()),
        between=frozenset(data["real_names"]["between"]),
        last_names=frozenset(data["real_names"]["last"].split()),
        last_endings=tuple(data["real_names"]["last_endings"]),
    )
