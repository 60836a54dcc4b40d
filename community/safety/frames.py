"""Loads the lists in ``lists/*.toml`` and finds in a text what they describe.

Two kinds: a *frame* holds when one of its conditions does; *signs* each give points, and count from a sum.
"""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from community.safety.normalise import STOP, plain_phrase, words_of
from community.safety.phrases import BLANK, Budget, Condition, Lexicon, Reading, bits_of
from community.safety.weighing import features_of, points

LEVELS = ("green", "amber", "red", "crisis")

# A frame reaches this far: two or three sentences. Longer texts are read in stretches that overlap, or every
# longer text would gather enough small signs.
STRETCH_WORDS = 30
_OVERLAP_WORDS = 10
_SIGN_COUNTS = 2  # a sign counts at most twice


@dataclass(frozen=True, slots=True)
class Frame:
    """A way in which people say something that a person should see.

    reason: its stable slug. level: how soon. softened_by: settings ("game", "fiction") in which it does not count.
    is_certain: said in so many words; no other word in the message can outweigh it.
    """

    reason: str
    level: str
    conditions: tuple[Condition, ...]
    softened_by: frozenset[str]
    is_certain: bool


@dataclass(frozen=True, slots=True)
class Signs:
    """Small signs of one thing. Each gives points; from ``levels`` (points, level) the sum counts."""

    reason: str
    levels: tuple[tuple[int, str], ...]
    points: tuple[tuple[int, Condition], ...]
    softened_by: frozenset[str]

    @property
    def least(self) -> int:
        """The fewest points that count."""
        return self.levels[-1][0]


@dataclass(frozen=True, slots=True)
class _Rule:
    """One condition of an idiom (no owner), a setting, a frame or signs, in the order of the lists."""

    order: int
    owner: str | Frame | Signs | None
    worth: int
    condition: Condition


class _Index:
    """Rules by the rarest class they need, so that only those come up whose words are there."""

    def __init__(self, owned: Iterable[tuple[str | Frame | Signs | None, int, Condition]]) -> None:
        self._by_anchor: dict[int, list[_Rule]] = {}
        self._anchors = 0
        for order, (owner, worth, condition) in enumerate(owned):
            self._by_anchor.setdefault(condition.anchor, []).append(_Rule(order, owner, worth, condition))
            self._anchors |= 1 << condition.anchor

    def come_up(self, present: int) -> list[_Rule]:
        """The rules of which every class is present; few of the many that exist."""
        absent = ~present
        return [
            rule
            for anchor in bits_of(present & self._anchors)
            for rule in self._by_anchor[anchor]
            if not rule.condition.needs & absent
        ]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: its reason, how soon, and the line of the lists that said so."""

    reason: str
    level: str
    source: str
    is_sum: bool = False
    is_certain: bool = False

    def lowered(self) -> "Found":
        """The same, but not urgent, unless it was said in so many words."""
        return self if self.is_certain or self.level == "amber" else replace(self, level="amber")


class Frames:
    """All lists, compiled: what is quiet (idioms), what is a setting, frames and signs."""

    def __init__(self, texts: list[str]) -> None:
        data = [tomllib.loads(text) for text in texts]
        classes = {name: _entries(phrases) for part in data for name, phrases in part.get("classes", {}).items()}
        self.lexicon = Lexicon(classes, plain_phrase)
        self._denials = 1 << self.lexicon.class_id("denial")
        self._quiet = _Index(
            (None, 0, self.lexicon.condition(line)) for part in data for line in _lines(part.get("quiet", {}))
        )
        self.frames = [self._frame(*item) for part in data for item in part.get("frames", {}).items()]
        self.signs = [self._signs(*item) for part in data for item in part.get("signs", {}).items()]
        self._settings = _Index(
            (name, 0, self.lexicon.condition(line))
            for part in data
            for name, lines in part.get("settings", {}).items()
            for line in lines
        )
        self._index = _Index(self._owned())
        self.says = {
            reason: str(each["says"])
            for part in data
            for kind in ("frames", "signs")
            for reason, each in part.get(kind, {}).items()
        }

    def _frame(self, reason: str, data: dict[str, Any]) -> Frame:
        conditions = tuple(self.lexicon.condition(line) for line in data["when"])
        return Frame(
            reason, data["level"], conditions, frozenset(data.get("softened_by", ())), data.get("certain", False)
        )

    def _signs(self, reason: str, data: dict[str, Any]) -> Signs:
        points = tuple(
            (int(worth), self.lexicon.condition(line)) for worth, lines in data["points"].items() for line in lines
        )
        levels = tuple((data[f"{level}_at"], level) for level in reversed(LEVELS) if f"{level}_at" in data)
        return Signs(reason, levels, points, frozenset(data.get("softened_by", ())))

    def _owned(self) -> Iterator[tuple[Frame | Signs, int, Condition]]:
        """Every condition of frames and signs, with whose it is and what it is worth."""
        yield from ((frame, 0, condition) for frame in self.frames for condition in frame.conditions)
        yield from ((signs, worth, condition) for signs in self.signs for worth, condition in signs.points)

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
            yield features_of(reading), self._rules(reading)

    def _readings(self, text: str, budget: Budget) -> Iterator[Reading]:
        for stretch in _stretches(words_of(text, self.lexicon.is_known)):
            yield self._without_quiet(Reading(self.lexicon, stretch, self._denials, budget))

    def _judge(self, reading: Reading) -> list[Found]:
        """The rules say what it may be, the points whether it weighs enough to alarm a person."""
        found = self._rules(reading)
        worth = points()
        chunks = features_of(reading)
        totals = [worth.of(chunk) for chunk in chunks]
        total = max(totals)
        frames_found = [each for each in found if not each.is_sum]
        if _is_urgent(found) and total >= worth.signs_at:
            return found
        if total >= worth.words_at:
            return [Found(f"words-{worth.topic_of(chunks[totals.index(total)])}", "red", f"{total} points"), *found]
        return frames_found if total >= worth.frames_at else [each.lowered() for each in frames_found]

    def _rules(self, reading: Reading) -> list[Found]:
        """What the lists say of a stretch, before any weighing."""
        come_up = _enough(self._index.come_up(reading.present))
        if not come_up:
            return []
        sight = _Sight(reading)
        held = sorted((rule for rule in come_up if sight.holds(rule.condition)), key=lambda rule: rule.order)
        settings = {
            rule.owner for rule in self._settings.come_up(reading.present) if held and sight.holds(rule.condition)
        }
        found: dict[str, Found] = {}
        points: dict[str, tuple[Signs, list[_Rule]]] = {}
        for rule in held:
            owner = rule.owner
            if isinstance(owner, Frame) and settings.isdisjoint(owner.softened_by):
                found.setdefault(
                    owner.reason, Found(owner.reason, owner.level, rule.condition.source, is_certain=owner.is_certain)
                )
            elif isinstance(owner, Signs) and settings.isdisjoint(owner.softened_by):
                points.setdefault(owner.reason, (owner, []))[1].append(rule)
        return [*found.values(), *(each for signs, rules in points.values() for each in _weigh(signs, rules, sight))]

    def _without_quiet(self, reading: Reading) -> Reading:
        """Blank the words of idioms, so that "dood van de honger" is not about death."""
        sight, words = _Sight(reading), list(reading.words)
        for rule in self._quiet.come_up(reading.present):
            if sight.holds(rule.condition):
                for start, end in sight.places(rule.condition.wanted[0][0]):
                    words[start:end] = [word if word == STOP else BLANK for word in words[start:end]]
        return reading.again(words) if words != reading.words else reading


class _Sight:
    """What stands in one reading, each sequence looked for at most once."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._places: dict[int, list[tuple[int, int]]] = {}

    def holds(self, condition: Condition) -> bool:
        for number, least in condition.wanted:
            places = self.places(number)
            if not places or (least > 1 and _apart(places) < least):
                return False
        return not any(self.places(number) for number, _ in condition.unwanted)

    def words_of(self, condition: Condition) -> list[set[int]]:
        """Positions of the words of a condition, in at most two places, or one for all its sequences when more."""
        if len(condition.wanted) > 1:
            return [{at for number, _ in condition.wanted for place in self.places(number)[:1] for at in range(*place)}]
        return [set(range(*place)) for place in self.places(condition.wanted[0][0])[:_SIGN_COUNTS]]

    def places(self, number: int) -> list[tuple[int, int]]:
        if number not in self._places:
            self._places[number] = self._reading.find(number)
        return self._places[number]


def _enough(come_up: list[_Rule]) -> list[_Rule]:
    """Leave out signs that could not reach their sum even if all of them stood there as often as counts."""
    most: dict[str, int] = {}
    for rule in come_up:
        if isinstance(rule.owner, Signs) and rule.worth > 0:
            most[rule.owner.reason] = most.get(rule.owner.reason, 0) + _SIGN_COUNTS * rule.worth
    return [
        rule
        for rule in come_up
        if not isinstance(rule.owner, Signs) or most.get(rule.owner.reason, 0) >= rule.owner.least
    ]


def _weigh(signs: Signs, held: list[_Rule], sight: _Sight) -> list[Found]:
    """Add the points up; words that gave points give none again."""
    total, sources = 0, []
    used: set[int] = set()
    for rule in held:
        for words in sight.words_of(rule.condition):
            if not words <= used:
                used |= words
                total += rule.worth
                sources.append(f"{rule.worth:+d} {rule.condition.source}")
    level = next((level for least, level in signs.levels if total >= least), None)
    return [Found(signs.reason, level, "; ".join(sources), is_sum=True)] if level else []


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
