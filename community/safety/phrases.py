"""The small language of the lists, and how a row of words is matched against it.

A sequence is written as elements with spaces between them:

    word            that word; ``a|b`` either; ``a_b`` the two as one phrase; ``word*`` what starts with it
    @class          a class of words and phrases from the same lists
    element?        may be missing
    ..  and  ...    at most 2, at most 5 other words, but never a denial ("niet", "not") or the end of a sentence
    ~               at most 3 other words, denials included
    ^  and  $       the begin, the end of a sentence

A condition joins sequences: ``A + B`` both somewhere near, ``A - B`` A without B, ``2* A`` twice.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from community.safety.normalise import STOP

BLANK = "_"
_SMALL = tomllib.loads(files(__package__).joinpath("spelling.toml").read_text(encoding="utf-8"))["small_words"]
_SUBJECTS, _LIGHT, _FILLERS, _COMMON = (
    frozenset(_SMALL[name].split()) for name in ("subjects", "light", "fillers", "common")
)
_GAPS = {"..": (2, False), "...": (5, False), "~": (3, True)}
_BEGIN, _END = -1, -2
_EDGES = {"^": _BEGIN, "$": _END}


class TooMuchWork(Exception):
    """A text asks for more steps than any honest text does."""


@dataclass(slots=True)
class Budget:
    """Counts steps, so that no text can make the sieve slow."""

    steps_left: int

    def spend(self) -> None:
        self.steps_left -= 1
        if self.steps_left < 0:
            raise TooMuchWork


@dataclass(frozen=True, slots=True)
class Element:
    """One part of a sequence: a class of phrases, or a gap before the next class."""

    class_id: int
    is_optional: bool
    gap_words: int
    gap_passes_denial: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """Elements in order; ``needs`` holds the classes that must be present, as bits."""

    elements: tuple[Element, ...]
    needs: int


@dataclass(frozen=True, slots=True)
class Condition:
    """Sequences (by number, with how often) that must all stand there, and those that must not.

    ``needs`` holds the classes that must be present, as bits, ``anchor`` the rarest of them.
    """

    wanted: tuple[tuple[int, int], ...]
    unwanted: tuple[tuple[int, int], ...]
    source: str
    needs: int
    anchor: int


@dataclass(slots=True)
class _Node:
    ends: int = 0
    words: dict[str, "_Node"] = field(default_factory=dict)
    starts: dict[str, "_Node"] = field(default_factory=dict)
    start_lengths: list[int] = field(default_factory=list)

    def add(self, phrase: list[str], bit: int) -> None:
        node = self
        for word in phrase:
            node = node._child(word)
        node.ends |= bit

    def _child(self, word: str) -> "_Node":
        if not word.endswith("*"):
            return self.words.setdefault(word, _Node())
        stem = word[:-1]
        if len(stem) not in self.start_lengths:
            self.start_lengths.append(len(stem))
        return self.starts.setdefault(stem, _Node())

    def after(self, word: str) -> list["_Node"]:
        """Where one may stand in the phrases after this word."""
        found = [self.words[word]] if word in self.words else []
        if self.starts:
            found += [
                self.starts[word[:length]]
                for length in self.start_lengths
                if length <= len(word) and word[:length] in self.starts
            ]
        return found


class Lexicon:
    """All classes and sequences of the lists, compiled once.

    classes: phrases by class name. spell: brings a phrase to the words that texts are brought to.
    """

    def __init__(self, classes: dict[str, list[str]], spell: Callable[[str], list[str]]) -> None:
        self._root = _Node()
        self._id_by_name: dict[str, int] = {}
        self._classes = classes
        self._spell = spell
        self._known: set[str] = set()
        self._commonness: list[int] = []
        self.sequences: list[Sequence] = []
        self.names: dict[int, str] = {}
        self.named = 0
        self._number_by_source: dict[str, int] = {}
        self.look_up = lru_cache(maxsize=20_000)(self._look_up)
        self.is_known = lru_cache(maxsize=20_000)(self._is_known)

    def class_id(self, name: str) -> int:
        """The number of a named class, made on first use."""
        if name not in self._id_by_name:
            number = self._new_class(name, self._phrases(name, ()))
            self.names[number] = name
            self.named |= 1 << number
        return self._id_by_name[name]

    def _phrases(self, name: str, inside: tuple[str, ...]) -> list[str]:
        if name in inside or name not in self._classes:
            raise ValueError(f"no class @{name}, or it contains itself")
        phrases: list[str] = []
        for phrase in self._classes[name]:
            phrases += self._phrases(phrase[1:], (*inside, name)) if phrase.startswith("@") else [phrase]
        return phrases

    def _new_class(self, name: str, phrases: list[str]) -> int:
        number = self._id_by_name[name] = len(self._id_by_name)
        spelled = [self._spell(phrase) for phrase in phrases]
        for words in spelled:
            self._known.update(word.rstrip("*") for word in words)
            self._root.add(words, 1 << number)
        self._commonness.append(sum(len(words) == 1 and words[0] in _COMMON for words in spelled))
        return number

    def _is_known(self, word: str) -> bool:
        """Whether a word, or the start of it, stands in the lists."""
        lengths = self._root.start_lengths
        return word in self._known or any(
            3 < length <= len(word) and word[:length] in self._root.starts for length in lengths
        )

    def condition(self, source: str) -> Condition:
        """Compile ``A + B - C``. Raises ValueError where it does not read."""
        parts = re.split(r"\s([+-])\s", f" + {source.strip()}")[1:]
        wanted: list[tuple[int, int]] = []
        unwanted: list[tuple[int, int]] = []
        for sign, part in zip(parts[::2], parts[1::2], strict=True):
            is_twice, sequence = part.startswith("2* "), part.removeprefix("2* ").strip()
            (wanted if sign == "+" else unwanted).append((self._sequence(sequence), 2 if is_twice else 1))
        needs = 0
        for number, _ in wanted:
            needs |= self.sequences[number].needs
        return Condition(tuple(wanted), tuple(unwanted), source, needs, min(bits_of(needs), key=self._commonness_of))

    def _commonness_of(self, class_id: int) -> int:
        return self._commonness[class_id]

    def _sequence(self, source: str) -> int:
        if source not in self._number_by_source:
            self._number_by_source[source] = len(self.sequences)
            self.sequences.append(self._compile(source))
        return self._number_by_source[source]

    def _compile(self, source: str) -> Sequence:
        elements: list[Element] = []
        gap = (0, False)
        for part in source.split():
            if part in _GAPS:
                gap = _GAPS[part]
                continue
            number = _EDGES.get(part) or self._element_class(part.rstrip("?"))
            elements.append(Element(number, part.endswith("?"), *gap))
            gap = (0, False)
        needed = [each.class_id for each in elements if each.class_id >= 0 and not each.is_optional]
        if not needed:
            raise ValueError(f"nothing to look for in {source!r}")
        return Sequence(tuple(elements), sum(1 << number for number in set(needed)))

    def _element_class(self, part: str) -> int:
        if part.startswith("@") and "|" not in part:
            return self.class_id(part[1:])
        name = "|".join(sorted(part.split("|")))
        if name in self._id_by_name:
            return self._id_by_name[name]
        phrases: list[str] = []
        for word in part.split("|"):
            phrases += self._phrases(word[1:], ()) if word.startswith("@") else [word.replace("_", " ")]
        return self._new_class(name, phrases)

    def _look_up(self, word: str) -> tuple[int, tuple[_Node, ...]]:
        """What a word is by itself (bits), and the phrases it may begin."""
        nodes = self._root.after(word)
        bits = 0
        for node in nodes:
            bits |= node.ends
        return bits, tuple(node for node in nodes if node.words or node.starts)


def bits_of(bits: int) -> Iterator[int]:
    """The numbers of the bits that are set, the lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


class Reading:
    """One stretch of words, with what each word and phrase in it is."""

    def __init__(self, lexicon: Lexicon, words: list[str], denials: int, budget: Budget) -> None:
        self.words = words
        self._lexicon = lexicon
        self._denials = denials
        self._budget = budget
        self._single: list[int] = []
        self._any: list[int] = []  # per position: what starts there, words and phrases alike
        self._phrases: list[dict[int, int]] = []  # per position: end position -> bits
        self.present = 0
        for at in range(len(words)):
            self._read(at)

    def again(self, words: list[str]) -> "Reading":
        """The same stretch with other words, on the same budget."""
        return Reading(self._lexicon, words, self._denials, self._budget)

    def _read(self, at: int) -> None:
        bits, nodes = self._lexicon.look_up(self.words[at])
        ends = self._phrases_after(at, nodes) if nodes else {}
        started = bits
        for more in ends.values():
            started |= more
        self._single.append(bits)
        self._any.append(started)
        self._phrases.append(ends)
        self.present |= started

    def _phrases_after(self, at: int, nodes: Iterable[_Node]) -> dict[int, int]:
        """Of the phrases begun by the word at a position: where they end, and what each is."""
        ends: dict[int, int] = {}
        open_nodes, position = list(nodes), at + 1
        while open_nodes and position < len(self.words):
            word = self.words[position]
            further = [child for node in open_nodes for child in node.after(word)]
            # "er gewoon niet meer zijn" is "er niet meer zijn": small words between do not break a phrase.
            open_nodes = further + open_nodes if word in _FILLERS else further
            position += 1
            for node in further:
                if node.ends:
                    ends[position] = ends.get(position, 0) | node.ends
        return ends

    def named_classes(self, start: int, end: int) -> Iterator[str]:
        """The classes with a name that stand wholly between two positions."""
        bits = self.present if end - start == len(self.words) else self._present_between(start, end)
        return (self._lexicon.names[number] for number in bits_of(bits & self._lexicon.named))

    def _present_between(self, start: int, end: int) -> int:
        bits = 0
        for at in range(start, end):
            bits |= self._single[at]
            for reached, more in self._phrases[at].items():
                if reached <= end:
                    bits |= more
        return bits

    def find(self, number: int) -> list[tuple[int, int]]:
        """Every place (start, end) where a sequence stands and is not denied."""
        sequence = self._lexicon.sequences[number]
        if sequence.needs & ~self.present:
            return []
        found = []
        first = sequence.elements[0]
        may_start = 0 if first.is_optional or first.class_id < 0 else 1 << first.class_id
        for start in range(len(self.words)):
            if may_start and not self._any[start] & may_start:
                continue
            self._budget.spend()
            end = self._match(sequence.elements, 0, start, is_first=True)
            if end is not None and not self._is_denied(start):
                found.append((start, end))
        return found

    def _match(self, elements: tuple[Element, ...], index: int, at: int, is_first: bool) -> int | None:
        if index == len(elements):
            return at
        self._budget.spend()
        element = elements[index]
        if element.class_id < 0:
            return self._match(elements, index + 1, at, is_first) if self._is_edge(element, at) else None
        bit = 1 << element.class_id
        position = at
        may_skip = 0 if is_first else element.gap_words
        while position < len(self.words) and self.words[position] != STOP:
            end = self._match_at(elements, index, position, bit)
            if end is not None:
                return end
            if self._single[position] & self._denials and not element.gap_passes_denial:
                break
            if is_first or self.words[position] not in _FILLERS:
                may_skip -= 1
            if may_skip < 0:
                break
            position += 1
        if element.is_optional:
            return self._match(elements, index + 1, at, is_first)
        return None

    def _match_at(self, elements: tuple[Element, ...], index: int, position: int, bit: int) -> int | None:
        if self._single[position] & bit:
            end = self._match(elements, index + 1, position + 1, is_first=False)
            if end is not None:
                return end
        for reached, bits in self._phrases[position].items():
            if bits & bit:
                end = self._match(elements, index + 1, reached, is_first=False)
                if end is not None:
                    return end
        return None

    def _is_edge(self, element: Element, at: int) -> bool:
        if element.class_id == _BEGIN:
            return at == 0 or self.words[at - 1] == STOP
        last = at + element.gap_words
        return any(position >= len(self.words) or self.words[position] == STOP for position in range(at, last + 1))

    def _is_denied(self, start: int) -> bool:
        """Whether a denial stands right before, perhaps with one light word between ("niet echt …")."""
        if self.words[start] in _SUBJECTS or self._single[start] & self._denials:
            return False
        for back in (1, 2, 3):
            if start - back < 0 or self.words[start - back] == STOP:
                return False
            if self._single[start - back] & self._denials:
                return True
            if self.words[start - back] not in _LIGHT:
                return False
        return False
