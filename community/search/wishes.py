"""From what somebody typed to plain terms: per part of the query the terms that will do, each with its weight."""

from __future__ import annotations

from dataclasses import dataclass

from community.search import dutch
from community.search.synonyms import Part, Synonyms
from community.search.vocabulary import Vocabulary

EXACT, MEANT, BEGINNING, ENDING, LIKE, COMPOUND = 1.0, 0.6, 0.4, 0.3, 0.5, 0.4
"""How much a hit counts: the word itself, a synonym, a longer word that begins or ends like it, a typing error."""


@dataclass(frozen=True)
class Wish:
    """parts: per part of the query {stem: weight}; meant: what the typed words were read as, "" if as they stood."""

    parts: tuple[dict[str, float], ...]
    meant: str = ""


def wish_of(text: str, vocabulary: Vocabulary, synonyms: Synonyms) -> Wish:
    """What to look for. Empty for a text without words."""
    parts: list[dict[str, float]] = []
    read_as: list[str] = []
    for part in synonyms.parts(text):
        terms, word = _terms(part, vocabulary, synonyms)
        parts.append(terms)
        read_as.append(word)
    typed = [" ".join(part.said) for part in synonyms.parts(text)]
    return Wish(tuple(parts), " ".join(read_as) if read_as != typed else "")


def _terms(part: Part, vocabulary: Vocabulary, synonyms: Synonyms) -> tuple[dict[str, float], str]:
    """The terms of one part, and the word it was read as."""
    if part.means:
        forms = _forms(part.said[0], vocabulary) if len(part.said) == 1 else {}
        said = {dutch.stem(word): EXACT for word in part.said if word not in dutch.STOPWORDS}
        return forms | {dutch.stem(word): MEANT for word in part.means} | said, " ".join(part.said)
    word = part.said[0]
    terms = _forms(word, vocabulary)
    if word in vocabulary or len(terms) > 1 or vocabulary.beginning_with(word):
        return terms, word
    return _meant(word, terms, vocabulary, synonyms)


def _forms(word: str, vocabulary: Vocabulary) -> dict[str, float]:
    longer = {dutch.stem(each): BEGINNING for each in vocabulary.beginning_with(word)}
    compounds = {dutch.stem(each): ENDING for each in vocabulary.ending_with(word)}
    return compounds | longer | {dutch.stem(word): EXACT}


def _meant(
    word: str, terms: dict[str, float], vocabulary: Vocabulary, synonyms: Synonyms
) -> tuple[dict[str, float], str]:
    """An unknown word: a typing error in a word of ours or of the lists, or a compound nobody wrote yet."""
    near = vocabulary.like(word)
    if said := Vocabulary(synonyms.said_words).like(word)[:1]:
        means = synonyms.parts(said[0])[0].means
        terms = {dutch.stem(each): MEANT for each in means} | terms
        near = near or said
    if near:
        return {dutch.stem(each): LIKE for each in reversed(near)} | terms, near[0]
    if halves := vocabulary.parts_of(word):
        return terms | {dutch.stem(half): COMPOUND for half in halves}, word
    return terms, word
