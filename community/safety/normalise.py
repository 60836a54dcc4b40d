"""Brings chat language to plain words before the sieve looks for frames.

What goes in is never kept; what comes out is only for matching, never shown.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.resources import files

# Marks a place that no frame reaches across: the end of a sentence.
STOP = "."

_SPELLING = tomllib.loads(files(__package__).joinpath("spelling.toml").read_text(encoding="utf-8"))
_SHORT: dict[str, tuple[str, ...]] = {short: tuple(long.split()) for short, long in _SPELLING["short"].items()}
_VEILED: tuple[str, ...] = tuple(_SPELLING["veiled"]["words"].split())
_DUTCH = frozenset(_SPELLING["languages"]["dutch"].split())
_ENGLISH = frozenset(_SPELLING["languages"]["english"].split())
_IN_DUTCH: dict[str, str] = _SPELLING["languages"]["in_dutch"]
_IN_ENGLISH: dict[str, str] = _SPELLING["languages"]["in_english"]
_EMOJI_AND_APOSTROPHES: dict[int, str] = {
    **{ord(char): f" {word} " for char, word in _SPELLING["emoji"].items()},
    **{ord(char): "'" for char in "’‘`´ʼ＇"},
}

# Letters of other alphabets that look like ours, used to slip past filters.
_LOOKALIKES = str.maketrans("аеорсухіјѕԁһոɡɩⅼßıøł", "aeopcyxijsdhngilsiol")
_LEET = str.maketrans("0134578@$!|€", "oieastbasile")
# A word may begin with "!" or "|", not end with it; a row of them is one token, or each would be tried as a beginning.
_TOKEN = re.compile(r"[a-z0-9@$€!|*]*[a-z0-9@$€*](?:['’][a-z]+)*|[!|]+|[.?\n;…]")
_ENDS = frozenset(".!?\n;…|")
_SPACED = re.compile(r"(?<![a-z0-9])(?:[a-z][ .\-_*/]{1,2}){2,30}[a-z](?![a-z0-9])")
_RUN = re.compile(r"(.)\1{2,}")
_HAHA = re.compile(r"(?:ha|he|hi|ah|eh){2,}h?|(?:ha)+h|l+o+l+|lmf?a+o+|xd+|rofl|gni+ffel|kkk+|hihi\w*")


def words_of(text: str, is_known: Callable[[str], bool]) -> list[str]:
    """Split a text into plain lower-case words, with ``STOP`` between sentences.

    is_known: whether a word occurs in the lists; decides how leet and repeated letters are read.
    """
    words: list[str] = []
    for token in _TOKEN.findall(_plain_letters(text)):
        if token[-1] in _ENDS:
            if words and words[-1] != STOP and token.strip("|"):
                words.append(STOP)
        elif len(words) < 2 or not words[-1] == words[-2] == token:  # "nee nee nee" says no more than "nee nee"
            words += _read(token, is_known)
    return _without_false_friends(words)


def _without_false_friends(words: list[str]) -> list[str]:
    """Tell apart what means one thing in Dutch and another in English ("die", "want", "been")."""
    is_english = sum(map(_ENGLISH.__contains__, words)) > sum(map(_DUTCH.__contains__, words))
    meanings = _IN_ENGLISH if is_english else _IN_DUTCH
    return [meanings.get(word, word) for word in words]


def plain_phrase(phrase: str) -> list[str]:
    """Bring a phrase of the lists to the words that ``words_of`` would make of it; ``word*`` stays as it is."""
    return [word for written in _plain_letters(phrase).split() for word in _SHORT.get(written, (written,))]


def _plain_letters(text: str) -> str:
    """Lower case, no accents, no invisible characters, emoji as words, spaced letters put together."""
    if text.isascii():
        text = text.lower()
    else:
        text = unicodedata.normalize("NFKD", text.translate(_EMOJI_AND_APOSTROPHES))
        marks = [ord(char) for char in set(text) if unicodedata.category(char) in ("Mn", "Cf", "Me")]
        text = text.translate(dict.fromkeys(marks)).casefold().translate(_LOOKALIKES)
    return _SPACED.sub(lambda found: re.sub(r"[ .\-_*/]", "", found.group()), text)


@lru_cache(maxsize=20_000)
def _read(token: str, is_known: Callable[[str], bool]) -> tuple[str, ...]:
    if token in _SHORT:
        return _SHORT[token]
    if _HAHA.fullmatch(token):
        return ("haha",)
    token = token.rstrip("!|")
    if not token.isalnum():
        token = _unveil(token) if "*" in token else _without_signs(token)
    if not token.isalpha() and any(char.isalpha() for char in token):
        token = _without_leet(token, is_known)
    token = _without_repeats(token, is_known)
    return _SHORT.get(token, (token,) if token else ())


@cache
def _veiled_patterns() -> dict[tuple[int, str], list[str]]:
    by_shape: dict[tuple[int, str], list[str]] = {}
    for word in _VEILED:
        by_shape.setdefault((len(word), word[0]), []).append(word)
    return by_shape


def _unveil(token: str) -> str:
    for word in _veiled_patterns().get((len(token), token[0]), []):
        if all(char in ("*", letter) for char, letter in zip(token, word, strict=True)):
            return word
    return token.replace("*", "")


def _without_signs(token: str) -> str:
    head, _, tail = token.partition("'")
    if tail in ("s", "n", "t", "je", "tje"):
        return head
    return token.translate(_LEET) if any(char in "@$!|€" for char in token) else token.replace("'", "")


def _without_leet(token: str, is_known: Callable[[str], bool]) -> str:
    read = token.translate(_LEET)
    return read if is_known(_RUN.sub(r"\1", read)) else token


def _without_repeats(token: str, is_known: Callable[[str], bool]) -> str:
    """ "doooood" is "dood", "neeeee" is "nee": the longest reading that is a known word."""
    if not _RUN.search(token):
        return token
    twice, once = _RUN.sub(r"\1\1", token), _RUN.sub(r"\1", token)
    return twice if is_known(twice) else once
