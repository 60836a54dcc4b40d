"""Loads the lists in ``lists/*.toml`` and finds their frames in a text."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from community.safety.normalise import STOP, words_of
from community.safety.phrases import BLANK, Budget, Condition, Lexicon, Reading

LEVELS = ("green", "amber", "red", "crisis")

# A frame reaches this far: two or three sentences. Longer texts are read in stretches that overlap.
STRETCH_WORDS = 64
_OVERLAP_WORDS = 24


@dataclass(frozen=True, slots=True)
class Frame:
    """A way in which people say something that a person should see.

    reason: its stable slug. level: how soon. says: Dutch words for the moderator.
    softened_by: names of settings ("game", "fiction" …) in which it does not count.
    """

    reason: str
    level: str
    says: str
    conditions: tuple[Condition, ...]
    softened_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    reason: str
    level: str
    source: str


class Frames:
    """All lists, compiled: what is quiet (idioms), what is a setting, what is a frame."""

    def __init__(self, texts: list[str]) -> None:
        data = [tomllib.loads(text) for text in texts]
        classes = {name: _entries(phrases) for part in data for name, phrases in part.get("classes", {}).items()}
        self.lexicon = Lexicon(classes)
        self._denials = 1 << self.lexicon.class_id("denial")
        self._quiet = [self.lexicon.condition(line) for part in data for line in _lines(part.get("quiet", {}))]
        self._settings = {
            name: [self.lexicon.condition(line) for line in lines]
            for part in data
            for name, lines in part.get("settings", {}).items()
        }
        self.frames = [frame for part in data for frame in self._frames_of(part)]
        self.says = {frame.reason: frame.says for frame in self.frames}

    def _frames_of(self, part: dict) -> list[Frame]:  # type: ignore[type-arg]
        return [
            Frame(
                reason=reason,
                level=frame["level"],
                says=frame["says"],
                conditions=tuple(self.lexicon.condition(line) for line in frame["when"]),
                softened_by=tuple(frame.get("softened_by", ())),
            )
            for reason, frame in part.get("frames", {}).items()
        ]

    def find(self, text: str, budget: Budget) -> list[Found]:
        """Every frame in the text, the most urgent first."""
        words = words_of(text, self.lexicon.is_known)
        found: dict[str, Found] = {}
        for start in range(0, max(1, len(words) - _OVERLAP_WORDS), STRETCH_WORDS - _OVERLAP_WORDS):
            for each in self._find_in(words[start : start + STRETCH_WORDS], budget):
                found.setdefault(each.reason + each.level, each)
            if any(each.level == "crisis" for each in found.values()):
                break
        return sorted(found.values(), key=lambda each: -LEVELS.index(each.level))

    def _find_in(self, words: list[str], budget: Budget) -> list[Found]:
        reading = self._without_quiet(Reading(self.lexicon, words, self._denials, budget), budget)
        places: dict[int, int] = {}

        def holds(condition: Condition) -> bool:
            return all(times(number) >= least for number, least in condition.wanted) and not any(
                times(number) for number, _ in condition.unwanted
            )

        def times(number: int) -> int:
            if number not in places:
                places[number] = _apart(reading.find(self.lexicon.sequences[number]))
            return places[number]

        settings = {name for name, conditions in self._settings.items() if any(map(holds, conditions))}
        return [
            Found(frame.reason, frame.level, condition.source)
            for frame in self.frames
            if settings.isdisjoint(frame.softened_by)
            for condition in frame.conditions
            if holds(condition)
        ]

    def _without_quiet(self, reading: Reading, budget: Budget) -> Reading:
        """Blank the words of idioms, so that "dood van de honger" is not about death."""
        words = list(reading.words)
        for condition in self._quiet:
            if any(reading.find(self.lexicon.sequences[number]) for number, _ in condition.unwanted):
                continue
            spots = [reading.find(self.lexicon.sequences[number]) for number, _ in condition.wanted]
            if all(spots):
                for start, end in (spot for each in spots[:1] for spot in each):
                    words[start:end] = [word if word == STOP else BLANK for word in words[start:end]]
        return Reading(self.lexicon, words, self._denials, budget) if words != reading.words else reading


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
