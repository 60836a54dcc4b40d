"""Loads the lists in ``lists/*.toml`` and finds in a text what they describe.

Two kinds: a *frame* holds when one of its conditions does; *signs* each give points, and count from a sum.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from community.safety.normalise import STOP, plain_phrase, words_of
from community.safety.phrases import BLANK, Budget, Condition, Lexicon, Reading
from community.safety.weighing import features_of, points

LEVELS = ("green", "amber", "red", "crisis")

# A frame reaches this far: two or three sentences. Longer texts are read in stretches that overlap.
STRETCH_WORDS = 64
_OVERLAP_WORDS = 24


@dataclass(frozen=True, slots=True)
class Frame:
    """A way in which people say something that a person should see.

    reason: its stable slug. level: how soon. softened_by: settings ("game", "fiction") in which it does not count.
    """

    reason: str
    level: str
    conditions: tuple[Condition, ...]
    softened_by: frozenset[str]


@dataclass(frozen=True, slots=True)
class Signs:
    """Small signs of one thing. Each gives points; from ``levels`` (points, level) the sum counts."""

    reason: str
    levels: tuple[tuple[int, str], ...]
    points: tuple[tuple[int, Condition], ...]
    softened_by: frozenset[str]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: its reason, how soon, and the line of the lists that said so."""

    reason: str
    level: str
    source: str
    is_sum: bool = False

    def lowered(self) -> "Found":
        """The same, but not urgent."""
        return replace(self, level="amber") if self.level in ("red", "crisis") else self


class Frames:
    """All lists, compiled: what is quiet (idioms), what is a setting, frames and signs."""

    def __init__(self, texts: list[str]) -> None:
        data = [tomllib.loads(text) for text in texts]
        classes = {name: _entries(phrases) for part in data for name, phrases in part.get("classes", {}).items()}
        self.lexicon = Lexicon(classes, plain_phrase)
        self._denials = 1 << self.lexicon.class_id("denial")
        self._quiet = [self.lexicon.condition(line) for part in data for line in _lines(part.get("quiet", {}))]
        self._settings = {
            name: [self.lexicon.condition(line) for line in lines]
            for part in data
            for name, lines in part.get("settings", {}).items()
        }
        self.frames = [self._frame(*item) for part in data for item in part.get("frames", {}).items()]
        self.signs = [self._signs(*item) for part in data for item in part.get("signs", {}).items()]
        self.says = {
            reason: str(each["says"])
            for part in data
            for kind in ("frames", "signs")
            for reason, each in part.get(kind, {}).items()
        }
        self._quiet_firsts = {condition.wanted[0][0] for condition in self._quiet}

    def _frame(self, reason: str, data: dict[str, Any]) -> Frame:
        conditions = tuple(self.lexicon.condition(line) for line in data["when"])
        return Frame(reason, data["level"], conditions, frozenset(data.get("softened_by", ())))

    def _signs(self, reason: str, data: dict[str, Any]) -> Signs:
        points = tuple(
            (int(worth), self.lexicon.condition(line)) for worth, lines in data["points"].items() for line in lines
        )
        levels = tuple((data[f"{level}_at"], level) for level in reversed(LEVELS) if f"{level}_at" in data)
        return Signs(reason, levels, points, frozenset(data.get("softened_by", ())))

    def find(self, text: str, budget: Budget) -> list[Found]:
        """Everything in the text that a person should see, the most urgent first."""
        found: dict[tuple[str, str], Found] = {}
        for reading in self._readings(text, budget):
            for each in self._judge(reading):
                found.setdefault((each.reason, each.level), each)
            if any(each.level == "crisis" for each in found.values()):
                break
        return sorted(found.values(), key=lambda each: -LEVELS.index(each.level))

    def features(self, text: str, budget: Budget) -> Iterator[tuple[list[set[str]], list[Found]]]:
        """For counting points: what each stretch of a text holds, and what the rules say of it."""
        for reading in self._readings(text, budget):
            found = self._rules(reading)
            yield features_of(reading, _rule_names(found)), found

    def _readings(self, text: str, budget: Budget) -> Iterator[Reading]:
        for stretch in _stretches(words_of(text, self.lexicon.is_known)):
            yield self._without_quiet(Reading(self.lexicon, stretch, self._denials, budget))

    def _judge(self, reading: Reading) -> list[Found]:
        """The rules say what it may be, the points whether it weighs enough to alarm a person."""
        found = self._rules(reading)
        worth = points()
        total = max(worth.of(features) for features in features_of(reading, _rule_names(found)))
        if total >= worth.urgent_at:
            return found if _is_urgent(found) else [Found("heavy-words", "red", f"{total} points"), *found]
        is_doubtful = total >= worth.doubtful_at
        return [each if is_doubtful and not each.is_sum else each.lowered() for each in found]

    def _rules(self, reading: Reading) -> list[Found]:
        sight = _Sight(reading)
        settings = {name for name, conditions in self._settings.items() if any(map(sight.holds, conditions))}
        found = []
        for frame in self.frames:
            if settings.isdisjoint(frame.softened_by):
                source = next((each.source for each in frame.conditions if sight.holds(each)), None)
                found += [Found(frame.reason, frame.level, source)] if source else []
        for signs in self.signs:
            if settings.isdisjoint(signs.softened_by):
                found += _weigh(signs, sight)
        return found

    def _without_quiet(self, reading: Reading) -> Reading:
        """Blank the words of idioms, so that "dood van de honger" is not about death."""
        if self._quiet_firsts.isdisjoint(reading.candidates()):
            return reading
        sight, words = _Sight(reading), list(reading.words)
        for condition in self._quiet:
            if sight.holds(condition):
                for start, end in reading.find(condition.wanted[0][0]):
                    words[start:end] = [word if word == STOP else BLANK for word in words[start:end]]
        return reading.again(words) if words != reading.words else reading


class _Sight:
    """What stands in one reading, each sequence looked for at most once."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._candidates = set(reading.candidates())
        self._places: dict[int, list[tuple[int, int]]] = {}

    def holds(self, condition: Condition) -> bool:
        candidates = self._candidates
        for number, _ in condition.wanted:
            if number not in candidates:
                return False
        return all(_apart(self.places(number)) >= least for number, least in condition.wanted) and not any(
            number in candidates and self.places(number) for number, _ in condition.unwanted
        )

    def words_of(self, condition: Condition) -> list[set[int]]:
        """Positions of the words of a condition: a set per place, one for all its sequences when there are more."""
        if len(condition.wanted) > 1:
            return [{at for number, _ in condition.wanted for place in self.places(number)[:1] for at in range(*place)}]
        return [set(range(*place)) for place in self.places(condition.wanted[0][0])]

    def places(self, number: int) -> list[tuple[int, int]]:
        if number not in self._places:
            self._places[number] = self._reading.find(number)
        return self._places[number]


def _weigh(signs: Signs, sight: _Sight) -> list[Found]:
    """Add the points up; a sign counts at most twice, and words that gave points give none again."""
    total, sources = 0, []
    used: set[int] = set()
    for worth, condition in signs.points:
        if sight.holds(condition):
            for words in sight.words_of(condition)[:2]:
                if not words <= used:
                    used |= words
                    total += worth
                    sources.append(f"{worth:+d} {condition.source}")
    level = next((level for least, level in signs.levels if total >= least), None)
    return [Found(signs.reason, level, "; ".join(sources), is_sum=True)] if level else []


def _rule_names(found: list[Found]) -> set[str]:
    return {f"{'signs' if each.is_sum else 'frame'}-{each.level}" for each in found}


def _is_urgent(found: list[Found]) -> bool:
    return any(each.level in ("red", "crisis") for each in found)


def _stretches(words: list[str]) -> Iterator[list[str]]:
    step = STRETCH_WORDS - _OVERLAP_WORDS
    for start in range(0, max(1, len(words) - _OVERLAP_WORDS), step):
        yield words[start : start + STRETCH_WORDS]


def _apart(places: list[tuple[int, int]]) -> int:
    """How many places do not overlap."""
    count, at = 0, 0
    for start, end in places:
        if start >= at:
            count, at = count + 1, end
    return count


def _entries(text: str) -> list[str]:
    return [" ".join(entry.split()) for line in text.splitlines() for entry in line.split(",") if entry.strip()]


def _lines(groups: dict[str, list[str]]) -> list[str]:
    return [line for lines in groups.values() for line in lines]


@cache
def frames() -> Frames:
    """The lists of the house, read once."""
    folder = files(__package__).joinpath("lists")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return Frames([folder.joinpath(name).read_text(encoding="utf-8") for name in names])
